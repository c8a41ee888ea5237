"""What holds for every format that other tools read."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from readiness import __version__
from readiness.cli.exits import ExitCode, exit_code_of
from readiness.model.outcome import Decision, Level
from readiness.model.place import Location
from readiness.model.report import Report
from readiness.render import FORMATS
from readiness.render.base import Style
from tests.render.exchange import EVERY, LONG, SUFFIX, moved
from tests.render.reports import HOSTILE, item, missing, report, scope
from tests.render.test_golden import compare

GOLDEN = [(name, one) for name in EVERY for one in SUFFIX if name != LONG or one == "github"]
VERBOSITY = (-1, 0, 1)
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
each_format = pytest.mark.parametrize("format_", SUFFIX)
each_verbosity = pytest.mark.parametrize("verbosity", VERBOSITY)
each_report = pytest.mark.parametrize("name", EVERY)


def written(found: Report, format_: str, verbosity: int = 0) -> str:
    return FORMATS[format_](found, Style(verbosity=verbosity))


def texts(value: object) -> Iterator[str]:
    """Yield every text in a value that was read from JSON."""
    match value:
        case str():
            yield value
        case dict():
            for key, held in value.items():
                yield key
                yield from texts(held)
        case list():
            for held in value:
                yield from texts(held)


def content(text: str, format_: str) -> Iterator[str]:
    """Yield what a reader of a format gets to see, text by text."""
    if format_ == "junit":
        root: Element = fromstring(text)
        for element in root.iter():
            yield from (element.text or "", *element.attrib.values())
    elif format_ == "github":
        yield from text.splitlines()
    else:
        yield from texts(json.loads(text))


def stops(text: str, format_: str) -> bool:
    """Return whether a format says that something stops the run."""
    match format_:
        case "sarif":
            run = json.loads(text)["runs"][0]
            failed = not run["invocations"][0]["executionSuccessful"]
            return failed or any(one["level"] == "error" for one in run["results"])
        case "junit":
            root = fromstring(text)
            return int(root.get("failures", "")) + int(root.get("errors", "")) > 0
        case "github":
            return any(line.startswith("::error ") for line in text.splitlines())
        case _:
            return any(one["severity"] in {"blocker", "critical"} for one in json.loads(text))


def lasting(text: str) -> str:
    """Return a SARIF log without the version, and without the pages of rules, which have tests of their own."""
    log = json.loads(text)
    for driver in (one["tool"]["driver"] for one in log["runs"]):
        assert driver.pop("version") == __version__
        for rule in driver["rules"]:
            del rule["shortDescription"], rule["fullDescription"], rule["help"]
    return json.dumps(log, indent=2) + "\n"


@pytest.mark.parametrize(("name", "format_"), GOLDEN)
def test_a_report_is_written_as_it_always_was(name: str, format_: str) -> None:
    text = written(EVERY[name](), format_)
    compare(f"{name}.{SUFFIX[format_]}", lasting(text) if format_ == "sarif" else text)


@each_format
@each_verbosity
@each_report
def test_a_format_says_stop_exactly_where_the_exit_code_does(name: str, verbosity: int, format_: str) -> None:
    found = EVERY[name]()
    stopped = exit_code_of(found) is not ExitCode.OK
    assert stops(written(found, format_, verbosity), format_) is stopped


@each_format
@each_verbosity
def test_hostile_text_is_shown_and_does_nothing(format_: str, verbosity: int) -> None:
    text = written(EVERY["hostile"](), format_, verbosity)
    assert all(character.isprintable() or character == "\n" for character in text)
    assert "##[" not in text
    assert "##vso[" not in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines() if format_ != "github")
    shown = "\n".join(content(text, format_))
    assert "\\x1b[2J" in shown
    assert "click\\u202egnp.exe\\u2066" in shown
    assert not {"\x1b", "\x07", "\u202e", "\u2066"} & set(shown)
    assert "<script>alert(1)</script>" in shown


@each_format
@given(text=st.text(st.characters(), max_size=30))
def test_any_text_can_be_written_and_read(format_: str, text: str) -> None:
    bad = missing(text, subject=text, message=text, action=text, who=text, location=Location(text or "x", 1, 1))
    found = written(report(scope(Decision.NO_GO, item(bad, id_=text), id=text)), format_)
    found.encode()
    shown = {character for one in content(found, format_) for character in one}
    assert not {one for one in shown - {"\n", "\u200c", "\u200d"} if unicodedata.category(one) in UNSEEN}


@each_format
@each_report
def test_two_runs_write_the_same(name: str, format_: str) -> None:
    assert written(EVERY[name](), format_) == written(EVERY[name](), format_)


@each_format
def test_what_does_not_weigh_is_told_only_where_everything_is_asked_for(format_: str) -> None:
    told = [written(EVERY["unweighed"](), format_, verbosity) for verbosity in VERBOSITY]
    assert ["noise" in text for text in told] == [False, False, format_ != "github"]


@each_format
def test_a_draft_is_shown_and_stops_nothing(format_: str) -> None:
    text = written(EVERY["draft"](), format_)
    assert "spring-launch" in text
    assert not stops(text, format_)


@each_format
def test_a_run_that_is_stopped_for_no_reason_that_it_tells_is_stopped_all_the_same(format_: str) -> None:
    text = written(EVERY["unexplained"](), format_)
    assert "the run is undecided, and nothing in the report says why" in text
    assert stops(text, format_)


@each_format
@pytest.mark.parametrize("level", [Level.WARN, Level.OBSERVE, Level.OFF])
def test_only_what_blocks_stops(format_: str, level: Level) -> None:
    found = report(scope(Decision.GO, item(missing(level=level))))
    assert not stops(written(found, format_, 1), format_)


@each_format
def test_what_a_baseline_knows_is_told_and_stops_only_a_run_without_it(format_: str) -> None:
    known = EVERY["baselined"]()
    assert "known to the baseline" in written(known, format_)
    anew = replace(known.scopes[0].items[0], verdicts=(replace(missing(), known=False),))
    found = replace(known, scopes=(replace(known.scopes[0], items=(anew,)),))
    assert stops(written(found, format_), format_)


def _fingerprints(text: str, format_: str) -> list[Any]:
    if format_ == "sarif":
        (run,) = json.loads(text)["runs"]
        return [(one["ruleId"], one["partialFingerprints"]) for one in run["results"]]
    return [one["fingerprint"] for one in json.loads(text)]


@pytest.mark.parametrize("format_", ["sarif", "code-quality"])
@pytest.mark.parametrize("name", sorted(set(EVERY) - {"hostile"}))
def test_a_fingerprint_is_unique_and_stays_when_lines_or_documents_move(name: str, format_: str) -> None:
    before = _fingerprints(written(EVERY[name](), format_, 1), format_)
    after = _fingerprints(written(moved(EVERY[name]()), format_, 1), format_)
    assert after == before
    assert len({str(one) for one in before}) == len(before)


@pytest.mark.parametrize("format_", ["sarif", "code-quality"])
def test_a_fingerprint_is_another_for_each_scope_subject_and_requirement(format_: str) -> None:
    plain = missing()
    others = (missing("other"), missing(subject="item other"))
    found = report(
        scope(Decision.NO_GO, item(plain, *others)), scope(Decision.NO_GO, item(plain, *others), id="second")
    )
    every = _fingerprints(written(found, format_), format_)
    assert len({str(one) for one in every}) == 6


def test_hostile_is_hostile_to_these_formats_too() -> None:
    assert re.search(r"##\[|::error|\]\(", HOSTILE)
