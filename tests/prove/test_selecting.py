from datetime import UTC, datetime
from pathlib import Path

import pytest

from readiness.errors import ReadinessError
from readiness.model.dossier import Absent, Aged, Moved, Standing, Unmet, Unreadable
from readiness.model.evidence import Claim
from readiness.model.record import Binding, Proof
from readiness.prove.selecting import Left, Selection, Wish
from tests.link.launches import item, scope
from tests.prove.launches import MET, MISSING, made, plan_of, selected

PROOF = Proof("d", Binding.EXECUTED, None, datetime(2026, 11, 1, tzinfo=UTC))


def names(selection: Selection) -> list[str]:
    return [str(task.proven) for task in selection.tasks]


@pytest.mark.parametrize(
    ("standing", "why"),
    [
        pytest.param(MISSING, "missing: there is no record of it", id="missing"),
        pytest.param(Unmet(Claim({}), ("1 test failed", "x")), "failed: 1 test failed", id="failed"),
        pytest.param(Moved(PROOF, "src/pay.go changed"), "stale: src/pay.go changed", id="moved"),
        pytest.param(Aged(Claim({}), "it is 40 days old"), "stale: it is 40 days old", id="aged"),
        pytest.param(Unreadable("its record is corrupt"), "unknown: its record is corrupt", id="unknown"),
    ],
)
def test_what_does_not_hold_is_proven_and_says_why(tmp_path: Path, standing: Standing, why: str) -> None:
    selection = selected(plan_of(tmp_path, made("x"), made("y")), x=standing, y=MET)
    assert [(str(task.proven), task.why) for task in selection.tasks] == [("shop/x/junit", why)]
    assert {left.proven.item: left.left for left in selection.left_out} == {"suite": Left.HOLDS, "y": Left.HOLDS}


def test_asking_for_all_proves_what_holds_too(tmp_path: Path) -> None:
    selection = selected(plan_of(tmp_path, made("x")), Wish(everything=True), x=MET)
    assert [(task.proven.item, task.why) for task in selection.tasks] == [("x", "asked for by --all")]


def test_without_a_command_it_is_said_how_else_to_get_it(tmp_path: Path) -> None:
    selection = selected(plan_of(tmp_path, item("x", "evidence: out/x.xml")))
    [left] = [left for left in selection.left_out if left.proven.item == "x"]
    assert (left.left, left.action) == (Left.NO_COMMAND, "make out/x.xml, then `readiness capture x/junit`")
    assert not selection.tasks


def test_what_no_run_would_change_is_not_run(tmp_path: Path) -> None:
    nothing = Absent("it covers gone/**, which matches no file", "correct `covers:`", by_run=False)
    selection = selected(plan_of(tmp_path, made("x")), Wish(everything=True), x=nothing)
    [left] = [left for left in selection.left_out if left.proven.item == "x"]
    assert (left.left, left.reason, left.action) == (Left.NO_USE, nothing.reason, nothing.action)


def test_documents_and_what_is_put_off_are_nothing_to_prove(tmp_path: Path) -> None:
    later = item("later", "evidence: {path: out/l.xml, run: make l}", item_class="deferred")
    selection = selected(plan_of(tmp_path, item("x", "evidence: docs/ops.md"), later), Wish(everything=True))
    assert names(selection) == []
    assert [left.proven.item for left in selection.left_out] == ["suite"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param(["x"], ["shop/x/fast", "shop/x/slow"], id="item"),
        pytest.param(["x/slow"], ["shop/x/slow"], id="evidence"),
        pytest.param(["shop/y", "x/fast"], ["shop/x/fast", "shop/y/junit"], id="several"),
        pytest.param(["shop/x/fast"], ["shop/x/fast"], id="in-full"),
    ],
)
def test_names_choose(tmp_path: Path, typed: list[str], found: list[str]) -> None:
    twice = "evidence: [{id: fast, path: a.xml, run: make a}, {id: slow, path: b.xml, run: make b}]"
    assert names(selected(plan_of(tmp_path, item("x", twice), made("y")), Wish(names=typed))) == found


def test_a_name_that_means_nothing_is_refused_with_what_was_probably_meant(tmp_path: Path) -> None:
    with pytest.raises(ReadinessError) as caught:
        selected(plan_of(tmp_path, made("checkout")), Wish(names=["chekout", "checkout"]))
    [problem] = caught.value.problems
    assert (problem.code, "did you mean `checkout`?" in problem.fix) == ("RDY055", True)


def test_only_what_has_changed_is_left_where_that_is_asked(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, made("x"), made("y"))
    wish = Wish(changed=lambda _, requirement: "src/x changed since v1" if requirement.key.subject == "x" else None)
    selection = selected(plan, wish)
    assert [task.why for task in selection.tasks] == ["missing: there is no record of it; src/x changed since v1"]
    assert {left.proven.item: left.left for left in selection.left_out}["y"] is Left.UNCHANGED


DRAFT = scope("later", items=made("z"), head="state: draft\n")


def test_a_draft_is_proven_only_when_it_is_named(tmp_path: Path) -> None:
    others = {"scopes/later.yaml": DRAFT}
    assert names(selected(plan_of(tmp_path, made("x"), others=others))) == ["shop/x/junit"]
    assert names(selected(plan_of(tmp_path, made("x"), others=others), Wish(names=["z"]))) == ["later/z/junit"]
    assert names(selected(plan_of(tmp_path, made("x"), others=others, named="later"))) == ["later/z/junit"]


def test_what_a_launch_has_outlived_is_not_proven_again(tmp_path: Path) -> None:
    head = "state: launched\nlaunch: 2026-11-01\nphases: [{id: hypercare, ends: 2027-01-15}]\n"
    later = made("y").replace("class: launch-critical", "class: launch-adjacent\n    phase: hypercare")
    assert names(selected(plan_of(tmp_path, made("x"), later, head=head))) == ["shop/y/junit"]
    ahead = head.replace("2026-11-01", "2026-12-24")
    assert names(selected(plan_of(tmp_path, made("x"), later, head=ahead))) == ["shop/x/junit", "shop/y/junit"]
