"""The closed sets that a judgement is made of: outcomes of requirements, levels of demands, decisions of scopes."""

from enum import StrEnum
from typing import Final


class Outcome(StrEnum):
    """What was found about one requirement. Everything but `PASSED` and `NOT_APPLICABLE` counts against it."""

    PASSED = "passed"
    FAILED = "failed"
    MISSING = "missing"
    STALE = "stale"
    UNKNOWN = "unknown"
    WAIVED = "waived"
    NOT_DUE = "not-due"
    NOT_APPLICABLE = "not-applicable"

    @property
    def rank(self) -> int:
        """Where it stands from best (0) to worst."""
        return _OUTCOME_RANK[self]


_OUTCOME_RANK: Final = {
    Outcome.NOT_APPLICABLE: 0,
    Outcome.PASSED: 1,
    Outcome.WAIVED: 2,
    Outcome.NOT_DUE: 3,
    Outcome.UNKNOWN: 4,
    Outcome.STALE: 5,
    Outcome.MISSING: 6,
    Outcome.FAILED: 7,
}


class Level(StrEnum):
    """How much a requirement weighs: it blocks, it warns, it is only counted, or it is switched off."""

    OFF = "off"
    OBSERVE = "observe"
    WARN = "warn"
    BLOCK = "block"

    @property
    def rank(self) -> int:
        """Where it stands from weakest (0) to strictest."""
        return _LEVEL_RANK[self]


_LEVEL_RANK: Final = {level: rank for rank, level in enumerate(Level)}


class Decision(StrEnum):
    """What a scope, or a whole run, comes to."""

    GO = "go"
    GO_WITH_CONDITIONS = "go-with-conditions"
    ON_TRACK = "on-track"
    UNDECIDED = "undecided"
    NO_GO = "no-go"

    @property
    def rank(self) -> int:
        """Where it stands from best (0) to worst."""
        return _DECISION_RANK[self]


_DECISION_RANK: Final = {decision: rank for rank, decision in enumerate(Decision)}


class ItemClass(StrEnum):
    """How much the launch depends on an item."""

    CRITICAL = "launch-critical"
    ADJACENT = "launch-adjacent"
    DEFERRED = "deferred"


class State(StrEnum):
    """Where a scope is in its life; see `judge` and `decide` for what each means to a run."""

    DRAFT = "draft"
    ACTIVE = "active"
    LAUNCHED = "launched"
    RETIRED = "retired"
