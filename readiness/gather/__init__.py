"""Gathering: every fact about the candidate that judging needs, read once and frozen into a dossier.

All its effects are reading, and nothing is fetched after it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from readiness.config import Config
from readiness.gather.coverage import Coverage
from readiness.gather.references import follow
from readiness.gather.standing import Proofs
from readiness.model.documents.evidence import Evidence
from readiness.model.dossier import Dossier
from readiness.model.evidence import EvidenceKind
from readiness.model.outcome import Level
from readiness.model.plan import Plan, PlannedItem, PlannedScope, Requirement
from readiness.tree.base import Tree


def gather(plan: Plan, tree: Tree, config: Config, kinds: Mapping[str, EvidenceKind], now: datetime) -> Dossier:
    """Return all facts about `tree` that `plan` asks for, as of `now` (aware).

    Raises:
        ReadinessError: RDY050, git stopped early; of a piece of evidence alone, that is a standing.
    """
    makers = [kind for kind in kinds.values() if not kind.document]
    artefacts = [pattern for _, evidence, _ in _products(plan, kinds) for pattern in evidence.artefacts]
    blocking = [(scope, held) for scope, _, held in _products(plan, kinds) if held.level is Level.BLOCK]
    coverage = Coverage.of(tree, config, artefacts, lambda path: any(kind.recognises(path) for kind in makers))
    proofs = Proofs(tree, config, kinds, coverage, now)
    references = follow(sorted(set(_references(plan))), tree, config.max_bytes, coverage.ships)
    return Dossier(
        now=now,
        standings={requirement.key: proofs.standing(item, requirement) for _, item, requirement in _evidence(plan)},
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
        whole_tree=frozenset(requirement.key for _, requirement in blocking if coverage.is_whole(requirement.covers)),
        covered=frozenset(
            (requirement.key, surface.id)
            for scope, requirement in blocking
            for surface in scope.surfaces
            if surface.surface.high_risk and coverage.includes(requirement.covers, surface.surface.paths)
        ),
        allow_self=config.allow_self,
    )


def _evidence(plan: Plan) -> Iterator[tuple[PlannedScope, PlannedItem, Requirement]]:
    for scope in plan.scopes:
        for item in scope.items:
            for requirement in item.evidence:
                yield scope, item, requirement


def _products(plan: Plan, kinds: Mapping[str, EvidenceKind]) -> Iterator[tuple[PlannedScope, Evidence, Requirement]]:
    """Yield the evidence that a run has made; documents and words prove nothing about other files."""
    for scope, _, requirement in _evidence(plan):
        if requirement.evidence and not kinds[requirement.evidence.kind].document:
            yield scope, requirement.evidence, requirement


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
