"""RDY406 waiver-untracked: an exception that no issue stands behind.

## What it does
Warns about a waiver without a `follow_up` that has a `ref`.

## Why it matters
An exception that nobody works off is the new normal.

## How to fix
Open the issue that ends the exception, and write its reference down: `readiness waive … --ref ISSUE`, or `--create` in
place of it, which opens the issue.

## Example
```yaml
waivers:
  - id: coverage-until-january
    follow_up: {ref: "github:acme/platform#840"}
```
"""

from collections.abc import Iterator

from readiness.model.demands import TRACKED
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import SubjectKind
from readiness.model.verdict import Finding
from readiness.model.waiving import AppliedWaiver
from readiness.rules.base import Rule


def check(applied: AppliedWaiver, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if the waiver has no tracked issue behind it."""
    demand, follow_up = applied.demanded(TRACKED), applied.planned.waiver.follow_up
    if demand and (follow_up is None or follow_up.ref is None):
        yield Finding(Outcome.MISSING, demand, "no tracked issue stands behind it", _track(applied, dossier))


def _track(applied: AppliedWaiver, dossier: Dossier) -> str:
    """Return the command that names the issue and leaves the waiver as it is; what is over has to get another day."""
    of, waiver = applied.planned.of, applied.planned.waiver
    name = dossier.called(of)
    target = f"{name} {of.requirement}" if of.kind is SubjectKind.ITEM else f"{of.requirement} --{of.kind} {name}"
    until = "DAY" if waiver.expires < dossier.today else waiver.expires
    return f"readiness waive {target} --until {until} --by {waiver.granted_by} --ref ISSUE"


RULE = Rule("RDY406", "waiver-untracked", "0.1", SubjectKind.WAIVER, TRACKED, check, __doc__)
