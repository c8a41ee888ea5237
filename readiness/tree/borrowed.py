"""A candidate whose evidence is held against files of another tree: schemas, baselines, whatever a yardstick is."""

from collections.abc import Collection, Mapping, Sequence

from readiness.tree.base import Tree, Unread
from readiness.tree.narrowed import Narrowed


class Borrowed(Narrowed):
    """A narrowed tree that reads the bytes of some paths in another one. In lists they are its own all the same."""

    def __init__(
        self, tree: Tree, ignore: Sequence[str], documents: Sequence[str], lender: Tree, lent: Collection[str]
    ) -> None:
        super().__init__(tree, tuple(ignore), tuple(documents))
        self._lender = lender
        self._lent = frozenset(lent)

    def read(self, paths: Sequence[str], limit: int) -> Mapping[str, bytes | Unread]:
        """Return, for each of `paths`, its bytes or why there are none; of what is lent, those of the other tree.

        Raises:
            ReadinessError: as either of the trees.
        """
        lent = [path for path in paths if path in self._lent]
        own = super().read([path for path in paths if path not in self._lent], limit)
        return {**own, **self._lender.read(lent, limit)} if lent else own
