"""A server that keeps issues as a Redmine does, as far as opening one and finding it again need it. Synthetic."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.trackers.server import Answer, Asked, Server, as_json, serving

PROJECT = "platform"
_STATUSES = [{"id": 1, "name": "New", "is_closed": False}, {"id": 5, "name": "Closed", "is_closed": True}]


@dataclass(slots=True)
class Kept:
    """The issues of one project. `opening` is called before one is kept, `opened` before that is answered."""

    server: Server | None = None
    issues: list[dict[str, Any]] = field(default_factory=list)
    opening: Callable[[], object] = lambda: None
    opened: Callable[[], object] = lambda: None
    refusal: Answer | None = None

    @property
    def posts(self) -> int:
        """How many issues were asked for."""
        return sum(asked.method == "POST" for asked in self.server.asked) if self.server else 0

    @property
    def url(self) -> str:
        """Where the server is."""
        return self.server.address if self.server else ""

    def close(self, number: int) -> None:
        """Close an issue."""
        self.issues[number - 1]["status"] = _STATUSES[1]

    def respond(self, asked: Asked) -> Answer:
        """Answer as a Redmine."""
        if self.refusal is not None:
            return self.refusal
        parts = urlsplit(asked.target)
        if parts.path == "/issue_statuses.json":
            return as_json({"issue_statuses": _STATUSES})
        if asked.method == "POST":
            return self._keep(asked)
        return self._list(parse_qs(parts.query)) if parts.path == "/issues.json" else Answer(status=404)

    def _keep(self, asked: Asked) -> Answer:
        self.opening()
        given = asked.json()["issue"]
        issue = {
            "id": len(self.issues) + 1,
            "project": {"id": 1, "name": PROJECT},
            "status": _STATUSES[0],
            "subject": given["subject"],
            "description": given["description"],
            "due_date": given.get("due_date"),
            "updated_on": "2026-11-20T10:00:00Z",
        }
        self.issues.append(issue)
        self.opened()
        return as_json({"issue": issue}, 201)

    def _list(self, query: dict[str, list[str]]) -> Answer:
        words = query.get("description", ["~"])[0].removeprefix("~")
        found = [issue for issue in reversed(self.issues) if words in issue["description"]]
        return as_json({"issues": found, "total_count": len(found), "offset": 0, "limit": 100})


@contextmanager
def keeping() -> Iterator[Kept]:
    """Run such a server."""
    kept = Kept()
    with serving(kept.respond) as server:
        kept.server = server
        yield kept
