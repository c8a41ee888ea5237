"""RDY140 follow-up-incomplete: a deferral that nobody is bound to come back to.

## What it does
Flags a deferred item whose `follow_up:` lacks the tracked issue (`ref`), the `risk` until then, the `due` date, or an
owner (its own, or the item's), and one whose `ref` cannot be an issue: it is neither `tracker:issue`, nor `#12`, nor a
URL.

## Why it matters
"We do it after launch" without an issue, a date and a name is a decision never to do it, made by nobody.

## How to fix
Open the issue, and write all four down.

## Example
```yaml
class: deferred
follow_up:
  ref: github:acme/platform#812
  risk: Support answers usage questions by hand.
  due: 2027-02-01
```
"""

import re
from collections.abc import Iterator
from typing import Final

from readiness.model.demands import FOLLOW_UP
from readiness.model.documents.scope import FollowUp
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule

_REFERENCE: Final = re.compile(r"https?://\S+\Z|[a-z][a-z0-9-]*:\S+\Z|#\d+\Z")


def check(item: PlannedItem, _: Dossier) -> Iterator[Finding]:
    """Yield one finding if the follow-up of `item` is not there or lacks something, naming all that it lacks."""
    demand = item.demanded(FOLLOW_UP)
    if demand is None:
        return
    follow_up = item.follow_up or FollowUp()
    given = {"ref": follow_up.ref, "risk": follow_up.risk, "due": follow_up.due, "owner": follow_up.owner or item.owner}
    lacking = [name for name, value in given.items() if value is None]
    if not lacking and not _REFERENCE.match(str(follow_up.ref)):
        message = f"its follow-up `{follow_up.ref}` names no issue"
        yield Finding(
            Outcome.MISSING, demand, message, "write `ref: github:owner/repo#12`, in quotes if it begins with #"
        )
    if lacking:
        what = "has no follow-up" if item.follow_up is None else f"has a follow-up without {', '.join(lacking)}"
        yield Finding(
            Outcome.MISSING, demand, f"it is deferred and {what}", f"add {', '.join(lacking)} under `follow_up:`"
        )


RULE = Rule("RDY140", "follow-up-incomplete", "0.1", SubjectKind.ITEM, FOLLOW_UP, check, __doc__)
