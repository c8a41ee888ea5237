"""An issue opened exactly once, and its reference written down.

It is looked for by its marker first, so that whoever tries again finds it. What could keep the reference from being
written is found out before anything is opened.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from readiness.edit import Change
from readiness.followups.desk import Desk
from readiness.followups.editing import Edit, Texts, edit
from readiness.followups.home import Home
from readiness.followups.listing import Listed, listed, refuse_closed
from readiness.followups.naming import Meant
from readiness.followups.remembering import remembered
from readiness.model.tracking import Issue, Reference
from readiness.trackers.base import Draft

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
            TrackerError: the tracker gave no answer. The issue may have been opened; the next try finds it.
        """
        self.tried().check_writable()
        if self.home.is_list:
            issue = self._listed()
            if not issue.is_new:
                told(issue.reference, None, is_new=False)
            return self._on_list(issue)
        found, is_new = self._asked(environment)
        told(found.reference, found.url, is_new=is_new)
        name = f"{self.meant.scope.id}/{self.about}"
        texts = remembered(self.desk, found, [name], self.draft if is_new else None)
        return self._with(found.reference, texts)

    def _asked(self, environment: Mapping[str, str]) -> tuple[Issue, bool]:
        if self.home.kind.connect is None:
            message = "a list is not asked"
            raise TypeError(message)
        tracker = self.home.kind.connect(self.home.tracker, self.home.settings, environment)
        found = tracker.find(self.home.project, self.draft.marker)
        if found is None:
            return tracker.create(self.draft), True
        refuse_closed(found, str(found.reference))
        return found, False

    def _with(self, reference: Reference, behind: Texts | None = None) -> Edit:
        path = self.meant.loaded.path
        return edit(self.desk, self.meant.scope.id, {path: self.changes(str(reference))}, behind=behind)

    def _listed(self) -> Listed:
        return listed(self.desk, self.home, self.draft, self.meant.scope.id, self.about, self.assignee)

    def _on_list(self, issue: Listed) -> Edit:
        path = self.meant.loaded.path
        texts = {issue.path: (issue.old, issue.new)}
        return edit(self.desk, self.meant.scope.id, {path: self.changes(str(issue.reference))}, before=texts)
