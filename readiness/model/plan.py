"""The plan: documents with every reference resolved and every demand spelled out. Made by `link`, read by rules.

A `Subject` is whatever demands can be made of; a `Requirement` is one demand, with the level that its subject's class
gives it (`readiness.model.demands`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from readiness.errors import Problem
from readiness.model.documents.directory import Owner
from readiness.model.documents.evidence import Evidence
from readiness.model.documents.scope import Behaviour, FollowUp, Milestone, Phase, Rollback, Unsupported, Waiver
from readiness.model.outcome import ItemClass, Level, State
from readiness.model.place import Place


class SubjectKind(StrEnum):
    """What a requirement can be about."""

    SCOPE = "scope"
    SURFACE = "surface"
    BEHAVIOUR = "behaviour"
    UNSUPPORTED = "unsupported"
    ITEM = "item"
    WAIVER = "waiver"


@dataclass(frozen=True, slots=True)
class Key:
    """The name of one requirement in the whole plan."""

    scope: str
    kind: SubjectKind
    subject: str
    requirement: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """One demand. `evidence` and `condition` are set where the demand is that a piece of evidence holds."""

    key: Key
    level: Level
    at: Place
    evidence: Evidence | None = None
    condition: Any = None
    covers: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its id within the subject."""
        return self.key.requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What requirements are made of: an item, a surface, a behaviour, a waiver, the scope itself.

    `phase_ends` is the last day on which they are not yet due; None where they are due now. `outlives_launch` marks
    what goes on being enforced in a launched scope.
    """

    kind: SubjectKind
    id: str
    title: str
    at: Place
    owner: str | None
    requirements: tuple[Requirement, ...]
    phase_ends: date | None = None
    outlives_launch: bool = False

    def demanded(self, requirement: str) -> Requirement | None:
        """Return the requirement with that id; None where it is not demanded of this subject."""
        for demand in self.requirements:  # a loop, because rules ask ten times an item and a generator costs thrice
            if demand.key.requirement == requirement:
                return demand
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSurface:
    """A surface with its patterns, as items refer to it."""

    id: str
    paths: tuple[str, ...]
    high_risk: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Another item that an item cannot do without; `behind` is a deferred one that this other leans on, if any."""

    scope: str
    item: str
    item_class: ItemClass
    at: Place
    behind: str | None = None

    def seen_from(self, scope: str) -> str:
        """Return the name of the other item as `scope` writes it: with its scope where that is another one."""
        return self.item if self.scope == scope else f"{self.scope}/{self.item}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedItem(Subject):
    """An item with what it inherits filled in, and what it needs resolved."""

    item_class: ItemClass
    why: str | None = None
    priority: str | None = None
    surface: PlannedSurface | None = None
    phase: Phase | None = None
    rollback: Rollback | None = None
    rollback_at: Place
    follow_up: FollowUp | None = None
    next_launch: date | None = None
    """The first launch, of any scope, after that of its own: later than that, nobody has planned for a follow-up."""
    needs: tuple[Need, ...] = ()
    evidence: tuple[Requirement, ...] = ()
    """Those of its requirements that a piece of evidence holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardedSurface(Subject):
    """A surface as something that demands are made of, with the launch-critical items that may guard it."""

    surface: PlannedSurface
    guards: tuple[PlannedItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedBehaviour(Subject):
    """A required behaviour with the items that are to prove it."""

    behaviour: Behaviour
    proven_by: tuple[PlannedItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedUnsupported(Subject):
    """A case that the launch does not support."""

    unsupported: Unsupported


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeScope(Subject):
    """The scope as something that demands are made of, with the evidence of all items that are due by the launch."""

    evidence: tuple[Requirement, ...]
    launch: date | None
    state: State
    open_work: tuple[Milestone, ...] = ()
    classes: Mapping[str, ItemClass] = field(default_factory=dict)
    """The class of every item of the scope, by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWaiver(Subject):
    """A waiver, the requirement it is about, and whose that is.

    `critical` says that the requirement blocks, or is made of what is launch-critical: its owner may not grant it.
    """

    waiver: Waiver
    of: Key
    target_owner: str | None
    critical: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedScope:
    """One launch, ready to be judged; its parts are in order of id, items by class and priority first."""

    id: str
    title: str
    state: State
    owner: str | None
    launch: date | None
    at: Place
    itself: WholeScope
    surfaces: tuple[GuardedSurface, ...]
    behaviours: tuple[PlannedBehaviour, ...]
    unsupported: tuple[PlannedUnsupported, ...]
    items: tuple[PlannedItem, ...]
    waivers: tuple[PlannedWaiver, ...]

    def phases(self) -> tuple[Phase, ...]:
        """Return the phases that items belong to, in the order in which they end."""
        ends = {item.phase.id: item.phase for item in self.items if item.phase is not None}
        return tuple(sorted(ends.values(), key=lambda phase: (phase.ends, phase.id)))

    def subjects(self) -> Iterator[Subject]:
        """Yield everything that demands are made of, but for the waivers, which are judged when they are applied."""
        yield self.itself
        yield from self.surfaces
        yield from self.behaviours
        yield from self.unsupported
        yield from self.items


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """That a document names an issue: `ref` tracks `subject` of `scope`; with `claim`, it is what that stands for."""

    scope: str
    kind: SubjectKind
    subject: str
    ref: str
    claim: bool = False

    @property
    def name(self) -> str:
        """What the issue is expected to mention, in full."""
        return f"{self.scope}/{self.subject}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """That `scope` refers to the file `path`; one of evidence is a gitignore pattern, which begins with a slash."""

    scope: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All launches that could be linked, in order of id.

    `named` are those that the command line asked for; `problems` everything wrong with the documents that this run
    reaches, sorted. `declared` is the evidence of every scope that was read, judged or not: where any of it lies is no
    part of what ships. `ties` are the issues that they name, of every scope that is not retired. `mentions` are the
    files that they refer to, and `states` the state of every scope by its id, None where it cannot be read; `complete`
    says that every document was read. `shared` are the names, each with its kind, that things of several scopes have.
    """

    scopes: tuple[PlannedScope, ...]
    named: frozenset[str]
    owners: Mapping[str, Owner]
    problems: tuple[Problem, ...]
    declared: tuple[Evidence, ...] = ()
    ties: tuple[Tie, ...] = ()
    mentions: tuple[Mention, ...] = ()
    states: Mapping[str, State | None] = field(default_factory=dict)
    complete: bool = True
    shared: frozenset[tuple[SubjectKind, str]] = frozenset()
