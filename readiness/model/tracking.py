"""What is known of the issue behind a deferral or a waiver when a launch is judged, and what its tracker says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

_LONGEST: Final = 80
"""How much of a title is shown."""


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """One issue of one tracker.

    `tracker` is its name in the configuration. `project` is empty where the tracker numbers all its issues in one row.
    `issue` is the number or key within it. As text it is the one way in which the issue is named everywhere.
    """

    tracker: str
    project: str
    issue: str

    def __str__(self) -> str:
        return f"{self.tracker}:{self.project}#{self.issue}" if self.project else f"{self.tracker}:{self.issue}"


@dataclass(frozen=True, slots=True)
class Malformed:
    """A reference that names no issue, with what is wrong with it and how it is written."""

    reason: str
    action: str


class IssueState(StrEnum):
    """Whether somebody still has to do something about an issue."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """An issue as its tracker describes it.

    `why` says, of a closed one, in the tracker's word how it ended (`completed`, `not_planned`, `Rejected`). `due` is
    its own date, or else that of its milestone. `updated` is aware, UTC. `labels` and `assignees` are sorted.
    """

    reference: Reference
    state: IssueState
    title: str
    why: str | None = None
    assignees: tuple[str, ...] = ()
    due: date | None = None
    milestone: str | None = None
    labels: tuple[str, ...] = ()
    updated: datetime | None = None
    url: str | None = None

    @property
    def named(self) -> str:
        """The issue as messages name it: with the beginning of its title."""
        short = self.title if len(self.title) <= _LONGEST else f"{self.title[:_LONGEST].rstrip()} …"
        return f"{self.reference} ({short})" if short else str(self.reference)

    @property
    def ended(self) -> str:
        """How it ended, for one that is closed, as a phrase."""
        return f"{self.named} is closed as {self.why}" if self.why else f"{self.named} is closed"


@dataclass(frozen=True, slots=True)
class Told:
    """A tracker knew the issue at `asked` (aware, UTC).

    `mentions` says, for the names of what was tracked by it when it was asked (`scope/item`), whether its title or text
    has that name; what is not among them was not looked for.
    """

    issue: Issue
    asked: datetime
    mentions: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotThere:
    """A tracker that may see the whole project had no such issue at `asked` (aware, UTC)."""

    reference: Reference
    asked: datetime


@dataclass(frozen=True, slots=True)
class Untold:
    """Nobody knows: never asked, too long ago, or no answer. `action` says what would change that."""

    reason: str
    action: str = "run `readiness followups verify`"


Tracking = Told | NotThere | Untold | Malformed
"""What is known about the issue behind a follow-up."""


@dataclass(frozen=True, slots=True)
class OpenWork:
    """The open issues of a milestone of a project, as its tracker listed them at `asked` (aware, UTC)."""

    tracker: str
    project: str
    milestone: str
    asked: datetime
    issues: tuple[Issue, ...]
