import json

import jsonschema
import pytest
from pydantic import TypeAdapter

from readiness.model.report import Report
from readiness.render.base import Style
from readiness.render.json_report import as_json, render
from tests.render import reports
from tests.render.reports import ALL

ADAPTER = TypeAdapter(Report)


@pytest.mark.parametrize("name", sorted(set(ALL) - {"hostile"}))
def test_json_is_what_the_types_say(name: str) -> None:
    found = ALL[name]()
    assert json.loads(render(found, Style())) == ADAPTER.dump_python(found, mode="json", by_alias=True)


@pytest.mark.parametrize("name", ALL)
def test_json_fits_the_published_schema(name: str) -> None:
    schema = ADAPTER.json_schema(mode="serialization", by_alias=True)
    jsonschema.validate(json.loads(render(ALL[name](), Style())), schema)


def test_json_has_the_promised_keys() -> None:
    found = json.loads(render(reports.no_go(), Style()))
    assert set(found) >= {
        "schema",
        "decision",
        "enforcing",
        "policy",
        "candidate",
        "as_of",
        "scopes",
        "problems",
        "proposed",
    }
    assert set(found["scopes"][0]) >= {"id", "state", "decision", "counts", "verdicts", "items"}
    item = found["scopes"][0]["items"][0]
    assert set(item) >= {"id", "class", "owner", "outcome", "verdicts"}
    assert set(item["verdicts"][0]) >= {
        *("requirement", "rule", "code", "level", "outcome", "message", "action", "who", "location", "waiver"),
    }
    assert set(item["verdicts"][0]["location"]) == {"path", "line", "column", "revision"}


def test_json_is_ascii_ends_in_a_newline_and_says_utc() -> None:
    text = render(reports.hostile(), Style())
    assert text.isascii()
    assert text.endswith("}\n")
    assert json.loads(text)["as_of"] == "2026-12-14T17:58:00Z"


def test_a_path_that_is_not_utf8_is_spelled_out() -> None:
    found = json.loads(render(reports.hostile(), Style()))
    assert found["problems"][0]["location"]["path"].startswith("b\\xfe")


def test_json_holds_no_command_of_a_ci_runner() -> None:
    text = render(reports.hostile(), Style())
    assert "##[" not in text
    assert "##vso[" not in text
    assert "##[error]boo" in json.loads(text)["candidate"]["notes"][0]


def test_what_no_report_holds_is_refused() -> None:
    with pytest.raises(TypeError, match="complex has no place"):
        as_json(1j)
