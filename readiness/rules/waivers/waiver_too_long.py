"""RDY407 waiver-too-long: an exception granted for longer than exceptions are.

## What it does
Warns about a waiver that is in force and needed, and whose last day is further from the day on which it was granted, or
renewed last, than `max_waiver` below `[followups]` allows (90 days unless said otherwise); for an emergency waiver
`max_emergency` (7 days).

## Why it matters
A waiver for a year is a lower standard that nobody has decided on.

## How to fix
Shorten it, and have it renewed if it is still needed then; or have the configuration allow more.

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


def check(applied: AppliedWaiver, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if the waiver is in force, needed, and was granted for too long."""
    demand, waiver = applied.demanded(IN_FORCE), applied.planned.waiver
    if demand is None or not applied.needed or applied.standing is not WaiverStanding.IN_FORCE:
        return
    limits = dossier.follow_ups
    what, limit = ("an emergency waiver", limits.max_emergency) if waiver.emergency else ("a waiver", limits.max_waiver)
    length = waiver.expires - granted_last(waiver)
    if length > limit:
        message = f"it was granted for {length.days} days, and {what} may last {limit.days}"
        action = f"let it end by {granted_last(waiver) + limit}"
        yield Finding(Outcome.FAILED, demand, message, action, demand.at.at("expires"))


RULE = Rule("RDY407", "waiver-too-long", "0.1", SubjectKind.WAIVER, IN_FORCE, check, __doc__)
