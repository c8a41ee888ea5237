"""Reading changes nothing: `check` leaves a repository as it was, `.git` too, alone or several at once."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.link.launches import NOW, SURROUNDINGS, scope
from tests.proofs import record
from tests.repository import RepositoryBuilder, content_of, git_settings, repository

__all__ = ["git_settings", "repository"]

HERE = Path(__file__).parents[1]
MODES = ((), ("--index",), ("--at", "HEAD"), ("--at", "HEAD~1", "--final"), ("--policy-from", "HEAD~1"))


@pytest.fixture
def launch(repository: RepositoryBuilder) -> RepositoryBuilder:
    """Return a repository with two commits, something staged, something changed and something new."""
    repository.commit({**SURROUNDINGS, "scopes/shop.yaml": scope()}, "Plan the launch")
    record(repository.path, NOW)
    repository.commit({"src/tax.go": "package tax\n", ".gitignore": "ignored/\n"}, "Levy taxes")
    record(repository.path, NOW)
    repository.write("src/staged.go", "package staged\n")
    repository.git("add", "src/staged.go")
    record(repository.path, NOW)
    # A file with an older time than the index has for it is what makes git refresh the index.
    os.utime(repository.write("src/pay.go", SURROUNDINGS["src/pay.go"]), (1_700_000_000, 1_700_000_000))
    repository.write("src/tax.go", "package tax // changed\n")
    repository.write("src/new.go", "package new\n")
    repository.write("ignored/out.xml", "<a/>\n")
    record(repository.path, NOW)
    return repository


def started(root: Path, cache: Path, *arguments: str, before: Sequence[str] = ()) -> "subprocess.Popen[bytes]":
    """Start `readiness check` in `root`, with a cache folder of its own."""
    # A base is asked for by today's clock alone.
    day = () if "--policy-from" in arguments else ("--as-of", "2026-12-01")
    return subprocess.Popen(
        [*before, sys.executable, "-B", "-m", "readiness", "check", *day, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.fspath(HERE), "XDG_CACHE_HOME": os.fspath(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def answered(mode: Sequence[str], code: int) -> bool:
    """Return whether `code` is an answer: a go, or, where today's clock decides, whatever it makes of the records."""
    return code == 0 or ("--policy-from" in mode and code in {1, 3})


def ended(process: "subprocess.Popen[bytes]") -> tuple[int, bytes, bytes]:
    output, errors = process.communicate(timeout=60)
    return process.returncode, output, errors


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: " ".join(mode) or "work tree")
def test_a_check_leaves_every_file_of_the_repository_as_it_was(
    launch: RepositoryBuilder, tmp_path: Path, mode: tuple[str, ...]
) -> None:
    before = content_of(launch.path)
    code, output, errors = ended(started(launch.path, tmp_path / "cache", *mode))
    assert (answered(mode, code), errors) == (True, b""), output
    assert content_of(launch.path) == before


def test_git_itself_would_have_changed_it(launch: RepositoryBuilder) -> None:
    before = content_of(launch.path)
    launch.git("status")
    assert content_of(launch.path) != before


@pytest.mark.parametrize("mode", MODES[:3], ids=lambda mode: " ".join(mode) or "work tree")
def test_a_no_go_and_bad_input_leave_it_so_too(
    launch: RepositoryBuilder, tmp_path: Path, mode: tuple[str, ...]
) -> None:
    launch.commit({"proof/tests.xml": "<torn", "scopes/broken.yaml": "kind: [\n"}, "Break it")
    before = content_of(launch.path)
    code, _, _ = ended(started(launch.path, tmp_path / "cache", *mode))
    assert code == 2
    assert content_of(launch.path) == before


def test_several_at_once_give_the_same_answer_and_change_nothing(launch: RepositoryBuilder, tmp_path: Path) -> None:
    before = content_of(launch.path)
    # One cache for all of them: they may write to it at the same time.
    running = [started(launch.path, tmp_path / "cache") for _ in range(4)]
    answers = {ended(process) for process in running}
    assert {(code, errors) for code, _, errors in answers} == {(0, b"")}
    assert len(answers) == 1
    assert content_of(launch.path) == before


def test_different_modes_at_once_do_each_other_no_harm(launch: RepositoryBuilder, tmp_path: Path) -> None:
    alone = [ended(started(launch.path, tmp_path / "cache", *mode)) for mode in MODES]
    before = content_of(launch.path)
    together = [started(launch.path, tmp_path / "cache", *mode) for mode in MODES]
    assert [ended(process) for process in together] == alone
    assert content_of(launch.path) == before


def test_a_lock_that_somebody_else_holds_is_no_obstacle(launch: RepositoryBuilder, tmp_path: Path) -> None:
    (launch.path / ".git" / "index.lock").touch()
    before = content_of(launch.path)
    codes = [ended(started(launch.path, tmp_path / "cache", *mode))[0] for mode in MODES]
    assert all(map(answered, MODES, codes)), codes
    assert content_of(launch.path) == before


@pytest.fixture
def read_only(launch: RepositoryBuilder) -> Iterator[Path]:
    """Make the checkout unwritable, and owned by somebody else than the test's user where that can be told apart."""
    folders = [launch.path, *(path for path in launch.path.rglob("*") if not path.is_symlink())]
    modes = {path: path.stat().st_mode for path in folders}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222 | 0o444 | (0o111 if path.is_dir() else 0))
    yield launch.path
    for path, mode in modes.items():
        path.chmod(mode)


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files mean something else there")
@pytest.mark.parametrize("mode", MODES, ids=lambda mode: " ".join(mode) or "work tree")
def test_a_checkout_that_cannot_be_written_is_judged_all_the_same(
    read_only: Path, tmp_path: Path, mode: tuple[str, ...]
) -> None:
    before, cache = content_of(read_only), tmp_path / "nowhere" / "cache"
    code, output, errors = ended(started(read_only, cache, *mode, before=ordinary_user(read_only)))
    assert (answered(mode, code), errors) == (True, b""), output
    assert content_of(read_only) == before


def ordinary_user(root: Path) -> tuple[str, ...]:
    """Return what makes a command run without the power to write everywhere: nothing, unless this is root.

    The user stays the same, so that git trusts the folder and temporary folders stay readable; the powers go.
    """
    if os.geteuid() != 0:
        return ()
    powers = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")
    probe = subprocess.run([*powers, "touch", os.fspath(root / "probe")], capture_output=True, check=False)
    if probe.returncode == 0 or (root / "probe").exists():
        (root / "probe").unlink(missing_ok=True)
        pytest.skip("root cannot be kept from writing here")
    return powers
