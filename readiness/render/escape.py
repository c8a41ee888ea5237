r"""Hostile text made harmless and visible: control characters, terminal escapes, bidirectional marks, CI commands.

Nothing is dropped: what would act on a terminal or a CI runner is shown as its escape, such as `\x1b`.
"""

import re
import unicodedata
from typing import Final

_JOINERS: Final = frozenset("\u200c\u200d")  # written inside words of several scripts and inside emoji
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

# GitHub's runner obeys `::name::` at the start of a line (after spaces); `##[name]` and Azure's `##vso[` work anywhere.
_FIRST_BYTE, _LAST_BYTE = 0xDC80, 0xDCFF  # how Python keeps a byte of a path that is not UTF-8
_COMMAND: Final = re.compile(r"(?<!\S):(?=:)|#(?=#(?:vso)?\[)")


def visible(text: str) -> str:
    """Return `text` in one line, with every character that is not seen, and every CI command, spelled out."""
    if text.isascii() and text.isprintable():
        return _inert(text)
    return _inert("".join(_shown(character) for character in text))


def prose(text: str) -> str:
    """Return `text` as `visible` does, but with each run of white space as one space."""
    return visible(" ".join(text.split()))


def undecoded(text: str) -> str:
    r"""Return `text` with bytes that were not UTF-8 (surrogate escapes) as `\xNN`, so that it can be encoded."""
    if text.isascii():
        return text
    return "".join(_shown(character) if unicodedata.category(character) == "Cs" else character for character in text)


def _inert(text: str) -> str:
    return _COMMAND.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def _shown(character: str) -> str:
    if unicodedata.category(character) not in _UNSEEN or character in _JOINERS:
        return character
    number = ord(character)
    if _FIRST_BYTE <= number <= _LAST_BYTE:
        return f"\\x{number - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")
