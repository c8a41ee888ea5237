"""Files on disk by pattern, ignored ones too: what a run has produced."""

import os
from collections.abc import Sequence

from readiness.tree.disk import Disk
from readiness.tree.patterns import Matcher, literal_start


def find_on_disk(disk: Disk, patterns: tuple[str, ...]) -> Sequence[str]:
    """Return, sorted by raw bytes, the files below the top of `disk` that gitignore `patterns` match.

    Raises:
        ReadinessError: RDY017, a pattern that git might read differently.
    """
    found = {path for start in _starts(patterns) for path in disk.walk(start)}
    return Matcher(sorted(found, key=os.fsencode)).matched(patterns)


def _starts(patterns: tuple[str, ...]) -> list[str]:
    """Return the folders and files that have to be looked at, none of them inside another."""
    starts: list[str] = []
    for start in sorted({literal_start(pattern) for pattern in patterns if not pattern.startswith("!")}):
        if not any(start == above or not above or start.startswith(above + "/") for above in starts):
            starts.append(start)
    return starts
