"""The next step that is shown has to be one that changes the verdict."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from readiness.model.report import Verdict
from readiness.pipeline import Request
from tests.proofs import check
from tests.repository import RepositoryBuilder

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SCOPE = """\
kind: scope
id: launch
title: Launch
owner: release-manager
items:
  - id: suite
    title: Green
    class: launch-critical
    rollback: {{plan: none, because: no code, accepted_by: product}}
    evidence: {evidence}
"""


@pytest.fixture
def repository(tmp_path: Path) -> RepositoryBuilder:
    return RepositoryBuilder(tmp_path / "launch").start()


def verdict_on(repository: RepositoryBuilder, evidence: str) -> Verdict:
    repository.write("scopes/launch.yaml", SCOPE.format(evidence=evidence))
    report = check(Request(root=repository.path, now=NOW, cache=False))
    assert not report.problems
    return next(verdict for verdict in report.scopes[0].items[0].verdicts if verdict.code == "RDY201")


def test_a_run_is_not_the_answer_to_patterns_that_match_nothing(repository: RepositoryBuilder) -> None:
    repository.write("code.py", "pass\n")
    verdict = verdict_on(repository, "{path: reports/x.xml, run: make test, covers: gone/**}")
    assert (verdict.message, verdict.action) == ("it covers gone/**, which matches no file", "correct `covers:`")


def test_a_repository_with_nothing_to_launch_blames_no_pattern(repository: RepositoryBuilder) -> None:
    verdict = verdict_on(repository, "{path: reports/x.xml, run: make test}")
    assert verdict.message == "there is no file yet that it could prove anything about"
    assert verdict.action.startswith("add what is to be launched")


def test_a_run_is_the_answer_to_a_report_that_is_not_there(repository: RepositoryBuilder) -> None:
    repository.write("code.py", "pass\n")
    assert verdict_on(repository, "{path: reports/x.xml, run: make test}").action == "readiness prove suite"


def test_a_link_that_is_nobodys_word_needs_a_name(repository: RepositoryBuilder) -> None:
    verdict = verdict_on(repository, "{link: 'https://example.invalid/report', date: 2026-11-20}")
    assert "`who` is not said" in verdict.message
    assert verdict.action == "say whose word it is with `who:`, and add `date:`, the day of it"
