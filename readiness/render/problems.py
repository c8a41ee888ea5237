"""Problems as lines: `path:line:column: error RDY010 [slug]: message`, and below it what to do."""

from collections.abc import Iterable, Iterator

from readiness.errors import Problem
from readiness.model.problems import PROBLEMS
from readiness.render.escape import prose, visible
from readiness.render.layout import Line, Span, hanging, width_of, wrap

_INDENT = "  "


def problem_lines(problems: Iterable[Problem], width: int) -> Iterator[Line]:
    """Yield two or more lines for each of `problems`, in the form that editors and CI find places in."""
    for problem in problems:
        yield from _problem(problem, width)


def _problem(problem: Problem, width: int) -> Iterator[Line]:
    place = f"{visible(str(problem.location))}: " if problem.location is not None else ""
    named = f" {problem.code} [{PROBLEMS[problem.code].slug}]: " if problem.code in PROBLEMS else f" {problem.code}: "
    head = (Span(place, "strong"), Span("error", "bad"), Span(named))
    used = sum(width_of(span.text) for span in head)
    first, *rest = [*wrap(prose(problem.message), width - len(_INDENT), width - used), ""]
    yield (*head, Span(first))
    yield from ((Span(_INDENT), Span(part)) for part in rest if part)
    yield from hanging((Span(f"{_INDENT}fix: ", "dim"),), prose(problem.fix), width)
