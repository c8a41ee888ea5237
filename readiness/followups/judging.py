"""What an edit does to the verdicts of its scope: judged before and after, and what is different told apart."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from readiness.decide import Occasion, decide
from readiness.evidence import kinds
from readiness.followups.desk import Desk
from readiness.gather import gather
from readiness.judge import Bench, judge
from readiness.ledger.reading import Ledger
from readiness.model.outcome import Decision, Level, Outcome
from readiness.model.plan import Plan
from readiness.model.report import Policy, ScopeReport, Verdict
from readiness.rules import RULES
from readiness.sides import Side
from readiness.waive import waive

Named = tuple[str, str]
"""A subject, such as `item deploy`, and one requirement of it."""


@dataclass(frozen=True, slots=True)
class News:
    """One requirement that is judged otherwise than before; `verdict` is None where it is not asked for any more."""

    subject: str
    requirement: str
    verdict: Verdict | None

    @property
    def outcome(self) -> Outcome | None:
        """The outcome now."""
        return self.verdict.outcome if self.verdict else None


@dataclass(frozen=True, slots=True)
class Difference:
    """The news of a scope, and its decision before and after; None where it cannot be judged."""

    news: tuple[News, ...]
    before: Decision | None
    after: Decision | None


def compared(desk: Desk, edited: Side, before: Plan, after: Plan, scope: str) -> Difference:
    """Return what the edit changes of the verdicts on `scope`, judged by the work tree as it lies.

    Raises:
        ReadinessError: RDY05x for the repository.
    """
    ledger = desk.ledger()
    was, now = _judged(desk, desk.side, before, scope, ledger), _judged(desk, edited, after, scope, ledger)
    if now is None:
        return Difference((), was.decision if was else None, None)
    old = dict(_verdicts(was)) if was else {}
    new = dict(_verdicts(now))
    changed = [News(*name, verdict) for name, verdict in new.items() if _said(verdict) != _said(old.get(name))]
    gone = [News(*name, None) for name in old if name not in new]
    return Difference((*changed, *gone), was.decision if was else None, now.decision)


def _judged(desk: Desk, side: Side, plan: Plan, scope: str, ledger: Ledger) -> ScopeReport | None:
    """Return the report on `scope` alone, a draft too; None where it is broken or retired."""
    alone = replace(plan, scopes=tuple(one for one in plan.scopes if one.id == scope), named=frozenset({scope}))
    if not alone.scopes:
        return None
    config = side.config
    bench = Bench.of(RULES, config.rules, final=False)
    dossier = gather(alone, side.candidate, config, kinds(), ledger, desk.now)
    judgement = waive(alone, judge(alone, dossier, bench), dossier, bench)
    occasion = Occasion(
        candidate=side.candidate.candidate,
        policy=Policy(base=None, levels=config.rules, allow_self=config.allow_self),
        final=False,
    )
    [report] = decide(alone, judgement, dossier, occasion, side.documents.locate).scopes
    return report


def _verdicts(report: ScopeReport) -> Iterator[tuple[Named, Verdict]]:
    """Yield the worst verdict on each requirement that is looked at."""
    worst: dict[Named, Verdict] = {}
    for verdict in (*(one for item in report.items for one in item.verdicts), *report.verdicts):
        name = (verdict.subject, verdict.requirement)
        if verdict.level is not Level.OFF and (name not in worst or worst[name].outcome.rank < verdict.outcome.rank):
            worst[name] = verdict
    yield from worst.items()


def _said(verdict: Verdict | None) -> tuple[object, ...]:
    return () if verdict is None else (verdict.outcome, verdict.message, verdict.waiver)
