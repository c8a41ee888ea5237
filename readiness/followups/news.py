"""What an edit changes, as lines."""

from collections.abc import Iterator

from readiness.followups.judging import Difference, News
from readiness.model.documents.scope import Scope
from readiness.model.outcome import Outcome, State
from readiness.render.escape import prose, visible
from readiness.render.layout import Line, Span, Tone, width_of, wrap

_GOOD = frozenset({Outcome.PASSED, Outcome.NOT_APPLICABLE})
_MIDDLING = frozenset({Outcome.WAIVED, Outcome.NOT_DUE, Outcome.UNKNOWN})
_MOST = 20
_INDENT = " " * 6


def news_lines(difference: Difference, own: str, scope: Scope, width: int) -> Iterator[Line]:
    """Yield what is different, a requirement a line; first of `own` (`item deploy`), which the edit is about.

    The decision is that on `scope`, whatever others come to, and says so.
    """
    news = sorted(difference.news, key=lambda one: (one.subject != own, one.outcome is None))
    for one in news[:_MOST]:
        subject = "" if one.subject == own else f"{visible(one.subject)}, "
        outcome = "not asked for any more" if one.outcome is None else str(one.outcome)
        head = (Span(f"  {subject}{visible(one.requirement)}: "), Span(outcome, _tone(one.outcome)))
        yield from _told(head, _detail(one), width)
    if len(news) > _MOST:
        yield (Span(f"  … and {len(news) - _MOST} more", "dim"),)
    if difference.after is None:
        retired = scope.state is State.RETIRED
        why = "it is retired" if retired else "`readiness check` says why"
        yield (Span(f"  The scope is not judged: {why}.", "dim" if retired else "warn"),)
    elif difference.before == difference.after:
        yield (Span(f"  decision on {visible(scope.id)}: {difference.after}, as before"),)
    else:
        was = f" (was {difference.before})" if difference.before is not None else ""
        yield (Span(f"  decision on {visible(scope.id)}: {difference.after}{was}", "strong"),)


def _told(head: Line, detail: str, width: int) -> Iterator[Line]:
    """Yield `head` and behind it `detail`, whose further lines are indented a little."""
    if not detail:
        yield head
        return
    used = sum(width_of(span.text) for span in head) + len(", ")
    first, *rest = wrap(detail, width - len(_INDENT), max(width - used, 1))
    yield (*head, Span(f", {first}" if first else ","))
    yield from ((Span(f"{_INDENT}{part}"),) for part in rest)


def done_lines(done: str, width: int) -> Iterator[Line]:
    """Yield what was done."""
    for number, part in enumerate(wrap(prose(done), width - 2, width)):
        yield (Span(part if number == 0 else f"  {part}", "strong"),)


def _detail(one: News) -> str:
    if one.verdict is None or one.verdict.outcome in _GOOD:
        return ""
    waiver = one.verdict.waiver
    if waiver is not None:
        return prose(f"{waiver.outcome} but waived by {waiver.granted_by} until {waiver.expires}")
    return prose(f"{one.verdict.message}{'; ' if one.verdict.action else ''}{one.verdict.action}")


def _tone(outcome: Outcome | None) -> Tone:
    if outcome is None:
        return "dim"
    return "good" if outcome in _GOOD else "warn" if outcome in _MIDDLING else "bad"
