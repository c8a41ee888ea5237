"""RDY302 surface-empty: a surface whose patterns match no file.

## What it does
Flags a surface none of whose `paths` match a file at the candidate. It blocks for a high-risk surface and warns for
others.

## Why it matters
After a folder is renamed, everything that was said about the surface is said about nothing.

## How to fix
Correct `paths:`, or remove the surface.

## Example
```yaml
surfaces:
  billing: {paths: ["src/billing/**"], risk: high}
```
"""

from collections.abc import Iterator

from readiness.model.demands import PATHS
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import GuardedSurface, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule


def check(surface: GuardedSurface, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if no file belongs to `surface`."""
    demand = surface.demanded(PATHS)
    if demand and not dossier.matched.get((demand.key.scope, surface.id)):
        patterns = ", ".join(surface.surface.paths)
        yield Finding(
            Outcome.MISSING, demand, f"its paths match no file: {patterns}", "correct `paths:` of the surface"
        )


RULE = Rule("RDY302", "surface-empty", "0.1", SubjectKind.SURFACE, PATHS, check, __doc__)
