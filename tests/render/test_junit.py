from collections.abc import Sequence
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from readiness.cli.exits import ExitCode, exit_code_of
from readiness.errors import Problem
from readiness.evidence.junit import JUnitCondition, meets, read
from readiness.model.evidence import Reading, Source
from readiness.model.outcome import Decision, Level
from readiness.model.report import Report
from readiness.render.base import Style
from readiness.render.tools.junit import render
from tests.render import exchange, reports
from tests.render.reports import item, missing, report, scope


def document(found: Report, verbosity: int = 0) -> Element:
    root = fromstring(render(found, Style(verbosity=verbosity)))
    assert isinstance(root, Element)
    return root


def case(root: Element, classname: str, name: str) -> Element:
    (found,) = (one for one in root.iter("testcase") if (one.get("classname"), one.get("name")) == (classname, name))
    return found


def tags(root: Element, classname: str, name: str) -> Sequence[str]:
    return [one.tag for one in case(root, classname, name)]


def claimed(found: Report) -> tuple[dict[str, object], Sequence[str]]:
    source = Source(path="readiness.xml", data=render(found, Style()).encode())
    claim = read(Reading(sources=(source,)))
    return dict(claim.measured), meets(claim.measured, JUnitCondition())


def test_a_requirement_is_a_test_case_and_a_scope_a_suite() -> None:
    root = document(reports.several())
    assert [suite.get("name") for suite in root] == ["billing-launch", "public-launch", "edge-launch"]
    assert tags(root, "billing-launch.item deploy", "suite") == []
    assert tags(root, "public-launch.item deploy", "suite") == ["failure"]
    assert tags(root, "edge-launch.item deploy", "coverage") == ["skipped"]


@pytest.mark.parametrize(
    ("classname", "name", "tag"),
    [
        ("item deploy", "rolling-deploy", ["failure"]),
        ("surface billing", "guarded", ["failure"]),
        ("item webhooks", "delivery", ["error"]),
        ("item webhooks", "coverage", ["skipped"]),
        ("item custom-domains", "certificates", ["skipped"]),
        ("item usage-limits", "load-test", ["system-out"]),
        ("item deploy", "owner", []),
    ],
)
def test_how_a_case_fares_is_how_its_requirement_weighs(classname: str, name: str, tag: list[str]) -> None:
    assert tags(document(reports.no_go()), f"public-launch.{classname}", name) == tag


def test_a_failure_says_what_was_found_who_acts_the_next_step_and_where() -> None:
    (failure,) = case(document(reports.no_go()), "public-launch.item deploy", "rolling-deploy")
    assert failure.get("type") == "RDY201 evidence-missing"
    assert failure.get("message") == "missing: no file matches `reports/rolling-deploy.xml`"
    assert failure.text == (
        "missing: no file matches `reports/rolling-deploy.xml`\n"
        "Who: platform. Next: pytest tests/deploy --junitxml reports/rolling-deploy.xml\n"
        "rule: RDY201\nat: scopes/public-launch.yaml:14:15"
    )


def test_what_is_waived_says_by_whom_until_when_and_why() -> None:
    (skipped,) = case(document(reports.conditions()), "public-launch.item deploy", "coverage")
    said = skipped.get("message") or ""
    assert said.startswith(
        "stale: it is 41 days old, and 30 are allowed; waived by head-of-engineering until 2027-01-10"
    )
    assert said.endswith("retries were tested by hand")


def test_everything_in_a_draft_is_skipped_but_what_is_met() -> None:
    root = document(exchange.draft())
    (skipped,) = case(root, "spring-launch.item search", "load-test")
    assert (skipped.tag, (skipped.get("message") or "").rpartition("; ")[2]) == ("skipped", "the scope is only a draft")
    assert tags(root, "spring-launch.item search", "owner") == ["skipped"]


def test_bad_input_is_an_error_in_a_suite_of_its_own() -> None:
    suite = document(reports.undecided())[0]
    assert (suite.get("name"), suite.get("tests"), suite.get("errors")) == ("input", "2", "2")
    assert [(one.get("classname"), one.get("name")) for one in suite] == [
        ("input.RDY010 unknown-key", "scopes/a.yaml:3:1"),
        ("input.RDY055 unknown-name", "the run"),
    ]
    assert "fix: did you mean `owner`?" in (suite[0][0].text or "")


def test_a_requirement_with_several_findings_is_one_case_that_holds_all_of_them() -> None:
    root = document(exchange.several_at_once())
    (failure,) = case(root, "public-launch.item deploy", "rollback")
    assert failure.tag == "failure"
    assert failure.text is not None
    assert failure.text.startswith("missing: there are no steps\n")
    assert "\n\nunknown: flags.json is no JSON\n" in failure.text
    assert tags(root, "public-launch.item deploy", "suite") == ["system-out"]
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("2", "1", "0")


def test_with_quiet_a_case_has_its_first_line_only() -> None:
    root = document(reports.no_go(), -1)
    assert [one.text for one in root.iter("failure")] == [one.get("message") for one in root.iter("failure")]
    out = case(root, "public-launch.item usage-limits", "load-test")[0]
    assert out.text == "warning: missing: no file matches `reports/rolling-deploy.xml`"


def test_with_verbose_what_does_not_weigh_is_a_skipped_case() -> None:
    root = document(exchange.unweighed(), 1)
    assert tags(root, "public-launch.item deploy", "noise") == ["skipped"]
    assert len(list(document(exchange.unweighed()).iter("testcase"))) == 2


def test_a_suite_says_what_was_judged_and_decided() -> None:
    (suite,) = document(reports.enforced())
    said = [(one.get("name"), one.get("value")) for one in suite.iter("property")]
    assert ("decision", "no-go") in said
    assert ("candidate", "commit 4f2a91c3b") in said
    assert ("enforcing", "true") in said
    assert ("proposed", "configuration · max_age: 30d → 90d") in said
    assert suite.get("timestamp") == "2026-12-14T17:58:00"


def test_a_text_attaches_no_file() -> None:
    bad = "[[ATTACHMENT|/etc/passwd]]"
    found = report(
        scope(Decision.NO_GO, item(missing(action=bad), missing("load", level=Level.WARN, message=bad))),
        problems=(Problem("RDY010", bad, bad),),
    )
    texts = [one.text or "" for one in document(found).iter()]
    assert sum("\\x5b[ATTACHMENT|/etc/passwd]]" in text for text in texts) == 3
    assert not any("[[ATTACHMENT" in text for text in texts)


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1b", "\ufffe", "\ud800", "\x85", "\u2028"])
def test_a_character_that_xml_cannot_hold_is_spelled_out(character: str) -> None:
    root = document(report(scope(Decision.NO_GO, item(missing(message=f"a{character}b")))))
    (failure,) = root.iter("failure")
    spelled = character.encode("unicode_escape").decode()
    assert failure.get("message") == f"missing: a{spelled}b" if character not in "\x0b\x85\u2028" else "missing: a b"


@pytest.mark.parametrize("name", sorted(exchange.EVERY))
def test_the_own_reader_of_junit_comes_to_the_same_answer(name: str) -> None:
    found = exchange.EVERY[name]()
    measured, reasons = claimed(found)
    assert measured["unshown"] == measured["suite_errors"] == measured["surplus"] == 0
    stopped = exit_code_of(found) is not ExitCode.OK
    # A launch of which nothing is due yet has no test that ran, which the reader never takes for a pass.
    assert bool(reasons) is (stopped or not measured["passed"])
