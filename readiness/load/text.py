"""Bytes to text: UTF-8 with or without a byte order mark, and without characters that make a text lie.

Positions in problems are (line, column), both from 1, columns in characters.
"""

import re
from typing import Final

from readiness.errors import Problem
from readiness.model.place import Location
from readiness.model.problems import code_of

_BOM: Final = b"\xef\xbb\xbf"
# Control characters; separators that some programs take for a line break and others do not; overrides of direction.
_REFUSED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_NEWLINE: Final = re.compile("\r\n|\r|\n")


def decode(path: str, data: bytes) -> str | Problem:
    """Return the text of `data`, without its byte order mark, or what is wrong with it."""
    data = data.removeprefix(_BOM)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        return Problem(
            code_of("not-utf8"),
            f"the byte 0x{data[error.start]:02X} is not UTF-8",
            "save the file as UTF-8",
            _end_of(path, before),
        )
    found = _REFUSED.search(text)
    if found is None:
        return text
    return Problem(
        code_of("control-character"),
        f"the file holds the control character U+{ord(found[0]):04X}",
        "remove it",
        _end_of(path, text[: found.start()]),
    )


def _end_of(path: str, before: str) -> Location:
    lines = _NEWLINE.split(before)
    return Location(path, len(lines), len(lines[-1]) + 1)
