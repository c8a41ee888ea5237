"""When artefacts were made, from what they say and from when they were written: aware, in UTC, the earlier of both."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from readiness.model.evidence import Source

_WIDEST_ZONE: Final = timedelta(hours=14)
_EARLIEST: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""GoogleTest dates what it did not run 1970, unittest-xml-reporting the year 1: neither is a moment."""


def moment(raw: str) -> datetime | None:
    """Return what a stamp in ISO 8601 says, in UTC where it names no zone; None where it stands for nothing.

    Raises:
        ValueError: it is no stamp.
    """
    try:
        found = datetime.fromisoformat(raw.strip())
        aware = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except OverflowError:
        return None
    return aware if aware >= _EARLIEST else None


def since_epoch(seconds: float) -> datetime | None:
    """Return the moment that is `seconds` after 1970; None where it stands for nothing."""
    try:
        found = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return found if found >= _EARLIEST else None


def made(sources: Sequence[Source], stamps: Sequence[datetime | None]) -> list[datetime]:
    """Return when each source was made, of which `stamps` are what they say; nothing if one of them does not tell."""
    moments: list[datetime] = []
    for source, stamp in zip(sources, stamps, strict=True):
        known = [one for one in (stamp, source.written_at) if one is not None]
        if not known:
            return []
        moments.append(_earlier(known))
    return moments


def _earlier(known: Sequence[datetime]) -> datetime:
    """Return the earlier of a stamp and the time of the file, because stamps without a zone may lie ahead of UTC.

    A stamp that no zone explains is wrong, and is returned so that it shows.
    """
    stamp = known[0]
    return stamp if stamp - min(known) > _WIDEST_ZONE else min(known)
