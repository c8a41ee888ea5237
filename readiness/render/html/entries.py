"""What a page lists: each item, and whatever else is demanded, with its verdicts; the most urgent first.

A page may not grow without end. What passed is told in names alone where all of it would be too much; after that the
least urgent entries keep their row, with every requirement that is not met by name, and lose the rest.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from markupsafe import Markup

from readiness.model.outcome import ItemClass, Level, Outcome
from readiness.model.report import ItemReport, ScopeReport, Verdict, WaiverNote
from readiness.render.escape import prose, visible
from readiness.render.html.text import anchor, phrase, reference, step
from readiness.render.sections import SECTIONS, Section, is_met

MOST_TEXT: Final = 3_500_000
"""Characters of verdicts that a page holds; what stands around them about doubles that."""
_AROUND: Final = 150  # characters of names, places and marks for one verdict
_OPENED: Final = 12  # entries that stand open at first, so that nobody has to scroll past hundreds
_CLASS_ORDER: Final = (None, *ItemClass)
_BLOCKING: Final = frozenset({"block", "unknown", "known"})
_MET: Final = frozenset({Outcome.PASSED, Outcome.NOT_APPLICABLE})
NOBODY: Final = "nobody named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One verdict as it is shown; `note` says why it does not block, or weighs less."""

    requirement: str
    outcome: Outcome
    told: Outcome
    level: Level
    message: Markup
    action: Markup
    who: str
    where: str
    code: str
    waiver: WaiverNote | None
    reason: Markup
    proof: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row. `outcome` is that of its most urgent verdict, `unmet` and `met` are its verdicts, `who` all who act.

    `brief` says that only the names of its verdicts are told; `all_told` is false where those of `met` are names.
    """

    anchor: str
    kind: str
    name: str
    title: str
    item_class: ItemClass | None
    owner: str | None
    who: tuple[str, ...]
    outcome: Outcome
    section: int
    facts: tuple[tuple[str, Markup], ...]
    unmet: tuple[Line, ...]
    met: tuple[Line, ...]
    brief: bool = False
    all_told: bool = True

    @property
    def blocks(self) -> bool:
        """Whether the launch waits for it."""
        return SECTIONS[self.section].count in _BLOCKING

    @property
    def size(self) -> int:
        """How many characters its verdicts take."""
        return sum(one.size for one in self.unmet) + (sum(one.size for one in self.met) if self.all_told else 0)


@dataclass(frozen=True, slots=True)
class Group:
    """The entries whose most urgent verdict is in `section`, and how many of them stand open at first."""

    section: Section
    entries: tuple[Entry, ...]
    is_open: bool


def groups(scope: ScopeReport, *, several: bool, most: int = MOST_TEXT) -> tuple[Group, ...]:
    """Return what a page lists of `scope`; `several` says that the page has other scopes too, and most of them text."""
    found = sorted(_entries(scope, scope.id if several else None), key=_urgency)
    if sum(one.size for one in found) > most:
        found = [replace(one, all_told=False) for one in found]
    found = list(_shortened(found, most))
    held = ((number, tuple(one for one in found if one.section == number)) for number in range(len(SECTIONS)))
    return tuple(
        Group(SECTIONS[number], some, is_open=SECTIONS[number].tone == "bad" and len(some) <= _OPENED)
        for number, some in held
        if some
    )


def _urgency(entry: Entry) -> tuple[int, int]:
    return entry.section, _CLASS_ORDER.index(entry.item_class)


def _shortened(found: Iterable[Entry], most: int) -> Iterator[Entry]:
    spent = 0
    for one in found:
        spent += one.size
        yield replace(one, brief=True) if spent > most else one


def _entries(scope: ScopeReport, within: str | None) -> Iterator[Entry]:
    of_subjects: dict[str, list[Verdict]] = {}
    for verdict in scope.verdicts:
        of_subjects.setdefault(verdict.subject, []).append(verdict)
    taken: set[str] = set()
    for subject, verdicts in of_subjects.items():
        kind, _, name = prose(subject).partition(" ")
        yield _entry(_unique(anchor(subject, within), taken), verdicts, kind=kind, name=name or kind)
    for item in scope.items:
        place = _unique(anchor(f"item {item.id}", within), taken)
        yield _entry(place, item.verdicts, kind="item", name=visible(item.id), item=item)


def _unique(wanted: str, taken: set[str]) -> str:
    """Return `wanted`, or with a number behind it where it is taken: ids of documents differ, strange text may not."""
    number, found = 2, wanted
    while found in taken:
        found, number = f"{wanted}.{number}", number + 1
    taken.add(found)
    return found


def _entry(place: str, verdicts: Sequence[Verdict], *, kind: str, name: str, item: ItemReport | None = None) -> Entry:
    lines = sorted(((_section_of(one), _line(one, item)) for one in verdicts), key=lambda pair: pair[0])
    unmet = tuple(line for _, line in lines if line.outcome not in _MET)
    section, outcome = (lines[0][0], lines[0][1].outcome) if lines else (len(SECTIONS) - 1, Outcome.NOT_APPLICABLE)
    owner = visible(item.owner) if item is not None and item.owner is not None else None
    acting = {owner, *(line.who for line in unmet)} if item is not None else {line.who for _, line in lines}
    return Entry(
        anchor=place,
        kind=kind,
        name=name,
        title=prose(item.title) if item is not None else "",
        item_class=item.item_class if item is not None else None,
        owner=owner,
        who=tuple(sorted(one for one in acting if one)),
        outcome=outcome,
        section=section,
        facts=tuple(_facts(item)) if item is not None else (),
        unmet=unmet,
        met=tuple(line for _, line in lines if line.outcome in _MET),
    )


def _section_of(verdict: Verdict) -> int:
    return next(number for number, section in enumerate(SECTIONS) if section.holds(verdict))


def _line(verdict: Verdict, item: ItemReport | None) -> Line:
    waiver = verdict.waiver
    return Line(
        requirement=visible(verdict.requirement),
        outcome=verdict.outcome,
        told=verdict.found,
        level=verdict.level,
        message=phrase(verdict.message),
        action=step(verdict.action) if not is_met(verdict) else Markup(""),
        who=visible(verdict.who) if verdict.who else NOBODY,
        where=visible(str(verdict.location)),
        code=visible(verdict.code),
        waiver=waiver,
        reason=_waived(waiver) if waiver is not None else _until(verdict, item),
        proof=_proven(verdict),
        size=len(verdict.message) + len(verdict.action) + _AROUND,
    )


def _waived(waiver: WaiverNote) -> Markup:
    how = "In an emergency, by" if waiver.emergency else "By"
    said = Markup("{} {} until {} (<code>{}</code>): {}")
    return said.format(how, prose(waiver.granted_by), waiver.expires, prose(waiver.id), phrase(waiver.reason))


def _until(verdict: Verdict, item: ItemReport | None) -> Markup:
    if verdict.outcome is not Outcome.NOT_DUE or item is None or item.due is None:
        return Markup("")
    phase = Markup(", when phase <code>{}</code> ends").format(visible(item.phase)) if item.phase else ""
    return Markup("Has until {}{}").format(item.due, phase)


def _proven(verdict: Verdict) -> str:
    proof = verdict.proof
    if proof is None:
        return ""
    at = f" at {proof.commit:.9}" if proof.commit else ""
    by = f", signed by {', '.join(map(visible, proof.signers))}" if proof.signers else ""
    return f"{proof.binding.value}{at} on {proof.finished:%Y-%m-%d}{by}; record {visible(proof.record):.12}"


def _facts(item: ItemReport) -> Iterator[tuple[str, Markup]]:
    code = Markup("<code>{}</code>")
    if item.surface:
        yield "Surface", code.format(visible(item.surface))
    if item.phase:
        yield "Phase", code.format(visible(item.phase)) + _by(item.due)
    if item.needs:
        yield "Needs", Markup(", ").join(code.format(visible(one)) for one in item.needs)
    note = item.follow_up
    if note is not None:
        yield "Follow-up", (reference(note.ref) if note.ref else Markup("no reference")) + _by(note.due, "due")
        if note.risk:
            yield "Risk", phrase(note.risk)


def _by(day: date | None, word: str = "ends") -> Markup:
    return Markup(", {} {}").format(word, day) if day is not None else Markup("")
