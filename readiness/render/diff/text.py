"""What a change does to readiness, for people at a terminal: the decision first, then what to do, worst first.

80 columns, the same words with and without colour. One line where the change does nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from readiness.errors import Problem
from readiness.model.diff import Diff, Turn
from readiness.model.outcome import Decision
from readiness.render.base import Style
from readiness.render.diff.causes import causes
from readiness.render.diff.entries import (
    Entry,
    View,
    brief_entries,
    cause_entries,
    exception_entries,
    item_entries,
    policy_entries,
    shift_entries,
)
from readiness.render.diff.words import (
    ABSENT,
    NOTHING,
    counts,
    does_nothing,
    exceptions_first,
    headline,
    is_about_several,
    items_first,
    sides,
    turns,
    worst_first,
)
from readiness.render.escape import prose, visible
from readiness.render.layout import Line, Span, Tone, hanging, line, width_of
from readiness.render.problems import problem_lines
from readiness.render.text import DECISION_TONE

_MOST: Final = 8
"""How many entries of a section are shown without `-v`."""
_BECAUSE: Final = 3
_SCREEN: Final = 24
_ALL: Final = " (-v shows all)"


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    count: int
    remark: str
    entries: Iterator[Entry]
    loose: bool = True  # with an empty line after each entry


def lines(diff: Diff, style: Style) -> Iterator[Line]:
    """Yield the diff as styled lines."""
    if does_nothing(diff):
        yield line(f"{NOTHING}: {headline(diff)}.", "good")
        if style.verbosity >= 0:
            yield from _aside(diff, style)
        return
    rows = list(_lines(diff, style))
    yield from rows
    if len(rows) > _SCREEN and style.verbosity >= 0:
        yield from _again(diff, style.width)


def _again(diff: Diff, width: int) -> Iterator[Line]:
    """Yield the decision once more, because what stood first has scrolled away."""
    told = counts(diff)
    together = (*_head(diff), Span(f": {told}"))
    if told and sum(width_of(span.text) for span in together) <= width:
        yield together
    else:
        yield _head(diff)
        yield from hanging((Span("  "),), told, width)


def _lines(diff: Diff, style: Style) -> Iterator[Line]:
    yield _head(diff)
    if style.verbosity < 0:
        yield from problem_lines(diff.problems, style.width, how=_ALL)
        return
    yield from hanging((), sides(diff), style.width, "dim")
    if told := counts(diff):
        yield from hanging((), f"{told}.", style.width)
    turned = turns(diff)
    shown = turned if style.verbosity > 0 else turned[:_MOST]
    for turn in shown:
        yield from _turn(turn, style, alone=len(diff.scopes) == 1 and turn.after is diff.after)
    if len(turned) > len(shown):
        yield line(f"  … and {len(turned) - len(shown):,} more scopes{_ALL}", "dim")
    for section in _sections(diff, _view(diff, style)):
        yield from _section(section, style)
    yield from _aside(diff, style)
    yield from _problems("Problems in the candidate, to be fixed first", diff.problems, style)
    for note in dict.fromkeys((*diff.base.notes, *diff.head.notes)):
        yield ()
        yield from hanging((Span("note: "),), prose(note), style.width)


def _aside(diff: Diff, style: Style) -> Iterator[Line]:
    """Yield what is not the change's doing: what time alone did, and what is wrong with the base."""
    view = _view(diff, style)
    if diff.time:
        remark = "Since the base was committed: it would be so without this change too."
        news = worst_first(diff.time)
        yield from _section(
            _Section(
                "What time alone did", len(news), remark, brief_entries(news, "dim", view, titled=False), loose=False
            ),
            style,
        )
    yield from _problems("Problems in the base", diff.problems_before, style)


def _view(diff: Diff, style: Style) -> View:
    return View(
        width=style.width, several=is_about_several(diff), everything=style.verbosity > 0, base=diff.base.commit
    )


def _head(diff: Diff) -> Line:
    scopes = [turn.scope for turn in diff.scopes]
    name = visible(scopes[0]) if len(scopes) == 1 else f"{len(scopes)} scopes" if scopes else ""
    if diff.before is None:
        first: Line = (Span("A new launch: "), Span(diff.after.upper(), DECISION_TONE[diff.after]))
    elif diff.before is diff.after:
        first = (Span(diff.after.upper(), DECISION_TONE[diff.after]), Span(", as before"))
    else:
        first = (
            Span(diff.before.upper(), DECISION_TONE[diff.before]),
            Span(" → "),
            Span(diff.after.upper(), DECISION_TONE[diff.after]),
        )
    return (*first, Span(f"  {name}" if name else "", "strong"))


def _turn(turn: Turn, style: Style, *, alone: bool) -> Iterator[Line]:
    """Yield how one scope turned, and what turned it; for a scope that is `alone` the first line has said how."""
    told = turn.because if style.verbosity > 0 else turn.because[:_BECAUSE]
    more = len(turn.because) - len(told)
    because = ", ".join(map(prose, told)) + (f" and {more:,} more" if more else "")
    if not alone:
        how = (*_decision(turn.before), Span(" → "), *_decision(turn.after))
        yield (Span("  "), *how, Span(f"  {visible(turn.scope)}", "strong"))
    if because:
        label = "Because: " if alone else "    because  "
        yield from hanging((Span(label, "strong" if alone else "dim"),), because, style.width)


def _decision(decision: Decision | None) -> Line:
    return (Span(str(decision), DECISION_TONE[decision]),) if decision else (Span(ABSENT, "dim"),)


def _sections(diff: Diff, view: View) -> Iterator[_Section]:
    """Yield the sections in their order; those with nothing in them are left out where they are shown."""
    bad: Tone = "bad"
    yield _Section("Worse", len(diff.worse), "", shift_entries(worst_first(diff.worse), bad, view))
    yield _Section(
        "To re-prove",
        len(diff.to_reprove),
        "No failure by itself: it was proven for other content than there is now.",
        cause_entries(causes(diff.to_reprove), view),
    )
    better = worst_first(diff.better)
    yield _Section("Better", len(better), "", brief_entries(better, "good", view, titled=True), loose=False)
    yield _Section("Items", len(diff.items), "", item_entries(items_first(diff.items), view), loose=False)
    excused = exceptions_first(diff.exceptions)
    yield _Section("Deferrals and waivers", len(excused), "", exception_entries(excused, view), loose=False)
    yield _Section(
        "Policy touched",
        len(diff.policy),
        "For a reviewer to approve. What it loosens does not count before it is in the base.",
        policy_entries(diff.policy, view),
        loose=False,
    )


def _section(section: _Section, style: Style) -> Iterator[Line]:
    if not section.count:
        return
    yield ()
    title = f"-- {section.title} ({section.count:,}) "
    yield (Span(title, "strong"), Span("-" * (style.width - len(title)), "dim"))
    if section.remark:
        yield from hanging((), section.remark, style.width, "dim")
    yield ()
    left = 0
    for number, entry in enumerate(section.entries):
        if number >= _MOST and style.verbosity <= 0:
            left += entry.size
            continue
        if number and section.loose:
            yield ()
        yield from entry.lines
    if left:
        yield line(f"  … and {left:,} more{_ALL}", "dim")


def _problems(title: str, problems: Sequence[Problem], style: Style) -> Iterator[Line]:
    if problems:
        yield ()
        yield line(f"{title} ({len(problems):,})", "strong")
        yield ()
        yield from problem_lines(problems, style.width, everything=style.verbosity > 0, how=_ALL)
