"""Waiving: an exception is shown as one, what was found stays, and what is not in force excuses nothing."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from readiness.model.outcome import Decision, Outcome
from readiness.model.report import Report, Verdict
from tests.link.launches import RED, item, judged, ready, scope

MISSING = ready("x", item_class="launch-critical").replace("proof/tests.xml", "proof/none.xml")
PLAIN: Mapping[str, str] = {
    "of": "{item: x, requirement: junit}",
    "granted_by": "head-of-engineering",
    "granted": "2026-11-20",
    "expires": "2027-01-10",
    "follow_up": "file:later",
}


def waiver(name: str = "w", **fields: str) -> str:
    rest = "".join(f"    {key}: {value}\n" for key, value in {**PLAIN, **fields}.items())
    return f"  - id: {name}\n    reason: For now.\n{rest}"


def report_with(root: Path, waivers: str, items: str = MISSING, head: str = "", settings: str = "") -> Report:
    files = {"scopes/a.yaml": scope(items=items, head=f"{head}waivers:\n{waivers}")}
    return judged(root, {**files, **({"readiness.toml": settings} if settings else {})})


def verdicts(report: Report, subject: str, requirement: str) -> list[Verdict]:
    [planned] = report.scopes
    everything = (*planned.verdicts, *(verdict for item in planned.items for verdict in item.verdicts))
    return [each for each in everything if (each.subject, each.requirement) == (subject, requirement)]


def test_a_waiver_in_force_wraps_the_verdict_and_keeps_what_was_found(tmp_path: Path) -> None:
    report = report_with(tmp_path, waiver())
    [verdict] = verdicts(report, "item x", "junit")
    assert (verdict.outcome, verdict.found) == (Outcome.WAIVED, Outcome.MISSING)
    assert verdict.waiver is not None
    assert (verdict.waiver.id, verdict.waiver.outcome, verdict.waiver.reason) == ("w", Outcome.MISSING, "For now.")
    assert (report.decision, report.scopes[0].decision_before_waivers) == (
        Decision.GO_WITH_CONDITIONS,
        Decision.NO_GO,
    )


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        pytest.param({"expires": "2026-11-30"}, "waiver-expired", id="expired"),
        pytest.param({"granted": "2026-12-02"}, "waiver-premature", id="not-yet"),
        pytest.param({"granted_by": "release-manager"}, "waiver-self-granted", id="own"),
    ],
)
def test_a_waiver_that_is_not_in_force_excuses_nothing_and_says_why(
    tmp_path: Path, fields: dict[str, str], rule: str
) -> None:
    report = report_with(tmp_path, waiver(**fields))
    assert [each.outcome for each in verdicts(report, "item x", "junit")] == [Outcome.MISSING]
    assert [each.rule for each in verdicts(report, "waiver w", "in-force")] == [rule]
    assert report.decision is Decision.NO_GO


@pytest.mark.parametrize(
    ("day", "in_force"), [("2026-11-30", False), ("2026-12-01", True)], ids=["the-day-after", "the-last-day"]
)
def test_the_last_day_is_in_force(tmp_path: Path, day: str, *, in_force: bool) -> None:
    report = report_with(tmp_path, waiver(expires=day))
    assert (report.decision is Decision.GO_WITH_CONDITIONS) == in_force


def test_one_person_may_grant_for_themselves_where_the_configuration_says_so_and_the_report_does(
    tmp_path: Path,
) -> None:
    report = report_with(tmp_path, waiver(granted_by="release-manager"), settings="allow_self = true\n")
    assert report.decision is Decision.GO_WITH_CONDITIONS
    assert report.policy.allow_self


def test_the_owner_of_what_does_not_block_may_grant(tmp_path: Path) -> None:
    items = MISSING.replace("launch-critical", "launch-adjacent")
    report = report_with(tmp_path, waiver(granted_by="release-manager"), items)
    assert [each.outcome for each in verdicts(report, "item x", "junit")] == [Outcome.WAIVED]
    assert report.decision is Decision.GO


def test_one_waiver_excuses_one_requirement_and_all_that_is_found_about_it(tmp_path: Path) -> None:
    rollback = "rollback: {plan: kill-switch, steps: docs/no.md}"
    report = report_with(tmp_path, waiver(of="{item: x, requirement: rollback}"), item("x", rollback))
    assert [each.outcome for each in verdicts(report, "item x", "rollback")] == [Outcome.WAIVED, Outcome.WAIVED]
    assert [each.outcome for each in verdicts(report, "item x", "evidence")] == [Outcome.MISSING]
    assert report.decision is Decision.NO_GO


def test_what_is_met_is_not_wrapped_and_the_waiver_is_unused(tmp_path: Path) -> None:
    report = report_with(tmp_path, waiver(of="{item: suite, requirement: junit}"), "")
    [verdict] = verdicts(report, "item suite", "junit")
    assert (verdict.outcome, verdict.waiver) == (Outcome.PASSED, None)
    assert [each.rule for each in verdicts(report, "waiver w", "in-force")] == ["waiver-unused"]
    assert report.decision is Decision.GO


def test_an_expired_waiver_is_not_hidden_by_another_that_is_in_force(tmp_path: Path) -> None:
    report = report_with(tmp_path, waiver("a") + waiver("b", expires="2026-11-30"))
    [verdict] = verdicts(report, "item x", "junit")
    assert verdict.waiver is not None
    assert verdict.waiver.id == "a"
    assert [each.rule for each in verdicts(report, "waiver b", "in-force")] == ["waiver-expired"]


def test_the_worst_finding_tells_if_a_waiver_is_needed(tmp_path: Path) -> None:
    items = ready("x").replace("proof/tests.xml", "proof/red.xml")
    files = {"scopes/a.yaml": scope(items=items, head=f"waivers:\n{waiver()}"), "proof/red.xml": RED}
    report = judged(tmp_path, files)
    assert [each.found for each in verdicts(report, "item x", "junit")] == [Outcome.FAILED]
    assert [each.outcome for each in verdicts(report, "waiver w", "in-force")] == [Outcome.PASSED]


def test_the_last_renewal_counts_as_the_day_on_which_it_was_granted(tmp_path: Path) -> None:
    for number, (renewed, rule) in enumerate(
        {"[2026-11-25, 2026-12-01]": None, "[2026-11-25, 2026-12-02]": "waiver-premature"}.items()
    ):
        report = report_with(tmp_path / str(number), waiver(renewed=renewed))
        rules = {each.rule for each in verdicts(report, "waiver w", "in-force") if each.found is not Outcome.PASSED}
        assert rules == ({rule} if rule else {"waiver-renewed"})
        assert report.decision is (Decision.NO_GO if rule == "waiver-premature" else Decision.GO_WITH_CONDITIONS)


BYPASS: Mapping[str, str] = {"granted": "2026-11-30", "expires": "2026-12-03", "emergency": "true"}


def test_an_emergency_is_a_condition_of_its_own_kind(tmp_path: Path) -> None:
    report = report_with(tmp_path, waiver(follow_up="{ref: file:later, due: 2026-12-03}", **BYPASS))
    [verdict] = verdicts(report, "item x", "junit")
    assert verdict.waiver is not None
    assert verdict.waiver.emergency
    assert [each.rule for each in verdicts(report, "waiver w", "in-force")] == ["waiver-emergency"]
    assert report.decision is Decision.GO_WITH_CONDITIONS


@pytest.mark.parametrize(
    "follow_up",
    [
        pytest.param("null", id="none"),
        pytest.param("{ref: file:later}", id="no-day"),
        pytest.param("{due: 2026-12-03}", id="no-issue"),
        pytest.param("{ref: later, due: 2026-12-03}", id="a-word"),
        pytest.param("{ref: file:gone, due: 2026-12-03}", id="an-issue-that-is-not-there"),
    ],
)
def test_an_emergency_that_nothing_would_end_excuses_nothing(tmp_path: Path, follow_up: str) -> None:
    report = report_with(tmp_path, waiver(follow_up=follow_up, **BYPASS))
    assert [each.outcome for each in verdicts(report, "item x", "junit")] == [Outcome.MISSING]
    assert [each.rule for each in verdicts(report, "waiver w", "in-force")] == ["waiver-emergency"]
    assert report.decision is Decision.NO_GO


def test_an_emergency_is_in_force_before_anybody_could_ask_about_its_issue(tmp_path: Path) -> None:
    report = report_with(tmp_path, waiver(follow_up="{ref: 'github:acme/shop#1', due: 2026-12-03}", **BYPASS))
    assert [each.outcome for each in verdicts(report, "item x", "junit")] == [Outcome.WAIVED]
    assert [each.outcome for each in verdicts(report, "waiver w", "tracked")] == [Outcome.UNKNOWN]


@pytest.mark.parametrize("of", ["{item: gone, requirement: junit}", "{item: x, requirement: gone}"])
def test_a_waiver_of_something_that_is_gone_is_a_problem_and_lets_nothing_pass(tmp_path: Path, of: str) -> None:
    report = report_with(tmp_path, waiver(of=of), ready("x"))
    assert [problem.code for problem in report.problems] == ["RDY030"]
    assert report.decision is Decision.UNDECIDED


@pytest.mark.parametrize(
    ("expires", "decision"),
    [("2027-01-10", Decision.GO_WITH_CONDITIONS), ("2026-11-30", Decision.NO_GO)],
    ids=["in-force", "lapsed"],
)
def test_a_waiver_outlives_the_launch_with_what_it_excuses(tmp_path: Path, expires: str, decision: Decision) -> None:
    head = "state: launched\nlaunch: 2026-11-15\n"
    assert report_with(tmp_path, waiver(expires=expires), head=head).decision is decision


PHASED = "phases: [{id: build, ends: 2026-12-10}]\n"


def test_a_waiver_of_what_is_not_due_yet_leaves_it_on_track(tmp_path: Path) -> None:
    report = report_with(tmp_path, waiver(expires="2026-12-05"), MISSING + "    phase: build\n", PHASED)
    [verdict] = verdicts(report, "item x", "junit")
    assert (verdict.outcome, verdict.waiver) == (Outcome.NOT_DUE, None)
    assert report.decision is Decision.ON_TRACK
