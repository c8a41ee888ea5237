"""Each rule on its passing and failing case, judged by the whole pipeline."""

from pathlib import Path

import pytest

from readiness.model.outcome import Outcome
from readiness.rules import RULES
from readiness.rules.base import Rule
from tests.rules.cases import EXPECTED, HERE, judged, lines_of, verdicts

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.code}-{rule.name}")


@each_rule
@pytest.mark.parametrize("side", ["pass", "fail"])
def test_a_case_gives_exactly_the_expected_verdicts(rule: Rule, side: str, tmp_path: Path) -> None:
    case = HERE / rule.code / side
    report = judged(case, tmp_path)
    assert not report.problems
    assert lines_of(rule, report) == (case / EXPECTED).read_text(encoding="utf-8").splitlines()


@each_rule
def test_a_passing_case_meets_the_requirement_and_the_rule_finds_nothing(rule: Rule, tmp_path: Path) -> None:
    report = judged(HERE / rule.code / "pass", tmp_path)
    assert any(" passed " in line for line in lines_of(rule, report))
    assert {verdict.found for _, verdict in verdicts(report) if verdict.code == rule.code} <= {
        Outcome.PASSED,
        Outcome.NOT_APPLICABLE,
    }


@each_rule
def test_a_failing_case_has_a_finding_with_a_place_and_a_next_step(rule: Rule, tmp_path: Path) -> None:
    report = judged(HERE / rule.code / "fail", tmp_path)
    found = [
        verdict
        for _, verdict in verdicts(report)
        if verdict.code == rule.code
        and verdict.found not in {Outcome.PASSED, Outcome.NOT_APPLICABLE}
        and verdict.outcome is not Outcome.NOT_APPLICABLE
    ]
    assert found
    for verdict in found:
        assert verdict.action
        assert verdict.message
        assert verdict.location.line


def test_there_is_no_case_without_a_rule() -> None:
    assert {folder.name for folder in HERE.glob("RDY*")} == {rule.code for rule in RULES}
