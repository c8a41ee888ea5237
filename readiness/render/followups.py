"""The list of follow-ups: for a terminal, as Markdown, as JSON (`readiness/followups/v1`), and as a calendar.

What authors of documents and writers of a tracker have put into it is hostile text in all of them.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from readiness.model.followups import FollowUpEntry, FollowUps, Known, Purpose
from readiness.render.base import Style
from readiness.render.escape import prose, visible
from readiness.render.json_report import as_text
from readiness.render.layout import Line, Span, Tone, apart, hanging, line, plain
from readiness.render.templates import render_template

_NO_DAY: Final = "no day    "
_INDENT: Final = " " * 12
_STATES: Final[Mapping[Known, str]] = {
    Known.OPEN: "open",
    Known.CLOSED: "closed",
    Known.NOT_FOUND: "not found",
    Known.UNKNOWN: "unknown",
    Known.MALFORMED: "no reference",
    Known.NONE: "no issue",
}
_TONES: Final[Mapping[Known, Tone]] = {Known.OPEN: "", Known.CLOSED: "warn"}
_LINK: Final = re.compile(r"https?://[A-Za-z0-9\-._~:/?@!$&'*+,;=%#]+")
"""An address that can stand in a document as it is."""


def render_text(found: FollowUps, style: Style) -> str:
    """Return the list as plain text."""
    return plain(text_lines(found, style))


def text_lines(found: FollowUps, style: Style) -> Iterator[Line]:
    """Yield the list as styled lines: what is overdue first, then by day."""
    yield from hanging((), summary(found), style.width, "strong")
    for title, overdue in (("Overdue", True), ("To come", False)):
        some = [entry for entry in found.follow_ups if entry.overdue is overdue]
        if some:
            yield ()
            yield line(f"{title} ({len(some)})", "bad" if overdue else "strong")
            for entry in some:
                yield from _entry(entry, found.as_of, style.width)


def summary(found: FollowUps) -> str:
    """Return the counts in a sentence."""
    total = len(found.follow_ups)
    if not total:
        return "No follow-ups to show."
    states = Counter(entry.state for entry in found.follow_ups)
    overdue = sum(entry.overdue for entry in found.follow_ups)
    parts = [f"{overdue:,} overdue"] if overdue else []
    parts += [f"{states[state]:,} {words}" for state, words in _STATES.items() if states[state]]
    return f"{total:,} follow-up{'' if total == 1 else 's'}: {', '.join(parts)}."


def state_of(entry: FollowUpEntry, as_of: datetime) -> str:
    """Return what is known of the issue, and how old the answer is."""
    state = _STATES[entry.state]
    if entry.state is Known.CLOSED and entry.reason:
        state = f"{state} as {entry.reason}"
    return state if entry.asked is None else f"{state}, asked {ago(as_of - entry.asked)}"


def ago(span: timedelta) -> str:
    """Return how long ago something was, in words."""
    if span < timedelta(hours=1):
        return "just now"
    hours = int(span / timedelta(hours=1))
    if span < timedelta(days=2):
        return f"{hours} hour{'' if hours == 1 else 's'} ago"
    return f"{span.days} days ago"


def render_markdown(found: FollowUps, style: Style) -> str:
    """Return the list as Markdown, from the template `followups.md.j2`.

    Raises:
        ReadinessError: RDY057, the template fails.
    """
    rows = [(entry, state_of(entry, found.as_of), address_of(entry)) for entry in found.follow_ups]
    return render_template("followups.md.j2", style.templates, found=found, rows=rows, summary=summary(found))


def render_json(found: FollowUps, _style: Style) -> str:
    """Return the list as one JSON object, ASCII only."""
    return as_text(found)


def _render_calendar(found: FollowUps, _style: Style) -> str:
    from readiness.render.calendar import calendar  # noqa: PLC0415 - the library may not be installed

    return calendar(found)


FORMATS: Final[Mapping[str, Callable[[FollowUps, Style], str]]] = MappingProxyType(
    {"text": render_text, "json": render_json, "markdown": render_markdown, "ics": _render_calendar}
)
"""Every format of `followups` by the name that `--format` takes."""


def _entry(entry: FollowUpEntry, as_of: datetime, width: int) -> Iterator[Line]:
    day = f"{entry.due:%Y-%m-%d}" if entry.due else _NO_DAY
    head = (Span(day, "bad" if entry.overdue else ""), Span("  "), Span(visible(entry.name), "strong"))
    owner = Span(visible(entry.owner) if entry.owner else "nobody", "dim" if entry.owner else "bad")
    together = apart(head, owner, width)
    if together is not None:
        yield together
    else:
        yield head
        yield (Span(_INDENT), owner)
    yield from hanging((Span(_INDENT),), prose("; ".join(_said(entry, as_of))), width, _TONES.get(entry.state, "bad"))
    yield from hanging((Span(_INDENT),), prose(entry.title), width)
    if entry.state not in {Known.OPEN, Known.CLOSED} and entry.reason:
        yield from hanging((Span(_INDENT),), prose(f"{entry.reason}: {entry.action or ''}"), width, "dim")


def _said(entry: FollowUpEntry, as_of: datetime) -> Sequence[str]:
    purpose = "" if entry.purpose is Purpose.DEFERRAL else entry.purpose.value
    return [part for part in (entry.ref or "", purpose, state_of(entry, as_of)) if part]


def address_of(entry: FollowUpEntry) -> str | None:
    """Return where people see the issue, if that is an address of the web and nothing else."""
    url = entry.issue.url if entry.issue else None
    return url if url is not None and _LINK.fullmatch(url) else None
