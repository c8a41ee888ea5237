"""What a Markdown text consists of, as far as anchors go: titles, explicit anchors, content; comments left out."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Title:
    """A heading of level 1 to 6, its plain text, and the explicit anchors in it."""

    level: int
    text: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """An explicit anchor outside of headings."""

    name: str


@dataclass(frozen=True, slots=True)
class Content:
    """Something to read that is no heading."""


Part = Title | Anchor | Content

_FRONT_MATTER: Final = re.compile(r"---[ \t]*\r?\n(?:.*?\r?\n)??(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_NAMED: Final = re.compile(
    r"""<([a-zA-Z][\w-]*)(?=\s)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*/?>"""
)
_ATTRIBUTE: Final = re.compile(r"""([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""")
_RAW_TITLE: Final = re.compile(r"<h([1-6])(?:\s[^<>]*)?>([^<]*(?:<(?!/?h[1-6])[^<]*)*)</h\1\s*>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
_SHOWN: Final = re.compile(r"<(?:img|video|audio|picture|svg|iframe|object|embed)[\s/>]", re.IGNORECASE)


def parts(text: str) -> Sequence[Part]:
    """Return the parts of `text` in order."""
    body = _FRONT_MATTER.sub("", text, count=1) if text.startswith("---") else text
    return tuple(_Reader().read(markdown().parse(body)))


@cache
def markdown() -> "MarkdownIt":
    """Return the parser, which takes longer to make than a page takes to read."""
    # 30 ms that a run without references into Markdown does not need.
    from markdown_it import MarkdownIt  # noqa: PLC0415

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


class _Reader:
    """Walks tokens; knows whether an HTML comment that began in one piece of HTML is still open."""

    def __init__(self) -> None:
        self._hidden = False

    def read(self, tokens: "Sequence[Token]") -> Iterator[Part]:
        level = 0
        for token in tokens:
            if token.type == "heading_open":
                level = int(token.tag[1])
            elif token.type == "inline" and level:
                title = self._title(token, level)
                if title is not None:
                    yield title
                level = 0
            elif token.type == "inline":
                yield from self._inline(token)
            elif token.type == "html_block":
                yield from self._html(token.content)
            elif token.type in {"fence", "code_block"} and token.content.strip() and not self._hidden:
                yield Content()

    def _title(self, token: "Token", level: int) -> Title | None:
        text: list[str] = []
        names: list[str] = []
        hidden = self._hidden
        for child in token.children or ():
            if child.type == "html_inline":
                names += _names(self._visible(child.content))
            elif child.type in {"text", "code_inline"} and not self._hidden:
                text.append(child.content)
        return None if hidden else Title(level, "".join(text).strip(), tuple(names))

    def _inline(self, token: "Token") -> Iterator[Part]:
        for child in token.children or ():
            if child.type == "html_inline":
                yield from self._html(child.content)
            elif not self._hidden and (child.type == "image" or child.content.strip()):
                yield Content()

    def _html(self, raw: str) -> Iterator[Part]:
        visible = self._visible(raw)
        end = 0
        for title in _RAW_TITLE.finditer(visible):
            yield from _loose(visible[end : title.start()])
            opening = title[0][: title.start(2) - title.start()]
            text = html.unescape(_TAG.sub("", title[2])).strip()
            yield Title(int(title[1]), text, (*_names(opening), *_names(title[2])))
            end = title.end()
        yield from _loose(visible[end:])

    def _visible(self, raw: str) -> str:
        """Return `raw` without what is commented out, and remember whether a comment goes on."""
        shown: list[str] = []
        while raw:
            mark = "-->" if self._hidden else "<!--"
            before, found, raw = raw.partition(mark)
            if not self._hidden:
                shown.append(before)
            if found:
                self._hidden = not self._hidden
        return "".join(shown)


def _loose(visible: str) -> Iterator[Part]:
    for name in _names(visible):
        yield Anchor(name)
    if _SHOWN.search(visible) or _TAG.sub("", visible).strip():
        yield Content()


def _names(visible: str) -> list[str]:
    found = []
    for tag in _NAMED.finditer(visible):
        for attribute in _ATTRIBUTE.finditer(tag[2]):
            name = attribute[1].lower()
            if name == "id" or (name == "name" and tag[1].lower() == "a"):
                found.append(html.unescape(attribute[2] or attribute[3] or attribute[4] or ""))
    return [name for name in found if name]
