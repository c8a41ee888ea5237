"""From a route through a document to the line and column where it is written.

A mark is one integer, `line << SHIFT | column`, both from 0. The marks of a document are a flat list in its order: for
a mapping its own mark, then for each key the mark of the key and the marks of the value; for a list its own mark and
those of its elements; for a scalar one.

A route follows the model, which may be longer than what is written: one value stands for a list of one, a string for a
mapping, `{signoff: x}` for `{kind: signoff, who: x}`. The written text is followed as far as it goes.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from readiness.model.evidence import Json, KindShape
from readiness.model.place import Part, Route

KEY: Final = "[key]"
"""The last part of a route that means a key itself, not its value."""

SHIFT: Final = 24
_COLUMNS: Final = (1 << SHIFT) - 1

Written = int | tuple[int, "dict[str, tuple[int, Written]]", "list[Written]"]
"""A value as it is written: a mark; of a collection, its mark, its values by key with the marks of keys, its elements.

Plain tuples, because there are hundreds of thousands of them.
"""


def packed(mark: Any) -> int:  # noqa: ANN401 - ruamel.yaml has no types
    """Return the mark of a position of the parser."""
    return mark.line << SHIFT | min(mark.column, _COLUMNS)  # type: ignore[no-any-return]


def unpacked(mark: int) -> tuple[int, int]:
    """Return line and column, from 1, of a mark."""
    return (mark >> SHIFT) + 1, (mark & _COLUMNS) + 1


def spread(data: Json, marks: Sequence[int]) -> Written | None:
    """Return the tree of what is written; None where the marks do not belong to the data."""
    following = iter(marks)
    try:
        root = _spread(data, following)
    except StopIteration:
        return None
    return root if next(following, None) is None else None


def _spread(data: Json, marks: Iterator[int]) -> Written:
    mark = next(marks)
    if isinstance(data, dict):
        return mark, {name: (next(marks), _spread(value, marks)) for name, value in data.items()}, []
    if isinstance(data, list):
        return mark, {}, [_spread(value, marks) for value in data]
    return mark


def position(root: Written, route: Route, shapes: Mapping[str, KindShape]) -> tuple[int, int]:
    """Return line and column, from 1, of what `route` leads to; of the key where it ends in `KEY`."""
    at_key = bool(route) and route[-1] == KEY
    key, here = None, root
    for part in route[:-1] if at_key else route:
        found = _step(here, part, shapes)
        if found is None:
            break
        key, here = found
    if at_key and key is not None:
        return unpacked(key)
    return unpacked(here if isinstance(here, int) else here[0])


def _step(here: Written, part: Part, shapes: Mapping[str, KindShape]) -> tuple[int | None, Written] | None:
    """Return what `part` leads to; `here` itself where the short form leaves it out; None where nothing is written."""
    if isinstance(here, int):
        return None, here
    _, by_key, elements = here
    if isinstance(part, int):
        if elements:
            return (None, elements[part]) if part < len(elements) else None
        return (None, here) if by_key else None
    return by_key.get(part) or _short_form(by_key, part, shapes)


def _short_form(
    by_key: Mapping[str, tuple[int, Written]], part: str, shapes: Mapping[str, KindShape]
) -> tuple[int | None, Written] | None:
    """Return the value of a key that names a kind, where `part` is what that key stands for."""
    for name, (key, value) in by_key.items():
        shape = shapes.get(name)
        if shape is None or "kind" in by_key:
            continue
        if part == shape.main:
            return key, value
        if part in ("kind", "id"):
            return key, key
    return None
