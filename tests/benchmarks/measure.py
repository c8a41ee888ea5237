"""One command, run several times as a process of its own: wall-clock seconds, and the peak of resident memory."""

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class UnexpectedEndError(Exception):
    """A measured command ended with another exit code than the one that it is measured for."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Runs of one command. `peak_mb` is the largest process of a run, in 10^6 bytes: the program or a git under it."""

    took_s: tuple[float, ...]
    peak_mb: float

    @property
    def median_s(self) -> float:
        """The middle run, in seconds."""
        return statistics.median(self.took_s)


def measure(
    argv: Sequence[str], cwd: Path, env: Mapping[str, str], *, runs: int = 5, warm_ups: int = 1, ends: int = 0
) -> Measured:
    """Return how `argv` ran in `cwd`, after `warm_ups` runs that do not count (byte code, page cache).

    Raises:
        UnexpectedEndError: a run did not end with the exit code `ends`, so that its time says nothing.
    """
    for _ in range(warm_ups):
        _run(argv, cwd, env, ends)
    timed = [_run(argv, cwd, env, ends) for _ in range(runs)]
    return Measured(tuple(took for took, _ in timed), max(peak for _, peak in timed))


def _run(argv: Sequence[str], cwd: Path, env: Mapping[str, str], ends: int) -> tuple[float, float]:
    began = time.perf_counter()
    process = subprocess.Popen(argv, cwd=cwd, env=dict(env), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    # wait4, not wait: it is what reports the memory of exactly this child and of those that it waited for.
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != ends:
        again = subprocess.run(argv, cwd=cwd, env=dict(env), capture_output=True, text=True, check=False)
        message = f"{' '.join(argv)} ended with {process.returncode}, not {ends}:\n{again.stdout[-4000:]}{again.stderr}"
        raise UnexpectedEndError(message)
    return took, usage.ru_maxrss * 1024 / 1e6
