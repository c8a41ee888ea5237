"""JSON pointers (RFC 6901) in conditions, and what they lead to."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Final

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from readiness.model.documents.base import Text
from readiness.model.evidence import Json

_POINTER: Final = re.compile(r"(?:/(?:[^~/]|~[01])*)+\Z")
_INDEX: Final = re.compile(r"(?:0|[1-9]\d{0,8})\Z", re.ASCII)


def _pointer(value: str) -> str:
    if not _POINTER.match(value):
        raise PydanticCustomError(
            "bad-path",  # noqa: EM101 - the slug is the type
            "`{value}` is no JSON pointer",
            {"value": value, "fix": "write it with slashes, for instance /metrics/p95; `~1` stands for / in a key"},
        )
    return value


Pointer = Annotated[Text, AfterValidator(_pointer)]
"""A JSON pointer to a part of a value; not to the whole."""


def keys(pointer: str) -> list[str]:
    """Return the keys that `pointer` names, from the outermost on."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def step(data: Json, key: str) -> tuple[Json, ...]:
    """Return what is at `key` in a mapping, or in a list, as the only element; nothing where there is none."""
    if isinstance(data, Mapping):
        return (data[key],) if key in data else ()
    if isinstance(data, Sequence) and not isinstance(data, str) and _INDEX.match(key) and int(key) < len(data):
        return (data[int(key)],)
    return ()


def at(data: Json, pointer: str) -> tuple[Json, ...]:
    """Return what is at `pointer` in `data`, as the only element; nothing where it leads nowhere."""
    found: tuple[Json, ...] = (data,)
    for key in keys(pointer):
        found = step(found[0], key)
        if not found:
            break
    return found
