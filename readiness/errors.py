"""What goes wrong, as values: a `Problem` has a code, a place, what was found and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from readiness.model.place import Location


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the input, the configuration or the command line.

    `code` is a key of `readiness.model.problems.PROBLEMS`; `location` is None where no file is to blame.
    """

    code: str
    message: str
    fix: str
    location: Location | None = None

    @property
    def sort_key(self) -> tuple[Location, str, str]:
        """Problems sort by place, then code, then text."""
        return (self.location or Location(""), self.code, self.message)


class ReadinessError(Exception):
    """Ends a command with exit code 2; carries every problem that was found, not only the first."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> "ReadinessError":
        """Return one error for all `problems`, in order of place."""
        return cls(*sorted(problems, key=lambda problem: problem.sort_key))


class UnjudgedError(Exception):
    """A requirement that no rule can judge: a mistake in readiness, which ends the run rather than pass anything."""

    def __init__(self, requirement: str, why: str) -> None:
        super().__init__(f"{requirement}: {why}")


class EvidenceMissingError(Exception):
    """An evidence reader found that there is nothing to read (yet): the outcome is `missing`, never a crash."""


class EvidenceUnreadableError(Exception):
    """An evidence reader could not understand what it was given: the outcome is `unknown`, never a pass."""


def unusable(path: str, error: OSError) -> ReadinessError:
    """Return the error for a file that cannot be read or written."""
    return ReadinessError(
        Problem("RDY050", why_of(error), "check that the path and its permissions are right", Location(path))
    )


def why_of(error: OSError) -> str:
    """Return what the system says is wrong, as a phrase."""
    return (error.strerror or type(error).__name__).lower()
