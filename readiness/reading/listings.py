"""Lists in Markdown that say whose items they are: between two comments, one name an entry.

Source: bytes, UTF-8; CommonMark with GitHub's tables. Shape: what stands between `<!-- readiness:scope=ID -->`, perhaps
with `class=CLASS`, and `<!-- readiness:end -->`. Markers in code are none. Lines count from 1.

An entry is an item of a list or a row of a table below its head. It names the first thing in it that can be an id: code
(`deploy`), a link within the page (`#deploy`; code in its text comes first) or an explicit anchor (`<a id="deploy">`).
What else it says is prose, and so is what is indented below an entry that has a name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from readiness.reading.markdown_parts import markdown

if TYPE_CHECKING:
    from markdown_it.token import Token

MARKER: Final = b"readiness:scope="
"""What is in every file that has such a list."""
END: Final = "<!-- readiness:end -->"
_COMMENT: Final = re.compile(r"<!--(.*?)-->", re.DOTALL)
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ANCHOR: Final = re.compile(r"""<[a-zA-Z][^<>]*\s(?:id|name)\s*=\s*["']?([^\s"'<>]+)""")
_BEGIN, _END, _CLASS = "readiness:scope=", "readiness:end", "class="


@dataclass(slots=True)
class Listing:
    """One marked list. `scope` and `of_class` are as written; `flaw` is a phrase on what is wrong with its markers."""

    line: int
    scope: str
    of_class: str | None = None
    names: list[str] = field(default_factory=list)
    flaw: str | None = None


def listings(data: bytes) -> Sequence[Listing]:
    """Return the marked lists of a Markdown file, in order; bytes that are not UTF-8 are no part of any name."""
    text = data.decode("utf-8", "replace")
    reader = _Reader()
    for token in markdown().parse(text):
        reader.take(token)
    for left in reader.open:
        left.flaw = left.flaw or f"it has no `{END}`"
    _refuse_repeated(reader.found)
    return reader.found


def _refuse_repeated(found: Sequence[Listing]) -> None:
    first: dict[tuple[str, str | None], int] = {}
    for one in (one for one in found if one.flaw is None):
        line = first.setdefault((one.scope, one.of_class), one.line)
        if line != one.line:
            one.flaw = f"the same list is marked at line {line} already"


class _Reader:
    """Walks tokens. `entries` are the list items and rows around, each with whether it has a name."""

    def __init__(self) -> None:
        self.found: list[Listing] = []
        self.open: list[Listing] = []
        self._entries: list[bool] = []
        self._in_head = False

    def take(self, token: "Token") -> None:
        """Take the next token of the file."""
        line = token.map[0] + 1 if token.map else 0
        match token.type:
            case "html_block":
                self._mark(token.content, line)
            case "list_item_open" | "tr_open":
                self._entries.append(bool(self._entries) and self._entries[-1])
            case "list_item_close" | "tr_close":
                self._entries.pop()
            case "thead_open" | "thead_close":
                self._in_head = token.type == "thead_open"
            case "inline":
                self._take_inline(token.children or (), line)

    def _take_inline(self, children: "Sequence[Token]", line: int) -> None:
        target = ""
        for child in children:
            match child.type:
                case "softbreak" | "hardbreak":
                    line += 1
                case "html_inline":
                    self._mark(child.content, line)
                    for anchor in _ANCHOR.findall(child.content):
                        self._name(anchor)
                case "code_inline":
                    self._name(child.content)
                case "link_open":
                    target = str(child.attrGet("href") or "")
                case "link_close":
                    self._name(target.removeprefix("#") if target.startswith("#") else "")

    def _name(self, name: str) -> None:
        is_awaited = self.open and self._entries and not self._entries[-1] and not self._in_head
        if is_awaited and _NAME.fullmatch(name):
            self.open[-1].names.append(name)
            self._entries[-1] = True

    def _mark(self, raw: str, line: int) -> None:
        for comment in _COMMENT.finditer(raw):
            words = comment[1].split()
            at = line + raw.count("\n", 0, comment.start())
            if words and words[0].startswith(_BEGIN):
                self._begin(words[0].removeprefix(_BEGIN), words[1:], at)
            elif words and words[0] == _END:
                self._end(at)

    def _begin(self, scope: str, attributes: Sequence[str], line: int) -> None:
        begun = Listing(line, scope)
        for attribute in attributes:
            if attribute.startswith(_CLASS) and begun.of_class is None:
                begun.of_class = attribute.removeprefix(_CLASS)
            else:
                begun.flaw = f"{attribute!r} is not understood in its marker"
        if self.open:
            around = self.open[-1]
            around.flaw = around.flaw or f"another list begins in it, at line {line}"
            begun.flaw = begun.flaw or f"it begins within another list, that of line {around.line}"
        self.found.append(begun)
        self.open.append(begun)

    def _end(self, line: int) -> None:
        if self.open:
            self.open.pop()
        elif self.found:
            last = self.found[-1]
            last.flaw = last.flaw or f"`{END}` is there once more, at line {line}"
