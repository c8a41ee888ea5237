"""The run-of-show of launch day: the same plan as the checklist, in the order in which people act on it.

Made from a checklist by `readiness.documents.running`; a template takes it and nothing else. Days are UTC.
"""

from dataclasses import dataclass

from readiness.model.checklist import ContactEntry, EvidenceEntry, ItemEntry, PhaseEntry, ScopeChecklist


@dataclass(frozen=True, slots=True)
class Step:
    """One item that is done for the launch.

    `after` are the numbers of the steps that it needs, `elsewhere` the needs that are no steps: items of other scopes,
    and deferred ones.
    """

    number: int
    item: ItemEntry
    after: tuple[int, ...]
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Switch:
    """A kill switch, the items that it stops, and how."""

    flag: str
    items: tuple[ItemEntry, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of evidence of an item that is somebody's word."""

    item: ItemEntry
    evidence: EvidenceEntry


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody and all that they have to give their word for."""

    who: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that is accepted: its id, and its anchor in the checklist."""

    id: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Somebody answers for what items, or waivers, leave open. `who` is None where nobody is named."""

    who: str | None
    what: str
    about: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a part in the launch; `known` is None where no directory says who that is."""

    id: str
    known: ContactEntry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOfShow:
    """Launch day on one page.

    `before` and `after` are the phases that end by the day of the launch and later; `undo` are the launch-critical
    items with the last step first.
    """

    scope: ScopeChecklist
    before: tuple[PhaseEntry, ...]
    after: tuple[PhaseEntry, ...]
    steps: tuple[Step, ...]
    undo: tuple[ItemEntry, ...]
    switches: tuple[Switch, ...]
    signers: tuple[Signer, ...]
    acceptances: tuple[Acceptance, ...]
    people: tuple[Person, ...]
