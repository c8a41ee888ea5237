"""What earlier runs have parsed: a SQLite file in the user's cache folder.

One row for each content, under a digest of its bytes and of everything that parsing depends on: kind of the document,
data as JSON, marks as 64-bit integers, and a checksum. Rows are only made of files that parse without a problem, and
what comes out is validated by the models like what is freshly parsed. A checksum finds damage, not forgery: whoever can
write to the folder can change what is read, so CI and the final check do without.
A cache that is corrupt, locked, foreign or read-only is done without, and nothing is said.
"""

import sqlite3
from array import array
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final

from readiness.load.marks import SHIFT
from readiness.load.walk import MAX_DEPTH, MAX_EXPANDED

FORMAT: Final = b"readiness-parsed/1"
MAX_ROWS: Final = 50_000
_CREATE: Final = """
CREATE TABLE IF NOT EXISTS parsed (key BLOB PRIMARY KEY, kind TEXT, written TEXT, marks BLOB, sum BLOB) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One parsed document: its kind, its data as JSON, and its marks as they lie in memory."""

    kind: str
    written: str
    marks: bytes

    def marks_list(self) -> list[int]:
        """Return the marks as numbers."""
        numbers = array("q")
        numbers.frombytes(self.marks[: len(self.marks) // 8 * 8])
        return numbers.tolist()

    @classmethod
    def of(cls, kind: str, written: str, marks: Sequence[int]) -> "Row":
        """Return the row of a document."""
        return cls(kind, written, array("q", marks).tobytes())

    @property
    def sum(self) -> bytes:
        """A checksum over the row."""
        return _digest(self.kind.encode(), self.written.encode(), self.marks)


def key_of(data: bytes) -> bytes:
    """Return the key of a file's bytes; another format or another limit of the walk gives another key."""
    return _digest(FORMAT, b"%d %d %d" % (MAX_DEPTH, MAX_EXPANDED, SHIFT), data)


def _digest(*parts: bytes) -> bytes:
    digest = blake2b(digest_size=20)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


def user_cache() -> "Cache":
    """Return the cache of the user who runs the program."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - costs time that `--version` has not

    return Cache(user_cache_path("readiness") / "parsed.sqlite")


class Cache:
    """The cache in one file. Nothing that goes wrong with it is ever raised."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, keys: Sequence[bytes]) -> Mapping[bytes, Row]:
        """Return the rows of `keys` that are there and whole."""
        found: dict[bytes, Row] = {}
        with suppress(sqlite3.Error, OSError, ValueError):
            connection = sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True, timeout=0)
            try:
                for key in keys:
                    for kind, written, marks, total in connection.execute(
                        "SELECT kind, written, marks, sum FROM parsed WHERE key = ?", (key,)
                    ):
                        row = _row(kind, written, marks)
                        if row is not None and row.sum == total:
                            found[key] = row
            finally:
                connection.close()
        return found

    def put(self, rows: Mapping[bytes, Row]) -> None:
        """Keep `rows`, if that is possible without waiting."""
        if not rows:
            return
        try:
            self._write(rows)
        except sqlite3.OperationalError:
            return
        except (sqlite3.Error, ValueError):
            # The file is no database, or not ours any more: the next run begins a new one.
            with suppress(OSError):
                self._path.unlink()
        except OSError:
            return

    def _write(self, rows: Mapping[bytes, Row]) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=0)
        try:
            # Losing the cache in a power cut costs a second; waiting for the disk would cost that on every run.
            connection.execute("PRAGMA synchronous = OFF")
            with connection:
                connection.execute(_CREATE)
                connection.executemany(
                    "INSERT OR REPLACE INTO parsed VALUES (?, ?, ?, ?, ?)",
                    [(key, row.kind, row.written, row.marks, row.sum) for key, row in rows.items()],
                )
                (count,) = connection.execute("SELECT count(*) FROM parsed").fetchone()
                if count > MAX_ROWS:
                    connection.execute("DELETE FROM parsed")
        finally:
            connection.close()


class Remembered(Cache):
    """What one run has parsed so far, before what is `behind` it: its trees share most of their documents."""

    def __init__(self, behind: Cache | None) -> None:
        self._behind = behind
        self._rows: dict[bytes, Row] = {}

    def get(self, keys: Sequence[bytes]) -> Mapping[bytes, Row]:
        """Return the rows of `keys` that are there and whole."""
        unknown = [key for key in keys if key not in self._rows]
        if self._behind is not None and unknown:
            self._rows.update(self._behind.get(unknown))
        return {key: self._rows[key] for key in keys if key in self._rows}

    def put(self, rows: Mapping[bytes, Row]) -> None:
        """Keep `rows`."""
        self._rows.update(rows)
        if self._behind is not None:
            self._behind.put(rows)


def _row(kind: object, written: object, marks: object) -> Row | None:
    if isinstance(kind, str) and isinstance(written, str) and isinstance(marks, bytes):
        return Row(kind, written, marks)
    return None
