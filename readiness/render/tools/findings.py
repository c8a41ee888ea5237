"""What a report holds against a launch, one by one and worst first, as other programs list findings.

A finding is graded by what its requirement would decide: an error is what stops the run, a warning is to be looked at,
a notice is for information. What is not judged, such as a draft, never gets above a notice, and what a baseline knows
never above a warning. A run that is stopped always has an error, even if nothing in the report says why.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Final

from readiness.decide import weigh
from readiness.errors import Problem
from readiness.model.outcome import Decision, Level, Outcome
from readiness.model.problems import PROBLEMS
from readiness.model.report import ItemReport, Report, ScopeReport, Verdict
from readiness.render.entries import NOBODY
from readiness.render.escape import prose, visible
from readiness.render.sections import is_met, shown

_STOPPED: Final = frozenset({Decision.UNDECIDED, Decision.NO_GO})
_UNWEIGHED: Final = frozenset({Level.OBSERVE, Level.OFF})


class Grade(IntEnum):
    """How much a finding matters, worst first."""

    ERROR = 0
    WARNING = 1
    NOTICE = 2
    UNWEIGHED = 3
    """What the configuration only counts, or has switched off."""
    MET = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """One verdict of a scope. `item` is None for what is demanded of the rest of the scope."""

    scope: ScopeReport
    item: ItemReport | None
    verdict: Verdict

    @property
    def grade(self) -> Grade:
        """How much it matters to this run."""
        alone = _grade(self.verdict)
        return alone if self.scope.judged else max(alone, Grade.NOTICE)

    @property
    def is_known(self) -> bool:
        """Whether it would stop the launch, and a baseline knows it, so that the exit code does not follow it."""
        return self.verdict.known and self.scope.judged

    @property
    def is_unweighed(self) -> bool:
        """Whether the configuration only counts it, or has switched it off."""
        return self.verdict.level in _UNWEIGHED

    @property
    def identity(self) -> tuple[str, ...]:
        """Which requirement it is about, wherever that is written. Each rule finds one thing about it at most."""
        return ("requirement", self.scope.id, self.verdict.subject, self.verdict.requirement)

    @property
    def name(self) -> str:
        """The requirement, such as `public-launch · item deploy · rollback`."""
        return " · ".join(map(visible, (self.scope.id, self.verdict.subject, self.verdict.requirement)))

    @property
    def circumstances(self) -> str:
        """Why it does not stop the launch today, as the end of a sentence; empty where it does, or never could."""
        verdict, waiver = self.verdict, self.verdict.waiver
        if not self.scope.judged:
            return f"; the scope is only a {self.scope.state}"
        if waiver is not None:
            how = "waived in an emergency" if waiver.emergency else "waived"
            return prose(f"; {how} by {waiver.granted_by} until {waiver.expires} ({waiver.id}): {waiver.reason}")
        if verdict.outcome is Outcome.NOT_DUE:
            due = self.item.due if self.item is not None else None
            return f"; not due before {due}" if due is not None else "; not due yet"
        return "; known to the baseline" if self.is_known else ""

    @property
    def sentence(self) -> str:
        """What was found, and why it does not stop the launch, if it does not."""
        return f"{self.verdict.found}: {prose(self.verdict.message)}{self.circumstances}".removesuffix(".")

    @property
    def advice(self) -> str:
        """Who has to act, and the next step; empty where nothing is to be done."""
        who = visible(self.verdict.who) if self.verdict.who else NOBODY
        step = f" Next: {prose(self.verdict.action)}" if self.verdict.action else ""
        return "" if is_met(self.verdict) else f"Who: {who}.{step}"


def _grade(verdict: Verdict) -> Grade:
    if is_met(verdict):
        return Grade.MET
    if verdict.level in _UNWEIGHED:
        return Grade.UNWEIGHED
    if weigh(verdict.outcome, verdict.level) in _STOPPED:
        return Grade.WARNING if verdict.known else Grade.ERROR
    if verdict.outcome is Outcome.WAIVED:
        return Grade.WARNING if verdict.waiver is not None and verdict.waiver.emergency else Grade.NOTICE
    return Grade.NOTICE if verdict.outcome is Outcome.NOT_DUE else Grade.WARNING


def of_scope(scope: ScopeReport) -> Iterator[Finding]:
    """Yield every verdict of `scope` in its order, also what is met."""
    return (Finding(scope, one.item, one.verdict) for one in shown(scope))


def findings(report: Report, most: Grade) -> Sequence[Finding]:
    """Return the findings of `report` that matter at least as much as `most`, worst first, else in its order."""
    every = (one for scope in report.scopes for one in of_scope(scope))
    return worst_first(one for one in every if one.grade <= most)


def worst_first(found: Iterable[Finding]) -> Sequence[Finding]:
    """Return `found` by grade and outcome, and in its order where these are the same."""
    return sorted(found, key=lambda one: (one.grade, -one.verdict.found.rank))


def problems(report: Report) -> Sequence[Problem]:
    """Return the problems of `report`, and one more where it is stopped by nothing else that it holds."""
    decision = report.decision if report.baseline is None else report.baseline.decision_on_new
    if report.problems or decision not in _STOPPED or findings(report, Grade.ERROR):
        return report.problems
    message = f"the run is {decision}, and nothing in the report says why"
    return (Problem(str(decision), message, "run `readiness check -v`, and report this as a mistake in readiness"),)


def against_baseline(report: Report) -> str:
    """Return what a baseline makes of the run, as a sentence; empty where there is none."""
    note = report.baseline
    if note is None:
        return ""
    counts = f"{note.known} known, {note.new} new, {len(note.fixed)} fixed"
    return f"Baseline {visible(note.path)}: {counts}. The exit code follows the new ones alone; the decision does not."


def problem_name(problem: Problem) -> str:
    """Return the code and the name of the kind of `problem`."""
    kind = PROBLEMS.get(problem.code)
    return visible(problem.code if kind is None else f"{problem.code} {kind.slug}")


def problem_identity(problem: Problem) -> tuple[str, ...]:
    """Return what `problem` is about, whatever line it stands in."""
    return ("problem", problem.code, problem.location.path if problem.location else "", problem.message)


def fingerprint(*identity: str) -> str:
    """Return a digest of `identity`, the same in every run."""
    text = "\0".join(("readiness-finding/1", *identity))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def numbered(identities: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield `identities`, with a number at the end of each that occurred before."""
    seen: Counter[tuple[str, ...]] = Counter()
    for identity in identities:
        seen[identity] += 1
        yield identity if seen[identity] == 1 else (*identity, str(seen[identity]))
