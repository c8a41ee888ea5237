"""What differs between two policies: the smallest parts of them that are not the same, each once."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from readiness.policy.facts import Fact, Path


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that is another in the candidate. None where there is nothing."""

    path: Path
    before: Fact
    after: Fact

    @property
    def is_gone(self) -> bool:
        """Whether the candidate has nothing there."""
        return self.after is None

    @property
    def is_new(self) -> bool:
        """Whether the base has nothing there."""
        return self.before is None


def differences(base: Fact, own: Fact, path: Path = ()) -> Iterator[Difference]:
    """Yield every difference below `path`, in order of paths; what only one of the two has is told as a whole."""
    if isinstance(base, Mapping) and isinstance(own, Mapping):
        for key in sorted(base.keys() | own.keys()):
            yield from differences(base.get(key), own.get(key), (*path, key))
    elif not _same(base, own):
        yield Difference(path, base, own)


def _same(base: Fact, own: Fact) -> bool:
    """Return whether two values are the same; to Python, `true` and `1` would be."""
    if isinstance(base, str) or isinstance(own, str) or base is None or own is None:
        return base == own and (base is None) == (own is None)
    return written(base) == written(own)


def written(value: Fact) -> str:
    """Return `value` as JSON with durations and days as documents write them, in one order of keys."""
    return json.dumps(value, default=_word, sort_keys=True, ensure_ascii=False)


def _word(value: object) -> str:
    return span(value) if isinstance(value, timedelta) else str(value)


def span(length: timedelta) -> str:
    """Return `length` as documents write it: `14d`, `15m`."""
    seconds = int(length.total_seconds())
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"
