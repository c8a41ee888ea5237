"""A ledger's folder in the tree, as far as a base has it: what the candidate adds there, it says for itself."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from readiness.ledger.folder import FolderStore
from readiness.tree.base import Unread


class Settled(FolderStore):
    """The files of a folder that are among `known`, by name; others are not there. Names are those of contents."""

    def __init__(self, base: Path, inner: str, known: Collection[str]) -> None:
        super().__init__(base, inner)
        self._known = frozenset(known)

    def names(self, under: Collection[str] = ()) -> Sequence[str]:
        """Return, sorted, the known names in the folders `under`, or all.

        Raises:
            ReadinessError: as the folder.
        """
        return tuple(name for name in super().names(under) if name in self._known)

    def read(self, names: Collection[str], limit: int) -> Mapping[str, bytes | Unread]:
        """Return, for each of `names`, its bytes, or why there are none.

        Raises:
            ReadinessError: as the folder.
        """
        found = super().read([name for name in names if name in self._known], limit)
        return {name: found.get(name, Unread.ABSENT) for name in names}
