"""`readiness capture` as it is typed: what it says where it finds nothing."""

import zipfile
from pathlib import Path

import pytest

from tests.cli.program import run
from tests.repository import RepositoryBuilder

GREEN = '<testsuite name="s" tests="1"><testcase classname="c" name="n" time="0.1"/></testsuite>\n'


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return a zip as CI makes them: without the folder that it was made from."""
    path = tmp_path / "reports.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("deploy.xml", GREEN)
    return path


def test_nothing_to_capture_is_no_error_where_nothing_was_handed_in(launch: RepositoryBuilder) -> None:
    ended = run("capture", folder=launch.path)
    assert (ended.code, ended.out) == (0, "Nothing to capture: no artefact of any evidence exists here.\n")


def test_a_zip_that_nothing_is_taken_from_is_a_failure_that_says_what_is_in_it(
    launch: RepositoryBuilder, archive: Path
) -> None:
    ended = run("capture", "--from-archive", str(archive), folder=launch.path)
    assert ended.code == 1
    assert "the zip holds deploy.xml, and no evidence asks for that" in ended.out
    assert "--into DIR" in ended.out
    ended = run("capture", "--from-archive", str(archive), "--into", "reports", folder=launch.path)
    assert (ended.code, ended.out) == (0, "captured  public-launch/deploy/junit  1 of 1 tests passed\n")


def test_a_folder_to_count_from_wants_a_zip(launch: RepositoryBuilder) -> None:
    launch.write("reports/deploy.xml", GREEN)
    ended = run("capture", "--into", "reports", folder=launch.path)
    assert ended.code == 2
    assert "--from-archive ZIP" in ended.err
