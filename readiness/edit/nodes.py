"""A document as nodes that know from which to which character they are written.

Offsets count the characters of the text. A node ends with its last character that is not a space, a line break or a
comment, unlike the marks of the parser, which end a collection where the next thing begins.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from readiness.model.evidence import Json

Kind = Literal["scalar", "mapping", "sequence", "alias"]


@dataclass(slots=True)
class Node:
    """A value as it is written. Not frozen, because there are hundreds of thousands of them.

    `style` is that of a scalar (`""` is plain), or `flow` or `block`. `bound` says that an anchor or a tag stands
    before it. The children of a mapping have keys, those of a sequence None instead; an alias has one child, what it
    stands for.
    """

    kind: Kind
    start: int
    end: int
    style: str
    bound: bool = False
    anchored: bool = False
    value: Json = None
    children: Sequence[tuple["Node | None", "Node"]] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is written."""
        return self.start == self.end

    @property
    def names(self) -> list[str]:
        """The keys of a mapping."""
        return [str(key.value) for key, _ in self.children if key is not None]


def data_of(node: Node) -> Json:
    """Return the value of `node`, aliases expanded."""
    match node.kind:
        case "scalar":
            return node.value
        case "alias":
            return data_of(node.children[0][1])
        case "mapping":
            return {cast("str", key.value): data_of(child) for key, child in node.children if key is not None}
        case "sequence":
            return [data_of(child) for _, child in node.children]


def below(node: Node) -> Iterator[Node]:
    """Yield `node` and all that is written inside of it; not what aliases stand for."""
    yield node
    if node.kind != "alias":
        for key, child in node.children:
            if key is not None:
                yield key
            yield from below(child)
