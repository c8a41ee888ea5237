"""What every renderer is: a function from the frozen report, and how it is to be shown, to text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from readiness.model.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How to show a report. `verbosity` is -1 (decision only), 0, or 1 (everything); `width` counts columns.

    `templates` are the user's own templates by name, such as `status.md.j2`; they replace shipped ones of that name.
    """

    width: int = 80
    verbosity: int = 0
    templates: Mapping[str, str] = field(default_factory=dict)


Renderer = Callable[[Report, Style], str]
"""Returns the whole output, with a newline at its end. May raise `ReadinessError` RDY057 for a template that fails."""
