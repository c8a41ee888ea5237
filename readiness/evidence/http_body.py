"""The body of an answer as text: unpacked where it was sent packed, decoded as its header says, both within bounds."""

import zlib
from dataclasses import dataclass
from typing import Final

_GZIP: Final = 16 + zlib.MAX_WBITS
_CHARSETS: Final = frozenset(
    {"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin-1", "iso-8859-15", "windows-1252", "utf-16", "utf-16le"}
)
"""What pages are written in. Python knows more, some of it no encodings of text; the rest is read as UTF-8."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body after unpacking; `cut` where there is more of it."""

    data: bytes
    cut: bool


def unpacked(data: bytes, coding: str, most: int) -> Body | None:
    """Return what the body `data`, sent in `coding`, holds: at most `most` bytes; None where it cannot be unpacked."""
    match coding.strip().lower():
        case "" | "identity":
            return Body(data[:most], len(data) > most)
        case "gzip" | "x-gzip":
            return _gunzipped(data, most)
        case _:
            return None


def _gunzipped(data: bytes, most: int) -> Body | None:
    unpacking = zlib.decompressobj(_GZIP)
    try:
        plain = unpacking.decompress(data, most)
    except zlib.error:
        return None
    return Body(plain, not unpacking.eof or bool(unpacking.unused_data))


def decoded(data: bytes, charset: str | None) -> str:
    """Return `data` as text, in `charset` where that is a usual one, else UTF-8; what is none of it becomes U+FFFD."""
    known = charset is not None and charset.lower() in _CHARSETS
    return data.decode(charset if charset and known else "utf-8", "replace")
