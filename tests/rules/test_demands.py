"""A rule speaks only about what is demanded, and of what was gathered."""

from dataclasses import replace
from pathlib import Path

import pytest

from readiness.model.dossier import Dossier, Pointed
from readiness.model.outcome import Outcome
from readiness.model.plan import PlannedItem, PlannedScope, Requirement, Subject, SubjectKind, WholeScope
from readiness.model.waiving import AppliedWaiver, WaiverStanding
from readiness.rules import RULES
from readiness.rules.base import Rule
from readiness.rules.references import shortfall
from tests.link.launches import NOW, item, linked, scope, scope_of

HEAD = """\
surfaces: {web: {paths: src/**, risk: high}}
behaviours: [{id: sells, statement: It sells.}]
unsupported: [{id: regions, statement: One region.}]
waivers:
  - of: {item: late, requirement: follow-up}
    id: w
    reason: r
    granted_by: x
    granted: 2026-11-01
    expires: 2026-11-30
launch: 2026-11-30
"""


@pytest.fixture
def planned(tmp_path: Path) -> PlannedScope:
    """Return a scope in which nearly everything is wrong."""
    items = item("late", "follow_up: {due: 2026-11-01}", item_class="deferred") + item("bare", "needs: late")
    return scope_of(linked(tmp_path, {"scopes/a.yaml": scope(items=items, head=HEAD)}))


def subjects(planned: PlannedScope) -> list[Subject]:
    [waiver] = planned.waivers
    applied = AppliedWaiver(
        kind=waiver.kind,
        id=waiver.id,
        title=waiver.title,
        at=waiver.at,
        owner=waiver.owner,
        requirements=waiver.requirements,
        planned=waiver,
        found=Outcome.FAILED,
        standing=WaiverStanding.EXPIRED,
    )
    return [*planned.subjects(), applied]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_where_nothing_is_demanded_nothing_is_found(rule: Rule, planned: PlannedScope) -> None:
    about = [subject for subject in subjects(planned) if subject.kind is rule.about]
    assert about
    for subject in about:
        silent = replace(subject, requirements=())
        if isinstance(silent, PlannedItem | WholeScope):
            silent = replace(silent, evidence=())
        assert not list(rule.check(silent, Dossier(now=NOW)))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_findings_are_about_the_requirements_of_the_subject_and_at_most_one_each(
    rule: Rule, planned: PlannedScope
) -> None:
    for subject in subjects(planned):
        if subject.kind is rule.about:
            keys = [finding.requirement.key for finding in rule.check(subject, Dossier(now=NOW))]
            assert len(keys) == len(set(keys))
            assert set(keys) <= {requirement.key for requirement in subject.requirements}


def test_what_was_never_looked_up_or_gathered_is_unknown(planned: PlannedScope) -> None:
    dossier = Dossier(now=NOW)
    lack = shortfall("docs/ops.md#rollback", dossier)
    assert lack is not None
    assert lack.outcome is Outcome.UNKNOWN
    [unreadable] = [rule for rule in RULES if rule.name == "evidence-unreadable"]
    [suite] = [each for each in planned.items if each.id == "suite"]
    assert [finding.outcome for finding in unreadable.check(suite, dossier)] == [Outcome.UNKNOWN]


@pytest.mark.parametrize("pointed", list(Pointed))
def test_only_what_was_found_has_no_shortfall(pointed: Pointed) -> None:
    for reference in ("docs/ops.md#rollback", "docs/ops.md"):
        lack = shortfall(reference, Dossier(now=NOW, references={reference: pointed}))
        assert (lack is None) == (pointed is Pointed.FOUND)


def test_no_requirement_of_any_subject_is_about_two_kinds(planned: PlannedScope) -> None:
    keys: list[Requirement] = [demand for subject in subjects(planned) for demand in subject.requirements]
    assert len({demand.key for demand in keys}) == len(keys)
    assert {demand.key.kind for demand in keys} == set(SubjectKind)
