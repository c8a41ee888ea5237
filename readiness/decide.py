"""Deciding: verdicts become one decision a scope and one for the run. Pure; the README's table as code."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, assert_never

from readiness.model.dossier import Dossier
from readiness.model.outcome import Decision, Level, Outcome, State
from readiness.model.place import Locator
from readiness.model.plan import Plan, PlannedItem, PlannedScope, SubjectKind
from readiness.model.report import (
    SCHEMA,
    Candidate,
    FollowUpNote,
    ItemReport,
    PhaseReport,
    Policy,
    Report,
    ScopeReport,
    Verdict,
    WaiverNote,
)
from readiness.model.verdict import Judged, Judgement

_JUDGED_UNNAMED: Final = frozenset({State.ACTIVE, State.LAUNCHED})
_UNWEIGHED: Final = frozenset({Level.OFF, Level.OBSERVE})


def weigh(outcome: Outcome, level: Level) -> Decision:
    """Return what one verdict alone would decide."""
    if level is not Level.BLOCK:
        return Decision.GO
    match outcome:
        case Outcome.PASSED | Outcome.NOT_APPLICABLE:
            return Decision.GO
        case Outcome.WAIVED:
            return Decision.GO_WITH_CONDITIONS
        case Outcome.NOT_DUE:
            return Decision.ON_TRACK
        case Outcome.UNKNOWN:
            return Decision.UNDECIDED
        case Outcome.FAILED | Outcome.MISSING | Outcome.STALE:
            return Decision.NO_GO
        case never:
            assert_never(never)


def worst(decisions: Iterable[Decision]) -> Decision:
    """Return the worst of `decisions`; of none at all, undecided: nothing was judged."""
    return max(decisions, key=lambda decision: decision.rank, default=Decision.UNDECIDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a report says of the run itself: what was judged, by whose policy, and whether it was the final check."""

    candidate: Candidate
    policy: Policy
    final: bool


def decide(plan: Plan, judgement: Judgement, dossier: Dossier, occasion: Occasion, locate: Locator) -> Report:
    """Return the report on `plan`; with problems in the documents, or a named scope left out, at best undecided."""
    scopes = tuple(_scope(scope, judgement[scope.id], plan.named, locate) for scope in plan.scopes)
    return Report(
        schema=SCHEMA,
        decision=all_in_all(plan, [scope.decision for scope in scopes if scope.judged]),
        enforcing=occasion.policy.base is not None,
        final=occasion.final,
        policy=occasion.policy,
        candidate=occasion.candidate,
        as_of=dossier.now,
        scopes=scopes,
        problems=plan.problems,
    )


def all_in_all(plan: Plan, decisions: Iterable[Decision]) -> Decision:
    """Return what a run on `plan` comes to, of whose scopes `decisions` are those that are judged."""
    lacking = plan.problems or plan.named - {scope.id for scope in plan.scopes}
    return worst((*decisions, Decision.UNDECIDED) if lacking else decisions)


def is_judged(scope: PlannedScope, named: frozenset[str]) -> bool:
    """Return whether `scope` counts in a run that asks for the scopes `named`; else it only is shown."""
    return scope.id in named if named else scope.state in _JUDGED_UNNAMED


def _scope(scope: PlannedScope, judged: Sequence[Judged], named: frozenset[str], locate: Locator) -> ScopeReport:
    locate = cache(locate)  # most requirements of an item are written at its own place
    of_items: dict[str, list[Judged]] = {}
    for verdict in judged:
        if verdict.key.kind is SubjectKind.ITEM:
            of_items.setdefault(verdict.key.subject, []).append(verdict)
    return ScopeReport(
        id=scope.id,
        title=scope.title,
        state=scope.state,
        owner=scope.owner,
        launch=scope.launch,
        phases=tuple(PhaseReport(id=phase.id, ends=phase.ends) for phase in scope.phases()),
        location=locate(scope.at),
        judged=is_judged(scope, named),
        decision=weighed((verdict.outcome, verdict.level) for verdict in judged),
        decision_before_waivers=weighed((_before_waivers(verdict), verdict.level) for verdict in judged),
        counts=counted(judged),
        verdicts=tuple(
            _verdict(verdict, scope, locate) for verdict in judged if verdict.key.kind is not SubjectKind.ITEM
        ),
        items=tuple(_item(item, of_items.get(item.id, []), scope, locate) for item in scope.items),
    )


def weighed(found: Iterable[tuple[Outcome, Level]]) -> Decision:
    """Return the worst decision of many verdicts, of which few differ."""
    return worst(weigh(outcome, level) for outcome, level in set(found))


def _before_waivers(verdict: Judged) -> Outcome:
    return verdict.waived.outcome if verdict.waived else verdict.outcome


def counted(judged: Sequence[Judged] | Sequence[Verdict]) -> dict[Outcome, int]:
    """Return the number of verdicts by outcome, all named, without what is off or only observed."""
    numbers = Counter(verdict.outcome for verdict in judged if verdict.level not in _UNWEIGHED)
    return {outcome: numbers[outcome] for outcome in Outcome}


def _item(item: PlannedItem, judged: Sequence[Judged], scope: PlannedScope, locate: Locator) -> ItemReport:
    follow_up = item.follow_up
    return ItemReport(
        id=item.id,
        title=item.title,
        item_class=item.item_class,
        owner=item.owner,
        surface=item.surface.id if item.surface else None,
        phase=item.phase.id if item.phase else None,
        due=item.phase_ends,
        needs=tuple(need.seen_from(scope.id) for need in item.needs),
        follow_up=None
        if follow_up is None
        else FollowUpNote(ref=follow_up.ref, risk=follow_up.risk, due=follow_up.due),
        outcome=item_outcome(judged),
        verdicts=tuple(_verdict(verdict, scope, locate) for verdict in judged),
    )


def item_outcome(judged: Sequence[Judged] | Sequence[Verdict]) -> Outcome:
    """Return the worst outcome of an item: of what blocks, or, where all of that is met, of what warns."""
    weighed = {(verdict.outcome, verdict.level) for verdict in judged if verdict.level not in _UNWEIGHED}
    blocking = max((outcome for outcome, level in weighed if level is Level.BLOCK), key=_rank, default=None)
    if blocking not in {None, Outcome.PASSED, Outcome.NOT_APPLICABLE}:
        return blocking
    return max((outcome for outcome, _ in weighed), key=_rank, default=Outcome.UNKNOWN)


def _rank(outcome: Outcome) -> int:
    return outcome.rank


def _verdict(judged: Judged, scope: PlannedScope, locate: Locator) -> Verdict:
    waived = judged.waived
    return Verdict(
        subject=f"{judged.key.kind} {judged.key.subject}",
        requirement=judged.key.requirement,
        rule=judged.rule,
        code=judged.code,
        level=judged.level,
        outcome=judged.outcome,
        found=judged.found,
        message=judged.message,
        action=judged.action,
        who=judged.who or scope.owner,
        location=locate(judged.at),
        waiver=None
        if waived is None
        else WaiverNote(
            id=waived.id,
            outcome=waived.outcome,
            reason=waived.reason,
            granted_by=waived.granted_by,
            expires=waived.expires,
            emergency=waived.emergency,
        ),
        proof=judged.proof,
    )
