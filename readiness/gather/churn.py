"""Deferral churn: which items were put off, or put off further, in the days before their launch, and by which commit.

Nothing is read from history, and no git is started, unless the window of a launch with deferred items has opened
(`churn` below `[followups]`, 14 days before the launch unless said otherwise). After the launch, what was done up to
its day is still told. What counts is how items stand, by the ids of scope and item: files may be moved and renamed, and
commits be rebased or squashed. History is followed by first parents; the commit that a merge has brought is named, with
its day, where it lies in the window and is found among the newest few. Days are those that committers' clocks claimed,
so whoever lies about all of them is believed. What only the index or the work tree holds is told with `UNCOMMITTED` in
place of a commit, as of today; what happened before the newest few hundred commits to documents, with `UNKNOWN`.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from readiness.config import OWN, SHARED, Config, read_config
from readiness.errors import ReadinessError
from readiness.gather.archive import Archive, oids_of
from readiness.gather.deferrals import UNCOMMITTED, UNKNOWN, Moves, Name, Window
from readiness.gather.past import Past, Stretch, stretch_of
from readiness.load.cache import Cache
from readiness.model.demands import TRACKED
from readiness.model.dossier import Churn
from readiness.model.outcome import ItemClass
from readiness.model.plan import Key, Plan
from readiness.rules import RULES
from readiness.tree.base import Tree
from readiness.tree.history import Change, History, HistoryLackingError, Line, documents_of

_PAGES: Final = (1_000, 20_000)
"""How many commits are listed, and how many if that is not enough."""
_MOST_TRACED: Final = 20
"""How many moves are traced to what a merge has brought."""


@dataclass(frozen=True, slots=True)
class Background:
    """Where the past of a candidate is: how to open its history, and what earlier runs have parsed."""

    open: Callable[[], History | None]
    cache: Cache | None = None


@dataclass(frozen=True, slots=True)
class Churned:
    """What was put off, by the requirement that it is tracked, and what a reader of the report should know."""

    churn: Mapping[Key, Churn] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def churned(plan: Plan, tree: Tree, config: Config, background: Background | None, today: date) -> Churned:
    """Return what was put off, or put off further, shortly before the launches of `plan`, as of `today` (UTC).

    Where history is not there, or does not reach back, that is a note; without `background`, nothing is asked.
    """
    watched = _watched(plan, config.followups.churn, today)
    if not watched or background is None:
        return Churned()
    first = min(window.first for window in watched)
    try:
        history = background.open()
        if history is None or tree.candidate.commit is None:
            return Churned(notes=(_untold("There is no history here", first),))
        scopes = frozenset(scope for names in watched.values() for scope, _ in names)
        past = Past(history, Archive(history, config.max_bytes, scopes, background.cache))
        line = _line(history, tree.candidate.commit, min(window.seconds[0] for window in watched))
        return _Asking(tree, config, past, line, today).answer(watched)
    except (HistoryLackingError, ReadinessError):
        return Churned(notes=(_untold("Git cannot read the history here", first),))


def _line(history: History, commit: str, start: int) -> Line:
    """Return the line behind `commit`, as far back as it takes to be before `start`."""
    few, many = _PAGES
    line = history.line(commit, few)
    return line if len(line.commits) < few or line.commits[-1].seconds < start else history.line(commit, many)


def _untold(why: str, first: date) -> str:
    return f"{why}, so whether deferrals were moved since {first} cannot be told."


def _watched(plan: Plan, length: timedelta, today: date) -> Mapping[Window, Mapping[Name, Key]]:
    """Return the deferred items of every launch whose window has opened, with the requirements that it is told of."""
    found: dict[Window, dict[Name, Key]] = {}
    for scope in plan.scopes:
        window = Window.before(scope.launch, length) if scope.launch else None
        if window is None or today < window.first:
            continue
        for item in scope.items:
            demand = item.demanded(TRACKED)
            if item.item_class is ItemClass.DEFERRED and demand:
                found.setdefault(window, {})[scope.id, item.id] = demand.key
    return found


@dataclass(slots=True)
class _Asking:
    """One run's questions about the past of one candidate."""

    tree: Tree
    config: Config
    past: Past
    line: Line
    today: date

    def answer(self, watched: Mapping[Window, Mapping[Name, Key]]) -> Churned:
        """Return what was done to the items of every window, and how far back that cannot be told."""
        found: dict[Key, Churn] = {}
        beyond = []
        for window, names in sorted(watched.items(), key=lambda pair: (pair[0].first, pair[0].launch)):
            ended = self.today > window.launch
            rest = UNCOMMITTED if self.tree.candidate.dirty and not ended else UNKNOWN
            stretch = stretch_of(self.line, window, (rest, min(self.today, window.launch)), ended=ended)
            if stretch is None:
                beyond.append(window.first)
            elif stretch.newest or rest == UNCOMMITTED:
                moved = self._moved(stretch, window, names, ended=ended)
                found |= {names[name]: moves.told() for name, moves in moved.items()}
        cut = len(self.line.commits) == _PAGES[-1]
        why = "The history has too many commits since" if cut else "The history does not reach back to"
        return Churned(found, tuple(_untold(f"{why} {first}", first) for first in beyond[:1]))

    def _moved(
        self, stretch: Stretch, window: Window, names: Mapping[Name, Key], *, ended: bool
    ) -> Mapping[Name, Moves]:
        """Return what was done to items within `stretch`, where that was anything."""
        documents = self.config.scopes
        before = self._at(stretch.behind, documents)
        after = self._at(stretch.newest, documents) if ended else self.tree
        folders = self._folders(before, after)
        if folders != documents:
            before = self._at(stretch.behind, folders)
            after = self._at(stretch.newest, folders) if ended else self.tree
        base_files = documents_of(before.entries(), folders)
        end_files = documents_of(after.entries(), folders if ended else documents)
        changes = self._differing(base_files, after, end_files)
        base = self.past.archive.states((change.before for change in changes), names)
        end = self.past.archive.states((change.after for change in changes), names)
        moving = {name: state for name, state in end.items() if state.deferred and base.get(name) != state}
        if not moving:
            return {}
        steps = self.past.steps(stretch, folders, base, moving)
        found = {name: moves for name in sorted(steps) if steps[name] and (moves := Moves.of(steps[name]))}
        traced = list(found.items())[:_MOST_TRACED]
        return found | {name: self.past.brought(moves, name, stretch, folders, window) for name, moves in traced}

    def _at(self, commit: str | None, folders: Sequence[str]) -> Tree:
        return self.past.history.tree(commit, (*folders, OWN, SHARED))

    def _folders(self, *trees: Tree) -> Sequence[str]:
        """Return where documents are and were: renaming that folder moves nothing."""
        now = self.tree.read((OWN, SHARED), self.config.max_bytes)
        found = dict.fromkeys(self.config.scopes)
        for tree in trees:
            if tree is not self.tree and tree.read((OWN, SHARED), self.config.max_bytes) != now:
                # Settings that are not understood any more say nothing about folders either.
                with suppress(ReadinessError):
                    found |= dict.fromkeys(read_config(tree, frozenset(rule.name for rule in RULES)).scopes)
        return tuple(found)

    def _differing(self, base_files: Mapping[str, str], after: Tree, end_files: Mapping[str, str]) -> Sequence[Change]:
        """Return what is different in files that are given with their object ids, of what can matter."""
        changes = {
            path: Change(base_files.get(path), end_files.get(path))
            for path in sorted(base_files.keys() | end_files)
            if base_files.get(path) != end_files.get(path)
        }
        if after is self.tree:
            # What is on disk is in no object yet.
            data = after.read([path for path in changes if path in end_files], self.config.max_bytes)
            self.past.archive.keep(
                {end_files[path]: found if isinstance(found, bytes) else b"" for path, found in data.items()}
            )
        self.past.archive.read(oids_of(changes.values()))
        return self.past.archive.telling(changes.values())
