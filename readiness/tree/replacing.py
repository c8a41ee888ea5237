"""One file below the top of a work tree replaced, whole or not at all, and never through a symbolic link."""

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_MODE: Final = 0o666  # less what the user's umask takes away


def replace_file(top: Path, path: str, data: bytes) -> None:
    """Let the file at `path` below `top` hold `data`; folders that it needs are made, its permissions stay.

    Raises:
        OSError: it cannot be written; then it is as it was. ELOOP or ENOTDIR, a part of the way is a link or a file.
    """
    folder, _, name = path.rpartition("/")
    part = f".{secrets.token_hex(8)}.part"
    with _opened(top, folder) as descriptor:
        mode = _mode_of(name, descriptor)
        try:
            with os.fdopen(os.open(part, _NEW, _MODE, dir_fd=descriptor), "wb") as file:
                if mode is not None:
                    os.fchmod(file.fileno(), mode)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.rename(part, name, src_dir_fd=descriptor, dst_dir_fd=descriptor)
        except BaseException:
            with suppress(OSError):
                os.unlink(part, dir_fd=descriptor)
            raise
        os.fsync(descriptor)


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
def _opened(top: Path, folder: str) -> Iterator[int]:
    """Give a descriptor of `folder`, reached from `top` without any link."""
    descriptor = os.open(top, _FOLDER & ~os.O_NOFOLLOW)
    try:
        for part in filter(None, folder.split("/")):
            with suppress(FileExistsError):
                os.mkdir(part, dir_fd=descriptor)
            inner = os.open(part, _FOLDER, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        yield descriptor
    finally:
        os.close(descriptor)
