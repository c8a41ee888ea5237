"""Wildcards in what conditions name: `*` stands for any text, `?` for one character; everything else is literal."""

from collections.abc import Callable
from fnmatch import fnmatchcase


def fitting(pattern: str) -> Callable[[str], bool]:
    """Return what tells whether a name fits `pattern`; compiling thousands that are used once would cost seconds."""
    if "?" in pattern:
        # Brackets are literal: pytest writes parameters in them.
        literal = pattern.replace("[", "[[]")
        return lambda name: fnmatchcase(name, literal)
    first, *rest = pattern.split("*")
    if not rest:
        return first.__eq__
    *middle, last = rest
    least = len(first) + len(last)

    def fits(name: str) -> bool:
        if not name.startswith(first) or not name.endswith(last) or len(name) < least:
            return False
        at, end = len(first), len(name) - len(last)
        for part in middle:
            found = name.find(part, at, end)
            if found < 0:
                return False
            at = found + len(part)
        return True

    return fits
