"""Changes to a text: each step is spliced in, read again, and compared with what was asked for."""

import gc
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from readiness.edit import blocks, flows, lines, scalars
from readiness.edit.changes import Change, EditError, UnfaithfulEditError, refuse
from readiness.edit.composing import compose
from readiness.edit.flows import Splice
from readiness.edit.fragments import Fragment, Spot, element, entry, flow, fragment
from readiness.edit.habits import habits, name_of
from readiness.edit.nodes import Node, below, data_of
from readiness.edit.spots import gap_of, index_of, may_open, quotes_keys, sibling_style, spot_of, styles_of, usual
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
        before = text[:begin] + new
        # Behind a bracket or a quote a comment needs no space, behind what comes in its place it does.
        gap = " " if end > begin and text[end : end + 1] == "#" and not before[-1:].isspace() else ""
        text = before + gap + text[end:]
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
            if step.keeps:
                _refuse_comments(text, path[-1], step.route[-1])
            return _replaced(text, path, step.route, step.value)


def _path(text: str, root: Node, route: Route) -> list[Node]:
    """Return the nodes from the root to where `route` leads; each must be written just once."""
    path = [root]
    for part in (*route, None):
        node = path[-1]
        if node.kind == "alias" or node.bound:
            reason = "what is to be changed stands behind an anchor, an alias or a tag"
            refuse(reason, "write the value out, without them", lines.number(text, node.start))
        if part is not None:
            path.append(node.children[index_of(node, part)][1])
    return path


def _inserted(text: str, path: list[Node], step: Insert) -> list[Splice]:
    parent, name, route = path[-1], step.route[-1], step.route[:-1]
    if parent.style == "flow":
        if not parent.children and route and path[-2].style == "block" and may_open(text, path[-2], route[-1]):
            value: Json = {name: step.value} if isinstance(name, str) else [step.value]
            return _replaced(text, path[:-1], route, value)
        written = flow(step.value, usual(path[0], parent, step.route, step.value))
        if isinstance(name, str):
            written = f"{scalars.key(name, flow=True, quoted=quotes_keys(parent))}: {written}"
        return flows.insert(text, parent, step.index, written)
    seen = habits(text, root=path[0])
    indent = lines.column(text, parent.start)
    before = lines.opening(text, parent, max(step.index - 1, 0))
    over = lines.extent(text, lines.closing(text, parent, step.index - 1), indent) if step.index else 0
    may_span = lines.may_span(text, over)
    styles = usual(path[0], parent, step.route, step.value)
    spot = Spot(name_of(route), before, indent, indent, styles=styles, may_span=may_span)
    if isinstance(name, str):
        return blocks.insert(text, parent, step.index, entry(name, step.value, spot, seen))
    spot = replace(spot, name=name_of(step.route), style=sibling_style(parent, step))
    gap = gap_of(text, parent, step.index, seen)
    return blocks.insert(text, parent, step.index, element(step.value, spot, seen, gap))


def _removed(text: str, path: list[Node], step: Remove) -> list[Splice]:
    parent = path[-1]
    index = index_of(parent, step.route[-1])
    _refuse_anchors(text, parent, index)
    if parent.style == "flow":
        return flows.remove(text, parent, index)
    if len(parent.children) > 1:
        return blocks.remove(text, parent, index)
    if len(path) == 1:
        refuse("this is all that the document holds", "remove the file", lines.number(text, parent.start))
    outer = path[-2]
    head = lines.head(text, outer, index_of(outer, step.route[-2]))
    return blocks.empty(text, parent, head if "\n" in text[head : parent.start] else None)


def _replaced(text: str, path: list[Node], route: Route, value: Json) -> list[Splice]:
    parent = path[-1]
    index = index_of(parent, route[-1])
    old = parent.children[index][1]
    _refuse_anchors(text, parent, index)
    if old.bound:
        refuse("what is to be replaced has an anchor or a tag", "remove it first", lines.number(text, old.start))
    styles = styles_of(path[0], parent, route, value)
    if parent.style == "flow":
        written = flow(value, styles)
        if not old.is_empty:
            return [(old.start, old.end, written)]
        head = lines.head(text, parent, index)
        return [(head, head, f" {written}")]
    head = lines.head(text, parent, index)
    if value is None and old.style == "block" and "\n" in text[head : old.start]:
        return blocks.replace(text, head, old, Fragment(""))
    written_block = fragment(value, spot_of(text, parent, route, value, styles), habits(text, path[0]))
    return blocks.replace(text, head, old, written_block)


def _refuse_comments(text: str, parent: Node, part: Part) -> None:
    old = parent.children[index_of(parent, part)][1]
    bare = text[old.start : lines.stop(text, old.end) if old.style == "block" else old.end]
    for node in below(old):
        if node.kind == "scalar":
            begin, end = node.start - old.start, node.end - old.start
            bare = bare[:begin] + " " * (end - begin) + bare[end:]
    if "#" in bare:
        action = "write it as a list first"
        refuse("the value holds comments that would be lost", action, lines.number(text, old.start))


def _refuse_anchors(text: str, parent: Node, index: int) -> None:
    key, node = parent.children[index]
    for inner in (*([key] if key else []), *below(node)):
        if inner.anchored:
            refuse(
                "what is to be changed holds an anchor that others may refer to",
                "write the value out where it is referred to, and remove the anchor",
                lines.number(text, inner.start),
            )
