"""The lock: what the trackers said last, kept in git, so that a launch is judged offline and alike for everybody.

`.readiness/followups.lock` has one line of JSON for each issue and for each milestone that is audited, sorted. Lines of
two branches are merged by keeping both (`merge=union`): of several about the same thing the one that was asked last
counts. A line that cannot be read could be the newest about anything, so it spoils the whole lock.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final

from readiness.model.tracking import Issue, IssueState, NotThere, OpenWork, Reference, Told

LOCK: Final = ".readiness/followups.lock"
ATTRIBUTES: Final = ".readiness/.gitattributes"
MERGED: Final = "followups.lock merge=union -text\n"
"""What `ATTRIBUTES` has to say so that git keeps both lines."""

Milestone = tuple[str, str, str]
"""Tracker, project and title."""


@dataclass(frozen=True, slots=True)
class Lock:
    """What was said last, by issue and by milestone."""

    issues: Mapping[Reference, Told | NotThere] = field(default_factory=dict)
    open_work: Mapping[Milestone, OpenWork] = field(default_factory=dict)


def parse_lock(data: bytes) -> Lock:
    """Return what is in `data`, the bytes of the lock.

    Raises:
        ValueError: a line that is none, with its number; a merge that was not finished is one.
    """
    issues: dict[Reference, Told | NotThere] = {}
    open_work: dict[Milestone, OpenWork] = {}
    # By "\n" alone: a title may hold other characters that Python takes for the end of a line.
    for number, line in enumerate(data.decode("utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            said = _JSON.decode(line)
            asked = _moment(said["asked"])
            if "milestone" in said and "issues" in said:
                work = _work(said, asked)
                key = (work.tracker, work.project, work.milestone)
                open_work[key] = max(open_work.get(key, work), work, key=_weight)
            else:
                entry = _entry(said, asked)
                reference = entry.reference if isinstance(entry, NotThere) else entry.issue.reference
                issues[reference] = _newer(issues.get(reference), entry)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            msg = f"line {number} of it is no answer of a tracker"
            raise ValueError(msg) from error
    return Lock(issues, open_work)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a mapping of JSON in which every key stands once: of two, a reader would see either, and Python the last.

    Raises:
        ValueError: a key is there twice.
    """
    said = dict(pairs)
    if len(said) != len(pairs):
        raise ValueError
    return said


_JSON: Final = json.JSONDecoder(object_pairs_hook=_once)
"""Made once: `json.loads` with a hook makes one a line."""


def _weight(work: OpenWork) -> tuple[datetime, int, str]:
    """Return what decides between two lists of a milestone: when it was asked about; at one time, which has more."""
    return work.asked, len(work.issues), json.dumps(_work_line(work), sort_keys=True)


def _newer(known: Told | NotThere | None, entry: Told | NotThere) -> Told | NotThere:
    """Return which of two answers counts: the later; of two at one time the one that lets less pass."""
    if known is None or known.asked != entry.asked:
        return entry if known is None or known.asked < entry.asked else known
    return max(known, entry, key=_severity)


def _severity(entry: Told | NotThere) -> tuple[int, str]:
    if isinstance(entry, NotThere):
        return 2, ""
    return int(entry.issue.state is IssueState.CLOSED), json.dumps(_line(entry), sort_keys=True)


def write_lock(lock: Lock) -> bytes:
    """Return the bytes of `lock`, the same for the same answers."""
    lines: Iterable[Mapping[str, Any]] = (
        *(_line(entry) for _, entry in sorted(lock.issues.items(), key=lambda one: one[0])),
        *(_work_line(work) for _, work in sorted(lock.open_work.items())),
    )
    text = "".join(f"{json.dumps(line, ensure_ascii=False, sort_keys=True)}\n" for line in lines)
    # Half of a surrogate pair, which a title can have, is then spelled as JSON spells it.
    return text.encode("utf-8", "backslashreplace")


def _line(entry: Told | NotThere) -> Mapping[str, Any]:
    if isinstance(entry, NotThere):
        return {**_named(entry.reference), "asked": _written(entry.asked), "found": False}
    told = {**_described(entry.issue), "asked": _written(entry.asked), "found": True}
    return told | ({"mentions": dict(entry.mentions)} if entry.mentions else {})


def _work_line(work: OpenWork) -> Mapping[str, Any]:
    return {
        "asked": _written(work.asked),
        "issues": [_described(issue) for issue in sorted(work.issues, key=lambda issue: issue.reference)],
        "milestone": work.milestone,
        "project": work.project,
        "tracker": work.tracker,
    }


def _named(reference: Reference) -> dict[str, Any]:
    return {"tracker": reference.tracker, "project": reference.project, "issue": reference.issue}


def _described(issue: Issue) -> dict[str, Any]:
    """Return what is known of `issue`; what it does not have is left out."""
    known = {
        "state": issue.state.value,
        "title": issue.title,
        "why": issue.why,
        "assignees": list(issue.assignees),
        "due": issue.due and issue.due.isoformat(),
        "of_milestone": issue.milestone,
        "labels": list(issue.labels),
        "updated": issue.updated and _written(issue.updated),
        "url": issue.url,
    }
    return _named(issue.reference) | {name: value for name, value in known.items() if value}


def _entry(said: Mapping[str, Any], asked: datetime) -> Told | NotThere:
    if said["found"] is False:
        return NotThere(_reference(said), asked)
    mentions = said.get("mentions", {})
    if said["found"] is not True or not all(isinstance(value, bool) for value in mentions.values()):
        raise ValueError
    return Told(_issue(said), asked, dict(mentions))


def _work(said: Mapping[str, Any], asked: datetime) -> OpenWork:
    tracker, project, milestone = (_text(said[name]) for name in ("tracker", "project", "milestone"))
    return OpenWork(tracker, project, milestone, asked, tuple(_issue(one) for one in said["issues"]))


def _issue(said: Mapping[str, Any]) -> Issue:
    return Issue(
        reference=_reference(said),
        state=IssueState(said["state"]),
        title=_text(said.get("title", "")),
        why=_maybe(said.get("why")),
        assignees=_texts(said.get("assignees", [])),
        due=date.fromisoformat(said["due"]) if "due" in said else None,
        milestone=_maybe(said.get("of_milestone")),
        labels=_texts(said.get("labels", [])),
        updated=_moment(said["updated"]) if "updated" in said else None,
        url=_maybe(said.get("url")),
    )


def _reference(said: Mapping[str, Any]) -> Reference:
    return Reference(_text(said["tracker"]), _text(said["project"]), _text(said["issue"]))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError  # of text, each letter would be somebody
    return tuple(map(_text, value))


def _maybe(value: object) -> str | None:
    return None if value is None else _text(value)


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(UTC)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
