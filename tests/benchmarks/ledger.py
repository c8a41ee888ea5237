"""`python -m tests.benchmarks.ledger`: what a ledger of 100,000 records costs, in seconds (medians of wall-clock time).

No run is needed to make them: the same record is written down with other contents and times.
"""

import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from readiness.ledger.access import open_ledger
from readiness.ledger.reading import Ledger, Wanted
from readiness.model.record import Proven, Record
from readiness.model.settings import LedgerSettings
from readiness.model.trust import Trust
from readiness.tree.base import Entry
from readiness.tree.fingerprint import contents, digest_of
from readiness.tree.opening import find_place
from tests.ledger.records import DEPLOY

MANY: Final = 100_000
REQUIREMENTS: Final = 10_000
_START: Final = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """Make the ledgers, measure, and print a table."""
    with tempfile.TemporaryDirectory(prefix="readiness-ledger-") as name:
        folder = Path(name)
        deep = repository(folder / "deep")
        fill(deep, MANY, MANY // 100)
        print(f"{MANY:,} records of {MANY // 100:,} requirements, in a ref")
        program = [str(Path(sys.executable).with_name("readiness")), "ledger", "list"]
        show("readiness ledger list", lambda: run(program, deep))
        show("shelves of 10 requirements", lambda: shelves(deep, MANY, 10))
        show("shelves of all requirements", lambda: shelves(deep, MANY, MANY // 100))
        numbers = iter(range(MANY, 2 * MANY))
        show("append of one record", lambda: put(opened(deep), [next(numbers)], 1))
        wide = repository(folder / "wide")
        key = folder / "key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
        fill(wide, REQUIREMENTS, REQUIREMENTS, key)
        print(f"{REQUIREMENTS:,} signed records of {REQUIREMENTS:,} requirements, in a ref")
        trust = Trust.model_validate({"keys": [{"key": key.with_suffix(".pub").read_text(), "identity": "ci"}]})
        show("shelves of all requirements", lambda: shelves(wide, REQUIREMENTS, REQUIREMENTS, trust))


def show(what: str, action: Callable[[], object], runs: int = 5) -> None:
    """Print how long `action` takes: the middle one of several runs, after one that does not count."""
    action()
    took = []
    for _ in range(runs):
        began = time.perf_counter()
        action()
        took.append(time.perf_counter() - began)
    print(f"  {what:<32}{statistics.median(took):8.3f} s")


def run(program: list[str], folder: Path) -> None:
    """Run a command, and wait for it."""
    subprocess.run(program, cwd=folder, env={**os.environ, "NO_COLOR": "1"}, check=True, capture_output=True)


def repository(folder: Path) -> Path:
    """Make an empty repository."""
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    return folder


def opened(folder: Path, trust: Trust | None = None) -> Ledger:
    """Open the ledger of a repository."""
    top, found = find_place(folder)
    return open_ledger(top, found, LedgerSettings(), trust or Trust(), now=datetime.now(UTC))


def fill(folder: Path, records: int, requirements: int, key: Path | None = None) -> None:
    """Put `records` on file, of so many requirements, 25,000 at a time."""
    for first in range(0, records, 25_000):
        put(opened(folder), list(range(first, min(records, first + 25_000))), requirements, key)


def put(ledger: Ledger, numbers: list[int], requirements: int, key: Path | None = None) -> None:
    """Put records on file."""
    from readiness.ledger.keys import open_signer  # noqa: PLC0415

    ledger.append(list(made(numbers, requirements)), open_signer(key) if key else None)


def made(numbers: list[int], requirements: int) -> Iterator[tuple[Record, bytes]]:
    """Yield records with the lists of files that they are about."""
    for number in numbers:
        files = listed(number)
        finished = _START + timedelta(seconds=number)
        proven = proven_of(number % requirements)
        yield replace(DEPLOY, proven=proven, covered=digest_of(files), started=finished, finished=finished), files


def listed(number: int) -> bytes:
    """Return the list of files of one content."""
    return contents("sha1", [Entry("src/a.py", 0o100644, hashlib.sha1(b"%d" % number).hexdigest())])  # noqa: S324 - git's


def proven_of(number: int) -> Proven:
    """Return one of the requirements."""
    return Proven(f"scope-{number % 10}", f"item-{number}", "suite")


def shelves(folder: Path, records: int, requirements: int, trust: Trust | None = None) -> None:
    """Ask for the newest content of each of so many requirements."""
    step = MANY // 100 if records == MANY else REQUIREMENTS
    newest = [records - step + number for number in range(requirements)]
    wanted = [Wanted(proven_of(number % step), digest_of(listed(number)), "junit", None) for number in newest]
    found = opened(folder, trust).shelves(wanted)
    assert all(len(shelf.exact) == 1 and shelf.exact[0].distrust is None for shelf in found.values())
    assert len(found) == requirements


if __name__ == "__main__":
    main()
