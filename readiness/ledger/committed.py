"""A ledger's folder as a commit, the index or a work tree has it: what is gone from the disk is still there to read."""

from collections.abc import Collection, Mapping, Sequence

from readiness.ledger.store import below, unwritable
from readiness.tree.base import Tree, Unread


class Committed:
    """The files of `tree` below `folder`, to be read alone. What begins with a dot is not the ledger's."""

    def __init__(self, tree: Tree, folder: str) -> None:
        self._tree = tree
        self._prefix = f"{folder.strip('/')}/"
        inner = (path.removeprefix(self._prefix) for path in tree.paths() if path.startswith(self._prefix))
        self._names = tuple(sorted(name for name in inner if not name.startswith(".") and "/." not in name))

    @property
    def where(self) -> str:
        """What to call this store in a sentence."""
        return f"the folder {self._prefix.rstrip('/')} of a commit"

    def names(self, under: Collection[str] = ()) -> Sequence[str]:
        """Return, sorted, the names of the files in the folders `under`, or of all."""
        return tuple(below(self._names, under)) if under else self._names

    def read(self, names: Collection[str], limit: int) -> Mapping[str, bytes | Unread]:
        """Return, for each of `names`, its bytes, or why there are none.

        Raises:
            ReadinessError: RDY050, git stopped early.
        """
        found = self._tree.read([self._prefix + name for name in names], limit)
        return {path.removeprefix(self._prefix): data for path, data in found.items()}

    def append(self, files: Mapping[str, bytes]) -> None:
        """Refuse to keep `files`.

        Raises:
            ReadinessError: RDY050, always.
        """
        raise unwritable(self.where, f"{len(files)} files cannot become part of it")

    def remove(self, names: Collection[str]) -> None:
        """Refuse to take `names` out.

        Raises:
            ReadinessError: RDY050, always.
        """
        raise unwritable(self.where, f"{len(names)} files cannot be taken out of it")
