"""What coverage reports of all formats come down to: files with lines and branches, and where these files lie.

A tool names files as it saw them: from the folder it ran in, from a source root, or absolute on a machine that is gone.
Shape: `Report`; `placed` gives each file its path from the root of the repository, as far as that can be told.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from readiness.errors import EvidenceUnreadableError
from readiness.evidence.quoted import listed, quoted

_DRIVE: Final = re.compile(r"[A-Za-z]:[\\/]")


class Ratio(NamedTuple):
    """How many of something were covered, and how many there are."""

    covered: int
    total: int


@dataclass(frozen=True, slots=True)
class File:
    """One measured file. `name` is what the report calls it, `roots` the folders that the name may start from.

    `branches` is None where the report has no data about branches.
    """

    name: str
    lines: Ratio
    branches: Ratio | None = None
    roots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One report. `unshown` lines and branches are in its totals, but in none of its files."""

    files: tuple[File, ...]
    unshown: tuple[int, int] = (0, 0)
    made_at: datetime | None = None


def placed(report: Report, known: frozenset[str], root: str) -> list[str]:
    """Return the paths of the files of `report`, in its order; `known` are the files of the candidate.

    Relative names start from `root`, a folder of the repository. Of absolute ones, the folder on the other machine that
    explains most of them as files that are known is taken for the root. What neither explains stays as it is.

    Raises:
        EvidenceUnreadableError: a name may stand for several of the known files.
    """
    names = [
        [_normal(posixpath.join(_slashed(one), _slashed(file.name))) for one in file.roots] for file in report.files
    ]
    names = [one or [_normal(_slashed(file.name))] for one, file in zip(names, report.files, strict=True)]
    prefix = _prefix((one for several in names for one in several), known)
    return [_place(file, several, prefix, known, root) for file, several in zip(report.files, names, strict=True)]


def _names(file: File) -> list[str]:
    """Return what `file` may be called in full: below each of its roots; where it has none, what it is called."""
    name = _slashed(file.name)
    return [_normal(posixpath.join(_slashed(one), name)) for one in file.roots] or [_normal(name)]


def _place(file: File, names: Sequence[str], prefix: str | None, known: frozenset[str], root: str) -> str:
    paths = dict.fromkeys(_from_root(name, prefix, root) for name in names)
    found = [path for path in paths if path in known]
    if len(found) > 1:
        msg = f"its file {quoted(file.name)} may be any of {listed(found)}"
        raise EvidenceUnreadableError(msg)
    if found:
        return found[0]
    return _from_root(_normal(_slashed(file.name)), prefix, root)


def _from_root(name: str, prefix: str | None, root: str) -> str:
    if not _is_absolute(name):
        return _normal(posixpath.join(root, name))
    if prefix is not None and name.startswith(f"{prefix}/"):
        return name[len(prefix) + 1 :]
    return name


def _prefix(names: Iterable[str], known: frozenset[str]) -> str | None:
    """Return the folder that turns most of the absolute `names` into files that are known; None where none does."""
    votes = Counter(prefix for name in names if _is_absolute(name) and (prefix := _above(name, known)) is not None)
    # Of equal ones the shortest: the more of a name is found again, the less it is chance.
    return min(votes, key=lambda prefix: (-votes[prefix], len(prefix), prefix), default=None)


def _above(name: str, known: frozenset[str]) -> str | None:
    at = name.find("/")
    while at >= 0:
        if name[at + 1 :] in known:
            return name[:at]
        at = name.find("/", at + 1)
    return None


def _slashed(name: str) -> str:
    return name.replace("\\", "/") if _DRIVE.match(name) or "/" not in name else name


def _normal(name: str) -> str:
    plain = posixpath.normpath(name)
    return f"/{plain.lstrip('/')}" if plain.startswith("/") else plain


def _is_absolute(name: str) -> bool:
    return name.startswith("/") or _DRIVE.match(name) is not None
