import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from readiness.errors import EvidenceMissingError, EvidenceUnreadableError
from readiness.evidence import score
from readiness.model.evidence import Reading, Source
from tests.evidence.reading import artefact, read, reasons, source

P95 = "/metrics/http_req_duration/p(95)"
FAILED = "/metrics/http_req_failed/value"


def saved(value: object, path: str = "reports/score.json") -> Source:
    return source(json.dumps(value), path)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"pointer": P95, "at_most": 300}, [], id="below-the-most"),
        pytest.param({"pointer": P95, "at_most": 287.5}, [], id="just-the-most"),
        pytest.param({"pointer": FAILED, "at_least": 0.001}, [], id="just-the-least"),
        pytest.param({"pointer": "/root_group/checks/0/passes", "at_least": 2000}, [], id="in-a-list"),
        pytest.param(
            {"pointer": P95, "at_most": 250, "unit": "ms"},
            [f"reports/score/k6.json has 287.5 ms at {P95}, at most 250 ms is asked for"],
            id="above-the-most",
        ),
        pytest.param(
            {"pointer": FAILED, "at_least": 0.5, "at_most": 1},
            [f"reports/score/k6.json has 0.001 at {FAILED}, at least 0.5 is asked for"],
            id="below-the-least-of-two",
        ),
    ],
)
def test_the_number_in_a_real_shape_is_held_against_the_thresholds(fields: dict[str, Any], expected: list[str]) -> None:
    assert reasons("score", artefact("score/k6.json"), **fields) == expected


def test_what_was_measured_is_the_number_and_not_the_verdict() -> None:
    claim = read("score", artefact("score/k6.json"), pointer=P95, at_most=1)
    assert claim.measured == {"pointer": P95, "values": {"reports/score/k6.json": 287.5}}
    assert claim.summary == f"{P95} is 287.5"
    assert claim.made_at is None


def test_the_pointer_decides_what_is_measured_and_the_thresholds_do_not() -> None:
    one, other = (score.ScoreCondition(pointer=P95, at_most=most) for most in (1, 2))
    assert score.KIND.measures(one) == score.KIND.measures(other) == {"pointer": P95}


def test_a_number_that_was_measured_elsewhere_is_not_enough() -> None:
    measured = read("score", artefact("score/k6.json"), pointer=FAILED, at_most=1).measured
    assert list(score.meets(measured, score.ScoreCondition(pointer=P95, at_most=1))) == [
        f"the number at {P95} was not measured"
    ]


def test_each_of_several_files_has_to_be_good_enough() -> None:
    files = saved({"score": 0.9}, "a.json"), saved({"score": 0.7}, "b.json")
    assert reasons("score", *files, pointer="/score", at_least=0.8) == [
        "b.json has 0.7 at /score, at least 0.8 is asked for"
    ]


def test_it_was_made_when_it_was_written() -> None:
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    claim = read("score", source("[1]", "a.json", noon), pointer="/0", at_least=1)
    assert (claim.made_at, claim.newest_at) == (noon, noon)


def test_no_file_is_missing() -> None:
    with pytest.raises(EvidenceMissingError, match="no file with a score"):
        read("score", pointer="/a", at_least=1)


def test_without_a_condition_nothing_can_be_read() -> None:
    with pytest.raises(EvidenceUnreadableError, match="does not say where"):
        score.read(Reading(None, (saved({"a": 1}),)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "is empty", id="empty"),
        pytest.param("{", "not JSON", id="cut-short"),
        pytest.param(b'{"score": "\xff"}', "not UTF-8", id="not-utf-8"),
        pytest.param('{"score": 1, "score": 0}', "holds the key 'score' twice", id="key-twice"),
        pytest.param('{"score": NaN}', "NaN is no number", id="nan"),
        pytest.param('{"score": -Infinity}', "-Infinity is no number", id="infinity"),
        pytest.param('{"score": 1e999}', "too large", id="overflow"),
        pytest.param(f'{{"score": 1{"0" * 400}}}', "too large", id="large-whole-number"),
        pytest.param(f'{{"score": 1{"0" * 5000}}}', "cannot be read", id="larger-than-python-reads"),
        pytest.param('{"score": true}', "no number at /score, but a truth value", id="truth"),
        pytest.param('{"score": "0.9"}', "no number at /score, but text", id="text"),
        pytest.param('{"score": null}', "no number at /score, but null", id="null"),
        pytest.param('{"score": [1]}', "no number at /score, but a list", id="list"),
        pytest.param('{"score": {}}', "no number at /score, but a mapping", id="mapping"),
        pytest.param('{"Score": 1}', "its root has no 'score'; did you mean 'Score'", id="another-key"),
        pytest.param('{"latency": 1}', "its root has no 'score'; it has latency", id="no-such-key"),
        pytest.param("{}", "it has no key", id="no-key"),
        pytest.param("[1]", "its root has 1 elements, and 'score' is none of them", id="a-list-for-a-mapping"),
        pytest.param("1", "its root is a number", id="a-number-alone"),
        pytest.param('{"score": ' + "[" * 100_000, "nested more than 100", id="deep"),
        pytest.param('{"score": 1, "a": "\\ud800"}', "surrogates", id="half-a-character"),
    ],
)
def test_what_is_no_number_is_unreadable(text: str | bytes, message: str) -> None:
    with pytest.raises(EvidenceUnreadableError, match=message):
        read("score", source(text, "reports/score.json"), pointer="/score", at_least=0)


@pytest.mark.parametrize("index", ["01", "-1", "-", "1", "\u0660", "+0", "0.0"])
def test_an_element_that_is_not_there_is_not_the_first_one(index: str) -> None:
    with pytest.raises(EvidenceUnreadableError):
        read("score", saved([1]), pointer=f"/{index}", at_least=0)


def test_a_key_may_hold_slashes_and_tildes() -> None:
    value = {"a/b": {"c~d": {"": 5}}}
    assert reasons("score", saved(value), pointer="/a~1b/c~0d/", at_least=5) == []


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"pointer": "/a"}, id="no-threshold"),
        pytest.param({"at_least": 1}, id="no-pointer"),
        pytest.param({"pointer": "a/b", "at_least": 1}, id="no-slash-first"),
        pytest.param({"pointer": "/a~2", "at_least": 1}, id="bad-escape"),
        pytest.param({"pointer": "/a", "at_least": "1"}, id="text"),
        pytest.param({"pointer": "/a", "at_least": True}, id="truth"),
        pytest.param({"pointer": "/a", "at_least": float("nan")}, id="nan"),
        pytest.param({"pointer": "/a", "at_most": float("inf")}, id="infinity"),
        pytest.param({"pointer": "/a", "at_least": 2, "at_most": 1}, id="nothing-between"),
    ],
)
def test_a_condition_that_nothing_or_everything_could_meet_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        score.ScoreCondition.model_validate(fields)


NUMBERS = st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False)


@given(NUMBERS, NUMBERS)
def test_a_number_is_enough_exactly_when_it_reaches_the_threshold(value: float, threshold: float) -> None:
    exact = value if isinstance(value, int) and abs(value) < 2**53 else float(value)
    threshold = float(threshold)
    assert (not reasons("score", saved([value]), pointer="/0", at_least=threshold)) == (exact >= threshold)
    assert (not reasons("score", saved([value]), pointer="/0", at_most=threshold)) == (exact <= threshold)


JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", ""]), inner, max_size=3),
    max_leaves=6,
)


@given(
    JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=40), st.sampled_from(["/a", "/a/0", "/"])
)
@example(b"\xef\xbb\xbf[1]", "/0")
def test_reading_ends_in_a_number_or_in_an_error_that_is_expected(data: bytes, pointer: str) -> None:
    try:
        claim = read("score", source(data), pointer=pointer, at_least=0)
    except EvidenceUnreadableError:
        return
    stored = json.loads(json.dumps(claim.measured, allow_nan=False))
    assert stored == claim.measured
    assert [type(value) in (int, float) for value in stored["values"].values()] == [True]
