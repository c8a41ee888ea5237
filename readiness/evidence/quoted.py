"""Text out of artefacts, made fit for a message: one line, bounded, nothing that moves a cursor or turns text."""

from collections.abc import Sequence
from typing import Final

_LONGEST: Final = 120
_MOST: Final = 5


def quoted(text: str) -> str:
    """Return `text` on one line, what cannot be printed as escapes, cut where it is long."""
    plain = "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text[: _LONGEST + 1]
    )
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"


def listed(texts: Sequence[str]) -> str:
    """Return the first of `texts`, quoted, with commas, and how many more there are."""
    shown = ", ".join(quoted(text) for text in texts[:_MOST])
    return f"{shown} and {len(texts) - _MOST} more" if len(texts) > _MOST else shown
