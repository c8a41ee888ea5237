"""`github`: issues of github.com, of GitHub Enterprise Cloud with its own domain, and of GitHub Enterprise Server.

`url` is where people see issues (`https://github.acme.example`, `https://acme.ghe.com`), never the address of the API:
that follows from it. The references that people paste begin with it, too, so there is one way to write it.

| `url` | REST | GraphQL |
|---|---|---|
| none, or `https://github.com` | `https://api.github.com` | `https://api.github.com/graphql` |
| `https://acme.ghe.com` | `https://api.acme.ghe.com` | `https://api.acme.ghe.com/graphql` |
| `https://HOST` | `https://HOST/api/v3` | `https://HOST/api/graphql` |

The client is plain `requests`: what is asked of GitHub is one GraphQL query and four addresses of REST, and all of it
has to go through the one adapter that keeps the token in and other servers out. PyGithub takes no session of ours, and
githubkit brings a second stack of HTTP and a model of the whole API.
"""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from readiness.model.settings import TrackerSettings
from readiness.trackers.base import Tracker, TrackerKind
from readiness.web.errors import NoAnswerError
from readiness.web.refusals import not_installed

NAME: Final = "github"
TOKEN: Final = "GITHUB_TOKEN"  # noqa: S105 - the name of a variable
HOME: Final = "https://github.com"
PROJECT: Final = r"[A-Za-z0-9][A-Za-z0-9_-]*/(?!\.{1,2}(?:/|\Z))[A-Za-z0-9._-]+"
"""Owner and repository; no repository is called `.` or `..`, which an address would take for folders."""
_ISSUE: Final = r"[1-9][0-9]{0,8}"
_BELOW: Final = re.compile(rf"({PROJECT})/(?:issues|pull)/({_ISSUE})")
_OWN_DOMAIN: Final = re.compile(r"[a-z0-9-]+\.ghe\.com")


def from_url(below: str) -> tuple[str, str] | None:
    """Return project and issue of `owner/repo/issues/12`. A pull request is one, too: only GitHub knows it is none."""
    found = _BELOW.fullmatch(below)
    return (found[1], found[2]) if found else None


def interfaces(url: str | None) -> tuple[str, str]:
    """Return the addresses of REST and of GraphQL that belong to `url`.

    Raises:
        NoAnswerError: `url` has a path, or is that of an API.
    """
    parts = urlsplit(url or HOME)
    if parts.path or parts.netloc == "api.github.com":
        reason = f"the `url` of a tracker of GitHub is not where {parts.hostname} shows issues"
        raise NoAnswerError(reason, "write it as https://HOST, such as https://github.com, without what follows")
    if parts.netloc == "github.com" or _OWN_DOMAIN.fullmatch(parts.netloc):
        return f"https://api.{parts.netloc}", f"https://api.{parts.netloc}/graphql"
    return f"{parts.scheme}://{parts.netloc}/api/v3", f"{parts.scheme}://{parts.netloc}/api/graphql"


def connect(name: str, settings: TrackerSettings, environment: Mapping[str, str]) -> Tracker:
    """Return the tracker that `settings` describe, and ask nothing yet.

    Raises:
        NoAnswerError: its client is not installed, its `url` is wrong, or what is in its variable cannot be a token.
    """
    try:
        import requests  # noqa: F401, PLC0415 - an extra, and slow to import
    except ImportError:
        there = False
    else:
        there = True
    if not there:
        raise not_installed(NAME)
    from readiness.trackers.github_tracker import open_tracker  # noqa: PLC0415 - imports the extra

    rest, graphql = interfaces(settings.url)
    return open_tracker(name, rest, graphql, settings.token_env or TOKEN, environment)


KIND: Final = TrackerKind(
    name=NAME,
    forms=("github:owner/repo#12", "github:#12"),
    issue=_ISSUE,
    project=PROJECT,
    from_url=from_url,
    connect=connect,
    home=HOME,
    token_env=TOKEN,
    extra=NAME,
)
