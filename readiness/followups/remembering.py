"""What a tracker said of an issue that was just opened, put into the lock, so that nobody has to ask again today."""

import os
from collections.abc import Sequence
from pathlib import Path

from readiness.followups.desk import Desk
from readiness.followups.editing import Texts
from readiness.model.tracking import Issue, Told
from readiness.trackers.base import Draft
from readiness.trackers.lock import ATTRIBUTES, LOCK, MERGED, Lock, parse_lock, write_lock
from readiness.trackers.mentions import mentions
from readiness.tree.base import Unread


def remembered(desk: Desk, issue: Issue, names: Sequence[str], draft: Draft | None) -> Texts:
    """Return the lock with what is known of `issue`, and the attributes that it needs.

    `draft` is what it was opened with, in which `names` are looked for; None where it was there before. A lock that
    cannot be read or written, or would be too large to be read again, is left alone: the reference matters more, and
    asking the trackers says what is wrong.
    """
    old, attributes = _text(desk, LOCK), _text(desk, ATTRIBUTES)
    if old is None or attributes is None or not all(_is_replaceable(desk.top, path) for path in (LOCK, ATTRIBUTES)):
        return {}
    try:
        lock = parse_lock(old.encode())
    except ValueError:
        return {}
    found = {} if draft is None else mentions(f"{draft.title}\n{draft.body}", names)
    told = Told(issue, desk.now.replace(microsecond=0), found)
    new = write_lock(Lock({**lock.issues, issue.reference: told}, lock.open_work)).decode()
    if len(new.encode()) > desk.config.max_bytes:
        return {}
    texts = {LOCK: (old, new)}
    if not any(line.split()[:1] == ["followups.lock"] for line in attributes.splitlines()):
        gap = "" if not attributes or attributes.endswith("\n") else "\n"
        texts[ATTRIBUTES] = (attributes, f"{attributes}{gap}{MERGED}")
    return texts


def _text(desk: Desk, path: str) -> str | None:
    """Return the text of a file; an empty one where there is none, None where it cannot be read."""
    data = desk.tree.read([path], desk.config.max_bytes)[path]
    if isinstance(data, Unread):
        return "" if data is Unread.ABSENT else None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _is_replaceable(top: Path, path: str) -> bool:
    """Return whether a file can be put at `path`, to which no link leads."""
    file = top / path
    folders = file.parents[: path.count("/")]
    if any(one.is_symlink() for one in (file, *folders)) or (file.exists() and not file.is_file()):
        return False
    nearest = next(above for above in file.parents if above.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
