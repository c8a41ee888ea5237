"""Which files are as git left them, by what the index remembers of the disk, finer than git looks itself.

Git compares whole seconds, so right after a checkout it reads every file again. Where a filter would have to run for
that, the nanoseconds that the index keeps can settle it: times, inode and size are those that git saw, and the index
was written later. Source: `git ls-files --debug -z`, `path NUL` and five lines; numbers are cut to 32 bits.
"""

import os
import re
from collections.abc import Collection
from typing import Final

from readiness.tree.disk import Disk
from readiness.tree.git import Git

_SEEN: Final = re.compile(
    rb"([^\0]+)\0  ctime: (\d+):(\d+)\n  mtime: (\d+):(\d+)\n  dev: \d+\tino: (\d+)\n  uid: \d+\tgid: \d+\n"
    rb"  size: (\d+)\tflags: [0-9a-f]+\n"
)
_WORD: Final = 0xFFFFFFFF
_SECOND_NS: Final = 1_000_000_000


def untouched(git: Git, disk: Disk, paths: Collection[str], written_ns: int) -> frozenset[str]:
    """Return those of the tracked files `paths` that nobody has written to since git put them on its list.

    `written_ns` is when the index was written, in nanoseconds.

    Raises:
        GitFailedError: git cannot read the index.
    """
    if not paths:
        return frozenset()
    printed = git.run("ls-files", "--debug", "-z")
    seen = {os.fsdecode(found[1]): tuple(map(int, found.groups()[1:])) for found in _SEEN.finditer(printed)}
    return frozenset(path for path in paths if path in seen and _is_as_seen(disk, path, seen[path], written_ns))


def _is_as_seen(disk: Disk, path: str, seen: tuple[int, ...], written_ns: int) -> bool:
    facts = disk.facts(path)
    if facts is None or max(facts.st_mtime_ns, facts.st_ctime_ns) >= written_ns:
        return False
    times = (*divmod(facts.st_ctime_ns, _SECOND_NS), *divmod(facts.st_mtime_ns, _SECOND_NS))
    return seen == tuple(number & _WORD for number in (*times, facts.st_ino, facts.st_size))
