"""RDY409 waiver-emergency: a bypass in an emergency.

## What it does
Tells every emergency waiver that is in force and needed, and flags one that is not in force because no `follow_up` ends
the emergency: with a `ref` of an issue that is not known to be missing, and a `due` day.

## Why it matters
An emergency needs a way past the gate, and whoever comes after it needs to see where somebody went past. Without an
issue and a day, it was no emergency, but a hole.

## How to fix
Open the issue, give the follow-up a day, and remove the waiver as soon as the requirement is met again.

## Example
```yaml
waivers:
  - id: payments-are-down
    of: {item: payments, requirement: junit}
    reason: The fix for the outage goes out before the two-hour suite has run.
    granted_by: head-of-engineering
    granted: 2026-12-01
    expires: 2026-12-03
    emergency: true
    follow_up: {ref: "github:acme/platform#901", due: 2026-12-03}
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
    """Yield a finding if the waiver is for an emergency and needed: that it is in force, or that no issue ends it."""
    demand, waiver = applied.demanded(IN_FORCE), applied.planned.waiver
    if demand is None or not applied.needed or not waiver.emergency:
        return
    if applied.standing is WaiverStanding.UNBACKED:
        message = "it is for an emergency that no issue with a day would end, and is not in force"
        yield Finding(Outcome.FAILED, demand, message, "add a `follow_up:` with a `ref` that exists and `due`")
    elif applied.standing is WaiverStanding.IN_FORCE:
        message = f"{applied.planned.of.requirement} is bypassed in an emergency, until {waiver.expires}"
        action = f"meet {applied.planned.of.requirement}, and remove waiver {applied.id}"
        yield Finding(Outcome.FAILED, demand, message, action)


RULE = Rule("RDY409", "waiver-emergency", "0.1", SubjectKind.WAIVER, IN_FORCE, check, __doc__)
