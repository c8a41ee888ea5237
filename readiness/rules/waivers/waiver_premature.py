"""RDY405 waiver-premature: an exception from the future.

## What it does
Flags a waiver whose `granted` day, or the last of its `renewed` days, is after today (UTC). It is not in force.

## Why it matters
A date that has not come was not written on the day of the decision.

## How to fix
Correct the day, or wait for it.

## Example
```yaml
waivers:
  - id: coverage-until-january
    of: {item: webhooks, requirement: coverage}
    reason: The suite for retries lands in January.
    granted_by: head-of-engineering
    granted: 2026-11-20
    expires: 2027-01-10
```
"""

from collections.abc import Iterator

from readiness.model.demands import IN_FORCE
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import SubjectKind
from readiness.model.verdict import Finding
from readiness.model.waiving import AppliedWaiver, WaiverStanding, granted_last
from readiness.rules.base import Rule


def check(applied: AppliedWaiver, _: Dossier) -> Iterator[Finding]:
    """Yield a finding if the waiver is dated after today and is needed."""
    demand, waiver = applied.demanded(IN_FORCE), applied.planned.waiver
    if demand and applied.needed and applied.standing is WaiverStanding.NOT_YET:
        field = "renewed" if waiver.renewed else "granted"
        message = f"it is {field} from {granted_last(waiver)} on, and not in force before"
        yield Finding(Outcome.FAILED, demand, message, f"correct `{field}:`, or wait", demand.at.at(field))


RULE = Rule("RDY405", "waiver-premature", "0.1", SubjectKind.WAIVER, IN_FORCE, check, __doc__)
