"""python-gitlab, which speaks through the session of `readiness.web.session`, with answers that have been checked.

`gitlab` and `requests` are imported here, so this module is imported late.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Final, Literal, TypeVar
from urllib.parse import quote

import gitlab
import requests
from gitlab.exceptions import GitlabError
from pydantic import BaseModel, ConfigDict, Field, StrictInt, TypeAdapter

from readiness.web.errors import NoAnswerError
from readiness.web.exchange import unusable
from readiness.web.moments import Moment
from readiness.web.origin import origin_of
from readiness.web.refusals import refusal

PAGE: Final = 100
"""How many issues GitLab lists at a time, at most."""
_PLANNER: Final = 15
"""The lowest role that is shown confidential issues. The next, Reporter, is 20."""


class _Shape(BaseModel):
    """What is used of an answer; there is much more in it."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Person(_Shape):
    """A user."""

    username: str


class Milestone(_Shape):
    """A milestone of a project, or of a group above it."""

    title: str
    due_date: date | None = None


class Links(_Shape):
    """Where an issue leads to."""

    closed_as_duplicate_of: str | None = None


class Answer(_Shape):
    """An issue as GitLab describes it; `iid` is its number within the project, `updated_at` is aware."""

    iid: StrictInt
    state: Literal["opened", "closed"]
    title: str
    web_url: str
    description: str | None = None
    assignees: tuple[Person, ...] = ()
    due_date: date | None = None
    milestone: Milestone | None = None
    labels: tuple[str, ...] = ()
    updated_at: Moment | None = None
    moved_to_id: StrictInt | None = None
    links: Links = Field(default=Links(), alias="_links")


_Of = TypeVar("_Of")
_ISSUES: Final = TypeAdapter(list[Answer])


class _Access(_Shape):
    access_level: StrictInt


class _Permissions(_Shape):
    project_access: _Access | None = None
    group_access: _Access | None = None


class _Project(_Shape):
    permissions: _Permissions | None = None


class Client:
    """One GitLab, and who asks it. All methods raise `NoAnswerError`, and nothing else."""

    def __init__(self, url: str, session: requests.Session, *, variable: str, given: bool) -> None:
        """Ask the GitLab at `url` by `session`; its token, if there is one (`given`), is in `variable`."""
        self.host = origin_of(url).name
        self.variable = variable
        self.given = given
        # Pages are where they were asked for, whatever the server believes that it is called.
        self._gitlab = gitlab.Gitlab(url, session=session, keep_base_url=True)

    def issues(self, project: str, most: int, **filters: object) -> Sequence[Answer]:
        """Return the issues of `project` that `filters` leave, and no more than `most` of them."""
        return self._told(f"issues of {project}", lambda: self._listed(project, most, filters))

    def shows_all(self, project: str) -> bool:
        """Whether who asks is known to be shown confidential issues of `project`, too."""

        def ask() -> bool:
            told = _Project.model_validate(self._gitlab.projects.get(project).attributes).permissions
            levels = (told.project_access, told.group_access) if told else ()
            return any(access is not None and access.access_level >= _PLANNER for access in levels)

        return self._told(f"project {project}", ask)

    def has_milestone(self, project: str, title: str) -> bool:
        """Whether `project`, or a group above it, has a milestone with this title."""

        def ask() -> bool:
            milestones = self._gitlab.projects.get(project, lazy=True).milestones
            listed = milestones.list(get_all=False, per_page=PAGE, title=title, include_ancestors=True)
            return any(Milestone.model_validate(one.attributes).title == title for one in listed)

        return self._told(f"milestones of {project}", ask)

    def create(self, project: str, fields: Mapping[str, object]) -> Answer:
        """Open an issue in `project`, and return it."""

        def ask() -> Answer:
            created = self._gitlab.projects.get(project, lazy=True).issues.create(dict(fields))
            return Answer.model_validate(created.attributes)

        return self._told(f"new issues of {project}", ask)

    def _listed(self, project: str, most: int, filters: Mapping[str, object]) -> Sequence[Answer]:
        path = f"/projects/{quote(project, safe='')}/issues"
        found: list[Answer] = []
        for number in count(1):
            query = {**filters, "page": number, "per_page": PAGE}
            page = self._gitlab.http_request("get", path, query_data=query)
            answers = _ISSUES.validate_python(page.json())
            found += answers
            if "next" not in page.links or len(found) >= most:
                break
            # A list may be long, but none goes on after nothing.
            if not answers:
                raise ValueError
        return found[:most]

    def _told(self, what: str, ask: Callable[[], _Of]) -> _Of:
        """Return what `ask` does; whatever is no answer to `what` is a `NoAnswerError` without anything behind it."""
        try:
            return ask()
        except Exception as wrong:  # noqa: BLE001 - an answer of another shape makes the client raise anything
            error = self._error(wrong, what)
        raise error

    def _error(self, wrong: Exception, what: str) -> NoAnswerError:
        match wrong:
            case NoAnswerError():
                return wrong
            case GitlabError(response_code=int(status)) if status >= requests.codes.bad_request:
                body = wrong.response_body or b""
                told = {"host": self.host, "variable": self.variable, "what": what}
                return refusal(status, body, **told, given=self.given)
            case _:
                return unusable(wrong, self.host, what)
