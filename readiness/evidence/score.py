"""Evidence kind `score`: one number that a run has measured.

## Source
A JSON file, UTF-8: the summary of an eval or of a load test, for instance. Several files are several runs, and each has
to be good enough. It has no short form but `{score: PATH, …}`.

## Shape
`pointer`, and `values`: path → the number that is there.

## Units
Those of the file; `unit` only says them to people. A whole number beyond 2^53 is kept as the nearest fraction. No time
is claimed but that of the file.

## Errors
Missing: no file. Unreadable: empty, no JSON, keys that occur twice, deep nesting, a pointer that leads nowhere (the
nearest key is named), and whatever is there and is no finite number: true and "0.9" are none.

## What it does not prove
How the number came to be: that the eval is about what matters, or that the load was that of a launch.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from readiness.errors import EvidenceMissingError, EvidenceUnreadableError
from readiness.evidence.json_pointer import Pointer, keys, step
from readiness.evidence.moments import made
from readiness.evidence.quoted import listed, quoted
from readiness.model.documents.base import Text
from readiness.model.documents.evidence import Condition
from readiness.model.evidence import Claim, EvidenceKind, Json, Reading, Source
from readiness.model.wording import nearest

_MOST_EXACT: Final = 2**53 - 1


Threshold = Annotated[float, Field(allow_inf_nan=False)]
"""A number to compare with."""


class ScoreCondition(Condition):
    """Where the number is, and how large it has to be, or may be."""

    pointer: Pointer
    """The place of the number, as a JSON pointer (RFC 6901): `/metrics/p95`."""
    at_least: Threshold | None = None
    """The smallest number that is good enough. This or `at_most` is needed, or both."""
    at_most: Threshold | None = None
    """The largest number that is good enough."""
    unit: Text | None = None
    """What the number counts, for people: `ms`, `%`."""

    @model_validator(mode="after")
    def _has_a_threshold(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise PydanticCustomError(
                "incomplete-declaration",  # noqa: EM101 - the slug is the type
                "it does not say which numbers are good enough",
                {"fix": "add `at_least:` or `at_most:`, or both"},
            )
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise PydanticCustomError(
                "bad-order",  # noqa: EM101 - the slug is the type
                "no number is at least {least} and at most {most}",
                {"least": f"{self.at_least:g}", "most": f"{self.at_most:g}", "fix": "correct one of the two"},
            )
        return self


def read(reading: Reading) -> Claim:
    """Return the number that is in each file.

    Raises:
        EvidenceMissingError: there is no file.
        EvidenceUnreadableError: a file cannot be understood, or has no number there.
    """
    if not reading.sources:
        msg = "there is no file with a score"
        raise EvidenceMissingError(msg)
    if not isinstance(reading.condition, ScoreCondition):
        msg = "it does not say where in the file the number is"
        raise EvidenceUnreadableError(msg)
    pointer = reading.condition.pointer
    values = {source.path: _number(source, pointer) for source in reading.sources}
    moments = made(reading.sources, [None] * len(reading.sources))
    return Claim(
        {"pointer": pointer, "values": values},
        made_at=min(moments, default=None),
        newest_at=max(moments, default=None),
        summary=f"{quoted(pointer)} is {listed([_shown(value) for value in values.values()])}",
    )


def _number(source: Source, pointer: str) -> int | float:
    from readiness.evidence.json_artefact import data_of  # noqa: PLC0415 - most runs read no foreign JSON

    found = _at(data_of(source), pointer, source.path)
    if isinstance(found, bool) or not isinstance(found, int | float):
        msg = f"{source.path} has no number at {quoted(pointer)}, but {_kind(found)}"
        raise EvidenceUnreadableError(msg)
    try:
        value = found if isinstance(found, int) and abs(found) <= _MOST_EXACT else float(found)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        msg = f"{source.path} has a number at {quoted(pointer)} that is too large to be read"
        raise EvidenceUnreadableError(msg)
    return value


def _at(data: Json, pointer: str, path: str) -> Json:
    """Return what `pointer` leads to."""
    here, done = data, 0
    for key in keys(pointer):
        found = step(here, key)
        if not found:
            place = "/".join(pointer.split("/")[: done + 1])
            msg = f"{path} has nothing at {quoted(pointer)}: {quoted(place) or 'its root'} {_lacks(here, key)}"
            raise EvidenceUnreadableError(msg)
        here, done = found[0], done + 1
    return here


def _lacks(here: Json, key: str) -> str:
    if isinstance(here, Mapping):
        close = nearest(key, here)
        hint = f"did you mean {quoted(close)!r}?" if close else f"it has {listed(sorted(here)) or 'no key'}"
        return f"has no {quoted(key)!r}; {hint}"
    if isinstance(here, list):
        return f"has {len(here)} elements, and {quoted(key)!r} is none of them"
    return f"is {_kind(here)}"


def _kind(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a truth value"
        case str():
            return "text"
        case Mapping():
            return "a mapping"
        case list():
            return "a list"
        case _:
            return "a number"


def meets(measured: Mapping[str, Any], condition: ScoreCondition) -> Sequence[str]:
    """Return why the numbers are not good enough."""
    if measured["pointer"] != condition.pointer or not measured["values"]:
        return [f"the number at {quoted(condition.pointer)} was not measured"]
    return [reason for path, value in measured["values"].items() for reason in _reasons(path, value, condition)]


def _reasons(path: str, value: float, condition: ScoreCondition) -> Iterator[str]:
    unit = f" {condition.unit}" if condition.unit else ""
    for word, good, threshold in (
        ("least", condition.at_least is None or value >= condition.at_least, condition.at_least),
        ("most", condition.at_most is None or value <= condition.at_most, condition.at_most),
    ):
        if threshold is not None and not good:
            yield (
                f"{path} has {_shown(value)}{unit} at {quoted(condition.pointer)}, "
                f"at {word} {_shown(threshold)}{unit} is asked for"
            )


def _shown(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) <= _MOST_EXACT else repr(value)


KIND: Final = EvidenceKind(
    name="score",
    condition=ScoreCondition,
    read=read,
    meets=meets,
    main="path",
    measures=lambda condition: {"pointer": condition.pointer},
)
