"""A tree without the files that a configuration tells to ignore."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from readiness.model.evidence import CommitObjects
from readiness.model.report import Candidate
from readiness.tree.base import Entry, Tree, Unread
from readiness.tree.patterns import Matcher


def narrow(tree: Tree, ignore: Sequence[str], documents: Sequence[str] = ()) -> Tree:
    """Return `tree` without the files that gitignore patterns `ignore` match; they can still be read by name.

    YAML below the folders of `documents` is never left out of its paths: ignoring must not hide a scope.
    """
    return Narrowed(tree, tuple(ignore), tuple(documents)) if ignore else tree


class Narrowed:
    """Leaves files out of every list of another tree."""

    def __init__(self, tree: Tree, ignore: tuple[str, ...], documents: tuple[str, ...] = ()) -> None:
        self._tree = tree
        self._ignore = ignore
        self._folders = tuple("" if folder in ("", ".") else f"{folder.rstrip('/')}/" for folder in documents)

    @property
    def candidate(self) -> Candidate:
        """What this tree is, with caveats."""
        return self._tree.candidate

    @property
    def object_format(self) -> str:
        """What object ids are made with: `sha1` or `sha256`."""
        return self._tree.object_format

    @cached_property
    def _left_out(self) -> frozenset[str]:
        matched = Matcher(self._tree.paths(), self._tree.submodules()).matched(self._ignore)
        return frozenset(path for path in matched if not self._is_document(path))

    def _is_document(self, path: str) -> bool:
        return path.startswith(self._folders) and path.lower().endswith((".yaml", ".yml"))

    def paths(self) -> Sequence[str]:
        """Return the paths of all files that are not ignored, sorted by raw bytes."""
        return tuple(path for path in self._tree.paths() if path not in self._left_out)

    def entries(self) -> Sequence[Entry]:
        """Return `paths` with modes and object ids."""
        return tuple(entry for entry in self._tree.entries() if entry.path not in self._left_out)

    def submodules(self) -> frozenset[str]:
        """Return those of `paths` at which git keeps a submodule."""
        return self._tree.submodules() - self._left_out

    def tracks(self, path: str) -> bool:
        """Return whether git has `path` on its list."""
        return self._tree.tracks(path)

    def doubts(self) -> Mapping[str, str]:
        """Return those of `paths` whose object id nobody can tell, each with a phrase that says why.

        Raises:
            ReadinessError: as the tree that is narrowed.
        """
        return {path: why for path, why in self._tree.doubts().items() if path not in self._left_out}

    def find(self, patterns: Iterable[str]) -> Sequence[str]:
        """Return, sorted, the files that match gitignore `patterns` and are not ignored by the configuration.

        Raises:
            ReadinessError: as the tree that is narrowed.
        """
        found = self._tree.find(patterns)
        left_out = frozenset(Matcher(found).matched(self._ignore))
        return tuple(path for path in found if path not in left_out)

    def read(self, paths: Sequence[str], limit: int) -> Mapping[str, bytes | Unread]:
        """Return, for each of `paths`, its bytes or why there are none; ignored files too.

        Raises:
            ReadinessError: as the tree that is narrowed.
        """
        return self._tree.read(paths, limit)

    def lies_at(self, path: str) -> str | None:
        """Return the path of the file on disk that `path` leads to, links followed."""
        return self._tree.lies_at(path)

    def commit_objects(self) -> CommitObjects | None:
        """Return the commit that the candidate stands on as git keeps it.

        Raises:
            ReadinessError: as the tree that is narrowed.
        """
        return self._tree.commit_objects()

    def written_at(self, path: str) -> datetime | None:
        """Return when `path` was written, where that says something."""
        return self._tree.written_at(path)
