"""What holds of every edit of every document, stated once: whoever calls this brings document, route and value."""

import re
from collections.abc import Iterator
from typing import Any

from readiness.edit import Append, Change, Drop, EditError, Put, edited
from readiness.edit.composing import REFUSED, compose
from readiness.edit.lines import closing, column, extent, opening, stop
from readiness.edit.nodes import Node, below, data_of
from readiness.edit.scalars import is_plain, is_surprise
from readiness.model.place import Route

_BOM = "\ufeff"


def read(text: str) -> Any:  # noqa: ANN401 - whatever YAML holds
    """Return the data of a document; None where it is no mapping that can be edited."""
    try:
        data = data_of(compose(text.removeprefix(_BOM)))
    except EditError:
        return None
    return data if isinstance(data, dict) else None


def routes(data: Any, route: Route = ()) -> Iterator[tuple[Route, Any]]:  # noqa: ANN401
    """Yield every route through `data` with what it leads to."""
    yield route, data
    if isinstance(data, dict):
        for name, value in data.items():
            yield from routes(value, (*route, name))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from routes(value, (*route, index))


def node_at(text: str, route: Route) -> Node:
    """Return the node that `route` leads to."""
    node = compose(text.removeprefix(_BOM))
    for part in route:
        node = node.children[0][1] if node.kind == "alias" else node
        index = part if isinstance(part, int) else node.names.index(part)
        node = node.children[index][1]
    return node


def attempt(text: str, change: Change) -> str | None:
    """Return the new text; None where the change is refused, which is always allowed: an unfaithful edit is not."""
    try:
        return edited(text, [change])
    except EditError:
        return None


def added_and_dropped_gives_the_same_bytes(text: str, change: Put | Append, drop: Drop) -> None:
    """Hold that an addition loses no line, and that dropping it gives back the text."""
    new = attempt(text, change)
    if new is None:
        return
    _keeps_all(text, new)
    assert edited(new, [drop]) == text


def a_scalar_put_back_gives_the_same_bytes(text: str, route: Route, old: Any, new: str) -> None:  # noqa: ANN401
    """Hold that a word in place of a scalar touches nothing else, and that the scalar comes back as it was."""
    node = node_at(text, route)
    changed = attempt(text, Put(route, new))
    if changed is None:
        return
    _touches_only(text, changed, node)
    if isinstance(old, str) and ("\n" in old or REFUSED.search(old)):
        return  # how it was wrapped shows in nothing that takes its place, and nobody may write `\x1b` again
    back = edited(changed, [Put(route, old)])
    again = node_at(back, route)
    mark = len(text) - len(text.removeprefix(_BOM))
    before, after = text[: node.start + mark], text[node.end + mark :]
    assert back.startswith(before.rstrip(" "))
    assert back.endswith(after)
    written, now = text[node.start + mark : node.end + mark], back[again.start + mark : again.end + mark]
    if _is_remembered(node, old) and is_plain(new, flow=True):
        assert now == written


def comments(text: str) -> list[tuple[int, str]]:
    """Return every comment with its offset; not what only looks like one, inside of a text."""
    bare = text.removeprefix(_BOM)
    hidden = list(bare)
    for node in below(compose(bare)):
        if node.kind == "scalar":
            # A comment can stand behind the bar that a text begins with.
            begin = min(stop(bare, node.start), node.end) if node.style in ("|", ">") else node.start
            hidden[begin : node.end] = re.sub(r"[^\r\n]", "x", bare[begin : node.end])
    found = re.finditer(r"(?:^|(?<=\s))#[^\r\n]*", "".join(hidden), re.MULTILINE)
    return [(one.start(), bare[one.start() : one.end()]) for one in found]


def other_comments_stay(text: str, change: Change) -> None:
    """Hold that every comment stays that is not inside of what is dropped or replaced, or part of its lines."""
    new = attempt(text, change)
    if new is None:
        return
    begin, end = _own(text.removeprefix(_BOM), change)
    kept = iter(comment for _, comment in comments(new))
    for offset, comment in comments(text):
        if not begin <= offset < end:
            assert comment in kept, f"{comment!r} is lost"


def _own(text: str, change: Change) -> tuple[int, int]:
    """Return from where to where the comments stand that may go."""
    if isinstance(change, Append) or read(text) is None:
        return 0, 0
    node, parent = node_at(text, change.route), node_at(text, change.route[:-1])
    if isinstance(change, Put):
        return node.start, extent(text, node.end, column(text, node.start)) if node.style == "block" else node.end
    index = [inner for _, inner in parent.children].index(node)
    if parent.style == "flow":
        return node.start, stop(text, node.end)
    return opening(text, parent, index), extent(text, closing(text, parent, index), column(text, parent.start))


def _keeps_all(text: str, new: str) -> None:
    """Hold that what `new` has in place of a part of `text` still has all of that but empty brackets, within a line."""
    begin = next((at for at in range(len(text)) if new[at : at + 1] != text[at]), len(text))
    end = next((at for at in range(len(text) - begin) if new[-1 - at] != text[-1 - at]), len(text) - begin)
    was, now = text[begin : len(text) - end], new[begin : len(new) - end]
    assert was.count("\n") <= 1 or was.lstrip().startswith(("[]", "{}"))
    characters = iter(now)
    assert all(character in characters for character in was if character not in " []{}")


def _touches_only(text: str, new: str, node: Node) -> None:
    """Hold that all lines but those of `node` are as they were."""
    mark = len(text) - len(text.removeprefix(_BOM))
    before, after = text[: node.start + mark], text[node.end + mark :]
    assert new.startswith(before.rstrip(" "))
    assert new.endswith(after)


def _is_remembered(node: Node, old: Any) -> bool:  # noqa: ANN401
    """Return whether the writing of `old` shows in that of a plain word that takes its place."""
    likes = isinstance(old, str) and is_plain(old, flow=True) and not is_surprise(old)
    return likes and node.style in ("", '"', "'") and len(old) == node.end - node.start - 2 * bool(node.style)
