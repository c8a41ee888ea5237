"""What a person vouches for: who, when, until when. Shared by the kinds `signoff` and `link`."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from readiness.errors import EvidenceMissingError
from readiness.model.documents.base import Day, Id, Text
from readiness.model.documents.evidence import Condition
from readiness.model.evidence import Claim


class Word(Condition):
    """A person's word, with its dates."""

    who: Id | None = None
    role: Text | None = None
    date: Day | None = None
    """The day it was given. Without one it has not been given."""
    statement: Text | None = None
    expires: Day | None = None
    """The last day in force, UTC."""

    def owners(self) -> Mapping[str, str]:
        """Return whose word it is, by the field that says so."""
        return {} if self.who is None else {"who": self.who}

    @model_validator(mode="after")
    def _expires_after_it_was_given(self) -> Self:
        if self.date is not None and self.expires is not None and self.expires < self.date:
            raise PydanticCustomError(
                "bad-order",  # noqa: EM101 - the slug is the type
                "it expires on {expires}, before it was given on {date}",
                {"expires": str(self.expires), "date": str(self.date), "fix": "correct one of the two days"},
            )
        return self


def given(word: Word, deed: str) -> Claim:
    """Return the claim that `word` makes; `deed` says what the person has (not) done.

    `made_at` is the start of its day, `valid_until` the end of its last one, both UTC.

    Raises:
        EvidenceMissingError: nobody is named, or it bears no date.
    """
    if word.who is None:
        msg = f"nobody has {deed}: `who` is not said"
        raise EvidenceMissingError(msg)
    if word.date is None:
        msg = f"{word.who} has not {deed}: no date"
        raise EvidenceMissingError(msg)
    return Claim(
        measured=word.model_dump(mode="json"),
        made_at=datetime.combine(word.date, time.min, UTC),
        valid_until=None if word.expires is None else datetime.combine(word.expires, time.max, UTC),
        summary=f"{word.who} has {deed} on {word.date}",
    )


def meets(_measured: Mapping[str, Any], _condition: Word) -> Sequence[str]:
    """Return nothing: a dated word is all that is asked for; whether it is in force is judged by its dates."""
    return ()
