"""RDY111 rollback-steps-missing: a rollback plan whose steps are not there.

## What it does
Flags a rollback that has no `steps`, or whose `steps` name no heading, or point at a file or heading that does not
exist at the candidate, or at a heading with nothing under it. A file that cannot be read is `unknown`.

## Why it matters
A link to a runbook is believed until somebody follows it, and that is at the worst moment.

## How to fix
Write the steps under the heading, or correct the reference. Anchors are GitHub's: `## Roll back` is `#roll-back`.

## Example
```yaml
rollback:
  plan: revert
  steps: runbooks/deploy.md#roll-back
```
"""

from collections.abc import Iterator

from readiness.model.demands import ROLLBACK
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule
from readiness.rules.references import shortfall


def check(item: PlannedItem, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if the steps of the rollback of `item` are not given or lead nowhere."""
    demand = item.demanded(ROLLBACK)
    if demand is None or item.rollback is None or item.rollback.plan == "none":
        return
    steps = item.rollback.steps
    if steps is None:
        yield Finding(
            Outcome.MISSING,
            demand,
            f"its rollback plan ({item.rollback.plan}) has no steps",
            "add `steps: runbooks/….md#heading`",
        )
    elif "#" not in steps:
        # In YAML a space before the # makes the heading a comment, and nobody notices.
        yield Finding(
            Outcome.MISSING,
            demand,
            f"its rollback steps name the file {steps} and no heading in it",
            f"write `steps: {steps}#heading`, without a space before the #",
            item.rollback_at.at("steps"),
        )
    elif lack := shortfall(steps, dossier):
        yield Finding(
            lack.outcome, demand, f"rollback steps: {lack.message}", lack.action, item.rollback_at.at("steps")
        )


RULE = Rule("RDY111", "rollback-steps-missing", "0.1", SubjectKind.ITEM, ROLLBACK, check, __doc__)
