"""One row of the matrix: what is done to a proven launch, what `check` has to say then, and why."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from readiness.model.outcome import Outcome
from tests.matrix.shop import Shop

PASSED: Final = Outcome.PASSED
FAILED: Final = Outcome.FAILED
MISSING: Final = Outcome.MISSING
STALE: Final = Outcome.STALE
UNKNOWN: Final = Outcome.UNKNOWN

TESTS: Final = "pay/tests"
"""Evidence that covers the surface `src/pay/**`, and is made of `tests/pay/**`."""
SPEED: Final = "pay/speed"
"""Evidence that covers the same, and whose measured 250 ms are held against a threshold of 300."""
SUITE: Final = "whole/suite"
"""Evidence that covers the whole tree."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the launch is judged then: which repository, and further words on the command line."""

    shop: Shop
    words: tuple[str, ...] = ()
    scope: str = "shop"


Act = Callable[[Shop], Look | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row. `about` is the evidence that is looked at, `says` a part of what the report says of it."""

    id: str
    done: str
    about: str
    outcome: Outcome
    says: str
    why: str
    act: Act


@dataclass(frozen=True, slots=True)
class Chapter:
    """Rows that belong together, in the order in which they were written."""

    title: str
    rows: list[Row] = field(default_factory=list)

    def row(self, done: str, about: str, outcome: Outcome, why: str, *, says: str = "") -> Callable[[Act], Act]:
        """Register what is decorated as a row, under its name; it may say how the launch is judged."""

        def registered(act: Act) -> Act:
            name = getattr(act, "__name__", "").replace("_", "-")
            self.rows.append(Row(id=name, done=done, about=about, outcome=outcome, says=says, why=why, act=act))
            return act

        return registered
