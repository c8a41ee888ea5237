"""The launch checklist: what the documents of each launch say, without any status, so that it can be committed.

Made from the plan by `readiness.outline`; renderers take it and nothing else. Texts are as written; days are UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from readiness.model.outcome import ItemClass, Level, State


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceEntry:
    """One piece of required evidence. `paths` are patterns, `covers` what it proves something about.

    `asks` is what its kind is asked for, field and value, without the days of a word: whether that was given is status.
    `who` is set where it is somebody's word, which covers nothing.
    """

    id: str
    kind: str
    level: Level
    paths: tuple[str, ...]
    covers: tuple[str, ...]
    run: str | None
    max_age: timedelta | None
    environment: str | None
    asks: tuple[tuple[str, str], ...] = ()
    who: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RollbackEntry:
    """How an item is undone; `steps` and `kill_switch` are references into files."""

    plan: str
    steps: str | None
    within: timedelta | None
    kill_switch: str | None
    because: str | None
    accepted_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpEntry:
    """The tracked issue behind a deferral or a waiver."""

    ref: str | None
    risk: str | None
    due: date | None
    owner: str | None
    accepted_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemEntry:
    """One item with what it inherits. `needs` are written `scope/item` where the item is of another scope."""

    id: str
    title: str
    item_class: ItemClass
    why: str | None
    priority: str | None
    owner: str | None
    surface: str | None
    phase: str | None
    phase_ends: date | None
    needs: tuple[str, ...]
    rollback: RollbackEntry | None
    evidence: tuple[EvidenceEntry, ...]
    follow_up: FollowUpEntry | None


@dataclass(frozen=True, slots=True)
class PhaseEntry:
    """A phase that items of the launch belong to."""

    id: str
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceEntry:
    """A surface with its patterns."""

    id: str
    title: str
    high_risk: bool
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BehaviourEntry:
    """A required behaviour, the items that are to prove it, and where it is documented."""

    id: str
    statement: str
    proven_by: tuple[str, ...]
    documented_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsupportedEntry:
    """What the launch does not do, and where that is said."""

    id: str
    statement: str
    documented_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverEntry:
    """A waiver as granted. `subject` is such as `item deploy`; `expires` is the last day in force."""

    id: str
    subject: str
    requirement: str
    reason: str
    granted_by: str
    granted: date
    renewed: tuple[date, ...]
    expires: date
    emergency: bool
    follow_up: FollowUpEntry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeChecklist:
    """One launch on paper. `path` is the document that says it."""

    id: str
    title: str
    state: State
    owner: str | None
    launch: date | None
    path: str
    phases: tuple[PhaseEntry, ...]
    surfaces: tuple[SurfaceEntry, ...]
    behaviours: tuple[BehaviourEntry, ...]
    unsupported: tuple[UnsupportedEntry, ...]
    items: tuple[ItemEntry, ...]
    waivers: tuple[WaiverEntry, ...]

    def of_class(self, item_class: ItemClass) -> tuple[ItemEntry, ...]:
        """Return the items of `item_class`, in the order of the plan."""
        return tuple(item for item in self.items if item.item_class is item_class)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactEntry:
    """Who stands behind an owner's id, and where they are reached."""

    title: str
    contact: str | None
    deputies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """The checklists of all launches that were asked for, in order of id; `contacts` has every owner that is known."""

    scopes: tuple[ScopeChecklist, ...]
    contacts: Mapping[str, ContactEntry] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """One launch among all. `counts` is the number of items by class; a retired one has no documents of its own."""

    id: str
    title: str
    state: State
    owner: str | None
    launch: date | None
    path: str
    counts: Mapping[ItemClass, int]
