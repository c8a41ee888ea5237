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
    """A character in a file: `line` and `column` count from 1; 0 where a file as a whole is meant."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


Locator = Callable[[Place], Location]
