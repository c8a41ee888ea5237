"""The work tree: what lies on disk now, as it would be committed with everything added.

Tracked files that are still there, and new ones that are not ignored. The candidate's commit is HEAD; a note says where
the disk holds something else.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path

from readiness.model.report import Candidate
from readiness.tree.base import Entry, Unread
from readiness.tree.disk import Disk
from readiness.tree.finding import find_on_disk
from readiness.tree.git import GitFailedError
from readiness.tree.index import CONFLICTED, NO_COMMIT, parse_staged
from readiness.tree.repository import Repository
from readiness.tree.status import Status, read_status

_DIRTY = "The work tree has uncommitted changes."


class WorkTree:
    """The files of a repository as they lie on disk. What git says is asked once, when the tree is opened."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._disk = Disk(repository.top)
        self._status = read_status(repository, self._disk)

    @cached_property
    def candidate(self) -> Candidate:
        """What this tree is, with caveats."""
        return Candidate(kind="work-tree", commit=self._status.head, notes=tuple(_notes(self._status)))

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        tracked = {entry.path for entry in self._status.staged.entries} - self._gone
        return tuple(sorted(tracked | self._status.untracked, key=os.fsencode))

    @cached_property
    def _gone(self) -> frozenset[str]:
        """What is deleted. To git a file in a folder that may not be looked into is deleted too; to us it is not."""
        return frozenset(p for p in self._status.gone if self._disk.read(p, 0) is not Unread.UNREADABLE)

    @cached_property
    def _tracked(self) -> frozenset[str]:
        return frozenset(entry.path for entry in self._status.staged.entries)

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        """Entries as git would store them now, from a copy of the index that nobody else sees."""
        status = self._status
        touched = sorted(status.changed | status.gone | status.untracked, key=os.fsencode)
        if not touched:
            return status.staged.entries
        with tempfile.TemporaryDirectory(prefix="readiness-") as folder:
            copy = Path(folder) / "index"
            own = self._repository.git_dir / "index"
            if own.exists():
                # With its time: git trusts a file's size and time only where they are older than the index.
                shutil.copy2(own, copy)
            return self._stored(touched, {"GIT_INDEX_FILE": os.fspath(copy)})

    def _stored(self, touched: list[str], environment: Mapping[str, str]) -> tuple[Entry, ...]:
        git = self._repository.git
        gone = [path for path in touched if path in self._gone]
        there = [path for path in touched if path not in self._gone]
        try:
            # `--info-only` works out object ids, filters and all, and stores no object.
            for option, paths in (("--force-remove", gone), ("--add", there)):
                feed = b"".join(os.fsencode(path) + b"\0" for path in paths)
                if feed:
                    arguments = ("--info-only", option, "--replace", "-z", "--stdin")
                    git.run("update-index", *arguments, feed=feed, environment=environment)
            return parse_staged(git.run("ls-files", "-s", "-v", "-z", environment=environment)).entries
        except GitFailedError as error:
            raise error.as_problem() from error

    def paths(self) -> Sequence[str]:
        """Return the paths of all files that would ship, sorted by raw bytes: tracked, or new and not ignored."""
        return self._paths

    def entries(self) -> Sequence[Entry]:
        """Return `paths` with modes and object ids; worked out when first asked for.

        Raises:
            ReadinessError: RDY050, a file cannot be read, or its clean filter fails.
        """
        return self._entries

    def find(self, patterns: Iterable[str]) -> Sequence[str]:
        """Return, sorted, the files on disk that match gitignore `patterns`, ignored ones too.

        Raises:
            ReadinessError: RDY017, a pattern that git might read differently; RDY050, a folder in which more might
                match may not be looked into.
        """
        return find_on_disk(self._disk, tuple(patterns))

    def read(self, paths: Sequence[str], limit: int) -> Mapping[str, bytes | Unread]:
        """Return, for each of `paths`, the bytes on disk, or why there are none."""
        return {path: self._disk.read(path, limit) for path in paths}

    def lies_at(self, path: str) -> str | None:
        """Return the path of the file on disk that `path` leads to, links followed."""
        return self._disk.lies_at(path)

    def written_at(self, path: str) -> datetime | None:
        """Return when an untracked file was written; None for tracked files, whose times say only when git came by."""
        return None if path in self._tracked else self._disk.written_at(path)


def _notes(status: Status) -> Iterable[str]:
    if status.head is None:
        yield NO_COMMIT
    if not status.clean:
        yield _DIRTY
    if status.staged.conflicted:
        yield CONFLICTED
    if status.repositories:
        names = ", ".join(sorted(map(ascii, status.repositories)))
        yield f"Repositories inside this one are left out, because they are not submodules: {names}."
    if count := len(status.staged.overlooked):
        files = "1 file" if count == 1 else f"{count} files"
        yield f"Git is told to overlook changes of {files} (assume-unchanged or skip-worktree)."
