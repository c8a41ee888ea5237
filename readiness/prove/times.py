"""When things on disk, and a commit, came about: what tells an artefact that is older than the content beside it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from readiness.tree.git import GitFailedError
from readiness.tree.repository import find_repository


def touched_at(top: Path, paths: Iterable[str]) -> datetime | None:
    """Return when the newest of `paths` below `top` was last written, links not followed; None if none is there."""
    times = []
    for path in paths:
        try:
            times.append((top / path).lstat().st_mtime)
        except OSError:
            continue
    return datetime.fromtimestamp(max(times), UTC) if times else None


def changed_at(top: Path, paths: Iterable[str]) -> datetime | None:
    """Return when the newest of `paths` below `top` came to be what it is; None if none is there.

    Moving a file here, or setting its times, is a change too, which the time of its last writing does not show.
    """
    times = []
    for path in paths:
        try:
            facts = (top / path).lstat()
        except OSError:
            continue
        times.append(max(facts.st_mtime, facts.st_ctime))
    return datetime.fromtimestamp(max(times), UTC) if times else None


def committed_at(top: Path, commit: str | None) -> datetime | None:
    """Return when `commit` was made, as its committer has it; None where there is none.

    Raises:
        ReadinessError: RDY050, git cannot read the commit.
    """
    repository = find_repository(top)
    if repository is None or commit is None:
        return None
    try:
        seconds = int(repository.git.run("show", "-s", "--format=%ct", "--end-of-options", commit))
    except GitFailedError as error:
        raise error.as_problem() from error
    return datetime.fromtimestamp(seconds, UTC)
