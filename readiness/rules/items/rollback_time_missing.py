"""RDY113 rollback-time-missing: nobody has said how long the way back takes.

## What it does
Flags a rollback without `within:`. It blocks on a high-risk surface and warns elsewhere.

## Why it matters
Whether to roll back or to fix forward is decided in minutes, and the first question is how long the rollback takes.

## How to fix
Measure it in a rehearsal and write it down.

## Example
```yaml
rollback: {steps: "runbooks/deploy.md#rollback", within: 15m}
```
"""

from collections.abc import Iterator

from readiness.model.demands import ROLLBACK_TIME
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule


def check(item: PlannedItem, _: Dossier) -> Iterator[Finding]:
    """Yield a finding if `item` has a rollback that does not say how long it takes."""
    demand = item.demanded(ROLLBACK_TIME)
    if demand is None:
        return
    if item.rollback is None or item.rollback.plan == "none":
        yield Finding(Outcome.NOT_APPLICABLE, demand, "there is no rollback to time", "")
    elif item.rollback.within is None:
        yield Finding(
            Outcome.MISSING,
            demand,
            "its rollback does not say how long it takes",
            "add `within:` to the rollback, for instance `within: 15m`",
            item.rollback_at,
        )


RULE = Rule("RDY113", "rollback-time-missing", "0.1", SubjectKind.ITEM, ROLLBACK_TIME, check, __doc__)
