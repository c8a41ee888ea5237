"""Output formats: one module a format, and this registry. A renderer takes the frozen report and nothing else."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from readiness.model.report import Report
from readiness.render import json_report, markdown, text
from readiness.render.base import Renderer, Style


def _sarif(report: Report, style: Style) -> str:
    from readiness.render.tools import sarif  # noqa: PLC0415 - brings in all rules and their pages

    return sarif.render(report, style)


def _junit(report: Report, style: Style) -> str:
    from readiness.render.tools import junit  # noqa: PLC0415 - brings in XML

    return junit.render(report, style)


def _github(report: Report, style: Style) -> str:
    from readiness.render.tools import annotations  # noqa: PLC0415 - brings in all rules

    return annotations.render(report, style)


def _code_quality(report: Report, style: Style) -> str:
    from readiness.render.tools import code_quality  # noqa: PLC0415 - brings in all rules

    return code_quality.render(report, style)


def _html(report: Report, style: Style) -> str:
    from readiness.render.html import page  # noqa: PLC0415 - brings in templates

    return page.render(report, style)


FORMATS: Final[Mapping[str, Renderer]] = MappingProxyType(
    {
        "text": text.render,
        "json": json_report.render,
        "markdown": markdown.render,
        "html": _html,
        "sarif": _sarif,
        "junit": _junit,
        "github": _github,
        "code-quality": _code_quality,
    }
)
"""Every format of `check` by the name that `--format` takes."""


def render(report: Report, format_: str, style: Style | None = None) -> str:
    """Return `report` in the format called `format_`; a KeyError is a mistake in the program."""
    return FORMATS[format_](report, style or Style())
