"""A record as tests of ledgers have it, and any record that hypothesis can think of."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from hypothesis import strategies as st

from readiness.model.record import Binding, Producer, Proven, Record

DEPLOY: Final = Record(
    proven=Proven("launch", "deploy", "suite"),
    kind="junit",
    covered="ab" * 32,
    definition="cd" * 32,
    defined={"kind": "junit", "run": "pytest --junitxml reports/suite.xml", "covers": ["**"]},
    object_format="sha1",
    commit="12" * 20,
    dirty=False,
    artefacts={"reports/suite.xml": "ef" * 32},
    measured={
        "tests": 3,
        "passed": 2,
        "failures": 0,
        "errors": 0,
        "skipped": 1,
        "suite_errors": 0,
        "unshown": 0,
        "failed": [],
        "cases": {"tests.Deploy": {"starts": "passed", "ends": "passed", "pauses": "skipped"}},
    },
    summary="2 of 3 tests passed",
    made_at=datetime(2026, 11, 1, 11, 59, tzinfo=UTC),
    newest_at=datetime(2026, 11, 1, 11, 59, 30, tzinfo=UTC),
    binding=Binding.EXECUTED,
    command="pytest --junitxml reports/suite.xml",
    exit_code=0,
    started=datetime(2026, 11, 1, 11, 58, tzinfo=UTC),
    finished=datetime(2026, 11, 1, 12, 0, 0, 123456, tzinfo=UTC),
    producer=Producer(user="builder", ci="github-actions", run="https://ci.example.com/acme/shop/runs/7"),
    tool="readiness 0.2.0",
    host={"system": "Linux", "python": "3.11.2"},
)


def record(**changes: Any) -> Record:  # noqa: ANN401 - fields of a record
    """Return the usual record with some fields changed."""
    return replace(DEPLOY, **changes)


_TEXT: Final = st.text(st.characters(codec="utf-8"), max_size=12)
_ID: Final = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,3})?", fullmatch=True)
_NUMBERS: Final = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False, width=32)
JSON: Final = st.recursive(
    st.none() | st.booleans() | _NUMBERS | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=8,
)
_MOMENT: Final = st.datetimes(timezones=st.just(UTC))
_HEX: Final = st.binary(min_size=32, max_size=32).map(bytes.hex)
_OBJECT: Final = st.dictionaries(_TEXT, JSON, max_size=4)
_SOME: Final = st.none() | _TEXT
_WORDS: Final = st.dictionaries(_TEXT, _TEXT, max_size=3)

RECORDS: Final = st.builds(
    Record,
    proven=st.builds(Proven, _ID, _ID, _ID),
    kind=st.sampled_from(["junit", "coverage", "sarif"]),
    covered=_HEX,
    definition=_HEX,
    defined=_OBJECT,
    object_format=st.sampled_from(["sha1", "sha256"]),
    commit=st.none() | _HEX | st.binary(min_size=20, max_size=20).map(bytes.hex),
    dirty=st.booleans(),
    artefacts=st.dictionaries(_TEXT, _HEX, max_size=3),
    measured=st.none() | _OBJECT,
    flaw=_SOME,
    summary=_TEXT,
    made_at=st.none() | _MOMENT,
    newest_at=st.none() | _MOMENT,
    binding=st.sampled_from(Binding),
    command=st.none() | _TEXT | st.lists(_TEXT, max_size=3).map(tuple),
    exit_code=st.none() | st.integers(-64, 255),
    timed_out=st.booleans(),
    started=_MOMENT,
    finished=_MOMENT,
    producer=st.builds(Producer, user=_SOME, ci=_SOME, run=_SOME),
    tool=_TEXT,
    host=_WORDS,
    environment=_SOME,
)
