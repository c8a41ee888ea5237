"""The client `jira`, made to speak as `readiness.web.session` does, with answers that have been checked.

`jira` and `requests` are imported here, so this module is imported late. The client has no request for many issues at
once, and asks for more than is needed where it searches; these go through its session.
"""

from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

import requests
from jira import JIRA, JIRAError

from readiness.trackers.jira_answers import FIELDS, Answer, Bulk, Created, Info, Named, Page
from readiness.web.credentials import Credentials
from readiness.web.errors import NoAnswerError
from readiness.web.exchange import unusable
from readiness.web.manners import Manners
from readiness.web.origin import origin_of
from readiness.web.refusals import refusal
from readiness.web.session import mount

PAGE: Final = 100
"""How many issues Jira tells at a time, at most."""
TYPE: Final = "Task"
"""The type of issues that are opened."""
_ASKS_BY_POST: Final = ("2/search", "3/search/jql", "3/issue/bulkfetch")
_MANNERS: Final = Manners(most_bytes=32 * 1024 * 1024)
"""A hundred descriptions as documents are more than others answer."""
_NOBODY: Final = frozenset({"AUTHENTICATED_FAILED", "AUTHENTICATION_DENIED"})
_Of = TypeVar("_Of")


class Client:
    """One Jira, and who asks it. All methods raise `NoAnswerError`, and nothing else."""

    def __init__(self, url: str, credentials: Credentials, *, variable: str, manners: Manners = _MANNERS) -> None:
        """Ask the Jira at `url` with `credentials`, the token of which is in `variable`. Nothing is asked yet."""
        self.url = url
        self.host = origin_of(url).name
        self.variable = variable
        self.given = credentials.given
        self._credentials = credentials
        self._manners = manners
        self._lock = Lock()
        self._known: tuple[JIRA, bool] | None = None

    def is_cloud(self) -> bool:
        """Whether this is Jira Cloud, which has other requests than Data Center. It is asked once."""
        return self._speaking()[1]

    def fetch(self, keys: Sequence[str]) -> tuple[Sequence[Answer], bool]:
        """Return those of the issues `keys` that are shown, and whether there was trouble with any.

        Issues that were moved are among them, with the keys that they have now.
        """
        if not self.is_cloud():
            # With the validation one key that is not there would fail them all.
            return self.search(f"key in ({', '.join(map(quoted, keys))})", PAGE, validate=False), False

        def ask() -> tuple[Sequence[Answer], bool]:
            body = {"issueIdsOrKeys": list(keys), "fields": list(FIELDS)}
            told = Bulk.model_validate(self._posted("3/issue/bulkfetch", body))
            return told.issues, bool(told.issue_errors)

        return self._told("its issues", ask)

    def issue(self, key: str) -> Answer | None:
        """Return the issue that is called `key`, or was before it was moved; None if Jira shows none."""

        def ask() -> Answer | None:
            try:
                return Answer.model_validate(self._speaking()[0].issue(key, fields=",".join(FIELDS)).raw)
            except JIRAError as refused:
                if refused.status_code != requests.codes.not_found:
                    raise
                return None

        return self._told(f"issue {key}", ask)

    def shows(self, project: str) -> bool:
        """Whether any issue of `project` is shown."""

        def ask() -> bool:
            try:
                return bool(self._page(f"project = {quoted(project)}", 1, validate=False).issues)
            except JIRAError as refused:
                # Of a project that may not be seen Jira says that there is none.
                if refused.status_code != requests.codes.bad_request:
                    raise
                return False

        return self._told(f"project {project}", ask)

    def search(self, query: str, most: int, *, what: str = "its issues", validate: bool = True) -> Sequence[Answer]:
        """Return the issues that `query`, in JQL, leaves, and no more than `most` of them."""

        def ask() -> Sequence[Answer]:
            found: list[Answer] = []
            token: str | None = None
            while True:
                page = self._page(query, PAGE, len(found), token, validate=validate)
                found += page.issues
                token = page.next_page_token
                if len(found) >= most or (token is None and len(found) >= page.total):
                    return found[:most]
                # A list may be long, but none goes on after nothing.
                if not page.issues:
                    raise ValueError

        return self._told(what, ask)

    def versions(self, project: str) -> Sequence[str]:
        """Return the names of the versions of `project`."""

        def ask() -> Sequence[str]:
            return [Named.model_validate(one.raw).name for one in self._speaking()[0].project_versions(project)]

        return self._told(f"project {project}", ask)

    def create(self, project: str, fields: Mapping[str, object]) -> str:
        """Open an issue in `project`, and return its key."""
        whole = {"project": {"key": project}, "issuetype": {"name": TYPE}, **fields}

        def ask() -> str:
            return Created.model_validate(self._speaking()[0].create_issue(fields=whole, prefetch=False).raw).key

        return self._told(f"new issues of {project}", ask)

    def _page(self, query: str, size: int, start: int = 0, token: str | None = None, *, validate: bool) -> Page:
        body: dict[str, object] = {"jql": query, "fields": list(FIELDS), "maxResults": size}
        if self.is_cloud():
            more = {"nextPageToken": token} if token is not None else {}
            return Page.model_validate(self._posted("3/search/jql", body | more))
        return Page.model_validate(self._posted("2/search", body | {"startAt": start, "validateQuery": validate}))

    def _posted(self, path: str, body: Mapping[str, object]) -> object:
        session = self._speaking()[0]._session  # noqa: SLF001 - see the module
        return session.post(f"{self.url}/rest/api/{path}", json=body).json()

    def _speaking(self) -> tuple[JIRA, bool]:
        """Return the client in the version that the server speaks, and whether that is Cloud."""
        with self._lock:
            if self._known is None:
                client = self._client("2")
                info = self._told("its version", lambda: Info.model_validate(client.server_info()))
                cloud = info.deployment_type == "Cloud"
                self._known = (self._client("3") if cloud else client, cloud)
            return self._known

    def _client(self, version: str) -> JIRA:
        options: dict[str, Any] = {"rest_api_version": version}
        client = JIRA(self.url, options=options, get_server_info=False, max_retries=0, logging=False)
        paths = [f"{urlsplit(self.url).path}/rest/api/{path}" for path in _ASKS_BY_POST]
        session = client._session  # noqa: SLF001 - there is no other way to it
        mount(session, self.url, self._credentials, asks_by_post=paths, manners=self._manners)
        session.hooks["response"].append(self._known_to_be)
        return client

    def _known_to_be(self, response: requests.Response, **_: Any) -> None:  # noqa: ANN401 - a hook of `requests`
        """Refuse what Jira tells to everybody when it does not take the token, instead of saying so."""
        reasons = response.headers.get("X-Seraph-LoginReason", "").replace(",", " ").split()
        if self.given and not _NOBODY.isdisjoint(reasons):
            raise refusal(requests.codes.unauthorized, b"", host=self.host, variable=self.variable, what="anything")

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
            case JIRAError(status_code=int(status), response=requests.Response() as said) if not said.ok:
                if status == requests.codes.bad_request and "issuetype" in _objections(said):
                    reason = f"{self.host} refuses {what}: no issue of the type {TYPE} can be opened there"
                    return NoAnswerError(reason, f"give the project the type {TYPE}, or open the issue by hand")
                told = {"host": self.host, "variable": self.variable, "what": what}
                return refusal(status, said.content, **told, given=self.given)
            case _:
                return unusable(wrong, self.host, what)


def quoted(text: str) -> str:
    """Return `text` as a string of JQL, whatever is in it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(f"\\u{ord(sign):04x}" if sign < " " else sign for sign in escaped) + '"'


def _objections(response: requests.Response) -> Mapping[str, object]:
    """Return what Jira has against single fields."""
    try:
        errors = response.json()["errors"]
    except (ValueError, LookupError, TypeError):
        return {}
    return errors if isinstance(errors, Mapping) else {}
