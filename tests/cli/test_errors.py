import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from readiness.cli.crash import crash_report
from readiness.cli.errors import guard
from readiness.errors import Problem, ReadinessError
from readiness.model.place import Location
from tests.cli.program import CHECKOUT, clean

SECRET = "hunter2-/home/somebody/secret"  # noqa: S105 - a stand-in, to be looked for in the output


def _fail_with(error: BaseException) -> int:
    raise error


def _crash() -> int:
    token = SECRET
    try:
        return int(token)
    except ValueError as error:
        raise RuntimeError(token) from error


def test_an_expected_error_names_every_problem_with_its_fix(capsys: pytest.CaptureFixture[str]) -> None:
    error = ReadinessError(
        Problem(
            "RDY040", "the key `rulez` is not known here", "did you mean `rules`?", Location("readiness.toml", 2, 1)
        ),
        Problem("RDY056", "wrong", "do it right"),
    )
    assert guard(lambda: _fail_with(error)) == 2
    assert capsys.readouterr().err == (
        "readiness.toml:2:1: error RDY040 [config-invalid]: the key `rulez` is not known\n"
        "  here\n"
        "  fix: did you mean `rules`?\n"
        "error RDY056 [usage]: wrong\n"
        "  fix: do it right\n"
    )


def test_of_many_problems_no_option_is_promised_that_the_command_does_not_have(
    capsys: pytest.CaptureFixture[str],
) -> None:
    many = [Problem("RDY056", f"wrong {number}", "do it right") for number in range(102)]
    assert guard(lambda: _fail_with(ReadinessError(*many))) == 2
    assert capsys.readouterr().err.endswith("\n… and 2 more problems\n")


def test_an_unexpected_error_says_so_and_exits_with_seventy(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard(_crash) == 70
    said = capsys.readouterr().err
    assert "this is a mistake in readiness" in said
    assert "RuntimeError from ValueError" in said
    assert "readiness/cli/errors.py:" in said


def test_a_crash_report_holds_no_values_and_no_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READINESS_TOKEN", SECRET)
    with pytest.raises(RuntimeError) as caught:
        _crash()
    text = crash_report(caught.value)
    assert SECRET not in text
    assert str(Path.home()) not in text.replace("readiness/", "") or str(Path.home()) == "/"
    assert str(CHECKOUT) not in text
    assert not re.search(r"(?<![\w.>-])/\w", text)


def test_an_error_that_is_its_own_cause_ends() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert crash_report(first).count("ValueError") == 3


def test_an_interrupt_exits_with_130() -> None:
    assert guard(lambda: _fail_with(KeyboardInterrupt())) == 130


def test_an_interrupted_process_exits_with_130_and_says_nothing(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; import readiness.pipeline as line;"
        "line.check = lambda request: os.kill(os.getpid(), signal.SIGINT);"
        "sys.argv = ['readiness', 'check']; from readiness.__main__ import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=clean(tmp_path), capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_a_crashing_process_exits_with_70_and_prints_no_traceback(tmp_path: Path) -> None:
    code = (
        "import sys; import readiness.pipeline as line;"
        f"line.check = lambda request: {{}}[{SECRET!r}];"
        "sys.argv = ['readiness', 'check', '--format', 'json']; from readiness.__main__ import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=clean(tmp_path), capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (70, b"")
    assert b"Traceback" not in done.stderr
    assert SECRET.encode() not in done.stderr
    assert os.fsencode(tmp_path) not in done.stderr
