"""The register is whole: every threat is tried, ids are ids, and what is not stopped says what to do."""

import re
from collections import Counter

import pytest

from readiness.model.problems import PROBLEMS
from readiness.rules import RULES
from tests.threats.page import families
from tests.threats.register import Stopped, Threat

ALL = [one for rows in families().values() for one in rows.values()]


def test_there_are_enough_of_them() -> None:
    assert len(ALL) >= 30
    assert {one.stopped for one in ALL} == {*Stopped}


def test_no_two_have_the_same_id_or_title() -> None:
    assert max(Counter(one.id for one in ALL).values()) == 1
    assert max(Counter(one.title for one in ALL).values()) == 1


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_a_row_can_be_read(one: Threat) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", one.id)
    assert "|" not in f"{one.title}{one.how}{one.stops}"
    assert all(text.endswith(".") for text in (one.how, one.stops))
    assert not one.title.endswith(".")


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_what_is_stopped_says_by_which_rule_and_what_is_not_says_what_to_do(one: Threat) -> None:
    known = {*PROBLEMS, *(rule.code for rule in RULES)}
    assert {*one.codes} <= known
    assert bool(one.codes) == (one.stopped is not Stopped.NO)
    assert len(one.stops) > 40 or one.codes
