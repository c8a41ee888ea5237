"""Synthetic answers of a Jira, made from the public documentation of its REST APIs (Cloud 3, Data Center 2).

None of them was ever recorded. Queries are not interpreted, but compared with those that the documentation lets expect.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from tests.trackers.server import Answer, Asked, as_json

KEYS: Final = re.compile(r"key in \((.*)\)")
OF_PROJECT: Final = re.compile(r'project = "([^"]*)"')
OF_VERSION: Final = re.compile(r'fixVersion = "((?:[^"\\]|\\.)*)" AND statusCategory != Done')
HIDDEN: Final = "Issue does not exist or you do not have permission to see it."


def document(*lines: str) -> dict[str, Any]:
    """Return a document (ADF) with a paragraph for each of `lines`."""
    paragraphs = [{"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in lines]
    return {"type": "doc", "version": 1, "content": paragraphs}


def issue(key: str, category: str = "new", named: str = "To Do", **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return an issue as Jira describes one."""
    return {
        "expand": "operations,editmeta",
        "id": str(10_000 + int(key.rpartition("-")[2])),
        "self": f"https://jira.example.org/rest/api/3/issue/{key}",
        "key": key,
        "fields": {
            "summary": f"Issue {key}",
            "description": None,
            "status": {"name": named, "id": "1", "statusCategory": {"id": 2, "key": category, "name": "Whatever"}},
            "resolution": None,
            "assignee": None,
            "duedate": None,
            "fixVersions": [],
            "labels": [],
            "updated": "2026-02-05T16:00:00.000+0100",
        }
        | fields,
    }


@dataclass(slots=True)
class JiraLike:
    """Answers as a Jira does that has `issues`. `moved` leads from keys of former times to those of today."""

    issues: list[dict[str, Any]] = field(default_factory=list)
    cloud: bool = True
    moved: dict[str, str] = field(default_factory=dict)
    versions: tuple[str, ...] = ()
    types: tuple[str, ...] = ("Task", "Bug")
    page: int = 100
    unlisted: set[str] = field(default_factory=set)
    """Issues that a search does not find yet."""

    @property
    def visible(self) -> set[str]:
        return {one["key"].rpartition("-")[0] for one in self.issues}

    def respond(self, asked: Asked) -> Answer:  # noqa: PLR0911 - one a request
        """Answer what `asked` is about, as it is documented."""
        version = "3" if self.cloud else "2"
        path = urlsplit(asked.target).path
        if path == "/rest/api/2/serverInfo":
            kind = "Cloud" if self.cloud else "Server"
            return as_json({"baseUrl": "https://jira.example.org", "version": "10.3.0", "deploymentType": kind})
        rest = path.removeprefix(f"/rest/api/{version}/")
        match asked.method, rest.split("/"):
            case "POST", ["issue", "bulkfetch"] if self.cloud:
                found = [self._called(key) for key in asked.json()["issueIdsOrKeys"]]
                return as_json({"expand": "schema", "issues": [one for one in found if one], "issueErrors": []})
            case "POST", ["search", "jql"] if self.cloud:
                return self._searched(asked.json())
            case "POST", ["search"] if not self.cloud:
                return self._searched(asked.json())
            case "GET", ["issue", key]:
                one = self._called(key)
                return as_json(one) if one else as_json({"errorMessages": [HIDDEN], "errors": {}}, 404)
            case "GET", ["project", key, "versions"] if key in self.visible:
                return as_json([{"id": str(number), "name": name} for number, name in enumerate(self.versions)])
            case "POST", ["issue"]:
                return self._created(asked.json()["fields"])
        return as_json({"errorMessages": ["null for uri"], "errors": {}}, 404)

    def _called(self, key: str) -> dict[str, Any] | None:
        key = self.moved.get(key, key)
        return next((one for one in self.issues if one["key"] == key), None)

    def _searched(self, query: dict[str, Any]) -> Answer:
        jql = query["jql"]
        if keys := KEYS.fullmatch(jql):
            assert query["validateQuery"] is False
            called = [self._called(key) for key in json.loads(f"[{keys[1]}]")]
            return self._paged([one for one in called if one], query)
        (project,) = OF_PROJECT.findall(jql)
        if project not in self.visible and query.get("validateQuery", True):
            said = f"The value '{project}' does not exist for the field 'project'."
            return as_json({"errorMessages": [said], "errors": {}}, 400)
        found = [one for one in self.issues if one["key"].startswith(f"{project}-") and one["key"] not in self.unlisted]
        if version := OF_VERSION.search(jql):
            name = json.loads(f'"{version[1]}"')
            found = [one for one in found if name in (each["name"] for each in one["fields"]["fixVersions"])]
            found = [one for one in found if one["fields"]["status"]["statusCategory"]["key"] != "done"]
        elif " AND description ~ " in jql:
            words = re.findall(r"\w+", jql.partition(" ~ ")[2].partition(" ORDER ")[0])
            found = [one for one in found if all(word in str(one["fields"]["description"]) for word in words)]
        else:
            found = found[::-1]
        return self._paged(found, query)

    def _paged(self, found: list[dict[str, Any]], query: dict[str, Any]) -> Answer:
        size = min(self.page, query["maxResults"])
        first = int(query.get("nextPageToken", 0)) if self.cloud else query["startAt"]
        issues = found[first : first + size]
        if not self.cloud:
            return as_json({"startAt": first, "maxResults": size, "total": len(found), "issues": issues})
        last = first + size >= len(found)
        return as_json({"isLast": last, "issues": issues} | ({} if last else {"nextPageToken": str(first + size)}))

    def _created(self, fields: dict[str, Any]) -> Answer:
        if fields["issuetype"] not in [{"name": name} for name in self.types]:
            return as_json({"errorMessages": [], "errors": {"issuetype": "Specify a valid issue type"}}, 400)
        if "\n" in fields["summary"]:
            return as_json({"errorMessages": [], "errors": {"summary": "The summary contains newlines."}}, 400)
        assert isinstance(fields["description"], dict if self.cloud else str)
        project = fields["project"]["key"]
        mine = [one["key"] for one in self.issues if one["key"].startswith(f"{project}-")]
        key = f"{project}-{max((int(one.rpartition('-')[2]) for one in mine), default=0) + 1}"
        known = {name: fields[name] for name in ("summary", "description", "duedate", "labels") if name in fields}
        self.issues.append(issue(key, **known))
        self.unlisted.add(key)
        return as_json({"id": "10000", "key": key, "self": f"https://jira.example.org/rest/api/3/issue/{key}"}, 201)
