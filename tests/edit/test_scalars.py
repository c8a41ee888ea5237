"""Values as scalars: each reads back as what it is, in lines and between brackets."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.edit import Append, EditError, Put, edited
from readiness.edit.composing import compose
from readiness.edit.nodes import data_of
from readiness.model.evidence import Json

PLACES = (
    "a: old\n",
    "a: 'old'\n",
    'a: "old"\n',
    "a: |\n  old\n  one\n",
    "a: >-\n  old\n",
    "a:\n",
    "- old\n",
    "{a: old}\n",
)

characters = st.characters(exclude_categories=("C", "Zl", "Zp")) | st.sampled_from("\n\t:#-?'\"\\,[]{}|> ")
texts = st.text(characters, max_size=30)
numbers = st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("word", "word"),
        ("two words", "two words"),
        ("2026-12-15", "2026-12-15"),
        ("docs/ops.md#rollback", "docs/ops.md#rollback"),
        ("github:acme/shop#7", "github:acme/shop#7"),
        ("1.2.3", "1.2.3"),
        ("#12", '"#12"'),
        ("no", '"no"'),
        ("On", '"On"'),
        ("y", '"y"'),
        ("1_000", '"1_000"'),
        ("12:30", '"12:30"'),
        ("0b11", '"0b11"'),
        ("12", '"12"'),
        ("1e3", '"1e3"'),
        ("null", '"null"'),
        ("~", '"~"'),
        ("", '""'),
        (" x", '" x"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("ends:", '"ends:"'),
        ("*x", '"*x"'),
        ("&x", '"&x"'),
        ("!x", '"!x"'),
        ("%x", '"%x"'),
        ("@x", '"@x"'),
        ("- x", '"- x"'),
        ("-x", "-x"),
        ("? x", '"? x"'),
        ("---", '"---"'),
        ("<<", '"<<"'),
        ("=", '"="'),
        ("it's", "it's"),
        ('"x"', "'\"x\"'"),
        ("'x' and \"y\"", "'''x'' and \"y\"'"),
        ("ünï 🎉", "ünï 🎉"),
        ("a\tb", '"a\\tb"'),
    ],
)
def test_text_has_quotes_where_somebody_would_misread_it(text: str, written: str) -> None:
    assert edited("a: 1\n", [Put(("a",), text)]) == f"a: {written}\n"


@pytest.mark.parametrize("text", ["a:b", "a, b", "[a]", "{a", "?a"])
def test_between_brackets_more_has_quotes(text: str) -> None:
    assert edited("[a]\n", [Append((), text)]) == f'[a, "{text}"]\n'


@pytest.mark.parametrize("place", PLACES)
@given(value=texts | st.booleans() | st.none() | numbers)
def test_every_value_reads_back_as_itself(place: str, value: Json) -> None:
    route = (0,) if place.startswith("-") else ("a",)
    found = data_of(compose(edited(place, [Put(route, value)])))
    there = found[0] if isinstance(found, list) else found["a"]  # type: ignore[index,call-overload]
    assert (there, type(there)) == (value, type(value))


@given(name=texts.filter(bool))
def test_every_name_can_be_a_key(name: str) -> None:
    for text in ("b: 1\n", "{b: 1}\n", "[]\n"):
        put = Append((), {name: "x"}) if text == "[]\n" else Put((name,), "x")
        found = data_of(compose(edited(text, [put])))
        assert (found[0] if isinstance(found, list) else found)[name] == "x"  # type: ignore[index,call-overload]


@pytest.mark.parametrize("value", ["\x1b[31m", "a\x00", "\u202e", "\ud800", "\x85", "\u2028", "\ufeff"])
def test_control_characters_are_refused(value: str) -> None:
    with pytest.raises(EditError, match="control character"):
        edited("a: 1\n", [Put(("a",), value)])


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, 10**100])
def test_what_cannot_be_counted_with_is_refused(value: float) -> None:
    with pytest.raises(EditError, match="counted"):
        edited("a: 1\n", [Put(("a",), value)])


@pytest.mark.parametrize("name", ["", "x" * 1001])
def test_a_key_that_yaml_does_not_take_is_refused(name: str) -> None:
    with pytest.raises(EditError, match="a key is empty or longer"):
        edited("a: 1\n", [Put((name,), 1)])
