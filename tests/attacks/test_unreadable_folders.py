"""A scope that lies where nobody may look is not a scope that was deleted."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from readiness.model.outcome import Decision
from readiness.pipeline import Request
from tests.proofs import check
from tests.repository import RepositoryBuilder

SCOPE = "kind: scope\nid: {0}\ntitle: Launch\nowner: o\nitems: [{{id: a, title: A, class: launch-critical}}]\n"


@pytest.fixture
def hidden(tmp_path: Path) -> Path:
    repository = RepositoryBuilder(tmp_path / "launch").start()
    repository.commit({"scopes/seen.yaml": SCOPE.format("seen")})
    repository.write("scopes/team/hidden.yaml", SCOPE.format("hidden"))
    repository.git("add", "--all")
    return repository.path


def problems_of(folder: Path) -> list[tuple[str, str]]:
    report = check(Request(root=folder, cache=False))
    assert report.decision is not Decision.GO
    return [(problem.code, problem.location.path) for problem in report.problems if problem.location]


@pytest.mark.parametrize("git", [True, False], ids=["repository", "folder"])
@pytest.mark.parametrize("closed", ["scopes/team", "scopes"])
def test_a_scope_in_a_folder_without_permission_is_a_problem(tmp_path: Path, closed: str, git: bool) -> None:  # noqa: FBT001
    repository = RepositoryBuilder(tmp_path / "launch")
    if git:
        repository.start()
    for name in ("scopes/seen.yaml", "scopes/team/hidden.yaml"):
        repository.write(name, SCOPE.format(Path(name).stem))
    (repository.path / closed).chmod(0)
    try:
        ended = subprocess.run(
            [*without_powers(), sys.executable, "-m", "readiness", "check", "--no-cache"],
            cwd=repository.path,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        (repository.path / closed).chmod(0o755)
    assert ended.returncode == 2, ended.stdout
    assert "scopes: error RDY028" in ended.stdout
    assert f"the folder '{closed}' may not be looked into" in " ".join(ended.stdout.split())


def without_powers() -> tuple[str, ...]:
    """Return what to put before a command so that the superuser, too, is kept out of a closed folder."""
    return ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()


def test_a_scope_that_git_ignores_is_a_problem(hidden: Path) -> None:
    (hidden / ".gitignore").write_text("mine.yaml\n")
    (hidden / "scopes/mine.yaml").write_text(SCOPE.format("mine"))
    assert problems_of(hidden) == [("RDY019", "scopes/mine.yaml")]


def test_a_tracked_scope_behind_links_in_a_circle_is_a_problem(hidden: Path) -> None:
    (hidden / "scopes/team/hidden.yaml").unlink()
    (hidden / "scopes/team").rmdir()
    (hidden / "scopes/team").symlink_to("team")
    assert ("RDY028", "scopes/team/hidden.yaml") in problems_of(hidden)


def test_a_deleted_scope_is_no_problem(hidden: Path) -> None:
    (hidden / "scopes/team/hidden.yaml").unlink()
    assert problems_of(hidden) == []
