"""Lines of styled words, measured in terminal columns, so that colour can be added without touching a word."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

Tone = Literal["", "strong", "dim", "good", "warn", "bad"]
"""What a span means; only a terminal gives it a colour."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one tone, without line breaks."""

    text: str
    tone: Tone = ""


Line = tuple[Span, ...]

# What stands in backquotes is something to type or to look for, so it is not torn apart where it fits a line.
_WORD: Final = re.compile(r"(?<!\S)[^\s`]*`[^`]{1,60}`[^\s`]*(?!\S)|\S+")


def line(text: str = "", tone: Tone = "") -> Line:
    """Return a line of one span."""
    return (Span(text, tone),) if text else ()


def width_of(text: str) -> int:
    """Return the columns that `text` takes: wide East Asian characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or character in "\u200c\u200d\ufe0e\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(text: str, width: int, first: int | None = None) -> Iterator[str]:
    """Yield `text` in lines of at most `width` columns; a single longer word, such as a path, stays whole.

    `first` is the width of the first line where that is another; it is left empty where no word fits it.
    """
    room = width if first is None else first
    taken: list[str] = []
    used = 0
    for word in _WORD.findall(text):
        size = width_of(word)
        if used + bool(taken) + size > room and (taken or room < width):
            yield " ".join(taken)
            taken, used, room = [], 0, width
        used += size + bool(taken)
        taken.append(word)
    if taken:
        yield " ".join(taken)


def hanging(first: Line, text: str, width: int, tone: Tone = "") -> Iterator[Line]:
    """Yield `text` wrapped behind `first`, further lines indented by the width of `first`."""
    indent = sum(width_of(span.text) for span in first)
    for number, part in enumerate(wrap(text, width - indent)):
        yield (*first, Span(part, tone)) if number == 0 else (Span(" " * indent), Span(part, tone))


def apart(left: Line, right: Span, width: int) -> Line | None:
    """Return `left` and `right` at the two ends of one line, or None where they do not fit with two spaces between."""
    gap = width - sum(width_of(span.text) for span in left) - width_of(right.text)
    return (*left, Span(" " * gap), right) if gap >= 2 else None  # noqa: PLR2004


def plain(lines: Iterable[Line]) -> str:
    """Return `lines` as text without colour, each ended by a newline and without trailing spaces."""
    return "".join("".join(span.text for span in row).rstrip() + "\n" for row in lines)
