"""The way to launch day as a picture and as a table: today, phases, what deferrals and waivers promise, the launch."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from readiness.model.report import ScopeReport
from readiness.render.escape import visible
from readiness.render.html.text import brief, written

WIDTH: Final = 1000
_LEFT, _RIGHT = 16.0, 984.0
_LETTER: Final = 6.9  # units that a letter of a label takes at most, on the average
_LETTERS: Final = 32
_ROWS: Final = 3
_QUARTER: Final = 3
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BESIDE: Final = 2  # days before the first and after the last
_AFTER: Final = 90


@dataclass(frozen=True, slots=True)
class Event:
    """Something on one day: `kind` is today, phase, deferral, waiver or launch."""

    day: date
    kind: str
    what: str

    @property
    def label(self) -> str:
        """What stands beside its mark."""
        return (
            f"{self.what} · {self.day.day} {_MONTHS[self.day.month - 1]}"
            if self.kind in {"today", "launch"}
            else self.what
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One day of one kind in the picture; `label` is empty where there is no room, and `row` is that of the label."""

    kind: str
    x: str
    label: str
    label_x: str
    at_end: bool
    row: int
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """The bar of one phase, from the end of the one before it."""

    x: str
    width: str
    label: str
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The picture, the same as a table, and how many events lie too far away to be drawn."""

    today: date
    events: tuple[Event, ...]
    phases: tuple[Phase, ...]
    above: tuple[Mark, ...]
    below: tuple[Mark, ...]
    months: tuple[tuple[str, str], ...]
    later: int
    rows_below: int


def timeline(scope: ScopeReport, today: date) -> Timeline | None:
    """Return the way to the launch of `scope`; None where no day is written."""
    events = tuple(sorted(_events(scope, today), key=lambda one: (one.day, _ORDER.index(one.kind), one.what)))
    if len(events) == 1:
        return None
    start, end = _span(scope, today, events)
    scale = _Scale(start, end)
    drawn = [one for one in events if start <= one.day <= end]
    below = tuple(_marks([one for one in drawn if one.kind in {"deferral", "waiver"}], scale))
    return Timeline(
        today=today,
        events=events,
        phases=tuple(_phases([one for one in drawn if one.kind == "phase"], scale, today)),
        above=tuple(_marks([one for one in drawn if one.kind in {"today", "launch"}], scale)),
        below=below,
        months=tuple(_months(scale)),
        later=len(events) - len(drawn),
        rows_below=max((one.row for one in below), default=-1) + 1,
    )


_ORDER: Final = ("today", "phase", "waiver", "deferral", "launch")


def days_until(day: date, today: date) -> str:
    """Return how far `day` is away, such as `in 24 days`."""
    days = (day - today).days
    if days == 0:
        return "today"
    count = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    return f"in {count}" if days > 0 else f"{count} ago"


def _events(scope: ScopeReport, today: date) -> Iterator[Event]:
    yield Event(today, "today", "Today")
    if scope.launch is not None:
        yield Event(scope.launch, "launch", "Launch")
    yield from (Event(phase.ends, "phase", visible(phase.id)) for phase in scope.phases)
    for item in scope.items:
        if item.follow_up is not None and item.follow_up.due is not None:
            yield Event(item.follow_up.due, "deferral", visible(item.id))
    verdicts = (*scope.verdicts, *(one for item in scope.items for one in item.verdicts))
    yield from dict.fromkeys(
        Event(one.waiver.expires, "waiver", visible(one.waiver.id)) for one in verdicts if one.waiver is not None
    )


def _span(scope: ScopeReport, today: date, events: Sequence[Event]) -> tuple[date, date]:
    """Return the first and the last day of the picture: not so much after the launch that the way to it is a point."""
    held = [one.day.toordinal() for one in events]
    now = today.toordinal()
    near = max(now, scope.launch.toordinal()) if scope.launch is not None else now
    reach = max(_AFTER, near - now)
    start, end = max(min(held), now - reach) - _BESIDE, min(max(held), near + reach) + _BESIDE
    return date.fromordinal(max(start, date.min.toordinal())), date.fromordinal(min(end, date.max.toordinal()))


@dataclass(frozen=True, slots=True)
class _Scale:
    start: date
    end: date

    def __call__(self, day: date) -> float:
        return _LEFT + (_RIGHT - _LEFT) * ((day - self.start) / (self.end - self.start))


def _phases(events: Iterable[Event], scale: _Scale, today: date) -> Iterator[Phase]:
    at = _LEFT
    for one in events:
        to = scale(one.day)
        label = brief(one.what, int((to - at - 12) / _LETTER))
        yield Phase(x=written(at), width=written(max(to - at - 2, 1)), label=label, over=one.day < today)
        at = to


def _marks(events: Sequence[Event], scale: _Scale) -> Iterator[Mark]:
    """Yield a mark for each day and kind, with its label in the first row that has room for it."""
    by_day: dict[tuple[date, str], list[Event]] = {}
    for one in events:
        by_day.setdefault((one.day, one.kind), []).append(one)
    free = [0.0] * _ROWS
    for (day, kind), held in by_day.items():
        x = scale(day)
        label = brief(held[0].label, _LETTERS) if len(held) == 1 else f"{len(held)} {kind}s"
        length = len(label) * _LETTER
        at_end = x + 12 + length > WIDTH
        left = x - 12 - length if at_end else x - 8
        row = next((number for number, taken in enumerate(free) if taken <= left), None)
        if row is not None:
            free[row] = x + 12 if at_end else x + 16 + length
        yield Mark(
            kind=kind,
            x=written(x),
            label=label if row is not None else "",
            label_x=written(x - 10 if at_end else x + 10),
            at_end=at_end,
            row=row or 0,
            says=f"{day}: {', '.join(one.what for one in held)}",
        )


def _months(scale: _Scale) -> Iterator[tuple[str, str]]:
    """Yield the first days of months, or of years where there are many, as place and name."""
    months = (scale.end.year - scale.start.year) * 12 + scale.end.month - scale.start.month
    every = next((step for step in (1, 2, 3, 6, 12) if months / step <= 12), 12 * (months // 120 + 1))  # noqa: PLR2004
    first = scale.start.year * 12 + scale.start.month
    for number in range(first, first + months):
        if number % every == 0 and date.min.year <= number // 12 <= date.max.year:
            day = date(number // 12, number % 12 + 1, 1)
            yield (
                written(scale(day)),
                f"{_MONTHS[number % 12]} {day.year}" if day.month == 1 or every > _QUARTER else _MONTHS[number % 12],
            )
