"""The plan: documents with every reference resolved and every demand spelled out. Made by `link`, read by rules.

A `Subject` is whatever demands can be made of; a `Requirement` is one demand, with the level that its subject's class
gives it (`readiness.model.demands`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from readiness.model.documents.directory import Owner
from readiness.model.documents.evidence import Evidence
from readiness.model.documents.scope import Behaviour, FollowUp, Phase, Rollback, Unsupported, Waiver
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

    `due` is the last day before the requirements are due; None where they are due now.
    """

    kind: SubjectKind
    id: str
    title: str
    at: Place
    owner: str | None
    requirements: tuple[Requirement, ...]
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedItem(Subject):
    """An item with what it inherits filled in, and what it needs resolved to items."""

    item_class: ItemClass
    surface: "PlannedSurface | None" = None
    phase: Phase | None = None
    rollback: Rollback | None = None
    rollback_at: Place | None = None
    follow_up: FollowUp | None = None
    needs: tuple["Need", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Another item that an item cannot do without."""

    scope: str
    item: str
    item_class: ItemClass
    at: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSurface(Subject):
    """A surface with its patterns."""

    paths: tuple[str, ...]
    high_risk: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedBehaviour(Subject):
    """A required behaviour with the items that prove it."""

    behaviour: Behaviour
    proven_by: tuple[PlannedItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedUnsupported(Subject):
    """A case that the launch does not support."""

    unsupported: Unsupported


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWaiver(Subject):
    """A waiver with the requirement that it is about."""

    waiver: Waiver
    of: Key


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedScope:
    """One launch, ready to be judged. `itself` is the subject of what is demanded of the scope as a whole."""

    id: str
    title: str
    state: State
    owner: str | None
    launch: date | None
    at: Place
    itself: Subject
    surfaces: tuple[PlannedSurface, ...] = ()
    behaviours: tuple[PlannedBehaviour, ...] = ()
    unsupported: tuple[PlannedUnsupported, ...] = ()
    items: tuple[PlannedItem, ...] = ()
    waivers: tuple[PlannedWaiver, ...] = ()
    phases: Mapping[str, Phase] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """All launches that could be linked, in order of id. `named` are those that the command line asked for."""

    scopes: tuple[PlannedScope, ...]
    named: frozenset[str]
    owners: Mapping[str, Owner]
