"""RDY148 follow-up-shared: one issue behind several deferrals.

## What it does
Warns about a deferred item whose open issue is the follow-up of other deferrals too, and names them.

## Why it matters
An issue is closed once. Whoever closes it for one of them has, unseen, closed it for all.

## How to fix
Give each deferral an issue of its own, or make one item of them.

## Example
```yaml
follow_up: {ref: "github:acme/platform#813", risk: …, due: 2027-02-01}  # #812 is that of another item
```
"""

from collections.abc import Iterator

from readiness.model.demands import TRACKED
from readiness.model.dossier import Dossier
from readiness.model.outcome import Level, Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule
from readiness.rules.tracking import followed


def check(item: PlannedItem, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if the open issue behind `item` stands behind other deferrals too."""
    found = followed(item, dossier)
    if found is None or found.open is None:
        return
    reference = found.open.issue.reference
    own = f"{found.demand.key.scope}/{item.id}"
    others = [name for name in dossier.behind.get(reference, ()) if name != own]
    if others:
        message = f"its follow-up {reference} stands behind {', '.join(others)} too"
        yield Finding(Outcome.FAILED, found.demand, message, "give each its own issue", found.demand.at.at("ref"))


RULE = Rule("RDY148", "follow-up-shared", "0.1", SubjectKind.ITEM, TRACKED, check, __doc__, Level.WARN)
