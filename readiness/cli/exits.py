"""Exit codes. They are fixed: scripts and CI rely on them."""

from enum import IntEnum
from typing import Final

from readiness.model.outcome import Decision
from readiness.model.report import Report


class ExitCode(IntEnum):
    """What the program returns to the shell."""

    OK = 0
    NO_GO = 1
    BAD_INPUT = 2
    UNDECIDED = 3
    INTERNAL = 70
    INTERRUPTED = 130


_OF_DECISION: Final = {
    Decision.GO: ExitCode.OK,
    Decision.GO_WITH_CONDITIONS: ExitCode.OK,
    Decision.ON_TRACK: ExitCode.OK,
    Decision.UNDECIDED: ExitCode.UNDECIDED,
    Decision.NO_GO: ExitCode.NO_GO,
}


def exit_code_of(report: Report) -> ExitCode:
    """Return the exit code of `report`: bad input before any decision; with a baseline, by what is new alone."""
    if report.problems:
        return ExitCode.BAD_INPUT
    return _OF_DECISION[report.decision if report.baseline is None else report.baseline.decision_on_new]
