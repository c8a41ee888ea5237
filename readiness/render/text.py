"""The report for people at a terminal or in a CI log: the decision first, then what to do, most urgent first.

80 columns, the same words with and without colour. Quiet where all is well.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from readiness.model.outcome import Decision, State
from readiness.model.report import Candidate, Report, ScopeReport
from readiness.render.base import Style
from readiness.render.entries import entry_lines, passed_lines, tally
from readiness.render.escape import prose, visible
from readiness.render.layout import Line, Span, Tone, hanging, line, plain
from readiness.render.problems import problem_lines
from readiness.render.proposals import proposal_lines
from readiness.render.sections import Section, Shown, is_met, sections

DECISION_TONE: Final[dict[Decision, Tone]] = {
    Decision.GO: "good",
    Decision.GO_WITH_CONDITIONS: "warn",
    Decision.ON_TRACK: "warn",
    Decision.UNDECIDED: "bad",
    Decision.NO_GO: "bad",
}
_MOST_NAMED: Final = 3
_SCREEN: Final = 24
"""How many lines a terminal shows at once, at the least."""
_ALL: Final = " (-v shows all)"


def render(report: Report, style: Style) -> str:
    """Return the report as plain text."""
    return plain(text_lines(report, style))


def text_lines(report: Report, style: Style) -> Iterator[Line]:
    """Yield the report as styled lines; `paint` gives them colour."""
    rows = list(_lines(report, style))
    yield from rows
    if len(rows) > _SCREEN and report.decision is not Decision.GO:
        yield _decision_again(report)


def _lines(report: Report, style: Style) -> Iterator[Line]:
    judged = tuple(scope for scope in report.scopes if scope.judged)
    yield _decision_line(report, judged)
    if style.verbosity < 0:
        yield from problem_lines(report.problems, style.width, how=_ALL)
        return
    if len(judged) > 1:
        yield from (_scope_line(scope) for scope in judged)
    if report.problems:
        yield ()
        count = len(report.problems)
        yield line(f"{count} {'problem' if count == 1 else 'problems'} in the input, to be fixed first", "strong")
        yield ()
        yield from problem_lines(report.problems, style.width, everything=style.verbosity > 0, how=_ALL)
        if judged:
            yield ()
    for scope in judged:
        yield from _scope(scope, style, alone=len(judged) == 1, run=report.decision)
    proposed = tuple(proposal_lines(report, style.width, everything=style.verbosity > 0))
    if proposed:
        yield ()
        yield from proposed
    yield from _closing(report, style)


def describe(candidate: Candidate) -> str:
    """Return what was judged, such as `commit 4f2a91c3b`."""
    name = {"commit": "commit", "index": "the index", "work-tree": "the work tree"}[candidate.kind]
    if candidate.commit is None:
        return name
    return f"{name} {candidate.commit:.9}" if candidate.kind == "commit" else f"{name} on {candidate.commit:.9}"


def _decision_line(report: Report, judged: Sequence[ScopeReport]) -> Line:
    names = ", ".join(visible(scope.id) for scope in judged)
    if not judged:
        names = "nothing was judged"
    elif len(judged) > _MOST_NAMED:
        names = f"{len(judged)} scopes"
    final = ", final" if report.final else ""
    return (
        Span(report.decision.upper(), DECISION_TONE[report.decision]),
        Span(f"  {names}", "strong"),
        Span(f"  {describe(report.candidate)}, {report.as_of:%Y-%m-%d}{final}"),
    )


def _scope_line(scope: ScopeReport) -> Line:
    launch = f"  launch {scope.launch}" if scope.launch else ""
    return (
        Span(f"  {scope.decision:<20}", DECISION_TONE[scope.decision]),
        Span(visible(scope.id), "strong"),
        Span(f"{_before_waivers(scope)}{launch}", "dim"),
    )


def _before_waivers(scope: ScopeReport) -> str:
    if scope.decision_before_waivers is scope.decision:
        return ""
    return f"  ({scope.decision_before_waivers} before waivers)"


def _scope(scope: ScopeReport, style: Style, *, alone: bool, run: Decision) -> Iterator[Line]:
    held = sections(scope)
    told = [(section, some) for section, some in held if section.told or style.verbosity > 0]
    if alone:
        yield from _about(scope, style.width, run)
    elif told:
        yield ()
        yield line(f"== {visible(scope.id)}: {scope.decision} ==", "strong")
    if alone or told:
        yield from _summary(held, style.width)
    for section, some in told:
        yield ()
        yield _title(section, some, style.width)
        yield ()
        if all(is_met(one.verdict) for one in some):
            rows = list(passed_lines(some))
        else:
            rows = list(entry_lines(some, section.tone, style.width, everything=style.verbosity > 0))
        yield from rows[:-1]


def _about(scope: ScopeReport, width: int, run: Decision) -> Iterator[Line]:
    parts = [prose(scope.title)]
    if scope.launch is not None:
        parts.append(f"launch {scope.launch}")
    if scope.owner is not None:
        parts.append(f"owner {visible(scope.owner)}")
    if scope.state is not State.ACTIVE:
        parts.append(str(scope.state))
    yield from hanging((), "; ".join(parts), width)
    if run is not scope.decision:
        yield line(f"{visible(scope.id)} by itself: {scope.decision}")
    if scope.decision_before_waivers is not scope.decision:
        yield line(f"Before waivers: {scope.decision_before_waivers}. With them: {scope.decision}.")


def _summary(held: Sequence[tuple[Section, Sequence[Shown]]], width: int) -> Iterator[Line]:
    counts = ", ".join(f"{len(some)} {section.count}" for section, some in held)
    yield from hanging((), f"{counts or 'no requirements'}.", width)
    urgent = [one.verdict for section, some in held if section.tone == "bad" for one in some]
    if urgent:
        yield from hanging((Span("To act: ", "strong"),), tally(urgent), width)


def _title(section: Section, some: Sequence[Shown], width: int) -> Line:
    title = f"-- {section.title} ({len(some)}) "
    return (Span(title, "strong"), Span("-" * (width - len(title)), "dim"))


def _closing(report: Report, style: Style) -> Iterator[Line]:
    rows = list(_remarks(report, style.width))
    if rows:
        if _is_long(report) or style.verbosity > 0:
            yield ()
        yield from rows


def _decision_again(report: Report) -> Line:
    """Return the decision once more, because what stood first has scrolled away."""
    judged = [scope for scope in report.scopes if scope.judged]
    names = visible(judged[0].id) if len(judged) == 1 else f"{len(judged)} scopes"
    counts: Counter[str] = Counter()
    for scope in judged:
        for section, some in sections(scope):
            counts[section.count] += len(some) if section.tone == "bad" else 0
    said = [f"{count} {words}" for words, count in counts.items() if count]
    said += [f"{len(report.problems)} in the input"] if report.problems else []
    tail = f": {', '.join(said)}" if said else ""
    return (Span(report.decision.upper(), DECISION_TONE[report.decision]), Span(f"  {names}{tail}"))


def _is_long(report: Report) -> bool:
    unmet = any(section.told for scope in report.scopes if scope.judged for section, _ in sections(scope))
    return unmet or bool(report.problems) or bool(report.proposed)


def _against_baseline(report: Report, width: int) -> Iterator[Line]:
    """Yield what a baseline makes of the run; it is no part of the decision."""
    note = report.baseline
    if note is None:
        return
    words = f"Baseline {visible(note.path)}: {note.known} known, {note.new} new, {len(note.fixed)} fixed."
    code = "The exit code follows the new ones alone; the decision does not."
    yield from hanging((), f"{words} {code}", width)
    if note.fixed:
        text = "Take the fixed ones out, or they may come back unnoticed: "
        yield from hanging((), f"{text}readiness check --baseline {visible(note.path)} --write-baseline", width)


def _remarks(report: Report, width: int) -> Iterator[Line]:
    yield from _against_baseline(report, width)
    for scope in report.scopes:
        if not scope.judged:
            name = visible(scope.id)
            text = f"{scope.state}: {name}, {scope.decision}; it counts when named: readiness check {name}"
            yield from hanging((), text, width, "dim")
    for note in report.candidate.notes:
        yield from hanging((Span("note: "),), prose(note), width)
    levels = ", ".join(f"{visible(rule)} {level}" for rule, level in sorted(report.policy.levels.items()))
    if levels:
        yield from hanging((), f"Levels set by the configuration: {levels}.", width)
    if report.policy.allow_self:
        yield from hanging((), "allow_self: one person may own, grant and sign.", width)
    if report.policy.base is not None:
        text = f"enforcing: true. The policy of {report.policy.base:.9} counts besides the candidate's own."
        yield from hanging((), text, width, "dim")
    if not report.enforcing:
        yield from hanging((), "enforcing: false. The candidate was judged by its own policy.", width, "dim")
