"""GitHub: comments, statuses and check runs by REST, and by GraphQL who the token is.

The token of a job belongs to an app that may not ask REST who it is; `viewer` of GraphQL tells everybody.
Imports `requests`, so it is imported late.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from pydantic import Field, StrictInt, TypeAdapter

from readiness.publish.client import GONE, Access, Client, Sha, Shape
from readiness.publish.forge import PAGES
from readiness.publish.status import State, Status
from readiness.publish.sticky import Comment, Thread
from readiness.web.errors import NoAnswerError
from readiness.web.refusals import not_understood, quoted

HEADERS: Final = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
PAGE: Final = 100
_WHO: Final = "query { viewer { login } }"
_CONCLUSIONS: Final[Mapping[State, str]] = {
    State.SUCCESS: "success",
    State.FAILURE: "failure",
    State.ERROR: "action_required",  # not neutral, which a required check takes for a success
}


class _User(Shape):
    login: str


class _Comment(Shape):
    id: StrictInt
    body: str | None = None
    html_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    user: _User | None = None


class _Commit(Shape):
    sha: Sha


class _Pull(Shape):
    number: StrictInt
    head: _Commit


class _Data(Shape):
    viewer: _User


class _Viewer(Shape):
    data: _Data


_COMMENT: Final = TypeAdapter(_Comment)
_COMMENTS: Final = TypeAdapter(list[_Comment])
_PULL: Final = TypeAdapter(_Pull)
_PULLS: Final = TypeAdapter(list[_Pull])
_VIEWER: Final = TypeAdapter(_Viewer)


def graphql_of(api: str) -> str:
    """Return the address of GraphQL that belongs to `api`, the one of REST; on a server of one's own beside it."""
    return f"{api.removesuffix('/v3')}/graphql" if api.endswith("/api/v3") else f"{api}/graphql"


class GitHub:
    """One repository, and who publishes there; see `Forge`."""

    def __init__(self, access: Access, repository: str) -> None:
        """Publish in `repository`, written `owner/name`."""
        self._client = Client(access, HEADERS)
        self._graphql = graphql_of(access.api)
        self._at = f"/repos/{repository}"
        self._name = repository
        self._me: str | None = None

    def find(self, head: str, sha: str) -> int | None:
        """Return the number of the open pull request from `head` (`owner:branch`) that is at `sha`."""
        query = {"state": "open", "head": head, "per_page": str(PAGE)}
        what = f"pull requests of {self._name}"
        pulls = self._client.ask("GET", f"{self._at}/pulls", what, _PULLS, params=query)
        numbers = [pull.number for pull in pulls if pull.head.sha == sha]
        return numbers[0] if len(numbers) == 1 else None

    def head_of(self, number: int) -> str:
        """Return the commit that pull request `number` is at now."""
        what = f"pull request {number} of {self._name}"
        return self._client.ask("GET", f"{self._at}/pulls/{number}", what, _PULL).head.sha

    def thread(self, number: int) -> Thread:
        """Return the comments of pull request `number`."""
        return _Thread(
            self._client, self._at, f"comments of pull request {number} of {self._name}", number, self._who()
        )

    def set_status(self, sha: str, status: Status, link: str | None) -> None:
        """Mark the commit `sha`."""
        body = {"state": status.state.value, "context": status.name, "description": status.description}
        what = f"statuses of {self._name}"
        self._client.send(
            "POST", f"{self._at}/statuses/{sha}", what, json=body | ({"target_url": link} if link else {})
        )

    def add_check(self, sha: str, status: Status, link: str | None, text: str) -> None:
        """Add a finished check run to the commit `sha`."""
        body = {
            "name": status.name,
            "head_sha": sha,
            "status": "completed",
            "conclusion": _CONCLUSIONS[status.state],
            "output": {"title": status.description, "summary": text},
        }
        what = f"check runs of {self._name}"
        self._client.send("POST", f"{self._at}/check-runs", what, json=body | ({"details_url": link} if link else {}))

    def _who(self) -> str:
        """Return the name of the account that the token is for, as comments have it."""
        if self._me is None:
            answer = self._client.send("POST", self._graphql, "who the token is", json={"query": _WHO})
            try:
                self._me = _VIEWER.validate_json(answer.content).data.viewer.login
            except ValueError:
                errors = json.loads(answer.content)
                said = errors.get("errors") if isinstance(errors, dict) else None
                error = not_understood(self._client.host, "who the token is")
                why = f"{error.reason}: {quoted(json.dumps(said))}" if said else error.reason
                raise NoAnswerError(why, "use a token that may ask GraphQL, such as the job's own") from None
        return self._me


class _Thread:
    def __init__(self, client: Client, repository: str, what: str, number: int, me: str) -> None:
        self._client, self._what, self._me = client, what, me
        self._repository = repository
        self._list = f"{repository}/issues/{number}/comments"

    def own(self) -> list[Comment]:
        return [_seen(one) for one in self._all() if one.user is not None and one.user.login == self._me]

    def create(self, body: str) -> Comment:
        made = self._client.ask("POST", self._list, self._what, _COMMENT, json={"body": body})
        if made.user is None or made.user.login != self._me:
            reason = f"{self._client.host} lets somebody else write than it says that the token is"
            raise NoAnswerError(reason, "remove the comment that was just written, and use another token")
        return _seen(made)

    def update(self, number: int, body: str) -> bool:
        path = f"{self._repository}/issues/comments/{number}"
        answer = self._client.send("PATCH", path, self._what, json={"body": body}, may_be_gone=True)
        return answer.status_code != GONE

    def delete(self, number: int) -> None:
        self._client.send("DELETE", f"{self._repository}/issues/comments/{number}", self._what, may_be_gone=True)

    def _all(self) -> Iterator[_Comment]:
        for page in range(1, PAGES + 1):
            query = {"per_page": str(PAGE), "page": str(page)}
            found = self._client.ask("GET", self._list, self._what, _COMMENTS, params=query)
            yield from found
            if len(found) < PAGE:
                return
        reason = f"{self._client.host} lists more than {PAGE * PAGES} {self._what}"
        raise NoAnswerError(reason, "publish without a comment: --no-comment")


def _seen(comment: _Comment) -> Comment:
    return Comment(comment.id, comment.body or "", comment.html_url)
