"""Synthetic answers of a GitLab, made from its public documentation of the REST API (v4); none was ever recorded."""

from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from tests.trackers.server import Answer, Asked, as_json

PROJECT: Final = "acme/tools/platform"
REPORTER: Final = 20
GUEST: Final = 10


def issue(iid: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return an open issue as GitLab describes one."""
    return {
        "id": 7000 + iid,
        "iid": iid,
        "project_id": 1,
        "title": f"Issue {iid}",
        "description": None,
        "state": "opened",
        "created_at": "2026-01-04T15:31:51.081Z",
        "updated_at": "2026-02-05T16:00:00.000+01:00",
        "closed_at": None,
        "labels": [],
        "milestone": None,
        "assignees": [],
        "assignee": None,
        "type": "ISSUE",
        "confidential": False,
        "due_date": None,
        "moved_to_id": None,
        "web_url": f"https://gitlab.example.org/{PROJECT}/-/issues/{iid}",
        "references": {"short": f"#{iid}", "relative": f"#{iid}", "full": f"{PROJECT}#{iid}"},
        "_links": {
            "self": f"https://gitlab.example.org/api/v4/projects/1/issues/{iid}",
            "closed_as_duplicate_of": None,
        },
    } | more


def milestone(title: str, due: str | None = None) -> dict[str, Any]:
    """Return a milestone as GitLab describes one."""
    return {"id": 3, "iid": 1, "project_id": 1, "title": title, "state": "active", "due_date": due}


@dataclass(slots=True)
class GitLabLike:
    """Answers as a GitLab does that has `issues` by project, and shows each project in the role `access`."""

    issues: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {PROJECT: []})
    milestones: list[dict[str, Any]] = field(default_factory=list)
    access: int | None = REPORTER
    in_group: bool = False
    page: int = 100
    base: str = "https://gitlab.example.org"

    def respond(self, asked: Asked) -> Answer:
        """Answer what `asked` is about, as it is documented."""
        parts = urlsplit(asked.target)
        path = parts.path.removeprefix("/api/v4/projects/")
        name, _, rest = path.partition("/")
        project = unquote(name)
        if path == parts.path or project not in self.issues:
            return as_json({"message": "404 Project Not Found"}, 404)
        query = parse_qs(parts.query, keep_blank_values=True)
        match asked.method, rest:
            case "GET", "":
                return as_json(self._project(project))
            case "GET", "issues":
                return self._listed(self._matching(project, query), query, parts.path)
            case "GET", "milestones":
                return as_json([one for one in self.milestones if one["title"] == query["title"][0]])
            case "POST", "issues":
                return self._created(project, asked.json())
        return as_json({"error": "404 Not Found"}, 404)

    def _project(self, project: str) -> dict[str, Any]:
        level = {"access_level": self.access, "notification_level": 3} if self.access is not None else None
        permissions = {"project_access": None, "group_access": level} if self.in_group else {"project_access": level}
        return {"id": 1, "path_with_namespace": project, "permissions": permissions}

    def _matching(self, project: str, query: dict[str, list[str]]) -> list[dict[str, Any]]:
        found = self.issues[project]
        if "iids[]" in query:
            found = [one for one in found if str(one["iid"]) in query["iids[]"]]
        if "state" in query:
            found = [one for one in found if one["state"] == query["state"][0]]
        if "milestone" in query:
            found = [one for one in found if (one["milestone"] or {}).get("title") == query["milestone"][0]]
        if "search" in query:
            words = query["search"][0].split()
            found = [one for one in found if all(word in (one["description"] or "") for word in words)]
        return sorted(found, key=lambda one: int(one["iid"]), reverse=query.get("sort") != ["asc"])

    def _listed(self, found: list[dict[str, Any]], query: dict[str, list[str]], path: str) -> Answer:
        number = int(query.get("page", ["1"])[0])
        size = min(self.page, int(query.get("per_page", ["20"])[0]))
        first = (number - 1) * size
        headers = {}
        if first + size < len(found):
            headers["Link"] = f'<{self.base}{path}?page={number + 1}&per_page={size}>; rel="next"'
        return as_json(found[first : first + size], 200, **headers)

    def _created(self, project: str, fields: dict[str, Any]) -> Answer:
        if not fields.get("title") or len(fields["title"]) > 255:
            return as_json({"message": {"title": ["is too long (maximum is 255 characters)"]}}, 400)
        iid = max((one["iid"] for one in self.issues[project]), default=0) + 1
        labels = fields.pop("labels", "").split(",")
        created = issue(iid, **fields, labels=[label for label in labels if label])
        self.issues[project].append(created)
        return as_json(created, 201)
