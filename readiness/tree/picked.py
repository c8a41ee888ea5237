"""A few files of a tree, as a tree."""

from collections.abc import Collection
from functools import cached_property

from readiness.tree.base import Tree
from readiness.tree.narrowed import Narrowed


class Picked(Narrowed):
    """Leaves out of every list what is not one of `paths`; all can still be read by name."""

    def __init__(self, tree: Tree, paths: Collection[str]) -> None:
        super().__init__(tree, ())
        self._picked = frozenset(paths)

    @cached_property
    def _left_out(self) -> frozenset[str]:
        return frozenset(self._tree.paths()) - self._picked
