"""Who is named in a first launch: roles, and the team that CODEOWNERS names. Never a person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from readiness.scaffold.catalogue import Role
from readiness.scaffold.codeowners import id_of
from readiness.scaffold.questions import Answers
from readiness.scaffold.seen import Seen, Ships

_TITLES: Final[Mapping[str, str]] = {
    "release-manager": "Release manager",
    "maintainers": "Maintainers",
    "engineering": "Engineering",
    "operations": "Operations",
    "legal": "Legal",
    "product": "Product",
    "release-approver": "Whoever approves the release besides its owner",
}
_TEAMS: Final = frozenset({"maintainers", "engineering", "operations", "legal", "product"})
_SECOND: Final = "release-approver"


@dataclass(frozen=True, slots=True)
class Owner:
    """One entry of the directory. `found` is the file that names the team; empty where it is a role to be filled."""

    id: str
    title: str
    type: str
    contact: str = ""
    found: str = ""


@dataclass(slots=True)
class Owners:
    """Gives each role of the catalogue its id, and remembers which were needed."""

    seen: Seen
    answers: Answers
    needed: list[str] = field(default_factory=list)

    def of(self, role: Role) -> str:
        """Return the id of who has `role`."""
        return self._noted(self._id(role))

    def besides(self, role: Role, owner: str) -> str:
        """Return the id of who has `role`, or of somebody else where that is `owner`: nobody vouches for themselves."""
        found = self._id(role)
        return self._noted(_SECOND if found == owner else found)

    def listed(self, known: Collection[str]) -> tuple[Owner, ...]:
        """Return the entries of a directory for all that were needed and are not `known` to another one."""
        return tuple(self._entry(one) for one in self.needed if one not in known)

    def _id(self, role: Role) -> str:
        small = self.answers.ships is Ships.PACKAGE
        if role in ("launch", "maintainers") or (small and role == "engineering"):
            return self.answers.owner
        return self._team()[0] if role == "engineering" and self._team() else role

    def _team(self) -> tuple[str, ...]:
        return tuple(id_of(team) for team in self.seen.owners.teams) if self.seen.owners else ()

    def _noted(self, owner: str) -> str:
        if owner not in self.needed:
            self.needed.append(owner)
        return owner

    def _entry(self, owner: str) -> Owner:
        code = self.seen.owners
        for team in code.teams if code else ():
            if code and id_of(team) == owner:
                return Owner(owner, owner.replace("-", " ").capitalize(), "team", team, code.path)
        title = _TITLES.get(owner, owner.replace("-", " ").capitalize())
        return Owner(owner, title, "team" if owner in _TEAMS else "role")
