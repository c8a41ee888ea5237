from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

import pytest

from readiness.documents.drawing import checklists
from readiness.errors import ReadinessError
from readiness.model.checklist import EvidenceEntry, FollowUpEntry, ItemEntry, PhaseEntry, RollbackEntry
from readiness.model.outcome import ItemClass, Level
from readiness.pipeline import Request
from tests.repository import RepositoryBuilder

SCOPE = """\
kind: scope
id: launch
title: Launch
owner: release-manager
launch: 2099-12-15
phases:
  - {id: early, ends: 2099-11-30}
  - {id: late, ends: 2099-12-15}
surfaces:
  billing: {title: Billing, paths: src/**, risk: high}
behaviours:
  - {id: pays, statement: Money moves., proven_by: deploy, documented_at: docs/a.md#pays}
unsupported:
  - {id: cash, statement: No cash.}
items:
  - id: deploy
    title: Deploys
    class: launch-critical
    priority: p0
    surface: billing
    phase: early
    rollback: {plan: kill-switch, steps: docs/a.md#back, within: 15m, kill_switch: flags.json#pay}
    evidence: {path: reports/a.xml, run: [make, test], max_age: 14d}
    needs: other/base
  - id: polish
    title: Polish
    class: launch-adjacent
    phase: late
    needs: deploy
  - id: extras
    title: Extras
    class: deferred
    follow_up: {ref: "github:a/b#1", risk: Some., due: 2099-12-31, owner: product, accepted_by: head}
waivers:
  - id: later
    of: {item: polish, requirement: rollback}
    reason: It is text.
    granted_by: head
    granted: 2099-01-01
    renewed: [2099-06-01]
    expires: 2099-12-01
    emergency: true
    follow_up: "github:a/b#2"
"""
OTHER = """\
kind: scope
id: other
title: Other
owner: release-manager
launch: 2099-12-15
items:
  - {id: base, title: Base, class: launch-critical}
"""


@pytest.fixture
def repository(tmp_path: Path) -> RepositoryBuilder:
    """Return an empty repository."""
    return RepositoryBuilder(tmp_path / "repository").start()


@pytest.fixture
def root(repository: RepositoryBuilder) -> Path:
    """Return a repository with two launches."""
    repository.commit({"scopes/launch.yaml": SCOPE, "scopes/other.yaml": OTHER})
    return repository.path


def _item(root: Path, id_: str) -> ItemEntry:
    (scope,) = checklists(Request(root=root, scopes=("launch",))).scopes
    return next(item for item in scope.items if item.id == id_)


def test_every_scope_is_outlined_or_those_that_are_named(root: Path) -> None:
    assert [scope.id for scope in checklists(Request(root=root)).scopes] == ["launch", "other"]
    assert [scope.id for scope in checklists(Request(root=root, scopes=("other",))).scopes] == ["other"]


def test_an_item_has_what_its_document_says_and_what_it_inherits(root: Path) -> None:
    found = _item(root, "deploy")
    assert (found.owner, found.priority, found.surface) == ("release-manager", "p0", "billing")
    assert (found.phase, found.phase_ends) == ("early", date(2099, 11, 30))
    assert found.needs == ("other/base",)
    assert found.rollback == RollbackEntry(
        plan="kill-switch",
        steps="docs/a.md#back",
        within=timedelta(minutes=15),
        kill_switch="flags.json#pay",
        because=None,
        accepted_by=None,
    )
    (proof,) = found.evidence
    assert proof == EvidenceEntry(
        id="junit",
        kind="junit",
        level=Level.BLOCK,
        paths=("reports/a.xml",),
        covers=("src/**",),
        run="make test",
        max_age=timedelta(days=14),
        environment=None,
    )


def test_a_deferral_has_its_follow_up(root: Path) -> None:
    found = _item(root, "extras")
    assert found.item_class is ItemClass.DEFERRED
    assert found.follow_up == FollowUpEntry(
        ref="github:a/b#1", risk="Some.", due=date(2099, 12, 31), owner="product", accepted_by="head"
    )


def test_the_rest_of_the_scope_is_there(root: Path) -> None:
    (scope,) = checklists(Request(root=root, scopes=("launch",))).scopes
    assert scope.phases == (PhaseEntry("early", date(2099, 11, 30)), PhaseEntry("late", date(2099, 12, 15)))
    assert [(one.id, one.high_risk, one.paths) for one in scope.surfaces] == [("billing", True, ("src/**",))]
    assert [(one.id, one.proven_by) for one in scope.behaviours] == [("pays", ("deploy",))]
    assert [(one.id, one.documented_at) for one in scope.unsupported] == [("cash", None)]
    (waiver,) = scope.waivers
    assert (waiver.subject, waiver.requirement) == ("item polish", "rollback")
    assert (waiver.renewed, waiver.emergency) == ((date(2099, 6, 1),), True)
    assert all(getattr(scope, one.name) not in (None, ()) for one in fields(scope))


def test_a_checklist_with_holes_is_refused(repository: RepositoryBuilder) -> None:
    repository.commit({"scopes/launch.yaml": SCOPE})
    with pytest.raises(ReadinessError, match="other"):
        checklists(Request(root=repository.path))
