"""What Git LFS would store of a file, worked out here so that its program need not run.

Source: the pointer format v1 of Git LFS: `version`, `oid sha256:` and `size` in bytes, a line each, ending in LF. An
empty file stays empty, and a file that is a pointer already stays as it is.
"""

import hashlib
import re
from typing import BinaryIO, Final

_POINTER: Final = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\noid sha256:[0-9a-f]{64}\nsize (?:0|[1-9][0-9]{0,17})\n"
)
_HINT: Final = re.compile(rb"version .*(?:git-lfs|git-media|hawser)", re.DOTALL)
_LONGEST_POINTER: Final = 1024
"""From this many bytes on, a file is content, whatever it begins with."""
_CHUNK: Final = 1 << 20
_COMMAND: Final = re.compile(r"\s*\"?(?:[^\s\"]*/)?git[- ]lfs(?:\.exe)?\"? (?:clean|filter-process)(?: .*)?")


def is_lfs(command: str) -> bool:
    """Return whether `command`, a filter of git's settings, is that of Git LFS."""
    return _COMMAND.fullmatch(command) is not None


def stored_by_lfs(file: BinaryIO) -> bytes | None:
    """Return what is stored for `file`; None for what is almost a pointer, which Git LFS might leave as it is."""
    head = file.read(_LONGEST_POINTER)
    if len(head) < _LONGEST_POINTER and (not head or _POINTER.fullmatch(head)):
        return head
    if len(head) < _LONGEST_POINTER and _HINT.search(head):
        return None
    digest, size = hashlib.sha256(head), len(head)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n" % (digest.hexdigest().encode(), size)
