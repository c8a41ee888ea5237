"""A ledger in a folder: one file a name. In the tree, or job-local with `--ledger DIR`.

A file is written under another name beside its place, flushed to the disk, and then renamed, so it is there whole or
not at all. Symbolic links are never followed, below the folder that somebody named. What begins with a dot is not the
ledger's: temporary files, what file managers leave, and the `.gitignore` of a folder that was made for it.
"""

import os
import stat
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from readiness.errors import why_of
from readiness.ledger.store import check_names, unreadable, unwritable
from readiness.tree.base import Unread
from readiness.tree.disk import read_bounded
from readiness.tree.replacing import opened, put_file

_MODE: Final = 0o644


class FolderStore:
    """The files below `base`/`inner`. Links are followed up to `base`, because a person named it, and not further."""

    def __init__(self, base: Path, inner: str = "") -> None:
        self._base = base
        self._inner = inner
        self._root = os.path.join(base, inner) if inner else os.fspath(base)  # noqa: PTH118 - joined many times

    @property
    def where(self) -> str:
        """What to call this store in a sentence."""
        return f"the folder {self._inner or os.fspath(self._base)}"

    def names(self, under: Collection[str] = ()) -> Sequence[str]:
        """Return, sorted, the names of the files in the folders `under`, or of all; links count as files.

        Raises:
            ReadinessError: RDY050, a folder cannot be listed: what may lie in it must not look like nothing.
        """
        found: list[str] = []
        try:
            for folder in sorted(set(under)) or [""]:
                if self._real(folder):
                    self._list(folder, found)
        except OSError as error:
            raise unreadable(self.where, why_of(error)) from error
        return sorted(set(found))

    def read(self, names: Collection[str], limit: int) -> Mapping[str, bytes | Unread]:
        """Return, for each of `names`, its bytes, or why there are none.

        Raises:
            ReadinessError: RDY050, the folder itself may not be looked into.
        """
        real: dict[str, bool] = {}
        try:
            for folder in {name.rpartition("/")[0] for name in names}:
                real[folder] = self._real(folder)
        except OSError as error:
            raise unreadable(self.where, why_of(error)) from error
        # A folder that is a link is somebody else's; so is what lies in it.
        return {
            name: read_bounded(f"{self._root}/{name}", limit) if real[name.rpartition("/")[0]] else Unread.ABSENT
            for name in names
        }

    def append(self, files: Mapping[str, bytes]) -> None:
        """Keep `files`. What is there with other bytes than its name promises is replaced.

        Raises:
            ReadinessError: RDY050, a name is refused, or the disk takes no more; then nothing of that file is left.
        """
        check_names(files)
        there = self.read(files, max((len(data) for data in files.values()), default=0))
        try:
            for name, data in files.items():
                if there[name] != data:
                    self._write(name, data)
        except OSError as error:
            raise unwritable(self.where, why_of(error)) from error

    def remove(self, names: Collection[str]) -> None:
        """Take `names` out, and the folders that are empty then.

        Raises:
            ReadinessError: RDY050, a file cannot be removed.
        """
        check_names(names)
        try:
            for name in names:
                folder, _, last = name.rpartition("/")
                with suppress(FileNotFoundError), opened(self._base, self._parts(folder)) as descriptor:
                    os.unlink(last, dir_fd=descriptor)
                self._tidy(folder)
        except OSError as error:
            raise unwritable(self.where, why_of(error)) from error

    def _list(self, folder: str, found: list[str]) -> None:
        pending = [folder]
        while pending:
            folder = pending.pop()
            prefix = f"{folder}/" if folder else ""
            with os.scandir(f"{self._root}/{folder}") as listing:
                for entry in listing:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(prefix + entry.name)
                    else:
                        found.append(prefix + entry.name)

    def _real(self, folder: str) -> bool:
        """Return whether `folder` is there, and no part of the way to it below the base is a link."""
        way = os.fspath(self._base)
        try:
            if not stat.S_ISDIR(os.stat(way).st_mode):  # noqa: PTH116 - a `Path` a step costs more than the step
                raise NotADirectoryError(20, "it is not a folder", way)
            for part in self._parts(folder):
                way = f"{way}/{part}"
                if not stat.S_ISDIR(os.lstat(way).st_mode):
                    return False
        except FileNotFoundError:
            return False
        return True

    def _parts(self, folder: str) -> list[str]:
        return [part for part in (*self._inner.split("/"), *folder.split("/")) if part not in {"", "."}]

    def _settle(self) -> None:
        """Make the base. One that is new has git ignore it: in a work tree, records would be content to be proven."""
        self._base.mkdir(parents=True, exist_ok=True)
        if not self._inner and not any(self._base.iterdir()):
            (self._base / ".gitignore").write_text("*\n")

    def _write(self, name: str, data: bytes) -> None:
        folder, _, last = name.rpartition("/")
        self._settle()
        with opened(self._base, self._parts(folder), make=True) as descriptor:
            put_file(descriptor, last, data, _MODE)

    def _tidy(self, folder: str) -> None:
        while folder:
            folder, _, last = folder.rpartition("/")
            try:
                with opened(self._base, self._parts(folder)) as descriptor:
                    os.rmdir(last, dir_fd=descriptor)
            except OSError:
                return
