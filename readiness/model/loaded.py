"""What loading returns: typed documents, everything that is wrong with the files, and where things are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from readiness.errors import Problem
from readiness.model.documents.directory import Directory
from readiness.model.documents.scope import Scope
from readiness.model.place import Locator, Place

D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Loaded(Generic[D]):
    """A document that its type accepts, and the file that holds it."""

    path: str
    document: D

    def place(self, *route: str | int) -> Place:
        """Return the place of a value in this document."""
        return Place(self.path, route)


@dataclass(frozen=True, slots=True)
class Broken:
    """A file that could not be turned into a document. `kind` and `id` are None where even they cannot be told."""

    path: str
    kind: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Documents:
    """Everything that was loaded from one tree, in order of path.

    `conditions` holds, by the place of a piece of evidence, what its kind understood of the kind's own fields.
    `problems` are all problems of all files, sorted.
    """

    scopes: tuple[Loaded[Scope], ...]
    directories: tuple[Loaded[Directory], ...]
    broken: tuple[Broken, ...]
    problems: tuple[Problem, ...]
    conditions: Mapping[Place, Any]
    locate: Locator
