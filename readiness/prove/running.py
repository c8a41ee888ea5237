"""All steps, as many at once as may be, each after those that it comes after; records kept as each one ends.

What an item needs and is not proven stops what needs it: a command whose requirements are all stopped is skipped. A
request to stop ends what runs, and keeps what is finished.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Final

from readiness.prove.commands import StoppedError
from readiness.prove.measuring import Made
from readiness.prove.ordering import Item, Order, Step, clash, item_of
from readiness.prove.results import Ended, How, Ran, Result, Watch
from readiness.prove.selecting import Task
from readiness.prove.step import Done, Workplace, carry_out

_LOOK_S: Final = 0.1
_WHICH: Final = {
    How.FAILED: "failed",
    How.UNKNOWN: "is unknown",
    How.REFUSED: "has no record",
    How.SKIPPED: "was skipped",
}


@dataclass(frozen=True, slots=True)
class _Started:
    """A step under way: the whole of it, and those of its requirements that were skipped."""

    step: Step
    skipped: tuple[Ended, ...]


@dataclass(slots=True)
class Runner:
    """Carries out `order` in `place`, at most `jobs` steps at once; `keep` keeps the records of one step for good."""

    order: Order
    place: Workplace
    keep: Callable[[Sequence[Made]], None]
    watch: Watch
    stop: Event
    jobs: int
    _running: "dict[Future[Done], _Started]" = field(default_factory=dict)
    _ran: list[Ran] = field(default_factory=list)
    _over: set[int] = field(default_factory=set)
    _unproven: dict[Item, How] = field(default_factory=dict)
    _cut_short: bool = False

    def run(self) -> Result:
        """Return what became of all steps.

        Raises:
            ReadinessError: RDY050, records cannot be kept; what still ran was ended.
        """
        pending = list(self.order.steps)
        with ThreadPoolExecutor(self.jobs) as pool:
            try:
                while (pending or self._running) and not self.stop.is_set():
                    while (step := self._next(pending)) is not None:
                        pending.remove(step)
                        self._start(step, pool)
                    self._gather()
            except BaseException:
                # The pool waits for what runs, so that has to end.
                self.stop.set()
                raise
        while self._running:
            self._gather()
        for step in pending:
            self._end(step, _all_skipped(step, "the run was stopped before it began"))
        return Result(ran=tuple(self._ran), interrupted=self._cut_short or bool(pending))

    def _next(self, pending: Sequence[Step]) -> Step | None:
        if len(self._running) >= self.jobs:
            return None
        for step in pending:
            if step.after <= self._over and not any(clash(step, other.step) for other in self._running.values()):
                return step
        return None

    def _start(self, step: Step, pool: ThreadPoolExecutor) -> None:
        lacks = {task.proven: lack for task in step.tasks if (lack := self._lack(task)) is not None}
        skipped = tuple(Ended(task, How.SKIPPED, lacks[task.proven]) for task in step.tasks if task.proven in lacks)
        free = tuple(task for task in step.tasks if task.proven not in lacks)
        if free:
            future = pool.submit(carry_out, replace(step, tasks=free), self.place, self.stop)
            self._running[future] = _Started(step, skipped)
            self.watch.begun(step)
        else:
            self._end(step, Ran(step=step, endings=skipped))

    def _lack(self, task: Task) -> str | None:
        """Return what `task` needs and was not proven, as a phrase; None where there is nothing."""
        for scope, item in sorted(self.order.needs.get(item_of(task), ())):
            if (scope, item) in self._unproven:
                name = item if scope == task.proven.scope else f"{scope}/{item}"
                return f"it needs {name}, which {_WHICH[self._unproven[scope, item]]}"
        return None

    def _gather(self) -> None:
        """Wait a moment, and keep what has ended."""
        for future in wait(self._running, _LOOK_S, FIRST_COMPLETED).done:
            started = self._running.pop(future)
            try:
                done = future.result()
            except StoppedError:
                self._cut_short = True
                self._end(started.step, _all_skipped(started.step, "the run was stopped before it ended"))
                continue
            if done.made:
                self.keep(done.made)
            self._end(started.step, replace(done.ran, endings=(*started.skipped, *done.ran.endings)))

    def _end(self, step: Step, ran: Ran) -> None:
        ran = replace(ran, step=step)
        self._over.add(step.number)
        self._unproven |= {item_of(end.task): end.how for end in ran.endings if end.how is not How.PASSED}
        self._ran.append(ran)
        self.watch.over(ran)


def _all_skipped(step: Step, why: str) -> Ran:
    return Ran(step=step, endings=tuple(Ended(task, How.SKIPPED, why) for task in step.tasks))
