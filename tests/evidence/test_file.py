import json
import sys

import pytest

from readiness.errors import EvidenceMissingError, EvidenceUnreadableError
from readiness.evidence import KINDS
from tests.evidence.reading import artefact, read, reasons, source

PAGE = artefact("file/limits.md")
REGIONS = artefact("file/regions.yaml")
SCHEMA = artefact("file/regions.schema.json")


def test_a_file_that_says_something_passes() -> None:
    assert reasons("file", PAGE) == []
    assert read("file", PAGE).measured["files"] == {
        PAGE.path: {"bytes": len(PAGE.data), "blank": False, "heading": None, "flaws": []}
    }


def test_no_file_is_missing() -> None:
    with pytest.raises(EvidenceMissingError, match="there is no such file"):
        read("file")


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf\n", b"\xff\xfe \x00\n\x00"])
def test_a_file_of_white_space_is_empty_whatever_else_is_asked(data: bytes) -> None:
    blank = source(data, "docs/a.md")
    assert reasons("file", PAGE, blank) == ["docs/a.md is empty"]
    assert reasons("file", blank, heading="Regions") == ["docs/a.md is empty"]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Regions", []),
        ("regions", []),
        ("Limits", []),
        ("Quotas", ["reports/file/limits.md has nothing under the heading 'Quotas'"]),
        ("Failover", ["reports/file/limits.md has no heading 'Failover'"]),
    ],
)
def test_a_heading_is_found_by_text_or_anchor_and_needs_something_under_it(heading: str, expected: list[str]) -> None:
    assert reasons("file", PAGE, heading=heading) == expected


@pytest.mark.parametrize(
    ("path", "data", "message"),
    [
        pytest.param("docs/a.rst", b"Regions\n=======\n", "docs/a.rst is no Markdown file", id="rst"),
        pytest.param(
            "docs/a.md", b"# Regions \xff", "docs/a.md cannot be read as Markdown: it is not UTF-8", id="latin"
        ),
    ],
)
def test_a_heading_needs_markdown(path: str, data: bytes, message: str) -> None:
    with pytest.raises(EvidenceUnreadableError, match=message):
        read("file", source(data, path), heading="Regions")


class TestSchema:
    def flaws(self, data: str, schema: object, path: str = "a.json") -> list[str]:
        rule = source(json.dumps(schema), "a.schema.json")
        return reasons("file", source(data, path), others=(rule,), matches=rule.path)

    def test_the_schema_is_asked_for_by_path(self) -> None:
        condition = KINDS["file"].condition.model_validate({"matches": SCHEMA.path})
        assert list(KINDS["file"].others(condition)) == [SCHEMA.path]
        assert list(KINDS["file"].others(KINDS["file"].condition())) == []

    def test_a_file_that_matches_passes(self) -> None:
        assert reasons("file", REGIONS, others=(SCHEMA,), matches=SCHEMA.path) == []

    def test_a_file_that_does_not_says_where(self) -> None:
        bad = source('regions = ["eu-1", 2]', "regions.toml")
        assert reasons("file", bad, others=(SCHEMA,), matches=SCHEMA.path) == [
            f"regions.toml does not match {SCHEMA.path}: $.regions[1]: 2 is not of type 'string'"
        ]

    def test_true_and_false_are_schemas(self) -> None:
        assert self.flaws("1", schema=True) == []
        assert len(self.flaws("1", schema=False)) == 1

    @pytest.mark.parametrize(
        ("data", "schema", "message"),
        [
            pytest.param("{", {}, "a.json cannot be read: it is not JSON", id="no-json"),
            pytest.param('{"a": 1, "a": 2}', {}, "the key 'a' twice", id="twice"),
            pytest.param("[" * 100_000, {}, "nested more than 100 levels", id="deep"),
            pytest.param("1", [], "is no JSON Schema", id="list"),
            pytest.param("1", {"type": "strong"}, "is no valid JSON Schema: 'strong'", id="unknown-type"),
            pytest.param(
                "1", {"$schema": "urn:mine"}, "a version of JSON Schema that is not known: urn:mine", id="dialect"
            ),
            pytest.param(
                "1", {"$ref": "https://example.org/a.json"}, "refers to https://example.org/a.json", id="remote"
            ),
            pytest.param("1", {"$ref": "file:///etc/hostname"}, "refers to file:///etc/hostname", id="local-file"),
            pytest.param('"a"', {"pattern": "["}, "is no valid JSON Schema", id="no-pattern"),
            pytest.param("1", {"$ref": "#"}, "refers to itself without end", id="endless"),
        ],
    )
    def test_what_cannot_be_compared_is_unreadable(self, data: str, schema: object, message: str) -> None:
        with pytest.raises(EvidenceUnreadableError, match=message):
            self.flaws(data, schema)

    def test_numbers_that_are_none_are_not_compared(self) -> None:
        with pytest.raises(EvidenceUnreadableError, match=r"a\.toml cannot be compared with a\.schema\.json"):
            self.flaws("a = inf", {"properties": {"a": {"multipleOf": 0.1}}}, "a.toml")
        with pytest.raises(EvidenceUnreadableError, match=r"a\.yaml cannot be read: it holds \.inf"):
            self.flaws(".inf", {"multipleOf": 0.1}, "a.yaml")

    def test_a_schema_that_is_not_there_is_unreadable(self) -> None:
        with pytest.raises(EvidenceUnreadableError, match=r"the schema a\.schema\.json is not in the tree"):
            read("file", REGIONS, matches="a.schema.json")

    def test_without_the_library_it_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "jsonschema", None)
        with pytest.raises(EvidenceUnreadableError, match=r"install `readiness\[schema\]`"):
            read("file", REGIONS, others=(SCHEMA,), matches=SCHEMA.path)
