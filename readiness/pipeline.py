"""The program in one line: tree → load → link → gather → judge → waive → decide → render.

Everything else is what one of these eight words means.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from readiness.config import Config, read_config
from readiness.decide import Occasion, decide
from readiness.evidence import kinds
from readiness.gather import gather
from readiness.judge import Bench, judge
from readiness.link import link
from readiness.load import load, notes
from readiness.load.cache import user_cache
from readiness.model.report import Policy, Report
from readiness.rules import RULES
from readiness.tree.base import Tree
from readiness.tree.narrowed import narrow
from readiness.tree.opening import open_tree
from readiness.waive import waive


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked: of which repository, which scopes, at which candidate, by which clock.

    `now` is aware; None is the clock. `cache` allows parsed documents to be remembered in the user's cache folder; a
    final check never believes it.
    """

    root: Path
    scopes: tuple[str, ...] = ()
    at: str | None = None
    index: bool = False
    final: bool = False
    now: datetime | None = None
    cache: bool = True


def check(request: Request) -> Report:
    """Return the decision on the scopes that `request` names, or on all that are active, with the reasons.

    Raises:
        ReadinessError: RDY040 for the configuration, RDY05x for the repository, the command line or a plugin.
    """
    tree, config = opened(request)
    bench = Bench.of(RULES, config.rules, final=request.final)
    cache = user_cache() if request.cache and not request.final else None

    documents = load(tree, config, kinds(), cache=cache)
    plan = link(documents, request.scopes)
    dossier = gather(plan, tree, config, kinds(), request.now or datetime.now(UTC))
    judgement = judge(plan, dossier, bench)
    judgement = waive(plan, judgement, dossier, bench)
    occasion = Occasion(
        candidate=replace(tree.candidate, notes=(*tree.candidate.notes, *notes())),
        policy=Policy(base=None, levels=config.rules, allow_self=config.allow_self),
        final=request.final,
    )
    return decide(plan, judgement, dossier, occasion, documents.locate)


def opened(request: Request) -> tuple[Tree, Config]:
    """Return the tree that `request` means, without what its configuration tells to ignore, and the configuration.

    Raises:
        ReadinessError: RDY040 for the configuration, RDY05x for the repository or the command line.
    """
    tree = open_tree(request.root, at=request.at, index=request.index)
    config = read_config(tree, frozenset(rule.name for rule in RULES))
    return narrow(tree, config.ignore, config.scopes), config
