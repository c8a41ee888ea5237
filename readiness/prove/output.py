"""What a command writes, kept while it runs: its end in memory, all of it (within bounds) in a file.

Bytes as they come: standard output and standard error in one, never decoded.
"""

import os
from pathlib import Path
from typing import Final

from readiness.errors import why_of

MOST_LOGGED: Final = 64 << 20
"""How many bytes of one command are kept in its file before the middle is left out."""


class Output:
    """The output of one command, on its way into the file at `path`; `limit` is how many bytes stay in memory.

    A disk that takes no more costs the file, not the proof: `damaged` says what is wrong with the file then.
    """

    def __init__(self, path: Path, limit: int) -> None:
        self.path = path
        self.damaged: str | None = None
        self._limit = limit
        self._end = bytearray()
        self._total = 0
        self._logged = 0
        try:
            self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except OSError as error:
            self._file = -1
            self._fail(error)

    @property
    def end(self) -> bytes:
        """The last bytes, at most `limit`."""
        return bytes(self._end[-self._limit :])

    @property
    def cut(self) -> bool:
        """Whether more was written than `end` has."""
        return self._total > self._limit

    def add(self, data: bytes) -> None:
        """Keep `data`, which came next."""
        self._total += len(data)
        self._end += data
        if len(self._end) > 2 * self._limit:
            del self._end[: -self._limit]
        fits = data[: max(0, MOST_LOGGED - self._logged)]
        self._logged += len(fits)
        self._write(fits)

    def close(self) -> None:
        """Finish the file. Where its middle was left out, it says so, and the end follows."""
        missing = self._total - self._logged
        if missing > 0:
            rest = self.end[-missing:]
            if missing > len(rest):
                self._write(b"\n[readiness left out %d bytes here]\n" % (missing - len(rest)))
            self._write(rest)
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        try:
            while view and self._file >= 0:
                view = view[os.write(self._file, view) :]
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> None:
        self.damaged = why_of(error)
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
