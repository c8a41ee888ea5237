"""What all formats of the diff for people have in common: names, counts, and what stands first."""

from collections.abc import Sequence
from typing import Final

from readiness.model.diff import Changed, Diff, ExceptionChange, ItemChange, Reproof, Shift, Turn
from readiness.model.outcome import Decision, Level, Outcome
from readiness.model.policy import Proposed
from readiness.render.escape import visible
from readiness.render.text import describe

NOTHING: Final = "This change does nothing to readiness"
ABSENT: Final = "none"
"""How a side is called that does not have something."""

_ITEMS_FIRST: Final = (Changed.REMOVED, Changed.RECLASSIFIED, Changed.ADDED)
_EXCEPTIONS_FIRST: Final = (Changed.ADDED, Changed.EXTENDED, Changed.LAPSED, Changed.SHORTENED, Changed.REMOVED)


def does_nothing(diff: Diff) -> bool:
    """Return whether there is nothing to tell of the change itself; time may have done something all the same."""
    return diff.is_empty and not turns(diff)


def turns(diff: Diff) -> Sequence[Turn]:
    """Return the scopes that are decided otherwise, worst first."""
    turned = [turn for turn in diff.scopes if turn.before is not turn.after]
    return sorted(turned, key=lambda turn: -turn.after.rank if turn.after else 0)


def decided(before: Decision | None, after: Decision | None) -> str:
    """Return both decisions, such as `go → no-go`; one that stays is said once."""
    if before is after:
        return f"{before}, as before"
    return f"{before or ABSENT} → {after or ABSENT}"


def headline(diff: Diff) -> str:
    """Return what the change comes to, in a few words."""
    return f"a new launch, {diff.after}" if diff.before is None else decided(diff.before, diff.after)


def sides(diff: Diff) -> str:
    """Return what was compared, such as `commit 4f2a91c3b against commit 0b5e0b5e0, 2026-12-14`."""
    return f"{describe(diff.head)} against {describe(diff.base)}, {diff.as_of:%Y-%m-%d}"


def is_about_several(diff: Diff) -> bool:
    """Return whether names have to say which scope they are of."""
    told = (diff.scopes, diff.worse, diff.to_reprove, diff.better, diff.items, diff.exceptions, diff.time)
    touched = {one.scope for one in diff.policy if one.scope is not None}
    return len({one.scope for some in told for one in some} | touched) > 1


def parts(one: Shift | Reproof, *, several: bool) -> tuple[str, ...]:
    """Return the scope where that has to be said, the subject and the requirement."""
    scope = (one.scope,) if several and one.subject != f"scope {one.scope}" else ()
    return (*scope, one.subject, one.requirement)


def named(one: Shift | Reproof, *, several: bool) -> str:
    """Return what a requirement is called, such as `item deploy · rollback`."""
    return " · ".join(map(visible, parts(one, several=several)))


def remarks(one: Reproof) -> Sequence[str]:
    """Return what is not as usual about evidence that is stale now: that it only warns, or had failed already."""
    level = () if one.level is Level.BLOCK else (str(one.level),)
    return level if one.before is Outcome.PASSED else (*level, f"{one.before} before")


def policy_parts(one: Proposed, *, several: bool) -> tuple[str, ...]:
    """Return the scope where that has to be said, what is changed, and what of it."""
    scope = (one.scope,) if several and one.scope and one.subject != f"scope {one.scope}" else ()
    return tuple(part for part in (*scope, one.subject, one.field) if part)


def was(one: Shift) -> str:
    """Return how the requirement stood in the base, to be read before the message about today."""
    return f"was {one.before}" if one.before is not None else "was not asked for"


def worst_first(shifts: Sequence[Shift]) -> Sequence[Shift]:
    """Return `shifts`, those that weigh most and stand worst now first."""
    return sorted(shifts, key=lambda one: (-one.level.rank, -one.after.rank if one.after else 0))


def items_first(items: Sequence[ItemChange]) -> Sequence[ItemChange]:
    """Return `items`, what is gone first."""
    return sorted(items, key=lambda one: _place(one.change, _ITEMS_FIRST))


def exceptions_first(exceptions: Sequence[ExceptionChange]) -> Sequence[ExceptionChange]:
    """Return `exceptions`, what excuses more than before first."""
    return sorted(exceptions, key=lambda one: _place(one.change, _EXCEPTIONS_FIRST))


def classes(one: ItemChange) -> str:
    """Return the class of an item, or both."""
    return " → ".join(str(side) for side in (one.before, one.after) if side is not None)


def days(one: ExceptionChange) -> str:
    """Return what the day of an exception is, or was and has become."""
    last = "due" if one.kind == "deferral" else "last day"
    told = [str(day) for day in dict.fromkeys((one.before, one.after)) if day is not None]
    return f"{last} {' → '.join(told)}" if told else "no day"


def counts(diff: Diff) -> str:
    """Return how much there is of everything, in the order of the sections; problems of the candidate before it."""
    numbered = (
        (len(diff.problems), "problem to be fixed first", "problems to be fixed first"),
        (len(diff.worse), "worse", "worse"),
        (len(diff.to_reprove), "to re-prove", "to re-prove"),
        (len(diff.better), "better", "better"),
        (len(diff.items), "item changed", "items changed"),
        (len(diff.exceptions), "deferral or waiver", "deferrals and waivers"),
        (len(diff.policy), "change of policy", "changes of policy"),
    )
    return ", ".join(f"{count:,} {one if count == 1 else many}" for count, one, many in numbered if count)


def _place(change: Changed, order: Sequence[Changed]) -> int:
    return order.index(change) if change in order else len(order)
