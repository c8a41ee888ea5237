"""The two trees that are compared: what the change starts from, always a commit, and the candidate."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from readiness.errors import Problem, ReadinessError
from readiness.tree.base import Tree
from readiness.tree.meeting import start_of
from readiness.tree.opening import find_place, open_tree

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ends:
    """Both trees, what has to be said about the base, and when its committer claims to have made it."""

    base: Tree
    head: Tree
    notes: tuple[str, ...]
    committed: datetime | None


def open_ends(root: Path, base: str, head: str | None, *, index: bool, direct: bool) -> Ends:
    """Return the trees of a change: `head`, the index or the work tree, against the commit that it goes back to.

    With `direct`, it is held against `base` itself.

    Raises:
        ReadinessError: RDY050 to RDY053 for the repository and the revisions, RDY056 for two candidates, RDY068 where
            there is no commit that both go back to.
    """
    place, repository = find_place(root)
    if repository is None:
        message = f"{str(place)!r} lies in no git repository, so there is nothing to compare with."
        raise ReadinessError(Problem("RDY052", message, "Go to the repository, or name it with --root."))
    if head is None and not index and not repository.has_work_tree:
        message = f"There is no work tree at {str(place)!r}, so there is no candidate to compare."
        raise ReadinessError(Problem("RDY052", message, "Name it: `readiness diff BASE HEAD`."))
    candidate = open_tree(root, at=head, index=index)
    start = start_of(repository, base, candidate.candidate.commit, direct=direct)
    return Ends(open_tree(root, at=start.commit), candidate, start.notes, _moment(start.seconds))


def _moment(seconds: int) -> datetime | None:
    """Return a time since 1970; None for one that no calendar has, because clocks of committers say anything."""
    try:
        return _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return None
