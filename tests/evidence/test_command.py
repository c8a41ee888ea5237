import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from readiness.errors import EvidenceMissingError
from readiness.evidence import KINDS
from readiness.model.evidence import Claim, Reading, Transcript

COMMAND: Final = KINDS["command"]
BEGAN: Final = datetime(2026, 11, 20, 9, tzinfo=UTC)
PLAN: Final = (
    "\x1b[1m\x1b[32mNo changes.\x1b[0m Your infrastructure matches the configuration.\r\n  \r\nPlan: 10 to add\n"
)


def left(output: bytes | str, exit_code: int | None = 0, *, cut: bool = False, took_s: float = 1.5) -> Transcript:
    data = output if isinstance(output, bytes) else output.encode()
    return Transcript("make check", exit_code, data, BEGAN, BEGAN + timedelta(seconds=took_s), cut=cut)


def executed(script: str) -> Transcript:
    """Execute a real program, its two outputs together."""
    command = (sys.executable, "-c", script)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return Transcript(command, done.returncode, done.stdout, BEGAN, BEGAN)


def read(done: Transcript | None, **fields: Any) -> Claim:  # noqa: ANN401 - as YAML
    return COMMAND.read(Reading(COMMAND.condition.model_validate(fields), transcript=done))


def reasons(done: Transcript, **fields: Any) -> list[str]:  # noqa: ANN401
    return list(COMMAND.meets(read(done, **fields).measured, COMMAND.condition.model_validate(fields)))


def test_what_was_not_executed_is_missing() -> None:
    with pytest.raises(EvidenceMissingError, match="has not been executed"):
        read(None)


def test_only_prove_can_make_it_and_the_kind_judges_how_it_ends() -> None:
    assert (COMMAND.needs_run, COMMAND.judges_exit, COMMAND.needs_path, COMMAND.document) == (True, True, False, False)


def test_a_real_command_is_measured() -> None:
    done = executed("import sys; print('out'); sys.stdout.flush(); print('err', file=sys.stderr); sys.exit(3)")
    claim = read(done, output="out")
    assert claim.measured == {
        "exit_code": 3,
        "duration_s": 0.0,
        "output": {"bytes": 8, "sha256": sha256(b"out\nerr\n").hexdigest(), "cut": False},
        "found": {"out": True},
        "tail": "out\nerr",
    }
    assert reasons(done) == ["it ended with exit code 3, asked for is 0; the last thing it said: err"]
    assert reasons(done, exit=[0, 3]) == []


def test_a_command_that_a_signal_ended_has_failed() -> None:
    done = executed(f"import os; os.kill(os.getpid(), {int(signal.SIGKILL)})")
    assert reasons(done) == ["it ended with exit code -9, asked for is 0"]


def test_when_it_was_made_is_when_it_was_started() -> None:
    claim = read(left("", took_s=90))
    assert (claim.made_at, claim.newest_at) == (BEGAN, BEGAN + timedelta(seconds=90))


def test_a_command_without_output_passes_where_none_is_asked_for() -> None:
    assert reasons(left("")) == []
    assert reasons(left("\n \n"), not_output="*") == []
    assert reasons(left("x"), not_output="*") == ["its output holds '*'"]
    assert reasons(left(" \n\n"), output="*") == ["no line of its output reads '*'"]


def test_a_command_ended_at_its_time_limit_has_failed_whatever_it_said() -> None:
    assert reasons(left("all good\n", None), output="all good", exit=[0, 1]) == [
        "it was ended at its time limit, after 1.5 s"
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"output": "No changes. *"}, [], id="coloured"),
        pytest.param({"output": ["Plan: ?? to add", "*matches*"]}, [], id="several"),
        pytest.param({"output": "0 to add"}, ["no line of its output reads '0 to add'"], id="part-of-a-line"),
        pytest.param({"output": "No changes."}, ["no line of its output reads 'No changes.'"], id="beginning"),
        pytest.param({"output": "no changes.*"}, ["no line of its output reads 'no changes.*'"], id="case"),
        pytest.param({"not_output": "to add"}, ["its output holds 'to add'"], id="not-part-of-a-line"),
        pytest.param({"not_output": "10*add"}, ["its output holds '10*add'"], id="not-with-wildcards"),
        pytest.param({"not_output": "1? to"}, ["its output holds '1? to'"], id="not-one-character"),
        pytest.param({"not_output": ["to change", "[1m"]}, [], id="not-there"),
    ],
)
def test_what_the_output_has_to_hold_and_may_not_hold(fields: dict[str, Any], expected: list[str]) -> None:
    assert reasons(left(PLAN), **fields) == expected


@pytest.mark.parametrize(
    "output",
    [
        pytest.param(b"caf\xe9 ERROR\n", id="latin-1"),
        pytest.param(b"\xef\xbb\xbfERROR", id="byte-order-mark"),
        pytest.param(b"\x1b]0;title\nERROR\n", id="unfinished-title"),
        pytest.param(b"\x1b]0;tit\x1b]0;le ERROR\n", id="unfinished-titles"),
        pytest.param(b"\x1bPERROR\n", id="unfinished-device-string"),
        pytest.param(b"ERR\x1b[31mOR\n", id="colour-within"),
        pytest.param(b"ER\x00RO\x08R\n", id="control-characters"),
        pytest.param("ERR\u200bOR".encode(), id="invisible"),
        pytest.param(b"100%\rERROR\r100%\n", id="overwritten"),
        pytest.param(b"ERROR" + b"x" * 100_000, id="long"),
    ],
)
def test_nothing_hides_what_may_not_be_there(output: bytes) -> None:
    assert reasons(left(output), not_output="ERROR") == ["its output holds 'ERROR'"]


def test_what_was_not_kept_cannot_be_ruled_out() -> None:
    assert reasons(left("done", cut=True), output="done") == []
    assert reasons(left("done", cut=True), not_output="ERROR") == [
        "its output is so long that its beginning was not kept, so what may not be in it cannot be ruled out"
    ]


def test_the_tail_is_short_and_moves_no_cursor() -> None:
    lines = "".join(f"\x1b[2K{number}\t{'x' * 150}\a\n" for number in range(100))
    tail = str(read(left(lines)).measured["tail"])
    assert len(tail) == 2000
    assert tail.endswith("x\n99 " + "x" * 150)
    assert str(read(left("a\n" * 100)).measured["tail"]).count("\n") == 19


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"exit": []}, id="no-exit-code"),
        pytest.param({"exit": 256}, id="large"),
        pytest.param({"exit": -9}, id="signal"),
        pytest.param({"exit": True}, id="boolean"),
        pytest.param({"exit": "0"}, id="text"),
        pytest.param({"output": ""}, id="empty-pattern"),
        pytest.param({"output": " \u200b"}, id="invisible-pattern"),
        pytest.param({"output": "x" * 501}, id="long-pattern"),
        pytest.param({"not_output": ["x"] * 51}, id="many-patterns"),
        pytest.param({"not_output": "No*\nPlan*"}, id="two-lines"),
        pytest.param({"not_output": "a\tb"}, id="tab"),
        pytest.param({"not_output": "a\u00a0b"}, id="no-break-space"),
        pytest.param({"not_output": "a\u200bb"}, id="invisible-character"),
        pytest.param({"ouput": "x"}, id="unknown"),
    ],
)
def test_a_condition_that_cannot_be_meant_is_bad_input(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        COMMAND.condition.model_validate(fields)


def test_patterns_decide_what_is_measured_and_exit_codes_do_not() -> None:
    def measures(**fields: Any) -> Mapping[str, Any]:  # noqa: ANN401
        return COMMAND.measures(COMMAND.condition.model_validate(fields))

    assert measures(exit=[0, 2], output=["b", "a", "b"]) == measures(output=["a", "b"])
    assert measures(output="a") != measures(not_output="a") != measures()


def test_a_record_that_did_not_look_for_a_pattern_is_not_enough() -> None:
    measured = read(left("good\n")).measured
    condition = COMMAND.condition.model_validate({"output": "good", "not_output": "bad"})
    assert COMMAND.meets(measured, condition) == ("no line of its output reads 'good'", "its output holds 'bad'")


@given(
    output=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")),
    exit_code=st.none() | st.integers(-64, 255),
    patterns=st.lists(st.text("ab*?[]. ", min_size=1).filter(lambda text: text.strip() != ""), max_size=3),
)
def test_any_output_is_measured_and_stored(output: bytes, exit_code: int | None, patterns: list[str]) -> None:
    fields = {"output": patterns, "not_output": patterns}
    measured = read(left(output, exit_code), **fields).measured
    assert json.loads(json.dumps(measured, allow_nan=False)) == measured
    json.dumps(measured, ensure_ascii=False).encode("utf-8")
    # A pattern that is both asked for and ruled out cannot be met, whatever the output is.
    assert not patterns or reasons(left(output, exit_code), **fields)
