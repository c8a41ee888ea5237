"""`check --format`, as the process that it is, in the formats that other tools read."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from tests.cli.program import run
from tests.repository import RepositoryBuilder

ROOT = Path(__file__).parents[2]
FORMATS = ("sarif", "junit", "github", "code-quality")


@pytest.mark.parametrize("format_", FORMATS)
def test_the_format_changes_nothing_about_the_exit_code(launch: RepositoryBuilder, format_: str) -> None:
    ended = run("check", "--format", format_, folder=launch.path)
    assert (ended.code, ended.err) == (1, "")
    assert "evidence-missing" in ended.out


@pytest.mark.parametrize("format_", FORMATS)
def test_where_nothing_could_be_judged_the_format_says_why(launch: RepositoryBuilder, format_: str) -> None:
    ended = run("check", "--at", "nowhere", "--format", format_, folder=launch.path)
    assert (ended.code, ended.err) == (2, "")
    assert "RDY051" in ended.out


def test_a_file_of_the_run_before_is_replaced_even_where_nothing_could_be_judged(
    launch: RepositoryBuilder, tmp_path: Path
) -> None:
    log, suite = tmp_path / "readiness.sarif", tmp_path / "readiness.xml"
    for revision in ("HEAD", "nowhere"):
        run("check", "--at", revision, "--format", "sarif", "-o", str(log), folder=launch.path)
        run("check", "--at", revision, "--format", "junit", "-o", str(suite), folder=launch.path)
    (told,) = json.loads(log.read_text())["runs"]
    assert told["invocations"][0]["executionSuccessful"] is False
    assert fromstring(suite.read_text()).get("errors") == "1"


def test_one_item_is_shown_as_text_only(launch: RepositoryBuilder) -> None:
    ended = run("check", "--item", "deploy", "--format", "sarif", folder=launch.path)
    assert ended.code == 2
    assert "leave --item or --format out" in ended.err


def test_the_help_names_every_format(launch: RepositoryBuilder) -> None:
    said = " ".join(run("check", "--help", folder=launch.path).out.split())
    assert all(format_ in said for format_ in FORMATS)


def test_a_format_that_nobody_asks_for_costs_nothing_when_the_program_starts() -> None:
    script = "import readiness.render, sys; print(*sorted({'readiness.rules', 'xml.etree'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.split() == []
