"""New files below a folder: all of them or none, never over one that is there, and never through a symbolic link."""

import os
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from readiness.errors import Problem, ReadinessError, why_of
from readiness.model.place import Location
from readiness.tree.replacing import opened

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_MODE: Final = 0o666
_NOTHING: Final = "nothing was written"


def is_taken(top: Path, path: str) -> bool:
    """Return whether anything lies at `path`, a broken link too."""
    return os.path.lexists(top / path)


def check_ways(top: Path, paths: Iterable[str]) -> None:
    """Find out before anything is written whether the folders that `paths` need can be had.

    Raises:
        ReadinessError: RDY050, with every way that is barred by a file or a link, or may not be written to.
    """
    problems = {problem.location: problem for path in paths if (problem := _hindrance(top, path)) is not None}
    if problems:
        raise ReadinessError.of(problems.values())


def refuse_barred(top: Path, path: str) -> None:
    """Refuse a place for a file whose way down is barred by something that is no folder.

    Raises:
        ReadinessError: RDY050.
    """
    found = _reached(top, path)
    if isinstance(found, Problem):
        raise ReadinessError(found)


def _hindrance(top: Path, path: str) -> Problem | None:
    """Return what keeps a file from being made at `path`."""
    found = _reached(top, path)
    if isinstance(found, Problem):
        return found
    if os.access(found, os.W_OK | os.X_OK):
        return None
    return _problem(found.relative_to(top).as_posix(), "nobody may write in this folder")


def _reached(top: Path, path: str) -> Path | Problem:
    """Return the last folder on the way to `path` that is there, or what bars the way."""
    reached = top
    for part in path.split("/")[:-1]:
        inner = reached / part
        if not os.path.lexists(inner):
            break
        mode = inner.lstat().st_mode
        if not stat.S_ISDIR(mode):
            return _barred(inner.relative_to(top).as_posix(), mode)
        reached = inner
    return reached


def write_new(top: Path, files: Mapping[str, str]) -> None:
    """Write `files` below `top`, in their order; if one cannot be written, those before it are taken back.

    Raises:
        ReadinessError: RDY050, and no file is there that was not there before.
    """
    written: list[str] = []
    for path, text in files.items():
        try:
            _create(top, path, text.encode())
        except OSError as error:
            for done in reversed(written):
                with suppress(OSError):
                    (top / done).unlink()
            why = "a file has come there meanwhile" if isinstance(error, FileExistsError) else why_of(error)
            raise ReadinessError(_problem(path, why)) from error
        written.append(path)


def _create(top: Path, path: str, data: bytes) -> None:
    folder, _, name = path.rpartition("/")
    with opened(top, filter(None, folder.split("/")), make=True) as descriptor:
        file = os.open(name, _NEW, _MODE, dir_fd=descriptor)
        try:
            with os.fdopen(file, "wb") as opened_file:
                opened_file.write(data)
        except BaseException:
            with suppress(OSError):
                os.unlink(name, dir_fd=descriptor)
            raise


def _barred(path: str, mode: int) -> Problem:
    what = "a symbolic link" if stat.S_ISLNK(mode) else "a file"
    fix = 'move it away, or name another folder in `readiness.toml`, as in `scopes = ["launches"]`'
    return Problem("RDY050", f"{what} lies where a folder is needed; {_NOTHING}", fix, Location(path))


def _problem(path: str, why: str) -> Problem:
    fix = "check the path and its permissions, and run the command again"
    return Problem("RDY050", f"{why}; {_NOTHING}", fix, Location(path))
