"""The hooks, run by the real pre-commit from a clone of this repository, which it installs them from."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.program import CHECKOUT, clean
from tests.repository import RepositoryBuilder
from tests.topologies.forge import FILES, SCOPE

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which pre-commit keeps what it has installed, for all tests."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    """Return a repository with the hooks, and with everything that they are installed from, as it lies here."""
    made = RepositoryBuilder(tmp_path_factory.mktemp("source")).start()
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        file = CHECKOUT / name
        if name.startswith(("readiness/", "templates/", "pyproject", "README", "LICENSE", ".pre-commit-hooks")):
            made.write(name, file.read_bytes())
    made.commit()
    return made


@pytest.fixture
def project(tmp_path: Path, source: RepositoryBuilder) -> RepositoryBuilder:
    """Return a project with a launch that is a no-go, and all hooks."""
    made = RepositoryBuilder(tmp_path / "project").start()
    revision = source.git("rev-parse", "HEAD")
    hooks = "".join(f"\n      - id: readiness-{name}" for name in ("check", "diff", "render"))
    config = f"repos:\n  - repo: {source.path}\n    rev: {revision}\n    hooks:{hooks}\n"
    made.commit({**FILES, ".pre-commit-config.yaml": config})
    written = subprocess.run(
        [sys.executable, "-m", "readiness", "render"],
        cwd=made.path,
        env=clean(tmp_path),
        capture_output=True,
        check=False,
    )
    assert written.returncode == 0, written.stderr
    made.commit()
    return made


def hooks(project: RepositoryBuilder, home: Path, changed: Mapping[str, str]) -> tuple[int, str]:
    """Return the exit code of pre-commit with `changed` staged, and what it says."""
    for name, content in changed.items():
        project.write(name, content)
    project.git("add", "--all")
    environment = {**clean(home), "PRE_COMMIT_HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull}
    environment.pop("PYTHONPATH")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run"],
        cwd=project.path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=300,
    )
    return done.returncode, done.stdout.decode()


def passed(said: str) -> dict[str, bool]:
    """Return, by name of the hook, whether it passed; those that had nothing to look at are left out."""
    rows = (line.partition("...") for line in said.splitlines() if line.endswith(("Passed", "Failed")))
    return {name: rest.endswith("Passed") for name, _, rest in rows}


def test_a_no_go_that_stays_one_may_be_committed(project: RepositoryBuilder, home: Path) -> None:
    code, said = hooks(project, home, {"scopes/shop.yaml": f"# the shop\n{SCOPE}"})
    assert code == 0, said
    assert passed(said) == {
        "readiness documents": True,
        "readiness of this commit": True,
        "readiness checklists": True,
    }


def test_a_broken_document_may_not(project: RepositoryBuilder, home: Path) -> None:
    code, said = hooks(project, home, {"scopes/shop.yaml": SCOPE.replace("title:", "titel:", 1)})
    assert code == 1, said
    assert passed(said)["readiness documents"] is False
    assert "did you mean `title`?" in " ".join(said.split())


def test_what_makes_a_launch_worse_may_not(project: RepositoryBuilder, home: Path) -> None:
    code, said = hooks(project, home, {"scopes/shop.yaml": SCOPE.replace("owner: release-manager\n", "")})
    assert code == 1, said
    assert passed(said)["readiness documents"] is True
    assert passed(said)["readiness of this commit"] is False


def test_a_checklist_that_has_drifted_may_not(project: RepositoryBuilder, home: Path) -> None:
    code, said = hooks(project, home, {"scopes/shop.yaml": SCOPE.replace("Payments work", "Payments do work")})
    assert code == 1, said
    assert passed(said) == {
        "readiness documents": True,
        "readiness of this commit": True,
        "readiness checklists": False,
    }
    assert "Run `readiness render`" in said


def test_a_document_that_is_removed_may_not_leave_broken_ones_behind(project: RepositoryBuilder, home: Path) -> None:
    # pre-commit gives no hook the name of a removed file, so that a hook for certain files would be passed over.
    (project.path / "scopes/shop.yaml").unlink()
    code, said = hooks(project, home, {})
    assert code == 1, said
    assert passed(said)["readiness documents"] is False
    assert passed(said)["readiness checklists"] is False


def test_a_broken_document_may_not_be_committed_from_whatever_folder_the_scopes_lie_in(
    project: RepositoryBuilder, home: Path
) -> None:
    project.git("mv", "scopes", "launches")
    project.write("readiness.toml", 'scopes = ["launches"]\n')
    project.git("add", "--all")
    project.git("commit", "--quiet", "--no-verify", "--message", "Move")
    code, said = hooks(project, home, {"launches/shop.yaml": SCOPE.replace("title:", "titel:", 1)})
    assert code == 1, said
    assert passed(said)["readiness documents"] is False


def test_the_first_commit_of_a_repository_makes_nothing_worse(
    project: RepositoryBuilder, home: Path, tmp_path: Path
) -> None:
    first = RepositoryBuilder(tmp_path / "first").start()
    code, said = hooks(
        first, home, {name: project.git("show", f"HEAD:{name}") + "\n" for name in project.git("ls-files").split()}
    )
    assert code == 0, said
    assert passed(said) == dict.fromkeys(
        ("readiness documents", "readiness of this commit", "readiness checklists"), True
    )
