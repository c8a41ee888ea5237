"""Where in a TOML file a value is written. The parser of the standard library does not say.

Source: the text of a file that has been parsed. Shape: line and column, both from 1.
"""

import re
from typing import Final

from readiness.model.place import Part

_KEY: Final = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_ASSIGNED: Final = re.compile(rf"\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*=")
_TABLE: Final = re.compile(r"\s*(\[\[?)([^\[\]]+)\]")


def place_of(text: str, route: tuple[Part, ...]) -> tuple[int, int] | None:
    """Return the place of the key that `route` leads to, or of the innermost table around it that can be found.

    Numbers in a route count the elements of an array. None if nothing of the route is found.
    """
    nearest: tuple[int, int] | None = None
    table: tuple[Part, ...] = ()
    counts: dict[tuple[Part, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        header = _TABLE.match(line)
        if header:
            table = _dotted(header[2])
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            if table and route[: len(table)] == table:
                nearest = (number, header.start(1) + 1)
            continue
        key = _ASSIGNED.match(line)
        if key and route[: len(at := table + _dotted(key[1]))] == at:
            nearest = (number, key.start(1) + 1)
            if at == route:
                break
    return nearest


def _dotted(text: str) -> tuple[Part, ...]:
    return tuple(part.strip().strip("\"'") for part in text.split("."))
