"""RDY130 needs-deferred: an item that leans on something put off until after the launch.

## What it does
Flags an item that is to be ready at launch and `needs` a deferred item, of this scope or of another, directly or behind
other items that it needs. Behind a launch-critical item of the same scope, that item is flagged instead.

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

from collections.abc import Iterator, Sequence

from readiness.model.demands import NEEDS
from readiness.model.dossier import Dossier
from readiness.model.outcome import ItemClass, Outcome
from readiness.model.plan import Need, PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule


def check(item: PlannedItem, _: Dossier) -> Iterator[Finding]:
    """Yield one finding if `item` needs deferred items, naming all of them."""
    demand = item.demanded(NEEDS)
    deferred = [need for need in item.needs if need.behind or need.item_class is ItemClass.DEFERRED]
    if demand and deferred:
        told = "; ".join(_told(deferred))
        names = ", ".join(dict.fromkeys((need.behind or need.item).rpartition("/")[2] for need in deferred))
        yield Finding(Outcome.FAILED, demand, told, f"promote {names}, or defer {item.id} too", deferred[0].at)


def _told(needs: Sequence[Need]) -> Iterator[str]:
    direct = [need.item for need in needs if need.behind is None]
    if direct:
        yield f"it needs {', '.join(direct)}, which {'is' if len(direct) == 1 else 'are'} deferred"
    for need in needs:
        if need.behind is not None:
            yield f"it needs {need.item}, which leans on {need.behind.rpartition('/')[2]}, which is deferred"


RULE = Rule("RDY130", "needs-deferred", "0.1", SubjectKind.ITEM, NEEDS, check, __doc__)
