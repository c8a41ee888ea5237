"""RDY406 waiver-untracked: an exception that no issue stands behind.

## What it does
Warns about a waiver without a `follow_up` that has a `ref`.

## Why it matters
An exception that nobody works off is the new normal.

## How to fix
Open the issue that ends the exception, and write its reference down.

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


def check(applied: AppliedWaiver, _: Dossier) -> Iterator[Finding]:
    """Yield a finding if the waiver has no tracked issue behind it."""
    demand, follow_up = applied.demanded(TRACKED), applied.planned.waiver.follow_up
    if demand and (follow_up is None or follow_up.ref is None):
        yield Finding(Outcome.MISSING, demand, "no tracked issue stands behind it", "add `follow_up:` with a `ref`")


RULE = Rule("RDY406", "waiver-untracked", "0.1", SubjectKind.WAIVER, TRACKED, check, __doc__)
