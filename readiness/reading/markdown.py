"""Headings and anchors of Markdown files, as GitHub makes them.

Source: bytes, UTF-8 with or without a byte order mark; CommonMark with GitHub's tables and strikethrough, front matter
left out. Shape: headings in order, each with its anchor and whether anything stands under it. Errors: `ValueError` for
bytes that are not UTF-8 or are too many.

GitHub's anchor of a heading is its text (of code, emphasis and links only the text; of images and HTML nothing) in
lower case, without whatever is no letter, mark, digit, underscore, hyphen or space, spaces as hyphens; `:rocket:` is
`rocket`. The second of a name gets `-1`, and so on past names that are taken. Headings in code and in HTML comments are
none.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, assert_never

from readiness.reading.markdown_parts import Anchor, Content, Part, Title, parts

MAX_BYTES: Final = 4 * 1024 * 1024
ENDINGS: Final = (".md", ".markdown")
"""How the names of Markdown files end, in lower case."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. `filled`: something stands under it, be it under one of its own sub-headings."""

    text: str
    anchor: str
    level: int
    filled: bool


def headings(data: bytes) -> tuple[Heading, ...]:
    """Return the headings of a Markdown file, in order.

    Raises:
        ValueError: `data` is not UTF-8, or larger than is read; the text is a phrase about "it".
    """
    return tuple(_sections(_parts(data)).headings)


def anchors(data: bytes) -> Mapping[str, bool]:
    """Return the anchors of a Markdown file, and for each whether anything stands under it.

    Besides headings these are explicit ones (`<a id="x">`, `<a name="x">`, `id=` on any element): in a heading they
    stand for it, right before a heading for the one that follows, elsewhere for what follows up to the next heading.

    Raises:
        ValueError: as `headings`.
    """
    return _sections(_parts(data)).anchors


def slug(text: str) -> str:
    """Return GitHub's anchor for the text of a heading, before it is told apart from others of the name."""
    return "".join(
        "-" if letter == " " else letter for letter in text.strip().lower() if letter in " -" or _is_word(letter)
    )


def _is_word(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category[0] in "LM" or category in {"Nd", "Nl", "Pc"}


def _parts(data: bytes) -> Iterable[Part]:
    if len(data) > MAX_BYTES:
        msg = f"it is larger than {MAX_BYTES} bytes"
        raise ValueError(msg)
    try:
        return parts(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        msg = f"it is not UTF-8 (byte {error.start})"
        raise ValueError(msg) from error


@dataclass(slots=True)
class _Open:
    """A section that still goes on. Level 7 is that of an explicit anchor: any heading ends it."""

    level: int
    text: str
    anchor: str
    filled: bool = False
    extra: tuple[str, ...] = ()


@dataclass(slots=True)
class _Outline:
    """The sections found so far; `open` is the path down to where we are."""

    sections: list[_Open] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    @property
    def headings(self) -> Iterable[Heading]:
        return (Heading(one.text, one.anchor, one.level, one.filled) for one in self.sections if one.level <= _LAST)

    @property
    def anchors(self) -> Mapping[str, bool]:
        found: dict[str, bool] = {}
        for one in self.sections:
            for name in (one.anchor, *one.extra):
                found.setdefault(name, one.filled)
        found.pop("", None)
        return found

    def begin(self, section: _Open) -> None:
        while self.open and self.open[-1].level >= section.level:
            self.open.pop()
        self.open.append(section)
        self.sections.append(section)

    def fill(self) -> None:
        # Whatever holds a filled section is filled already.
        for section in reversed(self.open):
            if section.filled:
                return
            section.filled = True

    def unique(self, text: str) -> str:
        base = slug(text)
        if not base:
            return ""
        anchor = base
        while anchor in self.seen:
            self.seen[base] += 1
            anchor = f"{base}-{self.seen[base]}"
        self.seen[anchor] = 0
        return anchor


_LAST: Final = 6


def _sections(found: Iterable[Part]) -> _Outline:
    outline = _Outline()
    waiting: list[str] = []
    for part in found:
        match part:
            case Anchor(name):
                waiting.append(name)
            case Title(level, text, names):
                outline.begin(_Open(level, text, outline.unique(text), extra=(*waiting, *names)))
                waiting.clear()
            case Content():
                _begin_explicit(outline, waiting)
                outline.fill()
            case _:
                assert_never(part)
    _begin_explicit(outline, waiting)
    return outline


def _begin_explicit(outline: _Outline, waiting: list[str]) -> None:
    if waiting:
        outline.begin(_Open(_LAST + 1, "", "", extra=tuple(waiting)))
        waiting.clear()
