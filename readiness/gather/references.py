"""Where references into files lead: to a file, a heading of a Markdown file, or a key of a flag file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from readiness.model.dossier import Pointed
from readiness.reading.flags import flag_keys
from readiness.reading.markdown import ENDINGS, anchors
from readiness.tree.base import Tree, Unread

_MOST_HINTS: Final = 100
"""Looking for similar anchors is slow, and nobody reads more hints than this."""
_DATA: Final = (".json", ".yaml", ".yml", ".toml")


@dataclass(frozen=True, slots=True)
class Followed:
    """What each reference leads to, and, for anchors that are not there, the most similar one that is."""

    found: Mapping[str, Pointed]
    nearest: Mapping[str, str]


def follow(references: Sequence[str], tree: Tree, limit: int, ships: Callable[[str], bool]) -> Followed:
    """Return what each of `references` (a path, perhaps with an anchor) leads to at `tree`.

    `ships` tells of a path whether it is part of the candidate: a runbook that git ignores helps nobody else.
    """
    files = tree.read(sorted({reference.partition("#")[0] for reference in references}), limit)
    headings: dict[str, Mapping[str, bool] | None] = {}
    found: dict[str, Pointed] = {}
    nearest: dict[str, str] = {}
    for reference in references:
        path, _, anchor = reference.partition("#")
        data = files[path]
        if isinstance(data, Unread):
            found[reference] = Pointed.NO_FILE if data is Unread.ABSENT else Pointed.UNREADABLE
        elif not ships(path):
            found[reference] = Pointed.NOT_SHIPPED
        elif not data.strip():
            found[reference] = Pointed.EMPTY
        elif not anchor:
            found[reference] = Pointed.FOUND
        elif path.lower().endswith(ENDINGS):
            if path not in headings:
                headings[path] = _anchors(data)
            found[reference] = _heading(headings[path], anchor)
            if found[reference] is Pointed.NO_ANCHOR and len(nearest) < _MOST_HINTS:
                similar = get_close_matches(anchor, headings[path] or (), n=1)
                nearest.update((reference, f"{path}#{near}") for near in similar)
        elif path.lower().endswith(_DATA):
            found[reference] = _flag(data, path, anchor)
        else:
            found[reference] = Pointed.UNREADABLE
    return Followed(found, nearest)


def _anchors(data: bytes) -> Mapping[str, bool] | None:
    try:
        return anchors(data)
    except ValueError:
        return None


def _heading(known: Mapping[str, bool] | None, anchor: str) -> Pointed:
    if known is None:
        return Pointed.UNREADABLE
    if anchor not in known:
        return Pointed.NO_ANCHOR
    return Pointed.FOUND if known[anchor] else Pointed.EMPTY


def _flag(data: bytes, path: str, key: str) -> Pointed:
    try:
        return Pointed.FOUND if flag_keys(data, path).holds(key) else Pointed.NO_ANCHOR
    except ValueError:
        return Pointed.UNREADABLE
