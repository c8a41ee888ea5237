"""What a change makes of policy: the list that `check --policy-from` proposes, from documents that are read already."""

from collections.abc import Collection

from readiness.both_sides import policies_of
from readiness.config import Config
from readiness.load import load
from readiness.model.loaded import Documents
from readiness.model.policy import Proposed
from readiness.policy import without_policy
from readiness.policy.proposals import proposals, reaching
from readiness.policy.settings import stricter
from readiness.sides import Reader, Side
from readiness.tree.base import Tree
from readiness.tree.narrowed import narrow


def proposed(
    reader: Reader, base: tuple[Tree, Side], head: tuple[Tree, Side], scopes: Collection[str]
) -> tuple[Proposed, ...]:
    """Return every change of policy that can matter to `scopes`, to all where none is named.

    Where the base has no scope yet there is no policy that could be changed.

    Raises:
        ReadinessError: RDY050, git stopped early; RDY058, a plugin that brings a kind of tracker cannot be used.
    """
    (base_tree, base_side), (tree, side) = base, head
    if without_policy(str(base_tree.candidate.commit), base_side.documents) is not None:
        return ()
    strict = stricter(base_side.config, side.config, tree.paths())
    brought = _read_under(reader, strict, tree, side)
    policies = policies_of(
        (base_tree, base_side.documents, base_side.config), (tree, brought, side.config), strict, reader.kinds
    )
    found = proposals(*policies, reader.kinds)
    return reaching(scopes, found, *policies) if scopes else found


def _read_under(reader: Reader, strict: Config, tree: Tree, side: Side) -> Documents:
    """Return the candidate's documents as `strict` finds them, which mostly is as its own configuration does."""
    if strict == side.config:
        return side.documents
    return load(narrow(tree, strict.ignore, strict.scopes), strict, reader.kinds, cache=reader.cache)
