"""Where errors become text and an exit code: expected, unexpected, interrupted, a reader that left, a full disk."""

import errno
import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TextIO

import typer

from readiness.cli.crash import crash_report
from readiness.cli.exits import ExitCode
from readiness.errors import Problem, ReadinessError
from readiness.render.layout import plain
from readiness.render.problems import problem_lines

P = ParamSpec("P")

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What a disk or a device says that takes no more; readiness can do nothing about it."""


def handled(command: Callable[P, ExitCode]) -> Callable[P, None]:
    """Return `command` for typer: it ends with its exit code, whatever happens inside."""

    @wraps(command)
    def ending(*args: P.args, **kwargs: P.kwargs) -> None:
        raise typer.Exit(guard(lambda: command(*args, **kwargs)))

    return ending


def guard(action: Callable[[], int]) -> int:
    """Return what `action` returns, or the exit code of the error that it ended with, told on stderr."""
    try:
        code = action()
        sys.stdout.flush()
    except ReadinessError as error:
        return _told(error)
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        return _reader_left()
    except OSError as error:
        return _undelivered(error) if error.errno in _NO_ROOM else _crashed(error)
    except Exception as error:  # noqa: BLE001 - the last resort says so, and where to report it
        return _crashed(error)
    return code


def _told(error: ReadinessError) -> int:
    _tell(plain(problem_lines(error.problems, 80)))
    return ExitCode.BAD_INPUT


def _crashed(error: Exception) -> int:
    _tell(crash_report(error))
    return ExitCode.INTERNAL


def _reader_left() -> int:
    """Return the code of a program that lost its reader (`readiness check | head`): the answer was not delivered."""
    _silence(sys.stdout)
    return 128 + 13


def _undelivered(error: OSError) -> int:
    _silence(sys.stdout)
    why = (error.strerror or "it takes no more").lower()
    fix = "make room there, or write the answer elsewhere"
    return _told(ReadinessError(Problem("RDY050", f"the answer cannot be written: {why}", fix)))


def _tell(text: str) -> None:
    """Write `text` to stderr; where nobody can hear it, the exit code still says what happened."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        _silence(sys.stderr)


def _silence(stream: TextIO) -> None:
    """Let what is left in `stream` go nowhere, so that the end of the program does not fail on it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
