"""Gathering: every fact about the candidate that judging needs, read once and frozen into a dossier.

All its effects are reading, and nothing is fetched after it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from readiness.config import Config
from readiness.gather.coverage import Coverage
from readiness.gather.references import follow
from readiness.gather.standing import Proofs
from readiness.model.dossier import Dossier, Standing
from readiness.model.evidence import EvidenceKind
from readiness.model.outcome import Level
from readiness.model.plan import Key, Plan, PlannedItem, PlannedScope, Requirement
from readiness.tree.base import Tree


def gather(plan: Plan, tree: Tree, config: Config, kinds: Mapping[str, EvidenceKind], now: datetime) -> Dossier:
    """Return all facts about `tree` that `plan` asks for, as of `now` (aware).

    Raises:
        ReadinessError: RDY050, git stopped early; of a piece of evidence alone, that is a standing.
    """
    products = [kind for kind in kinds.values() if not kind.document]
    coverage = Coverage.of(
        tree, config, _artefacts(plan, kinds), lambda path: any(kind.recognises(path) for kind in products)
    )
    proofs = Proofs(tree, config, kinds, coverage, now)
    references = follow(sorted(set(_references(plan))), tree, config.max_bytes, coverage.ships)
    standings: dict[Key, Standing] = {}
    for scope in plan.scopes:
        for item in scope.items:
            for requirement in item.evidence:
                standings[requirement.key] = proofs.standing(item, requirement)
    return Dossier(
        now=now,
        standings=standings,
        references=references.found,
        nearest=references.nearest,
        matched={
            (scope.id, surface.id): coverage.count(surface.surface.paths)
            for scope in plan.scopes
            for surface in scope.surfaces
        },
        dead={
            (scope.id, surface.id): dead
            for scope in plan.scopes
            for surface in scope.surfaces
            if (dead := coverage.dead(surface.surface.paths))
        },
        whole_tree=frozenset(
            requirement.key for _, _, requirement in _products(plan, kinds) if coverage.is_whole(requirement.covers)
        ),
        covered=frozenset(
            (requirement.key, surface.id)
            for scope, _, requirement in _products(plan, kinds)
            for surface in scope.surfaces
            if surface.surface.high_risk and coverage.includes(requirement.covers, surface.surface.paths)
        ),
        allow_self=config.allow_self,
    )


def _products(plan: Plan, kinds: Mapping[str, EvidenceKind]) -> Iterator[tuple[PlannedScope, PlannedItem, Requirement]]:
    """Yield the blocking evidence that a run has made; documents and words prove nothing about other files."""
    for scope in plan.scopes:
        for item in scope.items:
            for requirement in item.evidence:
                if (
                    requirement.level is Level.BLOCK
                    and requirement.evidence
                    and not kinds[requirement.evidence.kind].document
                ):
                    yield scope, item, requirement


def _artefacts(plan: Plan, kinds: Mapping[str, EvidenceKind]) -> Iterator[str]:
    """Yield the patterns of everything that runs leave behind."""
    for scope in plan.scopes:
        for item in scope.items:
            for requirement in item.evidence:
                if requirement.evidence and not kinds[requirement.evidence.kind].document:
                    yield from requirement.evidence.artefacts


def _references(plan: Plan) -> Iterator[str]:
    """Yield every reference that a rule may ask about."""
    for scope in plan.scopes:
        for item in scope.items:
            if item.rollback:
                yield from (reference for reference in (item.rollback.steps, item.rollback.kill_switch) if reference)
        for behaviour in scope.behaviours:
            if behaviour.behaviour.documented_at:
                yield behaviour.behaviour.documented_at
        for case in scope.unsupported:
            if case.unsupported.documented_at:
                yield case.unsupported.documented_at
