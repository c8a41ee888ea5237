"""RDY321 launch-date-past: an active launch whose day is over.

## What it does
Warns when a scope that is still `active` has a `launch` date before today (UTC).

## Why it matters
What is due for `--final`, and what outlives the launch, is counted from the launch date. A wrong one makes both wrong.

## How to fix
Move the date, or set `state: launched`.

## Example
```yaml
state: launched
launch: 2026-12-15
```
"""

from collections.abc import Iterator

from readiness.model.demands import LAUNCH_DATE
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome, State
from readiness.model.plan import SubjectKind, WholeScope
from readiness.model.verdict import Finding
from readiness.rules.base import Rule


def check(scope: WholeScope, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if `scope` is active after its launch date."""
    demand = scope.demanded(LAUNCH_DATE)
    if demand and scope.state is State.ACTIVE and scope.launch and scope.launch < dossier.today:
        message = f"the launch date, {scope.launch}, is past and the scope is still active"
        yield Finding(
            Outcome.FAILED, demand, message, "move `launch:`, or set `state: launched`", demand.at.at("launch")
        )


RULE = Rule("RDY321", "launch-date-past", "0.1", SubjectKind.SCOPE, LAUNCH_DATE, check, __doc__)
