"""Where boxes and lines of a layered picture go: what is needed stands before what needs it. Pure geometry.

The usual steps of such drawings, after Sugiyama: a layer for each node, by its longest way from a start; a place to
pass for each layer that a line crosses; an order in each layer that avoids crossings, by the mean of neighbours; a
place for each near its neighbours. Lengths have the unit of the box.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_SWEEPS: Final = 12

Node = str | tuple[int, int]
"""The name of a box, or the number of a line and the layer that it crosses."""
Neighbours = Mapping[Node, Sequence[Node]]


@dataclass(frozen=True, slots=True)
class Sizes:
    """The length of a box along its layer, the room that a passing line takes, and the gap between two of a layer."""

    box: float
    line: float
    gap: float


@dataclass(frozen=True, slots=True)
class Layout:
    """`boxes` are layer and centre by name, `lines` the same for each point of a line; `extent` is that of a layer."""

    boxes: Mapping[str, tuple[int, float]]
    lines: Sequence[Sequence[tuple[int, float]]]
    layers: int
    extent: float


def layers(names: Sequence[str], needs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return the layer of each of `names`; a pair of `needs` is what is needed, and what needs it. A circle ends it."""
    after: dict[str, list[str]] = {name: [] for name in names}
    open_needs = dict.fromkeys(names, 0)
    needing = {dependent for _, dependent in needs}
    for need, dependent in needs:
        after[need].append(dependent)
        open_needs[dependent] += 1
    found = dict.fromkeys(names, 0)
    ready = deque(name for name in names if not open_needs[name])
    while ready:
        need = ready.popleft()
        for dependent in after[need]:
            found[dependent] = max(found[dependent], found[need] + 1)
            open_needs[dependent] -= 1
            if not open_needs[dependent]:
                ready.append(dependent)
    # What needs nothing stands right before what needs it, so that lines are short and the first layer is not all.
    for name in names:
        if name not in needing and after[name]:
            found[name] = max(min(found[dependent] for dependent in after[name]) - 1, 0)
    return found


def layout(names: Sequence[str], needs: Sequence[tuple[str, str]], sizes: Sizes) -> Layout:
    """Return where everything goes."""
    layer_of = layers(names, needs)
    count = max(layer_of.values(), default=0) + 1
    rows: list[list[Node]] = [[name for name in names if layer_of[name] == number] for number in range(count)]
    chains = [_chain(number, need, dependent, layer_of) for number, (need, dependent) in enumerate(needs)]
    before: dict[Node, list[Node]] = {}
    after: dict[Node, list[Node]] = {}
    for chain in chains:
        for node in chain[1:-1]:
            rows[_layer(node, layer_of)].append(node)
        for one, other in pairwise(chain):
            after.setdefault(one, []).append(other)
            before.setdefault(other, []).append(one)
    _order(rows, before, after)
    places = _closed_up(_placed(rows, before, after, sizes), sizes)
    least = min((places[node] - _half(node, sizes) for row in rows for node in row), default=0.0)
    most = max((places[node] + _half(node, sizes) for row in rows for node in row), default=0.0)
    return Layout(
        boxes={name: (layer_of[name], places[name] - least) for name in names},
        lines=[[(_layer(node, layer_of), places[node] - least) for node in chain] for chain in chains],
        layers=count,
        extent=most - least,
    )


def _chain(number: int, need: str, dependent: str, layer_of: Mapping[str, int]) -> list[Node]:
    between = range(layer_of[need] + 1, layer_of[dependent])
    return [need, *((number, layer) for layer in between), dependent]


def _layer(node: Node, layer_of: Mapping[str, int]) -> int:
    return layer_of[node] if isinstance(node, str) else node[1]


def _half(node: Node, sizes: Sizes) -> float:
    return (sizes.box if isinstance(node, str) else sizes.line) / 2


def _order(rows: list[list[Node]], before: Neighbours, after: Neighbours) -> None:
    """Sort each row so that few lines cross; rows are walked down and up in turn."""
    at: dict[Node, float] = {node: float(place) for row in rows for place, node in enumerate(row)}
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        neighbours = before if down else after
        for row in rows if down else reversed(rows):
            wanted = {node: _mean((at[one] for one in neighbours.get(node, ())), at[node]) for node in row}
            row.sort(key=wanted.__getitem__)
            at.update((node, float(place)) for place, node in enumerate(row))


def _placed(rows: Sequence[Sequence[Node]], before: Neighbours, after: Neighbours, sizes: Sizes) -> dict[Node, float]:
    at: dict[Node, float] = {}
    for row in rows:
        at.update(zip(row, _apart(row, [0.0] * len(row), sizes), strict=True))
    for sweep in range(_SWEEPS):
        last = sweep == _SWEEPS - 1
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted = [
                _mean((at[one] for one in _beside(node, before, after, sweep, both=last)), at[node]) for node in row
            ]
            at.update(zip(row, _apart(row, wanted, sizes), strict=True))
    return at


def _closed_up(places: Mapping[Node, float], sizes: Sizes) -> dict[Node, float]:
    """Return `places` without bands that no layer has anything in, wider than twice the gap."""
    found: dict[Node, float] = {}
    end, taken = None, 0.0
    for node in sorted(places, key=lambda node: places[node] - _half(node, sizes)):
        start = places[node] - _half(node, sizes)
        if end is not None and start - end > 2 * sizes.gap:
            taken += start - end - 2 * sizes.gap
        end = max(end, places[node] + _half(node, sizes)) if end is not None else places[node] + _half(node, sizes)
        found[node] = places[node] - taken
    return found


def _beside(node: Node, before: Neighbours, after: Neighbours, sweep: int, *, both: bool) -> Iterable[Node]:
    if both:
        return (*before.get(node, ()), *after.get(node, ()))
    return (before if sweep % 2 == 0 else after).get(node, ())


def _mean(values: Iterable[float], otherwise: float) -> float:
    held = tuple(values)
    return sum(held) / len(held) if held else otherwise


def _apart(row: Sequence[Node], wanted: Sequence[float], sizes: Sizes) -> list[float]:
    """Return the places nearest to `wanted` that keep the order of `row` and the gaps (least squares, by pooling)."""
    offsets: list[float] = []
    for number, node in enumerate(row):
        step = _half(row[number - 1], sizes) + sizes.gap + _half(node, sizes) if number else 0.0
        offsets.append((offsets[-1] if offsets else 0.0) + step)
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        total, count = want - offset, 1
        while pools and pools[-1][0] / pools[-1][1] >= total / count:
            more, many = pools.pop()
            total, count = total + more, count + many
        pools.append((total, count))
    levels = [total / count for total, count in pools for _ in range(count)]
    return [level + offset for level, offset in zip(levels, offsets, strict=True)]
