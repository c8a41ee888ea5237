"""RDY408 waiver-renewed: an exception that is granted again and again.

## What it does
Warns about a waiver that is in force and needed, and was renewed more than once.

## Why it matters
Each renewal promised that the next would not be needed. After two, the exception is how things are done.

## How to fix
Meet the requirement, or change what is required, in the open.

## Example
```yaml
waivers:
  - id: coverage-until-january
    of: {item: webhooks, requirement: coverage}
    reason: The suite for retries lands in January.
    granted_by: head-of-engineering
    granted: 2026-11-20
    renewed: [2026-12-18]
    expires: 2027-01-10
```
"""

from collections.abc import Iterator
from typing import Final

from readiness.model.demands import IN_FORCE
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import SubjectKind
from readiness.model.verdict import Finding
from readiness.model.waiving import AppliedWaiver, WaiverStanding
from readiness.rules.base import Rule

ONCE: Final = 1
"""How often a waiver may be renewed without being spoken of."""


def check(applied: AppliedWaiver, _: Dossier) -> Iterator[Finding]:
    """Yield a finding if the waiver is in force, needed, and was renewed more than once."""
    demand, renewed = applied.demanded(IN_FORCE), applied.planned.waiver.renewed
    if demand and applied.needed and applied.standing is WaiverStanding.IN_FORCE and len(renewed) > ONCE:
        message = f"it was renewed {len(renewed)} times, last on {renewed[-1]}"
        action = f"meet {applied.planned.of.requirement}, or change what is required"
        yield Finding(Outcome.FAILED, demand, message, action, demand.at.at("renewed"))


RULE = Rule("RDY408", "waiver-renewed", "0.1", SubjectKind.WAIVER, IN_FORCE, check, __doc__)
