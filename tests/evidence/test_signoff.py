from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from readiness.errors import EvidenceMissingError
from readiness.evidence import KINDS
from tests.evidence.reading import read, reasons

SIGNED: dict[str, Any] = {
    "who": "general-counsel",
    "date": "2026-11-20",
    "expires": "2027-01-10",
    "statement": "Terms approved",
}


def test_a_dated_word_counts_from_its_day_to_the_end_of_its_last() -> None:
    claim = read("signoff", **SIGNED)
    assert claim.made_at == datetime(2026, 11, 20, tzinfo=UTC)
    assert claim.valid_until == datetime(2027, 1, 10, 23, 59, 59, 999999, tzinfo=UTC)
    assert claim.measured == {**SIGNED, "role": None}
    assert claim.summary == "general-counsel has signed off on 2026-11-20"
    assert reasons("signoff", **SIGNED) == []


def test_without_an_expiry_it_does_not_end_by_itself() -> None:
    assert read("signoff", who="general-counsel", date="2026-11-20").valid_until is None


def test_an_undated_word_is_missing() -> None:
    with pytest.raises(EvidenceMissingError, match=r"^general-counsel has not signed off: no date$"):
        read("signoff", who="general-counsel", statement="Terms approved")


@pytest.mark.parametrize(
    ("fields", "slug"),
    [
        pytest.param({"date": "2026-11-20"}, "missing", id="nobody"),
        pytest.param({"who": "General Counsel"}, "bad-id", id="no-id"),
        pytest.param({**SIGNED, "date": "2026-30-01"}, "bad-date", id="no-day"),
        pytest.param({**SIGNED, "expires": "2026-11-19"}, "bad-order", id="over-before-it-began"),
        pytest.param({**SIGNED, "signed": True}, "extra_forbidden", id="unknown-field"),
    ],
)
def test_a_word_that_makes_no_sense_is_bad_input(fields: dict[str, object], slug: str) -> None:
    with pytest.raises(ValidationError) as caught:
        KINDS["signoff"].condition.model_validate(fields)
    assert [error["type"] for error in caught.value.errors()] == [slug]
