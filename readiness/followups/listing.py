"""A list of issues in the repository, as the tracker of those who have none: what is on it, and one more."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter, ValidationError

from readiness.edit import Append, EditError, Put, edited
from readiness.errors import Problem, ReadinessError
from readiness.followups.desk import Desk
from readiness.followups.editing import refused
from readiness.followups.home import Home
from readiness.followups.refusing import refuse
from readiness.model.documents.base import RepoPath
from readiness.model.place import Location
from readiness.model.tracking import Issue, IssueState, Reference
from readiness.model.wording import shown
from readiness.trackers.base import Draft, Found
from readiness.trackers.local import read_list
from readiness.tree.base import Unread

_PATH: Final[TypeAdapter[str]] = TypeAdapter(RepoPath)


@dataclass(frozen=True, slots=True)
class Listed:
    """An issue on the list `path`, with the text of the list before and after; the same where it was there already."""

    reference: Reference
    path: str
    old: str
    new: str

    @property
    def is_new(self) -> bool:
        """Whether the issue was not there before."""
        return self.old != self.new


def listed(desk: Desk, home: Home, draft: Draft, scope: str, name: str, assignee: str | None) -> Listed:
    """Return the issue about `name` of `scope` on the list of `home`: the one that is there, or a new one.

    It goes by the name of what it is about, or, where that is taken, by that of the scope too. That it mentions
    `scope/name` is what it is known by.

    Raises:
        ReadinessError: RDY056, the path is none, or the issue is closed; RDY028, the list cannot be read; RDY065, it
            cannot be edited.
    """
    path = _path(home.project)
    if any(f"/{path}".startswith(f"/{folder.strip('/')}/") for folder in desk.config.scopes):
        refuse(f"{path} would be read as a document", "name a list outside of the folders of documents")
    text = "" if _is_absent(desk, path) else desk.text(path)
    known = _known(home, path, text)
    about = f"{scope}/{name}"
    usable = [one for one in (name, f"{scope}-{name}") if one not in known or about in known[one].text]
    if not usable:
        refuse(f"{path} has issues called {name} and {scope}-{name} about something else", "name one with --ref")
    issue = usable[0]
    reference = Reference(home.tracker, "" if home.project == home.kind.main else home.project, issue)
    if issue not in known:
        return Listed(reference, path, text, _with(path, text, _entry(issue, draft, about, assignee)))
    refuse_closed(known[issue].issue, str(reference))
    return Listed(reference, path, text, text)


def _path(written: str) -> str:
    try:
        return _PATH.validate_python(written)
    except ValidationError:
        path = ""
    if not path:
        refuse(f"{shown(written)} is no file of this repository", "write a path from its root")
    return path


def refuse_closed(issue: Issue, name: str) -> None:
    """Refuse to put something off to an issue that is closed.

    Raises:
        ReadinessError: RDY056, it is.
    """
    if issue.state is IssueState.CLOSED:
        why = f" ({issue.why})" if issue.why else ""
        refuse(f"{name} was opened for this before, and is closed{why}", "open it again, or name another by --ref")


def _is_absent(desk: Desk, path: str) -> bool:
    data = desk.tree.read([path], desk.config.max_bytes)[path]
    return data is Unread.ABSENT or (isinstance(data, bytes) and not data.strip())


def _known(home: Home, path: str, text: str) -> Mapping[str, Found]:
    if not text:
        return {}
    try:
        read = read_list(home.tracker, home.project, text.encode())
    except ValueError as error:
        fix = "correct the list"
        raise ReadinessError(Problem("RDY028", f"the list cannot be read: {error}", fix, Location(path))) from error
    return {reference.issue: found for reference, found in read.items()}


def _entry(name: str, draft: Draft, about: str, assignee: str | None) -> dict[str, str]:
    entry = {"id": name, "title": draft.title, "state": IssueState.OPEN.value}
    if assignee:
        entry["assignee"] = assignee
    if draft.due is not None:
        entry["due"] = draft.due.isoformat()
    return {**entry, "text": f"Tracks {about}."}


def _with(path: str, text: str, entry: Mapping[str, str]) -> str:
    try:
        if text:
            return edited(text, [Append((), dict(entry))])
        # An id is plain in YAML, so this is how a list begins.
        begun = f"# Issues that this repository keeps itself.\n- id: {entry['id']}\n"
        return edited(begun, [Put((0, key), value) for key, value in entry.items() if key != "id"])
    except EditError as error:
        raise refused(path, error) from error
