"""Judging: what no rule stands for, or no rule understands, can never pass."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from readiness.errors import UnjudgedError
from readiness.judge import Bench, judge, judge_subject
from readiness.model.dossier import Absent, Aged, Dossier, Met, Pointed, Standing, Unmet, Unreadable
from readiness.model.evidence import Claim
from readiness.model.outcome import Decision, Level, Outcome
from readiness.model.plan import Plan, SubjectKind
from readiness.model.verdict import Judged
from readiness.rules import RULES
from tests.link.launches import NOW, RED, item, item_of, judged, linked, ready, scope

BENCH = Bench.of(RULES, {}, final=False)
STANDINGS: dict[Outcome, Standing] = {
    Outcome.PASSED: Met(Claim({}, summary="3 of 3")),
    Outcome.FAILED: Unmet(Claim({}), ("one failed", "one was skipped")),
    Outcome.STALE: Aged(Claim({}), "it is old"),
    Outcome.MISSING: Absent("it is not there"),
    Outcome.UNKNOWN: Unreadable("it is torn"),
}
PHASES = "launch: 2026-12-15\nphases: [{id: build, ends: 2026-12-10}, {id: care, ends: 2027-01-15}]\n"


def plan_of(root: Path, items: str = "", head: str = "") -> Plan:
    plan = linked(root, {"scopes/a.yaml": scope(items=items, head=head)})
    assert not plan.problems
    return plan


def dossier(plan: Plan, standing: Standing, now: datetime = NOW) -> Dossier:
    """Return facts by which everything is in order, and every piece of evidence stands as `standing`."""
    evidence = [each for planned in plan.scopes for item in planned.items for each in item.evidence]
    return Dossier(
        now=now,
        standings={each.key: standing for each in evidence},
        references={"docs/ops.md#rollback": Pointed.FOUND},
        whole_tree=frozenset(each.key for each in evidence),
    )


def outcomes(verdicts: tuple[Judged, ...], subject: str) -> dict[str, Outcome]:
    return {verdict.key.requirement: verdict.outcome for verdict in verdicts if verdict.key.subject == subject}


@pytest.mark.parametrize("outcome", list(STANDINGS))
def test_each_standing_of_evidence_has_one_outcome(tmp_path: Path, outcome: Outcome) -> None:
    plan = plan_of(tmp_path)
    [verdict] = [
        each
        for each in judge(plan, dossier(plan, STANDINGS[outcome]), BENCH)["shop"]
        if each.key.requirement == "junit"
    ]
    assert (verdict.outcome, verdict.found, verdict.level) == (outcome, outcome, Level.BLOCK)
    assert verdict.message


def test_evidence_that_was_not_gathered_is_unknown(tmp_path: Path) -> None:
    plan = plan_of(tmp_path)
    verdicts = judge(plan, replace(dossier(plan, STANDINGS[Outcome.PASSED]), standings={}), BENCH)["shop"]
    assert outcomes(verdicts, "suite")["junit"] is Outcome.UNKNOWN


@pytest.mark.parametrize("name", sorted({rule.name for rule in RULES if rule.requirement == "owner"}))
def test_a_requirement_without_a_rule_is_an_internal_error_and_no_pass(tmp_path: Path, name: str) -> None:
    plan = plan_of(tmp_path)
    bench = Bench.of([rule for rule in RULES if rule.name != name], {}, final=False)
    with pytest.raises(UnjudgedError, match="owner: no rule stands for it"):
        judge(plan, dossier(plan, STANDINGS[Outcome.PASSED]), bench)


@pytest.mark.parametrize(
    ("outcome", "name"),
    [
        (Outcome.FAILED, "evidence-failed"),
        (Outcome.STALE, "evidence-stale"),
        (Outcome.MISSING, "evidence-missing"),
        (Outcome.UNKNOWN, "evidence-unreadable"),
    ],
)
def test_a_standing_that_no_rule_understands_is_an_internal_error_and_no_pass(
    tmp_path: Path, outcome: Outcome, name: str
) -> None:
    plan = plan_of(tmp_path)
    bench = Bench.of([rule for rule in RULES if rule.name != name], {}, final=False)
    with pytest.raises(UnjudgedError, match="no rule understands"):
        judge(plan, dossier(plan, STANDINGS[outcome]), bench)


@pytest.mark.parametrize(
    ("summary", "message"), [pytest.param("3 of 3", "3 of 3", id="said"), pytest.param("", "as required", id="silent")]
)
def test_a_pass_says_what_the_evidence_says(tmp_path: Path, summary: str, message: str) -> None:
    plan = plan_of(tmp_path)
    verdicts = judge(plan, dossier(plan, Met(Claim({}, summary=summary))), BENCH)["shop"]
    assert [verdict.message for verdict in verdicts if verdict.key.requirement == "junit"] == [message]


def test_several_findings_on_one_requirement_are_several_verdicts(tmp_path: Path) -> None:
    rollback = "rollback: {plan: kill-switch, steps: docs/no.md, kill_switch: flags.json#x}"
    plan = plan_of(tmp_path, item("x", rollback))
    verdicts = judge_subject(item_of(plan, "x"), Dossier(now=NOW), BENCH)
    assert [verdict.rule for verdict in verdicts if verdict.key.requirement == "rollback"] == [
        "rollback-steps-missing",
        "kill-switch-missing",
    ]


def test_the_configuration_sets_the_level_of_a_rule_and_of_nothing_else(tmp_path: Path) -> None:
    plan = plan_of(tmp_path)
    bench = Bench.of(RULES, {"evidence-missing": Level.OBSERVE}, final=False)
    levels = {
        outcome: verdict.level
        for outcome, standing in STANDINGS.items()
        for verdict in judge(plan, dossier(plan, standing), bench)["shop"]
        if verdict.key.requirement == "junit"
    }
    assert levels == {
        Outcome.MISSING: Level.OBSERVE,
        Outcome.PASSED: Level.OBSERVE,
        Outcome.FAILED: Level.BLOCK,
        Outcome.STALE: Level.BLOCK,
        Outcome.UNKNOWN: Level.BLOCK,
    }


@pytest.mark.parametrize(
    ("phase", "item_class", "day", "final", "outcome"),
    [
        pytest.param("build", "launch-critical", "2026-12-10", False, Outcome.NOT_DUE, id="on-the-last-day"),
        pytest.param("build", "launch-critical", "2026-12-11", False, Outcome.MISSING, id="the-day-after"),
        pytest.param("build", "launch-critical", "2026-12-01", True, Outcome.MISSING, id="final"),
        pytest.param("care", "launch-adjacent", "2026-12-01", True, Outcome.NOT_DUE, id="final-after-the-launch"),
        pytest.param("care", "launch-adjacent", "2027-01-16", True, Outcome.MISSING, id="final-and-past"),
        pytest.param(None, "launch-critical", "2026-12-01", False, Outcome.MISSING, id="without-a-phase"),
    ],
)
def test_an_item_is_due_from_the_day_after_its_phase(
    tmp_path: Path, phase: str | None, item_class: str, day: str, *, final: bool, outcome: Outcome
) -> None:
    fields = () if phase is None else (f"phase: {phase}",)
    plan = plan_of(tmp_path, ready("x", *fields, item_class=item_class), PHASES)
    now = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(hours=23, minutes=59)
    bench = Bench.of(RULES, {}, final=final)
    verdicts = judge(plan, dossier(plan, STANDINGS[Outcome.MISSING], now), bench)["shop"]
    assert outcomes(verdicts, "x")["junit"] is outcome
    assert {each.found for each in verdicts if each.key.requirement == "junit"} == {Outcome.MISSING}


def test_what_is_met_early_has_passed(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, ready("x", "phase: build"), PHASES)
    verdicts = judge(plan, dossier(plan, STANDINGS[Outcome.PASSED]), BENCH)["shop"]
    assert set(outcomes(verdicts, "x").values()) == {Outcome.PASSED, Outcome.NOT_APPLICABLE}


def test_a_final_check_without_a_launch_day_takes_everything_as_due(tmp_path: Path) -> None:
    head = "phases: [{id: care, ends: 2027-01-15}]\n"
    plan = plan_of(tmp_path, ready("x", "phase: care"), head)
    bench = Bench.of(RULES, {}, final=True)
    verdicts = judge(plan, dossier(plan, STANDINGS[Outcome.MISSING]), bench)["shop"]
    assert outcomes(verdicts, "x")["junit"] is Outcome.MISSING


def test_in_a_launched_scope_only_what_outlives_the_launch_counts(tmp_path: Path) -> None:
    head = f"state: launched\n{PHASES}".replace("2026-12-15", "2026-11-15").replace("2026-12-10", "2026-11-10")
    items = ready("watch", "phase: care", item_class="launch-adjacent") + item("late", item_class="deferred")
    plan = plan_of(tmp_path, items, head.replace("2027-01-15", "2026-11-30"))
    verdicts = judge(plan, dossier(plan, STANDINGS[Outcome.MISSING]), BENCH)["shop"]
    assert set(outcomes(verdicts, "suite").values()) == {Outcome.NOT_APPLICABLE}
    assert set(outcomes(verdicts, "shop").values()) == {Outcome.NOT_APPLICABLE}
    assert outcomes(verdicts, "watch")["junit"] is Outcome.MISSING
    assert outcomes(verdicts, "late") == {
        "owner": Outcome.PASSED,
        "follow-up": Outcome.MISSING,
        "tracked": Outcome.NOT_APPLICABLE,
    }
    over = [verdict for verdict in verdicts if verdict.key.subject == "suite"]
    assert {(verdict.message, verdict.action) for verdict in over} == {
        ("the launch is over, and this does not outlive it", "")
    }


def test_the_bench_sorts_rules_by_what_they_are_about() -> None:
    assert set(BENCH.rules) == set(SubjectKind)
    assert [rule for kind in SubjectKind for rule in BENCH.rules[kind] if rule.about is not kind] == []
    assert sum(len(rules) for rules in BENCH.rules.values()) == len(RULES)


def test_verdicts_name_who_has_to_act(tmp_path: Path) -> None:
    items = ready("x", "owner: platform") + item("y", "evidence: {signoff: general-counsel}")
    plan = plan_of(tmp_path, items)
    verdicts = judge(plan, dossier(plan, STANDINGS[Outcome.MISSING]), BENCH)["shop"]
    who = {(each.key.subject, each.key.requirement): each.who for each in verdicts}
    assert who["x", "junit"] == "platform"
    assert who["y", "signoff"] == "general-counsel"
    assert who["y", "rollback"] == "release-manager"


@pytest.mark.parametrize("head", ["state: launched\n", "state: launched\nlaunch: 2026-12-02\n"])
def test_a_scope_that_says_it_has_launched_before_its_day_is_judged_in_full(tmp_path: Path, head: str) -> None:
    files = {"scopes/a.yaml": scope(head=head), "proof/tests.xml": RED}
    assert judged(tmp_path, files).decision is Decision.NO_GO


def test_a_deferral_is_due_now_whatever_phase_it_is_put_off_to(tmp_path: Path) -> None:
    head = "launch: 2026-12-15\nphases: [{id: hypercare, ends: 2027-01-15}]\n"
    late = item("late", "phase: hypercare", item_class="deferred")
    assert judged(tmp_path, {"scopes/a.yaml": scope(items=late, head=head)}).decision is Decision.NO_GO
