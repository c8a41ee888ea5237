"""An issue opened exactly once, and its reference written down.

It is looked for by its marker first, so that whoever tries again finds it. What could keep the reference from being
written is found out before anything is opened.
"""

import fcntl
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from readiness.edit import Change
from readiness.followups.desk import Desk
from readiness.followups.editing import Edit, Texts, edit
from readiness.followups.home import Home
from readiness.followups.listing import Listed, listed, refuse_closed
from readiness.followups.naming import Meant
from readiness.followups.remembering import remembered
from readiness.model.tracking import Issue, Reference
from readiness.model.wording import shown
from readiness.trackers import kinds, known_trackers
from readiness.trackers.base import Draft, Tracker
from readiness.trackers.references import resolve
from readiness.web.errors import NoAnswerError

_Of = TypeVar("_Of")
Changes = Callable[[str], list[Change]]
"""Returns what is to be changed in the document, given the reference of the issue."""


class Told(Protocol):
    """Hears of the issue: its reference, its address where it has one, and whether it is new."""

    def __call__(self, reference: Reference, url: str | None, *, is_new: bool) -> None:
        """Tell it."""


@dataclass(frozen=True, slots=True)
class Opening:
    """An issue to be opened for `meant`, and the document that it is written into."""

    desk: Desk
    meant: Meant
    home: Home
    draft: Draft
    changes: Changes
    about: str
    """The id of the item, or of the waiver."""
    assignee: str | None

    def tried(self) -> Edit:
        """Return the edit as it will be, with an example of a reference where only the tracker can give one.

        Raises:
            ReadinessError: whatever would keep it from being written.
        """
        return self._on_list(self._listed()) if self.home.is_list else self._with(self.home.example())

    def opened(self, environment: Mapping[str, str], told: Told) -> Edit:
        """Open the issue, or find it, and return the edit with its reference, not written yet.

        `told` hears of the issue at once, before anything is written; of a new line of a list, the edit tells.

        Raises:
            ReadinessError: as `tried`, before anything is opened; RDY056, the issue is there and closed.
            NoAnswerError: the tracker gave no answer. The issue may have been opened; the next try finds it.
        """
        self.tried().check_writable()
        if self.home.is_list:
            issue = self._listed()
            if not issue.is_new:
                told(issue.reference, None, is_new=False)
            return self._on_list(issue)
        with _alone(self.desk.top):
            found, is_new = self._asked(environment)
        told(found.reference, found.url, is_new=is_new)
        name = f"{self.meant.scope.id}/{self.about}"
        texts = remembered(self.desk, found, [name], self.draft if is_new else None)
        return self._with(found.reference, texts)

    def _asked(self, environment: Mapping[str, str]) -> tuple[Issue, bool]:
        tracker = self._answering(lambda: self._connected(environment))
        found = self._answering(lambda: tracker.find(self.home.project, self.draft.marker))
        if found is None:
            return self._named(self._answering(lambda: tracker.create(self.draft))), True
        refuse_closed(found, str(found.reference))
        return self._named(found), False

    def _connected(self, environment: Mapping[str, str]) -> Tracker:
        if self.home.kind.connect is None:
            message = "a list is not asked"
            raise TypeError(message)
        return self.home.kind.connect(self.home.tracker, self.home.settings, environment)

    def _answering(self, ask: Callable[[], _Of]) -> _Of:
        """Return what `ask` does; whatever else a tracker raises may hold anything, so that only its type is told."""
        try:
            return ask()
        except NoAnswerError:
            raise
        except Exception as error:  # noqa: BLE001 - of a server or a plugin, anything
            reason = f"asking {self.home.tracker} failed ({type(error).__name__})"
        raise NoAnswerError(reason, "report this to whoever wrote its kind")

    def _named(self, issue: Issue) -> Issue:
        """Return `issue`, if its name is one that would be understood where it is written.

        Raises:
            NoAnswerError: it is none.
        """
        name = str(issue.reference)
        if resolve(name, known_trackers(self.desk.config.trackers, kinds()), kinds()) == issue.reference:
            return issue
        reason = f"{self.home.tracker} calls the issue {shown(name)}, which is no name of one"
        raise NoAnswerError(reason, "check `url` of the tracker")

    def _with(self, reference: Reference, behind: Texts | None = None) -> Edit:
        path = self.meant.loaded.path
        return edit(self.desk, self.meant.scope.id, {path: self.changes(str(reference))}, behind=behind)

    def _listed(self) -> Listed:
        return listed(self.desk, self.home, self.draft, self.meant.scope.id, self.about, self.assignee)

    def _on_list(self, issue: Listed) -> Edit:
        path = self.meant.loaded.path
        texts = {issue.path: (issue.old, issue.new)}
        return edit(self.desk, self.meant.scope.id, {path: self.changes(str(issue.reference))}, before=texts)


@contextmanager
def _alone(top: Path) -> Iterator[None]:
    """Wait until nobody else opens an issue for what lies below `top`: two at once would not find each other's.

    It is let go when the program ends, however it does.
    """
    descriptor = os.open(top, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with suppress(OSError):  # a file system without such locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
