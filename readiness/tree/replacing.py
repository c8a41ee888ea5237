"""Files below a folder replaced, each whole or not at all, and never through a symbolic link."""

import errno
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_MODE: Final = 0o666


def replace_file(top: Path, path: str, data: bytes) -> None:
    """Let the file at `path` below `top` hold `data`; folders that it needs are made, its permissions stay.

    Raises:
        OSError: it cannot be written; then it is as it was. ELOOP or ENOTDIR, a part of the way is a link or a file.
    """
    folder, _, name = path.rpartition("/")
    with opened(top, filter(None, folder.split("/")), make=True) as descriptor:
        put_file(descriptor, name, data, _MODE, keep=_mode_of(name, descriptor))


def put_file(folder: int, name: str, data: bytes, mode: int, *, keep: int | None = None) -> None:
    """Let `name` in the folder that `folder` is a descriptor of hold `data`, flushed to the disk.

    `mode` is what the file is created with, less what the user's umask takes away; `keep` are permissions to be had
    exactly.

    Raises:
        OSError: it cannot be written; then it is as it was.
    """
    part = f".{secrets.token_hex(8)}.part"
    try:
        with os.fdopen(os.open(part, _NEW, mode, dir_fd=folder), "wb") as file:
            if keep is not None:
                os.fchmod(file.fileno(), keep)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.rename(part, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with suppress(OSError):
            os.unlink(part, dir_fd=folder)
        raise
    os.fsync(folder)


def _mode_of(name: str, folder: int) -> int | None:
    """Return the permissions of a regular file; None where there is none."""
    try:
        facts = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(facts.st_mode):
        raise OSError(errno.ELOOP, "it is a link, a folder or a special file", name)
    return stat.S_IMODE(facts.st_mode)


@contextmanager
def opened(top: Path, parts: Iterable[str], *, make: bool = False) -> Iterator[int]:
    """Give a descriptor of the folder that `parts` lead to, without any link below `top`; `make` makes what is missing.

    Raises:
        OSError: it cannot be opened. ELOOP or ENOTDIR, a part of the way is a link or a file.
    """
    descriptor = os.open(top, _FOLDER & ~os.O_NOFOLLOW)
    try:
        for part in parts:
            if make:
                with suppress(FileExistsError):
                    os.mkdir(part, dir_fd=descriptor)
                    os.fsync(descriptor)
            inner = os.open(part, _FOLDER, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        yield descriptor
    finally:
        os.close(descriptor)
