"""One scope linked: its surfaces, behaviours, unsupported cases, items and waivers as subjects of demands."""

from collections.abc import Iterator, Mapping
from typing import Final

from readiness.link.items import Inherited, plan_items
from readiness.link.names import Names
from readiness.model import demands
from readiness.model.documents.scope import Scope
from readiness.model.outcome import ItemClass, Level
from readiness.model.place import Place
from readiness.model.plan import (
    GuardedSurface,
    Key,
    PlannedBehaviour,
    PlannedItem,
    PlannedScope,
    PlannedSurface,
    PlannedUnsupported,
    PlannedWaiver,
    Requirement,
    Subject,
    SubjectKind,
    WholeScope,
)

_CLASS_ORDER: Final = {item_class: rank for rank, item_class in enumerate(ItemClass)}


def link_scope(names: Names) -> PlannedScope:
    """Return the scope of `names`, without what could not be resolved; that is in `names.problems`."""
    scope = names.loaded.document
    _check_unique(scope, names)
    names.owner(scope.owner, "owner")
    inherited = _inherited(scope, names)
    written = tuple(plan_items(names, inherited))
    items = tuple(sorted(written, key=lambda item: (_CLASS_ORDER[item.item_class], item.priority or "p9", item.id)))
    by_id = {item.id: item for item in written}
    surfaces = tuple(_surfaces(scope, names, inherited, items))
    behaviours = tuple(sorted(_behaviours(scope, names, by_id), key=_id))
    unsupported = tuple(sorted(_unsupported(scope, names), key=_id))
    itself = _itself(scope, names, items)
    targets: dict[str, dict[str, Subject]] = {}
    for subject in (*surfaces, *behaviours, *unsupported, *items):
        targets.setdefault(subject.kind, {})[subject.id] = subject
    return PlannedScope(
        id=scope.id,
        title=scope.title,
        state=scope.state,
        owner=scope.owner,
        launch=scope.launch,
        at=names.place(),
        itself=itself,
        surfaces=surfaces,
        behaviours=behaviours,
        unsupported=unsupported,
        items=items,
        waivers=tuple(sorted(_waivers(scope, names, targets), key=_id)),
    )


def _owner(scope: Scope) -> str | None:
    """Return who answers for what is not an item; a scope that only has a default owner has that one."""
    return scope.owner or scope.defaults.owner


def _id(subject: Subject) -> str:
    return subject.id


def _check_unique(scope: Scope, names: Names) -> None:
    for field in ("items", "behaviours", "unsupported", "waivers", "phases"):
        parts = getattr(scope, field)
        what = field if field == "unsupported" else field[:-1]
        names.unique(what, [(part.id, names.place(field, index, "id")) for index, part in enumerate(parts)])


def _inherited(scope: Scope, names: Names) -> Inherited:
    surfaces = {
        name: PlannedSurface(id=name, paths=surface.paths, high_risk=surface.risk == "high")
        for name, surface in sorted(scope.surfaces.items())
    }
    phases = {phase.id: phase for phase in scope.phases}
    defaults = scope.defaults
    names.owner(defaults.owner, "defaults", "owner")
    names.find("surface", defaults.surface, surfaces, "defaults", "surface")
    names.find("phase", defaults.phase, phases, "defaults", "phase")
    if defaults.rollback:
        names.owner(defaults.rollback.accepted_by, "defaults", "rollback", "accepted_by")
    return Inherited(scope, surfaces, phases)


def _requirements(
    scope: str, kind: SubjectKind, subject: str, levels: Mapping[str, Level], at: Place
) -> tuple[Requirement, ...]:
    return tuple(Requirement(Key(scope, kind, subject, name), level, at) for name, level in levels.items())


def _itself(scope: Scope, names: Names, items: tuple[PlannedItem, ...]) -> WholeScope:
    kind, at = SubjectKind.SCOPE, names.place()
    levels = {
        name: level
        for name, level in demands.OTHERS[kind].items()
        if name != demands.OPEN_WORK or scope.open_work  # nobody is asked about a milestone that is not named
    }
    return WholeScope(
        kind=kind,
        id=scope.id,
        title=scope.title,
        at=at,
        owner=_owner(scope),
        requirements=_requirements(scope.id, kind, scope.id, levels, at),
        # What is not due by the launch, not even for the final check, proves nothing about what is launched.
        evidence=tuple(
            requirement
            for item in items
            if item.phase is None or scope.launch is None or item.phase.ends <= scope.launch
            for requirement in item.evidence
        ),
        launch=scope.launch,
        state=scope.state,
        open_work=scope.open_work,
        classes={item.id: item.item_class for item in items},
    )


def _surfaces(
    scope: Scope, names: Names, inherited: Inherited, items: tuple[PlannedItem, ...]
) -> Iterator[GuardedSurface]:
    guards = tuple(item for item in items if item.item_class is ItemClass.CRITICAL)
    for name, surface in inherited.surfaces.items():
        kind, at = SubjectKind.SURFACE, names.place("surfaces", name)
        levels = demands.SURFACE["high" if surface.high_risk else "normal"]
        yield GuardedSurface(
            kind=kind,
            id=name,
            title=scope.surfaces[name].title or name,
            at=at,
            owner=_owner(scope),
            requirements=_requirements(scope.id, kind, name, levels, at),
            surface=surface,
            guards=guards,
        )


def _behaviours(scope: Scope, names: Names, items: Mapping[str, PlannedItem]) -> Iterator[PlannedBehaviour]:
    for index, behaviour in enumerate(scope.behaviours):
        kind, at = SubjectKind.BEHAVIOUR, names.place("behaviours", index)
        proven_by = [
            names.find("item", item, items, *at.route, "proven_by", number)
            for number, item in enumerate(behaviour.proven_by)
        ]
        yield PlannedBehaviour(
            kind=kind,
            id=behaviour.id,
            title=behaviour.statement,
            at=at,
            owner=_owner(scope),
            requirements=_requirements(scope.id, kind, behaviour.id, demands.OTHERS[kind], at),
            behaviour=behaviour,
            proven_by=tuple(item for item in proven_by if item is not None),
        )


def _unsupported(scope: Scope, names: Names) -> Iterator[PlannedUnsupported]:
    for index, case in enumerate(scope.unsupported):
        kind, at = SubjectKind.UNSUPPORTED, names.place("unsupported", index)
        yield PlannedUnsupported(
            kind=kind,
            id=case.id,
            title=case.statement,
            at=at,
            owner=_owner(scope),
            requirements=_requirements(scope.id, kind, case.id, demands.OTHERS[kind], at),
            unsupported=case,
        )


def _waivers(scope: Scope, names: Names, targets: Mapping[str, Mapping[str, Subject]]) -> Iterator[PlannedWaiver]:
    for index, waiver in enumerate(scope.waivers):
        kind, at = SubjectKind.WAIVER, names.place("waivers", index)
        names.owner(waiver.granted_by, *at.route, "granted_by")
        if waiver.follow_up:
            names.owner(waiver.follow_up.owner, *at.route, "follow_up", "owner")
            names.owner(waiver.follow_up.accepted_by, *at.route, "follow_up", "accepted_by")
        what, name = waiver.of.subject
        target = names.find(what, name, targets.get(what, {}), *at.route, "of", what)
        if target is None:
            continue
        requirements = {requirement.id: requirement for requirement in target.requirements}
        requirement = names.find(
            f"requirement of {what} {name} called", waiver.of.requirement, requirements, *at.route, "of", "requirement"
        )
        if requirement is None:
            continue
        yield PlannedWaiver(
            kind=kind,
            id=waiver.id,
            title=waiver.reason,
            at=at,
            owner=target.owner,
            requirements=_requirements(scope.id, kind, waiver.id, demands.OTHERS[kind], at),
            waiver=waiver,
            of=requirement.key,
            target_owner=target.owner,
            critical=not isinstance(target, PlannedItem)
            or target.item_class is ItemClass.CRITICAL
            or requirement.level is Level.BLOCK,
        )
