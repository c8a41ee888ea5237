"""The totals of a JUnit report against what it shows: never counted, but held against it.

Source: the tree of a report, names of elements in lower case but for `rerunFailure` and its like. Shape: numbers of
tests and failures.
"""

import math
import re
from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element

from readiness.errors import EvidenceUnreadableError
from readiness.evidence.quoted import quoted

SUITES: Final = frozenset({"testsuite", "testsuites"})
_NUMBER: Final = re.compile(r"\d{1,12}(?:\.0{1,6})?\Z", re.ASCII)
_FAILURES: Final = (("failures", "failed", "failure"), ("errors", "errored", "error"))
"""The names of two numbers: most tools write the first of each, some another."""
_LONGEST_S: Final = 1e9


def doubtful(root: Element, path: str) -> tuple[frozenset[int], int]:
    """Return the tests that may be none, by identity, and how many of them are none.

    jest-junit shows `test.todo` as a passed test that took no time, and leaves it out of the suite's total only. Where
    tests were run again, Surefire's totals are about the last run only and tell nothing.
    """
    found: set[int] = set()
    surplus = 0
    for suite in root.iter("testsuite"):
        own = suite.findall("testcase")
        more = len(own) - _total(suite, "tests", path) if suite.get("tests", "").strip() else 0
        again = any(interim(element) for element in own)
        if more > 0 and not again and suite.find("testsuite") is None:
            surplus += more
            found |= {id(element) for element in own if not seconds(element)}
    return frozenset(found), surplus


def interim(element: Element) -> list[Element]:
    """Return the results of earlier attempts of a test that was run again."""
    return [inner for inner in element if inner.tag.startswith(("flaky", "rerun"))]


def unshown(root: Element, path: str, shown_tests: int, shown_failures: int) -> int:
    """Return how many failures the totals claim beyond those that the file shows.

    Tests that failed to build (gotestsum) or a suite that did not start (Jest) leave only a total behind. Of a test
    that passed when it was run again, the earlier failures are in no total (Surefire), so they explain none.

    Raises:
        EvidenceUnreadableError: a total is no number, or claims more tests than there are.
    """
    tests = _claimed(root, ("tests",), path)
    failures = sum(_claimed(root, names, path) for names in _FAILURES)
    # Where something failed it is no pass anyway, and pytest counts a failing teardown as one more test.
    green = not failures and not shown_failures
    if green and tests > shown_tests and not _counts_otherwise(root):
        msg = f"{path} is cut short: its totals claim {tests} tests, it shows {shown_tests}"
        raise EvidenceUnreadableError(msg)
    return max(0, failures - shown_failures)


def _claimed(element: Element, names: Sequence[str], path: str) -> int:
    """Return the larger of the total of `element` and the sum of those of the suites in it."""
    inner = sum(_claimed(child, names, path) for child in element if child.tag in SUITES)
    return max(inner, *(_total(element, name, path) for name in names))


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
        if suite.tag in SUITES
    )


def seconds(element: Element) -> float | None:
    """Return how long a test took; None where it does not say."""
    try:
        taken = float(element.get("time", "").replace(",", ""))
    except ValueError:
        return None
    return taken if math.isfinite(taken) and 0 <= taken <= _LONGEST_S else None
