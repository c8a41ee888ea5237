"""The fingerprint of content: what is hashed, its digest, and what lies between two of them.

The preimage is `readiness-covered/1 NUL objectformat NUL`, then for each file `mode SP oid TAB path NUL`, sorted by the
raw bytes of the path. `mode` is six octal digits as git prints them (`100644`), `oid` is hexadecimal in lower case,
`path` is raw bytes. `docs/fingerprint.md` has the algorithm in full, with test vectors.
"""

import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from readiness.model.wording import printable
from readiness.tree.base import Entry

_MAGIC: Final = b"readiness-covered/1\0"
_DIGITS: Final = {"sha1": 40, "sha256": 64}
_RECORD: Final = re.compile(rb"(100644|100755|120000|160000) ([0-9a-f]+)\t([^\0]+)", re.DOTALL)

Files = Mapping[str, tuple[int, str]]
"""Mode and object id by path."""


def contents(object_format: str, entries: Iterable[Entry]) -> bytes:
    """Return the preimage of the fingerprint of `entries`, in a repository whose object ids are `object_format`."""
    named = sorted((os.fsencode(entry.path), entry) for entry in entries)
    return header(object_format) + b"".join(line(entry) for _, entry in named)


def header(object_format: str) -> bytes:
    """Return what the preimage begins with."""
    return _MAGIC + object_format.encode("ascii") + b"\0"


def line(entry: Entry) -> bytes:
    """Return what the preimage has of one file."""
    return b"%06o %s\t%s\0" % (entry.mode, entry.oid.encode("ascii"), os.fsencode(entry.path))


def digest_of(contents: bytes) -> str:
    """Return the fingerprint of what `contents` lists: SHA-256 in hexadecimal."""
    return hashlib.sha256(contents).hexdigest()


def parse_contents(data: bytes) -> Files:
    """Return the files that a preimage lists.

    Raises:
        ValueError: `data` is not exactly what `contents` returns for any list of files.
    """
    magic, object_format, rest = _parted(data)
    digits = _DIGITS.get(object_format)
    if magic != _MAGIC or digits is None:
        message = "this is no list of covered files"
        raise ValueError(message)
    *records, end = rest.split(b"\0")
    found: dict[str, tuple[int, str]] = {}
    before = b""
    for number, record in enumerate(records, 1):
        facts = _RECORD.fullmatch(record)
        if facts is None or len(facts[2]) != digits or facts[3] <= before:
            message = f"file {number} of the list is malformed or out of order"
            raise ValueError(message)
        before = facts[3]
        found[os.fsdecode(before)] = (int(facts[1], 8), facts[2].decode("ascii"))
    if end:
        message = "the list ends in the middle of a file"
        raise ValueError(message)
    return found


def _parted(data: bytes) -> tuple[bytes, str, bytes]:
    magic, rest = data[: len(_MAGIC)], data[len(_MAGIC) :]
    object_format, ended, records = rest.partition(b"\0")
    return magic, object_format.decode("ascii", "replace") if ended else "", records


@dataclass(frozen=True, slots=True)
class Changes:
    """What lies between two lists of files; paths in order of their raw bytes.

    `changed` have other content, `mode_changed` the same content with another mode; `renamed` are pairs of the path
    that went and the one that came with the same content and mode.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    mode_changed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()

    def __len__(self) -> int:
        return sum(map(len, (self.added, self.removed, self.changed, self.mode_changed, self.renamed)))

    def summary(self, limit: int = 3) -> str:
        """Return what happened as a phrase of at most `limit` parts, with nothing in it that is not seen."""
        phrases = list(self._phrases())
        shown = phrases if len(phrases) <= limit else phrases[: limit - 1]
        if (rest := len(phrases) - len(shown)) > 0:
            shown.append(f"{rest:,} more files" if shown else f"{rest:,} files")
        return " and ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part) or "nothing"

    def _phrases(self) -> Iterator[str]:
        yield from (f"{printable(path)} changed" for path in self.changed)
        yield from (f"{printable(path)} is new" for path in self.added)
        yield from (f"{printable(path)} is gone" for path in self.removed)
        yield from (f"{printable(before)} moved to {printable(after)}" for before, after in self.renamed)
        yield from (f"{printable(path)} has another mode" for path in self.mode_changed)


def changes(before: Files, after: Files) -> Changes:
    """Return what is different in `after`."""
    both = sorted(before.keys() & after.keys(), key=os.fsencode)
    moved = _moved(before, after)
    gone = {old for old, _ in moved}
    come = {new for _, new in moved}
    return Changes(
        added=tuple(sorted(after.keys() - before.keys() - come, key=os.fsencode)),
        removed=tuple(sorted(before.keys() - after.keys() - gone, key=os.fsencode)),
        changed=tuple(path for path in both if before[path][1] != after[path][1]),
        mode_changed=tuple(path for path in both if before[path][1] == after[path][1] and before[path] != after[path]),
        renamed=moved,
    )


def _moved(before: Files, after: Files) -> tuple[tuple[str, str], ...]:
    """Return pairs of paths between which a file moved; of several with the same content, the first to the first."""
    homeless = defaultdict(list)
    for path in sorted(before.keys() - after.keys(), key=os.fsencode, reverse=True):
        homeless[before[path]].append(path)
    pairs = [
        (homeless[after[path]].pop(), path)
        for path in sorted(after.keys() - before.keys(), key=os.fsencode)
        if homeless.get(after[path])
    ]
    return tuple(sorted(pairs, key=lambda pair: os.fsencode(pair[0])))
