"""RDY101 owner-missing: nobody answers for an item.

## What it does
Flags an item that names no `owner` and inherits none from `defaults:` or from the scope.

## Why it matters
On the day, an item without an owner is an item that nobody looks at and nobody can be asked about.

## How to fix
Write `owner:` on the item, under `defaults:` or on the scope.

## Example
```yaml
- id: health-checks
  title: Every service reports its health
  class: launch-critical
  owner: platform-team
```
"""

from collections.abc import Iterator

from readiness.model.demands import OWNER
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule


def check(item: PlannedItem, _: Dossier) -> Iterator[Finding]:
    """Yield a finding if `item` has no owner of its own and inherits none."""
    demand = item.demanded(OWNER)
    if demand and item.owner is None:
        yield Finding(Outcome.MISSING, demand, "nobody owns it", f"add `owner:` to item {item.id}, or to the scope")


RULE = Rule("RDY101", "owner-missing", "0.1", SubjectKind.ITEM, OWNER, check, __doc__)
