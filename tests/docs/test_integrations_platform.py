"""The documents of the worked example and its scope say the same."""

import json
import re
from typing import Any, Final

import pytest

from readiness.model.outcome import ItemClass
from readiness.reading.markdown import anchors
from readiness.reading.structured import read
from tests.docs.pages import ROOT, rows

FOLDER: Final = ROOT / "docs/integrations-platform"
_SCOPE: Any = read((ROOT / "scopes/integrations-platform/public-launch.yaml").read_bytes(), "x.yaml")
PLAN: Final = (FOLDER / "evidence.md").read_text()
OPERATIONS: Final = (FOLDER / "operations.md").read_text()
LIMITS: Final = (FOLDER / "limits.md").read_text()
FLAGS: Final[dict[str, Any]] = json.loads((FOLDER / "flags.json").read_text())
ITEMS: Final[dict[str, dict[str, Any]]] = {item["id"]: item for item in _SCOPE["items"]}
_ID: Final = re.compile(r"`([a-z0-9-]+)`")


def _declared(item: dict[str, Any]) -> list[dict[str, Any]]:
    written = item.get("evidence", [])
    return written if isinstance(written, list) else [written]


def _evidence(*classes: ItemClass) -> dict[str, set[str]]:
    """Return the ids of evidence in the scope by item."""
    found = {name: {one["id"] for one in _declared(item)} for name, item in ITEMS.items() if item["class"] in classes}
    return {name: ids for name, ids in found.items() if ids}


def _planned() -> list[tuple[str, str, set[str], str]]:
    """Return behaviour, item, evidence and age of each row of the plan; an empty cell means the one above."""
    found = []
    behaviour = item = ""
    for cells in rows(PLAN, "behaviour"):
        behaviour, item = cells[0].strip("`") or behaviour, cells[1].strip("`") or item
        ids = {name for phrase in re.split(r"[,;] (?=`)", cells[2]) for name in _ID.findall(phrase.partition(":")[0])}
        found.append((behaviour, item, ids, cells[4]))
    return found


def test_critical_evidence_of_the_plan_is_that_of_the_scope() -> None:
    planned: dict[str, set[str]] = {}
    for _, item, ids, _ in _planned():
        planned.setdefault(item, set()).update(ids)
    assert planned == _evidence(ItemClass.CRITICAL)


def test_adjacent_evidence_of_the_plan_is_that_of_the_scope() -> None:
    paragraph = next(part for part in PLAN.split("\n\n") if part.startswith("Adjacent items"))
    assert set(_ID.findall(paragraph)) == set().union(*_evidence(ItemClass.ADJACENT).values())


def test_items_that_the_plan_gives_to_a_behaviour_are_those_that_prove_it() -> None:
    planned: dict[str, set[str]] = {}
    for behaviour, item, _, _ in _planned():
        if behaviour in {one["id"] for one in _SCOPE["behaviours"]}:
            planned.setdefault(behaviour, set()).add(item)
    assert planned == {one["id"]: set(one["proven_by"]) for one in _SCOPE["behaviours"]}


@pytest.mark.parametrize(
    ("item", "ids", "age"), [(item, ids, age) for _, item, ids, age in _planned() if age.endswith("days")]
)
def test_evidence_counts_for_as_long_as_the_plan_says(item: str, ids: set[str], age: str) -> None:
    ages = {one.get("max_age", "30d") for one in _declared(ITEMS[item]) if one["id"] in ids}
    assert ages == {f"{age.split(maxsplit=1)[0]}d"}


def test_every_id_that_the_plan_speaks_of_exists() -> None:
    known = {one["id"] for kind in ("behaviours", "items") for one in _SCOPE[kind]}
    known |= set().union(*_evidence(*ItemClass).values(), {phase["id"] for phase in _SCOPE["phases"]})
    assert set(_ID.findall(PLAN)) - known == set()


@pytest.mark.parametrize("promise", [*_SCOPE["behaviours"], *_SCOPE["unsupported"]], ids=lambda one: one["id"])
def test_a_promise_is_documented_where_it_says(promise: dict[str, str]) -> None:
    path, _, anchor = promise["documented_at"].partition("#")
    assert anchors((ROOT / path).read_bytes()).get(anchor) is True


def test_behaviours_are_told_to_operators_and_limits_to_customers() -> None:
    places = {
        kind: {one["documented_at"].partition("#")[0] for one in _SCOPE[kind]} for kind in ("behaviours", "unsupported")
    }
    assert places == {
        "behaviours": {"docs/integrations-platform/operations.md"},
        "unsupported": {"docs/integrations-platform/limits.md"},
    }


def test_every_limit_that_customers_are_told_is_in_the_scope() -> None:
    told = set(anchors(LIMITS.encode())) - {"what-the-platform-does-not-do"}
    assert told == {one["documented_at"].partition("#")[2] for one in _SCOPE["unsupported"]}


def test_kill_switches_are_the_same_in_the_scope_the_flags_and_for_operators() -> None:
    used = {
        rollback["kill_switch"].partition("#")[2]
        for item in ITEMS.values()
        if isinstance(rollback := item.get("rollback"), dict) and "kill_switch" in rollback
    }
    told = {cells[0].strip("`") for cells in rows(OPERATIONS, "switch")}
    assert used <= FLAGS.keys()
    assert told == set(FLAGS)


def test_every_risky_surface_has_a_switch() -> None:
    assert {flag["surface"] for flag in FLAGS.values()} == {
        name for name, surface in _SCOPE["surfaces"].items() if surface["risk"] == "high"
    }


def test_the_backlog_is_counted_as_it_is() -> None:
    counted = [sum(item["class"] == one for item in ITEMS.values()) for one in ItemClass]
    text = (FOLDER / "README.md").read_text()
    assert "{} items are critical, {} adjacent, {} deferred".format(*counted) in text


def test_steps_of_rollbacks_exist() -> None:
    for item in ITEMS.values():
        rollback = item.get("rollback")
        steps = rollback.get("steps") if isinstance(rollback, dict) else rollback
        if steps is not None:
            path, _, anchor = steps.partition("#")
            assert anchors((ROOT / path).read_bytes()).get(anchor) is True, item["id"]
