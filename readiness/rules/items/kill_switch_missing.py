"""RDY114 kill-switch-missing: a switch that is not there.

## What it does
Flags a rollback whose plan is `kill-switch` and that names none, and any `kill_switch:` that names no key, or whose
file or key does not exist at the candidate.

## Why it matters
A kill switch that was renamed, or never merged, is found out when it is pulled.

## How to fix
Point `kill_switch:` at a key that exists in a JSON, YAML or TOML file of the repository.

## Example
```yaml
rollback:
  plan: kill-switch
  steps: runbooks/billing.md#switch-off
  kill_switch: config/flags.json#billing-enabled
```
"""

from collections.abc import Iterator
from typing import Final

from readiness.model.demands import ROLLBACK
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule
from readiness.rules.references import shortfall


def check(item: PlannedItem, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if the rollback of `item` relies on a switch that is not named or does not exist."""
    demand, rollback = item.demanded(ROLLBACK), item.rollback
    if demand is None or rollback is None:
        return
    if rollback.kill_switch is None:
        if rollback.plan == "kill-switch":
            yield Finding(
                Outcome.MISSING,
                demand,
                "its rollback plan is a kill switch, and none is named",
                "add `kill_switch: FILE#KEY`",
                item.rollback_at,
            )
    elif not rollback.kill_switch.partition("#")[2]:
        yield Finding(
            Outcome.MISSING,
            demand,
            f"kill switch: no key of {rollback.kill_switch.rstrip('#')} is named",
            "write it as `kill_switch: FILE#KEY`, without a space before the #",
            item.rollback_at.at("kill_switch"),
        )
    elif rollback.kill_switch.partition("#")[0].lower().endswith(_PROSE):
        yield Finding(
            Outcome.MISSING,
            demand,
            f"kill switch: {rollback.kill_switch} is a heading, and nothing reads it as a switch",
            "name a key of a JSON, YAML or TOML file",
            item.rollback_at.at("kill_switch"),
        )
    elif lack := shortfall(rollback.kill_switch, dossier):
        yield Finding(
            lack.outcome, demand, f"kill switch: {lack.message}", lack.action, item.rollback_at.at("kill_switch")
        )


_PROSE: Final = (".md", ".markdown")

RULE = Rule("RDY114", "kill-switch-missing", "0.1", SubjectKind.ITEM, ROLLBACK, check, __doc__)
