"""What a plain YAML scalar means: the core schema of YAML 1.2 and nothing more.

null, true and false, integers (also 0o and 0x) and decimal numbers; everything else is text. `on`, `0b11`, `1_000` and
`2026-12-15` are text, because that is what YAML 1.2 says; where a number or a truth value is wanted instead, validation
explains the surprise.
"""

import math
import re
from typing import Final

Scalar = None | bool | int | float | str

_WORDS: Final[dict[str, Scalar]] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_FIRST: Final = frozenset("0123456789+-.~nNtTfF")
_INT: Final = re.compile(r"[-+]?[0-9]+\Z")
_OCTAL: Final = re.compile(r"0o[0-7]+\Z")
_HEX: Final = re.compile(r"0x[0-9a-fA-F]+\Z")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_NOT_FINITE: Final = re.compile(r"([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\Z")
_MAX_DIGITS: Final = 100


CORE: Final = "tag:yaml.org,2002:"
_TAGGED: Final[dict[str, tuple[type, ...]]] = {
    "null": (type(None),),
    "bool": (bool,),
    "int": (int,),
    "float": (int, float),
}


class TagError(ValueError):
    """A tag that is not one of the core schema, or does not fit its value."""


class NotFiniteError(ValueError):
    """A number that is infinite, not a number, or so long that no document means it."""


def resolve(text: str) -> Scalar:
    """Return the value of the plain scalar `text`.

    Raises:
        NotFiniteError: for `.inf`, `.nan` and numbers beyond all use.
    """
    if text and text[0] not in _FIRST:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > _MAX_DIGITS and (_INT.match(text) or _FLOAT.match(text) or _OCTAL.match(text) or _HEX.match(text)):
        raise NotFiniteError
    return _number(text)


def _number(text: str) -> Scalar:
    if _INT.match(text):
        return int(text)
    if _OCTAL.match(text) or _HEX.match(text):
        return int(text, 0)
    if _NOT_FINITE.match(text):
        raise NotFiniteError
    if _FLOAT.match(text):
        value = float(text)
        if not math.isfinite(value):
            raise NotFiniteError
        return value
    return text


def tagged(tag: str | None, text: str) -> Scalar:
    """Return the value of a plain scalar without tag, or of any scalar with one.

    Raises:
        NotFiniteError: as `resolve`.
        TagError: for tags beyond the core schema, and for values that are not what their tag says.
    """
    if tag in ("!", CORE + "str"):
        return text
    value = resolve(text)
    wanted = (object,) if tag is None else _TAGGED.get(tag.removeprefix(CORE), ())
    if not isinstance(value, wanted) or (isinstance(value, bool) and tag not in (None, CORE + "bool")):
        raise TagError
    return value


def short(tag: str) -> str:
    """Return a tag as people write it."""
    return f"!!{tag.removeprefix(CORE)}" if tag.startswith(CORE) else tag
