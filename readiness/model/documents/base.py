"""The vocabulary that all documents share: ids, days, durations, paths, patterns, and how strict they are.

Each validator raises `PydanticCustomError` whose type is a slug of `readiness.model.problems`, so that the loader can
give the right code, and whose context may hold `fix`.
"""

import re
import unicodedata
from datetime import date, timedelta
from typing import Annotated, Any, Final, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    Strict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from readiness.model.patterns import flaw_of


class Model(BaseModel):
    """A mapping of a document: strict types, no unknown keys, frozen."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, use_attribute_docstrings=True)


_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_DURATION: Final = re.compile(r"([1-9][0-9]{0,5})([smhdw])\Z")
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def _kebab(value: str) -> str:
    if not _ID.match(value):
        raise PydanticCustomError(
            "bad-id",
            "`{value}` is no id: lower-case letters, digits and single hyphens",
            {"value": value, "fix": f"write `{_suggested_id(value)}`"},
        )
    return value


def _suggested_id(value: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-") or "an-id"


def _day(value: object) -> object:
    if not isinstance(value, str):
        return value
    if _DAY.match(value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise PydanticCustomError(
                "bad-date", "`{value}` is no day: {why}", {"value": value, "why": str(error)}
            ) from error
    raise PydanticCustomError(
        "bad-date", "`{value}` is no day", {"value": value, "fix": "write it as YYYY-MM-DD, for instance 2026-12-15"}
    )


def _duration(value: object) -> object:
    if not isinstance(value, str):
        return value
    match = _DURATION.match(value)
    if match is None:
        raise PydanticCustomError(
            "bad-duration",
            "`{value}` is no duration",
            {"value": value, "fix": "write a number and one of s, m, h, d, w, for instance 15m or 14d"},
        )
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _printable(value: str) -> str:
    # Control characters and bidirectional overrides can make a report say something else than the document.
    found = _UNSAFE.search(value)
    if found is not None:
        raise PydanticCustomError(
            "control-character",
            "holds the control character U+{number}",
            {"number": f"{ord(found[0]):04X}", "fix": "remove it"},
        )
    if not any(unicodedata.category(letter)[0] in "LNPS" and letter not in _BLANK for letter in value):
        raise PydanticCustomError("control-character", "holds nothing that can be seen", {"fix": "write it out"})
    return value


_BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and a symbol to Unicode, and nothing to the eye."""
_UNSAFE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def _inside(value: str) -> str:
    path, hash_, anchor = value.partition("#")
    if hash_ and not anchor:
        raise PydanticCustomError(
            "bad-path",
            "`{value}` ends with a # and names nothing in the file",
            {"value": value, "fix": "add what it leads to, or leave the # out"},
        )
    if (
        path.startswith(("/", "\\"))
        or re.match(r"[A-Za-z]:[\\/]", path)
        or {"..", ".git"} & set(path.lower().split("/"))
        or "\\" in path
        or not path
    ):
        raise PydanticCustomError(
            "bad-path",
            "`{value}` does not lead from the root of the repository to a file in it",
            {"value": value, "fix": "write a relative path with forward slashes and without `..`"},
        )
    return value


def _pattern(value: str) -> str:
    flaw = flaw_of(value)
    if flaw is not None:
        raise PydanticCustomError(
            "bad-pattern",
            "`{value}` is no pattern that is understood: {flaw}",
            {"value": value, "flaw": flaw, "fix": "write a gitignore pattern such as src/** or *.py"},
        )
    return value


Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000), AfterValidator(_printable)
]
"""Prose of people: not empty, no control characters."""

Id = Annotated[
    str,
    StringConstraints(max_length=100),
    AfterValidator(_kebab),
    WithJsonSchema({"type": "string", "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$"}),
]
"""A kebab-case name that other documents refer to."""

ItemRef = Annotated[str, AfterValidator(lambda value: "/".join(_kebab(part) for part in value.split("/", 1)))]
"""An item of this scope, or `other-scope/item`."""

Day = Annotated[date, BeforeValidator(_day)]
"""A calendar day in UTC, written YYYY-MM-DD."""

Duration = Annotated[
    timedelta, BeforeValidator(_duration), WithJsonSchema({"type": "string", "pattern": r"^[1-9]\d{0,5}[smhdw]$"})
]
"""A length of time, written as a number and one of s, m, h, d, w."""

RepoPath = Annotated[Text, AfterValidator(_inside)]
"""A file from the root of the repository, with `/`; may carry an `#anchor`."""

EnvName = Annotated[Text, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
"""The name of an environment variable."""

Pattern = Annotated[Text, AfterValidator(_pattern)]
"""A gitignore pattern over paths from the root."""


T = TypeVar("T")

Many = Annotated[tuple[T, ...], Strict(strict=False)]
"""A sequence. Not strict, because a list that a validator has passed on would else be refused for not being a tuple."""


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


class _OrOne:
    """Says in the JSON Schema of a list that one element can stand for it."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        listed = handler(schema)
        return {"anyOf": [listed["items"], listed]}


OneOrMany = Annotated[tuple[T, ...], Strict(strict=False), BeforeValidator(_listed), _OrOne()]
"""A sequence, or one value that stands for a sequence of one."""


def expand(field: str, model: type[Model]) -> BeforeValidator:
    """Return a validator that reads a plain string as the mapping `{field: string}` of a `model`."""

    def expanded(value: Any) -> Any:  # noqa: ANN401 - whatever YAML holds
        return {field: value} if isinstance(value, str) else value

    return BeforeValidator(expanded, json_schema_input_type=str | model)
