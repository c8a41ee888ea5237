"""RDY146 issue-overdue: a deferral whose issue is late in its own tracker.

## What it does
Flags a deferred item whose issue is open, and was due before today (UTC) by its own date, or by that of its milestone.

## Why it matters
The document may say February while those who do the work were to be done in December. Whoever accepted the risk
until a date trusted in that work.

## How to fix
Finish it and promote the item, or agree on a new day, and write it down in both places.

## Example
```yaml
follow_up: {ref: "file:usage-dashboards", risk: …, due: 2027-02-01}  # no later than `due:` in the list
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
    """Yield a finding if the open issue behind `item` was due before today by its tracker."""
    found = followed(item, dossier)
    issue = found.open.issue if found and found.open else None
    if found and issue and issue.due and issue.due < dossier.today:
        yield Finding(
            Outcome.FAILED,
            found.demand,
            f"its follow-up {issue.named} was due on {issue.due}, by its tracker",
            f"finish it and promote {item.id}, or agree on a new day in the tracker",
            found.demand.at.at("ref"),
            found.follow_up.owner,
        )


RULE = Rule("RDY146", "issue-overdue", "0.1", SubjectKind.ITEM, TRACKED, check, __doc__)
