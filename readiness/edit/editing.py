"""Changes to a text: each step is spliced in, read again, and compared with what was asked for."""

import gc
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, cast

from readiness.edit import blocks, flows, lines, scalars
from readiness.edit.changes import Change, EditError, UnfaithfulEditError, refuse
from readiness.edit.composing import compose
from readiness.edit.flows import Splice
from readiness.edit.fragments import Fragment, Spot, element, entry, flow, fragment
from readiness.edit.habits import Habits, habits, name_of, usual_style
from readiness.edit.nodes import Node, below, data_of
from readiness.edit.steps import Insert, Remove, Replace, Step, stepped, steps
from readiness.model.evidence import Json
from readiness.model.place import Part, Route

_BOM: Final = "\ufeff"


def edited(text: str, changes: Sequence[Change]) -> str:
    """Return `text` with all `changes` made, one after the other.

    Raises:
        EditError: a change cannot be made; none is.
        UnfaithfulEditError: the new text would not say what was asked for.
    """
    # There are no cycles to be found in hundreds of thousands of nodes, but looking for them takes as long as the rest.
    collects = gc.isenabled()
    gc.disable()
    try:
        return _edited(text, changes)
    finally:
        if collects:
            gc.enable()


def _edited(text: str, changes: Sequence[Change]) -> str:
    mark = _BOM if text.startswith(_BOM) else ""
    text = text.removeprefix(_BOM)
    root = compose(text)
    data = data_of(root)
    for change in changes:
        for step in list(steps(data, change)):
            text, root, data = _made(text, root, data, step)
    return mark + text


def _made(text: str, root: Node, data: Json, step: Step) -> tuple[str, Node, Json]:
    new = _spliced(text, _splices(text, root, step))
    wanted = stepped(data, step)
    try:
        after = compose(new)
    except EditError as error:
        message = f"an edit of {step.route} would make the file unreadable in line {error.line}: {error.reason}"
        raise UnfaithfulEditError(message) from error
    found = data_of(after)
    if json.dumps(found) != json.dumps(wanted):
        message = f"an edit of {step.route} would change something else too"
        raise UnfaithfulEditError(message)
    return new, after, found


def _spliced(text: str, splices: list[Splice]) -> str:
    for begin, end, new in sorted(splices, key=lambda splice: splice[:2], reverse=True):
        text = text[:begin] + new + text[end:]
    return text


def _splices(text: str, root: Node, step: Step) -> list[Splice]:
    if not step.route:
        refuse("the document as a whole cannot be replaced", "change the keys in it")
    path = _path(text, root, step.route[:-1])
    match step:
        case Insert():
            return _inserted(text, path, step)
        case Remove():
            return _removed(text, path, step)
        case Replace():
            return _replaced(text, path, step.route, step.value)


def _path(text: str, root: Node, route: Route) -> list[Node]:
    """Return the nodes from the root to where `route` leads; each must be written just once."""
    path = [root]
    for part in route:
        path.append(path[-1].children[_index(path[-1], part)][1])
    for node in path:
        if node.kind == "alias" or node.bound:
            refuse(
                "what is to be changed stands behind an anchor, an alias or a tag",
                "write the value out, without them",
                lines.number(text, node.start),
            )
    return path


def _index(parent: Node, part: Part) -> int:
    return part if isinstance(part, int) else parent.names.index(part)


def _inserted(text: str, path: list[Node], step: Insert) -> list[Splice]:
    parent, name, route = path[-1], step.route[-1], step.route[:-1]
    if parent.style == "flow":
        if not parent.children and route and path[-2].style == "block" and _may_open(text, path[-2], route[-1]):
            value: Json = {name: step.value} if isinstance(name, str) else [step.value]
            return _replaced(text, path[:-1], route, value)
        written = flow(step.value, _usual(path[0], parent, step.route, step.value))
        if isinstance(name, str):
            written = f"{scalars.key(name, flow=True, quoted=_quotes_keys(parent))}: {written}"
        return flows.insert(text, parent, step.index, written)
    seen = habits(text, root=path[0])
    indent = lines.column(text, parent.start)
    before = lines.opening(text, parent, max(step.index - 1, 0))
    over = lines.extent(text, lines.closing(text, parent, step.index - 1), indent) if step.index else 0
    may_span = lines.may_span(text, over)
    styles = _usual(path[0], parent, step.route, step.value)
    spot = Spot(name_of(route), before, indent, indent, styles=styles, may_span=may_span)
    if isinstance(name, str):
        return blocks.insert(text, parent, step.index, entry(name, step.value, spot, seen))
    spot = replace(spot, name=name_of(step.route), style=_sibling_style(parent, step))
    gap = _gap(text, parent, step.index, seen)
    return blocks.insert(text, parent, step.index, element(step.value, spot, seen, gap))


def _removed(text: str, path: list[Node], step: Remove) -> list[Splice]:
    parent = path[-1]
    index = _index(parent, step.route[-1])
    _refuse_anchors(text, parent, index)
    if parent.style == "flow":
        return flows.remove(text, parent, index)
    if len(parent.children) > 1:
        return blocks.remove(text, parent, index)
    if len(path) == 1:
        refuse("this is all that the document holds", "remove the file", lines.number(text, parent.start))
    outer = path[-2]
    head = lines.head(text, outer, _index(outer, step.route[-2]))
    return blocks.empty(text, parent, head if "\n" in text[head : parent.start] else None)


def _replaced(text: str, path: list[Node], route: Route, value: Json) -> list[Splice]:
    parent = path[-1]
    index = _index(parent, route[-1])
    old = parent.children[index][1]
    _refuse_anchors(text, parent, index)
    if old.bound:
        refuse("what is to be replaced has an anchor or a tag", "remove it first", lines.number(text, old.start))
    styles = _styles(path[0], parent, route, value)
    if parent.style == "flow":
        written = flow(value, styles)
        if not old.is_empty:
            return [(old.start, old.end, written)]
        head = lines.head(text, parent, index)
        return [(head, head, f" {written}")]
    head = lines.head(text, parent, index)
    if value is None and old.style == "block" and "\n" in text[head : old.start]:
        return blocks.replace(text, head, old, Fragment(""))
    written_block = fragment(value, _spot(text, parent, route, value, styles), habits(text, path[0]))
    return blocks.replace(text, head, old, written_block)


def _spot(text: str, parent: Node, route: Route, value: Json, styles: Mapping[str, str]) -> Spot:
    """Return where the value goes that stands for a child of a block collection."""
    index = _index(parent, route[-1])
    old, is_element = parent.children[index][1], parent.kind == "sequence"
    head, begin = lines.head(text, parent, index), lines.opening(text, parent, index)
    is_below = "\n" in text[head : old.start]
    column = lines.column(text, head) + 1 if old.is_empty or is_below else lines.column(text, old.start)
    is_collection = old.kind in ("mapping", "sequence") and bool(old.children)
    indent = lines.column(text, old.start) if is_below and old.style == "block" else None
    if indent is not None and indent <= lines.column(text, begin) and not isinstance(value, Sequence):
        indent = None  # only a list can stand as deep as its key
    if old.style in ("|", ">") and old.kind == "scalar":
        body = lines.following(text, old.start)
        body = lines.blanks(text, body)
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


def _styles(root: Node, parent: Node, route: Route, value: Json) -> Mapping[str, str]:
    """Return the styles of texts: those that the old value had, and for a text in place of a scalar what is usual."""
    old = parent.children[_index(parent, route[-1])][1]
    styles = {node.value: node.style for node in below(old) if node.kind == "scalar" and isinstance(node.value, str)}
    if isinstance(value, str) and value not in styles:
        styles |= _usual(root, parent, route, value, old)
    return styles


def _usual(root: Node, parent: Node, route: Route, value: Json, old: Node | None = None) -> Mapping[str, str]:
    """Return the style for `value`, if it is a text and one is usual where it goes."""
    style = usual_style(root, parent, route, old) if isinstance(value, str) else None
    return {} if style is None else {cast("str", value): style}


def _may_open(text: str, outer: Node, part: Part) -> bool:
    """Return whether empty brackets are written so that they come back as they were when they are empty again."""
    node = outer.children[_index(outer, part)][1]
    head = lines.head(text, outer, _index(outer, part))
    ends_line = lines.stop(text, node.end) == node.end
    return text[head : node.end] in (" []", " {}") and (outer.kind == "mapping" or ends_line)


def _quotes_keys(parent: Node) -> bool:
    return bool(parent.children) and all(key is not None and key.style == '"' for key, _ in parent.children)


def _sibling_style(parent: Node, step: Insert) -> str | None:
    kind = "mapping" if isinstance(step.value, Mapping) else "sequence"
    alike = [
        node for _, node in parent.children[: step.index] or parent.children if node.kind == kind and node.children
    ]
    return alike[-1].style if alike else None


def _gap(text: str, parent: Node, index: int, seen: Habits) -> int:
    """Return how many spaces stand behind the dash of the element before, or behind dashes elsewhere."""
    before = max(index - 1, 0)
    head, node = lines.head(text, parent, before), parent.children[before][1]
    if node.is_empty or "\n" in text[head : node.start]:
        return seen.gap(head)
    return node.start - head


def _refuse_anchors(text: str, parent: Node, index: int) -> None:
    key, node = parent.children[index]
    for inner in (*([key] if key else []), *below(node)):
        if inner.anchored:
            refuse(
                "what is to be changed holds an anchor that others may refer to",
                "write the value out where it is referred to, and remove the anchor",
                lines.number(text, inner.start),
            )
