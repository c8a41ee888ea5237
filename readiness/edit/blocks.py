"""Edits of what stands in lines of its own: the lines that change are those of the value, and no others.

Comments keep their place: one at the end of a line stays with what remains of the line, those above a key or an element
stay above, and those below that are indented deeper go where it goes (`lines.extent`).
"""

import re

from readiness.edit import lines
from readiness.edit.changes import refuse
from readiness.edit.flows import Splice
from readiness.edit.fragments import Fragment
from readiness.edit.nodes import Node


def insert(text: str, parent: Node, index: int, written: Fragment) -> list[Splice]:
    """Return the splices that make `written` number `index` of a block collection that is not empty."""
    indent, newline = lines.column(text, parent.start), lines.line_break(text, parent.start)
    if index == 0:
        lines.head(text, parent, 0)
        first = lines.opening(text, parent, 0)
        above = "".join(line + newline for line in (written.inline, *written.below))
        return [(first, first, above + " " * indent)]
    lines.head(text, parent, index - 1)
    at = lines.extent(text, lines.closing(text, parent, index - 1), indent)
    empty = _blank_lines(text, parent, index, written)
    body = [*[""] * empty, " " * indent + written.inline, *written.below]
    if at == len(text) and not text.endswith("\n"):
        _refuse_open_text(text, parent.children[index - 1][1])
        return [(at, at, "".join(newline + line for line in body))]
    return [(at, at, "".join(line + newline for line in body))]


def remove(text: str, parent: Node, index: int) -> list[Splice]:
    """Return the splices that take number `index` out of a block collection that has others."""
    lines.head(text, parent, index)
    begin, end = lines.opening(text, parent, index), lines.closing(text, parent, index)
    indent, is_last = lines.column(text, parent.start), index == len(parent.children) - 1
    over = lines.extent(text, end, indent)
    if not lines.leads(text, begin):
        return [_first_of_line(text, parent, begin, over)]
    begin = lines.begin(text, begin)
    if index > 0:
        before = lines.extent(text, lines.closing(text, parent, index - 1), indent)
        if lines.blanks(text, before) == begin and (is_last or lines.is_blank(text, over)):
            begin = before
        _refuse_kept_lines(text, parent.children[index - 1][1], begin, over)
    elif not is_last:
        over = lines.blanks(text, over)
    return [_lines(text, parent.children[index - 1][1] if index else None, begin, over)]


def empty(text: str, parent: Node, at: int | None) -> list[Splice]:
    """Return the splices that take the only child out of a block collection; `at` is where the one behind it begins.

    `at` is the head that the collection stands under, None where the collection itself begins behind a dash.
    """
    brackets = "{}" if parent.kind == "mapping" else "[]"
    lines.head(text, parent, 0)
    begin, end = lines.opening(text, parent, 0), lines.closing(text, parent, 0)
    if at is None:
        return [(begin, end, brackets)]
    over = lines.extent(text, end, lines.column(text, begin))
    return [(at, at, f" {brackets}"), _lines(text, None, lines.begin(text, begin), over)]


def replace(text: str, head: int, old: Node, written: Fragment) -> list[Splice]:
    """Return the splices that put `written` where `old` stands, behind `head`."""
    newline = lines.line_break(text, head)
    is_text = old.kind == "scalar" and old.style in ("|", ">")
    is_below = "\n" in text[head : old.start]
    if old.is_empty or (is_below and (old.style == "block" or written.below)):
        if not old.is_empty:
            _refuse_tail(text, old)
        return [*_at_head(head, head, head, written), *_under(text, head, old, written, newline)]
    if is_text:
        header = old.start + len(_header(text, old))
        return [*_at_head(head, old.start, header, written), *_under(text, head, old, written, newline)]
    return [
        *_at_head(head, old.start, old.end, written),
        *_below(text, _room(text, head, old.end, written), written, newline),
    ]


def _at_head(head: int, start: int, end: int, written: Fragment) -> list[Splice]:
    if start == end:
        return [(head, head, f" {written.inline}")] if written.inline else []
    if not written.inline:
        return [(head, end, "")]
    return [(start, end, written.inline)]


def _under(text: str, head: int, old: Node, written: Fragment, newline: str) -> list[Splice]:
    """Return the splices that put lines in the place of those that `old` has below its head."""
    if old.is_empty or lines.begin(text, old.end) == lines.begin(text, head):
        return _below(text, _room(text, head, head, written), written, newline)
    is_block = old.style == "block" or "\n" in text[head : old.start]
    begin = lines.begin(text, old.start) if is_block else lines.following(text, old.start)
    over = lines.following(text, old.end)
    if not written.below:
        return [_lines(text, None, begin, over)]
    final = newline if text[over - 1 : over] == "\n" else ""
    return [(begin, over, newline.join(written.below) + final)]


def _room(text: str, head: int, end: int, written: Fragment) -> int:
    """Return where lines can come that belong under a head: below its comments, if they are a collection of its own."""
    if written.inline:
        return lines.following(text, end)
    return lines.extent(text, end, lines.column(text, head) - len(text[lines.begin(text, head) : head].lstrip(" -")))


def _below(text: str, at: int, written: Fragment, newline: str) -> list[Splice]:
    if not written.below:
        return []
    if at == len(text) and not text.endswith("\n"):
        return [(at, at, "".join(newline + line for line in written.below))]
    return [(at, at, "".join(line + newline for line in written.below))]


def _blank_lines(text: str, parent: Node, index: int, written: Fragment) -> int:
    """Return how many empty lines separate what comes last from what stands before it, as its siblings have them."""
    last = _last(parent.children[index - 1][1])
    keeps = last is not None and last.style in ("|", ">") and "+" in _header(text, last)
    if index < len(parent.children) or index < 2 or keeps:  # noqa: PLR2004 - two have something between them
        return 0
    indent = lines.column(text, parent.start)
    if parent.kind == "mapping":
        if not written.below:
            return 0
        spanning = (one for one in range(index - 1, 0, -1) if _spans(text, parent, one))
        index = next(spanning, 0) + 1
        if index == 1:
            return 0
    before = lines.extent(text, lines.closing(text, parent, index - 2), indent)
    return text.count("\n", before, lines.blanks(text, before))


def _spans(text: str, parent: Node, index: int) -> bool:
    return "\n" in text[lines.opening(text, parent, index) : lines.closing(text, parent, index)]


def _first_of_line(text: str, parent: Node, begin: int, over: int) -> Splice:
    """Return the splice that takes out what shares its line with the dash before it."""
    second = lines.opening(text, parent, 1)
    if not text[over:second].strip():
        return (begin, second, "")
    # Comments stand before the second: the dash keeps its line, so that they keep theirs.
    newline = lines.line_break(text, begin)
    return (begin - len(text[:begin]) + len(text[:begin].rstrip(" ")), over, newline)


def _lines(text: str, before: Node | None, begin: int, over: int) -> Splice:
    """Return the splice that removes whole lines; at the end of a file that has no last line break, it keeps none."""
    if over == len(text) and not text.endswith("\n") and begin > 0:
        last = _last(before)
        if last is None or last.style not in ("|", ">"):
            begin -= 2 if text[begin - 2 : begin] == "\r\n" else 1
    return (begin, over, "")


def _header(text: str, node: Node) -> str:
    return text[node.start : lines.stop(text, node.start)].split(maxsplit=1)[0]


def _last(node: Node | None) -> Node | None:
    while node is not None and node.style == "block":
        node = node.children[-1][1]
    return node


def _refuse_open_text(text: str, before: Node) -> None:
    last = _last(before)
    if last is not None and last.style in ("|", ">"):
        refuse(
            "the file ends inside of a text, without a line break",
            "end the last line of the file with a line break",
            lines.number(text, last.start),
        )


def _refuse_kept_lines(text: str, before: Node, begin: int, over: int) -> None:
    """Refuse to let empty lines come behind a text that would take them for its own; a comment between them ends it."""
    if lines.blanks(text, lines.following(text, before.end)) < begin:
        return
    last = _last(before)
    if last is not None and last.style in ("|", ">") and _takes(text, last, over):
        reason = "the empty lines that follow would become part of the text before it"
        refuse(reason, "remove these empty lines first", lines.number(text, over))


def _takes(text: str, node: Node, over: int) -> bool:
    """Return whether the blank lines at `over` would be part of a literal or folded text that they came behind."""
    header, body = _header(text, node), lines.blanks(text, lines.following(text, node.start))
    indent = 0 if re.search(r"[0-9]", header) else len(re.match(r" *", text[body : node.end])[0])  # type: ignore[index]
    below = text[over : lines.blanks(text, over)]
    return bool(below) and ("+" in header or any(len(line.rstrip("\r")) > indent for line in below.split("\n")))


def _refuse_tail(text: str, old: Node) -> None:
    rest = text[old.end : lines.stop(text, old.end)] if old.style != "block" else ""
    if "#" in rest:
        refuse(
            "the value has a comment, and stands in a line of its own",
            "write it behind its key",
            lines.number(text, old.start),
        )
