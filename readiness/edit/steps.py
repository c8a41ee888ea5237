"""A change as the fewest steps that lead from the data as it is to the data as it is wanted.

A step touches one value of one collection: it is replaced, removed or inserted. What is equal is not touched, so that a
mapping that replaces a mapping keeps the comments and the order of the values that stay.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from readiness.edit.changes import Append, Change, Drop, Put, refuse
from readiness.model.evidence import Json
from readiness.model.place import Part, Route
from readiness.model.wording import shown


@dataclass(frozen=True, slots=True)
class Replace:
    """The value at `route` becomes `value`; `keeps` says that the old one is a part of it."""

    route: Route
    value: Json
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Remove:
    """The key or the element at `route` goes."""

    route: Route


@dataclass(frozen=True, slots=True)
class Insert:
    """A key or an element comes to `route`; of a mapping it becomes number `index`, counted from 0."""

    route: Route
    value: Json
    index: int


Step = Replace | Remove | Insert


def same(one: Json, other: Json) -> bool:
    """Return whether both are the same data; 1, 1.0 and true are not, and the order of keys does not matter."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def steps(data: Json, change: Change) -> Iterator[Step]:
    """Yield the steps that `change` takes, in order; each is about the data as the steps before it leave it.

    Raises:
        EditError: the route leads to nothing that could be changed.
    """
    route = _written(data, change.route)
    match change:
        case Put(value=value, after=after):
            yield from _put(data, route, value, after)
        case Append(value=value, after=after):
            there, old = _at(data, route)
            if not there or old is None:
                yield from _put(data, route, [value], after)
            elif isinstance(old, list):
                yield Insert((*route, len(old)), value, len(old))
            else:
                yield Replace(route, [old, value], keeps=True)
        case Drop():
            if not route or not _at(data, route)[0]:
                refuse(f"there is no {_named(change.route)} that could be removed", "name one that exists")
            yield Remove(route)


def stepped(data: Json, step: Step) -> Json:
    """Return what `data` is after `step`."""
    return _stepped(data, step.route, step)


def _stepped(data: Json, route: Route, step: Step) -> Json:
    if not route:
        return cast("Replace", step).value
    part, rest = route[0], route[1:]
    if isinstance(data, dict):
        pairs = list(data.items())
        at = next((index for index, (name, _) in enumerate(pairs) if name == part), -1)
        if not rest and isinstance(step, Insert):
            pairs.insert(step.index, (cast("str", part), step.value))
        elif not rest and isinstance(step, Remove):
            del pairs[at]
        else:
            pairs[at] = (cast("str", part), _stepped(pairs[at][1], rest, step))
        return dict(pairs)
    elements, at = list(cast("Sequence[Json]", data)), cast("int", part)
    if not rest and isinstance(step, Insert):
        elements.insert(at, step.value)
    elif not rest and isinstance(step, Remove):
        del elements[at]
    else:
        elements[at] = _stepped(elements[at], rest, step)
    return elements


def _put(data: Json, route: Route, value: Json, after: Sequence[str]) -> Iterator[Step]:
    if not route:
        yield from _different(route, data, value)
        return
    there, old = _at(data, route)
    if there:
        yield from _different(route, old, value)
        return
    found, parent = _at(data, route[:-1])
    if not found or not isinstance(parent, dict) or not isinstance(route[-1], str):
        holder = _named(route[:-1]) or "the document"
        refuse(f"{holder} is no mapping that {_named(route[-1:])} could be added to", "make it a mapping first")
    names = list(parent)
    index = next((names.index(name) + 1 for name in after if name in parent), len(names))
    yield Insert(route, value, index)


def _different(route: Route, old: Json, new: Json) -> Iterator[Step]:
    if same(old, new):
        return
    if isinstance(old, dict) and isinstance(new, Mapping) and old.keys() & new.keys():
        yield from _different_mapping(route, old, new)
    elif isinstance(old, list) and isinstance(new, Sequence) and not isinstance(new, str) and old and new:
        yield from _different_list(route, old, new)
    else:
        yield Replace(route, new)


def _different_mapping(route: Route, old: dict[str, Json], new: Mapping[str, Json]) -> Iterator[Step]:
    order, before = list(old), 0
    for name, value in new.items():
        if name in old:
            yield from _different((*route, name), old[name], value)
            before = order.index(name) + 1
        else:
            yield Insert((*route, name), value, before)
            order.insert(before, name)
            before += 1
    for name in old:
        if name not in new:
            yield Remove((*route, name))


def _different_list(route: Route, old: list[Json], new: Sequence[Json]) -> Iterator[Step]:
    begin, shorter = 0, min(len(old), len(new))
    while begin < shorter and same(old[begin], new[begin]):
        begin += 1
    end = 0
    while end < shorter - begin and same(old[-1 - end], new[-1 - end]):
        end += 1
    both = shorter - end
    for index in range(begin, both):
        yield from _different((*route, index), old[index], new[index])
    for index in range(both, len(new) - end):
        yield Insert((*route, index), new[index], index)
    for index in reversed(range(both, len(old) - end)):
        yield Remove((*route, index))


def _at(data: Json, route: Route) -> tuple[bool, Json]:
    """Return whether `route` leads to something, and to what."""
    for part in route:
        if isinstance(data, dict) and isinstance(part, str) and part in data:
            data = data[part]
            continue
        if isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data):
            data = data[part]
        else:
            return False, None
    return True, data


def _written(data: Json, route: Route) -> Route:
    """Return `route` without the parts that lead to the first of a list where one value stands for a list of one."""
    taken: list[Part] = []
    for part in route:
        there, here = _at(data, tuple(taken))
        if part == 0 and there and here is not None and not isinstance(here, list):
            continue
        taken.append(part)
    return tuple(taken)


def _named(route: Route) -> str:
    return shown(".".join(str(part) for part in route)) if route else ""
