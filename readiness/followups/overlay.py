"""The work tree as it was when it was first looked at, and as it would be with some files replaced.

An edit is worked out from what was loaded. If somebody writes meanwhile, what is edited has to stay what was loaded, so
that writing finds the difference and stops; else an item that has moved could be taken for another.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from readiness.tree.base import Tree, Unread
from readiness.tree.narrowed import Narrowed

_EDITED: Final = ".yaml"
_OWN: Final = ".readiness/"


class Snapshot(Narrowed):
    """A tree that gives the same bytes of documents, and of what is kept about issues, whenever they are read."""

    def __init__(self, tree: Tree) -> None:
        super().__init__(tree, ())
        self._known: dict[tuple[str, int], bytes | Unread] = {}

    def read(self, paths: Sequence[str], limit: int) -> Mapping[str, bytes | Unread]:
        """Return, for each of `paths`, its bytes or why there are none; as at first of what can be edited.

        Raises:
            ReadinessError: as the tree below.
        """
        fresh = super().read([path for path in paths if (path, limit) not in self._known], limit)
        kept = {path: data for path, data in fresh.items() if path.endswith(_EDITED) or path.startswith(_OWN)}
        self._known.update(((path, limit), data) for path, data in kept.items())
        return {path: fresh[path] if path in fresh else self._known[path, limit] for path in paths}


class Overlaid(Narrowed):
    """A narrowed tree that has other bytes at some paths.

    Lists and object ids stay those of the tree below: what is edited here are documents and lists of issues, which no
    fingerprint covers.
    """

    def __init__(self, tree: Tree, ignore: Sequence[str], documents: Sequence[str], files: Mapping[str, bytes]) -> None:
        super().__init__(tree, tuple(ignore), tuple(documents))
        self._files = files

    def read(self, paths: Sequence[str], limit: int) -> Mapping[str, bytes | Unread]:
        """Return, for each of `paths`, its bytes or why there are none; of what is replaced, the new ones.

        Raises:
            ReadinessError: as the tree below.
        """
        below = super().read([path for path in paths if path not in self._files], limit)
        replaced = {path: self._files[path] for path in paths if path in self._files}
        return {**below, **{path: Unread.TOO_LARGE if len(data) > limit else data for path, data in replaced.items()}}

    def written_at(self, path: str) -> datetime | None:
        """Return when `path` was written, where that says something; of what is replaced, it says nothing."""
        return None if path in self._files else super().written_at(path)
