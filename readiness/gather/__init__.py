"""Gathering: every fact about the candidate that judging needs, read once and frozen into a dossier.

All its effects are reading, and nothing is fetched after it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from readiness.config import Config
from readiness.gather.artefacts import just_commit
from readiness.gather.asking import ask_all
from readiness.gather.churn import Background, churned
from readiness.gather.coverage import Coverage
from readiness.gather.gaps import gaps_of
from readiness.gather.listed import find_lists
from readiness.gather.records import Clerk
from readiness.gather.references import follow
from readiness.gather.runbooks import unreferenced
from readiness.gather.standing import Documented
from readiness.gather.tracked import track
from readiness.ledger.reading import Ledger
from readiness.model.documents.evidence import Evidence
from readiness.model.dossier import Dossier, Gap
from readiness.model.evidence import EvidenceKind
from readiness.model.outcome import Level
from readiness.model.plan import Plan, PlannedItem, PlannedScope, Requirement
from readiness.tree.base import Tree


def gather(  # noqa: PLR0913 - what is judged, by whose settings and words, against which records and past, and when
    plan: Plan,
    tree: Tree,
    config: Config,
    kinds: Mapping[str, EvidenceKind],
    ledger: Ledger,
    now: datetime,
    *,
    background: Background | None = None,
) -> Dossier:
    """Return all facts about `tree`, and in `ledger`, that `plan` asks for, as of `now` (aware).

    Without `background`, nothing is asked about what was done to deferrals before.

    Raises:
        ReadinessError: RDY050, git stopped early; of a piece of evidence alone, that is a standing.
    """
    coverage = coverage_of(plan, tree, config, kinds)
    documented = Documented(tree, config, kinds, coverage, now)
    documents = {
        requirement.key: documented.standing(item, requirement, evidence)
        for _, item, requirement, evidence in _evidence(plan)
        if kinds[evidence.kind].document
    }
    asked = ask_all(products(plan, kinds), coverage, kinds, config, just_commit(tree))
    answers = Clerk(tree, coverage, config, ledger, now).answer(asked)
    blocking = [(scope, held) for scope, _, held, _ in _products(plan, kinds) if held.level is Level.BLOCK]
    references = follow(sorted(set(_references(plan))), tree, config.max_bytes, coverage.ships)
    tracked = track(plan, tree, config, now)
    moved = churned(plan, tree, config, background, now.date())
    lists = find_lists(plan, tree, config)
    return Dossier(
        now=now,
        standings={**documents, **answers.standings},
        flaky=answers.flaky,
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
        gaps=_gaps(plan, kinds, coverage),
        listed=lists.by_scope,
        unreferenced=unreferenced(plan, tree, config),
        allow_self=config.allow_self,
        issues=tracked.issues,
        behind=tracked.behind,
        open_work=tracked.open_work,
        churn=moved.churn,
        follow_ups=config.followups,
        shared=plan.shared,
        notes=(*moved.notes, *lists.notes),
    )


def coverage_of(plan: Plan, tree: Tree, config: Config, kinds: Mapping[str, EvidenceKind]) -> Coverage:
    """Return the files of `tree` that evidence can be about, the same whichever of the scopes are judged."""
    makers = [kind for kind in kinds.values() if not kind.document]
    artefacts = [
        pattern for evidence in plan.declared if not kinds[evidence.kind].document for pattern in evidence.artefacts
    ]
    return Coverage.of(tree, config, artefacts, lambda path: any(kind.recognises(path) for kind in makers))


def products(plan: Plan, kinds: Mapping[str, EvidenceKind]) -> Iterator[tuple[PlannedItem, Requirement, Evidence]]:
    """Yield the evidence that a run makes, with its item; documents and words prove nothing about other files."""
    return ((item, requirement, evidence) for _, item, requirement, evidence in _products(plan, kinds))


def _evidence(plan: Plan) -> Iterator[tuple[PlannedScope, PlannedItem, Requirement, Evidence]]:
    for scope in plan.scopes:
        for item in scope.items:
            for requirement in item.evidence:
                if requirement.evidence is not None:
                    yield scope, item, requirement, requirement.evidence


def _products(
    plan: Plan, kinds: Mapping[str, EvidenceKind]
) -> Iterator[tuple[PlannedScope, PlannedItem, Requirement, Evidence]]:
    return (found for found in _evidence(plan) if not kinds[found[3].kind].document)


def _gaps(plan: Plan, kinds: Mapping[str, EvidenceKind], coverage: Coverage) -> Mapping[tuple[str, str], Gap]:
    by_scope: dict[str, list[tuple[PlannedItem, Requirement]]] = {}
    for scope, item, requirement, _ in _products(plan, kinds):
        by_scope.setdefault(scope.id, []).append((item, requirement))
    return {
        surface: gap
        for scope in plan.scopes
        for surface, gap in gaps_of(scope, by_scope.get(scope.id, ()), coverage).items()
    }


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
