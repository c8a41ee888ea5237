"""The published schemas accept what loading accepts, refuse typos, and are themselves valid."""

from collections.abc import Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from readiness.load.events import parse
from readiness.load.schema import NAMES, schema
from readiness.load.walk import Parsed
from readiness.model.evidence import EvidenceKind

SMALL = """\
kind: scope
id: public-launch
title: Public launch
owner: release-manager
launch: 2026-12-15
items:
  - id: deploy
    title: Deploys drop no request
    class: launch-critical
    rollback: docs/ops.md#rollback
    evidence: reports/deploy.xml
  - id: legal
    title: Terms approved
    class: launch-critical
    rollback: {plan: none, because: no code, accepted_by: general-counsel}
    evidence: {signoff: general-counsel}
  - id: dashboards
    title: Usage dashboards
    class: deferred
    follow_up: {ref: "github:acme/platform#812", risk: Support answers by hand, due: 2027-02-01}
"""
FULL = """\
kind: scope
id: public-launch
title: Integrations platform, public launch
state: active
milestone: m3-public-launch
owner: head-of-engineering
launch: 2026-12-15
phases:
  - {id: rehearse, ends: 2026-12-10}
  - {id: launch, ends: 2026-12-15}
surfaces:
  deployment: {title: GCP deployment, paths: ["infra/**", "deploy/**"], risk: high}
behaviours:
  - id: deploys-drop-nothing
    statement: A deploy drops no request.
    proven_by: [zero-downtime-deploy]
    documented_at: docs/operations.md#deploys
unsupported:
  - id: multi-region-failover
    statement: One region; a regional outage is an outage.
    documented_at: docs/limits.md#regions
items:
  - id: zero-downtime-deploy
    title: Deploy without dropping a request
    why: Every customer request crosses a deploy several times a day.
    class: launch-critical
    priority: p0
    surface: deployment
    owner: head-of-engineering
    phase: rehearse
    needs: [health-checks]
    rollback: {plan: revert, steps: "runbooks/deploy.md#rollback", within: 15m, kill_switch: null}
    evidence:
      - id: rolling-deploy
        kind: junit
        path: reports/rolling-deploy.xml
        run: pytest tests/deploy --junitxml reports/rolling-deploy.xml
        covers: ["infra/**", "deploy/**"]
        max_age: 14d
      - {path: reports/by-path.xml, max_skipped: 3}
      - {id: live, signoff: head-of-product, covers: none, max_age: 3d, environment: production}
      - [] # replaced below
waivers:
  - id: coverage-until-january
    of: {item: webhooks, requirement: coverage}
    reason: It takes until January.
    granted_by: head-of-engineering
    granted: 2026-11-20
    expires: 2027-01-10
    follow_up: {ref: github:acme/platform#840}
""".replace("      - [] # replaced below\n", "")
PEOPLE = "kind: directory\nowners:\n  product: Product\n  sre: {title: SRE, type: team, members: [ada]}\n"


def valid(name: str, text: str, kinds: Mapping[str, EvidenceKind]) -> bool:
    parsed = parse("x.yaml", text)
    assert isinstance(parsed, Parsed)
    validator: Any = Draft202012Validator(schema(name, kinds))
    return bool(validator.is_valid(parsed.data))


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_a_schema_with_a_name(name: str, kinds: Mapping[str, EvidenceKind]) -> None:
    made = schema(name, kinds)
    Draft202012Validator.check_schema(made)
    assert made["$id"] == f"readiness/{name}/v1"


@pytest.mark.parametrize(("name", "text"), [("scope", SMALL), ("scope", FULL), ("directory", PEOPLE)])
def test_the_samples_are_accepted(name: str, text: str, kinds: Mapping[str, EvidenceKind]) -> None:
    assert valid(name, text, kinds)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("title: Integrations", "titel: Integrations"),
        ("class: launch-critical", "class: lunch-critical"),
        ("id: zero-downtime-deploy", "id: Zero Downtime"),
        ("plan: revert", "plan: rewert"),
        ("within: 15m", "within: 15"),
        ("steps:", "stepps:"),
        ("kind: junit", "kind: junti"),
        ("max_age: 14d", "max_agee: 14d"),
        ("max_skipped: 3", "max_skiped: 3"),
        ("max_skipped: 3", "max_skipped: many"),
        ("signoff: head", "signof: head"),
        ("ref:", "reff:"),
        ("risk: high", "risk: hihg"),
        ("requirement: coverage", "requirements: coverage"),
    ],
)
def test_a_typo_is_refused(right: str, wrong: str, kinds: Mapping[str, EvidenceKind]) -> None:
    assert right in FULL
    assert not valid("scope", FULL.replace(right, wrong, 1), kinds)


def test_the_report_calls_the_class_of_an_item_class(kinds: Mapping[str, EvidenceKind]) -> None:
    item = schema("report", kinds)["$defs"]["ItemReport"]["properties"]
    assert "class" in item
    assert "item_class" not in item
