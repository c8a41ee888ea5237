"""How a file is written: how deep things are indented, and which of them stand in brackets.

Where something is added, it is written as what is nearest and of its kind; where nothing is, as this project does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from readiness.edit.lines import column, dash
from readiness.edit.nodes import Node
from readiness.edit.scalars import is_plain, is_surprise
from readiness.model.place import Route

_STEP: Final = 2
_GAP: Final = 1
ELEMENT: Final = "[]"
"""The end of the name that elements of a list go by; the begin is the key of the list."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What was seen, each with its offset: steps of indentation, offsets of lists, gaps behind dashes, and styles.

    Styles are those of collections by what leads to them (their key) and what they are.
    """

    steps: list[tuple[int, int]] = field(default_factory=list)
    lists: list[tuple[int, int]] = field(default_factory=list)
    gaps: list[tuple[int, int]] = field(default_factory=list)
    styles: dict[tuple[str, str], list[tuple[int, str]]] = field(default_factory=dict)

    def step(self, at: int) -> int:
        """Return how much deeper than its key a mapping is indented."""
        return _nearest(self.steps, at, self.list_step(at) or _STEP)

    def list_step(self, at: int) -> int:
        """Return how much deeper than its key the dashes of a list stand."""
        return _nearest(self.lists, at, _STEP)

    def gap(self, at: int) -> int:
        """Return how many spaces stand behind a dash."""
        return _nearest(self.gaps, at, _GAP)

    def style(self, name: str, kind: str, at: int) -> str | None:
        """Return `flow` or `block`, as collections of that name and kind are written; None where there are none."""
        seen = self.styles.get((name, kind))
        return min(seen, key=lambda one: abs(one[0] - at))[1] if seen else None


def habits(text: str, root: Node) -> Habits:
    """Return the habits of the document `root`."""
    found = Habits()
    for name, parent, _, node in _collections("", None, None, root):
        if node.children:
            found.styles.setdefault((name, node.kind), []).append((node.start, node.style))
        if node.style != "block" or node.bound:
            continue
        if node.kind == "sequence":
            first = node.children[0][1]
            begin = dash(text, node, first)
            if not first.is_empty and "\n" not in text[begin : first.start]:
                found.gaps.append((begin, first.start - begin - 1))
        if parent is not None:
            seen = found.lists if node.kind == "sequence" else found.steps
            seen.append((node.start, column(text, node.start) - column(text, parent)))
    return found


def name_of(route: Route) -> str:
    """Return the name of what `route` leads to."""
    name = ""
    for part in route:
        name = part if isinstance(part, str) else name + ELEMENT
    return name


def usual_style(root: Node, parent: Node, route: Route, old: Node | None = None) -> str | None:
    """Return the style for a text that comes to `route`, in place of `old` where something is there; None if none is.

    A style that the old text did not need is a habit, and so are those of the neighbours: in a list its other elements,
    then the values of the same name, then for what is replaced the other values of its mapping. A style that was needed
    says nothing.
    """
    is_text = old is not None and old.kind == "scalar" and isinstance(old.value, str)
    if old is not None and is_text and not _needs(old, flow=parent.style == "flow"):
        return old.style
    near = [node for _, node in parent.children if node is not old]
    alike = [node for node in _named(name_of(route), root) if node is not old]
    for seen in (near if parent.kind == "sequence" else [], alike, near if old is not None else []):
        styles = [node.style for node in seen if _is_free(node)]
        if styles:
            return "" if "" in styles else styles[-1]
    return None


def _is_free(node: Node) -> bool:
    """Return whether a text has the style that it has because somebody liked it."""
    text = node.value if node.kind == "scalar" and node.style not in ("|", ">") else None
    return isinstance(text, str) and is_plain(text, flow=True) and not is_surprise(text)


def _needs(node: Node, *, flow: bool) -> bool:
    """Return whether a text could not stand there without its quotes or its bar."""
    return not is_plain(str(node.value), flow=flow)


def _named(name: str, root: Node) -> Iterator[Node]:
    for found, _, _, node in _collections("", None, None, root):
        if node.kind == "mapping":
            yield from (child for key, child in node.children if key is not None and key.value == name)
        elif found + ELEMENT == name:
            yield from (child for _, child in node.children)


def _collections(
    name: str, parent: int | None, key: Node | None, node: Node
) -> Iterator[tuple[str, int | None, Node | None, Node]]:
    """Yield each collection with its name, and with where its key is written if that is in a block."""
    if node.kind not in ("mapping", "sequence"):
        return
    yield name, parent, key, node
    for inner, child in node.children:
        if inner is None:
            yield from _collections(name + ELEMENT, None, None, child)
        else:
            yield from _collections(str(inner.value), inner.start if node.style == "block" else None, inner, child)


def _nearest(seen: list[tuple[int, int]], at: int, otherwise: int) -> int:
    return min(seen, key=lambda one: abs(one[0] - at))[1] if seen else otherwise
