"""The report as JUnit XML: a suite for each scope, a test case for each requirement.

Source: the dialect that Jenkins, GitLab and Maven's Surefire share, as in the schema `junit-10.xsd` of Jenkins' xUnit
plugin. A case fails where a requirement stops the launch, and has an error where nobody can tell; what is wrong with
the input is an error in a suite of its own. What is waived, not due, not applicable, known to a baseline or in a draft
is skipped, and says why. A warning passes, and says what it warns about under `system-out`. With `-q` no case holds
more than its first line, with `-v` what is only observed or switched off is there too.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from readiness.errors import Problem
from readiness.model.outcome import Outcome
from readiness.model.report import Report, ScopeReport
from readiness.render.base import Style
from readiness.render.escape import prose, visible
from readiness.render.proposals import named
from readiness.render.text import describe
from readiness.render.tools.findings import (
    Finding,
    Grade,
    against_baseline,
    of_scope,
    problem_name,
    problems,
    worst_first,
)

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_STOPPED: Final = frozenset({"failure", "error"})


def render(report: Report, style: Style) -> str:
    """Return the report as an XML document."""
    root = Element("testsuites", {"name": "readiness"})
    stamp = f"{report.as_of:%Y-%m-%dT%H:%M:%S}"
    broken = problems(report)
    if broken:
        _problems(SubElement(root, "testsuite", {"name": "input", "timestamp": stamp}), broken)
    for scope in report.scopes:
        suite = SubElement(root, "testsuite", {"name": visible(scope.id), "timestamp": stamp})
        _properties(suite, report, scope)
        for held in _requirements(scope, style):
            _case(suite, held, style)
    for suite in (*root, root):
        _count(suite)
    indent(root)
    return f"{_HEAD}{tostring(root, encoding='unicode')}\n"


def _problems(suite: Element, broken: Sequence[Problem]) -> None:
    for problem in broken:
        place = visible(str(problem.location)) if problem.location is not None else "the run"
        case = SubElement(suite, "testcase", {"classname": f"input.{problem_name(problem)}", "name": place})
        error = SubElement(case, "error", {"type": visible(problem.code), "message": prose(problem.message)})
        error.text = _inert(f"{prose(problem.message)}\nfix: {prose(problem.fix)}\nat: {place}")


def _properties(suite: Element, report: Report, scope: ScopeReport) -> None:
    facts = {
        "decision": str(scope.decision),
        "decision_before_waivers": str(scope.decision_before_waivers),
        "state": str(scope.state),
        "judged": str(scope.judged).lower(),
        "candidate": describe(report.candidate),
        "enforcing": str(report.enforcing).lower(),
        "final": str(report.final).lower(),
        **({"baseline": against_baseline(report)} if report.baseline is not None else {}),
    }
    held = SubElement(suite, "properties")
    for name, value in (*facts.items(), *_proposed(report, scope)):
        SubElement(held, "property", {"name": name, "value": value})


def _proposed(report: Report, scope: ScopeReport) -> Iterator[tuple[str, str]]:
    for one in report.proposed:
        if one.scope in {scope.id, None}:
            before, after = (prose(text) if text is not None else "nothing" for text in (one.before, one.after))
            yield "proposed", f"{named(one)}: {before} → {after}"


def _requirements(scope: ScopeReport, style: Style) -> Iterable[Sequence[Finding]]:
    """Return the verdicts on each requirement, worst first: rules that find several defects have several."""
    found: dict[tuple[str, ...], list[Finding]] = {}
    for one in of_scope(scope):
        if style.verbosity > 0 or not one.is_unweighed:
            found.setdefault(one.identity, []).append(one)
    return map(worst_first, found.values())


def _case(suite: Element, held: Sequence[Finding], style: Style) -> None:
    verdict = held[0].verdict
    classname = f"{visible(held[0].scope.id)}.{visible(verdict.subject)}"
    case = SubElement(suite, "testcase", {"classname": classname, "name": visible(verdict.requirement)})
    told = [one for one in held if _kind(one) in _STOPPED]
    if not told and all(_kind(one) == "skipped" for one in held):
        told = [held[0]]
    if told:
        rule = visible(f"{told[0].verdict.code} {told[0].verdict.rule}")
        result = SubElement(case, _kind(told[0]), {"type": rule, "message": told[0].sentence})
        # GitLab shows the text alone, and of several results in a case the first at best.
        result.text = _inert("\n\n".join(_block(one, style) for one in told))
    notes = [_block(one, style, _label(one)) for one in held if one.grade is not Grade.MET and one not in told]
    if notes:
        SubElement(case, "system-out").text = _inert("\n\n".join(notes))


def _block(one: Finding, style: Style, label: str = "") -> str:
    """Return what was found, and, unless only the first line is asked for, what to do and where it is written."""
    first = f"{label}{one.sentence}"
    if style.verbosity < 0 or not one.advice:
        return first
    return f"{first}\n{one.advice}\nrule: {visible(one.verdict.code)}\nat: {visible(str(one.verdict.location))}"


def _label(one: Finding) -> str:
    return "warning: " if one.grade is Grade.WARNING else "note: "


def _inert(text: str) -> str:
    """Return `text` without the marks by which Jenkins and GitLab attach files to a case."""
    return text.replace("[[ATTACHMENT", "\\x5b[ATTACHMENT")


def _kind(one: Finding) -> str:
    """Return how `one` fared, as the element that says so; what only warns has passed."""
    if one.grade is Grade.ERROR:
        return "error" if one.verdict.outcome is Outcome.UNKNOWN else "failure"
    if one.is_known or not one.scope.judged or one.grade in {Grade.NOTICE, Grade.UNWEIGHED}:
        return "skipped"
    return "skipped" if one.verdict.outcome in {Outcome.WAIVED, Outcome.NOT_APPLICABLE} else "passed"


def _count(suite: Element) -> None:
    """Write the totals of `suite`; those of all suites have no place for what was skipped."""
    results = [{result.tag for result in case} for case in suite.iter("testcase")]
    suite.set("tests", str(len(results)))
    suite.set("failures", str(sum("failure" in tags for tags in results)))
    suite.set("errors", str(sum("error" in tags for tags in results)))
    if suite.tag == "testsuite":
        suite.set("skipped", str(sum("skipped" in tags for tags in results)))
