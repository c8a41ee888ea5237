"""Waiving: a granted exception wraps the verdict it is about, and the outcome without it stays visible. Pure."""

from collections.abc import Iterator
from dataclasses import fields, replace

from readiness.judge import Bench, judge_subject
from readiness.model.documents.scope import Waiver
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import Key, Plan, PlannedScope, PlannedWaiver, Subject
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
    if not scope.waivers:
        yield from verdicts
        return
    found: dict[Key, Outcome] = {}
    for verdict in verdicts:
        found[verdict.key] = max(verdict.outcome, found.get(verdict.key, verdict.outcome), key=lambda it: it.rank)
    applied = [_applied(waiver, found[waiver.of], dossier) for waiver in scope.waivers]
    in_force = {each.planned.of: each.planned.waiver for each in applied if each.standing is WaiverStanding.IN_FORCE}
    for verdict in verdicts:
        waiver = in_force.get(verdict.key)
        yield verdict if waiver is None or verdict.outcome in _KEPT else _wrap(verdict, waiver)
    for each in applied:
        yield from judge_subject(each, dossier, bench)


def _wrap(verdict: Judged, waiver: Waiver) -> Judged:
    note = Waived(
        waiver.id, verdict.outcome, waiver.reason, waiver.granted_by, waiver.expires, emergency=waiver.emergency
    )
    return replace(verdict, outcome=Outcome.WAIVED, waived=note)


def _applied(waiver: PlannedWaiver, found: Outcome, dossier: Dossier) -> AppliedWaiver:
    """Return `waiver` held against its requirement, of which `found` is the worst outcome."""
    common = {field.name: getattr(waiver, field.name) for field in fields(Subject)}
    ref = waiver.waiver.follow_up.ref if waiver.waiver.follow_up else None
    tracking = None if ref is None else dossier.tracking(ref)
    holds = standing(waiver, dossier.today, tracking, allow_self=dossier.allow_self)
    return AppliedWaiver(**common, planned=waiver, found=found, standing=holds)
