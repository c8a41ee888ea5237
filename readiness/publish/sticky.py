"""One comment that is kept up to date, however often and by however many jobs at a time.

Forges have no way to change a comment only if nobody else has. So whoever has written looks again, until nothing is
left to be done. Of several comments of ours the oldest stays, brought up to date by whoever has the newest result;
who has an older one removes at most what stands after the newest, so that two never remove each other's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from readiness.publish.marker import Marker
from readiness.web.errors import NoAnswerError

_ROUNDS: Final = 8


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment by the account that asks. Later ones have larger numbers."""

    number: int
    body: str
    url: str | None


class Thread(Protocol):
    """The comments of one pull or merge request. All methods raise `NoAnswerError`, and nothing else."""

    def own(self) -> Sequence[Comment]:
        """Return the comments that the account of the token wrote."""

    def create(self, body: str) -> Comment:
        """Write a new one, and return it."""

    def update(self, number: int, body: str) -> bool:
        """Replace its body; False where the comment is gone."""

    def delete(self, number: int) -> None:
        """Remove it; that it is gone already is fine."""


Deed = Literal["created", "updated", "unchanged", "outdated"]


@dataclass(frozen=True, slots=True)
class Settled:
    """How it ended: what was done, and where the comment is."""

    deed: Deed
    url: str | None


def settle(thread: Thread, marker: Marker, body: str) -> Settled:
    """Let `thread` have one comment of ours under the key of `marker`, with `body` unless a newer one is there.

    Raises:
        NoAnswerError: the forge does not answer, or others keep writing.
    """
    done = Settled("unchanged", None)
    for _ in range(_ROUNDS):
        ours = _ours(thread, marker.key)
        if not ours:
            if done.deed == "created":
                return done  # a list that lags behind; the next run looks again
            done = Settled("created", thread.create(body).url)
            continue
        newest, latest = max(ours, key=lambda one: (one[0].as_of, -one[1].number))
        if newest.as_of > marker.as_of:
            _remove(thread, [comment for _, comment in ours if comment.number > latest.number])
            return Settled("outdated", latest.url)
        is_done = _is_done(ours[0], marker, body, done)
        if is_done and len(ours) == 1:
            return Settled(done.deed, ours[0][1].url)
        done = done if is_done else _refreshed(thread, ours[0][1], body, done)
        _remove(thread, [comment for _, comment in ours[1:]])
    reason = "the comment does not stay as it is written"
    raise NoAnswerError(reason, "look whether other jobs publish under the same key: give each its own with --key")


def _ours(thread: Thread, key: str) -> list[tuple[Marker, Comment]]:
    """Return what carries our marker, oldest first."""
    found = ((Marker.read(comment.body), comment) for comment in sorted(thread.own(), key=lambda one: one.number))
    return [(marker, comment) for marker, comment in found if marker is not None and marker.key == key]


def _is_done(first: tuple[Marker, Comment], marker: Marker, body: str, done: Settled) -> bool:
    """Whether the oldest comment says what it should.

    One of the same second that was written after this one counts, too; else two jobs would take turns for ever.
    """
    there, comment = first
    return _same(comment.body, body) or (done.deed != "unchanged" and there.as_of == marker.as_of)


def _refreshed(thread: Thread, comment: Comment, body: str, done: Settled) -> Settled:
    if not thread.update(comment.number, body) or done.deed == "created":
        return done
    return Settled("updated", comment.url)


def _remove(thread: Thread, comments: Sequence[Comment]) -> None:
    for comment in comments:
        thread.delete(comment.number)


def _same(there: str, wanted: str) -> bool:
    """Whether a forge shows what was sent to it; some change line ends, or drop those at the end."""
    return there.replace("\r\n", "\n").strip() == wanted.strip()
