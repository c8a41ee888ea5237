"""The program in one line: tree → load → link → gather → judge → waive → decide → render.

Everything else is what one of these eight words means. With a base, the line is walked twice, once from each side.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from readiness.config import Config, read_trust
from readiness.decide import Occasion, decide
from readiness.evidence import kinds
from readiness.gather import gather
from readiness.gather.churn import Background
from readiness.judge import Bench, judge
from readiness.ledger.access import open_ledger
from readiness.ledger.reading import Ledger
from readiness.link import link
from readiness.load import notes
from readiness.load.cache import Cache, user_cache
from readiness.model.dossier import Dossier
from readiness.model.plan import Plan
from readiness.model.report import Candidate, Policy, Report
from readiness.model.verdict import Judgement
from readiness.rules import RULES
from readiness.sides import Reader, Side, configured
from readiness.tree.base import Tree
from readiness.tree.history import open_history
from readiness.tree.opening import find_place, open_tree
from readiness.waive import waive


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked: of which repository, which scopes, at which candidate, by whose policy, by which clock.

    `policy_from` is the revision whose policy counts besides the candidate's own. `now` is aware; None is the clock.
    `ledger` is a folder whose records are read too, `trust` a file that says whose signatures count, in place of the
    configuration. `cache` allows parsed documents to be remembered in the user's cache folder; a final check never
    believes it.
    """

    root: Path
    scopes: tuple[str, ...] = ()
    at: str | None = None
    index: bool = False
    policy_from: str | None = None
    final: bool = False
    now: datetime | None = None
    ledger: Path | None = None
    trust: Path | None = None
    cache: bool = True


def check(request: Request) -> Report:
    """Return the decision on the scopes that `request` names, or on all that are active, with the reasons.

    Raises:
        ReadinessError: RDY040 for the configuration, RDY05x for the repository, the command line or a plugin.
    """
    tree = open_tree(request.root, at=request.at, index=request.index)
    request = replace(request, now=request.now or datetime.now(UTC))
    reader = Reader(kinds(), cache_of(request))
    if request.policy_from is None:
        return _judged(reader.alone(tree), request.scopes, request)
    return _enforced(request, reader, tree, open_tree(request.root, at=request.policy_from))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """What one side comes to before it is decided: what is demanded, the facts, the verdicts, what they were made with.

    `candidate` is what was judged, with everything that a reader has to know about it.
    """

    candidate: Candidate
    plan: Plan
    dossier: Dossier
    bench: Bench
    judgement: Judgement


def judging(side: Side, named: Sequence[str], request: Request, ledger: Ledger) -> Judging:
    """Return the verdicts on the candidate from one side, by the records of `ledger`.

    Raises:
        ReadinessError: RDY050, git stopped early; RDY058, a plugin that brings a kind of tracker cannot be used.
    """
    tree, config, documents = side.candidate, side.config, side.documents
    bench = Bench.of(RULES, config.rules, final=request.final)

    plan = link(documents, named)
    background = Background(partial(open_history, request.root), cache_of(request))
    now = request.now or datetime.now(UTC)
    dossier = gather(plan, tree, config, kinds(), ledger, now, background=background)
    judgement = judge(plan, dossier, bench)
    judgement = waive(plan, judgement, dossier, bench)
    candidate = replace(tree.candidate, notes=(*tree.candidate.notes, *notes(), *ledger.notes, *dossier.notes))
    return Judging(candidate=candidate, plan=plan, dossier=dossier, bench=bench, judgement=judgement)


def _judged(side: Side, named: Sequence[str], request: Request, base: Tree | None = None) -> Report:
    """Return the decision on the candidate from one side, by no records in the tree but those of `base`, if any."""
    found = judging(side, named, request, ledger_of(request, side.config, base, settled=base is not None))
    occasion = Occasion(
        candidate=found.candidate,
        policy=Policy(base=None, levels=side.config.rules, allow_self=side.config.allow_self),
        final=request.final,
    )
    return decide(found.plan, found.judgement, found.dossier, occasion, side.documents.locate)


def _enforced(request: Request, reader: Reader, tree: Tree, base: Tree) -> Report:
    """Return the worse of the answers from both sides, with what the candidate proposes to change of policy."""
    from readiness.both_sides import against  # noqa: PLC0415 - a run without a base needs nothing of this
    from readiness.policy import names_for, without_policy  # noqa: PLC0415
    from readiness.policy.enforce import enforce, unenforced  # noqa: PLC0415
    from readiness.policy.proposals import reaching  # noqa: PLC0415

    sides = against(reader, tree, base)
    lacking = without_policy(sides.commit, sides.base.documents)
    if lacking is not None:
        return unenforced(_judged(sides.own, request.scopes, request), lacking)
    of_base = names_for(request.scopes, sides.base.documents, sides.own.documents)
    of_own = names_for(request.scopes, sides.own.documents, sides.base.documents)
    answers = (
        _judged(side, names, request, base) if names or not request.scopes else None
        for side, names in ((sides.base, of_base), (sides.own, of_own))
    )
    proposed = reaching(request.scopes, sides.proposed, *sides.policies) if request.scopes else sides.proposed
    return enforce(*answers, commit=sides.commit, proposed=proposed)


def cache_of(request: Request) -> Cache | None:
    """Return what earlier runs have parsed; None where `request` does not believe it."""
    return user_cache() if request.cache and not request.final else None


def opened(request: Request) -> tuple[Tree, Config]:
    """Return the tree that `request` means, without what its configuration tells to ignore, and the configuration.

    Raises:
        ReadinessError: RDY040 for the configuration, RDY05x for the repository or the command line.
    """
    return configured(open_tree(request.root, at=request.at, index=request.index))


def ledger_of(request: Request, config: Config, tree: Tree | None = None, *, settled: bool = False) -> Ledger:
    """Return the ledger of the repository that `request` means, and of the folder that it names.

    Of records in a folder of the tree, those that `tree` has count too, whatever has become of them. They are `settled`
    where it is a base: what the candidate adds to them unsigned, it says for itself.

    Raises:
        ReadinessError: RDY05x for the repository; a ledger that cannot be read says so itself.
    """
    top, repository = find_place(request.root)
    now = request.now or datetime.now(UTC)
    trust = config.trust if request.trust is None else config.trust.naming(read_trust(request.trust))
    return open_ledger(
        top, repository, config.ledger, trust, now=now, folder=request.ledger, settled=settled, tree=tree
    )
