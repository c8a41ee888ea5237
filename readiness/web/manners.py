"""How long a server is waited for, and whether it is asked again. Pure, apart from the dice."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

_RETRIED: Final = frozenset({502, 503, 504})
_DICE: Final = random.SystemRandom()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """The limits of one request. All times are seconds.

    `wait_s` bounds all waiting between the tries, whatever the server asks for. `answer_s` is how long an answer may
    take from its first byte to its last, `rest_s` how long a server that failed is left in peace by this session.
    """

    connect_s: float = 10.0
    read_s: float = 30.0
    answer_s: float = 60.0
    most_bytes: int = 8 * 1024 * 1024
    tries: int = 5
    first_wait_s: float = 0.5
    wait_s: float = 60.0
    rest_s: float = 60.0

    def pause(self, failed: int) -> float:
        """Return how long to wait after `failed` tries: longer each time, and different for everybody."""
        longest = self.first_wait_s * 2.0 ** (failed - 1)
        return longest * _DICE.uniform(0.5, 1.0)


def is_limit(status: int, headers: Mapping[str, str]) -> bool:
    """Whether an answer says that there were too many requests. GitHub says so with a 403, too."""
    if status == 429:  # noqa: PLR2004 - Too Many Requests
        return True
    spent = headers.get("x-ratelimit-remaining") == "0"
    return status == 403 and ("retry-after" in headers or spent)  # noqa: PLR2004 - Forbidden


def is_passing(status: int, *, reads: bool) -> bool:
    """Whether an answer is about the server, not the request, so that it may be different soon."""
    return status in _RETRIED or (status == 500 and reads)  # noqa: PLR2004 - Internal Server Error


def asked_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return how many seconds from `now` the server wants to be left in peace; None where it does not say."""
    written = headers.get("retry-after", "").strip()
    if written.isdecimal() and written.isascii():
        return _bounded(written)
    try:
        at = parsedate_to_datetime(written)
    except (ValueError, OverflowError):
        at = None
    if at is not None:
        return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds())
    reset = headers.get("x-ratelimit-reset", "").strip()
    if headers.get("x-ratelimit-remaining") == "0" and reset.isdecimal() and reset.isascii():
        return max(0.0, _bounded(reset, 15) - now.timestamp())
    return None


def again_at(now: datetime, wait_s: float) -> datetime | None:
    """Return the time `wait_s` after `now`; None where there is no such time."""
    try:
        return now + timedelta(seconds=wait_s)
    except OverflowError:
        return None


def _bounded(digits: str, most: int = 9) -> float:
    """Return the number; one with more digits than it can sensibly have is that many nines."""
    return float(digits if len(digits) <= most else "9" * most)
