"""RDY401 waiver-expired: an exception whose time is over.

## What it does
Flags a waiver after the last day on which it was in force, while what it excused is still not met. The requirement
itself counts again, in this scope only.

## Why it matters
An exception was granted until a day. After it nobody has granted anything.

## How to fix
Meet the requirement and remove the waiver, or have a new one granted.

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
from readiness.model.waiving import AppliedWaiver, WaiverStanding
from readiness.rules.base import Rule


def check(applied: AppliedWaiver, _: Dossier) -> Iterator[Finding]:
    """Yield a finding if the waiver is past its last day and would still be needed."""
    demand, waiver = applied.demanded(IN_FORCE), applied.planned.waiver
    if demand and applied.needed and applied.standing is WaiverStanding.EXPIRED:
        message = f"it expired on {waiver.expires} and no longer excuses {applied.planned.of.requirement}"
        action = "meet the requirement, or have a new waiver granted"
        yield Finding(Outcome.FAILED, demand, message, action, demand.at.at("expires"))


RULE = Rule("RDY401", "waiver-expired", "0.1", SubjectKind.WAIVER, IN_FORCE, check, __doc__)
