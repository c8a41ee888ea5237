"""RDY302 surface-empty: a surface with patterns that match no file.

## What it does
Flags a surface one of whose `paths` matches no file at the candidate. It blocks for a high-risk surface and warns for
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
    """Yield a finding if no file belongs to `surface`, or none to one of its patterns."""
    demand = surface.demanded(PATHS)
    if demand is None:
        return
    here = (demand.key.scope, surface.id)
    if not dossier.matched.get(here):
        message = f"its paths match no file: {', '.join(surface.surface.paths)}"
    elif here in dossier.dead:
        message = f"some of its paths match no file: {', '.join(dossier.dead[here])}"
    else:
        return
    yield Finding(Outcome.MISSING, demand, message, "correct `paths:` of the surface")


RULE = Rule("RDY302", "surface-empty", "0.1", SubjectKind.SURFACE, PATHS, check, __doc__)
