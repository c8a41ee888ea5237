"""RDY404 waiver-unused: an exception that nothing needs any more.

## What it does
Warns about a waiver whose requirement is met without it.

## Why it matters
A forgotten waiver excuses the next regression before anybody has seen it.

## How to fix
Remove it.

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
from readiness.model.waiving import AppliedWaiver
from readiness.rules.base import Rule


def check(applied: AppliedWaiver, _: Dossier) -> Iterator[Finding]:
    """Yield a finding if the requirement holds without the waiver."""
    demand = applied.demanded(IN_FORCE)
    if demand and not applied.needed:
        message = f"what it excuses is {applied.found} without it"
        yield Finding(Outcome.FAILED, demand, message, f"remove waiver {applied.id}")


RULE = Rule("RDY404", "waiver-unused", "0.1", SubjectKind.WAIVER, IN_FORCE, check, __doc__)
