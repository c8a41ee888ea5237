"""What items need, as a picture and as a table. Of very many items, only what blocks and what stands around it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from readiness.model.report import ScopeReport
from readiness.render.escape import visible
from readiness.render.html.entries import Entry
from readiness.render.html.graph import Layout, Sizes, layers, layout
from readiness.render.html.text import brief, written

MOST: Final = 60
"""Boxes that a reader can follow at once."""
_WIDTH, _HEIGHT = 188.0, 38.0
_GAP_ACROSS, _GAP_BESIDE, _STEP_RIGHT, _STEP_DOWN = 14.0, 20.0, 41.0, 46.0
_ROOM: Final = 1110.0  # units that a page is wide
_MARGIN: Final = 3.0
_LETTERS: Final = 19


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One item in the picture: its corner, what is written in it, and where it leads."""

    x: str
    y: str
    label: str
    name: str
    anchor: str | None
    outcome: str
    needs: tuple[str, ...]
    needed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """One need, as a path; `blocks` says that what is needed is not met."""

    path: str
    blocks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The picture. `left_out` counts items with needs that it does not show, `alone` those that need nothing."""

    width: str
    height: str
    box_width: str
    box_height: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    left_out: int
    alone: int


def picture(scope: ScopeReport, entries: Iterable[Entry]) -> Picture | None:
    """Return the picture of what the items of `scope` need; None where none needs anything."""
    of_names = {one.name: one for one in entries if one.kind == "item"}
    needs = [(visible(need), visible(item.id)) for item in scope.items for need in dict.fromkeys(item.needs)]
    tied = list(dict.fromkeys(name for pair in needs for name in pair))
    if not tied:
        return None
    shown = _chosen(tied, needs, of_names)
    drawn = [pair for pair in needs if shown.issuperset(pair) and pair[0] != pair[1]]
    names = [name for name in tied if name in shown]
    return _drawn(names, drawn, of_names, left_out=len(tied) - len(names), alone=len(of_names.keys() - set(tied)))


def _chosen(tied: Sequence[str], needs: Sequence[tuple[str, str]], of_names: Mapping[str, Entry]) -> frozenset[str]:
    """Return what to show: everything, or else what blocks, with those beside it as long as there is room."""
    if len(tied) <= MOST:
        return frozenset(tied)
    beside: dict[str, list[str]] = {}
    for need, dependent in needs:
        beside.setdefault(need, []).append(dependent)
        beside.setdefault(dependent, []).append(need)
    waiting = Counter(need for need, _ in needs)
    blocking = [name for name in tied if name in of_names and of_names[name].blocks]
    shown: dict[str, None] = {}
    for name in sorted(blocking, key=lambda name: -waiting[name]):
        more = [one for one in dict.fromkeys((name, *beside[name])) if one not in shown]
        shown |= dict.fromkeys(more[: MOST - len(shown)])
    return frozenset(shown)


def _drawn(
    names: Sequence[str], needs: Sequence[tuple[str, str]], of_names: Mapping[str, Entry], *, left_out: int, alone: int
) -> Picture:
    per_layer = Counter(layers(names, needs).values())
    across = len(per_layer) * (_WIDTH + _STEP_RIGHT) - _STEP_RIGHT
    beside = max(per_layer.values(), default=0) * (_WIDTH + _GAP_BESIDE) - _GAP_BESIDE
    upright = across > max(_ROOM, beside)
    sizes = Sizes(_WIDTH, 14.0, _GAP_BESIDE) if upright else Sizes(_HEIGHT, 10.0, _GAP_ACROSS)
    found = layout(names, needs, sizes)
    span = _HEIGHT if upright else _WIDTH
    step = span + (_STEP_DOWN if upright else _STEP_RIGHT)
    length = found.layers * step - (step - span)
    width, height = (found.extent, length) if upright else (length, found.extent)
    return Picture(
        width=written(width + 2 * _MARGIN),
        height=written(height + 2 * _MARGIN),
        box_width=written(_WIDTH),
        box_height=written(_HEIGHT),
        boxes=tuple(_boxes(names, needs, of_names, found, upright=upright, step=step)),
        arrows=tuple(
            Arrow(_path(points, span, step, upright=upright), need not in of_names or of_names[need].blocks)
            for (need, _), points in zip(needs, found.lines, strict=True)
        ),
        left_out=left_out,
        alone=alone,
    )


def _boxes(
    names: Sequence[str],
    needs: Sequence[tuple[str, str]],
    of_names: Mapping[str, Entry],
    found: Layout,
    *,
    upright: bool,
    step: float,
) -> Iterator[Box]:
    for name in sorted(names, key=lambda name: found.boxes[name]):
        layer, centre = found.boxes[name]
        corner = (centre - _WIDTH / 2, layer * step) if upright else (layer * step, centre - _HEIGHT / 2)
        entry = of_names.get(name)
        yield Box(
            x=written(corner[0] + _MARGIN),
            y=written(corner[1] + _MARGIN),
            label=brief(name, _LETTERS),
            name=name,
            anchor=entry.anchor if entry is not None else None,
            outcome=entry.outcome.value if entry is not None else "elsewhere",
            needs=tuple(need for need, dependent in needs if dependent == name),
            needed_by=tuple(dependent for need, dependent in needs if need == name),
        )


def _path(points: Sequence[tuple[int, float]], span: float, step: float, *, upright: bool) -> str:
    """Return the line through `points`: straight across a layer, curved between two, up to the edge of the box."""
    (layer, centre), *rest = points
    drawn = [f"M{_point(layer * step + span, centre, upright=upright)}"]
    at = (layer * step + span, centre)
    for number, (layer, centre) in enumerate(rest):
        to = (layer * step, centre)
        middle = (at[0] + to[0]) / 2
        curve = ((middle, at[1]), (middle, centre), to)
        drawn.append("C" + " ".join(_point(*one, upright=upright) for one in curve))
        at = (layer * step + span, centre)
        if number < len(rest) - 1:
            drawn.append(f"L{_point(*at, upright=upright)}")
    return "".join(drawn)


def _point(along: float, across: float, *, upright: bool) -> str:
    x, y = (across, along) if upright else (along, across)
    return f"{written(x + _MARGIN)},{written(y + _MARGIN)}"
