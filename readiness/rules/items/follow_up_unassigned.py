"""RDY145 follow-up-unassigned: a deferral whose issue is nobody's.

## What it does
Flags a deferred item whose issue is open and assigned to nobody in its tracker, or list.

## Why it matters
The owner of the item answers for putting it off. Without an assignee nobody is going to do it.

## How to fix
Assign the issue, and run `readiness followups verify`.

## Example
```yaml
follow_up: {ref: "file:usage-dashboards", risk: …, due: 2027-02-01}  # which has an `assignee:` in the list
```
"""

from collections.abc import Iterator

from readiness.model.demands import TRACKED
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule
from readiness.rules.tracking import followed


def check(item: PlannedItem, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if nobody is assigned to the open issue behind `item`."""
    found = followed(item, dossier)
    if found and found.open and not found.open.issue.assignees:
        yield Finding(
            Outcome.FAILED,
            found.demand,
            f"its follow-up {found.open.issue.named} is assigned to nobody",
            f"assign {found.open.issue.reference} in its tracker",
            found.demand.at.at("ref"),
            found.follow_up.owner,
        )


RULE = Rule("RDY145", "follow-up-unassigned", "0.1", SubjectKind.ITEM, TRACKED, check, __doc__)
