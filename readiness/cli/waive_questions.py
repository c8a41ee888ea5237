"""What `readiness waive` asks: until when, held against how long it may last, and about the issue behind it."""

from datetime import timedelta
from typing import TYPE_CHECKING

from readiness.cli.asking import Question
from readiness.followups.refusing import bad_value

if TYPE_CHECKING:
    from readiness.followups.desk import Desk
    from readiness.followups.values import Values
    from readiness.model.documents.scope import FollowUp


def follow_up_questions(
    values: "Values",
    known: "FollowUp | None",
    given: tuple[str | None, str | None, str | None, str | None],
    *,
    bypass: bool,
    create: bool,
) -> list[Question]:
    """Return what is asked about the issue behind the waiver; only a bypass in an emergency has to have one."""
    ref, due, risk, owner = given
    no_ref, no_due = known is None or known.ref is None, known is None or known.due is None
    return [
        Question(
            "--ref", "The issue that ends it (--create opens one)", ref, values.ref, bypass and no_ref and not create
        ),
        Question("--due", "By when it is not needed any more (YYYY-MM-DD)", due, values.day, bypass and no_due),
        Question("--risk", "What may go wrong until then", risk, values.text, needed=False),
        Question("--owner", "Who sees to it", owner, values.owner, needed=False),
    ]


class LastDay:
    """Holds the last day of a waiver against the clock, and against how long an emergency may last."""

    def __init__(self, desk: "Desk", values: "Values", *, bypass: bool) -> None:
        self._day = values.day
        self._today = desk.today
        self._longest = desk.config.followups.max_emergency if bypass else None

    def check(self, typed: str) -> str:
        """Return the day.

        Raises:
            BadValueError: it is none, is over, or is later than an emergency may last.
        """
        day = self._day(typed)
        if day < self._today.isoformat():
            bad_value(f"{day} is over", f"write {self._today} or a later day")
        if self._longest is not None and day > (self._today + self._longest).isoformat():
            what = f"a waiver in an emergency lasts at most {_days(self._longest)}"
            bad_value(what, f"write {self._today + self._longest} or an earlier day")
        return day


def until_words(desk: "Desk", *, bypass: bool) -> str:
    """Return how the last day is asked for."""
    last = desk.today + desk.config.followups.max_emergency
    return f"The last day in force (YYYY-MM-DD{f', at the latest {last}' if bypass else ''})"


def _days(length: timedelta) -> str:
    return f"{length.days} day{'' if length.days == 1 else 's'}"
