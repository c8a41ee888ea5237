"""Deciding: the table of outcomes and levels, and one decision for a run of several scopes."""

from itertools import product
from pathlib import Path

import pytest

from readiness.decide import Occasion, decide, weigh, worst
from readiness.model.dossier import Dossier
from readiness.model.outcome import Decision, Level, Outcome
from readiness.model.place import Location, Place
from readiness.model.plan import Plan
from readiness.model.report import SCHEMA, Candidate, ItemReport, Policy, Report
from tests.link.launches import NOW, RED, item, judged, ready, scope

BLOCKING = {
    Outcome.PASSED: Decision.GO,
    Outcome.NOT_APPLICABLE: Decision.GO,
    Outcome.WAIVED: Decision.GO_WITH_CONDITIONS,
    Outcome.NOT_DUE: Decision.ON_TRACK,
    Outcome.UNKNOWN: Decision.UNDECIDED,
    Outcome.FAILED: Decision.NO_GO,
    Outcome.MISSING: Decision.NO_GO,
    Outcome.STALE: Decision.NO_GO,
}
NO_GO = ready("x").replace("proof/tests.xml", "proof/none.xml")


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_blocking_requirement_decides_by_the_table(outcome: Outcome) -> None:
    assert weigh(outcome, Level.BLOCK) is BLOCKING[outcome]


@pytest.mark.parametrize(("outcome", "level"), list(product(Outcome, (Level.WARN, Level.OBSERVE, Level.OFF))))
def test_what_does_not_block_decides_nothing(outcome: Outcome, level: Level) -> None:
    assert weigh(outcome, level) is Decision.GO


def test_nothing_judged_is_undecided() -> None:
    assert worst(()) is Decision.UNDECIDED


def decisions(report: Report) -> dict[str, tuple[Decision, bool]]:
    return {planned.id: (planned.decision, planned.judged) for planned in report.scopes}


@pytest.mark.parametrize(
    ("named", "decision", "counted"),
    [
        pytest.param((), Decision.NO_GO, {"live", "old"}, id="none"),
        pytest.param(("live",), Decision.GO, {"live"}, id="one"),
        pytest.param(("draft",), Decision.NO_GO, {"draft"}, id="a-draft"),
        pytest.param(("live", "old"), Decision.NO_GO, {"live", "old"}, id="two"),
    ],
)
def test_the_worst_of_what_is_judged_decides_the_run(
    tmp_path: Path, named: tuple[str, ...], decision: Decision, counted: set[str]
) -> None:
    files = {
        "scopes/a.yaml": scope("live"),
        "scopes/b.yaml": scope("draft", NO_GO, "state: draft\n"),
        "scopes/c.yaml": scope("old", item("late", item_class="deferred"), "state: launched\n"),
    }
    report = judged(tmp_path, files, *named)
    assert report.decision is decision
    assert {name for name, (_, judged_too) in decisions(report).items() if judged_too} == counted


def test_a_draft_is_shown_and_does_not_count(tmp_path: Path) -> None:
    report = judged(tmp_path, {"scopes/a.yaml": scope("live"), "scopes/b.yaml": scope("new", NO_GO, "state: draft\n")})
    assert decisions(report) == {"live": (Decision.GO, True), "new": (Decision.NO_GO, False)}
    assert report.decision is Decision.GO


def test_problems_in_the_documents_leave_no_better_decision_than_undecided(tmp_path: Path) -> None:
    good = {"scopes/a.yaml": scope(), "scopes/torn.yaml": "kind: [\n"}
    assert judged(tmp_path / "good", good).decision is Decision.UNDECIDED
    bad = {"scopes/a.yaml": scope(items=NO_GO), "scopes/torn.yaml": "kind: [\n"}
    assert judged(tmp_path / "bad", bad).decision is Decision.NO_GO


def test_a_named_scope_that_is_not_in_the_plan_is_never_go() -> None:
    plan = Plan(scopes=(), named=frozenset({"shop"}), owners={}, problems=())
    occasion = Occasion(
        candidate=Candidate(kind="work-tree", commit=None),
        policy=Policy(base=None, levels={}, allow_self=False),
        final=False,
    )

    def locate(place: Place) -> Location:
        return Location(place.path)

    assert decide(plan, {}, Dossier(now=NOW), occasion, locate).decision is Decision.UNDECIDED


def test_the_report_says_what_was_asked_and_by_which_clock(tmp_path: Path) -> None:
    report = judged(tmp_path, {"scopes/a.yaml": scope()}, final=True)
    assert (report.schema, report.final, report.as_of, report.enforcing) == (SCHEMA, True, NOW, False)
    assert (report.policy.base, report.candidate.kind) == (None, "work-tree")


def item_report(root: Path, text: str, settings: str = "", head: str = "") -> ItemReport:
    files = {"scopes/a.yaml": scope(items=text, head=head), "proof/red.xml": RED}
    report = judged(root, {**files, **({"readiness.toml": settings} if settings else {})})
    return next(each for each in report.scopes[0].items if each.id == "x")


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        pytest.param(ready("x"), Outcome.PASSED, id="all-met"),
        pytest.param(NO_GO, Outcome.MISSING, id="what-blocks"),
        pytest.param(NO_GO.replace("launch-critical", "launch-adjacent"), Outcome.MISSING, id="what-warns"),
        pytest.param(
            item(
                "x",
                "rollback: docs/no.md",
                "evidence: {path: proof/red.xml, level: block}",
                item_class="launch-adjacent",
            ),
            Outcome.FAILED,
            id="what-blocks-before-what-warns",
        ),
        pytest.param(item("x", item_class="deferred"), Outcome.MISSING, id="deferred"),
    ],
)
def test_an_item_is_as_good_as_the_worst_that_counts(tmp_path: Path, text: str, outcome: Outcome) -> None:
    assert item_report(tmp_path, text).outcome is outcome


def test_what_is_switched_off_or_only_observed_is_not_counted(tmp_path: Path) -> None:
    settings = '[rules]\nevidence-missing = "off"\n'
    assert item_report(tmp_path, NO_GO, settings).outcome is Outcome.PASSED
    everything_off = "\n".join(
        f'{name} = "observe"'
        for name in ("owner-missing", "rollback-missing", "rollback-time-missing", "evidence-undeclared")
    )
    every = f'[rules]\n{everything_off}\nneeds-deferred = "off"\nevidence-missing = "off"\n'
    assert item_report(tmp_path, NO_GO, every).outcome is Outcome.UNKNOWN


def test_counts_name_every_outcome_and_sum_to_the_verdicts_that_count(tmp_path: Path) -> None:
    files = {"scopes/a.yaml": scope(items=NO_GO), "readiness.toml": '[rules]\nowner-missing = "observe"\n'}
    [planned] = judged(tmp_path, files).scopes
    everything = [*planned.verdicts, *(verdict for each in planned.items for verdict in each.verdicts)]
    assert list(planned.counts) == list(Outcome)
    assert sum(planned.counts.values()) == sum(each.level in {Level.BLOCK, Level.WARN} for each in everything)
    assert planned.counts[Outcome.MISSING] == 1


def test_who_has_to_act_falls_back_to_the_owner_of_the_scope(tmp_path: Path) -> None:
    [planned] = judged(tmp_path, {"scopes/a.yaml": scope(items=item("x", "owner: platform"))}).scopes
    assert {each.who for each in planned.verdicts} == {"release-manager"}
    assert {each.who for every in planned.items if every.id == "x" for each in every.verdicts} == {"platform"}


def test_an_item_says_when_it_is_due(tmp_path: Path) -> None:
    shown = item_report(tmp_path, ready("x", "phase: build"), head="phases: [{id: build, ends: 2026-12-10}]\n")
    assert (shown.phase, str(shown.due)) == ("build", "2026-12-10")
