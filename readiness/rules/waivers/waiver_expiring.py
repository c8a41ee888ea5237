"""RDY402 waiver-expiring: an exception that is about to end.

## What it does
Warns in the last 14 days of a waiver that is still needed. An emergency waiver is told all the time, with its day.

## Why it matters
A waiver that lapses overnight turns the launch red in the morning, and nobody has planned for it.

## How to fix
Meet the requirement before the day, or have the waiver renewed in time.

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
from datetime import timedelta
from typing import Final

from readiness.model.demands import IN_FORCE
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import SubjectKind
from readiness.model.verdict import Finding
from readiness.model.waiving import AppliedWaiver, WaiverStanding
from readiness.rules.base import Rule

NOTICE: Final = timedelta(days=14)
"""How long before its end a waiver is spoken of."""


def check(applied: AppliedWaiver, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if the waiver is in force, needed, and ends within `NOTICE`."""
    demand, waiver = applied.demanded(IN_FORCE), applied.planned.waiver
    left = waiver.expires - dossier.today
    told = applied.standing is WaiverStanding.IN_FORCE and left <= NOTICE and not waiver.emergency
    if demand and applied.needed and told:
        when = "today" if not left else "tomorrow" if left == timedelta(days=1) else f"in {left.days} days"
        message = f"its last day is {waiver.expires}, {when}"
        yield Finding(
            Outcome.STALE, demand, message, "meet the requirement, or have it renewed", demand.at.at("expires")
        )


RULE = Rule("RDY402", "waiver-expiring", "0.1", SubjectKind.WAIVER, IN_FORCE, check, __doc__)
