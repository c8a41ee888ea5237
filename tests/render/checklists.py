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
    why="Every customer request crosses a deploy several times a day.",
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
            asks=(("tests", "*drops_nothing*, *rolls_back*"), ("max_skipped", "0")),
        ),
    ),
    follow_up=None,
)
HEALTH = replace(
    DEPLOY,
    id="health-checks",
    title="Only healthy instances serve",
    owner="platform",
    needs=(),
    evidence=(
        EvidenceEntry(
            id="tried",
            kind="signoff",
            level=Level.BLOCK,
            paths=(),
            covers=(),
            run=None,
            max_age=None,
            environment=None,
            asks=(("statement", "An instance was made to hang, and was replaced."),),
            who="incident-commander",
        ),
    ),
)
BARE = replace(
    DEPLOY,
    id="legal",
    title="Terms approved",
    item_class=ItemClass.ADJACENT,
    why=None,
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
    items=(DEPLOY, HEALTH, UNDOABLE, BARE, DASHBOARDS, PROMISED),
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


def filled(text: str) -> ScopeChecklist:
    """Return the plain launch with `text` in every place that somebody can write what they like in."""
    return replace(
        LAUNCH,
        title=text,
        owner=text,
        path=text,
        items=tuple(_filled_item(item, text) for item in LAUNCH.items),
        surfaces=tuple(replace(one, title=text, paths=(text,)) for one in LAUNCH.surfaces),
        behaviours=tuple(replace(one, statement=text, documented_at=text) for one in LAUNCH.behaviours),
        unsupported=tuple(replace(one, statement=text) for one in LAUNCH.unsupported),
        waivers=tuple(replace(one, reason=text, granted_by=text) for one in LAUNCH.waivers),
    )


def _filled_item(item: ItemEntry, text: str) -> ItemEntry:
    evidence = tuple(
        replace(one, run=text, kind=text, paths=(text,), who=text if one.who else None, asks=((text, text),))
        for one in item.evidence
    )
    back = item.rollback and replace(item.rollback, steps=text, kill_switch=text, because=text, accepted_by=text)
    later = item.follow_up and replace(item.follow_up, risk=text, ref=text, owner=text, accepted_by=text)
    why = text if item.why else None
    return replace(
        item, title=text, why=why, owner=text, surface=text, rollback=back, evidence=evidence, follow_up=later
    )


NASTY = filled(HOSTILE)
