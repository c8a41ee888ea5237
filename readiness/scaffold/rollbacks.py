"""Whether somebody has written down already how a release is taken back: a heading with steps under it."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from readiness.reading.markdown import headings
from readiness.tree.base import Unread

MOST: Final = 40
_WHERE: Final = re.compile(
    r"(?:.*/)?(?:runbooks?|playbooks?)/(?:.*/)?[^/]+\.md|(?:.*/)?[^/]*(?:runbook|roll-?back|releas|deploy|operat)[^/]*\.md",
    re.IGNORECASE,
)
_HEADING: Final = re.compile(r"\b(?:roll(?:ing)?[ -]?back|revert|withdraw|yank|undo)", re.IGNORECASE)


def candidates(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the documents that may say it, those nearest to the root first."""
    found = [path for path in paths if _WHERE.fullmatch(path)]
    return tuple(sorted(found, key=lambda path: (path.count("/"), path))[:MOST])


def steps_in(files: Mapping[str, bytes | Unread]) -> str | None:
    """Return `path#anchor` of the first heading about taking a release back that has something under it."""
    for path, data in files.items():
        if isinstance(data, Unread):
            continue
        try:
            found = headings(data)
        except ValueError:
            continue
        for one in found:
            if one.filled and one.anchor.isascii() and _HEADING.search(one.text):
                return f"{path}#{one.anchor}"
    return None
