"""The diff: what a change does to readiness, frozen, in the shape of `readiness/diff/v1`, a public contract.

Both sides are judged by one clock, so that nothing in it but `time` is news of the day. Renderers take this and nothing
else. Only what differs is in it: a change that does nothing to readiness has empty lists.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field

from readiness.errors import Problem
from readiness.model.outcome import Decision, ItemClass, Level, Outcome
from readiness.model.place import Location
from readiness.model.policy import Proposed
from readiness.model.report import Candidate

SCHEMA: Final = "readiness/diff/v1"


class Changed(StrEnum):
    """What was done to an item, a deferral or a waiver."""

    ADDED = "added"
    REMOVED = "removed"
    RECLASSIFIED = "re-classified"
    EXTENDED = "extended"
    SHORTENED = "shortened"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The decision on one scope on both sides; None where that side does not judge it.

    That is where it does not have the scope, has it as a draft or retired, or cannot read it.

    `because` names the requirements that make the decision worse, written `subject requirement`; evidence that only has
    to be proven again is not among them.
    """

    scope: str
    title: str
    before: Decision | None
    after: Decision | None
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One requirement whose outcome differs; None where that side does not demand it.

    `title` is that of the item, empty for anything else. `message`, `action` and `who` are those of the candidate, and
    of the base where only that demands it; so is `location`.
    """

    scope: str
    subject: str
    title: str
    requirement: str
    code: str
    level: Level
    before: Outcome | None
    after: Outcome | None
    message: str
    action: str
    who: str | None
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproof:
    """Evidence that was proven for the base, and is about other content, or another definition, now.

    `files` are those covered files that the change touches, sorted, at most `FILES` of them, `touched` their number;
    `message` says what is different, `action` is the one command that proves it again. `before` is its outcome in the
    base: what failed there has to be proven again like what passed.
    """

    scope: str
    subject: str
    title: str
    requirement: str
    level: Level
    files: tuple[str, ...]
    touched: int
    message: str
    action: str
    who: str | None
    location: Location
    before: Outcome = Outcome.PASSED


FILES: Final = 20
"""The most files that a `Reproof` names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChange:
    """An item that is new, gone, or of another class. `outcome` is the candidate's; None where it is gone there."""

    scope: str
    item: str
    title: str
    change: Changed
    before: Annotated[ItemClass | None, Field(description="its class in the base")]
    after: Annotated[ItemClass | None, Field(description="its class in the candidate")]
    outcome: Outcome | None
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionChange:
    """A deferral or a waiver that is new, gone, or has another day. `id` is the item's, or the waiver's.

    `before` and `after` are the day it is due or the last day in force; `about` says what it excuses, or the risk.
    """

    kind: Literal["deferral", "waiver"]
    scope: str
    id: str
    change: Changed
    before: date | None
    after: date | None
    about: str
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """What the candidate `head` changes, held against `base`, the commit that it goes back to.

    `before` is None where the base has no launch to be judged, so that the candidate's is the first one.
    `time` is what the passing of days alone has made worse since the base was committed; it is nobody's change.
    `problems_before` are what is wrong with the documents of the base, `problems` with those of the candidate: with any
    of the latter the exit code is 2. Of scopes that only one side judges, there is a `Turn` and no more. `scopes` are
    those that are decided otherwise, or that anything was done to.
    """

    schema: Literal["readiness/diff/v1"]
    base: Candidate
    head: Candidate
    as_of: datetime
    before: Decision | None
    after: Decision
    scopes: tuple[Turn, ...]
    worse: tuple[Shift, ...]
    to_reprove: tuple[Reproof, ...]
    better: tuple[Shift, ...]
    items: tuple[ItemChange, ...]
    exceptions: tuple[ExceptionChange, ...]
    policy: tuple[Proposed, ...]
    time: tuple[Shift, ...]
    problems_before: tuple[Problem, ...]
    problems: tuple[Problem, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether the change does nothing to readiness."""
        return self.before is self.after and not any(
            (self.worse, self.to_reprove, self.better, self.items, self.exceptions, self.policy, self.problems)
        )
