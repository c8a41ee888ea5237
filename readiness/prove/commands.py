"""One command, executed: where, with what environment, for how long, and what it left behind.

A string is for the shell (`/bin/sh -c`), a list is a program and its arguments. Standard input is empty. The command
leads a process group of its own, so that a Ctrl-C at the terminal reaches readiness alone, which then ends the group.
"""

import os
import secrets
import selectors
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Final

from readiness.model.evidence import Transcript
from readiness.prove.environment import MARK, visible_to_command
from readiness.prove.output import Output
from readiness.prove.processes import end, end_group

GRACE_S: Final = 5.0
"""How long a process has to end itself when it is asked to, before it is killed."""
_LOOK_S: Final = 0.05
_PIECE: Final = 1 << 16
_MOST_LEFT: Final = 1 << 20
"""How much is still read after a command has ended; a pipe holds no more."""
_NOT_THERE: Final = 127
_NOT_EXECUTABLE: Final = 126


class StoppedError(Exception):
    """The command was ended because the whole run is to stop: what it would have shown is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What is executed: `run` in `folder` (absolute), seeing the variables `env` besides what every command sees."""

    run: str | tuple[str, ...]
    folder: Path
    env: tuple[str, ...] = ()
    timeout: timedelta


def execute(command: Command, environment: Mapping[str, str], output: Output, stop: Event) -> Transcript:
    """Return what `command` left behind; it sees only what it may of `environment`.

    A program that cannot be started has failed as it would have in a shell: 127, it is not there; 126, it may not be
    executed. What it leaves running in its process group is ended.

    Raises:
        StoppedError: `stop` was set meanwhile.
    """
    mark = secrets.token_hex(16)
    arguments = ["/bin/sh", "-c", command.run] if isinstance(command.run, str) else list(command.run)
    started, clock = datetime.now(UTC), time.monotonic()
    try:
        process = subprocess.Popen(  # noqa: S603 - executing what the documents say is what this is for
            arguments,
            cwd=command.folder,
            env=visible_to_command(environment, command.env, mark),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        output.add(f"readiness: it cannot be started: {error}\n".encode(errors="backslashreplace"))
        code: int | None = _NOT_THERE if isinstance(error, FileNotFoundError) else _NOT_EXECUTABLE
    else:
        deadline = clock + command.timeout.total_seconds()
        code = _followed(process, f"{MARK}={mark}".encode("ascii"), output, deadline, stop)
    return Transcript(
        command=command.run,
        exit_code=code,
        output=output.end,
        started=started,
        finished=started + timedelta(seconds=time.monotonic() - clock),
        cut=output.cut,
    )


def _followed(
    process: "subprocess.Popen[bytes]", mark: bytes, output: Output, deadline: float, stop: Event
) -> int | None:
    """Return the exit code of `process`; None where it did not end before `deadline`, and had to be ended."""
    pipe = process.stdout
    assert pipe is not None  # noqa: S101 - it was asked for
    os.set_blocking(pipe.fileno(), False)
    in_time = False
    try:
        in_time = _ended_before(process, pipe.fileno(), output, deadline, stop)
    finally:
        # Whatever comes up here, nothing goes on running that nobody watches.
        if in_time:
            end_group(process, GRACE_S)
        else:
            end(process, mark, GRACE_S)
        # What has left the group may hold the pipe open for ever, so nobody waits for its end.
        _drain(pipe.fileno(), output)
        pipe.close()
    if stop.is_set() and not in_time:
        raise StoppedError
    return process.wait() if in_time else None


def _ended_before(process: "subprocess.Popen[bytes]", pipe: int, output: Output, deadline: float, stop: Event) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while process.poll() is None:
            if stop.is_set() or time.monotonic() >= deadline:
                return False
            if not selector.get_map():
                # It has said all that it will say, and mostly ends at once.
                with suppress(subprocess.TimeoutExpired):
                    process.wait(_LOOK_S)
            elif selector.select(_LOOK_S) and not _read(pipe, output):
                selector.unregister(pipe)
    return True


def _read(pipe: int, output: Output) -> int:
    """Return how many bytes came; 0 where no more will come."""
    try:
        data = os.read(pipe, _PIECE)
    except BlockingIOError:
        return -1
    output.add(data)
    return len(data)


def _drain(pipe: int, output: Output) -> None:
    left = _MOST_LEFT
    while left > 0 and (count := _read(pipe, output)) > 0:
        left -= count
