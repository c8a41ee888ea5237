"""What evidence is about: each pattern that it names has to match, and what it points at has to ship."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from readiness.model.outcome import Decision, Outcome
from readiness.pipeline import Request, check
from tests.link.launches import judged, ready, scope
from tests.repository import RepositoryBuilder


@pytest.mark.parametrize(
    ("covers", "decision"),
    [
        pytest.param('["src/**", "gone/**"]', Decision.NO_GO, id="one-is-dead"),
        pytest.param('["src/**", "!gone/**"]', Decision.GO, id="what-is-taken-out-need-not-be-there"),
        pytest.param('["src/**"]', Decision.GO, id="all-match"),
    ],
)
def test_each_pattern_that_evidence_names_has_to_match(tmp_path: Path, covers: str, decision: Decision) -> None:
    item = ready("x").replace("evidence: proof/tests.xml", f"evidence: {{path: proof/tests.xml, covers: {covers}}}")
    report = judged(tmp_path, {"scopes/a.yaml": scope(items=item)})
    assert report.decision is decision
    if decision is Decision.NO_GO:
        [verdict] = [
            each for item in report.scopes[0].items for each in item.verdicts if each.outcome is Outcome.MISSING
        ]
        assert verdict.message == "it covers gone/**, which matches no file"


def test_a_document_that_git_ignores_is_evidence_of_nothing(tmp_path: Path) -> None:
    repository = RepositoryBuilder(tmp_path / "shop").start()
    repository.commit({".gitignore": "mine.md\n", "src/pay.go": "package pay\n"})
    repository.write("mine.md", "# Limits\n\nNone.\n")
    item = "{id: x, title: X, class: launch-critical, evidence: mine.md}"
    repository.write("scopes/a.yaml", f"kind: scope\nid: a\ntitle: A\nowner: o\nitems: [{item}]\n")
    [planned] = check(Request(root=repository.path, now=datetime.now(UTC), cache=False)).scopes
    [verdict] = [each for item in planned.items for each in item.verdicts if each.requirement == "file"]
    assert verdict.message == "mine.md is ignored by git, so it does not ship"
