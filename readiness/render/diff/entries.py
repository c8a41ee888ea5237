"""The entries of a diff as terminal lines; each says how much it tells of, so that what is left out is counted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from readiness.model.diff import ExceptionChange, ItemChange, Reproof, Shift
from readiness.model.outcome import Level
from readiness.model.policy import Proposed
from readiness.render.diff.causes import Cause, commands
from readiness.render.diff.words import classes, days, named, policy_parts, remarks, was
from readiness.render.entries import NOBODY
from readiness.render.escape import prose, visible
from readiness.render.layout import Line, Span, Tone, apart, hanging, wrap

_INDENT: Final = " " * 11  # two, the longest outcome that needs action, two: as in the report
_FOLD: Final = 4  # from this many on, what is alike is told once
_LISTED: Final = 5  # places and files listed without -v
_LONGEST: Final = 400  # characters of a message without -v


@dataclass(frozen=True, slots=True)
class Entry:
    """What is shown together; `size` is the number of things that it tells of. What is not shown need not be made."""

    lines: Iterable[Line]
    size: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How entries are shown: `several` says that scopes are named, `everything` that nothing is left out.

    `base` is the commit that is held against.
    """

    width: int
    several: bool
    everything: bool
    base: str | None


def shift_entries(shifts: Sequence[Shift], tone: Tone, view: View) -> Iterator[Entry]:
    """Yield requirements that stand otherwise; many of one code that stand alike are one entry."""
    alike: dict[tuple[str, str, str], list[Shift]] = {}
    for one in shifts:
        alike.setdefault((one.code, str(one.before), str(one.after)), []).append(one)
    for held in alike.values():
        if len(held) < _FOLD:
            yield from (Entry(_shift(one, tone, view)) for one in held)
        else:
            yield Entry(_fold(held, tone, view), len(held))


def brief_entries(shifts: Sequence[Shift], tone: Tone, view: View, *, titled: bool) -> Iterator[Entry]:
    """Yield one line for each of `shifts`, about which nobody has to act: with its title, or else its message."""
    for one in shifts:
        head = (Span(f"  {_outcome(one):<9}", tone), Span(named(one, several=view.several), "strong"))
        after = Span(f"{was(one)}{_title(one.title) if titled else f': {prose(one.message)}'}", "dim")
        both = apart(head, after, view.width)
        yield Entry((both,) if both else (head, *hanging((Span(_INDENT),), after.text, view.width, "dim")))


def cause_entries(found: Sequence[Cause], view: View) -> Iterator[Entry]:
    """Yield what makes evidence stale, and what proves it again."""
    for cause in found:
        yield Entry(_cause(cause, view), len(cause.proofs))


def item_entries(items: Sequence[ItemChange], view: View) -> Iterator[Entry]:
    """Yield items that came, went, or are of another class."""
    for one in items:
        name = f"{f'{one.scope} · ' if view.several else ''}item {one.item}"
        now = f"; {one.outcome} now" if one.outcome is not None else ""
        yield _written(str(one.change), name, f"{classes(one)}{_title(one.title)}{now}", str(one.location), view)


def exception_entries(exceptions: Sequence[ExceptionChange], view: View) -> Iterator[Entry]:
    """Yield deferrals and waivers that came, went, or have another day."""
    for one in exceptions:
        name = f"{f'{one.scope} · ' if view.several else ''}{one.kind} {one.id}"
        yield _written(str(one.change), name, f"{days(one)}: {one.about}", str(one.location), view)


def policy_entries(policy: Sequence[Proposed], view: View) -> Iterator[Entry]:
    """Yield changes of policy, those of one kind together."""
    alike: dict[str, list[Proposed]] = {}
    for one in policy:
        alike.setdefault(one.slug, []).append(one)
    for held in alike.values():
        first = held[0]
        count = f" ({len(held):,})" if len(held) > 1 else ""
        rows: list[Line] = [(Span(f"  {visible(first.slug)}", "strong"), Span(f"{count}: {prose(first.change)}"))]
        limit = None if view.everything else _LISTED
        for one in islice(held, limit):
            rows += _proposal(one, view, placed=view.everything or len(held) < _FOLD)
        rows += _rest(len(held), limit, "    ")
        yield Entry(tuple(rows), len(held))


def _proposal(one: Proposed, view: View, *, placed: bool) -> Iterator[Line]:
    name = " · ".join(map(visible, policy_parts(one, several=view.several)))
    before, after = (prose(text) if text is not None else "nothing" for text in (one.before, one.after))
    told = _short(f"{name}: {before} → {after}", view)
    for number, row in enumerate(wrap(told, view.width - 6, view.width - 4)):
        yield (Span("      " if number else "    "), Span(row))
    if placed:
        yield (Span("      at  ", "dim"), Span(visible(str(one.location))))


def _outcome(one: Shift) -> str:
    return str(one.after) if one.after is not None else "gone"


def _title(title: str) -> str:
    return f"; {prose(title)}" if title else ""


def _short(text: str, view: View) -> str:
    shown = prose(text)
    if len(shown) <= _LONGEST or view.everything:
        return shown
    return f"{shown[:_LONGEST].rstrip()} … (-v shows the rest)"


def _ends(left: Line, right: str, view: View, label: str) -> Iterator[Line]:
    """Yield `left` with `right` at the other end, or below it behind `label`."""
    both = apart(left, Span(right), view.width)
    if both is not None:
        yield both
    else:
        yield left
        yield from hanging((Span(f"{_INDENT}{label}", "dim"),), right, view.width)


def _shift(one: Shift, tone: Tone, view: View) -> Iterator[Line]:
    level = Span("" if one.level is Level.BLOCK else f" ({one.level})")
    head = (Span(f"  {_outcome(one):<9}", tone), Span(named(one, several=view.several), "strong"), level)
    yield from _ends(head, visible(one.who) if one.who else NOBODY, view, "who  ")
    yield from hanging((Span(_INDENT),), _short(f"{was(one)}: {one.message}", view), view.width)
    yield from _next_step(one.action, view)
    place = (Span(f"{_INDENT}at   ", "dim"), Span(visible(str(one.location))))
    yield apart(place, Span(visible(one.code), "dim"), view.width) or place


def _next_step(action: str, view: View) -> Iterator[Line]:
    if action:
        yield from hanging((Span(f"{_INDENT}do   ", "dim"),), prose(action), view.width)


def _fold(alike: Sequence[Shift], tone: Tone, view: View) -> Iterator[Line]:
    """Yield one defect with many places; what all share is said once."""
    first = alike[0]
    what = first.requirement if len({one.requirement for one in alike}) == 1 else first.code
    head = (Span(f"  {_outcome(first):<9}", tone), Span(f"{len(alike)} times {visible(what)}", "strong"))
    owners = {one.who for one in alike}
    yield from _ends(head, (visible(first.who) if first.who else NOBODY) if len(owners) == 1 else "", view, "who  ")
    same_message = len({one.message for one in alike}) == 1
    same_action = len({one.action for one in alike}) == 1
    yield from hanging(
        (Span(_INDENT),), _short(f"{was(first)}: {first.message}" if same_message else was(first), view), view.width
    )
    if same_action:
        yield from _next_step(first.action, view)
    yield from hanging((Span(f"{_INDENT}see  ", "dim"),), f"readiness explain {visible(first.code)}", view.width)
    limit = None if view.everything else _LISTED
    for one in islice(alike, limit):
        left = (Span(f"{_INDENT}- "), Span(named(one, several=view.several), "strong"))
        place = Span(visible(str(one.location)), "dim")
        both = apart(left, place, view.width)
        yield both or left
        if not same_message:
            yield from hanging((Span(f"{_INDENT}  "),), _short(one.message, view), view.width)
        if not same_action:
            yield from hanging((Span(f"{_INDENT}  do   ", "dim"),), prose(one.action), view.width)
        if both is None:
            yield (Span(f"{_INDENT}  at   ", "dim"), place)
    yield from _rest(len(alike), limit, _INDENT)


def _cause(cause: Cause, view: View) -> Iterator[Line]:
    """Yield the files that are behind it, the evidence, and the command."""
    if not cause.files:
        yield from hanging((Span("  "),), _short(cause.why, view), view.width, "strong")
    limit = None if view.everything else _LISTED
    for file in islice(cause.files, limit):
        yield (Span("  "), Span(visible(file), "strong"))
    yield from _rest(len(cause.files), limit, "  ", cause.unnamed if not cause.also else 0)
    if cause.also:
        many = len(cause.also) + cause.unnamed
        yield from hanging((Span("  "),), f"and for some also {_files(cause.also, many, view)}", view.width)
    for one in islice(cause.proofs, limit):
        yield from _stale(one, cause, view)
    yield from _rest(len(cause.proofs), limit, "    ")
    for command in commands(cause.proofs, view.base):
        yield from hanging((Span("    do   ", "dim"),), prose(command), view.width)


def _files(files: Sequence[str], many: int, view: View) -> str:
    shown = files if view.everything else files[:3]
    more = many - len(shown)
    return ", ".join(map(visible, shown)) + (f" and {more:,} more" if more else "")


def _stale(one: Reproof, cause: Cause, view: View) -> Iterator[Line]:
    besides = f" ({', '.join(told)})" if (told := remarks(one)) else ""
    left = (Span("    stale  ", "warn"), Span(named(one, several=view.several), "strong"), Span(besides))
    yield from _ends(left, visible(one.who) if one.who else NOBODY, view, "who  ")
    is_news = not one.message.startswith(one.files)  # most messages begin with the first of the files
    if cause.files and (view.everything or (is_news and len(cause.proofs) < _FOLD)):
        yield from hanging((Span(_INDENT),), _short(one.message, view), view.width, "dim")
    if view.everything:
        yield (Span(f"{_INDENT}at   ", "dim"), Span(visible(str(one.location))))


def _rest(count: int, limit: int | None, indent: str, unnamed: int = 0) -> Iterator[Line]:
    left = unnamed + (count - limit if limit is not None and count > limit else 0)
    if left:
        yield (Span(f"{indent}… and {left:,} more{'' if limit is None else ' (-v lists all)'}", "dim"),)


def _written(change: str, name: str, text: str, place: str, view: View) -> Entry:
    head = (Span(f"  {change:<13}  "), Span(visible(name), "strong"))
    both = apart(head, Span(visible(place), "dim"), view.width)
    rows: list[Line] = [both or head]
    rows += hanging((Span(" " * 17),), _short(text, view), view.width)
    if both is None:
        rows.append((Span(f"{' ' * 17}at  ", "dim"), Span(visible(place))))
    return Entry(tuple(rows))
