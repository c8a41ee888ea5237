import json
from dataclasses import replace
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest

from readiness import __version__
from readiness.cli.exits import ExitCode, exit_code_of
from readiness.errors import Problem
from readiness.evidence.sarif import SarifCondition, meets, read
from readiness.model.evidence import Reading, Source
from readiness.model.outcome import Decision, Outcome
from readiness.model.place import Location
from readiness.model.report import Report
from readiness.render.base import Style
from readiness.render.pages import pages
from readiness.render.tools.sarif import render
from tests.render import exchange, reports
from tests.render.reports import item, missing, report, scope, verdict


def run(found: Report, verbosity: int = 0) -> dict[str, Any]:
    (one,) = json.loads(render(found, Style(verbosity=verbosity)))["runs"]
    assert isinstance(one, dict)
    return one


def placed(path: str, line: int = 3, column: int = 5) -> dict[str, Any]:
    found = report(scope(Decision.NO_GO, item(missing(location=Location(path, line, column)))))
    place = run(found)["results"][0]["locations"][0]["physicalLocation"]
    assert isinstance(place, dict)
    return place


def test_the_tool_says_its_version_and_each_result_names_its_rule() -> None:
    found = run(reports.no_go(), 1)
    driver = found["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("readiness", __version__)
    assert [driver["rules"][one["ruleIndex"]]["id"] for one in found["results"]] == [
        one["ruleId"] for one in found["results"]
    ]


def test_the_help_of_a_rule_is_the_page_that_explain_prints() -> None:
    (page,) = (one for one in pages() if one.code == "RDY203")
    (rule,) = (one for one in run(reports.no_go())["tool"]["driver"]["rules"] if one["id"] == "RDY203")
    assert rule["help"]["markdown"] == page.text
    assert "Why it matters\n" in rule["help"]["text"]
    assert "##" not in rule["help"]["text"]
    assert "```" not in rule["help"]["text"]
    assert rule["name"] == "evidence-stale"
    assert rule["fullDescription"]["text"].startswith("Flags evidence whose records are all about other content")


def test_a_rule_that_only_advises_says_so_by_its_level() -> None:
    flaky = verdict(outcome=Outcome.FAILED, code="RDY206", rule="evidence-flaky")
    rules = run(report(scope(Decision.NO_GO, item(missing(), flaky))))["tool"]["driver"]["rules"]
    assert {one["id"]: one["defaultConfiguration"]["level"] for one in rules} == {
        "RDY201": "error",
        "RDY206": "warning",
    }


def test_a_code_without_a_page_has_a_rule_all_the_same() -> None:
    found = run(report(scope(Decision.NO_GO, item(missing(code="ACME1", rule="acme-missing")))))
    (rule,) = found["tool"]["driver"]["rules"]
    assert (rule["id"], rule["name"]) == ("ACME1", "acme-missing")
    assert rule["help"]["text"]


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("no-go", ["error"] * 4 + ["warning", "note", "note"]),
        ("go-with-conditions", ["note"]),
        ("emergency", ["warning", "note"]),
        ("on-track", ["note"]),
        ("undecided", ["error", "error", "error"]),
        ("draft", ["note"]),
        ("go", []),
    ],
)
def test_the_level_says_what_a_result_means_to_the_run(name: str, levels: list[str]) -> None:
    assert [one["level"] for one in run(exchange.EVERY[name]())["results"]] == levels


def test_what_is_met_is_a_result_only_where_everything_is_asked_for() -> None:
    found = run(exchange.unweighed(), 1)["results"]
    assert [(one["kind"], one["level"]) for one in found] == [
        ("fail", "note"),
        ("fail", "note"),
        ("pass", "none"),
        ("notApplicable", "none"),
    ]


def test_a_waiver_suppresses_and_everything_else_says_that_nothing_does() -> None:
    results = run(reports.no_go())["results"]
    (waived,) = (one["suppressions"] for one in results if one["suppressions"])
    assert all("suppressions" in one for one in results)
    assert [(one["kind"], one["status"]) for one in waived] == [("inSource", "accepted")]
    assert "until 2027-01-10" in waived[0]["justification"]
    assert "retries were tested by hand" in waived[0]["justification"]


def test_bad_input_is_a_result_and_the_execution_was_not_successful() -> None:
    found = run(reports.undecided())
    assert found["invocations"][0]["executionSuccessful"] is False
    assert found["invocations"][0]["toolExecutionNotifications"][0]["level"] == "error"
    assert [one["ruleId"] for one in found["results"]] == ["RDY010", "RDY055", "RDY201"]
    assert run(reports.no_go())["invocations"][0]["executionSuccessful"] is True


def test_every_result_has_a_place_because_github_refuses_one_without() -> None:
    for name in exchange.EVERY:
        assert all(one["locations"] for one in run(exchange.EVERY[name](), 1)["results"])
    assert run(reports.undecided())["results"][1]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": ".", "uriBaseId": "SRCROOT"}
    }


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("scopes/a.yaml", "scopes/a.yaml"),
        ("scopes/my launch.yaml", "scopes/my%20launch.yaml"),
        ("scopes/50%.yaml", "scopes/50%25.yaml"),
        ("a:b?c#d.yaml", "a%3Ab%3Fc%23d.yaml"),
        ("scopes/größe.yaml", "scopes/gr%C3%B6%C3%9Fe.yaml"),
        ("caf\udce9.yaml", "caf%E9.yaml"),
        ("a\ud800.yaml", "a%5Cud800.yaml"),
    ],
)
def test_a_path_is_a_uri_relative_to_the_root(path: str, uri: str) -> None:
    assert placed(path)["artifactLocation"] == {"uri": uri, "uriBaseId": "SRCROOT"}
    if "\ud800" not in path:
        assert unquote_to_bytes(uri) == path.encode("utf-8", "surrogateescape")


def test_the_root_is_named_and_says_nothing_about_the_machine() -> None:
    assert run(reports.go())["originalUriBaseIds"] == {
        "SRCROOT": {"description": {"text": "The root of the repository."}}
    }


def test_a_path_outside_of_the_repository_is_no_relative_one() -> None:
    assert placed("/etc/trust keys.toml")["artifactLocation"] == {"uri": "file:///etc/trust%20keys.toml"}


def test_lines_and_columns_count_from_one_and_a_whole_file_has_none() -> None:
    assert placed("a.yaml", 3, 5)["region"] == {"startLine": 3, "startColumn": 5}
    assert placed("a.yaml", 3, 0)["region"] == {"startLine": 3}
    assert "region" not in placed("a.yaml", 0, 0)


def test_a_text_cannot_make_a_link() -> None:
    found = run(report(scope(Decision.NO_GO, item(missing(message="see [this](javascript:alert(1)) and [x](0)")))))
    assert "see [this]\\x28javascript:alert(1)) and [x]\\x280)" in found["results"][0]["message"]["text"]


def test_the_run_says_what_was_judged_and_decided() -> None:
    said = run(reports.enforced())["properties"]
    assert (said["decision"], said["commit"], said["base"]) == ("no-go", reports.COMMIT, reports.BASE)
    assert said["scopes"]["public-launch"]["decisionBeforeWaivers"] == "no-go"


def test_changes_of_policy_and_notes_are_notifications() -> None:
    told = run(reports.enforced())["invocations"][0]["toolExecutionNotifications"]
    assert [one["level"] for one in told] == ["note"] * 3
    assert "30d → 90d" in told[2]["message"]["text"]
    assert run(reports.no_go())["invocations"][0]["toolExecutionNotifications"][0]["message"] == {
        "text": "The work tree has uncommitted changes."
    }


def test_of_two_problems_that_read_the_same_each_has_a_fingerprint() -> None:
    twice = Problem("RDY010", "the key `x` is not known here", "remove it", Location("a.yaml", 3, 1))
    broken = replace(reports.go(), problems=(twice, replace(twice, location=Location("a.yaml", 9, 1))))
    first, second = (one["partialFingerprints"] for one in run(broken)["results"])
    assert first != second


@pytest.mark.parametrize("name", sorted(set(exchange.EVERY) - {"hundreds"}))
def test_the_own_reader_of_sarif_comes_to_the_same_answer(name: str) -> None:
    found = exchange.EVERY[name]()
    source = Source(path="readiness.sarif", data=render(found, Style()).encode())
    claim = read(Reading(sources=(source,)))
    reasons = meets(claim.measured, SarifCondition())
    assert bool(reasons) is (exit_code_of(found) is not ExitCode.OK)
