"""YAML as it is read: values of the 1.2 core schema, aliases, and what a dropped key leaves behind."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.load.events import MAX_SLOW, parse
from readiness.load.marks import spread
from readiness.load.walk import Parsed, Unparsed


def data_of(text: str) -> Any:  # noqa: ANN401 - whatever YAML holds
    parsed = parse("x.yaml", text)
    assert isinstance(parsed, Parsed)
    assert not parsed.problems
    return parsed.data


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *(
            (word, word)
            for word in ("yes", "no", "on", "off", "y", "0b11", "1_000", "2026-12-15", "12:30", "=", "1e", "0o8")
        ),
        *((word, None) for word in ("", "~", "null", "Null", "NULL")),
        *((word, True) for word in ("true", "True", "TRUE")),
        *((word, False) for word in ("false", "False", "FALSE")),
        ("0o17", 15),
        ("0x1F", 31),
        ("-12", -12),
        ("+12", 12),
        ("010", 10),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("-1.", -1.0),
        ("'12'", "12"),
        ('"true"', "true"),
        ("!!str 12", "12"),
        ("!!int 12", 12),
        ("!!float 12", 12),
        ("!!bool true", True),
        ("!!null ~", None),
        ("! 12", "12"),
        ("!!seq [1]", [1]),
        ("!!map {a: 1}", {"a": 1}),
        ("|\n  12\n", "12\n"),
    ],
)
def test_a_value_is_what_yaml_1_2_says(written: str, value: object) -> None:
    found = data_of(f"a: {written}")["a"]
    assert (found, type(found)) == (value, type(value))


def test_keys_are_text() -> None:
    assert data_of("{1: a, true: b, ~: c, '<<': d, 2026-12-15: e, !!str f: g, &k h: i}") == {
        "1": "a",
        "true": "b",
        "~": "c",
        "<<": "d",
        "2026-12-15": "e",
        "f": "g",
        "h": "i",
    }


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("{ref: github:acme/platform#812, risk: none}", {"ref": "github:acme/platform#812", "risk": "none"}),
        ("[https://example.com/x]", ["https://example.com/x"]),
    ],
)
def test_a_value_between_brackets_can_hold_a_colon(written: str, value: object) -> None:
    assert data_of(f"a: {written}") == {"a": value}
    too_long = parse("x.yaml", f"a: {written}\n#" + "x" * MAX_SLOW)
    assert isinstance(too_long, Unparsed)
    assert too_long.problems[0].fix == "put the value in quotes"


def test_an_alias_stands_for_its_value() -> None:
    assert data_of("a: &x [1, {b: 2}]\nc: *x\n") == {"a": [1, {"b": 2}], "c": [1, {"b": 2}]}


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\na: &x [1, 2]\nb: *x\n",
        "<<: &x {a: [1]}\nb: *x\n",
        "? [a, {b: c}]\n: &x [d]\ne: *x\n",
        "a: &x {b: &y [1, 2], c: *y}\nd: [*x, *x]\n",
    ],
)
def test_marks_belong_to_the_data_also_where_something_is_left_out(text: str) -> None:
    parsed = parse("x.yaml", text)
    assert isinstance(parsed, Parsed)
    assert spread(parsed.data, parsed.marks) is not None
    assert spread(parsed.data, parsed.marks[:-1]) is None
    assert spread(parsed.data, [*parsed.marks, 0]) is None


SAFE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf", "Cn", "Co"]), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | SAFE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SAFE.filter(bool), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(SAFE.filter(bool), VALUES, max_size=5))
def test_json_is_read_as_what_it_says(value: dict[str, object]) -> None:
    assert data_of(json.dumps(value, ensure_ascii=False)) == value


@given(st.text(max_size=60))
def test_no_text_crashes_the_walk(text: str) -> None:
    parsed = parse("x.yaml", text)
    assert isinstance(parsed, Parsed) or parsed.problems
