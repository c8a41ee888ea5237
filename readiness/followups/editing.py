"""An edit from the changes to the file: made on a copy, loaded, linked and judged there, and only then written."""

import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from readiness.edit import Change, EditError, edited
from readiness.edit.difference import difference
from readiness.edit.writing import write_atomically
from readiness.errors import Problem, ReadinessError, why_of
from readiness.followups.desk import Desk
from readiness.followups.judging import Difference, compared
from readiness.followups.overlay import Overlaid
from readiness.link import link
from readiness.model.place import Location
from readiness.model.plan import Plan
from readiness.sides import Side
from readiness.tree.base import Unread
from readiness.tree.disk import Disk
from readiness.tree.replacing import replace_file

_REFUSED: Final = "RDY065"
_NOTHING_ACTIVE: Final = "RDY054"
_POSITION: Final = re.compile(r":\d+:\d+\b")


Texts = Mapping[str, tuple[str, str]]
"""Files by path, with their text now and then; none now where the file is new."""


@dataclass(frozen=True, slots=True)
class Edit:
    """New texts by path, known to load; nothing is written yet."""

    desk: Desk
    scope: str
    old: Mapping[str, str]
    new: Mapping[str, str]
    before: Plan
    after: Plan
    side: Side

    @property
    def is_empty(self) -> bool:
        """Whether everything is as it should be already."""
        return self.old == self.new

    def diff(self) -> str:
        """Return the difference as a patch that git would apply."""
        return "".join(_difference(path, self.old[path], self.new[path]) for path in sorted(self.new))

    def compared(self) -> Difference:
        """Return what the edit changes of the verdicts on its scope.

        Raises:
            ReadinessError: RDY05x for the repository.
        """
        return compared(self.desk, self.side, self.before, self.after, self.scope)

    def check_writable(self) -> None:
        """Find out before anything else happens whether the files could be written.

        Raises:
            ReadinessError: RDY050, one of them could not.
        """
        for path in self.new:
            file = self.desk.file(path)
            folder = next(above for above in file.parents if above.exists())
            if (file.exists() and not os.access(file, os.W_OK)) or not os.access(folder, os.W_OK | os.X_OK):
                raise _unwritable(path, "nobody may write there")

    def write(self) -> None:
        """Write the files, each as a whole or not at all, those first that others name.

        Raises:
            ReadinessError: RDY050, one cannot be written, or somebody has changed it since it was read.
        """
        for path in self.new:
            if self.old[path] != self.new[path]:
                _write(self.desk, path, self.old[path], self.new[path])


def edit(
    desk: Desk,
    scope: str,
    changes: Mapping[str, Sequence[Change]],
    *,
    before: Texts | None = None,
    behind: Texts | None = None,
) -> Edit:
    """Return the edit of the files in `changes`, loaded and linked as the work tree would be with it.

    `before` and `behind` are files that are written along with them, each with its old and its new text: what the
    documents name before, and what only speaks of them behind.

    Raises:
        ReadinessError: RDY065, a text cannot be edited; or what would be wrong with the documents and is not so now.
    """
    texts = {path: desk.text(path) for path in changes}
    edited_texts = {path: (texts[path], _edited(path, texts[path], some)) for path, some in changes.items()}
    both = {**(before or {}), **edited_texts, **(behind or {})}
    old, new = ({path: text[side] for path, text in both.items()} for side in (0, 1))
    files = {path: text.encode() for path, text in new.items()}
    side = desk.reader.alone(Overlaid(desk.tree, (), (), files))
    plan, planned = link(desk.documents), link(side.documents)
    known = Counter(map(_identity, plan.problems))
    caused = [problem for problem in planned.problems if problem.code != _NOTHING_ACTIVE and _is_new(problem, known)]
    if caused:
        raise ReadinessError.of(caused)
    return Edit(desk, scope, old, new, plan, planned, side)


def _is_new(problem: Problem, known: Counter[tuple[str, str, str]]) -> bool:
    """Return whether there was no such problem before; one that was there explains one, wherever it stands now."""
    name = _identity(problem)
    known[name] -= 1
    return known[name] < 0


def _identity(problem: Problem) -> tuple[str, str, str]:
    path = problem.location.path if problem.location else ""
    return problem.code, path, _POSITION.sub("", problem.message)


def _edited(path: str, text: str, changes: Sequence[Change]) -> str:
    try:
        return edited(text, list(changes))
    except EditError as error:
        raise refused(path, error) from error


def _write(desk: Desk, path: str, old: str, new: str) -> None:
    """Replace a file that still says `old`, whole or not at all; one that is new must not have come meanwhile."""
    if old:
        write_atomically(desk.top, path, old.encode(), new.encode())
        return
    if Disk(desk.top).read(path, 0) not in {Unread.ABSENT, b""}:
        raise _unwritable(path, "the file has come since it was looked for")
    try:
        replace_file(desk.top, path, new.encode())
    except OSError as error:
        raise _unwritable(path, why_of(error)) from error


def _difference(path: str, old: str, new: str) -> str:
    """Return the difference as a patch that git applies; a file that is new comes from nowhere."""
    patch = difference(path, old, new)
    if old or not new:
        return patch
    first, _, rest = patch.partition("\n")
    return f"{first}\nnew file mode 100644\n--- /dev/null\n{rest.partition(chr(10))[2]}"


def refused(path: str, error: EditError) -> ReadinessError:
    """Return the error for an edit that is not made."""
    at = Location(path, error.line, 1) if error.line else Location(path)
    return ReadinessError(Problem(_REFUSED, error.reason, error.action, at))


def _unwritable(path: str, why: str) -> ReadinessError:
    fix = "check that the path and its permissions are right; nothing was written there"
    return ReadinessError(Problem("RDY050", f"the file cannot be written: {why}", fix, Location(path)))
