"""Names that lead somewhere, and names that do not: each is a problem at the very token that is wrong."""

from pathlib import Path

import pytest

from tests.link.launches import item, item_of, linked, marked, ready, said, scope, scope_of

DIRECTORY = "kind: directory\nowners:\n  release-manager: The release manager\n  general-counsel: The counsel\n"


def test_owners_are_free_words_without_a_directory(tmp_path: Path) -> None:
    assert not linked(tmp_path, {"scopes/a.yaml": scope(items=ready("terms", "owner: anybody"))}).problems


@pytest.mark.parametrize(
    "items",
    [
        pytest.param(ready("terms", "owner: «nobody"), id="owner-of-an-item"),
        pytest.param(
            item("terms", "rollback: {plan: none, because: b, accepted_by: «nobody}"), id="who-accepted-no-rollback"
        ),
        pytest.param(item("late", "follow_up: {ref: r, owner: «nobody}", item_class="deferred"), id="follow-up"),
        pytest.param(item("late", "follow_up: {ref: r, accepted_by: «nobody}", item_class="deferred"), id="deferral"),
        pytest.param(item("terms", "evidence: {signoff: «nobody}"), id="who-signs"),
        pytest.param(item("terms", 'evidence: {link: "https://example.org", who: «nobody}'), id="who-vouches"),
        pytest.param(item("late", "evidence: {signoff: «nobody}", item_class="deferred"), id="who-signs-for-later"),
    ],
)
def test_whoever_is_not_in_the_directory_is_a_problem_where_they_are_named(tmp_path: Path, items: str) -> None:
    text, place = marked(scope(items=items))
    plan = linked(tmp_path, {"scopes/a.yaml": text, "scopes/who.yaml": DIRECTORY})
    assert said(plan) == [f"RDY030 scopes/a.yaml:{place} there is no owner `nobody`"]
    assert not plan.scopes


WAIVER = (
    "waivers: [{id: w, of: {item: suite, requirement: owner}, reason: r, granted: 2026-11-01, expires: 2026-12-31, "
)


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("defaults: {owner: «nobody}\n", id="default-owner"),
        pytest.param("defaults: {rollback: {plan: none, accepted_by: «nobody}}\n", id="default-rollback"),
        pytest.param(f"{WAIVER}granted_by: «nobody}}]\n", id="granted-by"),
        pytest.param(f"{WAIVER}granted_by: general-counsel, follow_up: {{owner: «nobody}}}}]\n", id="follow-up"),
    ],
)
def test_what_the_scope_says_of_owners_has_to_be_in_the_directory_too(tmp_path: Path, head: str) -> None:
    text, place = marked(scope(head=head))
    plan = linked(tmp_path, {"scopes/a.yaml": text, "scopes/who.yaml": DIRECTORY})
    assert said(plan) == [f"RDY030 scopes/a.yaml:{place} there is no owner `nobody`"]


def test_the_owner_of_the_scope_has_to_be_in_the_directory(tmp_path: Path) -> None:
    plan = linked(
        tmp_path, {"scopes/a.yaml": scope(), "scopes/who.yaml": "kind: directory\nowners: {release-team: R}\n"}
    )
    assert said(plan) == ["RDY030 scopes/a.yaml:4:8 there is no owner `release-manager`"]
    assert plan.problems[0].fix == "did you mean `release-team`?"


def test_owners_of_several_directories_are_known_together(tmp_path: Path) -> None:
    files = {
        "scopes/a.yaml": scope(items=ready("terms", "owner: finance")),
        "scopes/who.yaml": DIRECTORY,
        "scopes/x.yaml": "kind: directory\nowners: {finance: F}\n",
    }
    plan = linked(tmp_path, files)
    assert not plan.problems
    assert set(plan.owners) == {"release-manager", "general-counsel", "finance"}


@pytest.mark.parametrize(
    ("head", "items", "message"),
    [
        pytest.param(
            "surfaces: {billing: {paths: src/**}}\n",
            ready("pay", "surface: «biling"),
            "there is no surface `biling`",
            id="surface",
        ),
        pytest.param(
            "phases: [{id: build, ends: 2026-12-10}]\n",
            ready("pay", "phase: «built"),
            "there is no phase `built`",
            id="phase",
        ),
        pytest.param("defaults: {surface: «billing}\n", "", "there is no surface `billing`", id="default-surface"),
        pytest.param("defaults: {phase: «build}\n", "", "there is no phase `build`", id="default-phase"),
        pytest.param("", ready("pay", "needs: [suite, «suit]"), "there is no item `suit`", id="need"),
        pytest.param("", ready("pay", "needs: «shop/suit"), "there is no item `suit`", id="need-with-own-scope"),
        pytest.param("", ready("pay", "needs: «shopp/suite"), "there is no scope `shopp`", id="need-of-no-scope"),
        pytest.param(
            "behaviours: [{id: b, statement: s, proven_by: [suite, «suit]}]\n",
            "",
            "there is no item `suit`",
            id="proof",
        ),
    ],
)
def test_a_name_that_leads_nowhere_is_a_problem_at_its_place(
    tmp_path: Path, head: str, items: str, message: str
) -> None:
    text, place = marked(scope(items=items, head=head))
    plan = linked(tmp_path, {"scopes/a.yaml": text})
    assert said(plan) == [f"RDY030 scopes/a.yaml:{place} {message}"]
    assert not plan.scopes


@pytest.mark.parametrize(
    ("of", "message"),
    [
        pytest.param("{item: «suit, requirement: junit}", "there is no item `suit`", id="item"),
        pytest.param("{surface: «b, requirement: paths}", "there is no surface `b`", id="surface"),
        pytest.param("{behaviour: «b, requirement: proven}", "there is no behaviour `b`", id="behaviour"),
        pytest.param("{unsupported: «u, requirement: documented}", "there is no unsupported `u`", id="unsupported"),
        pytest.param(
            "{item: suite, requirement: «junti}",
            "there is no requirement of item suite called `junti`",
            id="requirement",
        ),
        pytest.param(
            "{item: suite, requirement: «follow-up}",
            "there is no requirement of item suite called `follow-up`",
            id="a-requirement-of-another-class",
        ),
    ],
)
def test_a_waiver_names_one_requirement_that_exists(tmp_path: Path, of: str, message: str) -> None:
    head = f"waivers: [{{id: w, of: {of}, reason: r, granted_by: x, granted: 2026-11-01, expires: 2026-12-31}}]\n"
    text, place = marked(scope(head=head))
    assert said(linked(tmp_path, {"scopes/a.yaml": text})) == [f"RDY030 scopes/a.yaml:{place} {message}"]


@pytest.mark.parametrize(
    ("head", "fix"),
    [
        pytest.param(
            "surfaces: {billing: {paths: x}}\ndefaults: {surface: bill}\n", "did you mean `billing`?", id="near"
        ),
        pytest.param("surfaces: {web: {paths: x}}\ndefaults: {surface: billing}\n", "known are `web`", id="far"),
        pytest.param(
            f"surfaces: {{{', '.join(f's{n}: {{paths: x}}' for n in range(9))}}}\ndefaults: {{surface: billing}}\n",
            f"known are {', '.join(f'`s{n}`' for n in range(8))}, …",
            id="many",
        ),
        pytest.param(
            "defaults: {surface: billing}\n",
            "there is none: add a surface called `billing`, or remove the reference",
            id="none",
        ),
        pytest.param(
            "waivers: [{id: w, of: {unsupported: u, requirement: documented}, reason: r, granted_by: x,"
            " granted: 2026-11-01, expires: 2026-12-31}]\n",
            "there is none: add an unsupported called `u`, or remove the reference",
            id="none-with-a-vowel",
        ),
    ],
)
def test_the_fix_names_what_could_have_been_meant(tmp_path: Path, head: str, fix: str) -> None:
    plan = linked(tmp_path, {"scopes/a.yaml": scope(head=head)})
    assert [problem.fix for problem in plan.problems] == [fix]


@pytest.mark.parametrize(
    ("head", "items", "what", "first"),
    [
        pytest.param("", item("«suite"), "item `suite`", "6:9", id="items"),
        pytest.param(
            "phases: [{id: a, ends: 2026-12-01}, {id: «a, ends: 2026-12-02}]\n", "", "phase `a`", "5:15", id="phases"
        ),
        pytest.param(
            "behaviours: [{id: a, statement: s}, {id: «a, statement: t}]\n",
            "",
            "behaviour `a`",
            "5:19",
            id="behaviours",
        ),
        pytest.param(
            "unsupported: [{id: a, statement: s}, {id: «a, statement: t}]\n", "", "unsupported `a`", "5:20", id="limits"
        ),
        pytest.param(
            f"{WAIVER}granted_by: x}}, {WAIVER[10:]}granted_by: x}}]\n", "", "waiver `w`", "5:16", id="waivers"
        ),
        pytest.param(
            "", item("pay", "evidence: [a.xml, «b.xml]"), "evidence of item `pay`: `junit`", "14:16", id="evidence"
        ),
    ],
)
def test_an_id_that_is_given_twice_names_both_places(
    tmp_path: Path, head: str, items: str, what: str, first: str
) -> None:
    text, place = marked(scope(items=items, head=head.replace("}, {id: w", "}, {id: «w")))
    plan = linked(tmp_path, {"scopes/a.yaml": text})
    assert said(plan) == [f"RDY031 scopes/a.yaml:{place} {what} is already at scopes/a.yaml:{first}"]
    assert not plan.scopes


def test_scopes_with_one_id_are_a_problem_that_names_both_files_and_neither_is_judged(tmp_path: Path) -> None:
    files = {"scopes/a.yaml": scope(), "scopes/b.yaml": scope(), "scopes/c.yaml": scope("other")}
    plan = linked(tmp_path, files)
    assert said(plan) == ["RDY031 scopes/b.yaml:2:5 scope `shop` is already at scopes/a.yaml:2:5"]
    assert [planned.id for planned in plan.scopes] == ["other"]


def test_owners_with_one_id_in_two_directories_are_a_problem(tmp_path: Path) -> None:
    files = {
        "scopes/a.yaml": scope(),
        "scopes/w.yaml": DIRECTORY,
        "scopes/x.yaml": DIRECTORY.replace("counsel", "council"),
    }
    plan = linked(tmp_path, files)
    assert [line.split(" ", 2)[0] for line in said(plan)] == ["RDY031"]
    assert "owner `release-manager` is already at scopes/w.yaml:3:" in said(plan)[0]


def test_evidence_cannot_ask_to_weigh_less_than_its_class_demands(tmp_path: Path) -> None:
    text, place = marked(scope(items=item("pay", "evidence: {path: proof/a.xml, level: «warn}")))
    plan = linked(tmp_path, {"scopes/a.yaml": text})
    message = "evidence `junit` would only warn, and its item's class demands block"
    assert said(plan) == [f"RDY034 scopes/a.yaml:{place} {message}"]


def test_evidence_of_a_deferred_item_weighs_nothing_whatever_it_asks_for(tmp_path: Path) -> None:
    items = item("late", "evidence: {path: proof/a.xml, level: observe}", item_class="deferred")
    plan = linked(tmp_path, {"scopes/a.yaml": scope(items=items)})
    assert not plan.problems
    assert item_of(plan, "late").evidence == ()


def test_waivers_reach_every_kind_of_subject(tmp_path: Path) -> None:
    def waiver(number: int, of: str) -> str:
        rest = "reason: r, granted_by: x, granted: 2026-11-01, expires: 2026-12-31"
        return f"  - {{id: w{number}, of: {{{of}}}, {rest}}}\n"

    head = (
        "surfaces: {web: {paths: src/**, risk: high}}\n"
        "behaviours: [{id: sells, statement: s}]\nunsupported: [{id: regions, statement: s}]\nwaivers:\n"
        + waiver(1, "item: suite, requirement: junit")
        + waiver(2, "surface: web, requirement: guarded")
        + waiver(3, "behaviour: sells, requirement: proven")
        + waiver(4, "unsupported: regions, requirement: documented")
        + waiver(5, "item: late, requirement: follow-up")
    )
    planned = scope_of(linked(tmp_path, {"scopes/a.yaml": scope(head=head, items=item("late", item_class="deferred"))}))
    assert [(str(waiver.of.kind), waiver.of.subject, waiver.critical) for waiver in planned.waivers] == [
        ("item", "suite", True),
        ("surface", "web", True),
        ("behaviour", "sells", True),
        ("unsupported", "regions", True),
        ("item", "late", True),
    ]
