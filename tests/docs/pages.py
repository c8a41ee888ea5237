"""Markdown of this repository as tests look at it: files, code blocks, links, tables, generated parts."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT: Final = Path(__file__).resolve().parents[2]
_LEFT_OUT: Final = {"templates", "reports", "build", "dist"}
_READER: Final = MarkdownIt("commonmark").enable("table")


def _is_foreign(folder: Path) -> bool:
    """Return whether a folder is a tool's, or a repository of its own, such as a demo that somebody built here."""
    return (folder.name.startswith(".") and folder.name != ".github") or (folder / ".git").exists()


@dataclass(frozen=True, slots=True)
class Fence:
    """A code block: what stands behind its opening fence, its text, and the line (from 1) that its text begins on."""

    info: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image, and the line of the paragraph that it stands in."""

    target: str
    line: int


def pages() -> list[Path]:
    """Return every Markdown file that readers of the repository are shown."""
    found: list[Path] = []
    for folder, inner, names in os.walk(ROOT):
        below = Path(folder).relative_to(ROOT)
        inner[:] = [name for name in inner if name not in _LEFT_OUT and not _is_foreign(Path(folder) / name)]
        # What tests are made of may well be broken; what explains them may not.
        shown = ".md" if below.parts[:1] != ("tests",) else "README.md"
        found += [Path(folder) / name for name in names if name.endswith(shown)]
    return sorted(found)


def fences(text: str) -> Iterator[Fence]:
    """Yield the fenced code blocks of a Markdown text."""
    for token in _READER.parse(text):
        if token.type == "fence" and token.map is not None:
            yield Fence(token.info.strip(), token.content, token.map[0] + 2)


def links(text: str) -> Iterator[Link]:
    """Yield the links and images of a Markdown text."""
    for token in _READER.parse(text):
        for inner in token.children or ():
            target = _target(inner)
            if target is not None:
                yield Link(target, token.map[0] + 1 if token.map else 0)


def _target(token: Token) -> str | None:
    name = {"link_open": "href", "image": "src"}.get(token.type)
    return None if name is None else str(token.attrs[name])


def prose(text: str) -> Iterator[str]:
    """Yield what stands in `code spans` and in code blocks."""
    for token in _READER.parse(text):
        if token.type == "fence":
            yield from token.content.splitlines()
        yield from (inner.content for inner in token.children or () if inner.type == "code_inline")


def rows(text: str, header: str) -> list[list[str]]:
    """Return the cells of the table whose first column is called `header`, without the two rows at its head."""
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {header} |"))
    found = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return found


def block(text: str, name: str) -> str:
    """Return what stands between the markers called `name`."""
    found = re.search(f"<!-- {re.escape(name)} -->\n(.*?)<!-- /{re.escape(name)} -->\n", text, re.DOTALL)
    assert found is not None, f"there is no block {name}"
    return found[1]


def filled(text: str, name: str, content: str) -> str:
    """Return `text` with `content` between the markers called `name`."""
    block(text, name)
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
    before, _, rest = text.partition(begin)
    return f"{before}{begin}{content}{end}{rest.partition(end)[2]}"
