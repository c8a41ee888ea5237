"""The body of an answer, read in pieces and never beyond a limit, packed or not."""

import zlib
from time import monotonic
from typing import Final, Protocol

from readiness.web.errors import NoAnswerError

_AT_ONCE: Final = 64 * 1024
_WINDOW: Final = zlib.MAX_WBITS | 32
"""Both zlib and gzip, as their first bytes say."""


class TooLargeError(NoAnswerError):
    """There is more of an answer than is read; to ask for less at a time may help."""


class Raw(Protocol):
    """What is read from: the bytes as they come, still packed."""

    def read(self, amt: int, *, decode_content: bool) -> bytes:
        """Return at most `amt` bytes; none at the end."""


def read_body(raw: Raw, encoding: str, most: int, limit_s: float, host: str) -> bytes:
    """Return the body behind `raw`, unpacked as `encoding` says.

    Raises:
        TooLargeError: there is more of it than `most` bytes.
        NoAnswerError: it takes longer than `limit_s`, or it is packed in a way that was not asked for, or wrongly.
    """
    encoding = encoding.strip().lower()
    if encoding not in {"", "identity", "gzip", "deflate"}:
        raise _broken(host)
    unpacker = zlib.decompressobj(_WINDOW) if encoding in {"gzip", "deflate"} else None
    body = bytearray()
    deadline = monotonic() + limit_s
    while part := raw.read(_AT_ONCE, decode_content=False):
        if unpacker is None:
            body += part
        else:
            body += _unpacked(unpacker, part, most + 1 - len(body), host)
        if len(body) > most:
            reason = f"the answer of {host} is larger than {most // 1024 // 1024 or 1} MiB"
            raise TooLargeError(reason, "check `url` of the tracker")
        if monotonic() > deadline:
            reason = f"the answer of {host} takes longer than {limit_s:g} s"
            raise NoAnswerError(reason, "try again later")
    if unpacker is not None and body and not unpacker.eof:
        raise _broken(host)
    return bytes(body)


def _unpacked(unpacker: "zlib._Decompress", part: bytes, most: int, host: str) -> bytes:
    try:
        return unpacker.decompress(part, max(1, most))
    except zlib.error:
        broken = _broken(host)
    raise broken


def _broken(host: str) -> NoAnswerError:
    return NoAnswerError(f"the answer of {host} is packed in a way that cannot be undone", "try again later")
