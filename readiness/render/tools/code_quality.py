"""The report as a Code Quality report of GitLab: a JSON array with an object for each finding.

Source: GitLab's documentation of the format, a part of Code Climate's. Severities are `blocker` for what stops the
launch, `critical` for what nobody can tell, `major` for a bypass in an emergency, `minor` for a warning, else `info`. A
fingerprint says what a finding is about, not where, so it stays the same when lines move. With `-q` only what stops the
launch, with `-v` also what is only observed or switched off; what is met is no finding.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from readiness.errors import Problem
from readiness.model.outcome import Outcome
from readiness.model.place import Location
from readiness.model.report import Report
from readiness.render.base import Style
from readiness.render.escape import prose, visible
from readiness.render.json_report import as_text
from readiness.render.tools.findings import (
    Finding,
    Grade,
    findings,
    fingerprint,
    numbered,
    problem_identity,
    problem_name,
    problems,
)

_MOST: Final = {-1: Grade.ERROR, 0: Grade.NOTICE, 1: Grade.UNWEIGHED}
_REPOSITORY: Final = "."
"""The place of what no file is to blame for; an object without a place is not shown."""


def render(report: Report, style: Style) -> str:
    """Return the findings as GitLab reads them, worst first."""
    return as_text(tuple(_objects(report, style)))


def _objects(report: Report, style: Style) -> Iterator[Mapping[str, object]]:
    broken, found = problems(report), findings(report, _MOST[style.verbosity])
    # GitLab shows one of several with the same fingerprint, so the rule is a part of it here.
    identities = numbered([*map(problem_identity, broken), *((*one.identity, one.verdict.code) for one in found)])
    digests = (fingerprint(*identity) for identity in identities)
    for problem in broken:
        yield _problem(problem, next(digests))
    for one in found:
        yield {
            "description": f"{one.name}: {one.sentence}. {one.advice}".strip(),
            "check_name": visible(f"{one.verdict.code} {one.verdict.rule}"),
            "fingerprint": next(digests),
            "severity": _severity(one),
            "location": _place(one.verdict.location),
        }


def _problem(problem: Problem, fingerprint: str) -> Mapping[str, object]:
    return {
        "description": f"{prose(problem.message)}. Fix: {prose(problem.fix)}",
        "check_name": problem_name(problem),
        "fingerprint": fingerprint,
        "severity": "blocker",
        "location": _place(problem.location),
    }


def _severity(one: Finding) -> str:
    match one.grade:
        case Grade.ERROR:
            return "critical" if one.verdict.outcome is Outcome.UNKNOWN else "blocker"
        case Grade.WARNING:
            return "major" if one.verdict.outcome is Outcome.WAIVED else "minor"
        case _:
            return "info"


def _place(location: Location | None) -> Mapping[str, object]:
    if location is None:
        return {"path": _REPOSITORY, "lines": {"begin": 1}}
    return {"path": visible(location.path), "lines": {"begin": max(1, location.line)}}
