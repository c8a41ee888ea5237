"""RDY303 surface-uncovered: code of a surface that no evidence covers.

## What it does
Tells how many files of a surface the evidence of the scope's items covers, if that is not all of them, and names some
of the others. What counts is what evidence covers, not whether it is there or passes. Evidence of the whole tree counts
only for the surface of its own item: every launch has some, and it is about nothing in particular. For a high-risk
surface only blocking evidence counts, and a gap is a warning; for others evidence that warns counts too, and a gap is
only observed (`-v` shows it). Of a high-risk surface that nothing guards, `surface-unguarded` tells the same.

## Why it matters
Evidence covers the folders that somebody once named. The code that was added beside them is launched too.

## How to fix
Widen `covers:`, or leave it out, so that evidence covers its item's surface; give the surface an item of its own; or
take what is not launched out of the surface's `paths`. `surface-uncovered = "block"` below `[rules]` makes it binding.

## Example
```yaml
surfaces:
  search: {paths: ["src/search/**"]}
items:
  - id: search-answers
    class: launch-critical
    surface: search           # its evidence then covers the surface
    evidence: reports/search.xml
```
"""

from collections.abc import Iterator

from readiness.model.demands import COVERED, GUARDED
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import GuardedSurface, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule
from readiness.rules.scope.surface_unguarded import guarding


def check(surface: GuardedSurface, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if some code of `surface` is covered by no evidence, unless another rule says so already."""
    demand = surface.demanded(COVERED)
    if demand is None:
        return
    here = (demand.key.scope, surface.id)
    gap = dossier.gaps.get(here)
    if not dossier.matched.get(here):
        yield Finding(Outcome.NOT_APPLICABLE, demand, "it has no files that could be covered", "")
    elif surface.demanded(GUARDED) and not guarding(surface, dossier):
        yield Finding(Outcome.NOT_APPLICABLE, demand, "nothing guards it, which says more", "")
    elif gap is not None:
        which = "blocking evidence" if surface.surface.high_risk else "evidence"
        none = f"no {which} but that of the whole tree covers any of its files ({gap.files:,})"
        message = f"{which} covers {gap.share}, not {gap.named}" if gap.uncovered < gap.files else none
        action = f"widen `covers:`, or add an item with `surface: {surface.id}` and evidence"
        yield Finding(Outcome.MISSING, demand, message, action, demand.at.at("paths"))


RULE = Rule("RDY303", "surface-uncovered", "0.1", SubjectKind.SURFACE, COVERED, check, __doc__)
