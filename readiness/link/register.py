"""Who is who: scopes, items and owners by id over all documents, and what cannot be told because a file is broken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from readiness.errors import Problem
from readiness.link.cycles import Node
from readiness.link.deferral import deferred_behind
from readiness.link.problems import duplicate, unknown
from readiness.link.ties import next_launches
from readiness.model.documents.directory import Directory, Owner
from readiness.model.documents.scope import Item, Scope
from readiness.model.loaded import Broken, Documents, Loaded
from readiness.model.place import Locator


@dataclass(frozen=True, slots=True)
class Register:
    """All names that documents can refer to.

    `behind` has the deferred item that another one leans on, `next_launch` the day of the launch after that of a scope.
    `uncertain` says that a file could be anything, so that a name which is not found may well stand there;
    `owners_uncertain` says so of owners.
    """

    scopes: Mapping[str, Loaded[Scope]]
    items: Mapping[str, Mapping[str, Item]]
    owners: Mapping[str, Owner]
    has_directory: bool
    behind: Mapping[Node, Node]
    next_launch: Mapping[str, date | None]
    broken: tuple[Broken, ...]
    ambiguous: frozenset[str]
    locate: Locator
    problems: tuple[Problem, ...]

    @property
    def uncertain(self) -> bool:
        """Whether a file is so broken that it might define any name."""
        return any(broken.kind is None or (broken.kind == "scope" and broken.id is None) for broken in self.broken)

    @property
    def owners_uncertain(self) -> bool:
        """Whether a file is broken that might define an owner; one of no known kind only where there is a directory."""
        kinds = {broken.kind for broken in self.broken}
        return "directory" in kinds or (None in kinds and self.has_directory)

    def is_broken(self, scope: str) -> bool:
        """Whether `scope` is known to exist in a form that cannot be judged."""
        return scope in self.ambiguous or any(broken.id == scope for broken in self.broken if broken.kind == "scope")


def register(documents: Documents) -> Register:
    """Return every name that `documents` define; names that are defined twice are problems, with both places."""
    problems: list[Problem] = []
    scopes = dict[str, Loaded[Scope]]()
    ambiguous = set[str]()
    for loaded in documents.scopes:
        first = scopes.setdefault(loaded.document.id, loaded)
        if first is not loaded:
            ambiguous.add(loaded.document.id)
            problems.append(
                duplicate("scope", loaded.document.id, first.place("id"), loaded.place("id"), documents.locate)
            )
    owners = dict[str, tuple[Loaded[Directory], Owner]]()
    for directory, owner_id, owner in _owners(documents):
        first_directory, _ = owners.setdefault(owner_id, (directory, owner))
        if first_directory is not directory:
            places = first_directory.place("owners", owner_id), directory.place("owners", owner_id)
            problems.append(duplicate("owner", owner_id, *places, documents.locate))
    uncertain = any(broken.kind in {None, "directory"} for broken in documents.broken)
    problems += [] if uncertain else _strangers(documents, owners)
    items = {name: {item.id: item for item in loaded.document.items} for name, loaded in scopes.items()}
    return Register(
        scopes={name: loaded for name, loaded in sorted(scopes.items()) if name not in ambiguous},
        items=items,
        behind=deferred_behind(items),
        next_launch=next_launches(documents.scopes),
        owners={name: owner for name, (_, owner) in owners.items()},
        has_directory=bool(documents.directories),
        broken=documents.broken,
        ambiguous=frozenset(ambiguous),
        locate=documents.locate,
        problems=tuple(problems),
    )


def _strangers(documents: Documents, owners: Mapping[str, object]) -> Iterator[Problem]:
    """Yield a problem for each member and deputy who is nobody in the directory."""
    for directory, owner_id, owner in _owners(documents):
        for field, names in (("members", owner.members), ("deputies", owner.deputies)):
            for number, name in enumerate(names):
                if name not in owners:
                    place = directory.place("owners", owner_id, field, number)
                    yield unknown("owner", name, owners, place, documents.locate)


def _owners(documents: Documents) -> Iterator[tuple[Loaded[Directory], str, Owner]]:
    for directory in documents.directories:
        for owner_id, owner in directory.document.owners.items():
            yield directory, owner_id, owner
