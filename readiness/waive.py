"""Waiving: a granted exception wraps the verdict it is about, and the outcome without it stays visible. Pure."""

from collections.abc import Iterator
from dataclasses import fields, replace

from readiness.judge import Bench, judge_subject
from readiness.model.documents.scope import Waiver
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import Plan, PlannedScope, PlannedWaiver, Subject
from readiness.model.verdict import Judged, Judgement, Waived
from readiness.model.waiving import AppliedWaiver, WaiverStanding, standing

_KEPT = frozenset({Outcome.PASSED, Outcome.NOT_APPLICABLE, Outcome.NOT_DUE})
"""What a waiver changes nothing about: what is met, and what is not asked for yet."""


def waive(plan: Plan, judgement: Judgement, dossier: Dossier, bench: Bench) -> Judgement:
    """Return `judgement` with waivers applied where they are in force, and verdicts on the waivers themselves added.

    Raises:
        UnjudgedError: no rule stands for what is demanded of a waiver.
    """
    return {scope.id: tuple(_waive_scope(scope, judgement[scope.id], dossier, bench)) for scope in plan.scopes}


def _waive_scope(scope: PlannedScope, verdicts: tuple[Judged, ...], dossier: Dossier, bench: Bench) -> Iterator[Judged]:
    in_force = {
        waiver.of: waiver
        for waiver in scope.waivers
        if standing(waiver, dossier.today, allow_self=dossier.allow_self) is WaiverStanding.IN_FORCE
    }
    for verdict in verdicts:
        waiver = in_force.get(verdict.key)
        yield verdict if waiver is None or verdict.outcome in _KEPT else _wrap(verdict, waiver.waiver)
    for waiver in scope.waivers:
        yield from judge_subject(_applied(waiver, verdicts), dossier, bench)


def _wrap(verdict: Judged, waiver: Waiver) -> Judged:
    note = Waived(waiver.id, verdict.outcome, waiver.reason, waiver.granted_by, waiver.expires)
    return replace(verdict, outcome=Outcome.WAIVED, waived=note)


def _applied(waiver: PlannedWaiver, verdicts: tuple[Judged, ...]) -> AppliedWaiver:
    """Return `waiver` with the worst outcome of its requirement; a requirement without a verdict would be met."""
    found = max((verdict.outcome for verdict in verdicts if verdict.key == waiver.of), key=lambda outcome: outcome.rank)
    common = {field.name: getattr(waiver, field.name) for field in fields(Subject)}
    return AppliedWaiver(**common, planned=waiver, found=found)
