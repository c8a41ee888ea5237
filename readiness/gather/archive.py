"""What documents of earlier commits said about items, by object id: each content is read once, and parsed at most once.

Parsing is what takes time, so it is left out where two contents of one file cannot differ in what is asked: where all
lines that could say which item it is, of which class, or until when, are the same in the same order.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from readiness.gather.deferrals import Name, State, known, states_of
from readiness.load.cache import Cache
from readiness.load.events import MAX_SLOW
from readiness.load.former import former
from readiness.tree.history import Change, History

_TELLING: Final = re.compile(
    rb"\b(?:id|items|kind|class|follow_up|due|deferred|launch-critical|launch-adjacent)\b|\d{4}-\d\d|[&*\\|>]"
)
_ID: Final = re.compile(rb"""^(?:\xef\xbb\xbf)?(["']?)id\1[ \t]*:[ \t]*["']?([a-z0-9-]+)""", re.MULTILINE)
_COLON: Final = re.compile(rb"[{\[][^\"'\n]*\w:\w")
"""What the fast parser does not know, and a few things that it does."""
_SLOWER: Final = 8


@dataclass(slots=True)
class Archive:
    """Reads what documents said of the scopes `ids`, none above `limit` bytes.

    Raises:
        HistoryLackingError: git has no answer.
    """

    history: History
    limit: int
    ids: frozenset[str]
    cache: Cache | None = None
    _contents: dict[str, bytes] = field(default_factory=dict)
    _states: dict[str, Mapping[Name, State]] = field(default_factory=dict)

    def keep(self, contents: Mapping[str, bytes]) -> None:
        """Take in contents that need not be read."""
        self._contents.update(contents)

    def read(self, oids: Iterable[str]) -> None:
        """Read those of the blobs that are not known yet; what is too large says nothing."""
        missing = {oid for oid in oids if oid not in self._contents}
        self._contents.update(dict.fromkeys(missing, b""))
        self._contents.update(self.history.contents(missing, self.limit))

    def unread(self, changes: Iterable[Change]) -> Mapping[str, int]:
        """Return the sizes of what would have to be read to know what `changes` did, by object id."""
        return self.history.sizes(oid for oid in oids_of(changes) if oid not in self._contents)

    def unparsed(self, changes: Iterable[Change]) -> int:
        """Return how many bytes would have to be parsed for that; those that need the slow parser count more."""
        return sum(_cost(self._contents[oid]) for oid in set(oids_of(changes)) if oid not in self._states)

    def telling(self, changes: Iterable[Change]) -> Sequence[Change]:
        """Return those of `changes`, all of which were read, that can have changed how an item stands."""
        return [change for change in changes if self._may_tell(change)]

    def _may_tell(self, change: Change) -> bool:
        if change.before is None or change.after is None:
            return True
        before, after = (self._contents.get(oid, b"").splitlines() for oid in (change.before, change.after))
        if len(before) == len(after):
            return any(
                _TELLING.search(line) for pair in zip(before, after, strict=True) if pair[0] != pair[1] for line in pair
            )
        return _telling(before) != _telling(after)

    def states(self, oids: Iterable[str | None], names: Collection[Name]) -> Mapping[Name, State]:
        """Return how the items `names` stood in contents that were read or kept."""
        wanted = [oid for oid in oids if oid]
        fresh = {oid: self._contents.get(oid, b"") for oid in wanted if oid not in self._states}
        about = {oid: data for oid, data in fresh.items() if self._may_say(data)}
        self._states.update({oid: {} for oid in fresh})
        # One by one, because holding the data of thousands of documents at once takes longer than reading them.
        self._states.update((oid, states_of(data)) for oid, data in former(about, self.cache))
        found: dict[Name, State] = {}
        for oid in wanted:
            found |= known(self._states[oid], names)
        return found

    def _may_say(self, data: bytes) -> bool:
        """Return whether a document can be about one of the scopes; where its id is not plain to see, it can."""
        named = [match[2].decode() for match in _ID.finditer(data)]
        return bool(data) and (not named or not self.ids.isdisjoint(named))


def _cost(data: bytes) -> int:
    return len(data) * (_SLOWER if len(data) <= MAX_SLOW and _COLON.search(data) else 1)


def _telling(lines: Sequence[bytes]) -> Sequence[bytes]:
    return [line for line in lines if _TELLING.search(line)]


def oids_of(changes: Iterable[Change]) -> Sequence[str]:
    """Return the object ids of all that was there before or after `changes`."""
    return [oid for change in changes for oid in (change.before, change.after) if oid]
