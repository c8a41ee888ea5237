"""A zip of artefacts, as CI systems hand them out: listed and read without unpacking anything.

Names are bytes of somebody else's making: what leads out, is absolute, is there twice, or is a link is refused; so is
what is larger than is read, whatever the archive says of its size, and what is packed tighter than any report.
"""

import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, NoReturn

from readiness.errors import Problem, ReadinessError
from readiness.model.evidence import Source
from readiness.model.wording import shown
from readiness.tree.listed import misshapen
from readiness.tree.patterns import Matcher

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

MOST_FILES: Final = 10_000
_TIGHTEST: Final = 1000
_UNIX: Final = 16


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive in a file; the names in it count from the folder `into` of the repository."""

    file: Path
    into: str = ""
    limit: int = 8 << 20

    def sources(self, patterns: Sequence[str]) -> tuple[Source, ...]:
        """Return, in order of path, the files that match gitignore `patterns`, anchored as artefacts are.

        Raises:
            ReadinessError: RDY064, the archive is none, is damaged, or holds what is refused.
        """
        with self._opened() as opened:
            entries = self._entries(opened.infolist())
            wanted = Matcher(sorted(entries)).matched(tuple(patterns))
            return tuple(Source(path, self._read(opened, entries[path])) for path in wanted)

    def names(self) -> tuple[str, ...]:
        """Return the names of all files in the archive, sorted, as paths in the repository.

        Raises:
            ReadinessError: RDY064, as `sources`.
        """
        with self._opened() as opened:
            return tuple(sorted(self._entries(opened.infolist())))

    @contextmanager
    def _opened(self) -> "Iterator[ZipFile]":
        import zipfile  # noqa: PLC0415 - only for archives

        try:
            with zipfile.ZipFile(self.file) as opened:
                yield opened
        except OSError as error:
            self._refuse(f"it cannot be read: {error.strerror or error}")
        except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, ValueError) as error:
            # RuntimeError is how zipfile says that a file is encrypted.
            self._refuse(f"it is no zip archive that can be read: {error}")

    def _entries(self, listed: "Sequence[ZipInfo]") -> "dict[str, ZipInfo]":
        if len(listed) > MOST_FILES:
            self._refuse(f"it holds {len(listed):,} files, and {MOST_FILES:,} are the most that are read")
        found: dict[str, ZipInfo] = {}
        for entry in listed:
            if entry.is_dir():
                continue
            path = str(PurePosixPath(self.into) / entry.filename)
            flaw = _flaw(entry) or ("is there twice" if path in found else None)
            if flaw is not None:
                self._refuse(f"{shown(entry.filename)} in it {flaw}")
            found[path] = entry
        return found

    def _read(self, opened: "ZipFile", entry: "ZipInfo") -> bytes:
        """Return the bytes of `entry`; its size is only what the archive says, so one byte more is asked for."""
        with opened.open(entry) as file:
            data = file.read(self.limit + 1)
        if len(data) > self.limit:
            self._refuse(f"{shown(entry.filename)} in it is larger than {self.limit:,} bytes")
        return data

    def _refuse(self, why: str) -> NoReturn:
        fix = "look at what is in it, and make it again from the artefacts alone"
        raise ReadinessError(Problem("RDY064", f"the archive {shown(str(self.file))} is refused: {why}", fix))


def _flaw(entry: "ZipInfo") -> str | None:
    """Return what is wrong with a file of an archive; None if nothing is."""
    name = entry.filename
    # Python cuts names at a NUL; what the archive really says is compared.
    if not name.isprintable() or entry.orig_filename != name:
        return "has a name with control characters"
    if misshapen(name) is not None or "\\" in name or ":" in name.partition("/")[0]:
        return "does not lead to a file in the repository"
    mode = entry.external_attr >> _UNIX
    if mode and stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return "is no regular file"
    if entry.compress_size and entry.file_size // entry.compress_size > _TIGHTEST:
        return "is packed more tightly than any report"
    return None
