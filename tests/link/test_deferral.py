"""What stands behind a need: deferred items are found through adjacent ones, however far."""

import json
from collections.abc import Mapping, Sequence

import pytest

from readiness.link.deferral import deferred_behind
from readiness.model.documents.scope import Item

CLASSES = {"c": "launch-critical", "a": "launch-adjacent", "d": "deferred"}


def items(needs: Mapping[str, Sequence[str]]) -> dict[str, Item]:
    """Return items whose first letter says their class."""
    return {
        name: Item.model_validate_json(
            json.dumps({"id": name, "title": name, "class": CLASSES[name[0]], "needs": list(some)})
        )
        for name, some in needs.items()
    }


@pytest.mark.parametrize(
    ("needs", "behind"),
    [
        pytest.param({"a1": ["d1"], "d1": []}, {"a1": "d1"}, id="direct"),
        pytest.param({"a1": ["a2"], "a2": ["d1"], "d1": []}, {"a1": "d1", "a2": "d1"}, id="through-another"),
        pytest.param({"a1": ["d2", "d1"], "d1": [], "d2": []}, {"a1": "d1"}, id="the-first-of-two"),
        pytest.param({"a1": ["a2", "d1"], "a2": ["a1"], "d1": []}, {"a1": "d1", "a2": "d1"}, id="in-a-circle"),
        pytest.param({"c1": ["d1"], "a1": ["c1"], "d1": []}, {"c1": "d1", "a1": "d1"}, id="through-a-critical-one"),
        pytest.param({"a1": ["a2"], "a2": []}, {}, id="nothing-deferred"),
        pytest.param({"d1": ["d2"], "d2": []}, {}, id="deferred-items-may-need-each-other"),
    ],
)
def test_a_deferred_item_is_found_behind_others(needs: Mapping[str, Sequence[str]], behind: Mapping[str, str]) -> None:
    found = deferred_behind({"shop": items(needs)})
    assert found == {("shop", name): ("shop", deferred) for name, deferred in behind.items()}


def test_another_scope_is_followed_into() -> None:
    found = deferred_behind({"shop": items({"a1": ["stock/a2"]}), "stock": items({"a2": ["d1"], "d1": []})})
    assert found == {("shop", "a1"): ("stock", "d1"), ("stock", "a2"): ("stock", "d1")}


def test_a_chain_of_thousands_is_no_danger() -> None:
    chain = {f"a{number}": [f"a{number + 1}"] for number in range(5_000)} | {"a5000": ["d1"], "d1": []}
    assert len(deferred_behind({"shop": items(chain)})) == 5_001
