"""One step: old artefacts removed, the command executed, and a record of what it measured, if it is about something.

A record is refused where the covered files changed meanwhile, or where nobody can tell what they are; a command that
fails, takes too long or leaves no artefact is recorded as just that.
"""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Final

from readiness.errors import ReadinessError
from readiness.model.evidence import Transcript
from readiness.model.place import Locator
from readiness.prove.artefacts import folder_in, remove_old
from readiness.prove.commands import Command, execute
from readiness.prove.look import Look
from readiness.prove.measuring import Made, doubtful, name_of, recorded, refused
from readiness.prove.ordering import Step
from readiness.prove.output import Output
from readiness.prove.results import Ran
from readiness.prove.selecting import Task

_UNSAFE: Final = re.compile(r"[^a-z0-9-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """Where steps are executed: below `top`, in a part of `environment`, with output in the folder `logs`.

    `look` takes a fresh look at the work tree. `limit` is how many bytes of output are looked at. `locate` says where
    something is written, by side.
    """

    top: Path
    environment: Mapping[str, str]
    logs: Path
    limit: int
    look: Callable[[], Look]
    locate: Sequence[Locator]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a step came to: how it ended for each requirement, and the records to be kept."""

    ran: Ran
    made: tuple[Made, ...] = ()


def carry_out(step: Step, place: Workplace, stop: Event) -> Done:
    """Execute `step` and return what it came to; nothing is kept yet.

    Raises:
        StoppedError: `stop` was set meanwhile.
    """
    clock = time.monotonic()
    try:
        before = place.look()
        asked = {name_of(task): before.asked(task) for task in step.tasks}
        doubted = [end for task in step.tasks if (end := doubtful(task, asked[name_of(task)]))]
        unsure = {name_of(end.task) for end in doubted}
        tasks = [task for task in step.tasks if name_of(task) not in unsure]
        if not tasks:
            return Done(ran=Ran(step=step, endings=tuple(doubted)))
        folder = _prepared(step, tasks[0], place, before)
    except ReadinessError as error:
        return Done(ran=Ran(step=step, endings=refused(step.tasks, error.problems)))
    output = Output(place.logs / logname_of(step), place.limit)
    try:
        transcript = _executed(step, folder, place, output, stop)
    finally:
        output.close()
    ended = list(recorded(tasks, asked, place.look, transcript))
    ran = Ran(
        step=step,
        endings=(*doubted, *(one.end if isinstance(one, Made) else one for one in ended)),
        took_s=time.monotonic() - clock,
        log=output.path if step.run is not None else None,
        tail=transcript.output if transcript else b"",
        damaged=output.damaged,
    )
    return Done(ran=ran, made=tuple(one for one in ended if isinstance(one, Made)))


def logname_of(step: Step) -> str:
    """Return what the file with the output of `step` is called; its number keeps it apart from others."""
    name = "-".join(step.tasks[0].proven)
    return f"{step.number + 1:03}-{_UNSAFE.sub('-', name)[:100]}.log"


def _prepared(step: Step, first: Task, place: Workplace, before: Look) -> Path:
    """Return the folder to execute `step` in, once nothing old is left of its artefacts."""
    at = place.locate[first.side](first.requirement.at)
    folder = folder_in(place.top, step.cwd, at)
    makers = [kind for kind in before.kinds.values() if not kind.document]
    remove_old(step.artefacts, before.tree, place.top, lambda path: any(one.recognises(path) for one in makers), at)
    return folder


def _executed(step: Step, folder: Path, place: Workplace, output: Output, stop: Event) -> Transcript | None:
    if step.run is None:
        return None
    command = Command(run=step.run, folder=folder, env=step.env, timeout=step.timeout)
    return execute(command, place.environment, output, stop)
