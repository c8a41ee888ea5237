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
from readiness.policy.settings import SETTINGS, stricter

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


def test_nothing_is_demanded_below_a_warning() -> None:
    """The table relies on it: a level that is not set is no lower than `warn`."""
    tables = [*demands.ITEM.values(), demands.ON_HIGH_RISK, *demands.SURFACE.values(), *demands.OTHERS.values()]
    assert {level for table in tables for level in table.values()} == {Level.WARN, Level.BLOCK}
