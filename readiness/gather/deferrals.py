"""What was done to one deferral in the days before its launch, from how the item stood at one commit after another.

Pure: `gather/past.py` reads the commits. What counts is the difference between how it was and how it is: what was
changed and changed back has not been moved. An item that came as deferred was never anything else.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from readiness.model.dossier import Churn
from readiness.model.evidence import Json
from readiness.model.outcome import ItemClass

Name = tuple[str, str]
"""An item: the ids of its scope and of itself. Files have no part in it."""

UNCOMMITTED: Final = "none yet"
"""What stands for the commit of a change that only the index or the work tree holds."""
UNKNOWN: Final = "unknown"
"""What stands for a commit that lies too far back among many others to be looked for."""
_DAY_S: Final = 86_400
_EPOCH: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which what is put off is spoken of, UTC: from `first` to that of the launch, both included."""

    first: date
    launch: date

    @classmethod
    def before(cls, launch: date, length: timedelta) -> "Window":
        """Return the window that opens `length` before `launch`."""
        return cls(date.fromordinal(max(1, launch.toordinal() - length.days)), launch)

    @property
    def seconds(self) -> tuple[int, int]:
        """Its first second, and the first one after it, since 1970."""
        return _seconds(self.first), _seconds(self.launch) + _DAY_S


@dataclass(frozen=True, slots=True)
class State:
    """How an item stood. `due` is the day of its follow-up, of a deferred one."""

    item_class: ItemClass
    due: date | None = None

    @property
    def deferred(self) -> bool:
        """Whether it was put off."""
        return self.item_class is ItemClass.DEFERRED


@dataclass(frozen=True, slots=True)
class Step:
    """What one commit made of an item; `before` is None where nobody knows that it was anything before."""

    commit: str
    day: date
    before: State | None
    after: State


Sort = Callable[[State, State], bool]


def deferred_by(before: State, after: State) -> bool:
    """Return whether an item became deferred between two states."""
    return after.deferred and not before.deferred


def moved_by(before: State, after: State) -> bool:
    """Return whether its day became a later one."""
    return bool(before.due and after.due and before.due < after.due)


@dataclass(frozen=True, slots=True)
class Moves:
    """What was done to a deferral all in all, as a phrase, and the newest step that did it: of that `sort`."""

    what: str
    step: Step
    sort: Sort

    @classmethod
    def of(cls, steps: Sequence[Step]) -> "Moves | None":
        """Return what `steps`, the oldest first, have done; None where that is nothing."""
        first, last = steps[0].before or steps[0].after, steps[-1].after
        due = next((state for step in steps for state in (step.before, step.after) if state and state.due), first)
        phrases, newest = [], [(-1, deferred_by)]
        if deferred_by(first, last):
            phrases.append(f"changed from {first.item_class} to deferred")
            newest.append((_newest(steps, deferred_by), deferred_by))
        if moved_by(due, last):
            phrases.append(f"its day was moved from {due.due} to {last.due}")
            newest.append((_newest(_between_days(steps), moved_by), moved_by))
        place, sort = max(newest, key=lambda pair: pair[0])
        return cls(", and ".join(phrases), steps[place], sort) if phrases else None

    def told(self) -> Churn:
        """Return this as the dossier has it."""
        return Churn(self.what, self.step.commit, self.step.day)


def states_of(data: Mapping[str, Json]) -> Mapping[Name, State]:
    """Return how each item of a document stood, of those that can be understood."""
    scope, items = data.get("id"), data.get("items")
    if data.get("kind") != "scope" or not isinstance(scope, str) or not isinstance(items, list):
        return {}
    found = {}
    for item in items:
        name = item.get("id") if isinstance(item, dict) else None
        if isinstance(item, dict) and isinstance(name, str):
            with suppress(ValueError):
                found[scope, name] = _state(ItemClass(str(item.get("class"))), item.get("follow_up"))
    return found


def known(states: Mapping[Name, State], names: Collection[Name]) -> Mapping[Name, State]:
    """Return `states` of `names` alone."""
    return {name: state for name, state in states.items() if name in names}


def day_of(seconds: int) -> date:
    """Return the day in UTC of a time since 1970, however far off a clock has been."""
    return date.fromordinal(min(_EPOCH + seconds // _DAY_S, date.max.toordinal()))


def _state(item_class: ItemClass, follow_up: Json) -> State:
    due = follow_up.get("due") if isinstance(follow_up, dict) and item_class is ItemClass.DEFERRED else None
    with suppress(ValueError):
        return State(item_class, date.fromisoformat(due) if isinstance(due, str) else None)
    return State(item_class)


def _newest(steps: Sequence[Step], sort: Sort) -> int:
    """Return the place of the newest of `steps` that is of that sort; what differs all in all has at least one."""
    return max(place for place, step in enumerate(steps) if step.before and sort(step.before, step.after))


def _between_days(steps: Sequence[Step]) -> list[Step]:
    """Return `steps` with the last state that had a day before each of them, however long ago that was."""
    found = []
    dated: State | None = None
    for step in steps:
        dated = step.before if step.before and step.before.due else dated
        found.append(replace(step, before=dated))
        dated = step.after if step.after.due else dated
    return found


def _seconds(day: date) -> int:
    return (day.toordinal() - _EPOCH) * _DAY_S
