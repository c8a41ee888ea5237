"""RDY410 waiver-unattended: an exception whose issue nobody is working off.

## What it does
Warns about a waiver that is needed and whose issue does not exist, is closed, or is overdue, by the day of the
follow-up or by that of the tracker. Says `unknown` where no tracker has been asked about it, or too long ago.

## Why it matters
An exception ends when somebody ends its cause. The issue is where that happens, or does not.

## How to fix
Meet the requirement and remove the waiver, or give it an issue that is open and planned. For one that nobody has looked
at, run `readiness followups verify`.

## Example
```yaml
waivers:
  - id: coverage-until-january
    follow_up: {ref: "github:acme/platform#840", due: 2027-01-10}
```
"""

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from readiness.model.demands import TRACKED
from readiness.model.documents.scope import FollowUp
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.place import Place
from readiness.model.plan import Requirement, SubjectKind
from readiness.model.tracking import Issue, IssueState, Malformed, NotThere, Told, Untold
from readiness.model.verdict import Finding
from readiness.model.waiving import AppliedWaiver
from readiness.rules.base import Rule


def check(applied: AppliedWaiver, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if the waiver is needed and its issue will not end it."""
    demand, follow_up = applied.demanded(TRACKED), applied.planned.waiver.follow_up
    if demand is None or not applied.needed or follow_up is None or follow_up.ref is None:
        return
    match dossier.tracking(follow_up.ref):
        case Untold(reason, action):
            yield Finding(Outcome.UNKNOWN, demand, reason, action, *_at(demand, follow_up))
        case Malformed(reason, action):
            yield Finding(
                Outcome.MISSING, demand, f"its follow-up is no issue: {reason}", action, *_at(demand, follow_up)
            )
        case NotThere(reference):
            message, action = f"there is no issue {reference}", "correct `ref`, or open the issue"
            yield Finding(Outcome.MISSING, demand, message, action, *_at(demand, follow_up))
        case Told(issue):
            yield from _lost(issue, follow_up, demand, dossier.today)
        case never:
            assert_never(never)


def _lost(issue: Issue, follow_up: FollowUp, demand: Requirement, today: date) -> Iterator[Finding]:
    """Yield a finding if `issue`, which exists, is closed or late."""
    due = min((day for day in (follow_up.due, issue.due) if day is not None), default=None)
    if issue.state is IssueState.CLOSED:
        message, action = f"its follow-up {issue.ended}, and it is still needed", "name an issue that will end it"
        yield Finding(Outcome.FAILED, demand, message, action, *_at(demand, follow_up))
    elif due is not None and due < today:
        message, action = f"its follow-up {issue.named} was due on {due}", "finish it, or agree on a new day"
        yield Finding(Outcome.FAILED, demand, message, action, *_at(demand, follow_up))


def _at(demand: Requirement, follow_up: FollowUp) -> tuple[Place, str | None]:
    return demand.at.at("follow_up"), follow_up.owner


RULE = Rule("RDY410", "waiver-unattended", "0.1", SubjectKind.WAIVER, TRACKED, check, __doc__)
