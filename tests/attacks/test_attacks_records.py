"""A false go out of records: a run that failed and left none, so that an older pass still counted."""

import json
import sys

import pytest

from tests.cli.program import Ended, run
from tests.link.launches import GREEN, RED
from tests.repository import RepositoryBuilder, git_settings, repository

__all__ = ["git_settings", "repository"]

SCOPE = f"""\
kind: scope
id: shop
title: Launch
owner: release-manager
items:
  - id: suite
    title: The suite is green
    class: launch-critical
    rollback: {{steps: docs/ops.md#rollback, within: 15m}}
    evidence: {{kind: junit, path: proof/*.xml, env: BROKEN, run: [{sys.executable!r}, suite.py]}}
"""
UNNAMEABLE = f"""\
import os
broken = "BROKEN" in os.environ
with open(b"proof/\\xff.xml" if broken else b"proof/a.xml", "w") as file:
    file.write({RED!r} if broken else {GREEN.replace("2026-11-30", "2026-01-05")!r})
"""
ENDLESS = """\
import os
names = ("%01000d" % number for number in range(18_000 if "BROKEN" in os.environ else 0))
with open("proof/a.xml", "w") as file:
    file.write('<testsuite name="shop"><testcase name="one"/>')
    file.writelines(f'<testcase name="{name}"/>' for name in names)
    file.write('<testcase name="two"><failure/></testcase>' if "BROKEN" in os.environ else "")
    file.write("</testsuite>")
"""


def readiness(repository: RepositoryBuilder, *arguments: str, broken: bool = False) -> Ended:
    return run(*arguments, folder=repository.path, environment={"BROKEN": "1"} if broken else None)


@pytest.mark.parametrize(
    ("suite", "why"),
    [pytest.param(UNNAMEABLE, "not Unicode", id="a-name"), pytest.param(ENDLESS, "larger than 16 MiB", id="a-size")],
)
def test_a_failure_that_cannot_be_written_down_is_on_record_as_a_failure(
    repository: RepositoryBuilder, suite: str, why: str
) -> None:
    files = {
        ".gitignore": "/proof/\n.cache-of-the-test/\n",
        "docs/ops.md": "# Ops\n\n## Rollback\n\nBack.\n",
        "readiness.toml": "max_bytes = 100_000_000\n",
        "scopes/shop.yaml": SCOPE,
        "suite.py": f"import pathlib\npathlib.Path('proof').mkdir(exist_ok=True)\n{suite}",
    }
    repository.commit(files)
    for name, content in files.items():
        repository.write(name, content)
    assert readiness(repository, "prove").code == 0
    assert readiness(repository, "check", "--final").code == 0
    failed = readiness(repository, "prove", "--all", broken=True)
    assert (failed.code, failed.err) == (1, "")
    judged = readiness(repository, "check", "--final")
    assert judged.code == 1
    assert why in " ".join(judged.out.split())


NEEDS = """\
kind: scope
id: shop
title: Launch
owner: release-manager
items:
  - id: build
    title: It builds
    class: launch-critical
    rollback: {{steps: docs/ops.md#rollback, within: 15m}}
    evidence: {{kind: command, run: "mkdir -p proof && echo {built} > proof/bin"}}
  - id: suite
    title: What was built works
    class: launch-critical
    needs: build
    rollback: {{steps: docs/ops.md#rollback, within: 15m}}
    evidence:
      kind: junit
      path: proof/a.xml
      run: "grep -q good proof/bin && cp green.xml proof/a.xml"
"""
ATTESTED = """\
kind: scope
id: shop
title: Launch
owner: release-manager
items:
  - id: suite
    title: The suite is green
    class: launch-critical
    rollback: {steps: docs/ops.md#rollback, within: 15m}
    evidence: {kind: command, run: "true"}
  - id: built
    title: It was built from this commit
    class: launch-critical
    rollback: {steps: docs/ops.md#rollback, within: 15m}
    evidence:
      kind: attestation
      path: proof/built.json
      covers: src/
      predicate_type: https://example.org/built/v1
      subject: {commit: true}
"""
COMMON = {
    ".gitignore": "/proof/\n.cache-of-the-test/\n",
    "docs/ops.md": "# Ops\n\n## Rollback\n\nBack.\n",
    "green.xml": '<testsuite name="shop" tests="1"><testcase name="one"/></testsuite>\n',
    "src/pay.go": "package pay\n",
}


def test_a_proof_that_leans_on_another_command_does_not_outlive_it(repository: RepositoryBuilder) -> None:
    repository.commit({**COMMON, "scopes/shop.yaml": NEEDS.format(built="good")})
    assert readiness(repository, "prove").code == 0
    assert readiness(repository, "check").code == 0
    repository.commit({"scopes/shop.yaml": NEEDS.format(built="evil")})
    stale = readiness(repository, "check")
    assert stale.code == 1
    assert "what is asked for was changed (needs)" in " ".join(stale.out.split())
    assert readiness(repository, "prove").code == 1
    assert readiness(repository, "check").code == 1


def test_a_statement_about_one_commit_says_nothing_about_the_next(repository: RepositoryBuilder) -> None:
    commit = repository.commit({**COMMON, "scopes/shop.yaml": ATTESTED})
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "source", "digest": {"gitCommit": commit}}],
        "predicateType": "https://example.org/built/v1",
        "predicate": {},
    }
    repository.write("proof/built.json", json.dumps(statement))
    assert readiness(repository, "prove").code == 0
    assert readiness(repository, "capture", "built").code == 0
    assert readiness(repository, "check").code == 0
    repository.commit({"k8s/deploy.yaml": "replicas: 0\n"})
    assert readiness(repository, "prove", "suite").code == 0
    ended = readiness(repository, "check")
    assert ended.code == 1
    assert "what is asked for was changed (commit)" in " ".join(ended.out.split())
