"""Two reports on one candidate made one: of each requirement the worse answer, of the run the worst decision. Pure.

`base` is judged by the policy of the base, `own` by the candidate's own documents.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from readiness.decide import counted, item_outcome, weigh, weighed, worst
from readiness.errors import Problem
from readiness.model.demands import OPEN_WORK, TRACKED
from readiness.model.outcome import Decision, Outcome
from readiness.model.policy import Proposed
from readiness.model.report import ItemReport, Report, ScopeReport, Verdict

Verdicts = tuple[Verdict, ...]
_MET: Final = frozenset({Outcome.PASSED, Outcome.NOT_APPLICABLE})
_TOLD: Final = frozenset({TRACKED, OPEN_WORK})
"""What is answered from what is said of issues, in the lock or in lists."""


def enforce(base: Report | None, own: Report | None, *, commit: str, proposed: Sequence[Proposed]) -> Report:
    """Return the report of both: no requirement, scope or run decides better than in either.

    One of the two may be None: it was not asked, because it has none of the scopes that were named. What the base alone
    demands, or finds worse, is placed at `commit`, and says which of `proposed` would change that.
    """
    made = [report for report in (own, base) if report is not None]
    of_base = {scope.id: scope for scope in base.scopes} if base else {}
    of_own = {scope.id: scope for scope in own.scopes} if own else {}
    scopes = tuple(
        _scope(of_base.get(name), of_own.get(name), _Base.of(commit, name, proposed))
        for name in sorted(of_base.keys() | of_own.keys())
    )
    problems = own.problems if own else ()
    more = (located(one, commit) for one in (base.problems if base else ()) if one not in problems)
    notes = (note for report in made for note in report.candidate.notes)
    decisions = (*(report.decision for report in made), *(scope.decision for scope in scopes if scope.judged))
    return replace(
        made[0],
        decision=worst(decisions),
        enforcing=True,
        policy=replace(made[-1].policy, base=commit),
        candidate=replace(made[0].candidate, notes=tuple(dict.fromkeys(notes))),
        scopes=scopes,
        problems=(*problems, *more),
        proposed=tuple(proposed),
    )


def unenforced(own: Report, why: Problem) -> Report:
    """Return `own` as at best undecided, because there is no other policy to hold it against."""
    return replace(own, decision=worst((own.decision, Decision.UNDECIDED)), problems=(*own.problems, why))


def located(problem: Problem, commit: str) -> Problem:
    """Return a problem of the base as one: at `commit`, or with its words where no file is to blame."""
    if problem.location is None:
        return replace(problem, message=f"in the base {commit:.9}: {problem.message}")
    return replace(problem, location=replace(problem.location, revision=commit))


@dataclass(frozen=True, slots=True)
class _Base:
    """The base as one scope sees it: what is demanded there, and which changes do not count against it yet."""

    commit: str
    scope: str
    changes: tuple[Proposed, ...]

    @classmethod
    def of(cls, commit: str, scope: str, proposed: Iterable[Proposed]) -> "_Base":
        """Return the base for `scope`, with those of `proposed` that can matter to it."""
        return cls(commit, scope, tuple(one for one in proposed if one.scope in (scope, None)))

    def scope_report(self, scope: ScopeReport) -> ScopeReport:
        """Return `scope` as the base alone judges it."""
        return replace(
            scope,
            location=replace(scope.location, revision=self.commit),
            verdicts=tuple(self.verdict(one, ()) for one in scope.verdicts),
            items=tuple(
                replace(item, verdicts=tuple(self.verdict(one, ()) for one in item.verdicts)) for item in scope.items
            ),
        )

    def verdict(self, verdict: Verdict, instead_of: Verdicts) -> Verdict:
        """Return a verdict of the base `instead_of` those of the candidate's own policy, placed, with the reason."""
        changes = ", ".join(dict.fromkeys(self._changes(verdict, instead_of)))
        why = f"the base demands it, and the candidate {changes}" if changes else "the base demands it"
        return replace(
            verdict,
            message=f"{verdict.message}; {why}",
            location=replace(verdict.location, revision=self.commit),
        )

    def _changes(self, verdict: Verdict, instead_of: Verdicts) -> Sequence[str]:
        """Return what the candidate changes: of this requirement, else of its issue or subject, else of the scope."""
        waivers = {f"waiver {one.waiver.id}" for one in instead_of if one.waiver is not None}
        of_subject = [one for one in self.changes if one.subject == verdict.subject or one.subject in waivers]
        fields = (verdict.requirement, f"evidence.{verdict.requirement}")
        close = [one for one in of_subject if one.subject in waivers or f"{one.field}.".startswith(_dotted(fields))]
        told = verdict.requirement in _TOLD
        of_issues = [one for one in self.changes if told and one.subject.startswith("issues ")]
        of_scope = [one for one in self.changes if one.subject == f"scope {self.scope}"]
        return [one.change for one in close or of_issues or of_subject or of_scope]


def _dotted(fields: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{field}." for field in fields)


def _scope(base: ScopeReport | None, own: ScopeReport | None, demands: _Base) -> ScopeReport:
    """Return a scope as both judge it. Where only one of them judges it, the other has nothing to say."""
    if base is None or (own is not None and own.judged > base.judged):
        if own is None:
            raise ValueError(demands.scope)
        return own
    if own is None or base.judged > own.judged:
        return demands.scope_report(base)
    if base == own:
        return own
    verdicts = tuple(_worse(base.verdicts, own.verdicts, demands))
    items = tuple(_items(base.items, own.items, demands))
    every = (*verdicts, *(verdict for item in items for verdict in item.verdicts))
    return replace(
        own,
        decision=weighed((verdict.outcome, verdict.level) for verdict in every),
        decision_before_waivers=worst((base.decision_before_waivers, own.decision_before_waivers)),
        counts=counted(every),
        verdicts=verdicts,
        items=items,
    )


def _items(base: Iterable[ItemReport], own: Iterable[ItemReport], demands: _Base) -> Iterator[ItemReport]:
    """Yield the items of both; one of which the base demands more is shown as the base has it."""
    of_base, of_own = ({item.id: item for item in items} for items in (base, own))
    for name in dict.fromkeys((*of_own, *of_base)):
        mine, theirs = of_own.get(name), of_base.get(name)
        verdicts = tuple(_worse(theirs.verdicts if theirs else (), mine.verdicts if mine else (), demands))
        from_base = theirs is not None and any(verdict.location.revision for verdict in verdicts)
        head = theirs if from_base else mine
        if head is not None:
            yield replace(head, verdicts=verdicts, outcome=item_outcome(verdicts))


def _worse(base: Verdicts, own: Verdicts, demands: _Base) -> Iterator[Verdict]:
    """Yield, for each requirement, the verdicts of the side that is worse; of equal ones the candidate's own."""
    of_base, of_own = _by_requirement(base), _by_requirement(own)
    for name in dict.fromkeys((*of_own, *of_base)):
        mine, theirs = of_own.get(name, ()), of_base.get(name, ())
        if theirs and (not mine or _weight(theirs) > _weight(mine)):
            yield from (demands.verdict(verdict, mine) for verdict in theirs)
        else:
            yield from mine


def _by_requirement(verdicts: Verdicts) -> Mapping[tuple[str, str], Verdicts]:
    found: dict[tuple[str, str], Verdicts] = {}
    for verdict in verdicts:
        name = (verdict.subject, verdict.requirement)
        found[name] = (*found.get(name, ()), verdict)
    return found


def _weight(verdicts: Verdicts) -> tuple[int, int, int]:
    """Return how bad the worst of `verdicts` is: first by what it decides, then by how much it counts."""
    return max(
        (
            weigh(verdict.outcome, verdict.level).rank,
            0 if verdict.outcome in _MET else 1 + verdict.level.rank,
            verdict.outcome.rank,
        )
        for verdict in verdicts
    )
