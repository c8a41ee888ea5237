"""What a run of `prove` came to: of each requirement, and of each command."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Protocol

from readiness.errors import Problem
from readiness.prove.ordering import Step
from readiness.prove.selecting import Task


class How(Enum):
    """How the proof of one requirement ended. Of what was refused or skipped there is no record.

    Unknown is where there is one, and nobody can tell what it says.
    """

    PASSED = auto()
    FAILED = auto()
    UNKNOWN = auto()
    REFUSED = auto()
    SKIPPED = auto()


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended for one requirement; `said` is a phrase: what was measured, or why not. `problems` say why not."""

    task: Task
    how: How
    said: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What became of one step.

    `log` is the file with the output, None where nothing was executed; `tail` the last bytes of it; `damaged` why the
    file does not have all of it, if so.
    """

    step: Step
    endings: tuple[Ended, ...]
    took_s: float = 0.0
    log: Path | None = None
    tail: bytes = b""
    damaged: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of all steps, in the order in which they ended. `interrupted`: somebody asked to stop before."""

    ran: tuple[Ran, ...]
    interrupted: bool = False

    @property
    def endings(self) -> Sequence[Ended]:
        """How it ended for each requirement."""
        return tuple(end for ran in self.ran for end in ran.endings)


class Watch(Protocol):
    """Somebody who looks on; called from one thread."""

    def begun(self, step: Step) -> None:
        """A step has begun."""

    def over(self, ran: Ran) -> None:
        """A step has ended, or was skipped."""
