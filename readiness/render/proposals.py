"""Changes of policy that a candidate proposes, as terminal lines: what is changed, from what to what, and where."""

from collections.abc import Iterator

from readiness.model.policy import Proposed
from readiness.model.report import Report
from readiness.render.escape import prose, visible
from readiness.render.layout import Line, Span, apart, hanging, line

_MOST = 20
_INDENT = "    "


def proposal_lines(report: Report, width: int, *, everything: bool = False) -> Iterator[Line]:
    """Yield the section of what is proposed, and nothing where nothing is; without `everything` the first twenty."""
    if not report.proposed:
        return
    title = f"-- Proposed changes of policy ({len(report.proposed)}) "
    yield (Span(title, "strong"), Span("-" * (width - len(title)), "dim"))
    yield line("What they loosen does not count before it is in the base.", "dim")
    yield ()
    told = report.proposed if everything else report.proposed[:_MOST]
    for one in told:
        yield from _proposal(one, width)
    if len(told) < len(report.proposed):
        yield line(f"  … and {len(report.proposed) - len(told)} more (-v lists all)", "dim")


def named(proposed: Proposed) -> str:
    """Return what is changed, such as `shop · item legal · rollback.within`."""
    parts = (
        proposed.scope if proposed.subject != f"scope {proposed.scope}" else None,
        proposed.subject,
        proposed.field,
    )
    return " · ".join(visible(part) for part in parts if part)


def _proposal(proposed: Proposed, width: int) -> Iterator[Line]:
    name = named(proposed)
    both = apart((Span("  "), Span(name, "strong")), Span(visible(proposed.slug), "dim"), width)
    if both is not None:
        yield both
    else:
        yield from hanging((Span("  "),), name, width, "strong")
        yield (Span(f"{_INDENT}{visible(proposed.slug)}", "dim"),)
    before, after = (prose(text) if text is not None else "nothing" for text in (proposed.before, proposed.after))
    yield from hanging((Span(_INDENT),), f"{before} → {after}", width)
    yield (Span(f"{_INDENT}at  ", "dim"), Span(visible(str(proposed.location))))
