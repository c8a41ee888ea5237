"""RDY301 surface-unguarded: a high-risk surface that no launch-critical item stands for.

## What it does
Flags a high-risk surface for which no single launch-critical item has both a rollback and blocking evidence that covers
every file of the surface.

## Why it matters
The riskiest parts of a launch are the last ones that should be proven and undone by hope.

## How to fix
Give the surface a launch-critical item with a rollback, whose evidence covers the surface's paths.

## Example
```yaml
surfaces:
  billing: {paths: ["src/billing/**"], risk: high}
items:
  - id: billing-works
    class: launch-critical
    surface: billing          # its evidence then covers the surface
    rollback: runbooks/billing.md#rollback
    evidence: reports/billing.xml
```
"""

from collections.abc import Iterator

from readiness.model.demands import GUARDED
from readiness.model.dossier import Dossier
from readiness.model.outcome import Level, Outcome
from readiness.model.plan import GuardedSurface, PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule


def check(surface: GuardedSurface, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if nothing guards `surface`; not applicable while it has no files (`surface-empty` says so)."""
    demand = surface.demanded(GUARDED)
    if demand is None:
        return
    if not dossier.matched.get((demand.key.scope, surface.id)):
        yield Finding(Outcome.NOT_APPLICABLE, demand, "it has no files that could be guarded", "")
        return
    covering = guarding(surface, dossier)
    if any(_can_be_undone(item) for item in covering):
        return
    if covering:
        deeds = "covers it, and has" if len(covering) == 1 else "cover it, and have"
        message = f"{', '.join(item.id for item in covering)} {deeds} no rollback"
    else:
        message = "no launch-critical item has evidence that covers all of its files"
        gap = dossier.gaps.get((demand.key.scope, surface.id))
        if gap is not None and gap.uncovered < gap.files:
            message = f"{message}; all blocking evidence together covers {gap.share}, not {gap.named}"
    action = f"add a launch-critical item with `surface: {surface.id}`, a rollback and evidence"
    yield Finding(Outcome.MISSING, demand, message, action)


def guarding(surface: GuardedSurface, dossier: Dossier) -> list[PlannedItem]:
    """Return the launch-critical items with blocking evidence that covers every file of `surface`."""
    return [item for item in surface.guards if _covers(item, surface, dossier)]


def _covers(item: PlannedItem, surface: GuardedSurface, dossier: Dossier) -> bool:
    return any(
        requirement.level is Level.BLOCK and (requirement.key, surface.id) in dossier.covered
        for requirement in item.evidence
    )


def _can_be_undone(item: PlannedItem) -> bool:
    rollback = item.rollback
    return rollback is not None and (rollback.plan != "none" or bool(rollback.because and rollback.accepted_by))


RULE = Rule("RDY301", "surface-unguarded", "0.1", SubjectKind.SURFACE, GUARDED, check, __doc__)
