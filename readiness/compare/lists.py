"""Items, deferrals and waivers that are new, gone, or otherwise than before. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from readiness.compare.standing import Standing, shared
from readiness.decide import item_outcome
from readiness.model.diff import Changed, ExceptionChange, ItemChange
from readiness.model.outcome import ItemClass, Outcome
from readiness.model.place import Place
from readiness.model.plan import PlannedScope, SubjectKind
from readiness.model.verdict import Judged


def item_changes(base: Standing, head: Standing) -> tuple[ItemChange, ...]:
    """Return the items that are new, gone, or of another class, of the scopes that both sides judge, in order."""
    return tuple(change for scope in shared(base, head) for change in _items(base, head, scope))


def _items(base: Standing, head: Standing, scope: str) -> Iterator[ItemChange]:
    was, now = base.items[scope], head.items[scope]
    classes = {name: (was[name].item_class if name in was else None) for name in was.keys() | now.keys()}
    changed = [name for name in sorted(classes) if name not in now or now[name].item_class is not classes[name]]
    outcomes = _outcomes(head.judging.judgement[scope]) if changed else {}
    for name in changed:
        before, after = was.get(name), now.get(name)
        side, there = (head, after) if after else (base, was[name])
        yield ItemChange(
            scope=scope,
            item=name,
            title=there.title,
            change=Changed.RECLASSIFIED if before and after else Changed.ADDED if after else Changed.REMOVED,
            before=classes[name],
            after=after.item_class if after else None,
            outcome=outcomes.get(name, Outcome.UNKNOWN) if after else None,
            location=side.located(there.at),
        )


def _outcomes(judged: tuple[Judged, ...]) -> Mapping[str, Outcome]:
    of_items: dict[str, list[Judged]] = {}
    for one in judged:
        if one.key.kind is SubjectKind.ITEM:
            of_items.setdefault(one.key.subject, []).append(one)
    return {name: item_outcome(verdicts) for name, verdicts in of_items.items()}


@dataclass(frozen=True, slots=True)
class _Exception:
    """A deferral or a waiver as one side has it: its last day, what it is about, and what it excuses."""

    day: date | None
    about: str
    target: object
    at: Place


_Named = tuple[Literal["deferral", "waiver"], str]


def exception_changes(base: Standing, head: Standing) -> tuple[ExceptionChange, ...]:
    """Return what was done to deferrals and waivers in the scopes that both sides judge, in order."""
    today = head.judging.dossier.today
    found: list[ExceptionChange] = []
    for scope in shared(base, head):
        was, now = dict(_exceptions(base.scopes[scope])), dict(_exceptions(head.scopes[scope]))
        for name in sorted(was.keys() | now.keys()):
            before, after = was.get(name), now.get(name)
            for change, old, new in _done(before, after, today):
                side, there = (head, new) if new else (base, old)
                if there is not None:
                    found.append(
                        ExceptionChange(
                            kind=name[0],
                            scope=scope,
                            id=name[1],
                            change=change,
                            before=old.day if old else None,
                            after=new.day if new else None,
                            about=there.about,
                            location=side.located(there.at),
                        )
                    )
    return tuple(found)


def _exceptions(scope: PlannedScope) -> Iterator[tuple[_Named, _Exception]]:
    for item in scope.items:
        if item.item_class is ItemClass.DEFERRED:
            follow_up = item.follow_up
            day, risk = (follow_up.due, follow_up.risk) if follow_up else (None, None)
            yield ("deferral", item.id), _Exception(day, risk or "", item.id, item.at)
    for waiver in scope.waivers:
        of = waiver.of
        about = f"{of.kind} {of.subject} {of.requirement}"
        yield ("waiver", waiver.id), _Exception(waiver.waiver.expires, about, of, waiver.at)


def _done(
    before: _Exception | None, after: _Exception | None, today: date
) -> Iterator[tuple[Changed, _Exception | None, _Exception | None]]:
    """Yield what was done to one; one that excuses something else now is another one."""
    if before is None or after is None or before.target != after.target:
        if before is not None:
            yield Changed.REMOVED, before, None
        if after is not None:
            yield Changed.ADDED, None, after
    elif before.day != after.day:
        yield _moved(before.day, after.day, today), before, after


def _moved(before: date | None, after: date | None, today: date) -> Changed:
    """Return what another last day does; without one there is no end."""
    if after is not None and after < today and (before is None or before >= today):
        return Changed.LAPSED
    return Changed.EXTENDED if after is None or (before is not None and after > before) else Changed.SHORTENED
