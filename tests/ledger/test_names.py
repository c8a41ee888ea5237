"""Names of files in a ledger: what goes in comes out, and nothing else is a name."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.ledger.names import checkpoint_name, digest_of, folder_of, parse_checkpoint_name, parse_name, record_name
from readiness.ledger.store import flaw_of_name
from readiness.model.record import Proven, Record
from tests.ledger.records import DEPLOY, RECORDS, record

NAME = record_name(DEPLOY, b"{}")


def test_a_name_says_requirement_content_time_and_bytes() -> None:
    digest = hashlib.sha256(b"{}").hexdigest()
    assert f"records/launch/deploy/suite/ab/{'ab' * 32}/20261101T120000123456Z-{digest}.json" == NAME


@given(RECORDS, st.binary(max_size=40))
def test_what_goes_into_a_name_comes_out(written: Record, data: bytes) -> None:
    named = parse_name(name := record_name(written, data))
    assert named is not None
    assert (named.proven, named.covered, named.finished) == (written.proven, written.covered, written.finished)
    assert named.digest == digest_of(data)
    assert name.startswith(f"{folder_of(written.proven, written.covered)}/")
    assert name.startswith(f"{folder_of(written.proven)}/")
    assert flaw_of_name(name) is None


def test_names_of_one_content_sort_by_time() -> None:
    moments = [datetime(999, 1, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 1, 1, tzinfo=UTC)]
    names = [record_name(record(finished=moment), b"") for moment in moments]
    assert names == sorted(names)


def test_another_offset_is_the_same_time() -> None:
    there = DEPLOY.finished.astimezone(timezone(timedelta(hours=9)))
    assert record_name(record(finished=there), b"{}") == NAME


def test_the_longest_ids_make_a_name_that_can_be_kept() -> None:
    proven = Proven("a" * 100, "b" * 100, "c" * 100)
    assert flaw_of_name(record_name(record(proven=proven), b"")) is None


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="nothing"),
        pytest.param(NAME + "\n", id="a-line-more"),
        pytest.param("/" + NAME, id="from-the-root"),
        pytest.param(NAME.replace("/deploy/", "/../"), id="up"),
        pytest.param(NAME.replace("/deploy/", "/Deploy/"), id="upper-case-id"),
        pytest.param(NAME.replace("/ab/", "/ac/"), id="wrong-fan"),
        pytest.param(NAME.replace("abab/2026", "ab/2026"), id="short-fingerprint"),
        pytest.param(NAME.replace("T12", "T24"), id="hour-24"),
        pytest.param(NAME.replace("20261101", "20261131"), id="no-such-day"),
        pytest.param(NAME.replace("T1200", "T1260"), id="no-such-minute"),
        pytest.param(NAME.replace("T120000123456Z", "T120000Z"), id="no-microseconds"),
        pytest.param(NAME.replace("20261101", "२0261101"), id="other-digits"),
        pytest.param(NAME.replace(".json", ".yaml"), id="ending"),
        pytest.param(NAME[:-6] + NAME[-6].upper() + "Z.json", id="no-hex"),
        pytest.param(checkpoint_name("ab" * 32), id="checkpoint"),
    ],
)
def test_anything_else_is_no_name_of_a_record(name: str) -> None:
    assert parse_name(name) is None


def test_a_checkpoint_is_named_by_its_digest() -> None:
    name = checkpoint_name("ab" * 32)
    assert name == f"checkpoints/ab/{'ab' * 32}.json"
    assert parse_checkpoint_name(name) == "ab" * 32
    assert parse_checkpoint_name(name.replace("/ab/", "/ac/")) is None
    assert parse_checkpoint_name(NAME) is None
    assert flaw_of_name(name) is None
