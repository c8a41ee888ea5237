"""python-redmine, spoken to through the session of `readiness.web.session`, with answers that have been checked.

`redminelib` and `requests` are imported here, so this module is imported late.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Final, TypeVar

import redminelib
import requests
from pydantic import BaseModel, ConfigDict, StrictBool, StrictInt, ValidationError
from redminelib.engines import BaseEngine
from redminelib.exceptions import BaseRedmineError

from readiness.web.errors import NoAnswerError
from readiness.web.moments import Moment
from readiness.web.origin import origin_of
from readiness.web.refusals import not_understood, refusal
from readiness.web.session import asking

PAGE: Final = 100
"""How many issues Redmine lists at a time."""


class _Shape(BaseModel):
    """What is used of an answer; what else is in it differs from one version of Redmine to the next."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Named(_Shape):
    """Something with a name that an issue leads to: a user or a group, a project, a version."""

    id: StrictInt
    name: str = ""


class Status(Named):
    """A status. In an issue, older versions of Redmine do not say whether it is a closed one."""

    is_closed: StrictBool | None = None


class Version(Named):
    """A version of a project, with the day that it is due."""

    due_date: date | None = None


class Answer(_Shape):
    """An issue as Redmine describes it; `updated_on` is aware, UTC."""

    id: StrictInt
    project: Named
    status: Status
    subject: str
    description: str | None = None
    assigned_to: Named | None = None
    fixed_version: Named | None = None
    due_date: date | None = None
    updated_on: Moment | None = None


class _Refused(Exception):  # noqa: N818 - an answer, of which its reader makes an error
    """Redmine answered, but not with what was asked for."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(status)
        self.status = status
        self.body = body


_Of = TypeVar("_Of", bound=_Shape)


class Client:
    """One Redmine, and who asks it. All methods raise `NoAnswerError`, and nothing else."""

    def __init__(self, url: str, session: requests.Session, *, variable: str, given: bool) -> None:
        """Ask the Redmine at `url` by `session`; its key, if there is one (`given`), is in `variable`."""
        self.url = url
        self.host = origin_of(url).name
        self.variable = variable
        self.given = given
        self._redmine = redminelib.Redmine(url, engine=_engine(session))

    def list_issues(self, what: str, filters: Mapping[str, object], offset: int = 0) -> tuple[Sequence[Answer], int]:
        """Return one page of the issues that `filters` leave, and how many there are on all pages."""
        with self._asking_for(what):
            listed = self._redmine.issue.filter(**filters, limit=PAGE, offset=offset)
            page = _all(Answer, listed)
            return page, int(listed.total_count)

    def issue(self, number: int) -> Answer | None:
        """Return the issue `number`; None where Redmine says that there is none."""
        with self._asking_for(f"issue {number}"):
            try:
                answer = Answer.model_validate(self._redmine.issue.get(number).raw())
            except _Refused as refused:
                if refused.status == requests.codes.forbidden and self.given:
                    self.knows_who_asks()
                if refused.status != requests.codes.not_found:
                    raise
                return None
            if answer.id != number:
                raise ValueError
            return answer

    def statuses(self) -> Mapping[int, bool]:
        """Return, by number, whether an issue of that status is closed."""
        with self._asking_for("its statuses"):
            listed = _all(Status, self._redmine.issue_status.all())
            return {status.id: status.is_closed for status in listed if status.is_closed is not None}

    def versions(self, project: str | int) -> Sequence[Version]:
        """Return the versions of `project`, and those that others share with it."""
        with self._asking_for(f"project {project}"):
            return _all(Version, self._redmine.version.filter(project_id=project))

    def version(self, number: int) -> Version:
        """Return the version `number`."""
        with self._asking_for(f"version {number}"):
            return Version.model_validate(self._redmine.version.get(number).raw())

    def knows_who_asks(self) -> None:
        """Do nothing, if Redmine takes the key. With one that it does not take it answers as it answers anybody."""
        with self._asking_for("who asks"):
            try:
                self._redmine.user.get("current")
            except _Refused as refused:
                if refused.status != requests.codes.forbidden:
                    raise
                takes_none = True
            else:
                takes_none = False
        if takes_none:
            reason = f"{self.host} looks at no token, so not at the one in {self.variable}"
            raise NoAnswerError(reason, "ask its administrator to switch on the REST web service, in *Settings, API*")

    def create(self, project: str, **fields: object) -> Answer:
        """Open an issue in `project`, and return it."""
        with self._asking_for(f"a new issue of project {project}", absent=f"project {project}"):
            return Answer.model_validate(self._redmine.issue.create(project_id=project, **fields).raw())

    @contextmanager
    def _asking_for(self, what: str, absent: str | None = None) -> Iterator[None]:
        """Turn whatever is no answer about `what` into a `NoAnswerError` without anything behind it.

        On a 404 it is `absent` that is not there, where that is something else.
        """
        try:
            yield
        except _Refused as refused:
            error = refusal(
                refused.status,
                refused.body,
                host=self.host,
                variable=self.variable,
                what=absent or what if refused.status == requests.codes.not_found else what,
                given=self.given,
            )
        except (ValidationError, BaseRedmineError, LookupError, TypeError, ValueError, AttributeError):
            error = not_understood(self.host, what)
        else:
            return
        raise error


def _all(shape: type[_Of], listed: Any) -> Sequence[_Of]:  # noqa: ANN401 - python-redmine has no types
    return tuple(shape.model_validate(one.raw()) for one in listed)


def _engine(session: requests.Session) -> type[BaseEngine]:
    """Return an engine of python-redmine that asks by `session`, and leaves it to the caller to judge a refusal."""

    class Engine(BaseEngine):  # type: ignore[misc]  # it has no types
        @staticmethod
        def create_session(**_: object) -> requests.Session:
            return session

        def request(
            self,
            method: str,
            url: str,
            headers: Mapping[str, str] | None = None,
            params: Mapping[str, object] | None = None,
            data: object = None,
        ) -> object:
            arguments = self.construct_request_kwargs(method, headers, params, data)
            return self.process_response(asking(session, method, url, **arguments))

        def process_response(self, response: requests.Response) -> object:
            if response.status_code not in {requests.codes.ok, requests.codes.created}:
                raise _Refused(response.status_code, response.content)
            return response.json()

        def process_bulk_request(self, *_: object) -> Sequence[object]:
            # Pages are asked for one by one, with a limit, so there is never more to one request.
            return ()

    return Engine
