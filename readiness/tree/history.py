"""What came before a candidate: the line of first parents behind a commit, and the files of commits on it.

Source: `git rev-list --parents --timestamp`, lines `seconds SP oid` and SP with the id of each parent; `git ls-tree -r
-z`; `git diff-tree --stdin -r -z --raw`, records `oid NUL` and `:mode SP mode SP oid SP oid SP letter NUL path NUL`.
Which commit comes before which is what the commits themselves say, by their parents. Times are seconds since 1970 UTC
and no more than what the clocks of committers claimed: nothing is put in order by them here. What a shallow or partial
clone lacks is never fetched.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from readiness.errors import ReadinessError
from readiness.model.report import Candidate
from readiness.tree.base import Entry, Unread
from readiness.tree.commit import records
from readiness.tree.git import GitFailedError
from readiness.tree.listed import ListedTree
from readiness.tree.objects import blob_sizes, read_blobs
from readiness.tree.opening import find_place
from readiness.tree.repository import Repository

_LITERAL: Final = {"GIT_LITERAL_PATHSPECS": "1"}


class HistoryLackingError(Exception):
    """Git cannot say it: an object is not there, or is damaged."""


@dataclass(frozen=True, slots=True)
class Made:
    """A commit, when its committer claims to have made it, and its parents as far as git has them, the first first."""

    oid: str
    seconds: int
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """Commits, the newest first, each the first parent of the one before it; `whole`: the last one has no parent."""

    commits: tuple[Made, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What a commit did to one file: the object ids of what it held before and after; None where it was not there."""

    before: str | None
    after: str | None


def open_history(root: Path) -> "History | None":
    """Return the history of the repository around `root`; None where there is no repository.

    Raises:
        ReadinessError: RDY050, the folder does not exist or git refuses it; RDY053, git is needed and missing.
    """
    _, repository = find_place(root)
    return None if repository is None else History(repository)


class History:
    """Asks git about commits. All of its questions raise `HistoryLackingError` where git has no answer."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository

    def line(self, commit: str, most: int) -> Line:
        """Return the line that ends in `commit`, at most `most` commits of it."""
        options = ("--first-parent", "--parents", "--timestamp", f"--max-count={most}")
        commits = tuple(_made(self._run("rev-list", *options, commit, "--")))
        ended = len(commits) < most
        return Line(commits, ended and not (self._repository.shallow and self._has_parent(commits[-1].oid)))

    def _has_parent(self, commit: str) -> bool:
        """Return whether the object itself names a parent: at the edge of a shallow clone, git hides those."""
        head, _, _ = self._run("cat-file", "commit", commit).partition(b"\n\n")
        return any(row.startswith(b"parent ") for row in head.split(b"\n"))

    def tree(self, commit: str | None, names: Sequence[str]) -> ListedTree:
        """Return those files of `commit` that are, or lie below, one of `names`; of None, which is no commit, none.

        An empty name is the root.
        """
        if commit is None:
            return ListedTree(self._repository, Candidate(kind="commit", commit=None), ())
        printed = self._run("ls-tree", "-r", "-z", "--full-tree", commit, "--", *_within(names))
        entries = [Entry(os.fsdecode(path), mode, oid) for path, mode, oid in sorted(records(printed))]
        return ListedTree(self._repository, Candidate(kind="commit", commit=commit), entries)

    def touching(self, newest: str, behind: str | None, names: Sequence[str], most: int) -> Sequence[str]:
        """Return the newest `most` commits of a line, from `newest` to before `behind`, that touched `names`."""
        past = [f"^{behind}"] if behind else []
        limit = f"--max-count={most}"
        printed = self._run("rev-list", "--first-parent", limit, newest, *past, "--", *_within(names))
        return printed.decode("ascii").split()

    def merged(self, merge: str, into: str, names: Sequence[str], most: int) -> Sequence[Made]:
        """Return the commits that `merge` brought to `into`, its first parent, and that touched `names`, newest first.

        Of more than `most`, the newest; merges are left out.
        """
        options = ("--topo-order", "--no-merges", "--timestamp", f"--max-count={most}")
        return list(_made(self._run("rev-list", *options, merge, f"^{into}", "--", *_within(names))))

    def changes(self, commits: Mapping[str, str | None], names: Sequence[str]) -> Mapping[str, Sequence[Change]]:
        """Return what each of `commits` did to files below `names`, against the parent that it is given with.

        Without one it is held against its own, or against nothing where it has none. A rename is a file that goes and
        another that comes.
        """
        feed = "".join(f"{commit} {parent}\n" if parent else f"{commit}\n" for commit, parent in commits.items())
        options = ("--stdin", "--root", "-r", "-z", "--raw", "--no-renames", "--no-ext-diff")
        printed = self._run("diff-tree", *options, "--", *_within(names), feed=feed.encode("ascii"))
        found: dict[str, list[Change]] = {commit: [] for commit in commits}
        parts = iter(printed.split(b"\0")[:-1])
        commit = ""
        for part in parts:
            if not part.startswith(b":"):
                commit = part.decode("ascii")
                continue
            modes = part[1:].decode("ascii").split(" ")
            if is_document(os.fsdecode(next(parts))):
                before, after = (
                    oid if _is_file(int(mode, 8)) else None for mode, oid in zip(modes, modes[2:4], strict=False)
                )
                found[commit].append(Change(before, after))
        return found

    def sizes(self, oids: Iterable[str]) -> Mapping[str, int]:
        """Return the sizes of blobs in bytes."""
        wanted = sorted(set(oids))
        try:
            sizes = blob_sizes(self._repository.git, wanted) if wanted else {}
        except GitFailedError as error:
            raise HistoryLackingError(str(error)) from error
        if len(sizes) < len(wanted):
            raise HistoryLackingError
        return sizes

    def contents(self, oids: Iterable[str], limit: int) -> Mapping[str, bytes]:
        """Return the content of blobs by object id, without those that are larger than `limit`."""
        try:
            found = read_blobs(self._repository.git, oids, limit)
        except ReadinessError as error:
            raise HistoryLackingError(str(error)) from error
        if Unread.UNREADABLE in found.values():
            raise HistoryLackingError
        return {oid: data for oid, data in found.items() if isinstance(data, bytes)}

    def _run(self, *arguments: str, feed: bytes = b"") -> bytes:
        try:
            return self._repository.git.run(*arguments, feed=feed, environment=_LITERAL)
        except GitFailedError as error:
            raise HistoryLackingError(str(error)) from error


def documents_of(entries: Iterable[Entry], names: Sequence[str]) -> Mapping[str, str]:
    """Return the object ids, by path, of the regular files among `entries` that can be documents below `names`."""
    folders = tuple(f"{name}/" if name else "" for name in _plain(names))
    return {
        entry.path: entry.oid
        for entry in entries
        if is_document(entry.path) and entry.path.startswith(folders) and _is_file(entry.mode)
    }


def is_document(path: str) -> bool:
    """Return whether a file of that name is read as a document, if it lies in the right folder."""
    return path.endswith(".yaml")


def _made(printed: bytes) -> Iterator[Made]:
    for row in printed.decode("ascii").splitlines():
        seconds, oid, *parents = row.split(" ")
        yield Made(oid, int(seconds), tuple(parents))


def _is_file(mode: int) -> bool:
    return stat.S_ISREG(mode)


def _plain(names: Sequence[str]) -> list[str]:
    return ["" if name.strip("/") in {"", "."} else name.strip("/") for name in names]


def _within(names: Sequence[str]) -> list[str]:
    """Return `names` as git wants them after `--`: nothing at all for the whole tree."""
    plain = _plain(names)
    return [] if "" in plain else plain
