"""RDY403 waiver-self-granted: an exception that owners granted themselves.

## What it does
Flags a waiver of a requirement that blocks, or of anything launch-critical, whose `granted_by` is the owner of what it
excuses, unless the configuration says `allow_self = true`. It is not in force.

## Why it matters
An exception is a decision that somebody else must be able to refuse.

## How to fix
Have another role grant it.

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
    """Yield a finding if the waiver was granted by the owner of what it excuses."""
    demand, waiver = applied.demanded(IN_FORCE), applied.planned.waiver
    if demand and applied.needed and applied.standing is WaiverStanding.SELF_GRANTED:
        message = f"it was granted by {waiver.granted_by}, who owns what it excuses, and is not in force"
        yield Finding(Outcome.FAILED, demand, message, "have another role grant it", demand.at.at("granted_by"))


RULE = Rule("RDY403", "waiver-self-granted", "0.1", SubjectKind.WAIVER, IN_FORCE, check, __doc__)
