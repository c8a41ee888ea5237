"""Canonical JSON (RFC 8785), and reading JSON strictly.

Everything in a ledger, and everything whose digest means something, is written in this form: the same value is the same
bytes on every machine. Days, times and durations are text before they come here.
"""

import hashlib
import json
import math
import re
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from readiness.model.evidence import Json

MAX_DEPTH: Final = 100
_TOO_DEEP: Final = f"it is nested more than {MAX_DEPTH} levels deep"
_LONGEST_WHOLE: Final = 16
"""From so many characters on, a whole number may be beyond 2^53, and JSON has nothing larger but doubles."""
_ESCAPED_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")


def canonical(value: Json) -> bytes:
    """Return `value` as canonical JSON, UTF-8.

    Raises:
        ValueError: a whole number that not every reader can keep (beyond 2^53), infinity, text that is not Unicode
            (such as a path in another encoding), a key that is no text, or no JSON at all.
    """
    import rfc8785  # noqa: PLC0415 - needed for writing only

    plain = _plain(value, 0)
    try:
        return rfc8785.dumps(plain)
    except rfc8785.CanonicalizationError as error:
        msg = f"it cannot be written down as JSON: {error}"
        raise ValueError(msg) from error


def digest(value: Json) -> str:
    """Return SHA-256 of `value` as canonical JSON, in hexadecimal.

    Raises:
        ValueError: as `canonical` does.
    """
    return hashlib.sha256(canonical(value)).hexdigest()


def _plain(value: Any, depth: int) -> Any:  # noqa: ANN401 - JSON, and what is none
    """Return `value` made of lists and dictionaries only, checked for what the library's words would not explain."""
    if depth > MAX_DEPTH:
        raise ValueError(_TOO_DEEP)
    match value:
        case str():
            _refuse_surrogates(value)
        case Mapping():
            return {_key(key): _plain(inner, depth + 1) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner, depth + 1) for inner in value]
    return value


def _key(key: object) -> str:
    if not isinstance(key, str):
        msg = f"it cannot be written down as JSON: the key {key!r} is no text"
        raise ValueError(msg)  # noqa: TRY004 - everything that is refused here is a ValueError
    _refuse_surrogates(key)
    return key


def _refuse_surrogates(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        msg = f"it holds text that is not Unicode: {text[:100]!a}"
        raise ValueError(msg) from error


def read_json(data: bytes) -> Any:  # noqa: ANN401 - whatever it holds; the caller looks at every part of it
    """Return the JSON in `data`, UTF-8 without a byte order mark.

    Raises:
        ValueError: a phrase that says what is wrong with it; a key that occurs twice, a number that is none, and deep
            nesting are wrong too.
    """
    try:
        found = _DECODER.decode(data.decode())
        # Nothing canonical escapes these, so what does is looked at closely; text about them is fine.
        if _ESCAPED_SURROGATE.search(data):
            _plain(found, 0)
        if data.count(b"[") + data.count(b"{") > MAX_DEPTH:
            _refuse_depth(found)
    except UnicodeDecodeError as error:
        msg = f"it is not UTF-8 (byte {error.start})"
        raise ValueError(msg) from error
    except json.JSONDecodeError as error:
        msg = f"it is no JSON: {error.msg} at character {error.pos}"
        raise ValueError(msg) from error
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error
    return found


def _refuse_depth(found: Any) -> None:  # noqa: ANN401 - JSON
    level = [found]
    for _ in range(MAX_DEPTH + 1):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return
    raise ValueError(_TOO_DEEP)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        msg = "it holds a key twice"
        raise ValueError(msg)
    return found


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        _no_constant(text)
    return number


def _whole(text: str) -> int | float:
    """Return a whole number as itself where every reader can keep it, and as what they take it for otherwise."""
    return int(text) if len(text) < _LONGEST_WHOLE else _finite(text)


def _no_constant(text: str) -> NoReturn:
    msg = f"it is no JSON: {text[:40]} is no number"
    raise ValueError(msg)


# Once: making one takes half as long as reading a record.
_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_distinct, parse_constant=_no_constant, parse_float=_finite, parse_int=_whole
)
