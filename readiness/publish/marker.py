"""The first line of a comment, which nobody sees: whose it is among several pipelines, and how new.

A comment is ours only where this is its first line and our own account wrote it: the same words anywhere else, or by
somebody else, mean nothing.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Self

NAME: Final = "readiness:publish"
DEFAULT_KEY: Final = "default"
KEY: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_LINE: Final = re.compile(
    rf"<!-- {NAME} key=({KEY}) as_of=(\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\dZ) sha=([0-9a-f]{{40}}(?:[0-9a-f]{{24}})?) -->"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """What the line says. `as_of` is the clock of the result, UTC, in whole seconds; `sha` the commit it is about."""

    key: str
    as_of: datetime
    sha: str

    @classmethod
    def made(cls, key: str, as_of: datetime, sha: str, now: datetime) -> Self:
        """Return the marker of a result; one from the future counts as of `now`, or nothing newer could follow it."""
        return cls(key, min(as_of, now).astimezone(UTC).replace(microsecond=0), sha)

    @classmethod
    def read(cls, body: str) -> Self | None:
        """Return what the first line of `body` says; None where it is no marker."""
        found = _LINE.fullmatch(body.partition("\n")[0].rstrip("\r"))
        if found is None:
            return None
        try:
            return cls(found[1], datetime.fromisoformat(found[2]), found[3])
        except ValueError:  # there is no such day
            return None

    def __str__(self) -> str:
        return f"<!-- {NAME} key={self.key} as_of={self.as_of:%Y-%m-%dT%H:%M:%SZ} sha={self.sha} -->"
