"""A new value as text: what stands in the line that it begins in, and the lines below that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from readiness.edit import scalars
from readiness.edit.habits import ELEMENT, Habits
from readiness.model.evidence import Json

_FLOW: Final = {"mapping": "{}", "sequence": "[]"}


@dataclass(frozen=True, slots=True)
class Fragment:
    """A value as it is to be written; `below` are whole lines without line breaks."""

    inline: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value goes.

    `name` is what leads to it, as `Habits` name it, `at` the offset of the place, `owner` the column of its key or its
    dash, `column` the one that it begins in. `indent` is how deep the lines below stand, where that is settled already.
    `is_element` says that it stands behind a dash, where a mapping can begin in the same line. `style` of collections
    is settled where it is not None. `styles` are the ones of text that was written before. Text is written in blocks
    only where it `may_span` lines.
    """

    name: str
    at: int
    owner: int
    column: int
    is_element: bool = False
    indent: int | None = None
    style: str | None = None
    styles: Mapping[str, str] = field(default_factory=dict)
    may_span: bool = True


def fragment(value: Json, spot: Spot, habits: Habits) -> Fragment:
    """Return `value` as it is written at `spot`.

    Raises:
        EditError: it holds what no document may hold.
    """
    if isinstance(value, str):
        return _text(value, spot, habits)
    if not isinstance(value, Mapping | Sequence):
        return Fragment(scalars.inline(value, flow=False))
    if not value:
        return Fragment("{}" if isinstance(value, Mapping) else "[]")
    kind = "mapping" if isinstance(value, Mapping) else "sequence"
    style = spot.style or habits.style(spot.name, kind, spot.at)
    flat = isinstance(value, Sequence) and not any(
        isinstance(one, Mapping | Sequence) and one for one in _longer(value)
    )
    if style == "flow" or (style is None and flat) or (spot.is_element and kind == "sequence"):
        written = flow(value, spot.styles)
        fits = spot.column + len(written) <= scalars.MAX_WIDTH
        if fits or (spot.is_element and kind == "sequence"):
            return Fragment(written)
    spot = replace(spot, style=None)
    return _mapping(value, spot, habits) if isinstance(value, Mapping) else _sequence(value, spot, habits)


def flow(value: Json, styles: Mapping[str, str], *, quoted: bool = False) -> str:
    """Return `value` as it is written between brackets; `quoted` asks for quotes around the keys."""
    match value:
        case str():
            return scalars.inline(value, flow=True, style=styles.get(value))
        case Mapping():
            pairs = (f"{scalars.key(key, flow=True, quoted=quoted)}: {flow(one, styles)}" for key, one in value.items())
            return "{" + ", ".join(pairs) + "}"
        case Sequence():
            return "[" + ", ".join(flow(one, styles) for one in value) + "]"
        case _:
            return scalars.inline(value, flow=True)


def entry(name: str, value: Json, spot: Spot, habits: Habits) -> Fragment:
    """Return a key with its value; `spot` is that of the key."""
    key = scalars.key(name, flow=False)
    inner = replace(spot, name=name, owner=spot.column, column=spot.column + len(key) + 2, is_element=False)
    written = fragment(value, replace(inner, indent=None), habits)
    return Fragment(f"{key}: {written.inline}" if written.inline else f"{key}:", written.below)


def element(value: Json, spot: Spot, habits: Habits, gap: int) -> Fragment:
    """Return a dash with the element behind it; `spot` is that of the dash."""
    inner = replace(spot, owner=spot.column, column=spot.column + 1 + gap, is_element=True, indent=None)
    written = fragment(value, inner, habits)
    return Fragment("-" + " " * gap + written.inline, written.below)


def _longer(value: Sequence[Json]) -> Sequence[Json]:
    return [one for one in value if not isinstance(one, str)]


def _text(value: str, spot: Spot, habits: Habits) -> Fragment:
    style = spot.styles.get(value)
    if spot.may_span and ("\n" in value or style in ("|", ">")):
        indent = spot.indent if spot.indent is not None else spot.owner + habits.step(spot.at)
        lines = scalars.block(value, indent, style)
        if lines is not None:
            return Fragment(lines[0], tuple(lines[1]))
    return Fragment(scalars.inline(value, flow=False, style=style))


def _mapping(value: Mapping[str, Json], spot: Spot, habits: Habits) -> Fragment:
    indent = spot.column if spot.is_element else spot.indent
    indent = spot.owner + habits.step(spot.at) if indent is None else indent
    lines: list[str] = []
    for name, inner in value.items():
        written = entry(name, inner, replace(spot, column=indent), habits)
        lines += [" " * indent + written.inline, *written.below]
    return Fragment(lines[0].lstrip(), tuple(lines[1:])) if spot.is_element else Fragment("", tuple(lines))


def _sequence(value: Sequence[Json], spot: Spot, habits: Habits) -> Fragment:
    indent = spot.owner + habits.list_step(spot.at) if spot.indent is None else spot.indent
    lines: list[str] = []
    for inner in value:
        at_dash = replace(spot, name=spot.name + ELEMENT, column=indent)
        written = element(inner, at_dash, habits, habits.gap(spot.at))
        lines += [" " * indent + written.inline, *written.below]
    return Fragment("", tuple(lines))
