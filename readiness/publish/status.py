"""What a commit is marked with: one state and one line, of numbers and our own words only. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from readiness.model.diff import Diff
from readiness.model.outcome import Decision, Level, Outcome
from readiness.model.report import Report
from readiness.publish.results import Result

LONGEST: Final = 140
"""Characters of a description; GitHub takes no more, GitLab 255."""


class State(StrEnum):
    """What a forge makes of it: only `SUCCESS` lets a change through where the status is required."""

    SUCCESS = "success"
    FAILURE = "failure"
    ERROR = "error"
    """Nobody can tell, or the input is wrong. Never a neutral state: forges let that through like a success."""


_OF_DECISION: Final = {
    Decision.GO: State.SUCCESS,
    Decision.GO_WITH_CONDITIONS: State.SUCCESS,
    Decision.ON_TRACK: State.SUCCESS,
    Decision.UNDECIDED: State.ERROR,
    Decision.NO_GO: State.FAILURE,
}
_SHORT: Final = frozenset({Outcome.FAILED, Outcome.MISSING, Outcome.STALE})


@dataclass(frozen=True, slots=True)
class Status:
    """What is said of a commit under `name`; `description` is one line of at most `LONGEST` characters."""

    name: str
    state: State
    description: str


def status_of(result: Result, key: str | None) -> Status:
    """Return the status for `result`; `key` tells several pipelines of one repository apart."""
    name = "readiness/diff" if isinstance(result, Diff) else "readiness"
    state, description = _of_diff(result) if isinstance(result, Diff) else _of_report(result)
    return Status(f"{name} ({key})" if key else name, state, description[:LONGEST])


def _of_report(report: Report) -> tuple[State, str]:
    state = _OF_DECISION[report.decision]
    if report.problems and state is State.SUCCESS:
        state = State.ERROR
    counts = Counter(_counted(report))
    told = [f"{counts[name]} {name}" for name in ("block", "unknown", "not due yet", "waived") if counts[name]]
    parts = [
        report.decision.upper() + (" (final)" if report.final else ""),
        _listed([*_problems(report.problems), *told]),
        "" if report.enforcing else "enforcing: false, judged by its own policy",
    ]
    return state, "; ".join(part for part in parts if part)


def _counted(report: Report) -> Iterator[str]:
    for scope in report.scopes:
        verdicts = (*scope.verdicts, *(verdict for item in scope.items for verdict in item.verdicts))
        for verdict in verdicts if scope.judged else ():
            match verdict.level, verdict.outcome:
                case Level.BLOCK, outcome if outcome in _SHORT:
                    yield "block"
                case Level.BLOCK, Outcome.UNKNOWN:
                    yield "unknown"
                case _, Outcome.NOT_DUE:
                    yield "not due yet"
                case _, Outcome.WAIVED:
                    yield "waived"


def _of_diff(diff: Diff) -> tuple[State, str]:
    """Return what the change does, not how the launch stands: evidence to prove again is no failure by itself."""
    turned = [turn for turn in diff.scopes if turn.because]
    is_told = any(shift.after is not Outcome.UNKNOWN for shift in diff.worse)
    if is_told or any(turn.after is Decision.NO_GO for turn in turned):
        state = State.FAILURE
    elif diff.worse or turned or diff.problems or diff.after is Decision.UNDECIDED:
        state = State.ERROR
    else:
        state = State.SUCCESS
    counts = (("worse", diff.worse), ("to re-prove", diff.to_reprove), ("better", diff.better), ("policy", diff.policy))
    told = [f"{len(held)} {name}" for name, held in counts if held]
    decision = f"{diff.before} → {diff.after}" if diff.before is not diff.after else f"{diff.after} as before"
    decision = decision if diff.before is not None else f"a new launch, {diff.after}"
    parts = [*_problems(diff.problems), *told] or ["nothing worse"]
    return state, f"{_listed(parts)}; {decision}"


def _problems(problems: tuple[object, ...]) -> Iterable[str]:
    return [f"{len(problems)} problem{'s' if len(problems) > 1 else ''} in the input"] if problems else []


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)
