"""Where a new value goes, and how it is written there: as what it replaces, or as its neighbours."""

from collections.abc import Mapping, Sequence
from typing import cast

from readiness.edit import lines
from readiness.edit.fragments import Spot
from readiness.edit.habits import Habits, name_of, usual_style
from readiness.edit.nodes import Node, below
from readiness.edit.steps import Insert
from readiness.model.evidence import Json
from readiness.model.place import Part, Route


def index_of(parent: Node, part: Part) -> int:
    """Return which child `part` of a route leads to."""
    return part if isinstance(part, int) else parent.names.index(part)


def spot_of(text: str, parent: Node, route: Route, value: Json, styles: Mapping[str, str]) -> Spot:
    """Return where the value goes that stands for a child of a block collection."""
    index = index_of(parent, route[-1])
    old, is_element = parent.children[index][1], parent.kind == "sequence"
    head, begin = lines.head(text, parent, index), lines.opening(text, parent, index)
    is_below = "\n" in text[head : old.start]
    column = lines.column(text, head) + 1 if old.is_empty or is_below else lines.column(text, old.start)
    is_collection = old.kind in ("mapping", "sequence") and bool(old.children)
    indent = lines.column(text, old.start) if is_below and old.style == "block" else None
    if indent is not None and indent <= lines.column(text, begin) and not isinstance(value, Sequence):
        indent = None  # only a list can stand as deep as its key
    if old.style in ("|", ">") and isinstance(value, str):
        body = lines.blanks(text, lines.following(text, old.start))
        indent = len(text[body:]) - len(text[body:].lstrip(" ")) if body < old.end else None
    # A text that spans lines would swallow comments around it.
    over = lines.following(text, old.end)
    may_span = not is_collection and lines.extent(text, old.end, lines.column(text, begin)) == over
    return Spot(
        name_of(route),
        begin,
        lines.column(text, begin),
        column,
        is_element=is_element,
        indent=indent,
        style=old.style if is_collection else None,
        styles=styles,
        may_span=may_span and lines.may_span(text, over),
    )


def styles_of(root: Node, parent: Node, route: Route, value: Json) -> Mapping[str, str]:
    """Return the styles of texts: those that the old value had, and for a text in place of a scalar what is usual."""
    old = parent.children[index_of(parent, route[-1])][1]
    styles = {node.value: node.style for node in below(old) if node.kind == "scalar" and isinstance(node.value, str)}
    if isinstance(value, str) and value not in styles:
        styles |= usual(root, parent, route, value, old)
    return styles


def usual(root: Node, parent: Node, route: Route, value: Json, old: Node | None = None) -> Mapping[str, str]:
    """Return the style for `value`, if it is a text and one is usual where it goes."""
    style = usual_style(root, parent, route, old) if isinstance(value, str) else None
    return {} if style is None else {cast("str", value): style}


def sibling_style(parent: Node, step: Insert) -> str | None:
    """Return the style of the nearest element above that is of the kind of the new one; None where none is."""
    kind = "mapping" if isinstance(step.value, Mapping) else "sequence"
    alike = [
        node for _, node in parent.children[: step.index] or parent.children if node.kind == kind and node.children
    ]
    return alike[-1].style if alike else None


def gap_of(text: str, parent: Node, index: int, seen: Habits) -> int:
    """Return how many spaces stand behind the dash of the element before, or behind dashes elsewhere."""
    before = max(index - 1, 0)
    head, node = lines.head(text, parent, before), parent.children[before][1]
    if node.is_empty or "\n" in text[head : node.start]:
        return seen.gap(head)
    return node.start - head


def may_open(text: str, outer: Node, part: Part) -> bool:
    """Return whether empty brackets are written so that they come back as they were when they are empty again."""
    node = outer.children[index_of(outer, part)][1]
    head = lines.head(text, outer, index_of(outer, part))
    ends_line = lines.stop(text, node.end) == node.end
    return text[head : node.end] in (" []", " {}") and (outer.kind == "mapping" or ends_line)


def quotes_keys(parent: Node) -> bool:
    """Return whether all keys have quotes, as in JSON."""
    return bool(parent.children) and all(key is not None and key.style == '"' for key, _ in parent.children)
