"""Styled lines on a terminal, in colour. The only module that imports rich, and only when it is called."""

from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Final

from readiness.render.layout import Line, Tone

if TYPE_CHECKING:
    from rich.text import Text

_COLOURS: Final[dict[Tone, str]] = {
    "": "",
    "strong": "bold",
    "dim": "dim",
    "good": "bold green",
    "warn": "yellow",
    "bad": "bold red",
}


def paint(lines: Iterable[Line], stream: IO[str]) -> None:
    """Write `lines` to `stream` with the colours that its terminal can show; never wraps or changes a word."""
    from rich.console import Console  # noqa: PLC0415

    console = Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)
    for row in lines:
        console.print(painted(row))


def painted(row: Line) -> "Text":
    """Return a line as rich shows it."""
    from rich.text import Text  # noqa: PLC0415

    return Text.assemble(*((span.text, _COLOURS[span.tone]) for span in row))
