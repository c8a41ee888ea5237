"""One cause gives one finding: what leans on something broken is left out, and is never said to be ready."""

from pathlib import Path

import pytest

from readiness.model.outcome import Decision
from tests.link.launches import LATER, item, judged, linked, marked, ready, said, scope

BROKEN = scope("warehouse", head="colour: red\n")
NEEDS_BROKEN = scope("shop", items=ready("stock", "needs: warehouse/suite"))
TYPO = "RDY010 scopes/warehouse.yaml:5:1 the key `colour` is not known here"
DIRECTORY = "kind: directory\nowners: {release-manager: R, general-counsel: C}\n"


def planned(plan: object) -> list[str]:
    return [scope.id for scope in plan.scopes]  # type: ignore[attr-defined]


def test_a_broken_document_stops_only_the_scopes_that_reach_it(tmp_path: Path) -> None:
    further = scope("office", items=ready("desk", "needs: shop/suite"))
    files = {
        "scopes/warehouse.yaml": BROKEN,
        "scopes/shop.yaml": NEEDS_BROKEN,
        "scopes/office.yaml": further,
        "scopes/z.yaml": scope("blog"),
    }
    plan = linked(tmp_path, files)
    assert said(plan) == [TYPO]
    assert planned(plan) == ["blog"]


def test_the_others_are_judged_and_the_run_is_undecided(tmp_path: Path) -> None:
    files = {"scopes/warehouse.yaml": BROKEN, "scopes/shop.yaml": NEEDS_BROKEN, "scopes/z.yaml": scope("blog")}
    report = judged(tmp_path, files)
    assert {scope.id: scope.decision for scope in report.scopes} == {"blog": Decision.GO}
    assert report.decision is Decision.UNDECIDED


@pytest.mark.parametrize("named", [("shop",), ("shop", "blog"), ("office", "blog"), ("warehouse", "blog")])
def test_a_named_scope_that_leans_on_a_broken_one_never_drops_out_of_the_run_without_a_word(
    tmp_path: Path, named: tuple[str, ...]
) -> None:
    files = {
        "scopes/warehouse.yaml": BROKEN,
        "scopes/shop.yaml": NEEDS_BROKEN,
        "scopes/office.yaml": scope("office", items=ready("desk", "needs: shop/suite")),
        "scopes/z.yaml": scope("blog"),
    }
    report = judged(tmp_path, files, *named)
    assert said(report) == [TYPO]
    assert report.decision is Decision.UNDECIDED


def test_a_named_run_ignores_broken_documents_that_it_does_not_reach(tmp_path: Path) -> None:
    files = {"scopes/warehouse.yaml": BROKEN, "scopes/shop.yaml": NEEDS_BROKEN, "scopes/z.yaml": scope("blog")}
    report = judged(tmp_path, files, "blog")
    assert not report.problems
    assert report.decision is Decision.GO


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("scopes/torn.yaml", "kind: scope\nid: [\n", id="no-yaml"),
        pytest.param("scopes/torn.yaml", "- 1\n", id="no-mapping"),
        pytest.param("scopes/torn.yaml", "id: torn\n", id="no-kind"),
        pytest.param("scopes/torn.yaml", "kind: scop\nid: torn\n", id="no-such-kind"),
        pytest.param("scopes/torn.yaml", "kind: scope\ntitle: T\n", id="no-id"),
        pytest.param("scopes/torn.yaml", "kind: directory\nowner: {}\n", id="directory"),
    ],
)
def test_a_named_run_never_ignores_a_file_that_could_be_anything(tmp_path: Path, name: str, text: str) -> None:
    plan = linked(tmp_path, {name: text, "scopes/z.yaml": scope("blog")}, "blog")
    assert {problem.location.path for problem in plan.problems if problem.location} == {name}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("kind: scope\nid: [\n", id="no-yaml"),
        pytest.param("kind: scop\nid: warehouse\n", id="no-such-kind"),
        pytest.param("kind: scope\ntitle: T\n", id="no-id"),
        pytest.param("kind: scope\nid: warehouse\n", id="broken"),
    ],
)
def test_a_need_that_may_stand_in_a_broken_file_is_not_reported_again(tmp_path: Path, text: str) -> None:
    plan = linked(tmp_path, {"scopes/shop.yaml": NEEDS_BROKEN, "scopes/w.yaml": text, "scopes/z.yaml": scope("blog")})
    assert {problem.location.path for problem in plan.problems if problem.location} == {"scopes/w.yaml"}
    assert planned(plan) == ["blog"]


def test_a_broken_directory_is_one_finding_and_stops_whoever_names_an_owner_that_may_be_in_it(tmp_path: Path) -> None:
    files = {
        "scopes/who.yaml": "kind: directory\nowners: {finance: {}}\n",
        "scopes/known.yaml": DIRECTORY,
        "scopes/shop.yaml": scope("shop", items=ready("tax", "owner: finance")),
        "scopes/z.yaml": scope("blog"),
    }
    plan = linked(tmp_path, files)
    assert [problem.location.path for problem in plan.problems if problem.location] == ["scopes/who.yaml"]
    assert planned(plan) == ["blog"]


def test_a_file_that_could_be_anything_stops_nobody_where_owners_are_free_words(tmp_path: Path) -> None:
    files = {"scopes/torn.yaml": "kind: [\n", "scopes/z.yaml": scope("blog", items=ready("tax", "owner: finance"))}
    assert planned(linked(tmp_path, files)) == ["blog"]
    assert planned(linked(tmp_path, {**files, "scopes/known.yaml": DIRECTORY})) == []


def test_scopes_with_one_id_stop_whoever_needs_them_without_a_second_finding(tmp_path: Path) -> None:
    files = {"scopes/a.yaml": scope("warehouse"), "scopes/b.yaml": scope("warehouse"), "scopes/shop.yaml": NEEDS_BROKEN}
    plan = linked(tmp_path, files)
    assert [line.split()[0] for line in said(plan)] == ["RDY031"]
    assert planned(plan) == []


def test_an_item_of_a_broken_scope_with_a_sound_namesake_is_looked_up_in_the_sound_one(tmp_path: Path) -> None:
    files = {"scopes/warehouse.yaml": BROKEN, "scopes/w.yaml": scope("warehouse"), "scopes/shop.yaml": NEEDS_BROKEN}
    plan = linked(tmp_path, files)
    assert said(plan) == [TYPO]


@pytest.mark.parametrize("at", ["shop", "blog"])
def test_a_wrong_name_in_one_scope_leaves_the_others(tmp_path: Path, at: str) -> None:
    files = {"scopes/shop.yaml": scope("shop", items=ready("tax", "needs: nothing")), "scopes/z.yaml": scope("blog")}
    plan = linked(tmp_path, files, at)
    assert planned(plan) == (["blog"] if at == "blog" else [])
    assert len(plan.problems) == (at == "shop")


@pytest.mark.parametrize(
    ("needs", "path"),
    [
        pytest.param({"a": "a"}, "a → a", id="itself"),
        pytest.param({"a": "b", "b": "a"}, "a → b → a", id="two"),
        pytest.param({"c": "b", "b": "a", "a": "c", "d": "c"}, "a → c → b → a", id="three-and-one-that-leads-in"),
        pytest.param({"a": "[suite, b]", "b": "[suite, a]"}, "a → b → a", id="beside-sound-needs"),
    ],
)
def test_a_circle_of_needs_is_shown_as_the_way_round(tmp_path: Path, needs: dict[str, str], path: str) -> None:
    items = "".join(ready(name, f"needs: {need}") for name, need in needs.items())
    plan = linked(tmp_path, {"scopes/shop.yaml": scope(items=items), "scopes/z.yaml": scope("blog")})
    assert [line.split(" ", 2)[2] for line in said(plan)] == [f"items need each other: {path}"]
    assert [problem.code for problem in plan.problems] == ["RDY032"]
    assert planned(plan) == ["blog"]


def test_a_circle_points_at_the_need_that_closes_it(tmp_path: Path) -> None:
    text, place = marked(scope(items=ready("a", "needs: [suite, «b]") + ready("b", "needs: a")))
    assert said(linked(tmp_path, {"scopes/a.yaml": text}))[0].startswith(f"RDY032 scopes/a.yaml:{place} ")


def test_a_circle_across_scopes_stops_all_that_it_runs_through(tmp_path: Path) -> None:
    files = {
        "scopes/a.yaml": scope("shop", items=ready("x", "needs: office/y")),
        "scopes/b.yaml": scope("office", items=ready("y", "needs: shop/x")),
        "scopes/z.yaml": scope("blog"),
    }
    plan = linked(tmp_path, files)
    assert [line.split(" ", 2)[2] for line in said(plan)] == ["items need each other: office/y → shop/x → office/y"]
    assert planned(plan) == ["blog"]
    assert said(linked(tmp_path, files, "shop")) == said(plan)
    assert said(linked(tmp_path, files, "blog")) == []


def test_two_circles_are_two_findings(tmp_path: Path) -> None:
    pairs = {"a": "b", "b": "a", "c": "d", "d": "c"}
    plan = linked(tmp_path, {"scopes/a.yaml": scope(items="".join(ready(n, f"needs: {m}") for n, m in pairs.items()))})
    assert [line.rpartition(": ")[2] for line in said(plan)] == ["a → b → a", "c → d → c"]


def test_needs_that_meet_again_are_no_circle(tmp_path: Path) -> None:
    items = ready("a", "needs: [b, c]") + ready("b", "needs: d") + ready("c", "needs: d") + item("d")
    assert not linked(tmp_path, {"scopes/a.yaml": scope(items=items)}).problems


def test_a_long_chain_of_needs_is_no_danger(tmp_path: Path) -> None:
    items = "".join(item(f"n{number}", f"needs: n{number + 1}") for number in range(1500)) + item("n1500")
    assert not linked(tmp_path, {"scopes/a.yaml": scope(items=items)}).problems


def test_an_own_item_may_be_needed_by_its_full_name(tmp_path: Path) -> None:
    plan = linked(tmp_path, {"scopes/a.yaml": scope(items=ready("x", "needs: shop/suite"))})
    assert not plan.problems
    assert [(need.scope, need.item) for item in plan.scopes[0].items for need in item.needs] == [("shop", "suite")]


@pytest.mark.parametrize(
    ("files", "named", "problem"),
    [
        pytest.param({}, (), "RDY054 - there is no scope to judge", id="nothing-at-all"),
        pytest.param({"scopes/w.yaml": DIRECTORY}, (), "RDY054 - there is no scope to judge", id="only-a-directory"),
        pytest.param(
            {"scopes/a.yaml": scope(head="state: draft\n"), "scopes/b.yaml": scope("old", head="state: retired\n")},
            (),
            "RDY054 - no scope is active or launched, so there is nothing to judge",
            id="drafts-and-retired",
        ),
        pytest.param(
            {"scopes/a.yaml": scope(head="state: retired\n")},
            ("shop",),
            "RDY054 - scope `shop` is retired, and is not judged",
            id="retired-and-named",
        ),
        pytest.param({"scopes/a.yaml": scope()}, ("shpo",), "RDY055 - there is no scope `shpo`", id="misspelt"),
        pytest.param({}, ("shop",), "RDY055 - there is no scope `shop`", id="named-where-there-is-none"),
    ],
)
def test_nothing_to_judge_is_bad_input(
    tmp_path: Path, files: dict[str, str], named: tuple[str, ...], problem: str
) -> None:
    report = judged(tmp_path, files, *named)
    assert said(report) == [problem]
    assert report.decision is Decision.UNDECIDED


@pytest.mark.parametrize(
    ("files", "named", "fix"),
    [
        pytest.param({"scopes/a.yaml": scope()}, "shpo", "did you mean `shop`?", id="near"),
        pytest.param({"scopes/a.yaml": scope()}, "blog", "known are shop", id="far"),
        pytest.param({}, "blog", "there is no scope yet", id="none"),
    ],
)
def test_an_unknown_scope_is_answered_with_the_known_ones(
    tmp_path: Path, files: dict[str, str], named: str, fix: str
) -> None:
    assert [problem.fix for problem in linked(tmp_path, files, named).problems] == [fix]


def test_the_fix_for_drafts_names_one_of_them(tmp_path: Path) -> None:
    files = {"scopes/a.yaml": scope("old", head="state: retired\n"), "scopes/b.yaml": scope(head="state: draft\n")}
    [problem] = linked(tmp_path, files).problems
    assert problem.fix.startswith("name a draft (`readiness check shop`)")


def test_a_misspelt_name_beside_a_good_one_leaves_the_run_undecided(tmp_path: Path) -> None:
    report = judged(tmp_path, {"scopes/a.yaml": scope()}, "shop", "shpo")
    assert [scope.decision for scope in report.scopes] == [Decision.GO]
    assert report.decision is Decision.UNDECIDED


def test_a_name_that_may_stand_in_an_unreadable_file_is_not_called_unknown(tmp_path: Path) -> None:
    plan = linked(tmp_path, {"scopes/a.yaml": scope(), "scopes/torn.yaml": "kind: [\n"}, "blog")
    assert {problem.location.path for problem in plan.problems if problem.location} == {"scopes/torn.yaml"}


def test_drafts_are_planned_and_retired_scopes_are_not(tmp_path: Path) -> None:
    files = {
        "scopes/a.yaml": scope(),
        "scopes/b.yaml": scope("old", head="state: retired\n"),
        "scopes/c.yaml": scope("new", head="state: draft\n"),
    }
    assert planned(linked(tmp_path, files)) == ["new", "shop"]


def test_what_is_wrong_comes_in_order_of_place(tmp_path: Path) -> None:
    files = {f"scopes/{name}.yaml": scope(name, items=ready("x", "needs: [n, m]")) for name in ("b", "a")}
    plan = linked(tmp_path, files)
    assert [problem.location for problem in plan.problems] == sorted(p.location for p in plan.problems if p.location)
    assert len(plan.problems) == 4


def test_a_name_in_a_retired_scope_that_leads_nowhere_is_nobodys_problem(tmp_path: Path) -> None:
    files = {
        "scopes/old.yaml": scope("old", head="state: retired\ndefaults: {surface: gone}\n"),
        "scopes/a.yaml": scope(),
    }
    assert not linked(tmp_path, files).problems


LAUNCH = "launch: 2026-12-15\n"
PUT_OFF = scope("shop", items=item("later", "owner: product", LATER, item_class="deferred"), head=LAUNCH)
ACCEPTED = PUT_OFF.replace("due: 2027-02-01", "due: 2027-02-01, accepted_by: general-counsel")


def test_a_deferral_that_nobody_has_accepted_reaches_every_launch_that_may_be_the_next(tmp_path: Path) -> None:
    files = {"scopes/shop.yaml": PUT_OFF, "scopes/warehouse.yaml": BROKEN}
    report = judged(tmp_path, files, "shop")
    assert [problem.code for problem in report.problems] == ["RDY010"]
    assert {scope.id: scope.decision for scope in report.scopes} == {"shop": Decision.GO}
    assert report.decision is Decision.UNDECIDED


@pytest.mark.parametrize("text", [ACCEPTED, PUT_OFF.replace("2027-02-01", "2026-12-15"), scope("shop", head=LAUNCH)])
def test_what_waits_for_no_launch_reaches_none(tmp_path: Path, text: str) -> None:
    report = judged(tmp_path, {"scopes/shop.yaml": text, "scopes/warehouse.yaml": BROKEN}, "shop")
    assert (report.problems, report.decision) == ((), Decision.GO)


def test_a_launch_that_is_there_twice_is_one_that_may_be_the_next(tmp_path: Path) -> None:
    files = {
        "scopes/a.yaml": scope("warehouse"),
        "scopes/b.yaml": scope("warehouse", head="launch: 2027-01-10\n"),
        "scopes/shop.yaml": PUT_OFF,
    }
    (found,) = judged(tmp_path, files, "shop").scopes
    assert found.decision is Decision.NO_GO


def test_where_there_is_no_launch_the_command_that_begins_one_is_named(tmp_path: Path) -> None:
    assert "`readiness init`" in judged(tmp_path, {}).problems[0].fix
