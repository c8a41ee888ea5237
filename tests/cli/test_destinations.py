"""Where nothing may be written, and what must not be rendered as if it were empty."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import clean, run
from tests.repository import RepositoryBuilder, content_of

DOCUMENT = "docs/launch/public-launch.md"


@pytest.mark.parametrize("arguments", [("render",), ("render", "--check")])
def test_nothing_is_rendered_into_a_git_folder(launch: RepositoryBuilder, arguments: tuple[str, ...]) -> None:
    before = content_of(launch.path / ".git")
    ended = run(*arguments, "--root", ".git", folder=launch.path)
    assert (ended.code, ended.out) == (2, "")
    assert "RDY052" in ended.err
    assert content_of(launch.path / ".git") == before


@pytest.mark.parametrize("output", [".git", ".git/hooks", "docs/.GIT"])
def test_output_cannot_be_set_to_a_git_folder(launch: RepositoryBuilder, output: str) -> None:
    launch.write("readiness.toml", f'output = "{output}"\n')
    ended = run("render", folder=launch.path)
    assert ended.code == 2
    assert ended.err.startswith("readiness.toml:1:1: error RDY040")


def test_the_check_for_drift_refuses_what_somebody_wrote_by_hand(launch: RepositoryBuilder) -> None:
    launch.write(DOCUMENT, "# Mine\n")
    ended = run("render", "--check", folder=launch.path)
    assert (ended.code, ended.out) == (2, "")
    assert "it was not generated" in " ".join(ended.err.split())


@pytest.mark.parametrize(
    ("name", "arguments"), [("checklist.md.j2", ("render",)), ("status.md.j2", ("check", "--format", "markdown"))]
)
def test_a_template_that_cannot_be_read_is_not_an_empty_one(
    launch: RepositoryBuilder, tmp_path: Path, name: str, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "outside").write_text("{{ scope }}")
    (launch.path / "templates").mkdir()
    (launch.path / "templates" / name).symlink_to(tmp_path / "outside")
    ended = run(*arguments, folder=launch.path)
    assert (ended.code, ended.out) == (2, "")
    assert f"templates/{name}: error RDY028" in ended.err


def test_a_template_that_wants_another_one_says_which(launch: RepositoryBuilder) -> None:
    launch.write("templates/checklist.md.j2", '{% include "footer.md.j2" %}\n')
    assert "there is no template `footer.md.j2`" in " ".join(run("render", folder=launch.path).err.split())


@pytest.mark.parametrize("day", ["20261215", "2026-W51-2", "2026-12", "+2026-12-15"])
def test_a_day_is_written_one_way_only(launch: RepositoryBuilder, day: str) -> None:
    ended = run("check", "--as-of", day, folder=launch.path)
    assert (ended.code, ended.out) == (2, "")
    assert "write it as YYYY-MM-DD" in ended.err


def test_a_demo_without_git_leaves_nothing_behind(tmp_path: Path) -> None:
    ended = run("demo", "shop", folder=tmp_path, environment={"PATH": str(tmp_path)})
    assert ended.code == 2
    assert "RDY053" in ended.err
    assert not (tmp_path / "shop").exists()


def test_a_demo_below_a_file_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    ended = run("demo", "taken", folder=tmp_path)
    assert (ended.code, ended.err.splitlines()[0]) == (
        2,
        "error RDY050 [io]: the folder taken cannot be used: file exists",
    )


def test_a_folder_that_was_removed_under_the_shell_is_no_mistake_of_readiness(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    code = (
        "import os, sys; os.chdir('gone'); os.rmdir('../gone'); sys.argv = ['readiness', 'check'];"
        "from readiness.__main__ import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=clean(tmp_path), capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"error RDY050 [io]: There is no folder at '.'.")
