"""Times as trackers write them. Pure."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime


def _in_utc(moment: datetime) -> datetime:
    """Return `moment` in UTC.

    Raises:
        ValueError: the calendar ends before that.
    """
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        msg = "there is no such time in UTC"
        raise ValueError(msg) from None


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""An aware time, in UTC."""
