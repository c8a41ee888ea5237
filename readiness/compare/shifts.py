"""What is worse and what is better: requirements held against themselves on the other side. Pure.

Worse is an outcome that ranks below what it was; better is only what is met now and was not, because a failure that
becomes unknown, waived or not yet due has not been mended. Proof of other content than the candidate's is neither:
`reproofs` tells it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from readiness.compare.standing import ASKED, MET, Standing, only_to_reprove, renamed, shared
from readiness.decide import weigh
from readiness.model.diff import Shift
from readiness.model.outcome import Decision, Outcome
from readiness.model.plan import Key, SubjectKind
from readiness.model.verdict import Judged

_GONE = "it is not asked for any more"
_MENDED = "there is nothing against it any more"


@dataclass(frozen=True, slots=True)
class Compared:
    """What is worse and better, in order; and by scope what makes its decision worse."""

    worse: tuple[Shift, ...]
    better: tuple[Shift, ...]
    causes: dict[str, tuple[str, ...]]


def compared(base: Standing, head: Standing) -> Compared:
    """Return what differs between the verdicts of both sides."""
    worse: list[Shift] = []
    better: list[Shift] = []
    causes: dict[str, tuple[str, ...]] = {}
    for scope in shared(base, head):
        against = _Scope(base, head, scope)
        found = {(one.subject, one.requirement, one.code): one for one in (*against.worsened(), *against.dropped())}
        behind = list(against.causes())
        # What was not asked for before is worse only where it makes the decision worse.
        for shift in behind:
            found.setdefault((shift.subject, shift.requirement, shift.code), shift)
        worse += found.values()
        better += against.mended()
        causes[scope] = _named(behind)
    for scope, before in _come(base, head).items():
        behind = list(_lost(head, scope, before))
        worse += behind
        causes[scope] = _named(behind)
    return Compared(tuple(sorted(worse, key=_order)), tuple(sorted(better, key=_order)), causes)


def _come(base: Standing, head: Standing) -> Mapping[str, Decision]:
    """Return the scopes that only the candidate judges, each with the decision that it must not make worse.

    That is the one on the launch of which it is the new name, else the one on all launches of the base. A base that
    judges nothing, or has documents that cannot be read, has decided nothing that could become worse.
    """
    if not base.verdicts or base.judging.plan.problems:
        return {}
    names = renamed(base, head)
    return {
        scope: base.verdicts[names[scope]].decision if scope in names else base.decision
        for scope in head.scopes
        if scope not in base.scopes
    }


def _lost(head: Standing, scope: str, before: Decision) -> Iterator[Shift]:
    """Yield what alone would decide worse on `scope`, which is new, than it was decided `before`."""
    for one in head.verdicts[scope].every():
        if weigh(one.outcome, one.level).rank > before.rank:
            yield shift_of(head, one, None, one.outcome)


def _named(causes: Iterable[Shift]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{one.subject} {one.requirement}" for one in sorted(causes, key=_order)))


def _order(shift: Shift) -> tuple[str, str, str, str]:
    return shift.scope, shift.subject, shift.requirement, shift.code


def shift_of(side: Standing, one: Judged, before: Outcome | None, after: Outcome | None) -> Shift:
    """Return the verdict `one` of `side` as what has become of its requirement."""
    key = one.key
    return Shift(
        scope=key.scope,
        subject=f"{key.kind} {key.subject}",
        title=side.title(key),
        requirement=key.requirement,
        code=one.code,
        level=one.level,
        before=before,
        after=after,
        message=one.message,
        action=one.action,
        who=one.who or side.scopes[key.scope].owner,
        location=side.located(one.at),
    )


@dataclass(frozen=True, slots=True)
class _Scope:
    """One scope that both sides judge."""

    base: Standing
    head: Standing
    scope: str

    def worsened(self) -> Iterator[Shift]:
        """Yield what both sides ask for, and what is worse in the candidate."""
        for after, before in self._pairs():
            if _rank(after.outcome) > _rank(before) and not self._moved(after.key):
                yield shift_of(self.head, after, before, after.outcome)

    def mended(self) -> Iterator[Shift]:
        """Yield what both sides ask for, and what is met in the candidate alone."""
        for after, before in self._pairs():
            if after.outcome is Outcome.PASSED and before not in MET:
                yield shift_of(self.head, after, before, after.outcome)
        now = self.head.verdicts[self.scope]
        for (key, code), advice in self.base.verdicts[self.scope].advice.items():
            standing = now.found.get(key)
            if (key, code) in now.advice or standing is None or standing.outcome not in MET:
                continue
            if advice.level in ASKED:
                shift = shift_of(self.base, advice, advice.outcome, Outcome.PASSED)
                yield _worded(shift, self.head, standing, _MENDED)

    def dropped(self) -> Iterator[Shift]:
        """Yield what is not asked any more of an item that is still there, and of the same class."""
        now, items = self.head.verdicts[self.scope].found, self.head.items[self.scope]
        for key, before in self.base.verdicts[self.scope].found.items():
            if key in now or key.kind is not SubjectKind.ITEM or before.level not in ASKED:
                continue
            item = items.get(key.subject)
            same = item is not None and item.item_class is self.base.items[self.scope][key.subject].item_class
            if same and before.outcome is not Outcome.NOT_APPLICABLE:
                yield _worded(shift_of(self.base, before, before.outcome, None), self.base, before, _GONE)

    def causes(self) -> Iterator[Shift]:
        """Yield what alone would decide worse than the base, but for evidence that only has to be proven again."""
        was, now = self.base.verdicts[self.scope], self.head.verdicts[self.scope]
        if now.decision.rank <= was.decision.rank:
            return
        for one in now.every():
            if weigh(one.outcome, one.level).rank > was.decision.rank and not self._moved(one.key):
                known = was.found.get(one.key)
                yield shift_of(self.head, one, known.outcome if known else None, one.outcome)

    def _pairs(self) -> Iterator[tuple[Judged, Outcome]]:
        """Yield the verdicts of the candidate on what both ask for, with the outcome in the base."""
        was, now = self.base.verdicts[self.scope], self.head.verdicts[self.scope]
        for key, one in now.found.items():
            known = was.found.get(key)
            if known is not None and (one.level in ASKED or known.level in ASKED):
                yield one, known.outcome
        for (key, code), one in now.advice.items():
            if key in was.found and one.level in ASKED:
                before = was.advice.get((key, code))
                yield one, before.outcome if before else Outcome.PASSED

    def _moved(self, key: Key) -> bool:
        return only_to_reprove(self.base, self.head, key)


def _rank(outcome: Outcome) -> int:
    return 0 if outcome in MET else outcome.rank


def _worded(shift: Shift, side: Standing, one: Judged, message: str) -> Shift:
    """Return `shift` with another message, placed at `one` of `side`, and with nothing to be done."""
    return replace(shift, message=message, action="", location=side.located(one.at))
