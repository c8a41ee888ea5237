"""Where results go: which forge, which change, which commit. From the command line, or else from what CI says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from readiness.errors import Problem, ReadinessError
from readiness.model.wording import shown
from readiness.publish.marker import KEY
from readiness.web.origin import Origin

FORGES: Final = ("github", "gitlab")
_SHA: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_LINK: Final = re.compile(r"https?://[A-Za-z0-9\-._~:/?#@!$&'*+,;=%\[\]]+")
_MOST_LINK: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the command line says; None is what CI says."""

    to: str | None = None
    repository: str | None = None
    number: int | None = None
    sha: str | None = None
    key: str | None = None
    link: str | None = None
    comment: bool | None = None
    summary: bool | None = None
    status: bool | None = None
    check: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where everything goes; `api` is the address that programs ask.

    `head` is the branch (`owner:branch`) whose change is looked for where CI names no `number`. `weak` says why a token
    may have no more than the right to read, as those of forks have; None where it should have more. `status_in` is the
    project whose commit is marked. `summary` is the file of the job summary.
    """

    forge: str
    api: str
    repository: str
    status_in: str
    number: int | None
    head: str | None
    sha: str | None
    key: str | None
    link: str | None
    weak: str | None
    summary: Path | None
    variable: str


def place_of(wish: Wish, environment: Mapping[str, str]) -> Place:
    """Return where `wish` and the `environment` of CI say that results go; asks nobody.

    Raises:
        ReadinessError: RDY056, it cannot be told, or contradicts itself; RDY050, the description of the event cannot
            be read.
    """
    from readiness.publish import place_github, place_gitlab  # noqa: PLC0415 - they need what is above

    forge = wish.to or detected(environment)
    if forge is None:
        refuse("nothing here says where to publish: this is a job of neither GitHub Actions nor GitLab CI", "add --to")
    if forge not in FORGES:
        refuse(f"there is no forge called {shown(forge)}", "write --to github or --to gitlab")
    if wish.key is not None and re.fullmatch(KEY, wish.key) is None:
        refuse(f"--key got {shown(wish.key)}", "use lower-case letters, digits and single hyphens")
    if wish.number is not None and wish.number < 1:
        refuse(f"--pull-request got {wish.number}", "write the number of the pull or merge request")
    find = place_github.place_of if forge == "github" else place_gitlab.place_of
    place = find(wish, environment)
    if place.sha is not None and _SHA.fullmatch(place.sha) is None:
        refuse(f"{shown(place.sha)} is no full commit id", "write all 40 (or 64) digits after --sha")
    if place.link is not None and (_LINK.fullmatch(place.link) is None or len(place.link) > _MOST_LINK):
        refuse(f"{shown(place.link)} is no address that can be linked", "write --link https://…")
    return place


def detected(environment: Mapping[str, str]) -> str | None:
    """Return the forge whose CI this job belongs to."""
    if environment.get("GITHUB_ACTIONS") == "true":
        return "github"
    return "gitlab" if environment.get("GITLAB_CI") == "true" else None


def check_address(url: str, variable: str) -> None:
    """Refuse `url`, which is in `variable`, if it leads nowhere.

    Raises:
        ReadinessError: RDY056, it has none.
    """
    try:
        Origin.of(url)
    except ValueError:
        refuse(f"{variable} holds no address of a server", f"let {variable} be as CI sets it")


def refuse(message: str, fix: str) -> NoReturn:
    """Refuse what was asked for.

    Raises:
        ReadinessError: RDY056, always.
    """
    raise ReadinessError(Problem("RDY056", message, fix))
