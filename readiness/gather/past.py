"""How items stood at one commit after another, of those commits that belong to a window, within bounds.

The line of first parents says what came before what; dates are claims, and only tell which commits belong to a window.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from readiness.gather.archive import Archive, oids_of
from readiness.gather.deferrals import UNKNOWN, Moves, Name, State, Step, Window, day_of
from readiness.tree.history import Change, History, Line, Made

MOST_COMMITS: Final = 200
"""How many commits that touch documents are looked at one by one, for each window."""
MOST_READ: Final = 32 << 20
"""How many bytes of documents are read for that."""
MOST_PARSED: Final = 4 << 20
"""How many of those are parsed."""
_MOST_MERGED: Final = 50
_OLDER: Final = 5
"""How many commits in a row have to claim that they are older than a window before what lies behind is."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The commits of a window: from `newest` back to before `behind`, which are None where there is no such commit."""

    newest: str | None
    behind: str | None
    rest: tuple[str, date]
    """What stands for the commit of what none of them has done, and its day."""
    line: Mapping[str, Made]
    """Commits by object id."""

    def day(self, commit: str) -> date:
        """Return the day on which `commit` claims to have been made."""
        return day_of(self.line[commit].seconds)


@dataclass(slots=True)
class Past:
    """Follows items through the commits of a stretch. Raises `HistoryLackingError` where git has no answer."""

    history: History
    archive: Archive
    _merged: dict[str, Sequence[tuple[Made, Sequence[Change]]]] = field(default_factory=dict)

    def steps(
        self, stretch: Stretch, folders: Sequence[str], base: Mapping[Name, State], end: Mapping[Name, State]
    ) -> Mapping[Name, Sequence[Step]]:
        """Return what was done within `stretch` to each item of `end`, the oldest first.

        `base` and `end` are how they stood before and after it. Of very many commits, what was done before the newest
        few hundred is one step, for which no commit is named.
        """
        found = _Steps(dict(base), {name: [] for name in end})
        looked_at, unseen = self._look(stretch, folders)
        for oid, changes in looked_at:
            if unseen is not None:
                found.note(self.archive.states((change.before for change in changes), end), UNKNOWN, unseen)
            found.note(self.archive.states((change.after for change in changes), end), oid, stretch.day(oid))
        found.note(end, *(stretch.rest if unseen is None else (UNKNOWN, unseen)))
        return found.steps

    def _look(
        self, stretch: Stretch, folders: Sequence[str]
    ) -> tuple[Sequence[tuple[str, Sequence[Change]]], date | None]:
        """Return the commits that can be looked at, the oldest first, what they did, and the day of the next older."""
        if stretch.newest is None:
            return (), None
        touching = self.history.touching(stretch.newest, stretch.behind, folders, MOST_COMMITS + 1)
        pairs = {oid: next(iter(stretch.line[oid].parents), None) for oid in touching[:MOST_COMMITS]}
        looked_at = self._within_bounds(list(self.history.changes(pairs, folders).items()))
        unseen = stretch.day(touching[len(looked_at)]) if len(looked_at) < len(touching) else None
        return looked_at[::-1], unseen

    def _within_bounds(self, done: Sequence[tuple[str, Sequence[Change]]]) -> list[tuple[str, Sequence[Change]]]:
        """Return the first few of commits with what they did, as many as may be read, without what tells nothing."""
        sizes = dict(self.archive.unread(change for _, changes in done for change in changes))
        to_read, to_parse = MOST_READ, MOST_PARSED
        affordable = []
        for oid, changes in done:
            to_read -= sum(sizes.pop(blob, 0) for blob in oids_of(changes))
            if to_read < 0:
                break
            affordable.append((oid, changes))
        self.archive.read(oids_of(change for _, changes in affordable for change in changes))
        found = []
        for oid, changes in affordable:
            telling = self.archive.telling(changes)
            to_parse -= self.archive.unparsed(telling)
            if to_parse < 0:
                break
            found.append((oid, telling))
        return found

    def brought(self, moves: Moves, name: Name, stretch: Stretch, folders: Sequence[str], window: Window) -> Moves:
        """Return `moves` with the commit that a merge has brought in place of the merge, where that can be told."""
        made = stretch.line.get(moves.step.commit)
        if made is None or len(made.parents) < 2:  # noqa: PLR2004 - a merge has two or more
            return moves
        for one, changes in self._merged_by(made, folders):
            before = self.archive.states((change.before for change in changes), [name]).get(name)
            after = self.archive.states((change.after for change in changes), [name]).get(name)
            day = day_of(one.seconds)
            if before and after and moves.sort(before, after):
                inside = window.first <= day <= window.launch
                return replace(moves, step=replace(moves.step, commit=one.oid, day=day)) if inside else moves
        return moves

    def _merged_by(self, merge: Made, folders: Sequence[str]) -> Sequence[tuple[Made, Sequence[Change]]]:
        if merge.oid not in self._merged:
            made = {one.oid: one for one in self.history.merged(merge.oid, merge.parents[0], folders, _MOST_MERGED)}
            changes = self.history.changes(dict.fromkeys(made), folders)
            self._merged[merge.oid] = [(made[oid], some) for oid, some in self._within_bounds(list(changes.items()))]
        return self._merged[merge.oid]


@dataclass(slots=True)
class _Steps:
    """Steps by item, and how each item stood last, gone or not."""

    last: dict[Name, State]
    steps: dict[Name, list[Step]]

    def note(self, states: Mapping[Name, State], commit: str, day: date) -> None:
        """Add a step for each item that stood otherwise before."""
        for name, state in states.items():
            before = self.last.get(name)
            if state != before:
                self.steps[name].append(Step(commit, day, before, state))
                self.last[name] = state


def stretch_of(line: Line, window: Window, rest: tuple[str, date], *, ended: bool) -> Stretch | None:
    """Return the part of `line` that belongs to `window`; None where the line does not reach back to before it.

    The window begins behind the oldest commit that claims a time in it, and ends, where it has `ended`, with the newest
    that does: a wrong clock in between does not make a gap. Where several in a row claim to be older, what is behind
    them is not looked at, so that a wrong clock of years ago says nothing about today. Who lies about the time of
    every commit is believed.
    """
    start, stop = window.seconds
    newest = None if ended else 0
    behind, older = 0, 0
    for place, made in enumerate(line.commits):
        if made.seconds < start:
            older += 1
            if older == _OLDER:
                break
            continue
        older = 0
        if not ended or made.seconds < stop:
            newest = place if newest is None else newest
            behind = place + 1
    if not older and not line.whole:
        return None
    oldest = line.commits[behind].oid if behind < len(line.commits) else None
    found = line.commits[newest].oid if newest is not None and behind else None
    return Stretch(found, oldest, rest, {made.oid: made for made in line.commits})
