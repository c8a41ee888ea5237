"""Commands, executed for real: what they see, how they end, and that nothing of them is left."""

import os
import shutil
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from readiness.model.evidence import Transcript
from readiness.prove.commands import Command, StoppedError, execute
from readiness.prove.output import Output

HERE: Mapping[str, str] = {"PATH": os.environ["PATH"], "HOME": "/nowhere"}
HOUR = timedelta(hours=1)
FOREVER = 1000


def executed(  # noqa: PLR0913 - each has a default
    folder: Path,
    run: str | Sequence[str],
    *,
    env: tuple[str, ...] = (),
    environment: Mapping[str, str] = HERE,
    timeout: timedelta = HOUR,
    limit: int = 1 << 20,
    stop: threading.Event | None = None,
) -> Transcript:
    """Return what `run` left behind in `folder`, with its output in a file beside it."""
    output = Output(folder.with_suffix(".log"), limit)
    command = Command(run=run if isinstance(run, str) else tuple(run), folder=folder, env=env, timeout=timeout)
    try:
        return execute(command, environment, output, stop or threading.Event())
    finally:
        output.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "here"
    path.mkdir()
    return path


def is_running(folder: Path) -> bool:
    """Whether the process whose id `folder/pid` holds is there, and more than a zombie."""
    pid = (folder / "pid").read_text().strip()
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in {"Z", "X"}


def test_a_string_is_for_the_shell_and_a_list_is_not(folder: Path) -> None:
    assert executed(folder, "echo $HOME '*' && exit 3").output == b"/nowhere *\n"
    (folder.with_suffix(".log")).unlink()
    assert executed(folder, ["echo", "$HOME", "*", "&&", "exit 3"]).output == b"$HOME * && exit 3\n"


@pytest.mark.parametrize(
    ("run", "code"),
    [
        pytest.param("exit 7", 7, id="its-own"),
        pytest.param("kill -9 $$", -9, id="a-signal"),
        pytest.param("no-such-program-anywhere", 127, id="not-there-in-a-shell"),
        pytest.param(["no-such-program-anywhere"], 127, id="not-there"),
        pytest.param(["/"], 126, id="not-to-be-executed"),
        pytest.param(["echo", "a\0b"], 126, id="nul"),
    ],
)
def test_the_exit_code_is_told_as_it_is(folder: Path, run: str | list[str], code: int) -> None:
    assert executed(folder, run).exit_code == code


def test_what_cannot_be_started_says_why(folder: Path) -> None:
    assert b"no-such-program" in executed(folder, ["no-such-program"]).output


def test_both_outputs_are_one_and_no_byte_of_them_is_changed(folder: Path) -> None:
    done = executed(folder, r"printf 'caf\351\000\033[1m'; printf '\377' >&2")
    assert done.output == b"caf\xe9\0\x1b[1m\xff"
    assert folder.with_suffix(".log").read_bytes() == done.output
    assert not done.cut


def test_standard_input_is_empty(folder: Path) -> None:
    assert executed(folder, "cat; echo end").output == b"end\n"


def test_a_command_sees_what_every_program_needs_and_what_it_names(folder: Path) -> None:
    environment = {
        **HERE,
        "LC_ALL": "C",
        "CI": "true",
        "GITHUB_TOKEN": "secret",
        "GITHUB_ENV": "/a/file",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "GIT_DIR": "/elsewhere",
        "TERM": "xterm",
        "DATABASE_URL": "named",
        "DATABASE_URL_2": "not named",
    }
    done = executed(folder, ["env"], env=("DATABASE_URL", "NOT_SET"), environment=environment)
    seen = dict(line.partition("=")[::2] for line in done.output.decode().splitlines())
    assert seen.pop("READINESS_PROOF")
    assert {**seen} == {**HERE, "LC_ALL": "C", "CI": "true", "TERM": "dumb", "DATABASE_URL": "named"}


def test_of_long_output_the_end_is_kept_and_the_file_has_all(folder: Path) -> None:
    done = executed(folder, "head -c 300000 /dev/zero; echo end", limit=1000)
    assert (len(done.output), done.output[-4:], done.cut) == (1000, b"end\n", True)
    assert folder.with_suffix(".log").stat().st_size == 300_004


def test_of_endless_output_the_file_leaves_out_the_middle(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness.prove.output.MOST_LOGGED", 100)
    executed(folder, "echo begin; head -c 300000 /dev/zero; echo end", limit=1000)
    kept = folder.with_suffix(".log").read_bytes()
    assert kept.startswith(b"begin\n")
    assert kept.endswith(b"\0end\n")
    assert b"[readiness left out 298910 bytes here]" in kept
    assert len(kept) < 1200


def test_a_file_that_cannot_be_written_costs_no_proof(folder: Path) -> None:
    folder.with_suffix(".log").touch()
    output = Output(folder.with_suffix(".log"), 100)
    command = Command(run="echo said", folder=folder, timeout=HOUR)
    assert execute(command, HERE, output, threading.Event()).output == b"said\n"
    assert output.damaged == "file exists"


HANGING = {
    "itself": f"echo $$ > pid; exec sleep {FOREVER}",
    "a child": f"sleep {FOREVER} & echo $! > pid; wait",
    "deaf": f"trap '' TERM; echo $$ > pid; while :; do sleep {FOREVER}; done",
    "a deaf child": f"(trap '' TERM; sleep {FOREVER}) & echo $! > pid; wait",
    "in its own session": f"setsid sh -c 'echo $$ > pid; exec sleep {FOREVER}' & wait",
    "a daemon": f"setsid sh -c 'echo $$ > pid; sleep {FOREVER} & wait' & while :; do sleep 1; done",
}


@pytest.mark.skipif(shutil.which("setsid") is None, reason="no setsid here")
@pytest.mark.parametrize("run", HANGING.values(), ids=HANGING)
def test_at_the_time_limit_everything_that_was_started_is_ended(
    folder: Path, run: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness.prove.commands.GRACE_S", 0.5)
    began = time.monotonic()
    done = executed(folder, f"echo begun; {run}", timeout=timedelta(seconds=1))
    assert (done.exit_code, done.output) == (None, b"begun\n")
    assert time.monotonic() - began < FOREVER / 10
    assert not is_running(folder)


def test_a_command_has_time_to_tidy_up(folder: Path) -> None:
    done = executed(folder, "trap 'echo tidy; exit 0' TERM; sleep 1000 & wait", timeout=timedelta(seconds=1))
    # It ended with 0, and too late.
    assert (done.exit_code, done.output) == (None, b"tidy\n")


def test_what_is_left_running_in_the_group_is_ended_when_the_command_has_ended(folder: Path) -> None:
    began = time.monotonic()
    done = executed(folder, f"sleep {FOREVER} & echo $! > pid; echo done")
    assert (done.exit_code, done.output) == (0, b"done\n")
    assert time.monotonic() - began < FOREVER / 10
    assert not is_running(folder)


@pytest.mark.skipif(shutil.which("setsid") is None, reason="no setsid here")
def test_a_daemon_that_holds_the_output_open_keeps_nobody_waiting(folder: Path) -> None:
    began = time.monotonic()
    done = executed(folder, f"setsid sh -c 'echo $$ > pid; exec sleep {FOREVER}' & until test -s pid; do :; done")
    assert done.exit_code == 0
    assert time.monotonic() - began < FOREVER / 10
    # Whoever leaves the group on purpose stays, unless the command is cut short.
    assert is_running(folder)
    os.kill(int((folder / "pid").read_text()), 9)


def test_a_stop_ends_the_command_and_is_no_result(folder: Path) -> None:
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    with pytest.raises(StoppedError):
        executed(folder, f"echo $$ > pid; exec sleep {FOREVER}", stop=stop)
    assert not is_running(folder)


def test_times_are_of_the_clock_and_in_order(folder: Path) -> None:
    done = executed(folder, [sys.executable, "-c", "import time; time.sleep(0.05)"])
    assert timedelta(seconds=0.05) <= done.finished - done.started
    assert done.started.utcoffset() == timedelta()
