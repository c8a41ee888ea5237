"""Files on disk below one folder, never through a symbolic link out of it, never into another repository.

Paths are relative to the folder, with `/`, undecodable bytes as surrogate escapes. Sizes are bytes.
"""

import errno
import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from readiness.tree.base import Unread
from readiness.tree.listed import misshapen

_ABSENT = (errno.ENOENT, errno.ENOTDIR)
_SPECIAL = (errno.ENXIO, errno.EOPNOTSUPP)
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


class Disk:
    """What lies below `top`, a real path. What was learnt of folders is remembered.

    `unlisted` are the folders that a walk was not allowed to look into.
    """

    def __init__(self, top: Path) -> None:
        self._top = os.fspath(top)
        self._folders: dict[str, str | Unread] = {"": self._top}
        self.unlisted: list[str] = []

    def read(self, path: str, limit: int) -> bytes | Unread:
        """Return the bytes of the file at `path`, or why there are none."""
        name = self._real(path)
        if isinstance(name, Unread):
            return name
        return read_bounded(name, limit)

    def open(self, path: str) -> BinaryIO | None:
        """Return the regular file at `path`, itself no link, open for reading; None where there is no reading it."""
        try:
            descriptor = os.open(f"{self._top}/{path}", _FLAGS)
        except OSError:
            return None
        file = os.fdopen(descriptor, "rb")
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            return file
        file.close()
        return None

    def lies_at(self, path: str) -> str | None:
        """Return the path of the file that `path` leads to, links followed; None if that is none below the top."""
        name = self._real(path)
        return None if isinstance(name, Unread) else name.removeprefix(self._top.rstrip("/") + "/")

    def written_at(self, path: str) -> datetime | None:
        """Return when the regular file at `path` was last written; None if there is none."""
        name = self._real(path)
        if isinstance(name, Unread):
            return None
        facts = self.facts(path)
        return datetime.fromtimestamp(facts.st_mtime, UTC) if facts and stat.S_ISREG(facts.st_mode) else None

    def facts(self, path: str) -> os.stat_result | None:
        """Return what the disk says of `path` itself, links not followed; None if there is nothing."""
        try:
            return os.lstat(f"{self._top}/{path}")
        except OSError:
            return None

    def is_folder(self, path: str) -> bool:
        """Return whether a folder lies at `path` itself, or it cannot be told what lies there."""
        facts = self.facts(path)
        return facts is None or stat.S_ISDIR(facts.st_mode)

    def is_unlinked(self, path: str) -> bool:
        """Return whether no folder above `path` is a link, or another repository."""
        return self._folder(path.rpartition("/")[0]) == self._plain(path)

    def walk(self, start: str = "") -> Iterator[str]:
        """Yield the files and symbolic links at or below `start`, in no order."""
        if start and (misshapen(start) is not None or not self.is_unlinked(start)):
            return
        facts = self.facts(start) if start else os.lstat(self._top)
        if facts is None:
            return
        if not stat.S_ISDIR(facts.st_mode):
            if stat.S_ISREG(facts.st_mode) or stat.S_ISLNK(facts.st_mode):
                yield start
            return
        if not isinstance(self._folder(start), Unread):
            yield from self._below(start)

    def _plain(self, path: str) -> str:
        folder = path.rpartition("/")[0]
        return f"{self._top}/{folder}" if folder else self._top

    def _below(self, folder: str) -> Iterator[str]:
        pending = [folder]
        while pending:
            folder = pending.pop()
            try:
                with os.scandir(f"{self._top}/{folder}") as listing:
                    found = list(listing)
            except OSError:
                self.unlisted.append(folder)
                continue
            if folder and any(entry.name == ".git" for entry in found):
                continue
            for entry in found:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.name.lower() == ".git":
                    continue
                if entry.is_dir(follow_symlinks=False):
                    pending.append(path)
                elif entry.is_file(follow_symlinks=False) or entry.is_symlink():
                    yield path

    def _real(self, path: str) -> str | Unread:
        """Return the absolute name of the file that `path` leads to, itself no link, below the top."""
        if (shape := misshapen(path)) is not None:
            return shape
        folder, _, name = path.rpartition("/")
        parent = self._folder(folder)
        if isinstance(parent, Unread):
            return parent
        full = f"{parent}/{name}"
        return self._inside(os.path.realpath(full)) if _is_link(full) else full

    def _folder(self, folder: str) -> str | Unread:
        """Return the real name of a folder of this repository; remembered, as every file asks for its own."""
        if folder not in self._folders:
            # Links that lead in a circle come back here before there is an answer.
            self._folders[folder] = Unread.UNREADABLE
            above, _, name = folder.rpartition("/")
            parent = self._folder(above)
            if isinstance(parent, Unread):
                self._folders[folder] = parent
            else:
                full = f"{parent}/{name}"
                real = self._inside(os.path.realpath(full)) if _is_link(full) else full
                nested = isinstance(real, str) and os.path.lexists(f"{real}/.git")
                self._folders[folder] = Unread.NOT_A_FILE if nested and real != self._top else real
        return self._folders[folder]

    def _inside(self, name: str) -> str | Unread:
        if name == self._top:
            return name
        prefix = self._top.rstrip("/") + "/"
        if not name.startswith(prefix):
            return Unread.LEADS_OUTSIDE
        inner = name.removeprefix(prefix)
        if ".git" in inner.lower().split("/"):
            return Unread.LEADS_OUTSIDE
        above = self._folder(inner.rpartition("/")[0])
        return above if isinstance(above, Unread) else name


def read_bounded(name: str, limit: int) -> bytes | Unread:
    """Return the bytes of the regular file called `name`, itself no link, or why there are none."""
    try:
        descriptor = os.open(name, _FLAGS)
    except OSError as error:
        return _reason(error)
    try:
        return _bounded(descriptor, limit)
    except OSError as error:
        return _reason(error)
    finally:
        os.close(descriptor)


def _is_link(name: str) -> bool:
    try:
        return stat.S_ISLNK(os.lstat(name).st_mode)
    except OSError:
        return False


def _bounded(descriptor: int, limit: int) -> bytes | Unread:
    facts = os.fstat(descriptor)
    if not stat.S_ISREG(facts.st_mode):
        return Unread.NOT_A_FILE
    if facts.st_size > limit:
        return Unread.TOO_LARGE
    with os.fdopen(descriptor, "rb", closefd=False) as file:
        # The file can have grown since it was measured.
        data = file.read(limit + 1)
    return data if len(data) <= limit else Unread.TOO_LARGE


def _reason(error: OSError) -> Unread:
    if error.errno in _ABSENT:
        return Unread.ABSENT
    return Unread.NOT_A_FILE if error.errno in _SPECIAL else Unread.UNREADABLE
