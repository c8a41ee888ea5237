"""Where errors become text and an exit code: expected, unexpected, interrupted, and a reader that left."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import typer

from readiness.cli.crash import crash_report
from readiness.cli.exits import ExitCode
from readiness.errors import ReadinessError
from readiness.render.layout import plain
from readiness.render.problems import problem_lines

P = ParamSpec("P")


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
    except Exception as error:  # noqa: BLE001 - the last resort says so, and where to report it
        sys.stderr.write(crash_report(error))
        return ExitCode.INTERNAL
    return code


def _told(error: ReadinessError) -> int:
    sys.stderr.write(plain(problem_lines(error.problems, 80)))
    return ExitCode.BAD_INPUT


def _reader_left() -> int:
    """Return the code of a program that lost its reader (`readiness check | head`): the answer was not delivered."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 128 + 13
