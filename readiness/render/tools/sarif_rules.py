"""The rules of a SARIF log: what each code means, with its page as the help that viewers show beside a result."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from readiness.model.outcome import Level
from readiness.render.escape import visible
from readiness.render.pages import Page, pages
from readiness.rules import RULES

LEVELS: Final = {Level.BLOCK: "error", Level.WARN: "warning", Level.OBSERVE: "note", Level.OFF: "none"}
_ADVICE: Final = {rule.code: rule.advisory for rule in RULES if rule.advisory is not None}


def descriptors(used: Iterable[tuple[str, str]]) -> Sequence[Mapping[str, object]]:
    """Return the descriptors of `used`, codes with their names, in order of code and each once."""
    known = {page.code: page for page in pages()}
    named = dict(sorted(used))
    return tuple(_descriptor(known.get(code) or _unknown(code, name)) for code, name in named.items())


def _unknown(code: str, name: str) -> Page:
    """Return the little that can be said of a code that has no page."""
    return Page(visible(code), visible(name), visible(name), f"# {visible(code)} {visible(name)}\n\nIt has no page.")


def _descriptor(page: Page) -> Mapping[str, object]:
    return {
        "id": page.code,
        "name": page.name,
        "shortDescription": {"text": page.line[:1].upper() + page.line[1:]},
        "fullDescription": {"text": _first_section(page.text)},
        "help": {"text": "\n".join(_plain(page.text)), "markdown": page.text},
        "defaultConfiguration": {"level": LEVELS[_ADVICE.get(page.code, Level.BLOCK)]},
        "properties": {"tags": ("launch-readiness",)},
    }


def _first_section(text: str) -> str:
    """Return the first section of a page as one line, without its heading."""
    section = text.split("\n\n")[1]
    return " ".join(row for row in section.split("\n") if not row.startswith("#"))


def _plain(text: str) -> Sequence[str]:
    """Return the lines of a page without the marks of headings and of code blocks."""
    return [row.lstrip("# ") if row.startswith("#") else row for row in text.split("\n") if not row.startswith("```")]
