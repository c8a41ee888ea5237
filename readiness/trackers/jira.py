"""`jira`: issues of a Jira, Cloud or Data Center.

    [trackers.jira]
    kind = "jira"
    url = "https://acme.atlassian.net"      # has to be said; with the path, if it has one
    project = "PLAT"                        # the key of the project that issues are opened in
    user_env = "JIRA_USER"                  # Cloud: the variable with the e-mail address that the token is of

The token is by default in `JIRA_TOKEN`: in Cloud an API token, which goes with the address of its user; in Data Center
a personal access token, which goes alone. An API token with scopes is taken only where `url` is
`https://api.atlassian.com/ex/jira/` and the id of the site; the addresses of issues that are shown then lead nowhere.
Issues are opened with the type Task, which their project has to have.

Jira says the same of an issue that does not exist and of one that may not be seen. One that is not shown counts as not
there if another one of its project is shown, and is unknown otherwise. Where a project has security levels, those whose
token may not see all of them are told "not there" of an issue that is only hidden: Jira has no way to tell.
"""

import re
from collections.abc import Mapping
from typing import Final

from readiness.model.settings import TrackerSettings
from readiness.trackers.base import Tracker, TrackerKind
from readiness.web.credentials import Credentials, token_in
from readiness.web.errors import NoAnswerError
from readiness.web.refusals import not_installed

_EXTRA: Final = "jira"
TOKEN: Final = "JIRA_TOKEN"  # noqa: S105 - the name of a variable
PROJECT: Final = r"[A-Z][A-Z0-9_]{0,49}"
ISSUE: Final = rf"{PROJECT}-[1-9][0-9]{{0,8}}"
_ADDRESS: Final = re.compile(rf"(?:browse|projects/{PROJECT}/issues)/({ISSUE})")


def connect(name: str, settings: TrackerSettings, environment: Mapping[str, str]) -> Tracker:
    """Return the tracker that the configuration calls `name`.

    Raises:
        NoAnswerError: it has no address, what is in its variables is no token or nobody's, or the client is not
            installed.
    """
    if settings.url is None:
        reason = f"nobody has said where tracker {name} is"
        raise NoAnswerError(reason, f"write its address as `url` below `[trackers.{name}]` in the configuration")
    try:
        from readiness.trackers.jira_client import Client  # noqa: PLC0415 - an extra
        from readiness.trackers.jira_tracker import Jira  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise not_installed(_EXTRA) from None
    variable = settings.token_env or TOKEN
    credentials = _credentials(variable, settings.user_env, environment)
    return Jira(name, Client(settings.url, credentials, variable=variable))


def _credentials(variable: str, user_env: str | None, environment: Mapping[str, str]) -> Credentials:
    token = token_in(environment, variable)
    if token is None:
        return Credentials.none()
    if user_env is None:
        return Credentials.bearer(token)
    user = environment.get(user_env, "").strip()
    if not user:
        reason = f"there is a token in {variable}, and nobody in {user_env} whose it is"
        raise NoAnswerError(reason, f"put the e-mail address of the user into {user_env}")
    return Credentials.basic(user, token)


def _from_url(rest: str) -> tuple[str, str] | None:
    """Return the issue behind `browse/PLAT-12`."""
    found = _ADDRESS.fullmatch(rest)
    return ("", found[1]) if found else None


KIND: Final = TrackerKind(
    name="jira",
    forms=("jira:PLAT-12",),
    issue=ISSUE,
    project=None,
    from_url=_from_url,
    connect=connect,
    token_env=TOKEN,
    extra=_EXTRA,
)
