"""What proving starts from: the tree as it lies now, what its documents ask for, and the ledger that records go to."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from readiness.config import Config
from readiness.evidence import kinds
from readiness.gather import coverage_of, products
from readiness.gather.artefacts import just_commit
from readiness.gather.asking import Asked, ask_all
from readiness.gather.coverage import Coverage
from readiness.ledger.reading import Ledger
from readiness.link import link
from readiness.load import load
from readiness.model.plan import Plan
from readiness.model.record import Proven
from readiness.pipeline import Request, ledger_of, opened
from readiness.tree.base import Tree
from readiness.tree.opening import find_top


@dataclass(frozen=True, slots=True)
class Ground:
    """One look at the repository.

    `top` is the folder that its paths count from; `asked` are the products that the scopes of `plan` ask for.
    """

    top: Path
    tree: Tree
    config: Config
    plan: Plan
    coverage: Coverage
    asked: Mapping[Proven, Asked]
    ledger: Ledger


def survey(request: Request) -> Ground:
    """Return what is asked for in the repository of `request`, about its content as it lies now.

    What is wrong with the documents is in the plan, and only hides the scopes that it concerns.

    Raises:
        ReadinessError: RDY040 for the configuration, RDY05x for the repository, the command line or a plugin.
    """
    tree, config = opened(request)
    plan = link(load(tree, config, kinds()), request.scopes)
    coverage = coverage_of(plan, tree, config, kinds())
    found = ask_all(products(plan, kinds()), coverage, kinds(), config, just_commit(tree))
    asked = {one.wanted.proven: one for one in found}
    return Ground(find_top(request.root), tree, config, plan, coverage, asked, ledger_of(request, config))
