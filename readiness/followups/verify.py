"""`followups verify`: ask the trackers, and keep what they said in the lock. Nothing else here writes.

The lock is read again when all answers have come, so that what somebody else has written meanwhile is not lost; and it
is written as a whole or not at all.
"""

import errno
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from readiness.errors import Problem, ReadinessError, why_of
from readiness.followups.asking import Correspondent
from readiness.followups.launches import Launches, read_launches
from readiness.followups.questions import Inquiry, Questions, questions_of
from readiness.followups.remarks import remarks, unanswered
from readiness.followups.settling import compare, fresh_for, settle
from readiness.model.followups import Verified
from readiness.model.place import Location
from readiness.model.problems import code_of
from readiness.model.wording import suggestion
from readiness.pipeline import Request
from readiness.trackers.base import Heard
from readiness.trackers.lock import ATTRIBUTES, LOCK, MERGED, Lock, Milestone, parse_lock, write_lock
from readiness.tree.base import Unread
from readiness.tree.disk import Disk
from readiness.tree.opening import find_top
from readiness.tree.replacing import replace_file
from readiness.web.errors import NoAnswerError


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How to verify. `tracker` is the only one to be asked; `refresh` renews lines that still say the same."""

    tracker: str | None = None
    refresh: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is to be asked, and where the answers go: below `top`."""

    top: Path
    launches: Launches
    questions: Questions
    inquiries: tuple[Inquiry, ...]
    wish: Wish

    @property
    def size(self) -> int:
        """How many answers are to come."""
        return sum(inquiry.size for inquiry in self.inquiries)


def prepare(request: Request, wish: Wish) -> Prepared:
    """Return what has to be asked for the work tree that `request` means.

    Raises:
        ReadinessError: as `check`; every problem in the documents; RDY050, the lock cannot be used; RDY056, there is no
            tracker of the name in `wish`.
    """
    top = find_top(request.root)
    launches = read_launches(request)
    questions = questions_of(launches)
    if wish.tracker is not None and wish.tracker not in launches.trackers:
        message = f"there is no tracker called `{wish.tracker}`"
        raise ReadinessError(Problem(code_of("usage"), message, suggestion(wish.tracker, launches.trackers)))
    inquiries = tuple(one for one in questions.inquiries if wish.tracker in {None, one.tracker})
    prepared = Prepared(top, launches, questions, inquiries, wish)
    _, damage = _lock(prepared)
    if damage is not None and wish.tracker is not None:
        fix = "leave --tracker out, so that all of it is asked anew, or restore the file"
        raise ReadinessError(Problem(code_of("usage"), f"{LOCK} cannot be read: {damage}", fix, Location(LOCK)))
    return prepared


def verify(prepared: Prepared, environ: Mapping[str, str], heard: Heard) -> Verified:
    """Ask, write the lock unless that is not wished, and return what came of it. `heard` is told from several threads.

    Raises:
        ReadinessError: RDY050, the lock cannot be written; then it is as it was.
    """
    launches, questions = prepared.launches, prepared.questions
    now = launches.now.replace(microsecond=0)
    answers = Correspondent(launches.trackers, environ, now, heard).ask(prepared.inquiries, questions.names_of)
    old, damage = _lock(prepared)
    fresh = fresh_for(launches.config.followups.max_age, refresh=prepared.wish.refresh)
    new = settle(old, answers, questions.named.keys() - questions.listed, _milestones(questions), fresh)
    changed = compare(old, new)
    same = damage is None and not (changed.new or changed.changed or changed.renewed or changed.dropped)
    saved = (not same or _is_untidy(prepared, new)) and not prepared.wish.dry_run
    attributes = _attributes(prepared) if new.issues or new.open_work else None
    if saved:
        _write(prepared, new)
    if attributes is not None and not prepared.wish.dry_run:
        _replace(prepared.top, ATTRIBUTES, attributes)
    return Verified(
        as_of=launches.now,
        answered=sum(not isinstance(one, NoAnswerError) for one in answers.issues.values()),
        milestones=sum(not isinstance(one, NoAnswerError) for one in answers.open_work.values()),
        listed=len(questions.listed),
        remarks=tuple(remarks(answers, questions, launches.now.date())),
        unanswered=tuple(unanswered(answers)),
        written=changed,
        damage=damage,
        attributes=attributes is not None and not prepared.wish.dry_run,
        saved=saved,
    )


def _milestones(questions: Questions) -> set[Milestone]:
    return {(one.tracker, *milestone) for one in questions.inquiries for milestone in one.milestones}


def _read(prepared: Prepared, path: str) -> bytes | None:
    """Return what stands at `path`; None where nothing does.

    Raises:
        ReadinessError: RDY050, it cannot be read, or leads out of the repository.
    """
    data = Disk(prepared.top).read(path, prepared.launches.config.max_bytes)
    if data is Unread.ABSENT:
        return None
    if isinstance(data, Unread):
        raise _refused(path, f"the file cannot be used: {data.value}", "make it a regular file, or remove it")
    return data


def _lock(prepared: Prepared) -> tuple[Lock, str | None]:
    """Return the lock as it stands; an empty one, and why, where it cannot be understood."""
    data = _read(prepared, LOCK)
    try:
        return Lock() if data is None else parse_lock(data), None
    except ValueError as error:
        return Lock(), str(error)


def _is_untidy(prepared: Prepared, new: Lock) -> bool:
    """Whether the lock has other bytes than `new` would have, as it has after a merge."""
    data = _read(prepared, LOCK)
    return (data or b"") != write_lock(new)


def _attributes(prepared: Prepared) -> bytes | None:
    """Return what has to stand in the attributes, so that git keeps both lines; None where it stands there."""
    data = _read(prepared, ATTRIBUTES) or b""
    if any(line.split()[:1] == [b"followups.lock"] for line in data.splitlines()):
        return None
    gap = b"" if not data or data.endswith(b"\n") else b"\n"
    return data + gap + MERGED.encode()


def _write(prepared: Prepared, lock: Lock) -> None:
    data, most = write_lock(lock), prepared.launches.config.max_bytes
    if len(data) > most:
        why = f"the lock would have {len(data):,} bytes, and files of more than {most:,} are not read"
        raise _refused(LOCK, why, "raise `max_bytes` in the configuration")
    _replace(prepared.top, LOCK, data)


def _replace(top: Path, path: str, data: bytes) -> None:
    try:
        replace_file(top, path, data)
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENOTDIR}:
            why = "the file is not written: it, or a folder on the way, is a symbolic link or a special file"
            raise _refused(path, why, "put a real folder and a regular file there") from error
        why = why_of(error)
        raise _refused(path, why, "check the permissions of the file and its folder") from error


def _refused(path: str, why: str, fix: str) -> ReadinessError:
    return ReadinessError(Problem(code_of("io"), why, fix, Location(path)))
