"""An edited file on its way to the disk: whole or not at all, and never over what somebody else wrote meanwhile."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from readiness.errors import Problem, ReadinessError, why_of
from readiness.model.place import Location
from readiness.tree.base import Unread
from readiness.tree.disk import Disk

_SPARE: Final = 1


def write_atomically(root: Path, path: str, old: bytes, new: bytes) -> None:
    """Let the file at `path` below the folder `root` hold `new`, if it holds `old`.

    A symbolic link stays one, and what it leads to is written, if that is below `root`, in no other repository, and not
    in `.git`: what the work tree would be read from. The mode of the file stays. Another program sees the old bytes or
    the new ones, also when the machine loses power.

    Raises:
        ReadinessError: RDY050; the file cannot be written, or has changed since it was read. It is as it was.
    """
    disk = Disk(root.resolve())
    inner = disk.lies_at(path)
    _refuse_changed(disk, path, old)
    if inner is None:
        raise _error(path, "no file of this folder lies there", "name a file below the root")
    target = root.resolve() / inner
    try:
        _replace(disk, path, target, old, new)
    except OSError as error:
        why = why_of(error)
        raise _error(path, why, "check the permissions of the file and of its folder, and the space") from error


def _replace(disk: Disk, path: str, target: Path, old: bytes, new: bytes) -> None:
    facts = target.stat(follow_symlinks=False)
    # No ending that documents are found by: an interrupted write must not leave a second document behind.
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(stat.S_IMODE(facts.st_mode))
        _refuse_changed(disk, path, old)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    _settle(target.parent)


def _settle(folder: Path) -> None:
    """Let the new name survive a loss of power, where the system can promise that for folders."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _refuse_changed(disk: Disk, path: str, old: bytes) -> None:
    found = disk.read(path, len(old) + _SPARE)
    if isinstance(found, Unread) and found is not Unread.TOO_LARGE:
        raise _error(path, found.value, "check the path")
    if found != old:
        raise _error(path, "the file has changed since it was read, so nothing was written", "run the command again")


def _error(path: str, message: str, fix: str) -> ReadinessError:
    return ReadinessError(Problem("RDY050", message, fix, Location(path)))
