"""Servers that stand for GitHub and GitLab, with one pull or merge request that remembers what is written to it.

Their answers are synthetic: made from the descriptions of the interfaces, and no larger than what is read of them.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from tests.trackers.server import Answer, Asked, Server, as_json, serving

HEAD: Final = "4f2a91c3b0d7e65a8899aabbccddeeff00112233"
OLD: Final = "0b5e" * 10
NUMBER: Final = 12
TOKEN: Final = "ghp_TheTokenThatNobodyMaySee"  # noqa: S105 - of nobody
ME: Final = "github-actions[bot]"
FORBIDDEN: Final = {"github": "Resource not accessible by integration", "gitlab": "403 Forbidden"}


@dataclass(slots=True)
class Written:
    """A comment as the server has it."""

    number: int
    author: str
    body: str


@dataclass(slots=True)
class FakeForge:
    """What a forge knows. `before` may answer in its place, or change it before it does."""

    kind: str
    head: str = HEAD
    me: str = ME
    read_only: bool = False
    comments: list[Written] = field(default_factory=list)
    marks: list[dict[str, Any]] = field(default_factory=list)
    before: Callable[[Asked], Answer | None] = lambda _: None
    _last: int = 100
    _lock: Any = field(default_factory=RLock)

    @property
    def repository(self) -> str:
        return "acme/app"

    def write(self, body: str, author: str | None = None) -> Written:
        """Let `author` (or who the token is) write a comment."""
        with self._lock:
            self._last += 1
            self.comments.append(Written(self._last, author or self.me, body))
            return self.comments[-1]

    def of(self, author: str) -> list[Written]:
        """Return what `author` wrote."""
        return [one for one in self.comments if one.author == author]

    def __call__(self, asked: Asked) -> Answer:
        instead = self.before(asked)
        if instead is not None:
            return instead
        token = asked.headers.get("Authorization", "").removeprefix("Bearer ") or asked.headers.get("PRIVATE-TOKEN")
        if token != TOKEN:
            return as_json({"message": "Bad credentials"}, 401)
        path = unquote(urlsplit(asked.target).path).removeprefix("/api/v3").removeprefix("/api/v4")
        if self.read_only and asked.method != "GET" and path != "/api/graphql":
            return as_json({"message": FORBIDDEN[self.kind]}, 403)
        with self._lock:
            return self._github(asked, path) if self.kind == "github" else self._gitlab(asked, path)

    def _github(self, asked: Asked, path: str) -> Answer:  # noqa: PLR0911 - one for each address
        words = path.removeprefix(f"/repos/{self.repository}").strip("/").split("/")
        query = parse_qs(urlsplit(asked.target).query)
        match [asked.method, *words]:
            case ["POST", "api", "graphql"]:
                return as_json({"data": {"viewer": {"login": self.me}}})
            case ["GET", "pulls"]:
                return as_json([self._pull()] if query["head"] == ["stranger:topic"] else [])
            case ["GET", "pulls", "12"]:
                return as_json(self._pull())
            case ["GET", "issues", "12", "comments"]:
                return as_json([self._comment(one) for one in _page(self.comments, query)])
            case ["POST", "issues", "12", "comments"]:
                return as_json(self._comment(self.write(asked.json()["body"])), 201)
            case ["PATCH" | "DELETE", "issues", "comments", number]:
                return self._changed(asked, int(number), self._comment)
            case ["POST", "statuses", sha]:
                self.marks.append({"sha": sha, **asked.json()})
                return as_json({"id": 1, "state": asked.json()["state"]}, 201)
            case ["POST", "check-runs"]:
                self.marks.append(asked.json())
                return as_json({"id": 1, "name": asked.json()["name"]}, 201)
            case _:
                return as_json({"message": "Not Found"}, 404)

    def _gitlab(self, asked: Asked, path: str) -> Answer:  # noqa: PLR0911 - as above
        words = path.removeprefix(f"/projects/{self.repository}").strip("/").split("/")
        query = parse_qs(urlsplit(asked.target).query)
        match [asked.method, *words]:
            case ["GET", "user"]:
                return as_json({"id": _id(self.me), "username": self.me})
            case ["GET", "merge_requests", "12"]:
                url = f"https://gitlab.example.org/{self.repository}/-/merge_requests/{NUMBER}"
                return as_json({"iid": NUMBER, "sha": self.head, "web_url": url})
            case ["GET", "merge_requests", "12", "notes"]:
                return as_json([self._note(one) for one in _page(self.comments, query)])
            case ["POST", "merge_requests", "12", "notes"]:
                return as_json(self._note(self.write(asked.json()["body"])), 201)
            case ["PUT" | "DELETE", "merge_requests", "12", "notes", number]:
                return self._changed(asked, int(number), self._note)
            case ["POST", "statuses", sha]:
                self.marks.append({"sha": sha, **asked.json()})
                return as_json({"id": 1, "status": asked.json()["state"]}, 201)
            case _:
                return as_json({"message": "404 Not Found"}, 404)

    def _changed(self, asked: Asked, number: int, shown: Callable[[Written], dict[str, Any]]) -> Answer:
        found = next((one for one in self.comments if one.number == number), None)
        if found is None:
            return as_json({"message": "Not Found"}, 404)
        if found.author != self.me:
            return as_json({"message": "it is somebody else's"}, 403)
        if asked.method == "DELETE":
            self.comments.remove(found)
            return Answer(status=204)
        found.body = asked.json()["body"]
        return as_json(shown(found))

    def _pull(self) -> dict[str, Any]:
        return {"number": NUMBER, "state": "open", "head": {"sha": self.head, "ref": "topic"}}

    def _comment(self, one: Written) -> dict[str, Any]:
        url = f"https://github.com/{self.repository}/pull/{NUMBER}#issuecomment-{one.number}"
        return {"id": one.number, "body": one.body, "html_url": url, "user": {"login": one.author, "id": 1}}

    def _note(self, one: Written) -> dict[str, Any]:
        author = {"id": _id(one.author), "username": one.author}
        return {"id": one.number, "body": one.body, "author": author, "system": False}


@contextmanager
def running(forge: FakeForge) -> Iterator[tuple[Server, dict[str, str]]]:
    """Serve `forge`, and give the environment of a job for its pull or merge request, but for files of the event."""
    with serving(forge) as server:
        yield server, environment(forge, server)


def environment(forge: FakeForge, server: Server) -> dict[str, str]:
    """Return what CI would set."""
    if forge.kind == "github":
        return {
            "GITHUB_ACTIONS": "true",
            "GITHUB_TOKEN": TOKEN,
            "GITHUB_API_URL": f"{server.address}/api/v3",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": forge.repository,
            "GITHUB_EVENT_NAME": "pull_request",
            "GITHUB_SHA": OLD,
            "GITHUB_RUN_ID": "77",
        }
    return {
        "GITLAB_CI": "true",
        "READINESS_GITLAB_TOKEN": TOKEN,
        "CI_API_V4_URL": f"{server.address}/api/v4",
        "CI_MERGE_REQUEST_PROJECT_ID": "",
        "CI_PROJECT_ID": "",
        "CI_MERGE_REQUEST_IID": str(NUMBER),
        "CI_COMMIT_SHA": HEAD,
        "CI_JOB_URL": "https://gitlab.example.org/acme/app/-/jobs/77",
    }


def event(number: int = NUMBER, sha: str = HEAD, repository: str = "acme/app", user: str = "ann") -> str:
    """Return the description of a `pull_request` event, from the branch of `repository`."""
    pull = {
        "number": number,
        "title": "::error::@everyone",
        "head": {"sha": sha, "ref": "topic", "repo": {"full_name": repository}},
        "user": {"login": user},
    }
    return json.dumps({"action": "synchronize", "number": number, "pull_request": pull})


def _page(comments: list[Written], query: dict[str, list[str]]) -> list[Written]:
    size, page = int(query["per_page"][0]), int(query["page"][0])
    return comments[size * (page - 1) : size * page]


def _id(author: str) -> int:
    return int.from_bytes(re.sub(r"\W", "", author).encode()[:6])
