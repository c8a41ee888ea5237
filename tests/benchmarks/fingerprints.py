"""`python -m tests.benchmarks.fingerprints`: 10,000 different `covers` over 100,000 files, timed inside one process.

The tree is made up: 2,000 services of 50 files each. Of the patterns, which are all different, most are folders, the
others are anchored and have wildcards, take something out, or come with inputs. Seconds of wall-clock time, the median
of several runs; listing the files with their object ids is git's work, and not in it.
"""

import argparse
import hashlib
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from readiness.tree.base import Entry
from readiness.tree.covered import Fingerprints

FILES: Final = 100_000
COVERS: Final = 10_000
_SERVICES: Final = 2_000
_PER_SERVICE: Final = FILES // _SERVICES

Asked = tuple[tuple[str, ...], tuple[str, ...]]


class MadeUp:
    """A tree of files that are nowhere."""

    object_format = "sha1"

    def __init__(self) -> None:
        self._entries = tuple(sorted(_entries(), key=lambda entry: entry.path))
        self._paths = tuple(entry.path for entry in self._entries)

    def paths(self) -> Sequence[str]:
        return self._paths

    def entries(self) -> Sequence[Entry]:
        return self._entries

    def submodules(self) -> frozenset[str]:
        return frozenset()

    def doubts(self) -> Mapping[str, str]:
        return {}


def _entries() -> Iterator[Entry]:
    for service in range(_SERVICES):
        for number in range(_PER_SERVICE):
            folder = ("src", "tests", "infra", "docs", "src/deep/er")[number % 5]
            path = f"services/team-{service % 40:02}/svc-{service:04}/{folder}/module_{number:02}.py"
            yield Entry(path, 0o100644, hashlib.sha1(path.encode(), usedforsecurity=False).hexdigest())


def covers() -> Iterator[Asked]:
    """Yield 10,000 different choices of files."""
    for service in range(_SERVICES):
        home = f"services/team-{service % 40:02}/svc-{service:04}"
        yield (f"{home}/**",), ()
        yield (f"{home}/src/",), ()
        yield (f"{home}/src/**/*.py", f"/{home}/infra/module_0?.py"), ()
        yield (f"{home}/src/**", f"{home}/infra/**", f"!{home}/src/deep/**"), ()
        yield (f"{home}/src/**",), (f"{home}/tests/**", f"{home}/docs/module_03.py")


def _timed(tree: MadeUp, asked: Sequence[Asked]) -> float:
    began = time.perf_counter()
    fingerprints = Fingerprints(tree)
    empty = sum(not fingerprints.covered(patterns, inputs).count for patterns, inputs in asked)
    took = time.perf_counter() - began
    if empty:
        message = f"{empty} of the patterns match nothing"
        raise AssertionError(message)
    return took


def main(argv: Sequence[str]) -> None:
    """Measure, and print each kind of question with its time."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fingerprints", description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args(argv).runs
    tree = MadeUp()
    many = list(covers())
    questions: Mapping[str, Sequence[Asked]] = {
        f"{len(set(many)):,} folder and anchored patterns": many,
        '["**"], 10,000 times': [(("**",), ())] * COVERS,
        '["**"] with 10,000 different inputs': [(("**",), asked) for asked, _ in many],
        "100 patterns with a wildcard in the middle": [((f"services/*/svc-{n:04}/**",), ()) for n in range(100)],
        "50 names anywhere, less a folder": [((f"*_{n:02}.py", "!svc-0001/"), ()) for n in range(50)],
    }
    for name, asked in questions.items():
        print(f"{statistics.median(_timed(tree, asked) for _ in range(runs)):6.2f} s  {name}")


if __name__ == "__main__":
    main(sys.argv[1:])
