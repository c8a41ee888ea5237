"""The report as a SARIF log: a result for each finding, with a waiver as its suppression.

Source: OASIS SARIF 2.1.0. Places are URIs relative to the root of the repository, lines and columns count from 1,
columns in characters. A fingerprint says what a finding is about, not where, so it stays the same when lines or
documents move. What is wrong with the input is a result too, and the execution was not successful then. With `-q` only
what stops the launch, with `-v` also what is only observed, switched off or met.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from readiness import __version__
from readiness.errors import Problem
from readiness.model.outcome import Level, Outcome
from readiness.model.problems import PROBLEMS
from readiness.model.report import Report
from readiness.render.base import Style
from readiness.render.escape import prose, visible
from readiness.render.json_report import as_json, as_text
from readiness.render.proposals import named
from readiness.render.tools.findings import (
    Finding,
    Grade,
    against_baseline,
    findings,
    fingerprint,
    numbered,
    problem_identity,
    problems,
)
from readiness.render.tools.sarif_places import SRCROOT, message, places
from readiness.render.tools.sarif_rules import LEVELS, descriptors

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_MOST: Final = {-1: Grade.ERROR, 0: Grade.NOTICE, 1: Grade.MET}
_LEVEL: Final = {Grade.ERROR: "error", Grade.WARNING: "warning", Grade.NOTICE: "note", Grade.UNWEIGHED: "note"}

Object = Mapping[str, object]


def render(report: Report, style: Style) -> str:
    """Return the report as a SARIF log with one run."""
    return as_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": (_run(report, style),)})


def _run(report: Report, style: Style) -> Object:
    broken, found = problems(report), findings(report, _MOST[style.verbosity])
    rules = descriptors([*map(_kind, broken), *((one.verdict.code, one.verdict.rule) for one in found)])
    index = {str(rule["id"]): number for number, rule in enumerate(rules)}
    # Viewers compare fingerprints of results of the same rule only, so a requirement may have several of one kind.
    identities = numbered(map(problem_identity, broken))
    results = (
        *(_problem(problem, fingerprint(*identity)) for problem, identity in zip(broken, identities, strict=True)),
        *(_result(one, fingerprint(*one.identity)) for one in found),
    )
    return {
        "tool": {"driver": {"name": "readiness", "version": __version__, "rules": rules}},
        "invocations": (_invocation(report, broken),),
        "originalUriBaseIds": {SRCROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": tuple({**one, "ruleIndex": index[str(one["ruleId"])]} for one in results),
        "properties": _properties(report),
    }


def _kind(problem: Problem) -> tuple[str, str]:
    kind = PROBLEMS.get(problem.code)
    return problem.code, problem.code if kind is None else kind.slug


def _result(one: Finding, digest: str) -> Object:
    verdict = one.verdict
    return {
        "ruleId": visible(verdict.code),
        "kind": _result_kind(one),
        "level": _LEVEL.get(one.grade, "none"),
        "message": message(f"{one.name}: {one.sentence}. {one.advice}"),
        "locations": places(verdict.location),
        "partialFingerprints": _fingerprints(digest),
        "suppressions": tuple(_suppressions(one)),
        "properties": _facts(one),
    }


def _result_kind(one: Finding) -> str:
    if one.grade is not Grade.MET:
        return "fail"
    return "notApplicable" if one.verdict.outcome is Outcome.NOT_APPLICABLE else "pass"


def _suppressions(one: Finding) -> Iterator[Object]:
    """Yield the waiver that is in force; it is written where the launch is, which is the source here."""
    waiver = one.verdict.waiver
    if waiver is not None and one.verdict.outcome is Outcome.WAIVED:
        said = f"{waiver.reason} ({waiver.id}, granted by {waiver.granted_by}, until {waiver.expires})"
        yield {"kind": "inSource", "status": "accepted", "justification": prose(said)}


def _facts(one: Finding) -> Object:
    verdict = one.verdict
    return {
        "scope": visible(one.scope.id),
        "judged": one.scope.judged,
        "subject": visible(verdict.subject),
        "requirement": visible(verdict.requirement),
        "demanded": verdict.level,
        "outcome": verdict.outcome,
        "found": verdict.found,
        "known": one.is_known,
        "who": visible(verdict.who) if verdict.who else None,
        "action": prose(verdict.action),
        "revision": verdict.location.revision,
    }


def _problem(problem: Problem, digest: str) -> Object:
    return {
        "ruleId": visible(problem.code),
        "kind": "fail",
        "level": LEVELS[Level.BLOCK],
        "message": message(f"{prose(problem.message)}. Fix: {prose(problem.fix)}"),
        "locations": places(problem.location),
        "partialFingerprints": _fingerprints(digest),
        "suppressions": (),
    }


def _fingerprints(digest: str) -> Object:
    """Return `digest` under a name of its own, and under the only one that GitHub compares."""
    return {"readinessRequirement/v1": digest, "primaryLocationLineHash": f"{digest[:16]}:1"}


def _invocation(report: Report, broken: Sequence[Problem]) -> Object:
    return {"executionSuccessful": not broken, "toolExecutionNotifications": tuple(_notifications(report, broken))}


def _notifications(report: Report, broken: Sequence[Problem]) -> Iterator[Object]:
    """Yield what is said of the run itself: that its input is broken, notes, changes of policy that do not count."""
    if broken:
        text = (
            f"{len(broken)} of the results say what is wrong with the input, so the run is {report.decision} at best."
        )
        yield {"level": "error", "message": message(text)}
    for note in (against_baseline(report), *report.candidate.notes):
        if note:
            yield {"level": "note", "message": message(prose(note))}
    for one in report.proposed:
        before, after = (prose(text) if text is not None else "nothing" for text in (one.before, one.after))
        text = f"Proposed change of policy: {named(one)}: {before} → {after}. What it loosens does not count yet."
        yield {"level": "note", "message": message(text), "locations": places(one.location)}


def _properties(report: Report) -> Object:
    return {
        "decision": report.decision,
        "enforcing": report.enforcing,
        "final": report.final,
        "asOf": as_json(report.as_of),
        "candidate": report.candidate.kind,
        "commit": report.candidate.commit,
        "base": report.policy.base,
        "scopes": {
            visible(scope.id): {
                "decision": scope.decision,
                "decisionBeforeWaivers": scope.decision_before_waivers,
                "state": scope.state,
                "judged": scope.judged,
            }
            for scope in report.scopes
        },
    }
