"""RDY110 rollback-missing: nobody has said how an item is undone.

## What it does
Flags a launch-critical or launch-adjacent item without a `rollback:`, of its own or from `defaults:`.

## Why it matters
A launch that cannot be undone is a bet. Whoever is on call must not have to invent the way back.

## How to fix
Point `rollback:` at the heading of a runbook that says how. Where there is nothing to undo, say so:
`plan: none`, with `because:` and `accepted_by:`.

## Example
```yaml
rollback: runbooks/deploy.md#rollback
```
"""

from collections.abc import Iterator

from readiness.model.demands import ROLLBACK
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule


def check(item: PlannedItem, _: Dossier) -> Iterator[Finding]:
    """Yield a finding if `item` must be undoable and says nothing about it."""
    demand = item.demanded(ROLLBACK)
    if demand and item.rollback is None:
        yield Finding(
            Outcome.MISSING,
            demand,
            "it has no rollback note",
            f"add `rollback: runbooks/{item.id}.md#rollback`, or `plan: none` with because and accepted_by",
        )


RULE = Rule("RDY110", "rollback-missing", "0.1", SubjectKind.ITEM, ROLLBACK, check, __doc__)
