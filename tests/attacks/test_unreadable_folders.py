"""A scope that lies where nobody may look is not a scope that was deleted."""

import os
from pathlib import Path

import pytest

from readiness.model.outcome import Decision
from readiness.pipeline import Request, check
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


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to the superuser")
def test_a_tracked_scope_in_a_folder_without_permission_is_a_problem(hidden: Path) -> None:
    (hidden / "scopes/team").chmod(0)
    try:
        assert problems_of(hidden) == [("RDY028", "scopes/team/hidden.yaml")]
    finally:
        (hidden / "scopes/team").chmod(0o755)


def test_a_tracked_scope_behind_links_in_a_circle_is_a_problem(hidden: Path) -> None:
    (hidden / "scopes/team/hidden.yaml").unlink()
    (hidden / "scopes/team").rmdir()
    (hidden / "scopes/team").symlink_to("team")
    assert ("RDY028", "scopes/team/hidden.yaml") in problems_of(hidden)


def test_a_deleted_scope_is_no_problem(hidden: Path) -> None:
    (hidden / "scopes/team/hidden.yaml").unlink()
    assert problems_of(hidden) == []
