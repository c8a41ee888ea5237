"""What the README shows and says is what happens."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from readiness.cli.exits import ExitCode, exit_code_of
from readiness.decide import weigh
from readiness.model.outcome import Decision, Level, Outcome
from readiness.model.report import SCHEMA, Candidate, Policy, Report
from readiness.reading.structured import read
from tests.cli.program import run
from tests.docs.pages import ROOT, block, fences, rows
from tests.docs.readme_run import PATH, no_go

TEXT: Final = (ROOT / PATH).read_text()
NOW: Final = datetime(2026, 11, 21, tzinfo=UTC)
_OUTCOMES: Final = {
    "passed, not applicable": {Outcome.PASSED, Outcome.NOT_APPLICABLE},
    "not yet due": {Outcome.NOT_DUE},
    "waived, and the waiver is in force": {Outcome.WAIVED},
    "failed, missing or stale": {Outcome.FAILED, Outcome.MISSING, Outcome.STALE},
    "unknown: unreadable, dated in the future, crashed": {Outcome.UNKNOWN},
}


def _shown(name: str) -> str:
    (fence,) = fences(block(TEXT, name))
    return fence.text


def test_the_no_go_is_one_that_fits_a_terminal(tmp_path: Path) -> None:
    ended = no_go(tmp_path / "demo")
    assert (ended.code, ended.out, ended.err) == (ExitCode.NO_GO, _shown("readme:no-go"), "")
    assert max(len(line) for line in ended.out.splitlines()) <= 80


def test_the_smallest_scope_is_a_no_go_in_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "scopes").mkdir()
    (tmp_path / "scopes/public-launch.yaml").write_text(_shown("readme:scope"))
    ended = run("check", "--format", "json", "--as-of", "2026-11-21", folder=tmp_path)
    report = json.loads(ended.out)
    (scope,) = report["scopes"]
    assert [(item["id"], item["class"], item["outcome"]) for item in scope["items"]] == [
        ("deploy", "launch-critical", "missing"),
        ("legal", "launch-critical", "missing"),
        ("dashboards", "deferred", "unknown"),
    ]
    verdicts = [*scope["verdicts"], *(one for item in scope["items"] for one in item["verdicts"])]
    assert (ended.code, report["problems"]) == (ExitCode.NO_GO, [])
    assert [(one["subject"], one["requirement"]) for one in verdicts if _weighed(one) is not Decision.GO] == [
        ("scope public-launch", "whole-candidate"),
        ("item deploy", "rollback"),
        ("item deploy", "junit"),
        ("item legal", "signoff"),
        ("item dashboards", "tracked"),
    ]


def _weighed(verdict: dict[str, str]) -> Decision:
    return weigh(Outcome(verdict["outcome"]), Level(verdict["level"]))


def test_the_decision_table_is_how_outcomes_are_weighed() -> None:
    table = {cells[0]: cells[1:] for cells in rows(TEXT, "what was found")}
    assert set().union(*_OUTCOMES.values()) == set(Outcome)
    assert table.keys() == _OUTCOMES.keys()
    for row, outcomes in _OUTCOMES.items():
        for outcome in outcomes:
            said = [cell.replace("**", "").partition(",")[0] for cell in table[row]]
            assert said == [weigh(outcome, Level.BLOCK), weigh(outcome, Level.WARN)]


def test_the_order_of_decisions_is_the_one_that_is_said() -> None:
    ordered = sorted(Decision, key=lambda decision: decision.rank)
    assert ", ".join(ordered) in TEXT.replace("\n", " ")


def test_the_exit_codes_are_all_of_them() -> None:
    table = {int(code): meaning for code, meaning in rows(TEXT, "exit code")}
    assert table.keys() == set(ExitCode)
    for decision in Decision:
        assert decision in re.split(r", | or ", table[exit_code_of(_report(decision))])


def _report(decision: Decision) -> Report:
    return Report(
        schema=SCHEMA,
        decision=decision,
        enforcing=False,
        final=False,
        policy=Policy(base=None, levels={}, allow_self=False),
        candidate=Candidate(kind="work-tree", commit=None),
        as_of=NOW,
        scopes=(),
        problems=(),
    )


@pytest.mark.parametrize("path", [".ci/run", "CONTRIBUTING.md"])
def test_the_tests_are_run_by_the_command_that_the_readme_names(path: str) -> None:
    (_, tests) = [fence.text.strip() for fence in fences(TEXT) if fence.info == "sh"]
    assert tests.endswith(".venv/bin/nox")
    assert tests in [line.strip() for line in (ROOT / path).read_text().splitlines()]


def test_the_first_command_installs_and_runs_the_demo() -> None:
    demo, _ = [fence.text.strip() for fence in fences(TEXT) if fence.info == "sh"]
    assert demo.startswith("python3 -m venv .venv && .venv/bin/pip install -q .")
    assert demo.endswith("&& .venv/bin/readiness demo")


def test_every_yaml_block_can_be_read() -> None:
    assert all(isinstance(read(fence.text.encode(), "x.yaml"), dict) for fence in fences(TEXT) if fence.info == "yaml")
