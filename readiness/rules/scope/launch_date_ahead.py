"""RDY322 launch-date-ahead: a launch that claims to be over and has not been.

## What it does
Warns about a scope that is `launched` and whose `launch` date is after today (UTC), or is not given. Such a scope is
judged as if it were active.

## Why it matters
In a launched scope only what outlives the launch goes on being enforced. Said too early, one word would wave everything
through.

## How to fix
Set `launch:` to the day on which it happened, or leave the scope `active` until then.

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
    """Yield a finding if `scope` is launched before its launch date, or without one."""
    demand = scope.demanded(LAUNCH_DATE)
    if demand is None or scope.state is not State.LAUNCHED:
        return
    if scope.launch is None:
        message = "it is launched and does not say when, so it is judged as if it had not"
        yield Finding(Outcome.MISSING, demand, message, "add `launch:`, the day of the launch", demand.at.at("state"))
    elif scope.launch > dossier.today:
        message = f"it is launched, and its launch date, {scope.launch}, is ahead; it is judged as if it had not"
        yield Finding(Outcome.FAILED, demand, message, "correct `launch:` or `state:`", demand.at.at("launch"))


RULE = Rule("RDY322", "launch-date-ahead", "0.1", SubjectKind.SCOPE, LAUNCH_DATE, check, __doc__)
