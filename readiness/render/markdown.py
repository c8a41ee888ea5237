"""Markdown: the status of a run, for comments and summaries.

A template that a repository can replace. The same input gives the same bytes.
"""

import re

from readiness.model.report import Report
from readiness.render.base import Style
from readiness.render.sections import sections
from readiness.render.templates import render_comment
from readiness.render.text import describe
from readiness.render.trimming import trim


def render(report: Report, style: Style, *, limit: int | None = None, whole: str = "") -> str:
    """Return the report as Markdown, from the template `status.md.j2`, in at most `limit` bytes.

    `whole` is a sentence of Markdown that says where all of it is, for where something had to be left out.

    Raises:
        ReadinessError: RDY057, the template fails.
        ValueError: `limit` is too low to say anything.
    """
    text = tidy(
        render_comment(
            "status.md.j2",
            style.templates,
            report=report,
            candidate=describe(report.candidate),
            scopes=[(scope, sections(scope)) for scope in report.scopes if scope.judged],
            others=[scope for scope in report.scopes if not scope.judged],
            everything=style.verbosity > 0,
        )
    )
    return trim(text, limit, whole)


def tidy(text: str) -> str:
    """Return `text` with at most one empty line in a row, so that no template has to count them."""
    return re.sub(r"\n{3,}", "\n\n", text)
