"""What a tracker is to the rest: somebody who can be asked about issues, and told to open one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from readiness.model.settings import TrackerSettings
from readiness.model.tracking import Issue, Reference
from readiness.web.errors import NoAnswerError


@dataclass(frozen=True, slots=True)
class Found:
    """An issue that the tracker knows, with its text, in which names of items are looked for."""

    issue: Issue
    text: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """The tracker knows no such issue, and would show it if there were one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An issue to be opened. `marker` is a line of `body` by which it is found again, and that no other issue has."""

    project: str
    title: str
    body: str
    marker: str
    due: date | None = None
    labels: tuple[str, ...] = ()


Reply = Found | Lacking | NoAnswerError
Heard = Callable[[int], None]
"""Called with the number of issues that an answer was about, whenever one came."""


class Tracker(Protocol):
    """One configured tracker. All methods talk to the network.

    Where the project itself cannot be seen, an issue that is not there cannot be told from one that nobody may see: the
    reply is an error then, never `Lacking`.
    """

    def look_up(self, references: Sequence[Reference], heard: Heard) -> Mapping[Reference, Reply]:
        """Return a reply for each of `references`, in as few requests as the tracker allows; it raises nothing."""

    def open_work(self, project: str, milestone: str) -> Sequence[Issue]:
        """Return the open issues of `milestone`, by its title.

        Raises:
            NoAnswerError: no answer, or no such milestone.
        """

    def find(self, project: str, marker: str) -> Issue | None:
        """Return the issue of `project`, open or closed, whose text holds `marker`; None where there is none.

        It sees what was created a moment ago, so it lists the newest issues and does not rely on a search index alone.

        Raises:
            NoAnswerError: no answer.
        """

    def create(self, draft: Draft) -> Issue:
        """Open an issue, asking once: what may have arrived is never sent again.

        Raises:
            NoAnswerError: no answer, or a refusal.
        """


@dataclass(frozen=True, slots=True)
class TrackerKind:
    """A row of the registry of trackers.

    `forms` shows how its references are written; `issue` and `project` are regular expressions of the two parts of one,
    `project` None where there is none. `from_url` returns project and issue of the address of an issue below the base
    address of the tracker, given what follows that; None if it leads to none. `home` is where people see issues unless
    the configuration has a `url`, and `token_env` the variable that its token is in. `extra` is what to install for its
    client. `main` is the project that is meant where none is named, and that is left out of references. `connect` takes
    the name in the configuration, its settings and the environment, imports the client, and asks nothing yet. The local
    list is not connected to, but read as the tree has it: it has no `connect`.
    """

    name: str
    forms: tuple[str, ...]
    issue: str
    project: str | None
    from_url: Callable[[str], tuple[str, str] | None]
    connect: Callable[[str, TrackerSettings, Mapping[str, str]], Tracker] | None
    home: str | None = None
    token_env: str | None = None
    extra: str | None = None
    main: str = ""
