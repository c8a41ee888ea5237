"""RDY140 follow-up-incomplete: a deferral that nobody is bound to come back to.

## What it does
Flags a deferred item whose `follow_up:` lacks the tracked issue (`ref`), the `risk` until then, the `due` date, or an
owner (its own, or the item's), and one whose `ref` cannot be an issue: no tracker of that name is known, or an issue
of it is written otherwise.

## Why it matters
"We do it after launch" without an issue, a date and a name is a decision never to do it, made by nobody.

## How to fix
Open the issue, and write all four down: `readiness defer ITEM` asks for what is not there, and with `--create` opens
the issue.

## Example
```yaml
class: deferred
follow_up:
  ref: github:acme/platform#812
  risk: Support answers usage questions by hand.
  due: 2027-02-01
```
"""

from collections.abc import Iterator
from typing import Final

from readiness.model.demands import FOLLOW_UP
from readiness.model.documents.scope import FollowUp
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.tracking import Malformed
from readiness.model.verdict import Finding
from readiness.rules.base import Rule

_VALUES: Final = {"ref": "ISSUE", "risk": "TEXT", "due": "DAY", "owner": "OWNER"}


def check(item: PlannedItem, dossier: Dossier) -> Iterator[Finding]:
    """Yield one finding if the follow-up of `item` is not there or lacks something, naming all that it lacks."""
    demand = item.demanded(FOLLOW_UP)
    if demand is None:
        return
    follow_up = item.follow_up or FollowUp()
    given = {"ref": follow_up.ref, "risk": follow_up.risk, "due": follow_up.due, "owner": follow_up.owner or item.owner}
    lacking = [name for name, value in given.items() if value is None]
    known = None if follow_up.ref is None else dossier.tracking(follow_up.ref)
    if not lacking and isinstance(known, Malformed):
        yield Finding(Outcome.MISSING, demand, f"its follow-up is no issue: {known.reason}", known.action)
    if lacking:
        what = "has no follow-up" if item.follow_up is None else f"has a follow-up without {', '.join(lacking)}"
        options = "".join(f" --{name} {_VALUES[name]}" for name in lacking)
        action = f"readiness defer {dossier.called(demand.key)}{options}"
        yield Finding(Outcome.MISSING, demand, f"it is deferred and {what}", action)


RULE = Rule("RDY140", "follow-up-incomplete", "0.1", SubjectKind.ITEM, FOLLOW_UP, check, __doc__)
