"""A launch whose artefacts are on record: what lies around is captured into a ledger beside it, then it is judged.

Most tests are about documents and rules, and name a report that lies there ready made; the way that a report takes into
a ledger has tests of its own.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from readiness import pipeline
from readiness.config import Config
from readiness.errors import ReadinessError
from readiness.gather import coverage_of, products
from readiness.gather.artefacts import just_commit
from readiness.gather.asking import ask_all
from readiness.ledger.access import open_ledger
from readiness.ledger.reading import Ledger
from readiness.model.evidence import EvidenceKind
from readiness.model.plan import Plan
from readiness.model.report import Report
from readiness.model.settings import LedgerSettings
from readiness.model.trust import Trust
from readiness.pipeline import Request
from readiness.prove.capture import capture
from readiness.prove.ground import Ground, survey
from readiness.tree.base import Tree


def check(request: Request) -> Report:
    """Return the report on `request`, with every artefact of the work tree on record for the content beside it."""
    return pipeline.check(recorded(request))


def recorded(request: Request) -> Request:
    """Return `request` with a ledger that holds what lies around in the work tree, as of its clock."""
    folder = request.ledger or Path(tempfile.mkdtemp(prefix="ledger-"))
    try:
        ground = survey(replace(request, at=None, index=False, scopes=(), ledger=folder, cache=False))
    except ReadinessError:
        return request
    _keep(ground, request.now or datetime.now(UTC))
    return replace(request, ledger=folder)


def record(root: Path, now: datetime) -> None:
    """Put what lies around in the work tree at `root` on record in the ledger of the repository."""
    _keep(survey(Request(root=root, cache=False)), now)


def ledger_of(
    plan: Plan, tree: Tree, config: Config, kinds: Mapping[str, EvidenceKind], now: datetime, root: Path
) -> Ledger:
    """Return a ledger that holds what lies around in `tree`, which is that of the folder `root`."""
    folder = Path(tempfile.mkdtemp(prefix="ledger-"))
    ledger = open_ledger(root, None, LedgerSettings(), Trust(), now=now, folder=folder)
    coverage = coverage_of(plan, tree, config, kinds)
    asked = {
        one.wanted.proven: one for one in ask_all(products(plan, kinds), coverage, kinds, config, just_commit(tree))
    }
    _keep(Ground(root, tree, config, plan, coverage, asked, ledger), now)
    return ledger


def _keep(ground: Ground, now: datetime) -> None:
    ground.ledger.append(capture(ground, (), now, elsewhere=True).records)
