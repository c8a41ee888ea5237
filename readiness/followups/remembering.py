"""What a tracker said of an issue that was just opened, put into the lock, so that nobody has to ask again today."""

from collections.abc import Sequence

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
    cannot be read is left alone: asking the trackers says what is wrong with it.
    """
    old, attributes = _text(desk, LOCK), _text(desk, ATTRIBUTES)
    if old is None or attributes is None:
        return {}
    try:
        lock = parse_lock(old.encode())
    except ValueError:
        return {}
    found = {} if draft is None else mentions(f"{draft.title}\n{draft.body}", names)
    told = Told(issue, desk.now.replace(microsecond=0), found)
    new = write_lock(Lock({**lock.issues, issue.reference: told}, lock.open_work)).decode()
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
