"""How a document has drifted, in few lines: it is for somebody who wants to know what happened, not for a program."""

from collections.abc import Iterator, Sequence
from typing import Final

from readiness.edit.difference import difference
from readiness.render.escape import visible

_LINES: Final = 20
_COMPARED: Final = 1000
"""Comparing takes the square of what is compared, and nobody reads that much."""
_HEAD: Final = 3


def drifted_lines(path: str, old: str, new: str) -> Iterator[str]:
    """Yield how `new` differs from `old`, as git shows it, from the first difference on; nothing acts on a terminal."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    begin = _common(before, after)
    end = _common(before[begin:][::-1], after[begin:][::-1])
    is_cut = max(len(before), len(after)) - begin - end > _COMPARED
    if is_cut:
        before, after = before[: begin + _COMPARED], after[: begin + _COMPARED]
    rows = difference(path, "".join(before), "".join(after)).splitlines()[_HEAD:]
    if is_cut:
        # Where two windows end, they differ because they end.
        hunks = [number for number, row in enumerate(rows) if row.startswith("@@")]
        rows = rows[: hunks[-1]] if len(hunks) > 1 else rows[:_LINES]
    yield from (visible(row) for row in rows[:_LINES])
    if len(rows) > _LINES or is_cut:
        yield "… and more" if is_cut else f"… and {len(rows) - _LINES} more lines"


def _common(some: Sequence[str], others: Sequence[str]) -> int:
    """Return how many lines both begin with."""
    length = min(len(some), len(others))
    return next((number for number in range(length) if some[number] != others[number]), length)
