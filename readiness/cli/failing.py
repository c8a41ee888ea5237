"""With what `readiness diff` exits: by what somebody asked it to fail on, and by nothing else. Pure."""

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum

from readiness.cli.exits import ExitCode
from readiness.cli.options import refuse_usage
from readiness.model.diff import Diff
from readiness.model.outcome import Decision, Outcome
from readiness.model.wording import suggestion


class FailOn(StrEnum):
    """What a change can be refused for."""

    WORSE = "worse"
    STALE = "stale"
    POLICY = "policy"
    NO_GO = "no-go"


def fail_on(names: Iterable[str] | None) -> frozenset[FailOn]:
    """Return what `names` ask for, each of them one or several with commas between; without any, `worse`.

    Raises:
        ReadinessError: RDY056 for a name that means nothing.
    """
    asked = [name.strip() for given in names or () for name in given.split(",")] or [FailOn.WORSE]
    for name in asked:
        if name not in set(FailOn):
            refuse_usage(f"--fail-on got `{name}`, and nobody can fail on that", suggestion(name, list(FailOn)))
    return frozenset(FailOn(name) for name in asked)


def exit_code_of_diff(diff: Diff, asked: Collection[FailOn]) -> ExitCode:
    """Return the exit code of `diff`: bad input first, then what is there of `asked`, then what nobody can tell."""
    if diff.problems:
        return ExitCode.BAD_INPUT
    return max((code for one in asked for code in _codes(diff, one)), key=_CODES.index, default=ExitCode.OK)


_CODES = (ExitCode.OK, ExitCode.UNDECIDED, ExitCode.NO_GO)
"""From best to worst."""


def _codes(diff: Diff, asked: FailOn) -> Iterator[ExitCode]:
    match asked:
        case FailOn.WORSE:
            yield from (
                ExitCode.UNDECIDED if shift.after is Outcome.UNKNOWN else ExitCode.NO_GO for shift in diff.worse
            )
        case FailOn.STALE:
            yield ExitCode.NO_GO if diff.to_reprove else ExitCode.OK
        case FailOn.POLICY:
            # Of a base that cannot be read as a whole, nobody can tell what the change does to its policy.
            unsure = ExitCode.UNDECIDED if diff.problems_before else ExitCode.OK
            yield ExitCode.NO_GO if diff.policy else unsure
        case FailOn.NO_GO:
            yield _OF_DECISION.get(diff.after, ExitCode.OK)


_OF_DECISION = {Decision.NO_GO: ExitCode.NO_GO, Decision.UNDECIDED: ExitCode.UNDECIDED}
