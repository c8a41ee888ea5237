from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from readiness.errors import EvidenceMissingError
from readiness.evidence import KINDS
from tests.evidence.reading import read, reasons

PAGE = "https://example.org/reports/42?tab=all#top"


def test_a_page_that_somebody_vouches_for_counts_as_their_word() -> None:
    fields: dict[str, Any] = {"url": PAGE, "who": "security-lead", "date": "2026-11-20", "expires": "2026-11-20"}
    claim = read("link", **fields)
    assert claim.measured == {**fields, "role": None, "statement": None}
    assert claim.made_at == datetime(2026, 11, 20, tzinfo=UTC)
    assert claim.valid_until == datetime(2026, 11, 20, 23, 59, 59, 999999, tzinfo=UTC)
    assert reasons("link", **fields) == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param({}, f"^nobody has vouched for {PAGE[:30]}.*: `who` is not said$", id="bare"),
        pytest.param({"date": "2026-11-20"}, "nobody has vouched", id="no-one"),
        pytest.param({"who": "security-lead"}, "^security-lead has not vouched for .*: no date$", id="no-date"),
    ],
)
def test_a_page_that_nobody_vouches_for_is_missing(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(EvidenceMissingError, match=message):
        read("link", url=PAGE, **fields)


@pytest.mark.parametrize(
    "url", ["http://localhost:8080/", "HTTPS://EXAMPLE.ORG", "https://[::1]/a", "https://bücher.example/ä"]
)
def test_web_addresses_are_taken_as_they_are(url: str) -> None:
    assert KINDS["link"].condition.model_validate({"url": url}).url == url
    assert KINDS["link"].recognises(url)


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("ftp://example.org/a", id="ftp"),
        pytest.param("javascript:alert(1)", id="script"),
        pytest.param("//example.org", id="no-scheme"),
        pytest.param("https://", id="no-host"),
        pytest.param("https:///path", id="no-host-but-path"),
        pytest.param("https://user:secret@example.org", id="password"),
        pytest.param("https://user@example.org", id="user"),
        pytest.param("https://example.org/a b", id="space"),
        pytest.param("https://example.org/a\nb", id="newline"),
        pytest.param("https://example.org\\@evil.example", id="backslash"),
        pytest.param("https://example.org:port/", id="port"),
        pytest.param("https://[::1/", id="bracket"),
        pytest.param("https://example.org/\u00adb", id="soft-hyphen"),
    ],
)
def test_what_is_no_web_address_is_bad_input_and_not_repeated(url: str) -> None:
    with pytest.raises(ValidationError) as caught:
        KINDS["link"].condition.model_validate({"url": url})
    [error] = caught.value.errors()
    assert error["type"] == "bad-url"
    assert "secret" not in error["msg"]
