"""What the passing of days alone has made worse since the base was committed.

The base is judged again by the clock of its committer, with the same documents, content and records. Only what is not
met now can have been better, so only scopes with such a thing are judged again, and of the facts only those are made
anew that a clock decides: how old evidence is, and how old an answer of a tracker.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from readiness.compare.shifts import shift_of
from readiness.compare.standing import ASKED, MET, Standing, Verdicts
from readiness.evidence import kinds
from readiness.gather.ages import in_time, limit_of
from readiness.gather.tracked import track
from readiness.judge import judge
from readiness.model.diff import Shift
from readiness.model.dossier import Aged, Dossier
from readiness.model.dossier import Standing as Stands
from readiness.model.outcome import Outcome
from readiness.model.plan import Key, Plan
from readiness.model.tracking import Untold
from readiness.model.verdict import Judged
from readiness.waive import waive

_BETTER = MET | {Outcome.WAIVED, Outcome.NOT_DUE}
"""What nobody had to do anything about then."""


def passed(base: Standing, head: Standing | None, committed: datetime | None) -> tuple[Shift, ...]:
    """Return what was in order when the base was `committed`, and is not by now, nor in the candidate; in order.

    Of a base that says it was committed in the future, nothing is known.

    Raises:
        ReadinessError: RDY050, git stopped early; RDY058, a plugin that brings a kind of tracker cannot be used.
    """
    judging = base.judging
    if committed is None or committed >= judging.dossier.now:
        return ()
    late = {scope: some for scope, found in base.verdicts.items() if (some := _unmet(found))}
    if not late:
        return ()
    plan = replace(judging.plan, scopes=tuple(base.scopes[scope] for scope in late))
    then = _then(base, plan, committed)
    judgement = waive(plan, judge(plan, then, judging.bench), then, judging.bench)
    found = [
        shift for scope, unmet in late.items() for shift in _aged(base, head, unmet, Verdicts.of(judgement[scope]))
    ]
    return tuple(sorted(found, key=lambda one: (one.scope, one.subject, one.requirement)))


def _unmet(found: Verdicts) -> Mapping[Key, Judged]:
    return {key: one for key, one in found.found.items() if one.outcome not in _BETTER and one.level in ASKED}


def _aged(base: Standing, head: Standing | None, unmet: Mapping[Key, Judged], then: Verdicts) -> Iterator[Shift]:
    for key, one in unmet.items():
        before = then.found.get(key)
        if before is None or before.outcome not in _BETTER:
            continue
        if head is None or key.scope not in head.verdicts:
            yield shift_of(base, one, before.outcome, one.outcome)
            continue
        now = head.verdicts[key.scope].found.get(key)
        # What the change mends, or does not ask for, is no news that anybody has to act on.
        if now is not None and now.outcome.rank >= one.outcome.rank:
            yield shift_of(head, now, before.outcome, one.outcome)


def _then(base: Standing, plan: Plan, committed: datetime) -> Dossier:
    """Return the facts about the scopes of `plan` as they were at that time."""
    dossier, side = base.judging.dossier, base.side
    then = replace(dossier, now=committed, standings={**dossier.standings, **dict(_in_time(base, plan, committed))})
    if any(isinstance(one, Untold) for one in (*dossier.issues.values(), *dossier.open_work.values())):
        tracked = track(plan, side.candidate, side.config, committed)
        then = replace(then, issues=tracked.issues, behind=tracked.behind, open_work=tracked.open_work)
    return then


def _in_time(base: Standing, plan: Plan, committed: datetime) -> Iterator[tuple[Key, Stands]]:
    """Yield how that evidence stood which is too old by now."""
    standings = base.judging.dossier.standings
    aged = {key for key, one in standings.items() if isinstance(one, Aged)}
    for scope in plan.scopes if aged else ():
        for item in scope.items:
            for requirement in item.evidence:
                one, evidence = standings.get(requirement.key), requirement.evidence
                if isinstance(one, Aged) and evidence is not None:
                    kind = kinds()[evidence.kind]
                    limit = limit_of(evidence, kind, one.claim, item.item_class, base.side.config)
                    yield requirement.key, in_time(one.claim, limit, committed)
