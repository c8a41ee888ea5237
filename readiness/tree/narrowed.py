"""A tree without the files that a configuration tells to ignore."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from readiness.model.report import Candidate
from readiness.tree.base import Entry, Tree, Unread
from readiness.tree.patterns import Matcher


def narrow(tree: Tree, ignore: Sequence[str]) -> Tree:
    """Return `tree` without the files that gitignore patterns `ignore` match; they can still be read by name."""
    return Narrowed(tree, tuple(ignore)) if ignore else tree


class Narrowed:
    """Leaves files out of every list of another tree."""

    def __init__(self, tree: Tree, ignore: tuple[str, ...]) -> None:
        self._tree = tree
        self._ignore = ignore

    @property
    def candidate(self) -> Candidate:
        """What this tree is, with caveats."""
        return self._tree.candidate

    @cached_property
    def _left_out(self) -> frozenset[str]:
        return frozenset(Matcher(self._tree.paths()).matched(self._ignore))

    def paths(self) -> Sequence[str]:
        """Return the paths of all files that are not ignored, sorted by raw bytes."""
        return tuple(path for path in self._tree.paths() if path not in self._left_out)

    def entries(self) -> Sequence[Entry]:
        """Return `paths` with modes and object ids."""
        return tuple(entry for entry in self._tree.entries() if entry.path not in self._left_out)

    def find(self, patterns: Iterable[str]) -> Sequence[str]:
        """Return, sorted, the files that match gitignore `patterns` and are not ignored by the configuration."""
        found = self._tree.find(patterns)
        left_out = frozenset(Matcher(found).matched(self._ignore))
        return tuple(path for path in found if path not in left_out)

    def read(self, paths: Sequence[str], limit: int) -> Mapping[str, bytes | Unread]:
        """Return, for each of `paths`, its bytes or why there are none."""
        return self._tree.read(paths, limit)

    def written_at(self, path: str) -> datetime | None:
        """Return when `path` was written, where that says something."""
        return self._tree.written_at(path)
