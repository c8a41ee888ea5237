"""Where something is written: as a route through a document while judging, as line and column when shown.

Routes survive edits of layout and cost nothing to carry; lines and columns are worked out late, for what is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass

Part = str | int
Route = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a document: the file's path from the root, and the keys and indexes that lead to it."""

    path: str
    route: Route = ()

    def at(self, *parts: Part) -> "Place":
        """Return the place that `parts` lead to from here."""
        return Place(self.path, self.route + parts)


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A character in a file: `line` and `column` count from 1; 0 where a file as a whole is meant.

    `revision` is the commit that the file is read at, where that is another than the candidate.
    """

    path: str
    line: int = 0
    column: int = 0
    revision: str | None = None

    def __str__(self) -> str:
        file = self.path if self.revision is None else f"{self.revision:.9}:{self.path}"
        return f"{file}:{self.line}:{self.column}" if self.line else file


Locator = Callable[[Place], Location]
