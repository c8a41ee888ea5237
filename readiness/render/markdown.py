"""Markdown: the status of a run, for comments and summaries.

A template that a repository can replace. The same input gives the same bytes.
"""

import re

from readiness.model.report import Report
from readiness.render.base import Style
from readiness.render.sections import sections
from readiness.render.templates import render_template
from readiness.render.text import describe


def render(report: Report, style: Style) -> str:
    """Return the report as Markdown, from the template `status.md.j2`.

    Raises:
        ReadinessError: RDY057, the template fails.
    """
    return tidy(
        render_template(
            "status.md.j2",
            style.templates,
            report=report,
            candidate=describe(report.candidate),
            scopes=[(scope, sections(scope)) for scope in report.scopes if scope.judged],
            others=[scope for scope in report.scopes if not scope.judged],
            everything=style.verbosity > 0,
        )
    )


def tidy(text: str) -> str:
    """Return `text` with at most one empty line in a row, so that no template has to count them."""
    return re.sub(r"\n{3,}", "\n\n", text)
