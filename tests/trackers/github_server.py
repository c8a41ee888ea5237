"""A server that stands for GitHub. Its answers are synthetic: made from the schema of its API, not recorded."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from readiness.model.settings import TrackerSettings
from readiness.trackers.github import connect
from readiness.trackers.github_tracker import GitHub
from tests.trackers.server import Answer, Asked, Server, as_json, serving
from tests.trackers.talking import TOKEN

API: Final = "/api/v3"
GRAPHQL: Final = "/api/graphql"
_ALIAS: Final = re.compile(
    r"^(r\d+): repository\(owner: \$(\w+), name: \$(\w+)\)|^(i\d+): \w+\(number: \$(\w+)\)", re.MULTILINE
)


def node(number: int, repository: str = "acme/platform", **changes: object) -> dict[str, Any]:
    """Return an issue as GraphQL has it."""
    return {
        "__typename": "Issue",
        "number": number,
        "title": f"Issue {number}",
        "body": f"About item-{number}.",
        "state": "OPEN",
        "stateReason": None,
        "updatedAt": "2026-05-04T09:00:00Z",
        "url": f"https://github.com/{repository}/issues/{number}",
        "repository": {"nameWithOwner": repository},
        "assignees": {"nodes": [{"login": "zoe"}, {"login": "ann"}]},
        "labels": {"nodes": [{"name": "launch"}]},
        "milestone": {"title": "M3", "dueOn": "2027-01-10T08:00:00Z"},
    } | changes


def listed(number: int, repository: str = "acme/platform", **changes: object) -> dict[str, Any]:
    """Return an issue as REST has it."""
    return {
        "number": number,
        "title": f"Issue {number}",
        "body": None,
        "state": "open",
        "state_reason": None,
        "updated_at": "2026-05-04T09:00:00Z",
        "url": f"https://api.github.com/repos/{repository}/issues/{number}",
        "html_url": f"https://github.com/{repository}/issues/{number}",
        "assignees": [],
        "labels": [{"name": "launch"}],
        "milestone": None,
    } | changes


@dataclass(slots=True)
class FakeGitHub:
    """What the server has: issues by repository and number, and answers that are as they are, by method and path."""

    repositories: Mapping[str, Mapping[int, dict[str, Any]]] = field(default_factory=dict)
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Answer:
        path = asked.target.partition("?")[0]
        fixed = self.answers.get((asked.method, path))
        if fixed is not None:
            return fixed
        if path == GRAPHQL:
            return as_json(self.answer(asked.json()))
        return as_json({"message": "Not Found"}, 404)

    def answer(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return what GraphQL answers to the query that the tracker sends."""
        data: dict[str, Any] = {}
        errors: list[dict[str, Any]] = []
        at = project = ""
        for alias, owner, name, issue, number in _ALIAS.findall(asked["query"]):
            if alias:
                at, project = alias, f"{asked['variables'][owner]}/{asked['variables'][name]}"
                issues = self.repositories.get(project)
                data[at] = None if issues is None else {"nameWithOwner": project, "hasIssuesEnabled": True}
                if issues is None:
                    errors.append({"type": "NOT_FOUND", "path": [at], "message": "Could not resolve to a Repository"})
            elif data[at] is not None:
                known = self.repositories[project].get(asked["variables"][number])
                data[at][issue] = known
                if known is None:
                    errors.append(
                        {"type": "NOT_FOUND", "path": [at, issue], "message": "Could not resolve to an issue"}
                    )
        return {"data": data} | ({"errors": errors} if errors else {})


@contextmanager
def github(fake: FakeGitHub) -> Iterator[Server]:
    """Serve `fake`."""
    with serving(fake) as server:
        yield server


def tracker(server: Server, token: str = TOKEN) -> GitHub:
    """Return a tracker called `github` that is at `server`."""
    made = connect("github", TrackerSettings(kind="github", url=server.address), {"GITHUB_TOKEN": token})
    assert isinstance(made, GitHub)
    return made
