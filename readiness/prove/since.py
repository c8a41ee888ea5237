"""What of a requirement is different since a revision: the files that it covers, or what exactly it asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readiness.config import Config
from readiness.errors import ReadinessError
from readiness.evidence import kinds
from readiness.gather import coverage_of, products
from readiness.gather.artefacts import just_commit
from readiness.gather.asking import Asked, ask_all
from readiness.gather.definition import proven_of
from readiness.link import link
from readiness.model.plan import Plan, Requirement
from readiness.model.record import Proven
from readiness.sides import Reader
from readiness.tree.base import Tree
from readiness.tree.fingerprint import changes, parse_contents
from readiness.tree.narrowed import narrow


@dataclass(frozen=True, slots=True)
class Then:
    """A revision, and what it asked for: definitions by requirement."""

    name: str
    tree: Tree
    definitions: Mapping[Proven, str]

    @classmethod
    def at(cls, tree: Tree, name: str, reader: Reader) -> "Then":
        """Return what the commit `tree`, called `name`, asked for; of what cannot be understood there, nothing."""
        try:
            side = reader.alone(tree)
        except ReadinessError:
            return cls(name, tree, {})
        plan = link(side.documents)
        asked = _asked(plan, side.config, side.candidate)
        return cls(name, tree, {proven: one.definition for proven, one in asked.items()})


class Since:
    """Compares what each side asks for now, of its candidate, with how that was at `then`."""

    def __init__(self, then: Then, sides: Sequence[tuple[Plan, Config, Tree]]) -> None:
        self._then = then
        self._now = [_asked(*side) for side in sides]
        self._before = [
            _asked(plan, config, narrow(then.tree, config.ignore, config.scopes)) for plan, config, _ in sides
        ]

    def __call__(self, side: int, requirement: Requirement) -> str | None:
        """Return what is different of `requirement`, which `side` demands, as a phrase; None where nothing is."""
        proven = proven_of(requirement)
        before, now = self._before[side][proven], self._now[side][proven]
        if before.covered.digest != now.covered.digest:
            between = changes(parse_contents(before.covered.contents), parse_contents(now.covered.contents))
            return f"since {self._then.name}, {between.summary()}"
        if self._then.definitions.get(proven) != now.definition:
            return f"since {self._then.name}, what is asked for was changed"
        return None


def _asked(plan: Plan, config: Config, tree: Tree) -> Mapping[Proven, Asked]:
    coverage = coverage_of(plan, tree, config, kinds())
    found = ask_all(products(plan, kinds()), coverage, kinds(), config, just_commit(tree))
    return {one.wanted.proven: one for one in found}
