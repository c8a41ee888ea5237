"""Processes and all that they started: found by group and by a mark in their environment, ended together.

A process group holds what a command starts, unless that leaves it (`setsid`, daemons). On Linux such a process is still
found by the mark that it inherited, through `/proc`. One that left the group *and* cleared its environment, or runs
as another user, is not found.
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from subprocess import Popen
from typing import Final

_PROC: Final = Path("/proc")
_STEP_S: Final = 0.02
_ZOMBIE: Final = frozenset({b"Z", b"X"})


def end(process: "Popen[bytes]", mark: bytes, grace_s: float) -> None:
    """End `process`, the leader of a group, and all that it started: asked first, and killed after `grace_s` seconds.

    `mark` is `NAME=value` in the environment of what belongs to it.
    """
    if _ended(process, mark):
        return
    _send(process.pid, mark, signal.SIGTERM)
    until = time.monotonic() + grace_s
    while time.monotonic() < until:
        if _ended(process, mark):
            return
        time.sleep(_STEP_S)
    # What is killed can have started something just before; nothing is left to do so after a few rounds.
    for _ in range(3):
        _send(process.pid, mark, signal.SIGKILL)
        process.wait()
        if not _left(process.pid, mark):
            return
        time.sleep(_STEP_S)


def end_group(process: "Popen[bytes]", grace_s: float) -> None:
    """End what is left of the group of `process`, which has ended itself; what has left the group goes on."""
    if _left(process.pid, b""):
        _signal_group(process.pid, signal.SIGTERM)
        until = time.monotonic() + grace_s
        while time.monotonic() < until and _left(process.pid, b""):
            time.sleep(_STEP_S)
        _signal_group(process.pid, signal.SIGKILL)


def _ended(process: "Popen[bytes]", mark: bytes) -> bool:
    return process.poll() is not None and not _left(process.pid, mark)


def _left(group: int, mark: bytes) -> bool:
    """Return whether anything of `group`, or with `mark`, is still running."""
    if _PROC.joinpath("self/stat").exists():
        return any(True for _ in _members(group, mark))
    try:
        os.killpg(group, 0)
    except OSError:
        return False
    return True


def _send(group: int, mark: bytes, sent: signal.Signals) -> None:
    _signal_group(group, sent)
    for pid in _members(0, mark):
        # It may have ended by now, or belong to somebody else.
        with suppress(OSError):
            os.kill(pid, sent)


def _signal_group(group: int, sent: signal.Signals) -> None:
    with suppress(OSError):
        os.killpg(group, sent)


def _members(group: int, mark: bytes) -> Iterator[int]:
    """Yield the processes of `group`, and those with `mark` where there is one; none where there is no `/proc`."""
    try:
        pids = [int(name) for name in os.listdir(_PROC) if name.isdigit()]  # noqa: PTH208 - every 20 ms
    except OSError:
        return
    for pid in pids:
        with suppress(OSError, ValueError):
            # After the name, which may hold anything: state, parent, group.
            state, _, its_group = (_PROC / str(pid) / "stat").read_bytes().rpartition(b")")[2].split(maxsplit=3)[:3]
            if state in _ZOMBIE or pid == os.getpid():
                continue
            if int(its_group) == group or (mark and mark in (_PROC / str(pid) / "environ").read_bytes().split(b"\0")):
                yield pid
