"""In which order commands are executed, which are one, and which never run at once. Pure.

Requirements with the same command, folder, variables and environment are proven by one execution. What an item needs
is proven before it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from readiness.model.plan import Plan
from readiness.prove.selecting import Task
from readiness.tree.pattern import literal_start
from readiness.tree.patterns import Matcher

TIMEOUT: Final = timedelta(hours=1)
"""How long a command may take that says nothing else."""

Item = tuple[str, str]
"""An item by the ids of its scope and itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One execution, and all that it proves.

    `run` is None where something is collected, and no command executed. `after` are the numbers of the steps that have
    to be over before. `timeout` is the longest of those that its tasks ask for.
    """

    number: int
    run: str | tuple[str, ...] | None
    cwd: str | None
    env: tuple[str, ...]
    timeout: timedelta
    tasks: tuple[Task, ...]
    after: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """What to call it in a sentence: its first requirement, and how many more there are."""
        first, *more = self.tasks
        return f"{first.proven} and {len(more)} more" if more else str(first.proven)

    @property
    def artefacts(self) -> tuple[str, ...]:
        """The patterns of all artefacts that it makes, held to the root."""
        return tuple(sorted({pattern for task in self.tasks for pattern in task.evidence.artefacts}))


@dataclass(frozen=True, slots=True)
class Order:
    """All steps, none before one that it comes after; and what each item needs, directly or not."""

    steps: tuple[Step, ...]
    needs: Mapping[Item, frozenset[Item]] = field(default_factory=dict)


def in_order(tasks: Sequence[Task], plans: Sequence[Plan]) -> Order:
    """Return the steps that prove `tasks`, in an order that the needs in `plans` ask for, else in that of `tasks`."""
    steps = [_step(number, together) for number, together in enumerate(_grouped(tasks))]
    needs = _needs(plans)
    proving: dict[Item, set[int]] = {}
    for step in steps:
        for task in step.tasks:
            proving.setdefault(item_of(task), set()).add(step.number)
    wanted = {step.number: _before(step, proving, needs) for step in steps}
    return Order(tuple(replace(steps[number], after=after) for number, after in _sorted(wanted)), needs)


def clash(one: Step, other: Step) -> bool:
    """Return whether the two write to the same artefact, as far as their patterns tell."""
    return any(_meet(mine, its) for mine in one.artefacts for its in other.artefacts)


def _grouped(tasks: Sequence[Task]) -> Iterator[list[Task]]:
    groups: dict[object, list[Task]] = {}
    for task in tasks:
        evidence = task.evidence
        where = (evidence.cwd or "").strip("/")
        same = (evidence.run, where, frozenset(evidence.env), evidence.environment)
        groups.setdefault(task.proven if evidence.run is None else same, []).append(task)
    yield from groups.values()


def _step(number: int, tasks: Sequence[Task]) -> Step:
    first = tasks[0].evidence
    return Step(
        number=number,
        run=first.run,
        cwd=first.cwd,
        env=tuple(sorted(set(first.env))),
        timeout=max(task.evidence.timeout or TIMEOUT for task in tasks),
        tasks=tuple(tasks),
    )


def _needs(plans: Sequence[Plan]) -> Mapping[Item, frozenset[Item]]:
    """Return what each item needs, directly or by way of others."""
    direct: dict[Item, set[Item]] = {}
    for scope in (scope for plan in plans for scope in plan.scopes):
        for item in scope.items:
            direct.setdefault((scope.id, item.id), set()).update((need.scope, need.item) for need in item.needs)
    found = {}
    for needing, first in direct.items():
        reached, fresh = set[Item](), set(first)
        while fresh:
            reached |= fresh
            fresh = {further for need in fresh for further in direct.get(need, ())} - reached
        found[needing] = frozenset(reached)
    return found


def item_of(task: Task) -> Item:
    """Return the item that `task` is about."""
    return task.proven.scope, task.proven.item


def _before(step: Step, proving: Mapping[Item, set[int]], needs: Mapping[Item, frozenset[Item]]) -> frozenset[int]:
    """Return the numbers of the other steps that prove what the items of `step` need."""
    wanted = {need for task in step.tasks for need in needs[item_of(task)]}
    return frozenset(number for need in wanted for number in proving.get(need, ())) - {step.number}


def _sorted(wanted: Mapping[int, frozenset[int]]) -> Iterator[tuple[int, frozenset[int]]]:
    """Yield each number after those that it is wanted after.

    Commands that serve several items can want to come before each other; then the one that is written first does.
    """
    placed: dict[int, frozenset[int]] = {}
    for first in sorted(wanted):
        pending = [(first, iter(sorted(wanted[first])))]
        on_the_way = {first}
        while pending:
            number, before = pending[-1]
            following = next((one for one in before if one not in placed and one not in on_the_way), None)
            if following is not None:
                on_the_way.add(following)
                pending.append((following, iter(sorted(wanted[following]))))
                continue
            pending.pop()
            on_the_way.discard(number)
            if number not in placed:
                placed[number] = frozenset(one for one in wanted[number] if one in placed)
    yield from placed.items()


def _meet(one: str, other: str) -> bool:
    """Return whether two anchored patterns could match the same file; where in doubt, they could."""
    if _is_plain(one) and _is_plain(other):
        return one == other
    for plain, pattern in ((one, other), (other, one)):
        if _is_plain(plain):
            return bool(Matcher([plain.lstrip("/")]).matched((pattern,)))
    first, second = (f"{start}/" if (start := literal_start(pattern)) else "" for pattern in (one, other))
    return first.startswith(second) or second.startswith(first)


def _is_plain(pattern: str) -> bool:
    return not any(character in pattern for character in "*?[!\\")
