"""Results, published: the summary of the job first, so that nothing is lost, then what a forge has to be asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar

from readiness.errors import Problem, ReadinessError, why_of
from readiness.model.place import Location
from readiness.publish.errors import NotAllowedError
from readiness.publish.forge import Forge
from readiness.publish.marker import DEFAULT_KEY, Marker
from readiness.publish.page import check_summary_of, comment_of, markdown_of, summary_of
from readiness.publish.place import Place, Wish, refuse
from readiness.publish.results import Result
from readiness.publish.status import Status, status_of
from readiness.publish.sticky import Settled, settle
from readiness.render.trimming import GITHUB_COMMENT, GITLAB_COMMENT, size_of
from readiness.web.errors import NoAnswerError

_LIMITS: Final = {"github": GITHUB_COMMENT, "gitlab": GITLAB_COMMENT}
_DEEDS: Final = {
    "created": "wrote a comment",
    "updated": "brought the comment up to date",
    "unchanged": "the comment says so already",
    "outdated": "left the comment alone: it is about a newer result",
}
_Of = TypeVar("_Of")
Connect = Callable[[Place], Forge]


@dataclass(slots=True)
class Published:
    """What was done, as lines, and what failed. What only the weak token of a fork kept back has not failed."""

    done: list[str] = field(default_factory=list)
    failed: list[NoAnswerError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be published: the Markdown, a status for each result, and the marker and body of the comment."""

    text: str
    summary: str
    statuses: tuple[Status, ...]
    as_of: datetime

    @classmethod
    def of(cls, results: Sequence[Result], place: Place) -> "Publication":
        """Return what `results` come to at `place`.

        Raises:
            ReadinessError: RDY056, two results of one kind.
        """
        statuses = tuple(status_of(one, place.key) for one in results)
        if len({status.name for status in statuses}) < len(statuses):
            refuse("two files hold results of the same kind", "publish each by itself, with its own --key")
        text = markdown_of(results)
        used = _size(place.summary)
        return cls(text, summary_of(text, used), statuses, min(one.as_of for one in results))

    def comment(self, place: Place, sha: str, now: datetime) -> tuple[Marker, str]:
        """Return the marker and the body of the comment about the commit `sha`."""
        marker = Marker.made(place.key or DEFAULT_KEY, self.as_of, sha, now)
        return marker, comment_of(self.text, marker, place.link, _LIMITS[place.forge])


def publish(publication: Publication, wish: Wish, place: Place, connect: Connect) -> Published:
    """Publish as `wish` says, and return what came of it; what fails keeps nothing else from being tried.

    Raises:
        ReadinessError: RDY056, something was asked for that cannot be here; RDY050, the summary cannot be written.
    """
    parts = _parts(wish, place)
    published = Published()
    if parts.summary is not None:
        published.done.append(_summarise(parts.summary, publication.summary))
    if not parts.marks and not parts.comments:
        return published
    forge = _tried(published, place, lambda: connect(place))
    if forge is None:
        return published
    for status in publication.statuses if parts.marks else ():
        line = _tried(published, place, lambda status=status: _mark(forge, wish, place, publication, status))  # type: ignore[misc]
        published.done += [line] if line else []
    if parts.comments:
        line = _tried(published, place, lambda: _comment(forge, place, publication))
        published.done += [line] if line else []
    return published


def planned(publication: Publication, wish: Wish, place: Place) -> Iterator[str]:
    """Yield what `publish` would send, without asking anybody; the commit of the comment is then the one of the place.

    Raises:
        ReadinessError: RDY056, as `publish`.
    """
    parts = _parts(wish, place)
    if parts.summary is not None:
        yield f"job summary, {size_of(publication.summary)} bytes:\n{publication.summary}"
    for status in publication.statuses if parts.marks else ():
        kind = "check run" if wish.check else "status"
        yield f"{kind} {status.name} of {place.sha}: {status.state}: {status.description}"
    if parts.comments:
        _, body = publication.comment(place, place.sha or "0" * 40, datetime.now(UTC))
        where = f"number {place.number}" if place.number else f"the pull request of {place.head}"
        yield f"comment on {where} of {place.repository}, {size_of(body)} bytes:\n{body}"


@dataclass(frozen=True, slots=True)
class _Parts:
    summary: Path | None
    marks: bool
    comments: bool


def _parts(wish: Wish, place: Place) -> _Parts:
    """Return what is to be published.

    Raises:
        ReadinessError: RDY056, it was asked for, and cannot be here.
    """
    if wish.comment and place.number is None and place.head is None:
        refuse("nothing says which pull or merge request the comment belongs to", "add --pull-request NUMBER")
    if (wish.status or wish.check) and place.sha is None:
        refuse("nothing says which commit the status belongs to", "add --sha COMMIT")
    if wish.check and place.forge == "gitlab":
        refuse("GitLab has no check runs", "use --status")
    if wish.summary and place.summary is None:
        refuse("there is no job summary here", "leave --summary out; --output FILE keeps the Markdown as an artefact")
    return _Parts(
        summary=None if wish.summary is False else place.summary,
        marks=wish.check or (wish.status is not False and place.sha is not None),
        comments=wish.comment is not False and (place.number is not None or place.head is not None),
    )


def _tried(published: Published, place: Place, ask: Callable[[], _Of]) -> _Of | None:
    try:
        return ask()
    except NotAllowedError as error:
        if place.weak is None:
            published.failed.append(error)
        else:
            line = f"the rest was left out, as {place.weak}: {error.reason}"
            published.done += [line] if line not in published.done else []
    except NoAnswerError as error:
        published.failed.append(error)
    return None


def _mark(forge: Forge, wish: Wish, place: Place, publication: Publication, status: Status) -> str:
    sha = place.sha or ""
    if wish.check:
        forge.add_check(sha, status, place.link, check_summary_of(publication.text, place.link))
    else:
        forge.set_status(sha, status, place.link)
    kind = "check run" if wish.check else "status"
    return f"set the {kind} {status.name} of {sha:.9} to {status.state}: {status.description}"


def _comment(forge: Forge, place: Place, publication: Publication) -> str:
    number = place.number
    if number is None and place.head is not None and place.sha is not None:
        number = forge.find(place.head, place.sha)
    if number is None:
        return "no comment: it takes exactly one open pull request of that branch at this commit"
    head = forge.head_of(number)
    if place.sha is not None and place.sha != head:
        return f"no comment: this is about {place.sha:.9}, and number {number} is at {head:.9} now"
    marker, body = publication.comment(place, head, datetime.now(UTC))
    settled = settle(forge.thread(number), marker, body)
    return _told(settled)


def _told(settled: Settled) -> str:
    return f"{_DEEDS[settled.deed]}{f': {settled.url}' if settled.url else ''}"


def _summarise(path: Path, text: str) -> str:
    if not text:
        return "the job summary is full: nothing was added"
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        why = why_of(error)
        fix = "let GITHUB_STEP_SUMMARY be as GitHub Actions sets it, or use --no-summary"
        raise ReadinessError(Problem("RDY050", why, fix, Location(str(path)))) from error
    return f"added {size_of(text)} bytes to the job summary"


def _size(path: Path | None) -> int:
    try:
        return path.stat().st_size if path is not None else 0
    except OSError:
        return 0


def connected(environment: Mapping[str, str]) -> Connect:
    """Return what opens a forge with the token of `environment`; whatever it raises is a `NoAnswerError`."""

    def connect(place: Place) -> Forge:
        from readiness.publish.access import access_to  # noqa: PLC0415 - imports the extra

        return access_to(place, environment)

    return connect
