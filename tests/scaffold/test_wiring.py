"""The jobs and the hook that `readiness init` writes: what they may do, and that their commands are true."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from readiness import __version__
from readiness.reading.structured import read
from readiness.scaffold import wiring
from readiness.scaffold.looking import look
from readiness.scaffold.seen import Seen, Ships
from readiness.tree.opening import open_tree
from tests.cli.program import CHECKOUT, run
from tests.repository import SETTINGS, RepositoryBuilder, git_settings, repository

__all__ = ["git_settings", "repository"]

SCOPE: Final = "kind: scope\nid: a\ntitle: A\nowner: me\nitems: [{id: a, title: A, class: launch-critical}]\n"


def seen(*systems: str, stages: tuple[str, ...] = ()) -> Seen:
    ci: Mapping[Any, str] = dict.fromkeys(systems, "x")
    return Seen(facts={}, suites=(), unasked=(), ships=Ships.PACKAGE, ci=ci, stages=stages)


def job(system: str, stages: tuple[str, ...] = ()) -> tuple[str, Any]:
    ((path, text),) = wiring.jobs(seen(system, stages=stages))
    return path, read(text.encode(), path)


def scripts() -> Iterator[str]:
    """Yield every command of both jobs."""
    _, workflow = job("github")
    yield from (step["run"] for step in workflow["jobs"]["launch"]["steps"] if "run" in step)
    _, pipeline = job("gitlab")
    yield from (*pipeline["readiness"]["script"], *pipeline["readiness"]["after_script"])


def executed(script: str, folder: Path) -> int:
    """Execute `script` as a runner would, with `readiness` being what is tested; return its exit code."""
    shim = folder.parent / "bin" / "readiness"
    shim.parent.mkdir(exist_ok=True)
    shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m readiness "$@"\n')
    shim.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "CI", "GITHUB"))}
    path = {"PATH": f"{shim.parent}:{os.environ['PATH']}", "PYTHONPATH": str(CHECKOUT)}
    cache = {"XDG_CACHE_HOME": str(folder.parent / "cache")}
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env={**kept, **SETTINGS, **path, **cache},
        capture_output=True,
        check=False,
    ).returncode


def test_the_workflow_may_do_no_more_than_it_needs() -> None:
    path, workflow = job("github")
    assert path == wiring.WORKFLOW
    assert workflow["on"] == {"pull_request": None}
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["jobs"]["launch"]["permissions"] == {"contents": "read", "pull-requests": "write"}
    (checkout,) = (step for step in workflow["jobs"]["launch"]["steps"] if "checkout" in step.get("uses", ""))
    assert checkout["with"]["persist-credentials"] is False


def test_nothing_is_pasted_into_a_script() -> None:
    assert [script for script in scripts() if "${{" in script] == []


def test_the_version_is_pinned() -> None:
    installed = [script for script in scripts() if script.startswith("pip install")]
    assert [re.sub(r"\[\w+\]", "", script) for script in installed] == [f'pip install "readiness=={__version__}"'] * 2
    assert f'"readiness=={__version__}"' in wiring.hook()


def test_the_commands_and_their_options_exist() -> None:
    wanted: dict[str, set[str]] = {}
    for command, options in re.findall(r"readiness ((?:ledger )?[a-z]+)([^|;#\n]*)", "\n".join(scripts())):
        wanted.setdefault(command, set()).update(re.findall(r"--[a-z-]+", options))
    assert wanted.keys() == {"check", "diff", "publish", "ledger fetch"}
    for command, options in wanted.items():
        told = run(*command.split(), "--help", folder=CHECKOUT)
        assert told.code == 0, command
        assert {option for option in options if option not in told.out} == set(), command


@pytest.mark.parametrize(("broken", "code"), [(False, 0), (True, 1)], ids=["no-go", "broken"])
def test_a_no_go_keeps_no_pull_request_out_and_broken_documents_do(
    repository: RepositoryBuilder, *, broken: bool, code: int
) -> None:
    repository.commit({"scopes/a.yaml": SCOPE + ("x: 1\n" if broken else "")})
    checks = [script for script in scripts() if "readiness check" in script]
    assert len(checks) == 2
    assert [executed(script, repository.path) for script in checks] == [code, code]


def test_the_workflow_holds_the_merge_against_what_it_goes_into(
    repository: RepositoryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(
        {"scopes/a.yaml": SCOPE.replace("}]", ", rollback: README.md#back}]"), "README.md": "# x\n\n## Back\n\nx\n"}
    )
    repository.git("switch", "--quiet", "--create", "change")
    repository.commit({"scopes/a.yaml": SCOPE})
    repository.git("switch", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "--message", "Merge", "change")
    (script,) = (script for script in scripts() if "HEAD^1" in script)
    monkeypatch.setenv("RUNNER_TEMP", str(tmp_path))
    assert executed(script, repository.path) == 1
    assert "rollback" in (tmp_path / "diff.json").read_text()


@pytest.mark.parametrize(
    ("stages", "stage"),
    [
        pytest.param((), "test", id="gitlab's-own"),
        pytest.param(("build", "test"), "test", id="has-test"),
        pytest.param(("build: x", "qa"), "build: x", id="has-none"),
    ],
)
def test_the_job_of_gitlab_is_in_a_stage_that_there_is(stages: tuple[str, ...], stage: str) -> None:
    path, pipeline = job("gitlab", stages=stages)
    assert path == wiring.GITLAB_JOB
    assert pipeline["readiness"]["stage"] == stage


@pytest.mark.parametrize(
    "text",
    [
        "stages:\n  - build\n  # - not\n  - 'qa'  # last\nrules: !reference [x]\n",
        'x: 1\nstages: [build, "qa"]\n',
        "stages:\n- build\n\n- qa\n",
    ],
)
def test_stages_are_found_among_tags_of_gitlab(repository: RepositoryBuilder, text: str) -> None:
    repository.commit({".gitlab-ci.yml": text})
    assert look(open_tree(repository.path)).stages == ("build", "qa")


def test_for_another_system_no_job_is_written() -> None:
    assert list(wiring.jobs(seen("other"))) == []


def test_the_hook_of_its_own_and_the_one_to_be_added_are_the_same() -> None:
    held = read(wiring.hooks().encode(), wiring.HOOKS)
    added = read(f"repos:\n{wiring.hook()}".encode(), wiring.HOOKS)
    assert held == added


@pytest.mark.parametrize(("broken", "code"), [(False, 0), (True, 1)], ids=["no-go", "broken"])
def test_the_hook_judges_what_is_staged(repository: RepositoryBuilder, *, broken: bool, code: int) -> None:
    held: Any = read(wiring.hooks().encode(), wiring.HOOKS)
    entry = held["repos"][0]["hooks"][0]["entry"]
    repository.commit({"scopes/a.yaml": SCOPE})
    repository.write("scopes/a.yaml", SCOPE + ("x: 1\n" if broken else "\n"))
    assert executed(entry, repository.path) == 0
    repository.git("add", "scopes/a.yaml")
    assert executed(entry, repository.path) == code
