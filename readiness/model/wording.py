"""What a pydantic model refuses, in plain words: what was found, what is wanted, what to write instead.

Shared by everything that reads documents and settings of people. Nothing here shows the words of the library.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, get_args

from pydantic_core.core_schema import ErrorType

from readiness.model.problems import BY_SLUG

_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Words:
    """A problem without its place; `slug` is one of `readiness.model.problems`."""

    slug: str
    message: str
    fix: str


def shown(value: object) -> str:
    """Return a value of a document as it can stand in a sentence: short, on one line, without control characters."""
    match value:
        case None:
            return "nothing"
        case bool():
            return f"the truth value {str(value).lower()}"
        case int() | float():
            return f"the number {value}"
        case str():
            clean = printable(value[: _LONGEST + 1])
            return f"`{clean[:_LONGEST]}…`" if len(clean) > _LONGEST else f"`{clean}`"
        case Mapping():
            return "a mapping"
        case _:
            return "a list"


def printable(text: str) -> str:
    """Return `text` on one line, with what is not seen of it spelled out."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the one of `known` that was probably meant by `word`."""
    by_folded = {_folded(name): name for name in known}
    close = get_close_matches(_folded(word), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def _folded(word: str) -> str:
    return word.lower().replace("-", "_").replace(" ", "_")


def suggestion(word: object, known: Iterable[str]) -> str:
    """Return the fix for a word that is none of `known`."""
    names = sorted(known)
    close = nearest(word, names) if isinstance(word, str) else None
    return f"did you mean `{close}`?" if close else f"write one of {', '.join(names)}"


def unknown_key(key: str, known: Iterable[str]) -> Words:
    """Return the words for a key that is none of `known`."""
    names = sorted(known)
    close = nearest(key, names)
    fix = f"did you mean `{close}`?" if close else f"known keys are {', '.join(names)}"
    return Words("unknown-key", f"the key {shown(key)} is not known here", fix)


def missing(keys: Sequence[str]) -> Words:
    """Return the words for a mapping that lacks `keys`."""
    named = [f"`{key}`" for key in keys]
    listed = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    return Words(
        "missing-key",
        f"{listed} {'are' if len(named) > 1 else 'is'} missing",
        f"add {', '.join(f'`{key}:`' for key in keys)}",
    )


_WANTED: Final = {
    "string": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "date": "a day such as 2026-12-15",
    "datetime": "a moment such as 2026-12-15T09:00:00Z",
    "time": "a length of time such as 14d",
    "timezone": "a moment with its offset, such as 2026-12-15T09:00:00Z",
    "list": "a list",
    "tuple": "a list",
    "set": "a list",
    "frozen": "a list",
    "model": "a mapping",
    "dataclass": "a mapping",
    "dict": "a mapping",
    "mapping": "a mapping",
    "url": "a URL such as https://example.com/page",
    "none": "nothing",
}
_QUOTED: Final = re.compile(r"'((?:[^'\\]|\\.)*)'")
_COUNTED: Final = {
    "too_short": "wants at least {min_length} of them",
    "too_long": "wants at most {max_length} of them",
    "string_too_short": "wants at least {min_length} characters",
    "string_too_long": "wants at most {max_length} characters",
    "greater_than": "wants more than {gt}",
    "greater_than_equal": "wants {ge} or more",
    "less_than": "wants less than {lt}",
    "less_than_equal": "wants {le} or less",
    "multiple_of": "wants a multiple of {multiple_of}",
}
_LIBRARYS: Final = frozenset(get_args(ErrorType))
"""Types of errors that pydantic gives; those of models of our own have messages that can be shown."""

_TRUTH: Final = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
_OLD_NUMBER: Final = re.compile(
    r"[-+]?(0[bB][01_]+|0[xX][0-9a-fA-F_]+|[0-9][0-9_]*(\.[0-9_]*)?|[0-9]+(:[0-5]?[0-9])+)\Z"
)


def is_echo(error: Mapping[str, Any]) -> bool:
    """Return whether an error only says that, without elements refused for other reasons, a list is too short."""
    return error["type"] == "too_short" and len(error["input"]) >= int(error["ctx"]["min_length"])


def refused(error: Mapping[str, Any], name: str) -> Words:
    """Return the words for one error of pydantic about the value of the key `name`."""
    kind, found, context = str(error["type"]), error["input"], error.get("ctx", {})
    if kind in BY_SLUG:
        return _own(kind, str(error["msg"]), found, context.get("fix"), name)
    if kind in ("enum", "literal_error"):
        allowed = _QUOTED.findall(str(context.get("expected", "")))
        if isinstance(found, str):
            return Words("unknown-value", f"`{name}` cannot be {shown(found)}", suggestion(found, allowed))
        return Words("wrong-type", f"`{name}` wants a word, and this is {shown(found)}", suggestion(found, allowed))
    if kind in _COUNTED:
        return _counted(name, found, _COUNTED[kind].format(**context))
    wanted = _WANTED.get(kind.split("_", 1)[0])
    if wanted is not None:
        return _wrong_type(name, wanted, found)
    reason = context.get("error")
    why = f": {reason}" if reason is not None else ""
    message = f"`{name}` cannot be {shown(found)}{why}" if kind in _LIBRARYS else str(error["msg"])
    return Words("wrong-type", message, str(context.get("fix", "write a value that is understood here")))


def _own(slug: str, message: str, found: object, fix: object, name: str) -> Words:
    if slug == "control-character":
        message = f"`{name}` {message}"
    if slug == "bad-id" and not any(letter.isalnum() for letter in str(found)):
        fix = "use lower-case letters, digits and single hyphens"
    if slug == "bad-date" and fix is None:
        month, day = str(found)[5:7], str(found)[8:10]
        why = f"that month has no day {day}" if "01" <= month <= "12" else f"there is no month {month}"
        why = "there is no year 0" if str(found).startswith("0000") else why
        return Words(slug, f"{shown(found)} is no day: {why}", "correct the day; it is written YYYY-MM-DD")
    message = printable(message if len(message) <= 3 * _LONGEST else f"{message[: 3 * _LONGEST]}…")
    return Words(slug, message, str(fix or BY_SLUG[slug].fix))


def _counted(name: str, found: object, bound: str) -> Words:
    if found in ("", [], {}) or (isinstance(found, str) and not found.strip()):
        return Words("out-of-bounds", f"`{name}` is empty", "write something, or remove the key")
    return Words("out-of-bounds", f"`{name}` {bound}", "write a value within these bounds")


def _wrong_type(name: str, wanted: str, found: object) -> Words:
    message = f"`{name}` wants {wanted}, and this is {shown(found)}"
    number = isinstance(found, int | float) and not isinstance(found, bool)
    if "length of time" in wanted and number:
        return Words(
            "bad-duration",
            f"`{name}` is {shown(found)} without a unit",
            f"write a unit, for instance {found}m or {found}d",
        )
    if "day" in wanted or "moment" in wanted:
        return Words("bad-date", message, f"write {wanted}")
    if isinstance(found, str):
        return _surprise(name, wanted, found) or Words("wrong-type", message, f"write {wanted}")
    if found is None:
        return Words("wrong-type", message, "write a value, or remove the key")
    if wanted == "text" and isinstance(found, bool | int | float):
        literal = str(found).lower() if isinstance(found, bool) else found
        return Words("wrong-type", message, f'put it in quotes: "{literal}"')
    return Words("wrong-type", message, f"write {wanted}")


def _surprise(name: str, wanted: str, found: str) -> Words | None:
    """Return the words for what older YAML would have taken for a truth value or a number."""
    message = f"{shown(found)} is text in YAML 1.2, and `{name}` wants {wanted}"
    if wanted == "true or false" and found.lower() in _TRUTH:
        return Words("yaml-surprise", message, f"write {_TRUTH[found.lower()]}")
    if wanted in ("a number", "a whole number"):
        if re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?", found):
            return Words("wrong-type", f"`{name}` wants {wanted}, and {shown(found)} is in quotes", "remove the quotes")
        if _OLD_NUMBER.match(found):
            return Words("yaml-surprise", message, f"write {_decimal(found)}")
    return None


def _decimal(found: str) -> str:
    plain = found.replace("_", "")
    if ":" in plain or "." in plain:
        return "a plain decimal number"
    return str(int(plain, 0)) if plain.lstrip("+-")[:2].lower() in ("0b", "0x") else str(int(plain))


def either(errors: Sequence[Mapping[str, Any]], name: str) -> Words:
    """Return the words for a value that is none of several things, each of which refused it with one of `errors`."""
    wanted: list[str] = []
    for error in errors:
        kind = str(error["type"])
        if kind in ("enum", "literal_error"):
            wanted.extend(f"`{word}`" for word in _QUOTED.findall(str(error.get("ctx", {}).get("expected", ""))))
        else:
            wanted.append(_WANTED.get(kind.split("_", 1)[0], "another value"))
    listed = " or ".join(dict.fromkeys(wanted))
    return Words("wrong-type", f"`{name}` wants {listed}, and this is {shown(errors[0]['input'])}", f"write {listed}")
