"""Edits between brackets: what is inserted or removed has its comma with it, and its line if it has one."""

import re
from typing import Final

from readiness.edit import lines
from readiness.edit.changes import refuse
from readiness.edit.nodes import Node

Splice = tuple[int, int, str]
"""Where the text that goes begins and ends, and what comes in its place."""

_SEPARATOR: Final = re.compile(r"[ \t]*,[ \t]*\Z")
_COMMENT: Final = re.compile(r"#.*")
_REST: Final = re.compile(r"([ \t]*,)?[ \t]*(#.*)?\Z")


def insert(text: str, parent: Node, index: int, written: str) -> list[Splice]:
    """Return the splices that make `written` number `index` of a flow collection."""
    if not parent.children:
        return [_only(text, parent, written)]
    if index == 0:
        at = _begin(text, parent, 0)
        return [(at, at, written + ", ")]
    begin, before = _begin(text, parent, index - 1), _end(text, parent, index - 1)
    if not _has_own_line(text, parent, index - 1):
        return [(before, before, _separator(text, parent) + written)]
    rest = text[before : lines.stop(text, before)]
    comma = rest.lstrip().startswith(",")
    if not comma and _comma(text, parent, index - 1) is not None:
        return [(before, before, ", " + written)]  # the comma stands on a line of its own: rather ugly than wrong
    over = lines.following(text, before)
    indent = text[lines.begin(text, begin) : begin]
    line = indent + written + ("," if comma else "") + lines.line_break(text, before)
    return [*([] if comma else [(before, before, ",")]), (over, over, line)]


def remove(text: str, parent: Node, index: int) -> list[Splice]:
    """Return the splices that take number `index` out of a flow collection."""
    begin, end = _begin(text, parent, index), _end(text, parent, index)
    count = len(parent.children)
    if count == 1:
        return [_sole(text, parent, begin, end)]
    is_last = index == count - 1
    comma = _comma(text, parent, index)
    if _has_own_line(text, parent, index):
        splices = [(lines.begin(text, begin), lines.following(text, end), "")]
        if is_last and comma is None:
            before = _comma(text, parent, index - 1)
            if before is not None:
                splices.insert(0, (before, before + 1, ""))
        return splices
    if lines.leads(text, begin) and not is_last and "\n" not in text[end : _begin(text, parent, index + 1)]:
        return [(begin, _begin(text, parent, index + 1), "")]
    if index > 0:
        before = _end(text, parent, index - 1)
        _refuse_comment(text, before, begin)
        return [(before, end, "")]
    over = _begin(text, parent, 1)
    if "\n" in text[end:over]:
        over = (comma or end) + 1
    _refuse_comment(text, end, over)
    return [(begin, over, "")]


def _begin(text: str, parent: Node, index: int) -> int:
    key, node = parent.children[index]
    first = key or node
    begin = _end(text, parent, index - 1) if index else parent.start + 1
    between = _COMMENT.sub("", text[begin : first.start]).strip()
    if between != ("," if index else "") or first.bound or text[parent.start] not in "{[":
        refuse(
            "what stands between these brackets is written in a way that cannot be edited",
            "write it in lines of its own",
            lines.number(text, first.start),
        )
    return first.start


def _end(text: str, parent: Node, index: int) -> int:
    key, node = parent.children[index]
    if key is not None and node.is_empty:
        refuse("a key between brackets has no value", "write `null` behind it", lines.number(text, key.start))
    return node.end


def _comma(text: str, parent: Node, index: int) -> int | None:
    """Return where the comma behind a child stands; None where there is none."""
    at = _end(text, parent, index)
    while at < parent.end - 1:
        if text[at] == ",":
            return at
        at = lines.stop(text, at) if text[at] == "#" else at + 1
    return None


def _has_own_line(text: str, parent: Node, index: int) -> bool:
    """Return whether nothing but a comma and a comment shares the lines of a child."""
    key, node = parent.children[index]
    rest = text[node.end : lines.stop(text, node.end)]
    return lines.leads(text, (key or node).start) and _REST.match(rest) is not None


def _separator(text: str, parent: Node) -> str:
    for index in range(len(parent.children) - 1):
        key, node = parent.children[index + 1]
        between = text[parent.children[index][1].end : (key or node).start]
        if _SEPARATOR.match(between):
            return between
    return ", "


def _only(text: str, parent: Node, written: str) -> Splice:
    inner = text[parent.start + 1 : parent.end - 1]
    if inner.strip(" "):
        refuse(
            "the brackets are empty, but for line breaks or comments",
            "write them in one line",
            lines.number(text, parent.start),
        )
    return (parent.end - 1, parent.end - 1, written + (" " if inner else ""))


def _sole(text: str, parent: Node, begin: int, end: int) -> Splice:
    comma = _comma(text, parent, 0)
    _refuse_comment(text, parent.start, begin)
    _refuse_comment(text, end, parent.end - 1)
    after = text[(comma or end - 1) + 1 : parent.end - 1]
    if "\n" in text[parent.start : begin] + after:
        return (parent.start + 1, parent.end - 1, "")
    return (begin, parent.end - 1, "")


def _refuse_comment(text: str, begin: int, end: int) -> None:
    if "#" in text[begin:end]:
        refuse(
            "a comment stands between the brackets, and it is not clear what it belongs to",
            "move the comment above or behind the brackets",
            lines.number(text, begin),
        )
