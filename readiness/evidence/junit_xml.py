"""JUnit XML as a tree: what is safe to parse, and the test cases and totals in it.

Source: bytes, in any encoding that XML declares and expat reads. Document types, entities and deep nesting are refused.
Shape: `Report`; times in seconds, moments aware in UTC.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from readiness.errors import EvidenceUnreadableError
from readiness.evidence.quoted import quoted

MAX_DEPTH: Final = 200
_SUITES: Final = frozenset({"testsuite", "testsuites"})
_NUMBER: Final = re.compile(r"\d{1,12}(?:\.0{1,6})?\Z")
_FAILED: Final = frozenset({"fail", "failed", "failure", "broken", "timeout", "timedout", "timed-out", "undefined"})
_ERRED: Final = frozenset({"error", "errored", "crashed", "aborted", "interrupted"})
_SKIPPED: Final = frozenset(
    {"notrun", "not-run", "skip", "skipped", "disabled", "suppressed", "pending", "ignored", "todo", "untested"}
)
_RAN: Final = frozenset({"", "run", "completed", "pass", "passed", "success", "successful", "succeeded", "ok"})
_EARLIEST: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""GoogleTest dates what it did not run 1970, unittest-xml-reporting the year 1: neither is a moment."""


@dataclass(frozen=True, slots=True)
class Case:
    """One test. `status` is `passed`, `unclear`, `failed`, `error` or `skipped`; `flaky`: passed when run again."""

    classname: str
    name: str
    status: str
    flaky: bool
    took_s: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """One file.

    `suite_errors` happened outside of tests; `unshown` failures are in the totals but in no test; `surplus` tests look
    passed, but the totals say that fewer ran (Jest's `test.todo`): which ones is not always clear.
    """

    cases: tuple[Case, ...]
    suite_errors: int
    unshown: int
    surplus: int
    made_at: datetime | None


def parse(data: bytes, path: str) -> Report:
    """Return what the JUnit report `data` holds; `path` is for messages.

    Raises:
        EvidenceUnreadableError: it is empty, cut short, no XML, no JUnit report, unsafe, or contradicts itself.
    """
    root = _tree(data, path)
    if root.tag not in _SUITES:
        hint = ", but a web page" if root.tag.lower() == "html" else f": its root is <{quoted(root.tag)}>"
        msg = f"{path} is no JUnit report{hint}; expected <testsuites> or <testsuite>"
        raise EvidenceUnreadableError(msg)
    doubtful, surplus = _doubtful(root, path)
    cases = tuple(_case(element, path, doubtful=id(element) in doubtful) for element in root.iter("testcase"))
    outside = sum(child.tag in {"error", "failure"} for suite in root.iter() if suite.tag in _SUITES for child in suite)
    failures = sum(case.status in {"failed", "error"} for case in cases) + outside
    flaky = sum(len(_interim(element)) for element in root.iter("testcase"))
    unshown = _unshown(root, path, len(cases) + flaky, failures + flaky)
    return Report(cases, outside, unshown, surplus, _oldest(root))


def _tree(data: bytes, path: str) -> Element:
    from defusedxml.common import DefusedXmlException, DTDForbidden  # noqa: PLC0415 - most runs read no XML
    from defusedxml.ElementTree import XMLParser  # noqa: PLC0415

    if not data.strip():
        msg = f"{path} is empty"
        raise EvidenceUnreadableError(msg)
    parser = XMLParser(target=_Builder(), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(data)
        root: Element = parser.close()
    except DefusedXmlException as error:
        page = isinstance(error, DTDForbidden) and error.name.lower() == "html"
        what = "is a web page, no JUnit report" if page else "has a document type, which is refused"
        msg = f"{path} {what}"
        raise EvidenceUnreadableError(msg) from error
    except (ParseError, LookupError, ValueError) as error:
        msg = f"{path} is no XML, or cut short: {quoted(str(error))}"
        raise EvidenceUnreadableError(msg) from error
    return root


class _Builder(TreeBuilder):
    """Builds the tree without namespaces, and only so deep."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def start(self, tag: str, attrs: dict[Any, Any]) -> Element:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            msg = f"its elements are nested more than {MAX_DEPTH} levels deep"
            raise ValueError(msg)
        return super().start(tag.rpartition("}")[2], attrs)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(tag.rpartition("}")[2])


def _case(element: Element, path: str, *, doubtful: bool) -> Case:
    found = _results(element)
    said = {_said(element, attribute, path) for attribute in ("status", "result")}
    if "Error" in found or "error" in said:
        status = "error"
    elif "Failure" in found or "failed" in said:
        status = "failed"
    elif "Skipped" in found or "skipped" in said or element.find("disabled") is not None:
        status = "skipped"
    elif found & {"RerunFailure", "RerunError"} and not found & {"FlakyFailure", "FlakyError"}:
        # Surefire writes these beside the failure that they repeat; alone they are no pass.
        status = "failed"
    else:
        status = "unclear" if doubtful else "passed"
    flaky = status == "passed" and bool(_interim(element))
    return Case(element.get("classname", ""), element.get("name", ""), status, flaky, _seconds(element))


def _results(element: Element) -> frozenset[str]:
    """Return the types of the results in a test, as junitparser names them; most tests passed and hold none."""
    if not len(element):
        return frozenset()
    from junitparser.xunit2 import TestCase  # noqa: PLC0415 - 28 ms

    return frozenset(type(result).__name__ for result in TestCase.fromelem(element))  # type: ignore[no-untyped-call]


def _doubtful(root: Element, path: str) -> tuple[frozenset[int], int]:
    """Return the tests that may be none, by identity, and how many of them are none.

    jest-junit shows `test.todo` as a passed test that took no time, and leaves it out of the suite's total only. Where
    tests were run again, Surefire's totals are about the last run only and tell nothing.
    """
    found: set[int] = set()
    surplus = 0
    for suite in root.iter("testsuite"):
        own = suite.findall("testcase")
        more = len(own) - _total(suite, "tests", path) if suite.get("tests", "").strip() else 0
        again = any(_interim(element) for element in own)
        if more > 0 and not again and suite.find("testsuite") is None:
            surplus += more
            found |= {id(element) for element in own if not _seconds(element)}
    return frozenset(found), surplus


def _interim(element: Element) -> list[Element]:
    return [inner for inner in element if inner.tag.startswith(("flaky", "rerun"))]


def _said(element: Element, attribute: str, path: str) -> str:
    """Return what an attribute such as GoogleTest's `status="notrun"` says; unknown words are not taken for a pass."""
    word = element.get(attribute, "").strip().lower()
    for status, words in (("passed", _RAN), ("skipped", _SKIPPED), ("failed", _FAILED), ("error", _ERRED)):
        if word in words:
            return status
    name = quoted(element.get("name", ""))
    msg = f"{path} says {attribute}={quoted(word)!r} of the test {name}, which is not understood"
    raise EvidenceUnreadableError(msg)


def _seconds(element: Element) -> float | None:
    try:
        seconds = float(element.get("time", "").replace(",", ""))
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and 0 <= seconds <= _LONGEST_S else None


_LONGEST_S: Final = 1e9


def _unshown(root: Element, path: str, shown_tests: int, shown_failures: int) -> int:
    """Return how many failures the totals claim beyond those that the file shows.

    Totals are never counted, but what they claim in excess is held against the report. Tests that failed to build
    (gotestsum) or a suite that did not start (Jest) leave only a total behind.
    """
    claimed = {name: _claimed(root, name, path) for name in ("tests", "failures", "errors")}
    failures = claimed["failures"] + claimed["errors"]
    # Where something failed it is no pass anyway, and pytest counts a failing teardown as one more test.
    green = not failures and not shown_failures
    if green and claimed["tests"] > shown_tests and not _counts_otherwise(root):
        msg = f"{path} is cut short: its totals claim {claimed['tests']} tests, it shows {shown_tests}"
        raise EvidenceUnreadableError(msg)
    return max(0, failures - shown_failures)


def _claimed(element: Element, name: str, path: str) -> int:
    """Return the larger of the total of `element` and the sum of those of the suites in it."""
    inner = sum(_claimed(child, name, path) for child in element if child.tag in _SUITES)
    return max(_total(element, name, path), inner)


def _total(element: Element, name: str, path: str) -> int:
    raw = element.get(name, "").strip().replace(",", "")
    if raw and not _NUMBER.match(raw):
        msg = f"{path} claims {name}={quoted(raw)!r}, which is no number of tests"
        raise EvidenceUnreadableError(msg)
    return int(raw.partition(".")[0]) if raw else 0


def _counts_otherwise(root: Element) -> bool:
    """Whether `tests` counts something else: subtests and teardowns too (pytest), assertions (Catch2, host "tbd")."""
    return any(
        suite.get("hostname") == "tbd" or suite.get("name") in {"pytest", "pytest tests"}
        for suite in root.iter()
        if suite.tag in _SUITES
    )


def _oldest(root: Element) -> datetime | None:
    """Return the oldest moment that the file gives; None where one of them cannot be read."""
    moments = []
    for raw in _stamps(root):
        try:
            moment = datetime.fromisoformat(raw.strip())
            aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except ValueError:
            return None
        except OverflowError:
            continue
        if aware >= _EARLIEST:
            moments.append(aware)
    return min(moments, default=None)


def _stamps(root: Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag in _SUITES or element.tag == "testcase":
            stamp = element.get("timestamp", "")
            if stamp.strip():
                yield stamp
