"""Answers made into a lock: what is new counts, and what did not come leaves the earlier line as it was. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final, TypeVar

from readiness.followups.asking import Answers
from readiness.model.followups import Written
from readiness.model.tracking import NotThere, OpenWork, Reference, Told
from readiness.trackers.lock import Lock, Milestone
from readiness.web.errors import NoAnswerError

_DAY: Final = timedelta(days=1)
_SHARE: Final = 7

_E = TypeVar("_E", Told | NotThere, OpenWork)


def settle(
    old: Lock, answers: Answers, issues: Collection[Reference], milestones: Collection[Milestone], fresh: timedelta
) -> Lock:
    """Return the lock that `old` becomes: about `issues` and `milestones`, all that documents name, and nothing else.

    An answer that says the same as a line which is not older than `fresh` leaves that line as it is.
    """
    return Lock(
        {
            reference: found
            for reference in issues
            if (found := _issue(old.issues.get(reference), answers.issues.get(reference), fresh)) is not None
        },
        {
            milestone: work
            for milestone in milestones
            if (work := _work(old.open_work.get(milestone), answers.open_work.get(milestone), fresh)) is not None
        },
    )


def fresh_for(max_age: timedelta, *, refresh: bool) -> timedelta:
    """Return how long a line is left alone whose answer is still the same: a day, or a small part of `max_age`."""
    return timedelta(0) if refresh else min(_DAY, max_age / _SHARE)


def compare(old: Lock, new: Lock) -> Written:
    """Return how many lines are different, and how."""
    before, after = _lines(old), _lines(new)
    both = [(before[key], after[key]) for key in after.keys() & before.keys()]
    same = sum(one == two for one, two in both)
    renewed = sum(one != two and replace(one, asked=two.asked) == two for one, two in both)
    return Written(
        new=len(after.keys() - before.keys()),
        changed=len(both) - same - renewed,
        renewed=renewed,
        kept=same,
        dropped=len(before.keys() - after.keys()),
    )


def _lines(lock: Lock) -> Mapping[Reference | Milestone, Told | NotThere | OpenWork]:
    lines: dict[Reference | Milestone, Told | NotThere | OpenWork] = {}
    lines.update((key, entry) for key, entry in lock.issues.items())
    lines.update((key, work) for key, work in lock.open_work.items())
    return lines


def _issue(
    old: Told | NotThere | None, answer: Told | NotThere | NoAnswerError | None, fresh: timedelta
) -> Told | NotThere | None:
    return old if answer is None or isinstance(answer, NoAnswerError) else _newer(old, answer, fresh)


def _work(old: OpenWork | None, answer: OpenWork | NoAnswerError | None, fresh: timedelta) -> OpenWork | None:
    return old if answer is None or isinstance(answer, NoAnswerError) else _newer(old, answer, fresh)


def _newer(old: _E | None, answer: _E, fresh: timedelta) -> _E:
    if old is None or replace(old, asked=answer.asked) != answer:
        return answer
    return old if timedelta(0) <= answer.asked - old.asked < fresh else answer
