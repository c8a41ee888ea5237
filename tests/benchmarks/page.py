"""What was measured, as a table for the terminal and as the page `docs/benchmarks.md`: no names of hosts, no paths."""

import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from readiness import __version__
from tests.benchmarks.budgets import MEGABYTES, SECONDS, TIMES, Row
from tests.benchmarks.peers import PeerRow

PAGE: Final = Path(__file__).parents[2] / "docs" / "benchmarks.md"


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| work | median | slowest | budget | peak memory | budget |", "|---|--:|--:|--:|--:|--:|"]
    for row in rows:
        time = f"{SECONDS[row.name]:g} s" if row.name in SECONDS else _times(row.name, rows)
        memory = f"{MEGABYTES[row.name]:g} MB" if row.name in MEGABYTES else ""
        took = row.measured
        lines.append(
            f"| {row.says} | {took.median_s:.2f} s | {max(took.took_s):.2f} s | {time}"
            f" | {took.peak_mb:.0f} MB | {memory} |"
        )
    return "\n".join(lines)


def _times(name: str, rows: Sequence[Row]) -> str:
    """Return the budget of a row that is held against another one; nothing where there is none."""
    if name not in TIMES:
        return ""
    other, times = TIMES[name]
    return f"{times:g} times {next(row.measured.median_s for row in rows if row.name == other):.2f} s"


def peer_table(peers: Sequence[PeerRow], ours: Row) -> str:
    """Return the others as a Markdown table, with how many times longer than `ours` each took."""
    lines = ["| tool | work | median | peak memory | times ours |", "|---|---|--:|--:|--:|"]
    for peer in peers:
        ratio = peer.measured.median_s / ours.measured.median_s
        lines.append(
            f"| {peer.tool} {peer.version} | {peer.says} | {peer.measured.median_s:.1f} s"
            f" | {peer.measured.peak_mb:.0f} MB | {ratio:.0f} |"
        )
    return "\n".join(lines)


def write_page(rows: Sequence[Row], peers: Sequence[PeerRow], ours: Row) -> None:
    """Write `docs/benchmarks.md`; the part about others says so where they were not measured this time."""
    others = peer_table(peers, ours) if peers else "Not measured in this run; `nox -s bench -- --peers` does."
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(
        _PAGE.format(machine=_machine(), version=__version__, table=table(rows), others=others), encoding="utf-8"
    )


def _machine() -> str:
    git = subprocess.run(["git", "version"], capture_output=True, text=True, check=True).stdout.split()[2]
    system = f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{datetime.now(UTC):%Y-%m-%d} · {system} · {python} · git {git}"


_PAGE: Final = """\
# Benchmarks

Written by `nox -s bench -- --write`; do not edit.

{machine} · readiness {version}

Each row is a whole process, from its start to its end, with its output thrown away: the median of the runs after one
that does not count. Peak memory is that of the largest process of a run, the program or a git under it. The launches
are generated (`tests/benchmarks/generate.py`): high-risk and normal surfaces, owners, rollbacks into runbooks, JUnit
evidence, sign-offs, deferrals, and a failed test in every twentieth scope, so that the answer is a no-go with reasons.
*Cold* is `--no-cache`; *warm* follows a run on the same documents.

{table}

## Others on the same items

Each tool got one entry of its own format per item, with the same title and the same links between items, and was
asked for its own validation of all of them. None of them judges evidence, so the work is not the same: the times say
what it costs to read and check that many items.

{others}
"""
