"""What a change does to readiness, in every format of `readiness diff`.

A renderer takes the frozen diff and nothing else. Each is imported when it is used: every command names the formats.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from readiness.model.diff import Diff
from readiness.render.base import Style
from readiness.render.json_report import as_text
from readiness.render.layout import Line, plain


def render_text(diff: Diff, style: Style) -> str:
    """Return the diff as plain text."""
    return plain(text_lines(diff, style))


def text_lines(diff: Diff, style: Style) -> Iterator[Line]:
    """Yield the diff as styled lines; `paint` gives them colour."""
    from readiness.render.diff.text import lines  # noqa: PLC0415 - as said above

    yield from lines(diff, style)


def render_json(diff: Diff, _style: Style) -> str:
    """Return the diff as one JSON object, ASCII only."""
    return as_text(diff)


def render_markdown(diff: Diff, style: Style) -> str:
    """Return the diff as Markdown, as long as it is; `markdown.render` makes it fit a comment.

    Raises:
        ReadinessError: RDY057, the template fails.
    """
    from readiness.render.diff import markdown  # noqa: PLC0415 - as said above

    return markdown.render(diff, style)


DIFF_FORMATS: Final[Mapping[str, Callable[[Diff, Style], str]]] = MappingProxyType(
    {"text": render_text, "json": render_json, "markdown": render_markdown}
)
"""Every format of `diff` by the name that `--format` takes."""
