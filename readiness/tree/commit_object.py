"""The commit that a candidate stands on as git keeps it, with the annotated tags that point at it.

Source: `git for-each-ref --points-at` and `git cat-file`. Replacements of objects are off, as everywhere.
"""

from collections.abc import Mapping
from itertools import islice
from typing import Final

from readiness.model.evidence import CommitObjects
from readiness.model.report import Candidate
from readiness.tree.git import Git, GitFailedError

_LARGEST: Final = 1024 * 1024
_MOST_TAGS: Final = 50
_TAGS: Final = "refs/tags/"


def read_commit(git: Git, candidate: Candidate, *, dirty: bool) -> CommitObjects | None:
    """Return the objects of the commit of `candidate`; None where it has none. Those over 1 MiB are left out.

    Raises:
        ReadinessError: RDY050, git cannot read them.
    """
    commit = candidate.commit
    if commit is None:
        return None
    try:
        tags = _annotated(git, commit)
        found = _objects(git, {commit: "commit", **dict.fromkeys(tags.values(), "tag")})
    except GitFailedError as error:
        raise error.as_problem() from error
    if commit not in found:
        return None
    kept = {name: found[oid] for name, oid in tags.items() if oid in found}
    return CommitObjects(commit, found[commit], kept, dirty)


def _annotated(git: Git, commit: str) -> Mapping[str, str]:
    """Return the ids of the tag objects that point at `commit`, by their names below `refs/tags/`."""
    pattern = "--format=%(objecttype) %(objectname) %(refname)"
    printed = git.run("for-each-ref", f"--points-at={commit}", pattern, _TAGS)
    rows = (line.split(" ", 2) for line in printed.decode("utf-8", "surrogateescape").splitlines())
    found = ((name.removeprefix(_TAGS), oid) for kind, oid, name in rows if kind == "tag")
    return dict(islice(found, _MOST_TAGS))


def _objects(git: Git, wanted: Mapping[str, str]) -> Mapping[str, bytes]:
    """Return the content of objects by id, of those that are there, of the type they should be, and not too large."""
    feed = "".join(f"{oid}\n" for oid in wanted).encode("ascii")
    printed = git.run("cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)", feed=feed)
    rows = [line.split(" ") for line in printed.decode("ascii").splitlines()]
    there = [row[0] for row in rows if len(row) == 3 and wanted.get(row[0]) == row[1] and int(row[2]) <= _LARGEST]  # noqa: PLR2004 - the format above
    return {oid: git.run("cat-file", wanted[oid], oid) for oid in there}
