"""Checklist → run-of-show: in which order things are done, how they are undone, and who has a part in it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from heapq import heapify, heappop, heappush
from typing import Final

from readiness.model.checklist import ContactEntry, ItemEntry, PhaseEntry, ScopeChecklist
from readiness.model.outcome import ItemClass
from readiness.model.run_of_show import Acceptance, Person, RunOfShow, Signer, Step, Subject, Switch, Word

_RANK: Final = {item_class: rank for rank, item_class in enumerate(ItemClass)}
_LAST: Final = "p9"
"""Sorts behind every priority."""

_Urgency = tuple[date, int, str, str]


def run_of_show(scope: ScopeChecklist, contacts: Mapping[str, ContactEntry]) -> RunOfShow:
    """Return the run-of-show of `scope`; `contacts` are the owners that a directory knows."""
    steps = tuple(_steps([item for item in scope.items if item.item_class is not ItemClass.DEFERRED]))
    signers = tuple(_signers(step.item for step in steps))
    acceptances = tuple(_acceptances(scope))
    involved = {scope.owner, *(step.item.owner for step in steps)}
    involved |= {one.who for one in signers} | {one.who for one in acceptances}
    return RunOfShow(
        scope=scope,
        before=tuple(phase for phase in scope.phases if not _is_after(phase, scope.launch)),
        after=tuple(phase for phase in scope.phases if _is_after(phase, scope.launch)),
        steps=steps,
        undo=tuple(step.item for step in reversed(steps) if step.item.item_class is ItemClass.CRITICAL),
        switches=tuple(_switches(step.item for step in steps)),
        signers=signers,
        acceptances=acceptances,
        people=tuple(Person(name, contacts.get(name)) for name in sorted(filter(None, involved))),
    )


def _is_after(phase: PhaseEntry, launch: date | None) -> bool:
    return launch is not None and phase.ends > launch


def _steps(items: list[ItemEntry]) -> Iterator[Step]:
    """Yield `items` in order: each behind all that it needs; of those that can be next, the most urgent first."""
    by_id = {item.id: item for item in items}
    waiting = {item.id: {need for need in item.needs if need in by_id} for item in items}
    needed_by: dict[str, list[str]] = {}
    for name, needs in waiting.items():
        for need in needs:
            needed_by.setdefault(need, []).append(name)
    ready = [_urgency(by_id[name]) for name, needs in waiting.items() if not needs]
    heapify(ready)
    numbers: dict[str, int] = {}
    while ready:
        item = by_id[heappop(ready)[-1]]
        numbers[item.id] = len(numbers) + 1
        yield Step(
            number=numbers[item.id],
            item=item,
            after=tuple(sorted(numbers[need] for need in item.needs if need in by_id)),
            elsewhere=tuple(need for need in item.needs if need not in by_id),
        )
        for name in needed_by.get(item.id, ()):
            waiting[name].discard(item.id)
            if not waiting[name]:
                heappush(ready, _urgency(by_id[name]))


def _urgency(item: ItemEntry) -> _Urgency:
    """Return what sorts an item; one without a phase is due from the start. Its id is last, and unique."""
    return (item.phase_ends or date.min, _RANK[item.item_class], item.priority or _LAST, item.id)


def _switches(items: Iterable[ItemEntry]) -> Iterator[Switch]:
    by_flag: dict[str, list[ItemEntry]] = {}
    for item in items:
        if item.rollback is not None and item.rollback.kill_switch is not None:
            by_flag.setdefault(item.rollback.kill_switch, []).append(item)
    yield from (Switch(flag, tuple(stopped)) for flag, stopped in sorted(by_flag.items()))


def _signers(items: Iterable[ItemEntry]) -> Iterator[Signer]:
    by_who: dict[str, list[Word]] = {}
    for item in items:
        for one in item.evidence:
            if one.who is not None:
                by_who.setdefault(one.who, []).append(Word(item, one))
    yield from (Signer(who, tuple(words)) for who, words in sorted(by_who.items()))


def _acceptances(scope: ScopeChecklist) -> Iterator[Acceptance]:
    found: dict[tuple[str, str], list[Subject]] = {}
    for who, what, subject in _accepted(scope):
        found.setdefault((who or "", what), []).append(subject)
    for (who, what), subjects in sorted(found.items(), key=lambda pair: pair[0]):
        yield Acceptance(who or None, what, tuple(subjects))


def _accepted(scope: ScopeChecklist) -> Iterator[tuple[str | None, str, Subject]]:
    """Yield who answers for what: for what cannot be undone also where nobody does, because somebody has to."""
    for item in scope.items:
        subject, rollback, follow_up = Subject(item.id, f"item-{item.id}"), item.rollback, item.follow_up
        if rollback is not None and rollback.plan == "none" and item.item_class is not ItemClass.DEFERRED:
            yield rollback.accepted_by, "that there is no way back from", subject
        if item.item_class is ItemClass.DEFERRED and follow_up is not None and follow_up.accepted_by is not None:
            yield follow_up.accepted_by, "the risk of doing later", subject
    for waiver in scope.waivers:
        yield waiver.granted_by, "the waiver", Subject(waiver.id, f"waiver-{waiver.id}")
