import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import clean, run
from tests.repository import RepositoryBuilder

GREEN = '<testsuite name="s" tests="1" failures="0" errors="0"><testcase classname="c" name="n"/></testsuite>'


def test_a_no_go_exits_with_one(launch: RepositoryBuilder) -> None:
    ended = run("check", folder=launch.path)
    assert (ended.code, ended.err) == (1, "")
    assert ended.out.startswith("NO-GO  public-launch")


def test_a_go_exits_with_zero(launch: RepositoryBuilder) -> None:
    launch.write("reports/deploy.xml", GREEN)
    assert run("capture", folder=launch.path).code == 0
    ended = run("check", folder=launch.path)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("GO  public-launch")


def test_a_report_that_cannot_be_read_exits_with_three(launch: RepositoryBuilder) -> None:
    launch.write("reports/deploy.xml", "<testsuite")
    assert run("capture", folder=launch.path).code == 3
    assert run("check", "-q", folder=launch.path).code == 3


def test_a_broken_document_exits_with_two_and_says_where(launch: RepositoryBuilder) -> None:
    launch.write("scopes/other.yaml", "kind: scope\nid: other\ntitel: x\n")
    ended = run("check", folder=launch.path)
    assert ended.code == 2
    assert "scopes/other.yaml:3:1: error RDY010 [unknown-key]:" in ended.out


def test_a_typo_in_the_name_of_a_scope_exits_with_two(launch: RepositoryBuilder) -> None:
    assert run("check", "public-lunch", folder=launch.path).code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "jsn"), "did you mean `json`?"),
        (("--as-of", "2026-30-01"), "write it as YYYY-MM-DD"),
        (("--as-of", "2026-01-01", "--policy-from", "HEAD"), "leave one of them out"),
        (("--at", "HEAD", "--index"), "use one of them"),
        (("--at", "nowhere"), "RDY051"),
    ],
)
def test_a_wrong_command_line_exits_with_two_and_says_what_to_do(
    launch: RepositoryBuilder, arguments: tuple[str, ...], said: str
) -> None:
    ended = run("check", *arguments, folder=launch.path)
    assert ended.code == 2
    assert ended.out == ""
    assert said in " ".join(ended.err.split())


@pytest.mark.parametrize("arguments", [("check", "--nope"), ("nope",)])
def test_what_the_parser_refuses_exits_with_two(launch: RepositoryBuilder, arguments: tuple[str, ...]) -> None:
    assert run(*arguments, folder=launch.path).code == 2


def test_json_is_a_report_even_where_nothing_could_be_judged(launch: RepositoryBuilder) -> None:
    ended = run("check", "--at", "nowhere", "--format", "json", folder=launch.path)
    found = json.loads(ended.out)
    assert (ended.code, ended.err) == (2, "")
    assert (found["schema"], found["decision"]) == ("readiness/report/v1", "undecided")
    assert found["problems"][0]["code"] == "RDY051"


def test_the_answer_can_go_to_a_file(launch: RepositoryBuilder, tmp_path: Path) -> None:
    ended = run("check", "--format", "json", "--output", str(tmp_path / "r.json"), folder=launch.path)
    assert (ended.code, ended.out) == (1, "")
    assert json.loads((tmp_path / "r.json").read_text())["decision"] == "no-go"


def test_a_file_that_cannot_be_written_exits_with_two(launch: RepositoryBuilder, tmp_path: Path) -> None:
    ended = run("check", "--output", str(tmp_path / "no" / "r.txt"), folder=launch.path)
    assert ended.code == 2
    assert "RDY050" in ended.err


def test_markdown_uses_the_template_of_the_repository(launch: RepositoryBuilder) -> None:
    launch.commit({"templates/status.md.j2": "It is {{ report.decision }}."})
    assert run("check", "--format", "markdown", folder=launch.path).out == "It is no-go.\n"


def test_a_template_that_fails_exits_with_two_and_names_its_line(launch: RepositoryBuilder) -> None:
    launch.commit({"templates/status.md.j2": "\n{{ nothing }}"})
    ended = run("check", "--format", "markdown", folder=launch.path)
    assert ended.code == 2
    assert "templates/status.md.j2:2:1: error RDY057" in ended.err


def test_a_pipe_gets_no_colour(launch: RepositoryBuilder) -> None:
    assert "\x1b" not in run("check", folder=launch.path, environment={"TERM": "xterm-256color"}).out


def _on_a_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "readiness", "check", *arguments],
        cwd=folder,
        env=clean(folder, {"TERM": "xterm-256color", "COLUMNS": "80", **environment}),
        stdout=theirs,
        stdin=theirs,
    )
    os.close(theirs)
    parts = []
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # what Linux says where the other end is closed
            break
        if not part:
            break
        parts.append(part)
    done.wait(timeout=30)
    os.close(ours)
    return b"".join(parts).decode().replace("\r\n", "\n")


def test_a_terminal_gets_the_same_words_in_colour(launch: RepositoryBuilder) -> None:
    shown = _on_a_terminal(launch.path)
    assert "\x1b[1;31mNO-GO" in shown
    assert re.sub(r"\x1b\[[0-9;]*m", "", shown) == run("check", folder=launch.path).out


@pytest.mark.parametrize(("arguments", "environment"), [(("--no-color",), {}), ((), {"NO_COLOR": "1"})])
def test_colour_can_be_refused(
    launch: RepositoryBuilder, arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    assert "\x1b" not in _on_a_terminal(launch.path, *arguments, **environment)


def test_a_reader_that_leaves_hears_no_traceback(launch: RepositoryBuilder) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "readiness", "check"],
        cwd=launch.path,
        env=clean(launch.path),
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert done.stderr == b""
    assert done.returncode == 141
