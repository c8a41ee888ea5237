"""What an execution came to: for each task a record of what was measured, or the reason why there is none."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import assert_never

from readiness.errors import EvidenceMissingError, EvidenceUnreadableError, Problem, ReadinessError
from readiness.gather.artefacts import crashed
from readiness.gather.asking import Asked
from readiness.gather.measured import standing_by
from readiness.model.dossier import Absent, Aged, Met, Moved, Unmet, Unreadable
from readiness.model.evidence import Source, Transcript
from readiness.model.problems import code_of
from readiness.model.record import Filed, Proven, Record
from readiness.model.wording import shown
from readiness.prove.look import Look
from readiness.prove.recording import Recorder
from readiness.prove.results import Ended, How
from readiness.prove.selecting import Task
from readiness.tree.fingerprint import changes, parse_contents

Name = tuple[int, Proven]
"""A task by the side that demands it, and the requirement."""


def name_of(task: Task) -> Name:
    """Return what sets `task` apart from all others."""
    return task.side, task.proven


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A record that is not kept yet, with the list of files that it covers, and how it is judged."""

    record: Record
    contents: bytes
    end: Ended


def recorded(
    tasks: Sequence[Task], asked: Mapping[Name, Asked], look: Callable[[], Look], transcript: Transcript | None
) -> Iterator[Made | Ended]:
    """Yield a record for each of `tasks`, or how else it ended; `asked` is what was asked before the execution."""
    found = {name_of(task): _found(task, transcript) for task in tasks}
    try:
        after = look()
    except ReadinessError as error:
        yield from refused(tasks, error.problems)
        return
    for task in tasks:
        try:
            before, now = asked[name_of(task)], after.asked(task)
            moved = doubtful(task, now) or _moved(task, before, now)
            yield moved or _made(task, now, after, found[name_of(task)])
        except ReadinessError as error:
            yield from refused([task], error.problems)


@dataclass(frozen=True, slots=True)
class _Found:
    """What an execution left behind for one task besides artefacts; `flaw` says why nothing could be collected."""

    transcript: Transcript
    collected: Source | None = None
    flaw: str | None = None


def _found(task: Task, transcript: Transcript | None) -> _Found:
    """Return what was executed for `task`, and what its kind collects itself; nothing after a command that failed."""
    collect = task.kind.collect
    if transcript is not None and (collect is None or transcript.exit_code != 0):
        return _Found(transcript)
    started = datetime.now(UTC)
    source, flaw = None, None
    try:
        source = collect(task.requirement.condition) if collect is not None else None
    except (EvidenceMissingError, EvidenceUnreadableError) as error:
        flaw = str(error)
    except Exception as error:  # noqa: BLE001 - a plugin may raise anything, and that must never be a pass
        flaw = str(crashed(task.kind, error))
    asking = Transcript("", None, b"", started, datetime.now(UTC))
    return _Found(replace(transcript, finished=asking.finished) if transcript else asking, source, flaw)


def _made(task: Task, asked: Asked, look: Look, found: _Found) -> Made:
    view = look.view(task)
    record = Recorder(view.tree, view.config, view.coverage).executed(asked, found.transcript, found.collected)
    if found.flaw is not None:
        record = replace(record, measured=None, flaw=found.flaw)
    match standing_by(asked, Filed("", "", record), view.config, record.finished):
        case Met(claim=claim):
            end = Ended(task, How.PASSED, claim.summary or "as required")
        case Unmet(reasons=reasons):
            end = Ended(task, How.FAILED, "; ".join(dict.fromkeys((*reasons, *filter(None, [record.flaw])))))
        case Aged(reason=reason):
            end = Ended(task, How.FAILED, reason)
        case Absent(reason=reason) | Unreadable(reason=reason) | Moved(since=reason):
            end = Ended(task, How.UNKNOWN, reason)
        case other:
            assert_never(other)
    return Made(record=record, contents=asked.covered.contents, end=end)


def refused(tasks: Sequence[Task], problems: Sequence[Problem]) -> tuple[Ended, ...]:
    """Return that no record was made for any of `tasks`, and why."""
    return tuple(Ended(task, How.REFUSED, problems[0].message, tuple(problems)) for task in tasks)


def doubtful(task: Task, asked: Asked) -> Ended | None:
    """Return that no record is made for `task`, because nobody can tell its content; None where that can be told."""
    doubts = asked.covered.doubts
    if not doubts:
        return None
    path, why = doubts[0]
    more = f", and of {len(doubts) - 1} more files" if len(doubts) > 1 else ""
    message = f"nobody can tell the content of {shown(path)}{more}: {why}"
    fix = "remove the doubt, or prove a clean checkout with `--clean`"
    return refused([task], [Problem(code_of("content-doubtful"), message, fix)])[0]


def _moved(task: Task, before: Asked, now: Asked) -> Ended | None:
    if before.covered.digest == now.covered.digest:
        return None
    between = changes(parse_contents(before.covered.contents), parse_contents(now.covered.contents))
    message = f"what it covers changed while the command ran: {between.summary()}"
    fix = "let git ignore what the command writes, or take it out of `covers`; try again when nobody else writes there"
    return refused([task], [Problem(code_of("content-moved"), message, fix)])[0]
