"""What items inherit, and what is demanded of them."""

from datetime import date
from pathlib import Path

import pytest

from readiness.model.outcome import Level
from readiness.model.plan import PlannedItem
from tests.link.launches import item, item_of, linked, ready, scope, scope_of

HEAD = """\
launch: 2026-12-15
phases: [{id: build, ends: 2026-12-10}, {id: care, ends: 2027-01-15}]
surfaces: {billing: {paths: src/billing/**, risk: high}, web: {paths: [src/web/**, static/**]}}
"""
DEFAULTS = "defaults: {owner: platform, surface: billing, phase: build, rollback: docs/ops.md#rollback}\n"


def only(tmp_path: Path, text: str, head: str = HEAD) -> PlannedItem:
    plan = linked(tmp_path, {"scopes/a.yaml": scope(items=text, head=head)})
    assert not plan.problems
    return item_of(plan, "x")


def levels(planned: PlannedItem) -> dict[str, str]:
    return {requirement.id: str(requirement.level) for requirement in planned.requirements}


def test_an_item_inherits_what_it_does_not_say(tmp_path: Path) -> None:
    planned = only(tmp_path, item("x"), HEAD + DEFAULTS)
    assert planned.owner == "platform"
    assert planned.surface is not None
    assert planned.surface.id == "billing"
    assert planned.phase_ends == date(2026, 12, 10)
    assert planned.rollback is not None
    assert planned.rollback.steps == "docs/ops.md#rollback"
    assert planned.rollback_at.route == ("defaults", "rollback")


def test_what_an_item_says_wins(tmp_path: Path) -> None:
    planned = only(
        tmp_path,
        item("x", "owner: sales", "surface: web", "phase: care", "rollback: x.md", item_class="launch-adjacent"),
        HEAD + DEFAULTS,
    )
    assert planned.owner == "sales"
    assert planned.surface is not None
    assert planned.surface.id == "web"
    assert planned.phase_ends == date(2027, 1, 15)
    assert planned.rollback_at.route == ("items", 1, "rollback")


def test_the_owner_of_the_scope_is_the_last_resort(tmp_path: Path) -> None:
    assert only(tmp_path, item("x")).owner == "release-manager"


def test_a_deferred_item_inherits_neither_phase_nor_rollback(tmp_path: Path) -> None:
    planned = only(tmp_path, item("x", item_class="deferred"), HEAD + DEFAULTS)
    assert planned.phase is None
    assert planned.rollback is None
    assert planned.owner == "platform"


@pytest.mark.parametrize(
    ("item_class", "surface", "expected"),
    [
        pytest.param(
            "launch-critical",
            "web",
            {"owner": "block", "rollback": "block", "rollback-time": "warn", "evidence": "block", "needs": "block"},
            id="critical",
        ),
        pytest.param(
            "launch-critical",
            "billing",
            {"owner": "block", "rollback": "block", "rollback-time": "block", "evidence": "block", "needs": "block"},
            id="critical-on-high-risk",
        ),
        pytest.param(
            "launch-adjacent",
            "web",
            {"owner": "block", "rollback": "warn", "rollback-time": "warn", "evidence": "warn", "needs": "warn"},
            id="adjacent",
        ),
        pytest.param(
            "launch-adjacent",
            "billing",
            {"owner": "block", "rollback": "block", "rollback-time": "block", "evidence": "warn", "needs": "warn"},
            id="adjacent-on-high-risk",
        ),
        pytest.param(
            "deferred", "billing", {"owner": "block", "follow-up": "block", "tracked": "block"}, id="deferred"
        ),
    ],
)
def test_the_class_and_the_risk_say_what_is_demanded(
    tmp_path: Path, item_class: str, surface: str, expected: dict[str, str]
) -> None:
    assert levels(only(tmp_path, item("x", f"surface: {surface}", item_class=item_class))) == expected


def test_each_piece_of_evidence_is_one_more_demand(tmp_path: Path) -> None:
    evidence = "evidence: [{id: a, path: a.xml}, {id: b, path: b.xml, level: block}]"
    planned = only(tmp_path, item("x", evidence, item_class="launch-adjacent"))
    assert [(requirement.id, requirement.level) for requirement in planned.evidence] == [
        ("a", Level.WARN),
        ("b", Level.BLOCK),
    ]


@pytest.mark.parametrize(
    ("fields", "covers"),
    [
        pytest.param(("evidence: a.xml",), ("**",), id="the-whole-tree"),
        pytest.param(("evidence: a.xml", "surface: web"), ("src/web/**", "static/**"), id="the-surface"),
        pytest.param(("evidence: {path: a.xml, covers: docs/**}", "surface: web"), ("docs/**",), id="what-it-says"),
        pytest.param(
            ("evidence: {path: a.xml, covers: none, max_age: 1d, environment: live}", "surface: web"), (), id="nothing"
        ),
    ],
)
def test_evidence_covers_what_it_says_else_the_surface_else_the_tree(
    tmp_path: Path, fields: tuple[str, ...], covers: tuple[str, ...]
) -> None:
    assert only(tmp_path, item("x", *fields)).evidence[0].covers == covers


@pytest.mark.parametrize(
    ("item_class", "phase", "head", "outlives"),
    [
        pytest.param("launch-critical", "build", HEAD, False, id="before-the-launch"),
        pytest.param("launch-adjacent", "care", HEAD, True, id="after-the-launch"),
        pytest.param("launch-adjacent", "build", HEAD.replace("launch: 2026-12-15\n", ""), True, id="no-launch-day"),
        pytest.param("launch-adjacent", None, HEAD, False, id="no-phase"),
        pytest.param("deferred", None, HEAD, True, id="deferred"),
    ],
)
def test_what_outlives_the_launch(
    tmp_path: Path, item_class: str, phase: str | None, head: str, *, outlives: bool
) -> None:
    fields = () if phase is None else (f"phase: {phase}",)
    assert only(tmp_path, item("x", *fields, item_class=item_class), head).outlives_launch is outlives


def test_items_come_by_class_then_priority_then_id(tmp_path: Path) -> None:
    text = (
        item("d", item_class="deferred")
        + item("c", item_class="launch-adjacent")
        + item("b")
        + item("z", "priority: p0")
        + item("a")
    )
    planned = scope_of(linked(tmp_path, {"scopes/a.yaml": scope(items=text)}))
    assert [each.id for each in planned.items] == ["z", "a", "b", "suite", "c", "d"]


def test_guards_of_a_surface_are_the_launch_critical_items(tmp_path: Path) -> None:
    text = ready("x", item_class="launch-adjacent") + item("y", item_class="deferred")
    planned = scope_of(linked(tmp_path, {"scopes/a.yaml": scope(items=text, head=HEAD)}))
    assert {surface.id: [guard.id for guard in surface.guards] for surface in planned.surfaces} == {
        "billing": ["suite"],
        "web": ["suite"],
    }
    assert {surface.id: [str(demand.level) for demand in surface.requirements] for surface in planned.surfaces} == {
        "billing": ["block", "block", "warn"],
        "web": ["warn", "observe"],
    }


def test_titles_and_owners_of_other_subjects_come_from_the_scope(tmp_path: Path) -> None:
    head = (
        HEAD.replace("{paths: src/billing/**", "{title: Taking money, paths: src/billing/**")
        + "behaviours: [{id: sells, statement: It sells., proven_by: [suite]}]\n"
        + "unsupported: [{id: regions, statement: One region.}]\n"
    )
    planned = scope_of(linked(tmp_path, {"scopes/a.yaml": scope(head=head)}))
    subjects = [(str(each.kind), each.id, each.title, each.owner) for each in planned.subjects()][:-1]
    assert subjects == [
        ("scope", "shop", "Launch", "release-manager"),
        ("surface", "billing", "Taking money", "release-manager"),
        ("surface", "web", "web", "release-manager"),
        ("behaviour", "sells", "It sells.", "release-manager"),
        ("unsupported", "regions", "One region.", "release-manager"),
    ]
    assert [each.id for each in planned.behaviours[0].proven_by] == ["suite"]
