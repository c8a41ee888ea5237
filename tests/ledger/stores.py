"""What tests of stores share: names and files as a ledger has them, and a store in a process of its own."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def name_of(data: bytes, *, item: str = "deploy", covered: str = "ab" * 32, second: int = 0) -> str:
    """Return where a record with these bytes would be kept."""
    digest = hashlib.sha256(data).hexdigest()
    return f"records/launch/{item}/suite/{covered[:2]}/{covered}/20261101T1200{second:02}000000Z-{digest}.json"


def started(script: str, *arguments: str, before: Sequence[str] = ()) -> "subprocess.Popen[bytes]":
    """Start Python on `script`, with the package at hand and nobody's git settings."""
    # What measures coverage writes at the very end, and says so where it cannot.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "COVERAGE"))}
    return subprocess.Popen(
        [*before, sys.executable, "-c", script, *arguments],
        env={**kept, "PYTHONPATH": str(CHECKOUT), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
