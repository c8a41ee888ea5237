"""What happens where the answer, or the word about an error, cannot be delivered."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import clean
from tests.repository import RepositoryBuilder

FULL = Path("/dev/full")


def shell(redirected: str, folder: Path) -> tuple[int, str]:
    """Run `readiness` with arguments and redirections as a shell takes them; return its exit code and stderr."""
    line = f'exec "{sys.executable}" -m readiness {redirected}'
    done = subprocess.run(  # noqa: S602 - redirections are what is tested
        line, shell=True, cwd=folder, env=clean(folder), capture_output=True, check=False, timeout=60
    )
    return done.returncode, done.stderr.decode()


@pytest.mark.skipif(not FULL.exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("command", ["check", "check --format json", "explain", "schema", "--help", "--version", "-V"])
def test_a_full_disk_is_no_mistake_of_readiness(launch: RepositoryBuilder, command: str) -> None:
    code, said = shell(f"{command} > /dev/full", launch.path)
    assert code == 2
    assert said.startswith("error RDY050 [io]: the answer cannot be written: no space left on device\n")
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("command", "code"), [("check", 1), ("explain", 0), ("schema", 0), ("--help", 0), ("--version", 0)]
)
def test_a_closed_stdout_leaves_the_exit_code(launch: RepositoryBuilder, command: str, code: int) -> None:
    assert shell(f"{command} >&-", launch.path) == (code, "")


@pytest.mark.parametrize(
    "closed", ["2>&-", pytest.param("2>/dev/full", marks=pytest.mark.skipif(not FULL.exists(), reason=""))]
)
@pytest.mark.parametrize(("command", "code"), [("check --at nonsense", 2), ("check", 1), ("demo .", 2)])
def test_an_error_that_nobody_hears_keeps_its_exit_code(
    launch: RepositoryBuilder, command: str, code: int, closed: str
) -> None:
    assert shell(f"{command} {closed}", launch.path) == (code, "")


def test_the_version_survives_a_reader_that_left(tmp_path: Path) -> None:
    _, said = shell("--version | true", tmp_path)
    assert said == ""


def test_an_interrupt_while_modules_are_imported_says_nothing(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys, importlib.abc\n"
        "class Impatient(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'readiness.rules':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Impatient())\n"
        "sys.argv = ['readiness', 'check']\n"
        "from readiness.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=clean(tmp_path), capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
