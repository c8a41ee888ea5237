"""RDY311 behaviour-undocumented: a promise that is written down nowhere.

## What it does
Flags a required behaviour without `documented_at`, or whose reference leads to no file, to no heading, or to a heading
with nothing under it.

## Why it matters
Support, sales and customers act on what is documented, and the launch is judged by what they read.

## How to fix
Document it, and point at the heading.

## Example
```yaml
documented_at: docs/operations.md#deploys
```
"""

from collections.abc import Iterator

from readiness.model.demands import DOCUMENTED
from readiness.model.dossier import Dossier
from readiness.model.plan import PlannedBehaviour, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule
from readiness.rules.references import undocumented


def check(behaviour: PlannedBehaviour, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if `behaviour` is not documented where it says, or says nothing."""
    yield from undocumented(behaviour, behaviour.behaviour.documented_at, dossier)


RULE = Rule("RDY311", "behaviour-undocumented", "0.1", SubjectKind.BEHAVIOUR, DOCUMENTED, check, __doc__)
