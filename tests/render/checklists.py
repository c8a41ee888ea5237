"""Hand-built checklists: a plain launch, and one whose every text wants to be obeyed."""

from dataclasses import replace
from datetime import date, timedelta

from readiness.model.checklist import (
    BehaviourEntry,
    EvidenceEntry,
    FollowUpEntry,
    ItemEntry,
    PhaseEntry,
    RollbackEntry,
    ScopeChecklist,
    SurfaceEntry,
    UnsupportedEntry,
    WaiverEntry,
)
from readiness.model.outcome import ItemClass, Level, State
from tests.render.reports import HOSTILE

FOLLOW_UP = FollowUpEntry(
    ref="github:acme/platform#812",
    risk="Support answers usage questions by hand.",
    due=date(2027, 2, 1),
    owner="product",
    accepted_by="head-of-product",
)
DEPLOY = ItemEntry(
    id="zero-downtime-deploy",
    title="Deploy without dropping a request",
    item_class=ItemClass.CRITICAL,
    priority="p0",
    owner="head-of-engineering",
    surface="deployment",
    phase="rehearse",
    phase_ends=date(2026, 12, 10),
    needs=("health-checks", "other-launch/certificates"),
    rollback=RollbackEntry(
        plan="revert",
        steps="runbooks/deploy.md#rollback",
        within=timedelta(minutes=15),
        kill_switch="flags.json#deploys-enabled",
        because=None,
        accepted_by=None,
    ),
    evidence=(
        EvidenceEntry(
            id="rolling-deploy",
            kind="junit",
            level=Level.BLOCK,
            paths=("reports/rolling-deploy.xml",),
            covers=("infra/**", "deploy/**"),
            run="pytest tests/deploy --junitxml reports/rolling-deploy.xml",
            max_age=timedelta(days=14),
            environment="staging",
        ),
    ),
    follow_up=None,
)
BARE = replace(
    DEPLOY,
    id="legal",
    title="Terms approved",
    item_class=ItemClass.ADJACENT,
    priority=None,
    owner=None,
    surface=None,
    phase=None,
    phase_ends=None,
    needs=(),
    rollback=None,
    evidence=(),
)
DASHBOARDS = replace(
    BARE, id="dashboards", title="Usage dashboards", item_class=ItemClass.DEFERRED, owner="product", follow_up=FOLLOW_UP
)
PROMISED = replace(DASHBOARDS, id="promised", title="Nobody follows up", follow_up=None)
UNDOABLE = replace(
    DEPLOY,
    id="terms",
    title="Terms",
    rollback=RollbackEntry(
        plan="none", steps=None, within=None, kill_switch=None, because="no code", accepted_by="general-counsel"
    ),
)
LAUNCH = ScopeChecklist(
    id="public-launch",
    title="Integrations platform, public launch",
    state=State.ACTIVE,
    owner="head-of-engineering",
    launch=date(2026, 12, 15),
    path="scopes/public-launch.yaml",
    phases=(PhaseEntry("rehearse", date(2026, 12, 10)),),
    surfaces=(SurfaceEntry(id="deployment", title="GCP deployment", high_risk=True, paths=("infra/**", "deploy/**")),),
    behaviours=(
        BehaviourEntry(
            id="deploys-drop-nothing",
            statement="A deploy drops no request.",
            proven_by=("zero-downtime-deploy",),
            documented_at="docs/operations.md#deploys",
        ),
        BehaviourEntry(id="bare", statement="Nobody proves it.", proven_by=(), documented_at=None),
    ),
    unsupported=(
        UnsupportedEntry(
            id="multi-region", statement="One region; an outage is an outage.", documented_at="docs/limits.md#regions"
        ),
    ),
    items=(DEPLOY, UNDOABLE, BARE, DASHBOARDS, PROMISED),
    waivers=(
        WaiverEntry(
            id="coverage-until-january",
            subject="item webhooks",
            requirement="coverage",
            reason="The sandbox is down.",
            granted_by="head-of-engineering",
            granted=date(2026, 11, 20),
            renewed=(date(2026, 12, 4), date(2026, 12, 18)),
            expires=date(2027, 1, 10),
            emergency=False,
            follow_up=FOLLOW_UP,
        ),
        WaiverEntry(
            id="payments-are-down",
            subject="item payments",
            requirement="suite",
            reason="The fix goes out before the suite has run.",
            granted_by="head-of-engineering",
            granted=date(2026, 12, 1),
            renewed=(),
            expires=date(2026, 12, 3),
            emergency=True,
            follow_up=FOLLOW_UP,
        ),
    ),
)
NASTY = replace(
    LAUNCH,
    title=HOSTILE,
    owner=HOSTILE,
    path=HOSTILE,
    items=tuple(
        replace(
            one,
            title=HOSTILE,
            owner=HOSTILE,
            surface=HOSTILE,
            evidence=tuple(replace(held, run=HOSTILE, kind=HOSTILE, paths=(HOSTILE,)) for held in one.evidence),
            follow_up=replace(FOLLOW_UP, risk=HOSTILE, ref=HOSTILE, owner=HOSTILE) if one.follow_up else None,
        )
        for one in LAUNCH.items
    ),
    surfaces=tuple(replace(one, title=HOSTILE, paths=(HOSTILE,)) for one in LAUNCH.surfaces),
    behaviours=tuple(replace(one, statement=HOSTILE, documented_at=HOSTILE) for one in LAUNCH.behaviours),
    unsupported=tuple(replace(one, statement=HOSTILE) for one in LAUNCH.unsupported),
    waivers=tuple(replace(one, reason=HOSTILE, granted_by=HOSTILE) for one in LAUNCH.waivers),
)
