"""The work tree: what lies on disk now, as it would be committed with everything added.

Tracked files that are still there, and new ones that are not ignored. The candidate's commit is HEAD; a note says where
the disk holds something else. No filter that git's settings name is run for any of it.
"""

import hashlib
import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Final

from readiness.errors import ReadinessError
from readiness.model.evidence import CommitObjects
from readiness.model.report import Candidate
from readiness.tree.base import Entry, Unread
from readiness.tree.commit_object import read_commit
from readiness.tree.disk import Disk
from readiness.tree.filters import read_drivers
from readiness.tree.finding import find_on_disk
from readiness.tree.git import GitFailedError
from readiness.tree.listed import CONFLICT, SUBMODULE
from readiness.tree.repository import Repository, find_repository
from readiness.tree.status import read_status
from readiness.tree.storing import Touched, stored

_REGULAR: Final = (0o100644, 0o100755)


class WorkTree:
    """The files of a repository as they lie on disk. What git says is asked once, when the tree is opened.

    Raises:
        ReadinessError: RDY050, git cannot read the work tree, the index or its settings.
    """

    def __init__(self, repository: Repository) -> None:
        try:
            drivers = read_drivers(repository.git)
        except GitFailedError as error:
            raise error.as_problem() from error
        self._repository = replace(repository, git=repository.git.given(drivers.silenced))
        self._disk = Disk(repository.top)
        self._status = read_status(self._repository, self._disk, drivers)

    @cached_property
    def candidate(self) -> Candidate:
        """What this tree is, with caveats."""
        return Candidate(
            kind="work-tree", commit=self._status.head, notes=tuple(self._status.notes()), dirty=not self._status.clean
        )

    @property
    def object_format(self) -> str:
        """What object ids are made with: `sha1` or `sha256`."""
        return self._repository.object_format

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        return tuple(sorted((self._tracked - self._gone) | self._status.untracked, key=os.fsencode))

    @cached_property
    def _unreadable(self) -> frozenset[str]:
        """What git may not look at: to git, a file in such a folder is deleted; to us it is not."""
        touched = self._status.gone | self._status.changed | self._status.untracked
        return frozenset(path for path in touched if self._is_unreadable(path))

    def _is_unreadable(self, path: str) -> bool:
        facts = self._disk.facts(path)
        is_link = facts is not None and stat.S_ISLNK(facts.st_mode)
        return not is_link and self._disk.read(path, 0) is Unread.UNREADABLE

    @cached_property
    def _gone(self) -> frozenset[str]:
        return self._status.gone - self._unreadable

    @cached_property
    def _tracked(self) -> frozenset[str]:
        return frozenset(entry.path for entry in self._status.staged.entries)

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        status = self._status
        touched = Touched(
            gone=self._gone,
            changed=status.changed - self._unreadable,
            new=status.untracked - self._unreadable,
            attributes=frozenset(path for path in self._gone if self._is_deleted_attributes(path)),
        )
        entries = stored(self._repository, touched) if touched else status.staged.entries
        oids = {path: oid for path, oid in status.filtered.oids.items() if path in touched.changed | touched.new}
        known = [
            replace(entry, oid=oids[entry.path]) if entry.path in oids and entry.mode in _REGULAR else entry
            for entry in entries
        ]
        if nameless := self._unreadable & status.untracked:
            # They ship, if anybody can add them; there is a doubt about each.
            nothing = "0" * len(hashlib.new(self.object_format, usedforsecurity=False).hexdigest())
            known = [*known, *(Entry(path, _REGULAR[0], nothing) for path in nameless)]
            known.sort(key=lambda entry: os.fsencode(entry.path))
        return tuple(known)

    def _is_deleted_attributes(self, path: str) -> bool:
        named = path.rpartition("/")[2] == ".gitattributes"
        return named and self._disk.facts(path) is None and self._disk.is_unlinked(path)

    @cached_property
    def _doubts(self) -> Mapping[str, str]:
        staged = self._status.staged
        found = {path: f"git is told to overlook its changes ({mark})" for path, mark in staged.overlooked.items()}
        found |= self._status.filtered.doubts
        for path in sorted(self._submodules):
            if (why := _doubt_of_submodule(self._repository.top / path)) is not None:
                found[path] = why
        found |= dict.fromkeys(staged.conflicted, CONFLICT)
        found |= dict.fromkeys(self._unreadable, "it cannot be read")
        return {path: found[path] for path in self._paths if path in found}

    def paths(self) -> Sequence[str]:
        """Return the paths of all files that would ship, sorted by raw bytes: tracked, or new and not ignored."""
        return self._paths

    def entries(self) -> Sequence[Entry]:
        """Return `paths` with modes and object ids; worked out when first asked for.

        Raises:
            ReadinessError: RDY050, git gives up on a file.
        """
        return self._entries

    def submodules(self) -> frozenset[str]:
        """Return those of `paths` at which git keeps a submodule."""
        return self._submodules

    @cached_property
    def _submodules(self) -> frozenset[str]:
        listed = frozenset(entry.path for entry in self._status.staged.entries if entry.mode == SUBMODULE)
        # A file can lie in place of one.
        return frozenset(path for path in listed - self._gone if self._disk.is_folder(path))

    def tracks(self, path: str) -> bool:
        """Return whether the index has `path`."""
        return path in self._tracked

    def doubts(self) -> Mapping[str, str]:
        """Return those of `paths` whose object id nobody can tell, each with a phrase that says why.

        Submodules are looked into when this is first asked for.
        """
        return self._doubts

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

    def commit_objects(self) -> CommitObjects | None:
        """Return HEAD's commit as git keeps it; None where there is none, or it is too large.

        Raises:
            ReadinessError: RDY050, git stopped early.
        """
        dirty = self.candidate.dirty or bool(self.doubts())
        return read_commit(self._repository.git, self.candidate, dirty=dirty)

    def written_at(self, path: str) -> datetime | None:
        """Return when an untracked file was written; None for tracked files, whose times say only when git came by."""
        return None if path in self._tracked else self._disk.written_at(path)

    @property
    def settled(self) -> bool:
        """Whether all that lies here is what HEAD's commit holds, and there is no doubt about it."""
        return self._status.clean and not self._doubts


def _doubt_of_submodule(folder: Path) -> str | None:
    """Return what keeps the commit of the submodule in `folder` from saying all about it; None where nothing does."""
    if not os.path.lexists(folder / ".git"):
        # One that is not checked out is an empty folder.
        return "files lie where the submodule would be checked out" if _holds_something(folder) else None
    try:
        repository = find_repository(folder)
        if repository is None or not repository.has_work_tree or repository.top != folder:
            return "the submodule is no repository of its own"
        return None if WorkTree(repository).settled else "the submodule has uncommitted changes"
    except ReadinessError:
        return "the submodule cannot be looked into"


def _holds_something(folder: Path) -> bool:
    try:
        with os.scandir(folder) as listing:
            return any(True for _ in listing)
    except FileNotFoundError:
        return False
    except OSError:
        return True
