"""RDY147 follow-up-late: a deferral past the launch that comes next, which nobody has accepted.

## What it does
Flags a deferred item whose follow-up is due after the first launch, of any scope, that comes after its own, unless
somebody else than the owner of the item has accepted that (`accepted_by`). With `allow_self = true` in the
configuration the owner may. One that is overdue already is told as that.

## Why it matters
"After the launch" is understood as "before the next one". Whatever outlives that is no debt of this launch any more,
but a decision about the product.

## How to fix
Move `due` before the next launch, or have whoever carries the risk accept the later day.

## Example
```yaml
follow_up:
  ref: github:acme/platform#812
  risk: Support answers usage questions by hand.
  due: 2027-09-01
  accepted_by: head-of-product
```
"""

from collections.abc import Iterator

from readiness.model.demands import FOLLOW_UP
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule


def check(item: PlannedItem, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if `item` is put off past the next launch and nobody else has accepted that."""
    follow_up, launch = item.follow_up, item.next_launch
    if launch is None or follow_up is None or follow_up.due is None or follow_up.due <= launch:
        return
    demand = item.demanded(FOLLOW_UP)
    if demand is None or follow_up.due < dossier.today:
        return
    late = f"its follow-up is due on {follow_up.due}, after the next launch on {launch}"
    if follow_up.accepted_by is None:
        sooner = "" if launch < dossier.today else "move `due` before the next launch, or "
        action = f"{sooner}add `accepted_by`"
        yield Finding(Outcome.FAILED, demand, f"{late}, and nobody has accepted that", action, demand.at.at("due"))
    elif follow_up.accepted_by == item.owner and not dossier.allow_self:
        message = f"{late}, which only its own owner, {item.owner}, has accepted"
        yield Finding(Outcome.FAILED, demand, message, "have somebody else accept it", demand.at.at("accepted_by"))


RULE = Rule("RDY147", "follow-up-late", "0.1", SubjectKind.ITEM, FOLLOW_UP, check, __doc__)
