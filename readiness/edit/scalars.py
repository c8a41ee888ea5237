"""Values as YAML scalars that read back as what they are, by YAML 1.2 and, where nobody chose, by older readers too.

A style is that of the parser: empty for plain, a quote, `|` for literal or `>` for folded text.
"""

import math
import re
from typing import Final

from readiness.edit.changes import refuse
from readiness.edit.composing import REFUSED
from readiness.reading.scalars import NotFiniteError, Scalar, resolve

MAX_WIDTH: Final = 120
_NARROW: Final = 40

_NEVER_FIRST: Final = frozenset("!&*#|>@`\"'%{}[],")
_FIRST_BEFORE_WORD: Final = frozenset("-?:")
_BREAKS_OFF: Final = re.compile(r":(\s|$)|\s#|[\t\n\r]")
_BRACKETS: Final = re.compile(r"[,\[\]{}:?]")
_MARKERS: Final = ("---", "...")
# What YAML 1.1 takes for something else than text; its dates are left out, because they are written plain everywhere.
_SURPRISES: Final = re.compile(
    r"(y|n|yes|no|on|off|=|<<|[-+]?0b[01_]+|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])*(\.[0-9_]*)?)\Z", re.IGNORECASE
)
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_MAX_INT: Final = 10**99


def is_plain(text: str, *, flow: bool) -> bool:
    """Return whether `text` can stand without quotes, between brackets where `flow` says so."""
    if not text or text != text.strip() or _BREAKS_OFF.search(text) or text.startswith(_MARKERS):
        return False
    if text[0] in _NEVER_FIRST or (flow and _BRACKETS.search(text)) or text == "<<":
        return False
    if text[0] in _FIRST_BEFORE_WORD and (len(text) == 1 or text[1] == " "):
        return False
    try:
        return isinstance(resolve(text), str)
    except NotFiniteError:
        return False


def is_surprise(text: str) -> bool:
    """Return whether older readers take the plain `text` for a number or a truth value."""
    return _SURPRISES.match(text) is not None


def inline(value: Scalar, *, flow: bool, style: str | None = None) -> str:
    """Return `value` as it is written in one line; in `style` where that is possible.

    Raises:
        EditError: no document may hold it.
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return _text(value, flow=flow, style=style)
        case _:
            return _number(value)


def key(name: str, *, flow: bool, quoted: bool = False) -> str:
    """Return `name` as a key. Keys are text whatever they look like; `quoted` asks for quotes that it does not need."""
    if not name or len(name) > 1000:  # noqa: PLR2004 - longer ones are no keys in YAML
        refuse("a key is empty or longer than 1,000 characters", "give it a name")
    _check(name)
    plain = re.fullmatch(r"[\w./][\w ./-]*(?<! )", name) is not None or is_plain(name, flow=flow)
    return name if plain and not quoted else _double(name)


def block(text: str, indent: int, style: str | None) -> tuple[str, list[str]] | None:
    """Return the header and the lines of `text` as literal or folded text; None where it cannot be written so."""
    body = text.removesuffix("\n")
    chomp = "" if body != text else "-"
    first = body[:1]
    if not first.strip() or not body.rsplit("\n", 1)[-1].strip() or "\r" in text or "\t" in text:
        return None
    _check(text)
    if "\n" in body:
        return f"|{chomp}", [" " * indent + line if line else "" for line in body.split("\n")]
    if style != ">":
        return f"|{chomp}", [" " * indent + body]
    return f">{chomp}", [" " * indent + line for line in _filled(body, max(_NARROW, MAX_WIDTH - indent))]


def _filled(text: str, width: int) -> list[str]:
    lines = [""]
    # A line break stands for one space between words; where there are more, the line goes on.
    for word in re.split(r"(?<=\S) (?=\S)", text):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return lines


def _text(text: str, *, flow: bool, style: str | None) -> str:
    _check(text)
    if style not in ("'", '"') and is_plain(text, flow=flow) and not is_surprise(text):
        return text
    single = not any(character in text for character in "\n\r\t")
    if single and (style == "'" or (style != '"' and ('"' in text or "\\" in text))):
        return "'" + text.replace("'", "''") + "'"
    return _double(text)


def _double(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'


def _number(value: float) -> str:
    if not (abs(value) < _MAX_INT if isinstance(value, int) else math.isfinite(value)):
        refuse("the value is no number that can be counted with", "give a finite decimal number")
    return repr(value)


def _check(text: str) -> None:
    found = REFUSED.search(text)
    if found is not None:
        refuse(f"the value holds the control character U+{ord(found[0]):04X}", "leave it out")
