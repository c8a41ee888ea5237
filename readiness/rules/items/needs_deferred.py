"""RDY130 needs-deferred: an item that leans on something put off until after the launch.

## What it does
Flags an item that is to be ready at launch and `needs` a deferred item, of this scope or of another.

## Why it matters
Deferring one thing quietly defers everything that cannot work without it.

## How to fix
Promote the item that is needed, drop the need, or defer this item as well.

## Example
```yaml
- id: zero-downtime-deploy
  class: launch-critical
  needs: [health-checks]      # must not be deferred
```
"""

from collections.abc import Iterator

from readiness.model.demands import NEEDS
from readiness.model.dossier import Dossier
from readiness.model.outcome import ItemClass, Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule


def check(item: PlannedItem, _: Dossier) -> Iterator[Finding]:
    """Yield one finding if `item` needs deferred items, naming all of them."""
    demand = item.demanded(NEEDS)
    deferred = [need for need in item.needs if need.item_class is ItemClass.DEFERRED]
    if demand and deferred:
        names = ", ".join(need.item for need in deferred)
        yield Finding(
            Outcome.FAILED,
            demand,
            f"it needs {names}, which {'is' if len(deferred) == 1 else 'are'} deferred",
            f"promote {names}, or defer {item.id} too",
            deferred[0].at,
        )


RULE = Rule("RDY130", "needs-deferred", "0.1", SubjectKind.ITEM, NEEDS, check, __doc__)
