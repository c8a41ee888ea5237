"""Plan → checklist: the part of a plan that documents alone decide, so that it changes only when they do."""

import json
from typing import Final

from readiness.model.checklist import (
    BehaviourEntry,
    Checklist,
    ContactEntry,
    EvidenceEntry,
    FollowUpEntry,
    ItemEntry,
    PhaseEntry,
    RollbackEntry,
    ScopeChecklist,
    SurfaceEntry,
    UnsupportedEntry,
    WaiverEntry,
)
from readiness.model.documents.evidence import Evidence
from readiness.model.documents.scope import FollowUp, Rollback
from readiness.model.plan import Plan, PlannedItem, PlannedScope, PlannedWaiver, Requirement

_NOT_ASKED: Final = frozenset({"who", "date", "expires"})
"""Fields of a kind that say whose word it is, and whether it has been given."""


def outline(plan: Plan) -> Checklist:
    """Return the checklist of every scope of `plan`, which holds only those that the command line named, if any."""
    contacts = {
        name: ContactEntry(title=owner.title, contact=owner.contact, deputies=owner.deputies)
        for name, owner in sorted(plan.owners.items())
    }
    return Checklist(tuple(_scope(scope) for scope in plan.scopes), contacts)


def _scope(scope: PlannedScope) -> ScopeChecklist:
    return ScopeChecklist(
        id=scope.id,
        title=scope.title,
        state=scope.state,
        owner=scope.owner,
        launch=scope.launch,
        path=scope.at.path,
        phases=tuple(PhaseEntry(phase.id, phase.ends) for phase in scope.phases()),
        surfaces=tuple(
            SurfaceEntry(
                id=guarded.id,
                title=guarded.title,
                high_risk=guarded.surface.high_risk,
                paths=guarded.surface.paths,
            )
            for guarded in scope.surfaces
        ),
        behaviours=tuple(
            BehaviourEntry(
                id=planned.id,
                statement=planned.behaviour.statement,
                proven_by=planned.behaviour.proven_by,
                documented_at=planned.behaviour.documented_at,
            )
            for planned in scope.behaviours
        ),
        unsupported=tuple(
            UnsupportedEntry(
                id=planned.id,
                statement=planned.unsupported.statement,
                documented_at=planned.unsupported.documented_at,
            )
            for planned in scope.unsupported
        ),
        items=tuple(_item(item, scope.id) for item in scope.items),
        waivers=tuple(_waiver(waiver) for waiver in scope.waivers),
    )


def _item(item: PlannedItem, scope: str) -> ItemEntry:
    return ItemEntry(
        id=item.id,
        title=item.title,
        item_class=item.item_class,
        why=item.why,
        priority=item.priority,
        owner=item.owner,
        surface=item.surface.id if item.surface else None,
        phase=item.phase.id if item.phase else None,
        phase_ends=item.phase.ends if item.phase else None,
        needs=tuple(need.seen_from(scope) for need in item.needs),
        rollback=_rollback(item.rollback),
        evidence=tuple(_evidence(held, held.evidence) for held in item.requirements if held.evidence is not None),
        follow_up=_follow_up(item.follow_up),
    )


def _evidence(requirement: Requirement, evidence: Evidence) -> EvidenceEntry:
    run = evidence.run
    who = None if requirement.condition is None else requirement.condition.owners().get("who")
    return EvidenceEntry(
        id=evidence.id,
        kind=evidence.kind,
        level=requirement.level,
        paths=evidence.path,
        covers=() if who else requirement.covers,
        run=run if isinstance(run, str) or run is None else " ".join(run),
        max_age=evidence.max_age,
        environment=evidence.environment,
        asks=tuple((field, _written(value)) for field, value in evidence.extra.items() if field not in _NOT_ASKED),
        who=who,
    )


def _written(value: object) -> str:
    """Return a value of a document in one line: what is plain as it is, else as JSON."""
    match value:
        case str():
            return value
        case list() if all(isinstance(one, str) for one in value):
            return ", ".join(value)
        case _:
            return json.dumps(value, ensure_ascii=False, default=str)


def _rollback(rollback: Rollback | None) -> RollbackEntry | None:
    if rollback is None:
        return None
    return RollbackEntry(
        plan=rollback.plan,
        steps=rollback.steps,
        within=rollback.within,
        kill_switch=rollback.kill_switch,
        because=rollback.because,
        accepted_by=rollback.accepted_by,
    )


def _follow_up(follow_up: FollowUp | None) -> FollowUpEntry | None:
    if follow_up is None:
        return None
    return FollowUpEntry(
        ref=follow_up.ref,
        risk=follow_up.risk,
        due=follow_up.due,
        owner=follow_up.owner,
        accepted_by=follow_up.accepted_by,
    )


def _waiver(planned: PlannedWaiver) -> WaiverEntry:
    waiver = planned.waiver
    return WaiverEntry(
        id=waiver.id,
        subject=f"{planned.of.kind} {planned.of.subject}",
        requirement=planned.of.requirement,
        reason=waiver.reason,
        granted_by=waiver.granted_by,
        granted=waiver.granted,
        renewed=waiver.renewed,
        expires=waiver.expires,
        emergency=waiver.emergency,
        follow_up=_follow_up(waiver.follow_up),
    )
