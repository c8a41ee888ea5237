"""A kind of tracker as a package would bring it: `desk`, which asks a small server for a hundred issues at a time."""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from readiness.model.settings import TrackerSettings
from readiness.model.tracking import Issue, IssueState, Reference
from readiness.trackers.base import Draft, Found, Heard, Lacking, Reply, TrackerKind
from readiness.trackers.batches import in_batches
from readiness.web.credentials import token_in
from readiness.web.errors import NoAnswerError
from readiness.web.refusals import not_installed, refusal

AT_ONCE = 100


class Desk:
    """The tracker of one server."""

    def __init__(self, name: str, url: str, token: str | None, variable: str) -> None:
        self._name, self._url, self._token, self._variable = name, url, token, variable

    def look_up(self, references: Sequence[Reference], heard: Heard) -> Mapping[Reference, Reply]:
        return in_batches(references, AT_ONCE, self._batch, heard)

    def open_work(self, project: str, milestone: str) -> Sequence[Issue]:
        listed = self._get("/open", project=project, milestone=milestone)
        return [_issue(Reference(self._name, "", one["id"]), one) for one in listed]

    def find(self, project: str, marker: str) -> Issue | None:
        raise NotImplementedError

    def create(self, draft: Draft) -> Issue:
        raise NotImplementedError

    def _batch(self, references: Sequence[Reference]) -> Mapping[Reference, Reply]:
        known = {one["id"]: one for one in self._get("/issues", ids=",".join(one.issue for one in references))}
        return {one: self._reply(one, known.get(one.issue)) for one in references}

    def _reply(self, reference: Reference, told: Mapping[str, Any] | None) -> Reply:
        if told is None:
            return Lacking()
        if told.get("hidden"):
            what = f"issue {reference.issue}"
            return refusal(403, b"", host=self._url, variable=self._variable, what=what, given=self._token is not None)
        moved = Reference(self._name, "", told.get("now_called", reference.issue))
        return Found(_issue(moved, told), f"{told['title']}\n{told.get('text', '')}")

    def _get(self, path: str, **query: str) -> Any:  # noqa: ANN401 - whatever the server says
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        request = urllib.request.Request(f"{self._url}{path}?{urllib.parse.urlencode(query)}", headers=headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - a server of the test
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise refusal(
                    error.code,
                    error.read(),
                    host="desk.example",
                    variable=self._variable,
                    what="issues",
                    given=self._token is not None,
                ) from None
        except OSError:
            reason = f"{self._name} gives no answer"
            raise NoAnswerError(reason, "try again when it is up") from None


def _issue(reference: Reference, told: Mapping[str, Any]) -> Issue:
    return Issue(
        reference=reference,
        state=IssueState(told.get("state", "open")),
        title=told["title"],
        why=told.get("why"),
        assignees=tuple(told.get("assignees", ["product"])),
        due=date.fromisoformat(told["due"]) if "due" in told else None,
        updated=datetime(2026, 11, 3, 8, 30, 1, 250, tzinfo=UTC),
        url=told.get("url"),
    )


def connect(name: str, settings: TrackerSettings, environ: Mapping[str, str]) -> Desk:
    variable = settings.token_env or "DESK_TOKEN"
    return Desk(name, settings.url or "http://desk.example", token_in(environ, variable), variable)


KIND = TrackerKind(
    name="desk",
    forms=("desk:12",),
    issue=r"\d+",
    project=None,
    from_url=lambda rest: ("", rest.partition("/")[2]) if rest.startswith("issues/") else None,
    connect=connect,
    home="https://desk.example",
    token_env="DESK_TOKEN",  # noqa: S106 - the name of a variable
)


class _Careless(Desk):
    """A tracker whose author forgot what a tracker is."""

    def look_up(self, references: Sequence[Reference], heard: Heard) -> Mapping[Reference, Reply]:
        del references, heard
        raise KeyError(self._token)


CARELESS = TrackerKind(
    name="careless",
    forms=("careless:12",),
    issue=r"\d+",
    project=None,
    from_url=lambda _: None,
    connect=lambda name, *_: _Careless(name, "", "opensesame", ""),
)


def _missing(name: str, *_: object) -> Desk:
    raise not_installed(name)


MISSING = TrackerKind(
    name="missing",
    forms=("missing:12",),
    issue=r"\d+",
    project=None,
    from_url=lambda _: None,
    connect=_missing,
)
