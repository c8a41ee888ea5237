"""RDY312 unsupported-undocumented: a limit that customers have to find out for themselves.

## What it does
Flags an unsupported case without `documented_at`, or whose reference leads to no file, to no heading, or to a heading
with nothing under it.

## Why it matters
A known limit that is not public becomes an incident, and then a broken promise.

## How to fix
Say it in public, and point at the heading.

## Example
```yaml
unsupported:
  - id: multi-region-failover
    statement: One region; a regional outage is an outage.
    documented_at: docs/limits.md#regions
```
"""

from collections.abc import Iterator

from readiness.model.demands import DOCUMENTED
from readiness.model.dossier import Dossier
from readiness.model.plan import PlannedUnsupported, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule
from readiness.rules.references import undocumented


def check(case: PlannedUnsupported, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if the unsupported `case` is not documented where it says, or says nothing."""
    yield from undocumented(case, case.unsupported.documented_at, dossier)


RULE = Rule("RDY312", "unsupported-undocumented", "0.1", SubjectKind.UNSUPPORTED, DOCUMENTED, check, __doc__)
