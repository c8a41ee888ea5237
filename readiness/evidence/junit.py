"""Evidence kind `junit`: a test run.

## Source
JUnit XML in the dialects of pytest, Surefire, Gradle, Jest (jest-junit), go-junit-report, gotestsum, GoogleTest, Catch2
and unittest-xml-reporting; root `<testsuites>` or `<testsuite>`, suites nested or not. Several files are one run. Short
form: a path that ends in `.xml`, but for the names of coverage reports.

## Shape
`tests`, `passed`, `failures`, `errors`, `skipped`, `flaky` (passed when run again; a part of `passed`), `suite_errors`
(outside of any test), `unshown` (failures that only the totals claim), `surplus` (shown as passed, but not in the
totals: Jest's `test.todo`; not in `passed`), `duration_s`, `failed` (the first names), `files`, and `cases`: class →
test → status (`passed`, `unclear`, `skipped`, `failed`, `error`), the worst where a name occurs twice.

## Units
Counts; seconds, None where no test says how long it took. `made_at` is the oldest time stamp of all suites and tests,
because an old part makes the proof old; no later than the file was written; a stamp without an offset is taken for UTC.
A file without a stamp counts with when it was written; if that is unknown too, so is the whole.

## Errors
Missing: no file. Unreadable: empty, cut short, no XML, no JUnit report, a document type or entities, a `status` nobody
knows, or totals that claim more tests than there are. Totals that claim more failures than are shown count as failures;
attempts before a pass explain none of them. `<Failure>`, `failed="1"` and `success="false"` are failures too.

## What it does not prove
That the tests test anything, that they ran on this code, or that tests that are not in the report would pass. Disabled
tests count as skipped, and a run of skipped tests only is no pass. jest-junit leaves out suites that did not even
start, unless `reportTestSuiteErrors` is set: set it, or require tests by name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from pydantic import NonNegativeInt

from readiness.errors import EvidenceMissingError
from readiness.evidence.moments import made
from readiness.evidence.quoted import listed, quoted
from readiness.evidence.wildcards import fitting
from readiness.model.documents.base import OneOrMany, Text
from readiness.model.documents.evidence import Condition
from readiness.model.evidence import Claim, EvidenceKind, Reading

if TYPE_CHECKING:
    from readiness.evidence.junit_xml import Case

_MOST_FAILED: Final = 50
_WORST_FIRST: Final = ("error", "failed", "skipped", "unclear", "passed")


class JUnitCondition(Condition):
    """What a test run has to show besides that tests ran and none failed."""

    tests: OneOrMany[Text] = ()
    """Tests that have to have run and passed; `*` and `?` match in `name` and in `classname.name`."""
    max_skipped: NonNegativeInt | None = None
    """How many tests may be skipped; any number where it is not said."""


def read(reading: Reading) -> Claim:
    """Return the counts and names of all files of a run.

    Raises:
        EvidenceMissingError: there is no file.
        EvidenceUnreadableError: a file cannot be understood.
    """
    if not reading.sources:
        msg = "there is no test report"
        raise EvidenceMissingError(msg)
    from readiness.evidence.junit_xml import parse  # noqa: PLC0415 - brings in XML, which most runs do not need

    reports = [parse(source.data, source.path) for source in reading.sources]
    cases = [case for report in reports for case in report.cases]
    measured = {
        **_counts(cases, sum(report.surplus for report in reports)),
        "suite_errors": sum(report.suite_errors for report in reports),
        "unshown": sum(report.unshown for report in reports),
        "failed": [_name(case) for case in cases if case.status in {"failed", "error"}][:_MOST_FAILED],
        "files": [source.path for source in reading.sources],
        "cases": _statuses(cases),
    }
    summary = f"{measured['passed']} of {measured['tests']} tests passed"
    moments = made(reading.sources, [report.made_at for report in reports])
    return Claim(measured, made_at=min(moments, default=None), newest_at=max(moments, default=None), summary=summary)


def _counts(cases: "Sequence[Case]", surplus: int) -> dict[str, Any]:
    times = [case.took_s for case in cases if case.took_s is not None]
    count = {status: sum(case.status == status for case in cases) for status in _WORST_FIRST}
    return {
        "tests": len(cases),
        "passed": max(0, count["passed"] + count["unclear"] - surplus),
        "surplus": surplus,
        "failures": count["failed"],
        "errors": count["error"],
        "skipped": count["skipped"],
        "flaky": sum(case.flaky for case in cases),
        "duration_s": round(sum(times), 6) if times else None,
    }


def _name(case: "Case") -> str:
    return f"{case.classname}.{case.name}" if case.classname else case.name


def _statuses(cases: "Iterable[Case]") -> dict[str, dict[str, str]]:
    """Return the status of each test by class and name; of several with one name, the worst."""
    found: dict[str, dict[str, str]] = {}
    for case in cases:
        names = found.setdefault(case.classname, {})
        names[case.name] = min(case.status, names.get(case.name, case.status), key=_WORST_FIRST.index)
    return found


def meets(measured: Mapping[str, Any], condition: JUnitCondition) -> Sequence[str]:
    """Return why a test run is not enough."""
    return (*_run_reasons(measured, condition), *_name_reasons(measured, condition))


def _run_reasons(measured: Mapping[str, Any], condition: JUnitCondition) -> Iterator[str]:
    failed = measured["failures"] + measured["errors"]
    if failed:
        yield f"{failed} of {measured['tests']} tests failed: {listed(measured['failed'][:failed])}"
    if measured["suite_errors"]:
        yield f"{measured['suite_errors']} errors outside of any test"
    if measured["unshown"]:
        yield f"its totals claim {measured['unshown']} failures or errors that no test shows"
    if not measured["tests"]:
        yield "no test ran"
    elif measured["passed"] < 1 and not failed:
        yield f"no test ran and passed: of {measured['tests']}, {measured['skipped']} were skipped"
    if condition.max_skipped is not None and measured["skipped"] > condition.max_skipped:
        yield f"{measured['skipped']} tests were skipped, {condition.max_skipped} are allowed"


def _name_reasons(measured: Mapping[str, Any], condition: JUnitCondition) -> Iterator[str]:
    for text in condition.tests:
        fits = fitting(text)
        found = [
            (full, status)
            for classname, names in measured["cases"].items()
            for name, status in names.items()
            if fits(full := f"{classname}.{name}" if classname else name) or fits(name)
        ]
        bad = [f"{name} ({status})" for name, status in found if status != "passed"]
        if not found:
            yield f"no test is named {quoted(text)}"
        elif bad:
            yield f"required tests did not pass: {listed(bad)}"


KIND: Final = EvidenceKind(
    name="junit",
    condition=JUnitCondition,
    read=read,
    meets=meets,
    main="path",
    recognises=lambda text: text.lower().endswith(".xml") and "://" not in text,
)
