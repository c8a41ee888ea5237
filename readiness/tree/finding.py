"""Files on disk by pattern, ignored ones too: what a run has produced."""

import os
from collections.abc import Sequence
from fnmatch import fnmatchcase

from readiness.errors import Problem, ReadinessError
from readiness.tree.disk import Disk
from readiness.tree.pattern import literal_start
from readiness.tree.patterns import Matcher


def find_on_disk(disk: Disk, patterns: tuple[str, ...]) -> Sequence[str]:
    """Return, sorted by raw bytes, the files below the top of `disk` that gitignore `patterns` match.

    Raises:
        ReadinessError: RDY017, a pattern that git might read differently; RDY050, a folder in which more might match
            may not be looked into.
    """
    before = len(disk.unlisted)
    found = {path for start in _starts(patterns) for path in disk.walk(start)}
    for folder in disk.unlisted[before:]:
        if any(_may_match_below(pattern, folder) for pattern in patterns):
            message = f"the folder {folder!a} may not be looked into"
            raise ReadinessError(Problem("RDY050", message, "give yourself the right to list it, or remove it"))
    return Matcher(sorted(found, key=os.fsencode)).matched(patterns)


def _starts(patterns: tuple[str, ...]) -> list[str]:
    """Return the folders and files that have to be looked at, none of them inside another."""
    starts: list[str] = []
    for start in sorted({literal_start(pattern) for pattern in patterns if not pattern.startswith("!")}):
        if not any(start == above or not above or start.startswith(above + "/") for above in starts):
            starts.append(start)
    return starts


def _may_match_below(pattern: str, folder: str) -> bool:
    """Return whether a positive `pattern` might match something at or below `folder`; where in doubt, it might."""
    parts = pattern.strip("/").split("/")
    if pattern.startswith("!") or "/" not in pattern.rstrip("/"):
        return not pattern.startswith("!")
    for part, name in zip(parts, folder.split("/"), strict=False):
        if part == "**":
            return True
        if not fnmatchcase(name, part):
            return False
    return True
