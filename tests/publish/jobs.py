"""A job that publishes: a result in a file, the environment of CI, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from readiness.model.diff import SCHEMA, Diff, Shift, Turn
from readiness.model.outcome import Decision, Level, Outcome
from readiness.model.place import Location
from readiness.model.report import Candidate, Report
from readiness.publish.place import Place, Wish, place_of
from readiness.publish.publishing import Publication, Published, connected, publish
from readiness.publish.results import Result, read_result
from readiness.render.json_report import as_text
from tests.publish.forges import HEAD
from tests.render.reports import COMMIT, no_go

MORNING: Final = datetime(2026, 5, 4, 9, 0, 0, tzinfo=UTC)
NOON: Final = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)


def at(moment: datetime, report: Report | None = None) -> Report:
    """Return a report as of `moment`."""
    return replace(report or no_go(), as_of=moment)


def shift(**changed: object) -> Shift:
    """Return a requirement that went from passed to failed."""
    whole = Shift(
        scope="public-launch",
        subject="item deploy",
        title="Deploys drop no request",
        requirement="suite",
        code="RDY202",
        level=Level.BLOCK,
        before=Outcome.PASSED,
        after=Outcome.FAILED,
        message="2 of 40 failed",
        action="readiness prove deploy",
        who="platform",
        location=Location("scopes/public-launch.yaml", 14, 15),
    )
    return replace(whole, **changed)  # type: ignore[arg-type]


def diff(**changed: object) -> Diff:
    """Return a change that does nothing, from no-go to no-go, with `changed` fields."""
    candidate = Candidate(kind="commit", commit=COMMIT)
    turn = Turn(scope="public-launch", title="Public launch", before=Decision.NO_GO, after=Decision.NO_GO)
    whole = Diff(
        schema=SCHEMA,
        base=candidate,
        head=candidate,
        as_of=NOON,
        before=Decision.NO_GO,
        after=Decision.NO_GO,
        scopes=(turn,),
        worse=(),
        to_reprove=(),
        better=(),
        items=(),
        exceptions=(),
        policy=(),
        time=(),
        problems_before=(),
        problems=(),
    )
    return replace(whole, **changed)  # type: ignore[arg-type]


def written(path: Path, result: Result) -> Path:
    """Write `result` as the commands do, and return where."""
    path.write_text(as_text(result))
    return path


@dataclass(frozen=True, slots=True)
class Job:
    """A job with a folder of its own and what CI sets."""

    folder: Path
    environment: Mapping[str, str]
    wish: Wish = field(default_factory=lambda: Wish(repository="acme/app"))

    @property
    def place(self) -> Place:
        return place_of(self.wish, self.environment)

    def publication(self, results: Sequence[Result]) -> Publication:
        """Return what `results` come to, read back from files."""
        files = [written(self.folder / f"{number}.json", result) for number, result in enumerate(results)]
        return Publication.of([read_result(file) for file in files], self.place)

    def publish(self, *results: Result) -> Published:
        """Publish `results`."""
        return publish(self.publication(results), self.wish, self.place, connected(self.environment))


def for_pull(environment: Mapping[str, str], **changed: object) -> Wish:
    """Return the wish of a job that is told everything, as one of GitHub without an event has to be."""
    number = None if "GITLAB_CI" in environment else 12
    wish = Wish(repository="acme/app", number=number, sha=HEAD)
    return replace(wish, **changed)  # type: ignore[arg-type]
