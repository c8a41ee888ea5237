"""`redmine`: issues of a Redmine, which numbers those of all its projects in one row.

    [trackers.redmine]
    kind = "redmine"
    url = "https://redmine.example.org"
    project = "platform"            # the identifier of the project that new issues are opened in

Its REST web service has to be switched on. The token is the API access key of a user, by default in `REDMINE_API_KEY`.
A version of Redmine is a milestone here. Redmine has no labels.
"""

import re
from collections.abc import Mapping
from typing import Final

from readiness.model.settings import TrackerSettings
from readiness.trackers.base import Tracker, TrackerKind
from readiness.web.credentials import Credentials, token_in
from readiness.web.errors import NoAnswerError
from readiness.web.refusals import not_installed

TOKEN: Final = "REDMINE_API_KEY"  # noqa: S105 - the name of a variable
_ISSUE: Final = r"[1-9][0-9]{0,8}"
_ADDRESS: Final = re.compile(rf"issues/({_ISSUE})(?:\.json)?")


def connect(name: str, settings: TrackerSettings, environment: Mapping[str, str]) -> Tracker:
    """Return the tracker that the configuration calls `name`.

    Raises:
        NoAnswerError: it has no address, what is in its variable is no token, or the client is not installed.
    """
    if settings.url is None:
        reason = f"nobody has said where tracker {name} is"
        raise NoAnswerError(reason, f"write its address as `url` below `[trackers.{name}]` in the configuration")
    try:
        from readiness.trackers.redmine_client import Client  # noqa: PLC0415 - an extra
        from readiness.trackers.redmine_tracker import Redmine  # noqa: PLC0415 - an extra
        from readiness.web.kept import KeptAnswers  # noqa: PLC0415 - only who asks a tracker needs it
        from readiness.web.session import open_session  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise not_installed(KIND.name) from None
    variable = settings.token_env or TOKEN
    key = token_in(environment, variable)
    credentials = Credentials.header("X-Redmine-API-Key", key) if key else Credentials.none()
    session = open_session(settings.url, credentials, kept=KeptAnswers.of_user())
    return Redmine(name, Client(settings.url, session, variable=variable, given=credentials.given))


def _from_url(rest: str) -> tuple[str, str] | None:
    """Return the issue behind `issues/12`."""
    found = _ADDRESS.fullmatch(rest)
    return ("", found[1]) if found else None


KIND: Final = TrackerKind(
    name="redmine",
    forms=("redmine:12",),
    issue=_ISSUE,
    project=None,
    from_url=_from_url,
    connect=connect,
    token_env=TOKEN,
    extra="redmine",
)
