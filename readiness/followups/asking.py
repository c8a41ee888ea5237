"""Trackers asked at the same time, each in a thread of its own; what one of them does is no matter of another.

A tracker batches what it is asked. It gets the issues by the thousand, so that no more texts are held at once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from queue import SimpleQueue
from threading import Event, Thread
from typing import Final

from readiness.followups.questions import Inquiry
from readiness.model.settings import TrackerSettings
from readiness.model.tracking import NotThere, OpenWork, Reference, Told
from readiness.trackers import kinds
from readiness.trackers.base import Found, Heard, Lacking, Reply, Tracker
from readiness.trackers.lock import Lock, Milestone, parse_lock, write_lock
from readiness.trackers.mentions import mentions
from readiness.web.errors import NoAnswerError

_AT_ONCE: Final = 1_000

NamesOf = Callable[[Reference], Sequence[str]]


@dataclass(slots=True)
class Answers:
    """What came of all questions."""

    issues: dict[Reference, Told | NotThere | NoAnswerError] = field(default_factory=dict)
    open_work: dict[Milestone, OpenWork | NoAnswerError] = field(default_factory=dict)


class _StoppedError(Exception):
    """Nobody waits for the answers any more."""


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Asks trackers as `environ` allows, as of `now`, and tells `heard` of every answer, from several threads."""

    trackers: Mapping[str, TrackerSettings]
    environ: Mapping[str, str]
    now: datetime
    heard: Heard

    def ask(self, inquiries: Sequence[Inquiry], names_of: NamesOf) -> Answers:
        """Return an answer, or why there is none, to everything in `inquiries`.

        Who interrupts this does not wait for answers that are on their way: threads that wait for one are left alone.
        """
        came: SimpleQueue[Answers | BaseException] = SimpleQueue()
        stop = Event()
        for inquiry in inquiries:
            Thread(target=self._carry, args=(inquiry, names_of, came, stop), daemon=True).start()
        answers = Answers()
        try:
            for _ in inquiries:
                some = came.get()
                if isinstance(some, BaseException):
                    raise some
                answers.issues.update(some.issues)
                answers.open_work.update(some.open_work)
        finally:
            stop.set()
        return answers

    def _carry(
        self, inquiry: Inquiry, names_of: NamesOf, came: "SimpleQueue[Answers | BaseException]", stop: Event
    ) -> None:
        def heard(count: int) -> None:
            if stop.is_set():
                raise _StoppedError
            self.heard(count)

        try:
            came.put(self._answers(inquiry, names_of, heard))
        except BaseException as error:  # noqa: BLE001 - a thread has nobody above it to tell
            came.put(error)

    def _answers(self, inquiry: Inquiry, names_of: NamesOf, heard: Heard) -> Answers:
        try:
            tracker = self._connected(inquiry.tracker)
        except _StoppedError:
            raise
        except Exception as error:  # noqa: BLE001 - of a plugin, anything; its words may hold anything
            heard(inquiry.size)
            lost = _lost(inquiry.tracker, error)
            return Answers(
                dict.fromkeys(inquiry.issues, lost),
                {(inquiry.tracker, *milestone): lost for milestone in inquiry.milestones},
            )
        answers = Answers()
        for some in _portions(inquiry.issues):
            replies = self._replies(tracker, inquiry.tracker, some, heard)
            answers.issues.update((one, self._kept(one, replies.get(one), names_of(one))) for one in some)
        for project, title in inquiry.milestones:
            answers.open_work[inquiry.tracker, project, title] = self._work(tracker, inquiry.tracker, project, title)
            heard(1)
        return answers

    def _connected(self, name: str) -> Tracker:
        settings = self.trackers[name]
        connect = kinds()[settings.kind].connect
        if connect is None:
            message = f"{name} is not asked"
            raise TypeError(message)
        return connect(name, settings, self.environ)

    def _replies(
        self, tracker: Tracker, name: str, references: Sequence[Reference], heard: Heard
    ) -> Mapping[Reference, Reply]:
        try:
            return tracker.look_up(references, heard)
        except _StoppedError:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            return dict.fromkeys(references, _lost(name, error))

    def _kept(self, reference: Reference, reply: Reply | None, names: Sequence[str]) -> Told | NotThere | NoAnswerError:
        """Return what is kept of a reply, as the lock has it; its text is not."""
        match reply:
            case NoAnswerError():
                return reply
            case Found(issue, text):
                # An issue that has moved answers under another name; documents know it by this one.
                told = Told(replace(issue, reference=reference), self.now, mentions(text, names))
                return _through_lock(told)
            case Lacking():
                return NotThere(reference, self.now)
            case _:
                return NoAnswerError(f"{reference.tracker} says nothing about {reference}", "try again")

    def _work(self, tracker: Tracker, name: str, project: str, title: str) -> OpenWork | NoAnswerError:
        try:
            work = OpenWork(name, project, title, self.now, tuple(tracker.open_work(project, title)))
            return parse_lock(write_lock(Lock({}, {(name, project, title): work}))).open_work[name, project, title]
        except Exception as error:  # noqa: BLE001 - as above
            return _lost(name, error)


def _through_lock(told: Told) -> Told | NotThere | NoAnswerError:
    """Return `told` as it will be read again, so that the same answer tomorrow is the same line."""
    reference = told.issue.reference
    try:
        return parse_lock(write_lock(Lock({reference: told}))).issues[reference]
    except Exception as error:  # noqa: BLE001 - what a plugin calls an issue may be anything
        return _lost(reference.tracker, error)


def _portions(references: Sequence[Reference]) -> Iterator[Sequence[Reference]]:
    return (references[start : start + _AT_ONCE] for start in range(0, len(references), _AT_ONCE))


def _lost(tracker: str, error: Exception) -> NoAnswerError:
    """Return `error` as one of a tracker; of any other only the type is told: its words may hold anything."""
    if isinstance(error, NoAnswerError):
        return error
    return NoAnswerError(f"asking {tracker} failed ({type(error).__name__})", "report this to whoever wrote its kind")
