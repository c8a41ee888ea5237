"""JUnit XML: the test cases in it, and what its totals say beyond them.

Source: bytes, in any encoding that XML declares and expat reads. Document types, entities and deep nesting are refused.
Names of elements count in upper and lower case. Shape: `Report`; times in seconds, moments aware in UTC.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element

from readiness.errors import EvidenceUnreadableError
from readiness.evidence.junit_totals import SUITES, doubtful, interim, seconds, unshown
from readiness.evidence.moments import moment
from readiness.evidence.quoted import quoted
from readiness.evidence.xml_artefact import parsed

_RESULTS: Final = ("rerunFailure", "rerunError", "flakyFailure", "flakyError")
_NAMES: Final = {
    name.lower(): name for name in (*SUITES, "testcase", "failure", "error", "skipped", "disabled", *_RESULTS)
}
"""The elements that decide something, as they are written by most tools."""
_FAILED: Final = frozenset({"fail", "failed", "failure", "broken", "timeout", "timedout", "timed-out", "undefined"})
_ERRED: Final = frozenset({"error", "errored", "crashed", "aborted", "interrupted"})
_SKIPPED: Final = frozenset(
    {"notrun", "not-run", "skip", "skipped", "disabled", "suppressed", "pending", "ignored", "todo", "untested"}
)
_RAN: Final = frozenset({"", "run", "completed", "pass", "passed", "success", "successful", "succeeded", "ok"})
_SAYS_BAD: Final = ("failed", "failure", "failures", "error", "errors", "errored")
_SAYS_GOOD: Final = ("passed", "success")
_NO: Final = frozenset({"0", "false", "no"})


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
    root = parsed(data, path, "JUnit report")
    for element in root.iter():
        element.tag = _NAMES.get(element.tag.lower(), element.tag)
    if root.tag not in SUITES:
        hint = ", but a web page" if root.tag.lower() == "html" else f": its root is <{quoted(root.tag)}>"
        msg = f"{path} is no JUnit report{hint}; expected <testsuites> or <testsuite>"
        raise EvidenceUnreadableError(msg)
    unclear, surplus = doubtful(root, path)
    cases = tuple(_case(element, path, unclear=id(element) in unclear) for element in root.iter("testcase"))
    outside = sum(child.tag in {"error", "failure"} for suite in root.iter() if suite.tag in SUITES for child in suite)
    failures = sum(case.status in {"failed", "error"} for case in cases) + outside
    return Report(cases, outside, unshown(root, path, len(cases), failures), surplus, _oldest(root))


def _case(element: Element, path: str, *, unclear: bool) -> Case:
    found = _results(element)
    said = {_said(element, attribute, path) for attribute in ("status", "result")}
    if "Error" in found or "error" in said:
        status = "error"
    elif "Failure" in found or "failed" in said or _flagged(element):
        status = "failed"
    elif "Skipped" in found or "skipped" in said or element.find("disabled") is not None:
        status = "skipped"
    elif found & {"RerunFailure", "RerunError"} and not found & {"FlakyFailure", "FlakyError"}:
        # Surefire writes these beside the failure that they repeat; alone they are no pass.
        status = "failed"
    else:
        status = "unclear" if unclear else "passed"
    flaky = status == "passed" and bool(interim(element))
    return Case(element.get("classname", ""), element.get("name", ""), status, flaky, seconds(element))


def _results(element: Element) -> frozenset[str]:
    """Return the types of the results in a test, as junitparser names them; most tests passed and hold none."""
    if not len(element):
        return frozenset()
    from junitparser.xunit2 import TestCase  # noqa: PLC0415 - 28 ms

    return frozenset(type(result).__name__ for result in TestCase.fromelem(element))  # type: ignore[no-untyped-call]


def _said(element: Element, attribute: str, path: str) -> str:
    """Return what an attribute such as GoogleTest's `status="notrun"` says; unknown words are not taken for a pass."""
    word = element.get(attribute, "").strip().lower()
    for status, words in (("passed", _RAN), ("skipped", _SKIPPED), ("failed", _FAILED), ("error", _ERRED)):
        if word in words:
            return status
    name = quoted(element.get("name", ""))
    msg = f"{path} says {attribute}={quoted(word)!r} of the test {name}, which is not understood"
    raise EvidenceUnreadableError(msg)


def _flagged(element: Element) -> bool:
    """Whether an attribute says that a test failed: a few tools write `failed="1"` or `success="false"`."""
    flags = {name.lower(): word for name, text in element.items() if (word := text.strip().lower())}
    return any(flags.get(name, "0") not in _NO for name in _SAYS_BAD) or any(
        flags.get(name, "1") in _NO for name in _SAYS_GOOD
    )


def _oldest(root: Element) -> datetime | None:
    """Return the oldest moment that the file gives; None where one of them cannot be read."""
    moments = []
    for raw in _stamps(root):
        try:
            found = moment(raw)
        except ValueError:
            return None
        if found is not None:
            moments.append(found)
    return min(moments, default=None)


def _stamps(root: Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag in SUITES or element.tag == "testcase":
            stamp = element.get("timestamp", "")
            if stamp.strip():
                yield stamp
