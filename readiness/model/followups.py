"""Follow-ups as people look at them: a list of all that was put off, waived or claimed, and what asking came to.

Made by `readiness.followups`; renderers take these and nothing else. Texts are as written, by authors of documents and
by whoever writes to a tracker; days are UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Literal

from readiness.model.place import Location
from readiness.model.tracking import Issue

SCHEMA: Final = "readiness/followups/v1"


class Purpose(StrEnum):
    """Why a document names an issue: something is put off, or waived, or the issue is what an item stands for."""

    DEFERRAL = "deferral"
    WAIVER = "waiver"
    CLAIM = "claim"


class Known(StrEnum):
    """What is known of the issue; `none` where no issue is named, `malformed` where what is named cannot be one."""

    OPEN = "open"
    CLOSED = "closed"
    NOT_FOUND = "not-found"
    UNKNOWN = "unknown"
    MALFORMED = "malformed"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpEntry:
    """One deferral, waiver or claim with its issue.

    `subject` is the id of the item or of the waiver, `title` that of the item or the reason of the waiver. `ref` is the
    issue as the document names it. `due` is the day of the follow-up; else that on which the waiver ends, or that of
    the issue. `reason` and `action` say why something is not known, or how an issue was closed, and what would help.
    `asked` is when the tracker said so; None where nobody was asked, or a list in the tree says it.
    """

    scope: str
    purpose: Purpose
    subject: str
    title: str
    ref: str | None
    owner: str | None
    due: date | None
    overdue: bool
    risk: str | None
    accepted_by: str | None
    state: Known
    reason: str | None
    action: str | None
    asked: datetime | None
    issue: Issue | None
    location: Location

    @property
    def name(self) -> str:
        """What it is called in the whole plan."""
        return f"{self.scope}/{self.subject}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUps:
    """All of them: those that are overdue first, then by day. `as_of` is the clock that days were held against."""

    schema: Literal["readiness/followups/v1"]
    as_of: datetime
    follow_ups: tuple[FollowUpEntry, ...]


class Flaw(StrEnum):
    """What a tracker says of an issue that somebody has to look at."""

    NOT_FOUND = "not found"
    CLOSED = "closed"
    OVERDUE = "overdue"
    UNASSIGNED = "unassigned"


@dataclass(frozen=True, slots=True)
class Remark:
    """One flaw of one issue: `detail` is a phrase, `names` what it is named for."""

    flaw: Flaw
    reference: str
    names: tuple[str, ...]
    detail: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What `tracker` gave no answer about: references of issues, or milestones in words."""

    tracker: str
    about: tuple[str, ...]
    reason: str
    action: str


@dataclass(frozen=True, slots=True)
class Written:
    """How the lock differs from what it was, in lines.

    `renewed` lines say the same at a later time, `kept` ones are as they were. `dropped` are about what no document
    names any more.
    """

    new: int = 0
    changed: int = 0
    renewed: int = 0
    kept: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What asking the trackers came to.

    `answered` counts the issues that a tracker answered about, `milestones` those, `listed` the issues that are in
    lists of the tree, where nobody has to be asked. `damage` says why the earlier lock could not be read, `attributes`
    that git was told how to merge it. `saved` tells whether anything was written.
    """

    as_of: datetime
    answered: int
    milestones: int
    listed: int
    remarks: tuple[Remark, ...]
    unanswered: tuple[Unanswered, ...]
    written: Written
    damage: str | None
    attributes: bool
    saved: bool
