"""Two configurations made one: every setting has its place in the table, and none gets weaker by it."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.config import Config
from readiness.model import demands
from readiness.model.outcome import Level
from readiness.model.settings import FollowUpSettings, LedgerSettings, TrackerSettings
from readiness.model.trust import Trust
from readiness.policy.settings import SETTINGS, WATCHED, stricter
from readiness.rules import RULES

PATHS = ("scopes/a.yaml", "old/b.yaml", "src/a.py")
EXECUTED = Trust(executed_only=True)
IN_TREE = LedgerSettings(folder="forged")
MOVED = {"github": TrackerSettings(kind="github", url="https://forge.acme.test")}
STRICT, LAX = (
    FollowUpSettings(
        max_age=timedelta(days=days),
        churn=timedelta(days=100 - days),
        max_waiver=timedelta(days=days),
        max_emergency=timedelta(days=days),
    )
    for days in (1, 2)
)
LEVELS_OF_WATCHED = st.dictionaries(st.just("runbook-unreferenced"), st.sampled_from(list(Level)))
LEVELS = st.dictionaries(st.sampled_from(["a", "b"]), st.sampled_from(list(Level)))


def test_every_setting_is_in_the_table() -> None:
    assert SETTINGS.keys() == Config.model_fields.keys()


@pytest.mark.parametrize(
    ("base", "own", "merged"),
    [
        ({"allow_self": True}, {}, {"allow_self": False}),
        ({}, {"allow_self": True}, {"allow_self": False}),
        ({"allow_self": True}, {"allow_self": True}, {"allow_self": True}),
        ({"max_age": timedelta(days=7)}, {"max_age": timedelta(days=9)}, {"max_age": timedelta(days=7)}),
        ({"max_bytes": 4096}, {"max_bytes": 2048}, {"max_bytes": 2048}),
        ({}, {"ignore": ("src/**",)}, {"ignore": ()}),
        ({"output": "out"}, {"output": "src"}, {"output": "out"}),
        ({"templates": "a"}, {"templates": "b"}, {"templates": "a"}),
        ({"runbooks": "a"}, {"runbooks": "b"}, {"runbooks": "a"}),
        ({"inputs": {"junit": ("a",)}}, {"inputs": {}}, {"inputs": {"junit": ("a",)}}),
        ({"trust": EXECUTED}, {"trust": Trust()}, {"trust": EXECUTED}),
        ({"trust": Trust()}, {"trust": EXECUTED}, {"trust": EXECUTED}),
        ({"ledger": LedgerSettings()}, {"ledger": IN_TREE}, {"ledger": LedgerSettings()}),
        ({"trackers": {}}, {"trackers": MOVED}, {"trackers": {}}),
        ({"trackers": MOVED}, {"trackers": {}}, {"trackers": MOVED}),
        ({"followups": STRICT}, {"followups": LAX}, {"followups": STRICT}),
        ({"followups": LAX}, {"followups": STRICT}, {"followups": STRICT}),
        ({"scopes": ("old",)}, {"scopes": ("new",)}, {"scopes": ("new", "old")}),
        ({"scopes": ("gone",)}, {"scopes": ("new",)}, {"scopes": ("new",)}),
        ({"scopes": (".",)}, {"scopes": ("new",)}, {"scopes": ("new", ".")}),
    ],
)
def test_a_setting_is_the_stricter_or_that_of_the_base(
    base: Mapping[str, object], own: Mapping[str, object], merged: Mapping[str, object]
) -> None:
    found = stricter(Config().model_copy(update=dict(base)), Config().model_copy(update=dict(own)), PATHS)
    assert {name: getattr(found, name) for name in merged} == merged


@given(LEVELS, LEVELS, st.sampled_from(["a", "b"]), st.sampled_from([Level.WARN, Level.BLOCK]))
def test_a_rule_weighs_what_the_stricter_side_would_let_it_weigh(
    base: dict[str, Level], own: dict[str, Level], rule: str, demanded: Level
) -> None:
    sides = (Config(rules=base), Config(rules=own))
    weighs = max((side.rules.get(rule, demanded) for side in sides), key=lambda level: level.rank)
    assert stricter(*sides, PATHS).rules.get(rule, demanded) is weighs


@given(LEVELS_OF_WATCHED, LEVELS_OF_WATCHED, st.sampled_from([Level.OBSERVE, Level.WARN]))
def test_what_is_only_observed_weighs_no_less_either(
    base: dict[str, Level], own: dict[str, Level], demanded: Level
) -> None:
    [rule] = base.keys() | own.keys() or ["runbook-unreferenced"]
    weighs = max((side.get(rule, demanded) for side in (base, own)), key=lambda level: level.rank)
    merged = stricter(Config(rules=base), Config(rules=own), PATHS).rules.get(rule, demanded)
    assert merged.rank >= weighs.rank


def test_what_is_demanded_below_a_warning_is_nowhere_demanded_to_block() -> None:
    """The table relies on it: a level that is not set is no lower than `warn`, but for what is watched."""
    tables = [*demands.ITEM.values(), demands.ON_HIGH_RISK, *demands.SURFACE.values(), *demands.OTHERS.values()]
    low = {name for table in tables for name, level in table.items() if level.rank < Level.WARN.rank}
    assert (
        {rule.name for rule in RULES if rule.requirement in low}
        == WATCHED
        == {"surface-uncovered", "runbook-unreferenced"}
    )
    assert not [name for table in tables for name, level in table.items() if name in low and level is Level.BLOCK]
