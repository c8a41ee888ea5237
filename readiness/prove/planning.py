"""What is to be proven, from all sides that demand something, and in which order; nothing is executed for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from readiness.both_sides import against
from readiness.config import Config
from readiness.errors import Problem, ReadinessError
from readiness.evidence import kinds
from readiness.gather import gather
from readiness.ledger.reading import Ledger
from readiness.link import link
from readiness.model.dossier import Dossier
from readiness.model.plan import Plan
from readiness.pipeline import Request, ledger_of
from readiness.policy import names_for, without_policy
from readiness.prove.ordering import Order, in_order
from readiness.prove.selecting import Selection, Wish, select
from readiness.prove.since import Since, Then
from readiness.sides import Reader, Side
from readiness.tree.base import Tree
from readiness.tree.opening import open_tree


@dataclass(frozen=True, slots=True)
class Demands:
    """What one side demands, and how that stands."""

    side: Side
    plan: Plan
    dossier: Dossier
    ledger: Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What is going to be proven of which content. `ledger` is where records are kept; `problems` are of documents."""

    candidate: Tree
    demands: tuple[Demands, ...]
    selection: Selection
    order: Order
    ledger: Ledger
    problems: tuple[Problem, ...]

    @property
    def config(self) -> Config:
        """The configuration of the candidate's own side."""
        return self.demands[0].side.config

    @property
    def sides(self) -> Sequence[tuple[Plan, Config]]:
        """Plans and configurations of all sides."""
        return tuple((one.plan, one.side.config) for one in self.demands)


def plan_proofs(request: Request, wish: Wish, *, since: str | None = None) -> Planned:
    """Return what `wish` asks for of the candidate of `request`; with `since`, only what changed after that revision.

    With `request.policy_from`, what the base demands is proven too. Where that has no policy yet, there is only one
    side.

    Raises:
        ReadinessError: RDY040 for the configuration, RDY05x for the repository, the command line or a plugin; RDY050,
            the ledger cannot be read.
    """
    request = replace(request, now=request.now or datetime.now(UTC))
    reader = Reader(kinds())
    tree = open_tree(request.root, at=request.at)
    demands = tuple(_demands(request, reader, tree))
    for one in demands:
        if one.ledger.unreadable is not None:
            fix = "repair it first: what it holds cannot be told, so neither can what it lacks"
            raise ReadinessError(Problem("RDY050", one.ledger.unreadable, fix))
    if since is not None:
        then = Then.at(open_tree(request.root, at=since), since, reader)
        wish = replace(wish, changed=Since(then, [(one.plan, one.side.config, one.side.candidate) for one in demands]))
    selection = select([(one.plan, one.dossier) for one in demands], kinds(), wish)
    return Planned(
        candidate=tree,
        demands=demands,
        selection=selection,
        order=in_order(selection.tasks, [one.plan for one in demands]),
        ledger=demands[0].ledger,
        problems=tuple(dict.fromkeys(problem for one in demands for problem in one.plan.problems)),
    )


def _demands(request: Request, reader: Reader, tree: Tree) -> Iterator[Demands]:
    """Yield what the candidate demands of itself, and then what its base does."""
    if request.policy_from is None:
        yield _stood(request, reader.alone(tree), request.scopes)
        return
    sides = against(reader, tree, open_tree(request.root, at=request.policy_from))
    own, base = sides.own, sides.base
    yield _stood(request, own, names_for(request.scopes, own.documents, base.documents))
    names = names_for(request.scopes, base.documents, own.documents)
    if without_policy(sides.commit, base.documents) is None and (names or not request.scopes):
        yield _stood(request, base, names)


def _stood(request: Request, side: Side, named: Sequence[str]) -> Demands:
    plan = link(side.documents, named)
    ledger = ledger_of(request, side.config)
    now = request.now or datetime.now(UTC)
    return Demands(side, plan, gather(plan, side.candidate, side.config, kinds(), ledger, now), ledger)
