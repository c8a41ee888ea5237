"""Items linked: what they inherit filled in, what they name resolved, what is demanded of them spelled out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from readiness.link.names import Names
from readiness.link.problems import lowered
from readiness.model import demands
from readiness.model.documents.evidence import Evidence
from readiness.model.documents.scope import Item, Phase, Scope
from readiness.model.outcome import ItemClass, Level
from readiness.model.place import Place
from readiness.model.plan import Key, Need, PlannedItem, PlannedSurface, Requirement, SubjectKind

_WHOLE_TREE = ("**",)


@dataclass(frozen=True, slots=True)
class Inherited:
    """What items of a scope can refer to and fall back on."""

    scope: Scope
    surfaces: Mapping[str, PlannedSurface]
    phases: Mapping[str, Phase]


def plan_items(names: Names, inherited: Inherited) -> Iterator[PlannedItem]:
    """Yield the items of the scope, in the order in which they are written."""
    for index, item in enumerate(inherited.scope.items):
        yield _plan_item(item, names, names.place("items", index), inherited)


def _plan_item(item: Item, names: Names, at: Place, inherited: Inherited) -> PlannedItem:
    scope, defaults = inherited.scope, inherited.scope.defaults
    deferred = item.item_class is ItemClass.DEFERRED
    names.owner(item.owner, *at.route, "owner")
    surface = names.find("surface", item.surface, inherited.surfaces, *at.route, "surface")
    phase = names.find("phase", item.phase, inherited.phases, *at.route, "phase")
    if item.surface is None and defaults.surface is not None:
        surface = inherited.surfaces.get(defaults.surface)
    if item.phase is None and defaults.phase is not None and not deferred:
        phase = inherited.phases.get(defaults.phase)
    rollback = item.rollback or (None if deferred else defaults.rollback)
    rollback_at = at.at("rollback") if item.rollback or not defaults.rollback else names.place("defaults", "rollback")
    if item.rollback:
        names.owner(item.rollback.accepted_by, *at.route, "rollback", "accepted_by")
    if item.follow_up:
        names.owner(item.follow_up.owner, *at.route, "follow_up", "owner")
        names.owner(item.follow_up.accepted_by, *at.route, "follow_up", "accepted_by")
    if deferred and _waits_for_launches(item, item.owner or defaults.owner or scope.owner, scope):
        # A launch that cannot be read may be the next one, so a run that names this scope alone has to be told of it.
        names.needs.update(broken.id for broken in names.register.broken if broken.kind == "scope" and broken.id)
    evidence = tuple(_evidence(item, names, at, surface))
    return PlannedItem(
        kind=SubjectKind.ITEM,
        id=item.id,
        title=item.title,
        at=at,
        owner=item.owner or defaults.owner or scope.owner,
        requirements=(*_demands(item, scope.id, at, surface, rollback_at if rollback else at), *evidence),
        # What is put off until after the launch is due as a deferral now, whatever phase it is put off to.
        phase_ends=phase.ends if phase and not deferred else None,
        # One that still has the follow-up of its deferral is what was promised for later: it has to be proven then.
        outlives_launch=deferred
        or item.follow_up is not None
        or (phase is not None and (scope.launch is None or phase.ends > scope.launch)),
        item_class=item.item_class,
        why=item.why,
        priority=item.priority,
        surface=surface,
        phase=phase,
        rollback=rollback,
        rollback_at=rollback_at,
        follow_up=item.follow_up,
        next_launch=names.register.next_launch.get(scope.id),
        needs=tuple(_needs(item, names, at)),
        evidence=evidence,
    )


def _waits_for_launches(item: Item, owner: str | None, scope: Scope) -> bool:
    """Return whether it matters to a deferred item, which nobody else has accepted, when the next launch is."""
    follow_up = item.follow_up
    if follow_up is None or follow_up.due is None or scope.launch is None or follow_up.due <= scope.launch:
        return False
    return follow_up.accepted_by in {None, owner}


def _demands(
    item: Item, scope: str, at: Place, surface: PlannedSurface | None, rollback_at: Place
) -> Iterator[Requirement]:
    """Yield what the class of `item`, and the risk of its surface, demand of it."""
    high_risk = surface is not None and surface.high_risk
    places = {demands.ROLLBACK: rollback_at, demands.ROLLBACK_TIME: rollback_at}
    if item.follow_up:
        places[demands.FOLLOW_UP] = places[demands.TRACKED] = at.at("follow_up")
    for name, level in demands.ITEM[item.item_class].items():
        raised = demands.ON_HIGH_RISK.get(name, level) if high_risk else level
        yield Requirement(Key(scope, SubjectKind.ITEM, item.id, name), raised, places.get(name, at))


def _evidence(item: Item, names: Names, at: Place, surface: PlannedSurface | None) -> Iterator[Requirement]:
    """Yield a requirement for each piece of evidence of `item`; a deferred item has nothing to prove."""
    demanded = demands.ITEM[item.item_class].get(demands.EVIDENCE)
    names.unique(
        f"evidence of item `{item.id}`:",
        [(evidence.id, at.at("evidence", number)) for number, evidence in enumerate(item.evidence)],
    )
    for number, evidence in enumerate(item.evidence):
        place = at.at("evidence", number)
        condition = names.conditions.get(place)
        for field, owner in (condition.owners() if condition is not None else {}).items():
            names.owner(owner, *place.route, field)
        if demanded is None:
            continue
        if evidence.level is not None and evidence.level.rank < demanded.rank:
            level_at = place.at("level")
            names.problems.append(lowered(evidence.id, evidence.level, demanded, level_at, names.register.locate))
        yield Requirement(
            key=Key(names.loaded.document.id, SubjectKind.ITEM, item.id, evidence.id),
            level=max(demanded, evidence.level or demanded, key=_strictness),
            at=place,
            evidence=evidence,
            condition=condition,
            covers=_covers(evidence, surface),
        )


def _strictness(level: Level) -> int:
    return level.rank


def _covers(evidence: Evidence, surface: PlannedSurface | None) -> tuple[str, ...]:
    """Return the patterns of what `evidence` is about; none where it is about nothing in the tree."""
    if evidence.covers == "none":
        return ()
    if evidence.covers is not None:
        return evidence.covers
    return surface.paths if surface else _WHOLE_TREE


def _needs(item: Item, names: Names, at: Place) -> Iterator[Need]:
    for number, reference in enumerate(item.needs):
        place = at.at("needs", number)
        found = names.item_class(reference, *place.route)
        if found is not None:
            scope, name, item_class = found
            behind = names.register.behind.get((scope, name))
            if item_class is ItemClass.CRITICAL and scope == names.loaded.document.id:
                # The same deferral blocks that one, and one cause is told once. Another scope may not be judged.
                behind = None
            yield Need(
                scope=scope, item=name, item_class=item_class, at=place, behind="/".join(behind) if behind else None
            )
