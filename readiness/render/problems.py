"""Problems as lines: `path:line:column: error RDY010 [slug]: message`, and below it what to do."""

from collections.abc import Iterator, Sequence
from typing import Final

from readiness.errors import Problem
from readiness.model.problems import PROBLEMS
from readiness.render.escape import prose, visible
from readiness.render.layout import Line, Span, hanging, width_of, wrap

_INDENT = "  "


_MOST: Final = 100


def problem_lines(
    problems: Sequence[Problem], width: int, *, everything: bool = False, how: str = ""
) -> Iterator[Line]:
    """Yield two or more lines for each of `problems`, in the form that editors and CI find places in.

    Without `everything` only the first hundred are told: nobody reads on, and one cause is often behind all of them.
    `how` says what shows the others, where anything does.
    """
    told = problems if everything else problems[:_MOST]
    for problem in told:
        yield from _problem(problem, width)
    if len(told) < len(problems):
        yield (Span(f"… and {len(problems) - len(told)} more problems{how}", "dim"),)


def _problem(problem: Problem, width: int) -> Iterator[Line]:
    place = f"{visible(str(problem.location))}: " if problem.location is not None else ""
    named = f" {problem.code} [{PROBLEMS[problem.code].slug}]: " if problem.code in PROBLEMS else f" {problem.code}: "
    head = (Span(place, "strong"), Span("error", "bad"), Span(named))
    used = sum(width_of(span.text) for span in head)
    first, *rest = [*wrap(prose(problem.message), width - len(_INDENT), width - used), ""]
    yield (*head, Span(first))
    yield from ((Span(_INDENT), Span(part)) for part in rest if part)
    yield from hanging((Span(f"{_INDENT}fix: ", "dim"),), prose(problem.fix), width)
