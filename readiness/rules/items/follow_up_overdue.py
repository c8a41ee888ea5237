"""RDY141 follow-up-overdue: a deferral whose day has come and gone.

## What it does
Flags a deferred item whose follow-up was due before today (UTC).

## Why it matters
The risk was accepted until a date. After it, nobody has accepted it.

## How to fix
Do the work and promote the item, or agree on a new date with whoever carries the risk, and write that down.

## Example
```yaml
follow_up: {ref: "github:acme/platform#812", risk: …, due: 2027-02-01}
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
    """Yield a finding if the follow-up of `item` was due before today."""
    demand, follow_up = item.demanded(FOLLOW_UP), item.follow_up
    if demand and follow_up and follow_up.due and follow_up.due < dossier.today:
        yield Finding(
            Outcome.FAILED,
            demand,
            f"its follow-up {follow_up.ref or ''} was due on {follow_up.due}".replace("  ", " "),
            f"finish it and promote {item.id}, or agree on a new date",
            demand.at.at("due"),
            follow_up.owner,
        )


RULE = Rule("RDY141", "follow-up-overdue", "0.1", SubjectKind.ITEM, FOLLOW_UP, check, __doc__)
