"""What holds of every edit of every document, stated once: whoever calls this brings document, route and value."""

import re
from collections.abc import Iterator
from typing import Any

from readiness.edit import Append, Change, Drop, EditError, Put, edited
from readiness.edit.composing import compose
from readiness.edit.nodes import Node, data_of
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
    if isinstance(old, str) and "\n" in old:
        return  # how it was wrapped shows in nothing that takes its place
    back = edited(changed, [Put(route, old)])
    again = node_at(back, route)
    mark = len(text) - len(text.removeprefix(_BOM))
    before, after = text[: node.start + mark], text[node.end + mark :]
    assert back.startswith(before.rstrip(" "))
    assert back.endswith(after)
    written, now = text[node.start + mark : node.end + mark], back[again.start + mark : again.end + mark]
    if _is_remembered(node, old) and is_plain(new, flow=True):
        assert now == written


def dropped_takes_nothing_else(text: str, route: Route) -> None:
    """Hold that what is dropped takes away lines of its own, and that comments elsewhere stay."""
    node = node_at(text, route)
    new = attempt(text, Drop(route))
    if new is not None:
        mark = len(text) - len(text.removeprefix(_BOM))
        first = text.count("\n", 0, node.start + mark)
        above = re.findall(r"^[ \t]*#.*", "\n".join(text.split("\n")[:first]), re.MULTILINE)
        kept = [line.strip() for line in new.split("\n")]
        # The text is read from above to below, so that a comment is not found where another one stands.
        at = 0
        for comment in above:
            if comment.strip() in kept[at:]:
                at = kept.index(comment.strip(), at) + 1
            else:
                assert _is_inside(text, comment, node, route), f"{comment!r} is lost"


def _is_inside(text: str, comment: str, node: Node, route: Route) -> bool:
    """Return whether a line that looks like a comment is part of a text, or between the key and its value."""
    parent = node_at(text, route[:-1])
    begin = parent.start if node is parent.children[0][1] else 0
    before = text.removeprefix(_BOM)[begin : node.start]
    return comment.strip() in before


def _keeps_all(text: str, new: str) -> None:
    """Hold that what `new` has in place of a part of `text` still has all of that but empty brackets, within a line."""
    begin = next((at for at in range(len(text)) if new[at : at + 1] != text[at]), len(text))
    end = next((at for at in range(len(text) - begin) if new[-1 - at] != text[-1 - at]), len(text) - begin)
    was, now = text[begin : len(text) - end], new[begin : len(new) - end]
    assert was.count("\n") <= 1
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
