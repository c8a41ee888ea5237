"""The pages that `explain` prints: found by a word, and reflowed to the width of a terminal."""

from collections.abc import Iterator

from readiness.render.layout import wrap
from readiness.render.pages import Page, pages

__all__ = ["Page", "find", "pages", "reflowed"]

_KEPT = ("#", "- ", "* ", "|", "  ")


def find(word: str) -> Page | None:
    """Return the page whose code or name is `word`, in any case."""
    wanted = word.strip().lower()
    return next((page for page in pages() if wanted in (page.code.lower(), page.name)), None)


def reflowed(text: str, width: int) -> Iterator[str]:
    """Yield Markdown `text` in lines of at most `width` columns; headings, lists and code keep their lines."""
    paragraph: list[str] = []
    in_code = False
    for row in text.split("\n"):
        fence = row.startswith("```")
        if in_code or fence or not row or row.startswith(_KEPT):
            yield from wrap(" ".join(paragraph), width)
            paragraph = []
            yield row
        else:
            paragraph.append(row)
        in_code ^= fence
    yield from wrap(" ".join(paragraph), width)
