"""Canonical JSON: the same value is the same bytes, and what cannot be written or read back is said."""

import json
import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.ledger.canonical import MAX_DEPTH, canonical, digest, read_json
from readiness.model.evidence import Json
from tests.ledger.records import JSON


def nested(depth: int) -> Json:
    value: Json = 1
    for _ in range(depth):
        value = [value]
    return value


def test_the_form_is_that_of_the_standard() -> None:
    # The sample of RFC 8785, section 3.2.2.
    numbers = [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001]
    value: Json = {"numbers": numbers, "string": '\u20ac$\u000f\nA\'B"\\\\"/', "literals": (None, True, False)}
    assert canonical(value).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_keys_are_sorted_as_the_standard_sorts_them() -> None:
    assert canonical({"\u20ac": 1, "\U0001f600": 2, "\ufb33": 3, "1": 4}).decode() == '{"1":4,"€":1,"😀":2,"\ufb33":3}'


def test_a_digest_is_that_of_the_canonical_bytes() -> None:
    assert digest({"b": 1, "a": []}) == digest({"a": (), "b": 1.0})
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@given(JSON)
def test_what_is_written_can_be_read(value: Json) -> None:
    written = canonical(value)
    assert read_json(written) == value
    assert canonical(read_json(written)) == written


@pytest.mark.parametrize(
    ("value", "why"),
    [
        pytest.param(2**53, "safe integer", id="large"),
        pytest.param([-(2**53)], "safe integer", id="small"),
        pytest.param({"a": math.nan}, "nan", id="nan"),
        pytest.param(math.inf, "inf", id="infinity"),
        pytest.param({"a": b"x"}, "unsupported type", id="bytes"),
        pytest.param({1: "a"}, "the key 1 is no text", id="key"),
        pytest.param(["caf\udce9"], "text that is not Unicode: 'caf\\udce9'", id="surrogate"),
        pytest.param({"caf\udce9": 1}, "text that is not Unicode", id="surrogate-key"),
        pytest.param(nested(MAX_DEPTH + 1), "levels deep", id="deep"),
    ],
)
def test_what_cannot_be_written_is_said(value: Json, why: str) -> None:
    with pytest.raises(ValueError, match=why.replace("\\", "\\\\")):
        canonical(value)


def test_the_deepest_value_that_is_written_is_read() -> None:
    assert read_json(canonical(nested(MAX_DEPTH))) == nested(MAX_DEPTH)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b"", "no JSON", id="empty"),
        pytest.param(b"{} {}", "no JSON", id="more"),
        pytest.param(b"\xef\xbb\xbf{}", "no JSON|BOM", id="mark"),
        pytest.param(b'"\xff"', r"not UTF-8 \(byte 1\)", id="utf-8"),
        pytest.param(b'{"a": 1, "a": 1}', "a key twice", id="twice"),
        pytest.param(b'{"a": {"b": 1, "b": 2}}', "a key twice", id="twice-inside"),
        pytest.param(b"[NaN]", "NaN is no number", id="nan"),
        pytest.param(b"[-Infinity]", "-Infinity is no number", id="infinity"),
        pytest.param(b"[1e999]", "1e999 is no number", id="overflow"),
        pytest.param(b"9" * 5000, "digits|number", id="digits"),
        pytest.param(b'"\\ud83d"', "not Unicode", id="surrogate"),
        pytest.param(b'{"\\uDC00": 1}', "not Unicode", id="surrogate-key"),
        pytest.param(b"[" * 150 + b"]" * 150, "levels deep", id="deep"),
        pytest.param(b"[" * 200_000, "levels deep", id="very-deep"),
        pytest.param(b'{"a":' * 200_000, "levels deep", id="very-deep-objects"),
    ],
)
def test_what_is_no_good_json_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_json(data)


def test_text_about_escapes_is_no_escape() -> None:
    assert read_json(json.dumps("printf '\\ud83d'").encode()) == "printf '\\ud83d'"
    assert read_json(b'"\\ud83d\\ude00"') == "😀"


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_nothing_but_a_value_error_comes_out(data: bytes) -> None:
    with suppress(ValueError):
        read_json(data)
