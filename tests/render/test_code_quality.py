import json
from typing import Any, Final

import jsonschema
import pytest

from readiness.model.outcome import Decision
from readiness.model.place import Location
from readiness.model.report import Report
from readiness.render.base import Style
from readiness.render.tools.code_quality import render
from tests.render import exchange, reports
from tests.render.reports import item, missing, report, scope

OBJECT: Final = {
    "type": "object",
    "required": ["description", "check_name", "fingerprint", "severity", "location"],
    "additionalProperties": False,
    "properties": {
        "description": {"type": "string", "minLength": 1},
        "check_name": {"type": "string", "minLength": 1},
        "fingerprint": {"type": "string", "minLength": 1},
        "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
        "location": {
            "type": "object",
            "required": ["path", "lines"],
            "properties": {
                "path": {"type": "string", "minLength": 1, "not": {"pattern": "^\\./"}},
                "lines": {
                    "type": "object",
                    "required": ["begin"],
                    "properties": {"begin": {"type": "integer", "minimum": 1}},
                },
            },
        },
    },
}
"""What GitLab's documentation asks for; no package has its schema. After a wrong object it drops all others."""


def objects(found: Report, verbosity: int = 0) -> list[dict[str, Any]]:
    every = json.loads(render(found, Style(verbosity=verbosity)))
    assert isinstance(every, list)
    return every


@pytest.mark.parametrize(
    ("name", "severities"),
    [
        ("no-go", ["blocker"] * 3 + ["critical", "minor", "info", "info"]),
        ("go-with-conditions", ["info"]),
        ("emergency", ["major", "info"]),
        ("on-track", ["info"]),
        ("undecided", ["blocker", "blocker", "critical"]),
        ("draft", ["info"]),
        ("go", []),
    ],
)
def test_the_severity_says_what_a_finding_means_to_the_run(name: str, severities: list[str]) -> None:
    assert [one["severity"] for one in objects(exchange.EVERY[name]())] == severities


def test_a_finding_says_what_where_who_and_the_next_step() -> None:
    (found,) = objects(report(scope(Decision.NO_GO, item(missing()))))
    assert found["description"] == (
        "public-launch · item deploy · suite: missing: no file matches `reports/rolling-deploy.xml`. "
        "Who: platform. Next: pytest tests/deploy --junitxml reports/rolling-deploy.xml"
    )
    assert found["check_name"] == "RDY201 evidence-missing"
    assert found["location"] == {"path": "scopes/public-launch.yaml", "lines": {"begin": 14}}


def test_every_finding_has_a_place_and_lines_begin_at_one() -> None:
    places = [one["location"] for one in objects(reports.undecided())]
    assert places[1] == {"path": ".", "lines": {"begin": 1}}
    (whole,) = objects(report(scope(Decision.NO_GO, item(missing(location=Location("a.yaml"))))))
    assert whole["location"]["lines"] == {"begin": 1}


def test_quiet_tells_only_what_stops_the_run() -> None:
    assert {one["severity"] for one in objects(reports.no_go(), -1)} == {"blocker", "critical"}


def test_what_is_met_is_never_a_finding() -> None:
    assert objects(reports.go(), 1) == []


def test_a_requirement_that_two_rules_flag_has_two_findings_with_a_fingerprint_each() -> None:
    found = objects(exchange.several_at_once())
    assert [one["check_name"].split()[0] for one in found] == ["RDY112", "RDY120", "RDY206"]
    assert len({one["fingerprint"] for one in found}) == 3


def test_a_finding_keeps_its_fingerprint_when_another_about_the_same_requirement_is_gone() -> None:
    gone, left = missing("rollback", code="RDY112"), missing("rollback", code="RDY120")
    before = objects(report(scope(Decision.NO_GO, item(gone, left))))
    (after,) = objects(report(scope(Decision.NO_GO, item(left))))
    assert after["fingerprint"] == before[1]["fingerprint"]


@pytest.mark.parametrize("verbosity", [-1, 0, 1])
@pytest.mark.parametrize("name", exchange.EVERY)
def test_every_object_is_what_gitlab_asks_for(name: str, verbosity: int) -> None:
    text = render(exchange.EVERY[name](), Style(verbosity=verbosity))
    assert text.startswith("[")
    found = json.loads(text)
    jsonschema.validate(found, {"type": "array", "items": OBJECT})
    assert len({one["fingerprint"] for one in found}) == len(found)
