"""JSON that tools write, as values of a model of ours: what cannot be understood whole is not understood at all.

Source: UTF-8, with or without a byte order mark. Keys that occur twice, NaN, deep nesting and halves of characters are
refused, for two readers could read them differently. What a model does not name is left alone.
"""

import json
from typing import Annotated, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from readiness.errors import EvidenceUnreadableError
from readiness.evidence.quoted import quoted
from readiness.model.evidence import Json, Source
from readiness.reading.structured import read_json

MOST: Final = 2**53 - 1
"""The largest whole number that every reader of JSON reads alike."""

Count = Annotated[int, Field(ge=0, le=MOST)]
"""How many of something there are."""


class Foreign(BaseModel):
    """A mapping that a tool has written, as far as it matters here."""

    model_config = ConfigDict(strict=True, frozen=True)


F = TypeVar("F", bound=Foreign)


def data_of(source: Source) -> Json:
    """Return what `source` holds.

    Raises:
        EvidenceUnreadableError: it is empty, or no JSON that can be understood.
    """
    if not source.data.strip():
        msg = f"{source.path} is empty"
        raise EvidenceUnreadableError(msg)
    try:
        found: Json = read_json(source.data)
        if b"\\ud" in source.data.lower():
            # Half a character cannot be stored, nor shown.
            json.dumps(found, ensure_ascii=False).encode()
    except ValueError as error:
        msg = f"{source.path} cannot be read: {quoted(str(error))}"
        raise EvidenceUnreadableError(msg) from error
    return found


def model_of(source: Source, model: type[F], what: str) -> F:
    """Return what `source` holds as a `model`; `what`, such as "SARIF log", is for messages.

    Raises:
        EvidenceUnreadableError: it is empty, no JSON, or something else.
    """
    found = data_of(source)
    try:
        return model.model_validate(found)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        why = f"{place}: {first['msg']}" if place else first["msg"]
        msg = f"{source.path} is no {what}: {quoted(why)}"
        raise EvidenceUnreadableError(msg) from error
