"""Output formats: one module a format, and this registry. A renderer takes the frozen report and nothing else."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from readiness.model.report import Report
from readiness.render import json_report, markdown, text
from readiness.render.base import Renderer, Style

FORMATS: Final[Mapping[str, Renderer]] = MappingProxyType(
    {"text": text.render, "json": json_report.render, "markdown": markdown.render}
)
"""Every format of `check` by the name that `--format` takes."""


def render(report: Report, format_: str, style: Style | None = None) -> str:
    """Return `report` in the format called `format_`; a KeyError is a mistake in the program."""
    return FORMATS[format_](report, style or Style())
