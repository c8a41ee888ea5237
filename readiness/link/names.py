"""The names that one scope uses: resolved against the register, or collected as problems."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from readiness.errors import Problem
from readiness.link.problems import duplicate, unknown
from readiness.link.register import Register
from readiness.model.documents.scope import Scope
from readiness.model.loaded import Loaded
from readiness.model.outcome import ItemClass
from readiness.model.place import Part, Place

T = TypeVar("T")


@dataclass(slots=True)
class Names:
    """Resolves for the scope in `loaded`. `needs` are other scopes that it cannot be judged without.

    `stopped` means that it leans on something broken which is reported where it is broken, and only there.
    """

    register: Register
    loaded: Loaded[Scope]
    conditions: Mapping[Place, Any]
    problems: list[Problem] = field(default_factory=list)
    needs: set[str] = field(default_factory=set)
    stopped: bool = False

    def place(self, *route: Part) -> Place:
        """Return the place of a value of the scope."""
        return self.loaded.place(*route)

    def find(self, what: str, name: str | None, known: Mapping[str, T], *route: Part) -> T | None:
        """Return what `name` stands for among `known`; None, and a problem, if there is no such thing."""
        if name is None or name in known:
            return None if name is None else known[name]
        self.problems.append(unknown(what, name, known, self.place(*route), self.register.locate))
        return None

    def owner(self, name: str | None, *route: Part) -> None:
        """Check that `name` is in the directory, where there is one."""
        register = self.register
        if name is None or name in register.owners:
            return
        if register.owners_uncertain:
            self.stopped = True
        elif register.has_directory:
            self.find("owner", name, register.owners, *route)

    def item_class(self, reference: str, *route: Part) -> tuple[str, str, ItemClass] | None:
        """Return the scope, the id and the class of the item that `reference` names; None, and a problem, if none."""
        prefix, _, name = reference.rpartition("/")
        scope = prefix or self.loaded.document.id
        if (
            prefix
            and prefix not in self.register.items
            and (self.register.uncertain or self.register.is_broken(prefix))
        ):
            # Noted as needed, so that a run that names this scope reaches the problem that stops it.
            self.needs.add(prefix)
            self.stopped = True
            return None
        items = self.find("scope", scope, self.register.items, *route)
        item = None if items is None else self.find("item", name, items, *route)
        if item is None:
            return None
        if prefix and prefix != self.loaded.document.id:
            self.needs.add(prefix)
        return scope, name, item.item_class

    def unique(self, what: str, ids: Collection[tuple[str, Place]]) -> None:
        """Add a problem for each of `ids` that is given a second time."""
        first: dict[str, Place] = {}
        for name, at in ids:
            if first.setdefault(name, at) is not at:
                self.problems.append(duplicate(what, name, first[name], at, self.register.locate))
