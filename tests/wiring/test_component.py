"""The GitLab component: its script, in one shell as GitLab runs it, on the checkout of a merge request."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from ruamel.yaml import YAML

from tests.cli.program import CHECKOUT, clean
from tests.repository import RepositoryBuilder
from tests.topologies.forge import FILES, SCOPE, Forge

_FILE: Final = (CHECKOUT / "templates/readiness.yml").read_text(encoding="utf-8")
_DOCUMENTS: Final[list[dict[str, Any]]] = list(YAML(typ="safe").load_all(_FILE))
INPUTS: Final = _DOCUMENTS[0]["spec"]["inputs"]
JOB: Final = _DOCUMENTS[1]["readiness"]
_INPUT: Final = re.compile(r"\$\[\[ inputs\.([a-z-]+) \]\]")
OWNERLESS: Final = {"scopes/shop.yaml": SCOPE.replace("owner: release-manager\n", "")}


def job(forge: Forge, branch: str, tmp_path: Path) -> tuple[int, str, RepositoryBuilder]:
    """Return how the job of a merge request of `branch` ended, what it said, and its checkout."""
    checkout = forge.remote.clone(tmp_path / "work", "--branch", branch)
    program = tmp_path / "bin" / "readiness"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m readiness "$@"\n')
    program.chmod(0o755)
    variables = {name: _filled(value) for name, value in JOB["variables"].items()}
    environment = clean(tmp_path, {**variables, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"})
    environment["PATH"] = f"{program.parent}:{environment['PATH']}"
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", "\n".join(JOB["script"])],
        cwd=checkout.path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout.decode(), checkout


def _filled(value: str) -> str:
    return _INPUT.sub(lambda found: str(INPUTS[found[1]]["default"]).lower(), value)


def test_a_merge_request_that_makes_a_launch_worse_fails_and_leaves_its_reports(tmp_path: Path) -> None:
    forge = Forge(tmp_path / "forge", FILES)
    forge.change("feature", OWNERLESS)
    forge.change("main", {"docs/more.md": "More.\n"})
    code, said, checkout = job(forge, "feature", tmp_path)
    assert code == 1, said
    found = json.loads((checkout.path / "readiness.json").read_text())
    assert [one["requirement"] for one in found["worse"]] == ["owner", "owner"]
    reports = JOB["artifacts"]["reports"]
    assert json.loads((checkout.path / reports["codequality"]).read_text())
    assert "<testsuites" in (checkout.path / reports["junit"]).read_text()


def test_a_merge_request_that_does_nothing_to_the_launch_passes(tmp_path: Path) -> None:
    forge = Forge(tmp_path / "forge", FILES)
    forge.change("feature", {"scopes/shop.yaml": f"# the shop\n{SCOPE}"})
    code, said, _ = job(forge, "feature", tmp_path)
    assert code == 0, said
    assert "does nothing to readiness" in said


def test_no_input_is_text_of_a_script() -> None:
    assert not [line for line in (*JOB["before_script"], *JOB["script"]) if _INPUT.search(line)]
    used = {found[1] for found in _INPUT.finditer(_FILE)}
    assert used == set(INPUTS)


@pytest.mark.parametrize("name", JOB["artifacts"]["paths"] + list(JOB["artifacts"]["reports"].values()))
def test_every_artefact_is_written(name: str) -> None:
    assert any(f'"$out/{name}"' in line for line in JOB["script"])
