"""A folder that is no repository: every file in it is taken to ship.

Object ids are those of git's SHA-1 format, worked out here; there are no attributes and no filters to heed.
"""

import hashlib
import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Final

from readiness.errors import Problem, ReadinessError
from readiness.model.evidence import CommitObjects
from readiness.model.place import Location
from readiness.model.report import Candidate
from readiness.tree.base import Entry, Unread
from readiness.tree.disk import Disk
from readiness.tree.finding import find_on_disk
from readiness.tree.listed import SYMLINK

_NOTE: Final = "This folder is no git repository: no commit names what was judged, and every file in it counts."


class Folder:
    """The files below a folder, but for `.git` and what lies in repositories."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self._disk = Disk(top)

    @property
    def candidate(self) -> Candidate:
        """What this tree is, with caveats."""
        return Candidate(kind="work-tree", commit=None, notes=(_NOTE, *self._unlisted))

    @property
    def object_format(self) -> str:
        """What object ids are made with."""
        return "sha1"

    @property
    def _unlisted(self) -> tuple[str, ...]:
        return (f"Folders that may not be looked into are left out: {self._walked[1]}.",) if self._walked[1] else ()

    @cached_property
    def _walked(self) -> tuple[tuple[str, ...], str]:
        """The paths, and the names of the folders that could not be looked into."""
        paths = tuple(sorted(self._disk.walk(), key=os.fsencode))
        return paths, ", ".join(sorted(map(ascii, self._disk.unlisted)))

    @property
    def _paths(self) -> tuple[str, ...]:
        return self._walked[0]

    def paths(self) -> Sequence[str]:
        """Return the paths of all files, sorted by raw bytes."""
        return self._paths

    def entries(self) -> Sequence[Entry]:
        """Return `paths` with the modes and object ids that git would give them.

        Raises:
            ReadinessError: RDY050, a file cannot be read.
        """
        return tuple(self._entry(path) for path in self._paths)

    def submodules(self) -> frozenset[str]:
        """Return nothing: there is no git here to keep one."""
        return frozenset()

    def tracks(self, path: str) -> bool:  # noqa: ARG002 - the protocol's signature
        """Return False: there is no git here to have a list."""
        return False

    def doubts(self) -> Mapping[str, str]:
        """Return nothing: what lies here is what is meant."""
        return {}

    def find(self, patterns: Iterable[str]) -> Sequence[str]:
        """Return, sorted, the files that match gitignore `patterns`.

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

    def commit_objects(self) -> CommitObjects | None:
        """Return None: there is no commit here."""
        return None

    def written_at(self, path: str) -> datetime | None:
        """Return when the file at `path` was written; None if there is none."""
        return self._disk.written_at(path)

    def _entry(self, path: str) -> Entry:
        name = self._top / path
        try:
            facts = name.lstat()
            if stat.S_ISLNK(facts.st_mode):
                return Entry(path, SYMLINK, _blob_id(os.fsencode(name.readlink())))
            mode = 0o100755 if facts.st_mode & stat.S_IXUSR else 0o100644
            return Entry(path, mode, _blob_id(name.read_bytes()))
        except OSError as error:
            message = f"The file cannot be read: {error.strerror}."
            fix = "Look at the permissions of the file."
            raise ReadinessError(Problem("RDY050", message, fix, Location(path))) from error


def _blob_id(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
