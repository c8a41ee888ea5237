"""`gitlab`: issues of gitlab.com, or of a GitLab of one's own.

    [trackers.gitlab]
    kind = "gitlab"
    url = "https://gitlab.example.org"      # https://gitlab.com unless said
    project = "acme/platform"               # of references that name none

The token is an access token of a user, a project or a group with the scope `read_api`, or `api` to open issues, by
default in `GITLAB_TOKEN`. GitLab does not say why an issue was closed, except that it was moved or is a duplicate.

To who has no right to them, confidential issues are simply not there. That can be told apart only by the role that the
token has: a member of the project, or of a group above it, who is Planner or more is shown all issues, so what is
missing does not exist. Who sees them in another way (by a group that the project is shared with, as administrator) is
not known to: what is missing is then unknown, and the message says so. In a milestone such issues are left out.
"""

import re
from collections.abc import Mapping
from typing import Final

from readiness.model.settings import TrackerSettings
from readiness.trackers.base import Tracker, TrackerKind
from readiness.web.credentials import Credentials, token_in
from readiness.web.manners import Manners
from readiness.web.refusals import not_installed

_EXTRA: Final = "gitlab"
HOME: Final = "https://gitlab.com"
TOKEN: Final = "GITLAB_TOKEN"  # noqa: S105 - the name of a variable
_MOST_BYTES: Final = 32 * 1024 * 1024
"""A description may have a million signs, and a hundred are listed at a time."""
ISSUE: Final = r"[1-9][0-9]{0,8}"
PROJECT: Final = r"{part}(?:/{part})+".format(part=r"\.?[A-Za-z0-9_][A-Za-z0-9_.-]*")
"""Groups and a project. No part is `.` or `..`, or begins with a dash, as one between a project and its pages does."""
_ADDRESS: Final = re.compile(rf"({PROJECT})(?:/-)?/(?:issues|issues/incident|work_items)/({ISSUE})")


def connect(name: str, settings: TrackerSettings, environment: Mapping[str, str]) -> Tracker:
    """Return the tracker that the configuration calls `name`.

    Raises:
        NoAnswerError: what is in its variable is no token, or the client is not installed.
    """
    try:
        from readiness.trackers.gitlab_client import Client  # noqa: PLC0415 - an extra
        from readiness.trackers.gitlab_tracker import GitLab  # noqa: PLC0415 - an extra
        from readiness.web.kept import KeptAnswers  # noqa: PLC0415 - only who asks a tracker needs it
        from readiness.web.session import open_session  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise not_installed(_EXTRA) from None
    variable = settings.token_env or TOKEN
    token = token_in(environment, variable)
    credentials = Credentials.header("PRIVATE-TOKEN", token) if token else Credentials.none()
    url = settings.url or HOME
    session = open_session(url, credentials, kept=KeptAnswers.of_user(), manners=Manners(most_bytes=_MOST_BYTES))
    return GitLab(name, Client(url, session, variable=variable, given=credentials.given))


def _from_url(rest: str) -> tuple[str, str] | None:
    """Return the issue behind `group/project/-/issues/12`."""
    found = _ADDRESS.fullmatch(rest)
    return (found[1], found[2]) if found else None


KIND: Final = TrackerKind(
    name="gitlab",
    forms=("gitlab:group/project#12",),
    issue=ISSUE,
    project=PROJECT,
    from_url=_from_url,
    connect=connect,
    home=HOME,
    token_env=TOKEN,
    extra=_EXTRA,
)
