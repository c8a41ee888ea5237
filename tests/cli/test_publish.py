"""`readiness publish` as a job runs it: a process, the variables of CI, a forge that listens."""

from dataclasses import replace
from pathlib import Path

import pytest

from readiness.render.json_report import as_text
from tests.cli.program import run
from tests.publish.forges import HEAD, TOKEN, FakeForge, event, running
from tests.publish.jobs import NOON, at, diff, written
from tests.render import reports
from tests.trackers.server import as_json

NOWHERE = ("--to", "github", "--repository", "acme/app", "--pull-request", "12", "--sha", HEAD)


def test_it_publishes_and_exits_with_0_whatever_the_decision(tmp_path: Path) -> None:
    forge = FakeForge("github")
    (tmp_path / "event.json").write_text(event())
    written(tmp_path / "report.json", at(NOON))
    written(tmp_path / "diff.json", diff())
    with running(forge) as (_, environment):
        files = {"GITHUB_EVENT_PATH": "event.json", "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}
        ended = run("publish", "report.json", "diff.json", folder=tmp_path, environment={**environment, **files})
    assert (ended.code, ended.err) == (0, "")
    assert "wrote a comment: https://" in ended.out
    assert (len(forge.comments), len(forge.marks)) == (1, 2)
    assert (tmp_path / "summary.md").read_text() in forge.comments[0].body


def test_a_forge_that_does_not_take_it_is_3_and_the_markdown_is_kept(tmp_path: Path) -> None:
    forge = FakeForge("gitlab", before=lambda _: as_json({"message": f"no {TOKEN}"}, 403))
    written(tmp_path / "report.json", at(NOON))
    with running(forge) as (_, environment):
        call = ("publish", "report.json", "--repository", "acme/app", "--output", "status.md")
        ended = run(*call, folder=tmp_path, environment=environment)
    assert ended.code == 3
    assert "error RDY070 [not-published]" in ended.err
    assert "the role Developer" in " ".join(ended.err.split())
    assert TOKEN not in ended.out + ended.err
    assert "# Launch readiness: NO-GO" in (tmp_path / "status.md").read_text()


def test_a_file_that_is_no_result_is_2_and_nothing_is_sent(tmp_path: Path) -> None:
    forge = FakeForge("github")
    (tmp_path / "report.json").write_text(as_text(at(NOON)).replace('"no-go"', '"go"', 1))
    with running(forge) as (server, environment):
        ended = run("publish", "report.json", folder=tmp_path, environment=environment)
        assert server.asked == []
    assert ended.code == 2
    assert "report.json: error RDY069 [result-unreadable]" in ended.err


def test_usage_that_contradicts_itself_is_2(tmp_path: Path) -> None:
    written(tmp_path / "report.json", at(NOON))
    ended = run("publish", "report.json", *NOWHERE, "--check", "--status", folder=tmp_path)
    assert ended.code == 2
    assert "RDY056" in ended.err


def test_a_dry_run_prints_what_no_terminal_and_no_runner_obeys(tmp_path: Path) -> None:
    report = replace(reports.hostile(), as_of=NOON)
    written(tmp_path / "report.json", report)
    ended = run("publish", "report.json", *NOWHERE, "--dry-run", folder=tmp_path)
    assert (ended.code, ended.err) == (0, "")
    assert all(line.isprintable() and not line.lstrip().startswith("::") for line in ended.out.splitlines())
    assert "##[" not in ended.out
    assert "comment on number 12 of acme/app, " in ended.out


def test_where_there_is_nothing_to_do_it_says_so(tmp_path: Path) -> None:
    written(tmp_path / "report.json", at(NOON))
    call = ("publish", "report.json", "--to", "github", "--repository", "acme/app")
    ended = run(*call, folder=tmp_path)
    assert (ended.code, ended.out) == (0, "nothing was to be published here\n")


@pytest.mark.parametrize("name", ["requests"])
def test_help_and_bad_input_need_no_client(tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}.py").write_text("raise RuntimeError('imported')\n")
    path = {"PYTHONPATH": f"{tmp_path}:{Path(__file__).parents[2]}"}
    assert run("publish", "--help", folder=tmp_path, environment=path).code == 0
    assert run("publish", "none.json", *NOWHERE, folder=tmp_path, environment=path).code == 2
