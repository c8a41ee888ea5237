"""What a change does to readiness, for people at a terminal: the decision first, then what to do, worst first."""

from collections.abc import Iterator

from readiness.model.diff import Diff, Shift
from readiness.render.base import Style
from readiness.render.escape import prose, visible
from readiness.render.layout import Line, Span, hanging, line
from readiness.render.problems import problem_lines


def lines(diff: Diff, style: Style) -> Iterator[Line]:
    """Yield the diff as styled lines."""
    yield line(f"{diff.before} → {diff.after}", "strong")
    if style.verbosity < 0:
        return
    if diff.is_empty:
        yield line("This change does nothing to readiness.")
    for title, shifts in (("Worse", diff.worse), ("Better", diff.better), ("Time alone", diff.time)):
        if shifts:
            yield line(f"-- {title} ({len(shifts)})", "strong")
            for one in shifts:
                yield from _shift(one, style.width)
    if diff.to_reprove:
        yield line(f"-- To re-prove ({len(diff.to_reprove)})", "strong")
        for proof in diff.to_reprove:
            head = (Span("  "), Span(f"{visible(proof.subject)} · {visible(proof.requirement)}", "strong"))
            yield head
            files = ", ".join(map(visible, proof.files))
            yield from hanging((Span("    "),), f"{prose(proof.message)}: {files}", style.width)
            yield from hanging((Span("    do  "),), prose(proof.action), style.width)
    yield from problem_lines((*diff.problems, *diff.problems_before), style.width)


def _shift(one: Shift, width: int) -> Iterator[Line]:
    name = f"{visible(one.subject)} · {visible(one.requirement)}"
    yield line(f"  {name}  {one.before or 'none'} → {one.after or 'none'}")
    yield from hanging((Span("    "),), prose(one.message), width)
