"""`readiness followups verify` as a process: stopped, killed, and without a client."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from tests.cli.inside import nobodys_machine, typed
from tests.cli.program import CHECKOUT, clean
from tests.followups.desk import LOCK, Shelf, launch, package, shelf
from tests.repository import RepositoryBuilder

__all__ = ["launch", "nobodys_machine", "package", "shelf"]


def started(repository: RepositoryBuilder, package: Path) -> "subprocess.Popen[bytes]":
    path = os.pathsep.join((str(CHECKOUT), str(package)))
    return subprocess.Popen(
        [sys.executable, "-m", "readiness", "followups", "verify"],
        cwd=repository.path,
        env=clean(repository.path, {"PYTHONPATH": path, "XDG_CACHE_HOME": str(package / "cache")}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_who_stops_while_a_server_is_silent_finds_the_lock_as_it_was(
    launch: RepositoryBuilder, shelf: Shelf, package: Path, sent: signal.Signals
) -> None:
    typed("followups", "verify", folder=launch.path)
    before = {path.name: path.read_bytes() for path in (launch.path / ".readiness").iterdir()}
    shelf.put("13", "Something else")
    arrived, over = Event(), Event()

    def never() -> None:
        arrived.set()
        over.wait(60)

    shelf.before = never
    process = started(launch, package)
    try:
        assert arrived.wait(60)
        process.send_signal(sent)
        out, err = process.communicate(timeout=25)  # less than the client waits for an answer
    finally:
        over.set()
        process.kill()
    assert process.returncode == (130 if sent is signal.SIGINT else -signal.SIGKILL)
    assert (out, err) == (b"", b"")
    assert {path.name: path.read_bytes() for path in (launch.path / ".readiness").iterdir()} == before
    assert LOCK.endswith("followups.lock")


def test_the_program_finds_the_kind_that_a_package_brings(
    launch: RepositoryBuilder, shelf: Shelf, package: Path
) -> None:
    process = started(launch, package)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert out.startswith(b"2 issues verified.\n")
    assert shelf.asked == ["/issues?ids=12%2C13"]
