"""RDY112 rollback-none-unaccepted: no rollback, and nobody who answers for that.

## What it does
Flags `plan: none` without `because:` or without `accepted_by:`. For a launch-critical item the owner cannot accept it
alone, unless the configuration says `allow_self = true`.

## Why it matters
Some things cannot be undone. That is a risk somebody has to take by name, before the launch and not after it.

## How to fix
Say why there is nothing to undo and who accepted it, or write a real rollback.

## Example
```yaml
rollback: {plan: none, because: no code is shipped, accepted_by: general-counsel}
```
"""

from collections.abc import Iterator

from readiness.model.demands import ROLLBACK
from readiness.model.dossier import Dossier
from readiness.model.outcome import ItemClass, Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule


def check(item: PlannedItem, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if `item` has no rollback and that is not explained, or not accepted by somebody else."""
    demand, rollback = item.demanded(ROLLBACK), item.rollback
    if demand is None or rollback is None or rollback.plan != "none":
        return
    lacking = [
        name for name, value in (("because", rollback.because), ("accepted_by", rollback.accepted_by)) if not value
    ]
    if lacking:
        yield Finding(
            Outcome.MISSING,
            demand,
            f"it cannot be rolled back, and `{'` and `'.join(lacking)}` are not given"
            if len(lacking) > 1
            else f"it cannot be rolled back, and `{lacking[0]}` is not given",
            f"add `{'` and `'.join(lacking)}`, or write a rollback",
            item.rollback_at,
        )
    elif rollback.accepted_by == item.owner and item.item_class is ItemClass.CRITICAL and not dossier.allow_self:
        yield Finding(
            Outcome.FAILED,
            demand,
            f"that it cannot be rolled back was accepted by its own owner, {item.owner}",
            "have somebody else accept it",
            item.rollback_at.at("accepted_by"),
        )


RULE = Rule("RDY112", "rollback-none-unaccepted", "0.1", SubjectKind.ITEM, ROLLBACK, check, __doc__)
