"""GitLab: notes of merge requests and statuses of commits, by REST. Imports `requests`, so it is imported late."""

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote

from pydantic import StrictInt, TypeAdapter

from readiness.publish.client import GONE, Access, Client, Sha, Shape
from readiness.publish.forge import PAGES
from readiness.publish.status import State, Status
from readiness.publish.sticky import Comment, Thread
from readiness.web.errors import NoAnswerError

PAGE: Final = 20
"""How many notes are listed at a time: each may have a million characters."""
_STATES: Final[Mapping[State, str]] = {
    State.SUCCESS: "success",
    State.FAILURE: "failed",
    State.ERROR: "failed",  # pending would keep the pipeline from ending
}


class _User(Shape):
    id: StrictInt


class _Note(Shape):
    id: StrictInt
    body: str
    author: _User
    system: bool = False


class _Request(Shape):
    sha: Sha
    web_url: str | None = None


_ME: Final = TypeAdapter(_User)
_NOTE: Final = TypeAdapter(_Note)
_NOTES: Final = TypeAdapter(list[_Note])
_REQUEST: Final = TypeAdapter(_Request)


class GitLab:
    """One project, and who publishes there; see `Forge`."""

    def __init__(self, access: Access, project: str, status_project: str) -> None:
        """Comment in `project`, its path or its number, and mark commits of `status_project`: in a fork, the fork."""
        self._client = Client(access, {})
        self._at = f"/projects/{quote(project, safe='')}"
        self._status_at = f"/projects/{quote(status_project, safe='')}"
        self._name = project
        self._me: int | None = None
        self._urls: dict[int, str | None] = {}

    def find(self, head: str, sha: str) -> int | None:  # noqa: ARG002 - its pipelines always name their merge request
        """Return None: GitLab names the merge request of a pipeline itself."""
        return None

    def head_of(self, number: int) -> str:
        """Return the commit that merge request `number` is at now."""
        what = f"merge request {number} of {self._name}"
        request = self._client.ask("GET", f"{self._at}/merge_requests/{number}", what, _REQUEST)
        self._urls[number] = request.web_url
        return request.sha

    def thread(self, number: int) -> Thread:
        """Return the notes of merge request `number`."""
        if self._me is None:
            self._me = self._client.ask("GET", "/user", "who the token is", _ME).id
        what = f"comments of merge request {number} of {self._name}"
        path = f"{self._at}/merge_requests/{number}/notes"
        return _Thread(self._client, path, what, self._me, self._urls.get(number))

    def set_status(self, sha: str, status: Status, link: str | None) -> None:
        """Mark the commit `sha`."""
        body = {"state": _STATES[status.state], "name": status.name, "description": status.description}
        path, what = f"{self._status_at}/statuses/{sha}", f"statuses of {self._name}"
        self._client.send("POST", path, what, json=body | ({"target_url": link} if link else {}))

    def add_check(self, sha: str, status: Status, link: str | None, text: str) -> None:  # noqa: ARG002 - see below
        """Mark the commit `sha`: GitLab has no check runs."""
        self.set_status(sha, status, link)


class _Thread:
    def __init__(self, client: Client, path: str, what: str, me: int, url: str | None) -> None:
        self._client, self._path, self._what, self._me = client, path, what, me
        self._url = url

    def own(self) -> list[Comment]:
        return [self._seen(note) for note in self._all() if note.author.id == self._me and not note.system]

    def create(self, body: str) -> Comment:
        made = self._client.ask("POST", self._path, self._what, _NOTE, json={"body": body})
        if made.author.id != self._me:
            reason = f"{self._client.host} lets somebody else write than it says that the token is"
            raise NoAnswerError(reason, "remove the comment that was just written, and use another token")
        return self._seen(made)

    def update(self, number: int, body: str) -> bool:
        path = f"{self._path}/{number}"
        return self._client.send("PUT", path, self._what, json={"body": body}, may_be_gone=True).status_code != GONE

    def delete(self, number: int) -> None:
        self._client.send("DELETE", f"{self._path}/{number}", self._what, may_be_gone=True)

    def _all(self) -> Iterator[_Note]:
        for page in range(1, PAGES + 1):
            query = {"sort": "asc", "order_by": "created_at", "per_page": str(PAGE), "page": str(page)}
            found = self._client.ask("GET", self._path, self._what, _NOTES, params=query)
            yield from found
            if len(found) < PAGE:
                return
        reason = f"{self._client.host} lists more than {PAGE * PAGES} {self._what}"
        raise NoAnswerError(reason, "publish without a comment: --no-comment")

    def _seen(self, note: _Note) -> Comment:
        return Comment(note.id, note.body, f"{self._url}#note_{note.id}" if self._url else None)
