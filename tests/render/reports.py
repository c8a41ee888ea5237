"""Hand-built reports: every decision, everything hostile, and far too much of everything."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from readiness.errors import Problem
from readiness.model.outcome import Decision, ItemClass, Level, Outcome, State
from readiness.model.place import Location
from readiness.model.policy import Proposed
from readiness.model.report import (
    SCHEMA,
    Candidate,
    ItemReport,
    Policy,
    Report,
    ScopeReport,
    Verdict,
    WaiverNote,
)

PATH = "scopes/public-launch.yaml"
COMMIT = "4f2a91c3b0d7e65a8899aabbccddeeff00112233"
BASE = "0b5e" * 10
HOSTILE = (
    "\x1b[2J\x1b]8;;http://evil.test\x07click\u202egnp.exe\u2066 | `tick` ``` <script>alert(1)</script> @everyone #12 "
    "[x](javascript:alert(1)) ![i](http://evil.test/i.png) **b** _i_ ~~s~~ $x$ &amp; \\| www.evil.test\n"
    "::error file=a::boo ##[error]boo ##vso[task.complete]\n# Heading\n- list\n\n---\n<!-- x"
)


def verdict(requirement: str = "suite", **changed: Any) -> Verdict:  # noqa: ANN401 - fields of a verdict
    """Return a passed, blocking verdict about item deploy, with `changed` fields."""
    outcome = changed.get("outcome", Outcome.PASSED)
    values: dict[str, Any] = {
        "subject": "item deploy",
        "requirement": requirement,
        "rule": "evidence-missing",
        "code": "RDY201",
        "level": Level.BLOCK,
        "outcome": outcome,
        "found": outcome,
        "message": "as required",
        "action": "",
        "who": "platform",
        "location": Location(PATH, 14, 15),
    }
    return Verdict(**{**values, **changed})


def missing(requirement: str = "suite", **changed: Any) -> Verdict:  # noqa: ANN401 - as above
    """Return a verdict on evidence that is not there."""
    values: dict[str, Any] = {
        "outcome": Outcome.MISSING,
        "message": "no file matches `reports/rolling-deploy.xml`",
        "action": "pytest tests/deploy --junitxml reports/rolling-deploy.xml",
    }
    return verdict(requirement, **{**values, **changed})


def item(*verdicts: Verdict, id_: str = "deploy", **changed: Any) -> ItemReport:  # noqa: ANN401 - as above
    """Return an item with `verdicts`."""
    values: dict[str, Any] = {
        "id": id_,
        "title": "Deploys drop no request",
        "item_class": ItemClass.CRITICAL,
        "owner": "platform",
        "surface": None,
        "phase": None,
        "due": None,
        "needs": (),
        "follow_up": None,
        "outcome": max((one.outcome for one in verdicts), key=lambda one: one.rank, default=Outcome.PASSED),
        "verdicts": verdicts,
    }
    return ItemReport(**{**values, **changed})


def scope(decision: Decision, *items: ItemReport, own: Sequence[Verdict] = (), **changed: Any) -> ScopeReport:  # noqa: ANN401
    """Return a scope with `items` and its `own` verdicts."""
    counts = Counter(one.outcome for one in (*own, *(one for held in items for one in held.verdicts)))
    values: dict[str, Any] = {
        "id": "public-launch",
        "title": "Integrations platform, public launch",
        "state": State.ACTIVE,
        "owner": "head-of-engineering",
        "launch": date(2026, 12, 15),
        "phases": (),
        "location": Location(PATH, 1, 1),
        "judged": True,
        "decision": decision,
        "decision_before_waivers": decision,
        "counts": {outcome: counts[outcome] for outcome in Outcome},
        "verdicts": tuple(own),
        "items": items,
    }
    return ScopeReport(**{**values, **changed})


def report(*scopes: ScopeReport, **changed: Any) -> Report:  # noqa: ANN401 - fields of a report
    """Return the report of a commit, enforced, on the day before the launch."""
    values: dict[str, Any] = {
        "schema": SCHEMA,
        "decision": max(
            (one.decision for one in scopes if one.judged), key=lambda one: one.rank, default=Decision.UNDECIDED
        ),
        "enforcing": True,
        "final": False,
        "policy": Policy(base=None, levels={}, allow_self=False),
        "candidate": Candidate(kind="commit", commit=COMMIT),
        "as_of": datetime(2026, 12, 14, 17, 58, tzinfo=UTC),
        "scopes": scopes,
        "problems": (),
    }
    return Report(**{**values, **changed})


def go() -> Report:
    """All is well."""
    return report(scope(Decision.GO, item(verdict(), verdict("owner"), verdict("rollback"))))


def no_go() -> Report:
    """The day before the launch, with a bit of everything."""
    own = (
        verdict(
            "guarded",
            subject="surface billing",
            outcome=Outcome.FAILED,
            rule="surface-unguarded",
            code="RDY301",
            message="no launch-critical item with a rollback and with evidence covers all its 41 files",
            action="add `src/billing/**` to `covers` of the evidence of an item on this surface",
            who="head-of-engineering",
            location=Location(PATH, 12, 3),
        ),
        verdict("whole-candidate", subject="scope public-launch", who="head-of-engineering"),
    )
    deploy = item(
        verdict("owner"),
        missing("rolling-deploy"),
        verdict(
            "rollback",
            outcome=Outcome.MISSING,
            rule="rollback-steps-missing",
            code="RDY112",
            message="`runbooks/deploy.md` has no heading `rollback`",
            action="write the steps under `## Rollback`",
            location=Location(PATH, 31, 14),
        ),
    )
    webhooks = item(
        verdict(
            "delivery",
            subject="item webhooks",
            outcome=Outcome.UNKNOWN,
            rule="evidence-unreadable",
            code="RDY204",
            message="reports/webhooks.xml is no JUnit report: line 3: mismatched tag",
            action="pytest tests/webhooks --junitxml reports/webhooks.xml",
            who=None,
            location=Location(PATH, 58, 9),
        ),
        waived("item webhooks"),
        id_="webhooks",
        owner=None,
    )
    domains = item(
        missing(
            "certificates",
            subject="item custom-domains",
            outcome=Outcome.NOT_DUE,
            found=Outcome.MISSING,
            action="ask edge-team to sign: add `date:` and `statement:`",
            who="edge-team",
        ),
        id_="custom-domains",
        phase="hypercare",
        due=date(2027, 1, 15),
        outcome=Outcome.NOT_DUE,
    )
    usage = item(
        missing("load-test", subject="item usage-limits", level=Level.WARN, who="product"),
        verdict(
            "noise", subject="item usage-limits", level=Level.OBSERVE, outcome=Outcome.FAILED, message="3 are slow"
        ),
        id_="usage-limits",
        item_class=ItemClass.ADJACENT,
    )
    draft = scope(Decision.NO_GO, id="spring-launch", title="Spring", state=State.DRAFT, judged=False)
    return report(
        scope(Decision.NO_GO, deploy, webhooks, domains, usage, own=own),
        draft,
        enforcing=False,
        candidate=Candidate(kind="work-tree", commit=COMMIT, notes=("The work tree has uncommitted changes.",)),
        policy=Policy(base=None, levels={"evidence-stale": Level.WARN}, allow_self=True),
    )


def waived(subject: str = "item deploy") -> Verdict:
    """Return a verdict under a waiver."""
    note = WaiverNote(
        id="coverage-until-january",
        outcome=Outcome.STALE,
        reason="The provider's sandbox is down until January; retries were tested by hand.",
        granted_by="head-of-engineering",
        expires=date(2027, 1, 10),
    )
    return verdict(
        "coverage",
        subject=subject,
        outcome=Outcome.WAIVED,
        found=Outcome.STALE,
        rule="evidence-stale",
        code="RDY203",
        message="it is 41 days old, and 30 are allowed",
        action="pytest --junitxml reports/webhooks.xml",
        waiver=note,
    )


def conditions() -> Report:
    """Go, but for a waiver."""
    return report(scope(Decision.GO_WITH_CONDITIONS, item(verdict(), waived()), decision_before_waivers=Decision.NO_GO))


def bypassed() -> Report:
    """Go, but for waivers, one of them for an emergency, which is told first."""
    note = WaiverNote(
        id="payments-are-down",
        outcome=Outcome.MISSING,
        reason="The fix for the outage goes out before the two-hour suite has run.",
        granted_by="head-of-engineering",
        expires=date(2026, 12, 3),
        emergency=True,
    )
    gone = replace(missing(), outcome=Outcome.WAIVED, found=Outcome.MISSING, waiver=note)
    return report(scope(Decision.GO_WITH_CONDITIONS, item(gone, waived()), decision_before_waivers=Decision.NO_GO))


def on_track() -> Report:
    """Not ready, and not due."""
    early = missing(outcome=Outcome.NOT_DUE, found=Outcome.MISSING)
    return report(scope(Decision.ON_TRACK, item(early, phase="rehearse", due=date(2026, 12, 20))))


def undecided() -> Report:
    """Nobody can tell, and two documents are broken."""
    unknown = missing(outcome=Outcome.UNKNOWN, message="reports/a.xml is larger than is read")
    problems = (
        Problem("RDY010", "the key `ownr` is not known here", "did you mean `owner`?", Location("scopes/a.yaml", 3, 1)),
        Problem("RDY055", "there is no scope `public-lunch`", "did you mean `public-launch`?"),
    )
    return report(scope(Decision.UNDECIDED, item(unknown)), problems=problems)


def several() -> Report:
    """Three launches at once."""
    return report(
        scope(Decision.GO, item(verdict()), id="billing-launch"),
        scope(Decision.NO_GO, item(missing()), id="public-launch"),
        scope(
            Decision.GO_WITH_CONDITIONS,
            item(waived()),
            id="edge-launch",
            launch=None,
            decision_before_waivers=Decision.NO_GO,
        ),
        final=True,
        candidate=Candidate(kind="index", commit=None),
    )


def hostile() -> Report:
    """Text that wants to be obeyed, in every field that can hold text."""
    bad = missing(
        HOSTILE,
        subject=f"item {HOSTILE}",
        message=HOSTILE,
        action=HOSTILE,
        who=HOSTILE,
        location=Location(f"a\udcff{HOSTILE}", 1, 1),
    )
    note = waived().waiver
    assert note is not None
    under = replace(waived(), waiver=replace(note, reason=HOSTILE, granted_by=HOSTILE, id=HOSTILE))
    problem = Problem("RDY010", HOSTILE, HOSTILE, Location(f"b\udcfe{HOSTILE}", 2, 2))
    return report(
        scope(
            Decision.NO_GO,
            item(bad, under, id_=HOSTILE, title=HOSTILE, owner=HOSTILE),
            title=HOSTILE,
            owner=HOSTILE,
            id=HOSTILE,
        ),
        problems=(problem,),
        candidate=Candidate(kind="work-tree", commit=None, notes=(HOSTILE,)),
        policy=Policy(base=BASE, levels={}, allow_self=False),
        proposed=(proposal("item-added", "adds an item", HOSTILE, field=HOSTILE, before=HOSTILE, after=HOSTILE),),
    )


def hundreds() -> Report:
    """The same defect in hundreds of items, of several owners."""
    owners = ("platform", "billing", "edge-team")
    items = tuple(
        item(
            missing(
                subject=f"item service-{number}",
                message=f"reports/service-{number}.xml does not exist",
                action=f"make report-{number}",
                who=owners[number % 3] if number % 7 else None,
                location=Location(PATH, number * 9, 5),
            ),
            verdict(
                "owner",
                subject=f"item service-{number}",
                outcome=Outcome.MISSING,
                rule="owner-missing",
                code="RDY101",
                message="nobody owns it",
                action="add `owner:` to the item, or under `defaults:`",
                who="release-manager",
                location=Location(PATH, number * 9, 3),
            ),
            id_=f"service-{number}",
        )
        for number in range(1, 301)
    )
    return report(scope(Decision.NO_GO, *items))


def enforced() -> Report:
    """The policy of a base is enforced, and the candidate would loosen it."""
    placed = Location(PATH, 40, 5, revision=BASE)
    demanded = missing(
        message="reports/rolling-deploy.xml does not exist; the base demands it, and the candidate deletes the item",
        location=placed,
    )
    proposed = (
        proposal("item-deleted", "deletes the item", "item deploy", after=None, location=placed),
        proposal(
            "covers-changed",
            "changes what the evidence covers",
            "item a-name-that-is-so-long-that-it-leaves-no-room",
            field="evidence.rolling-deploy.covers",
            before=", ".join(f"services/part-{number}/**" for number in range(4)),
            after="docs/**",
        ),
        proposal("max-age-changed", "changes how old evidence may be", "configuration", scope=None, field="max_age"),
    )
    return report(
        scope(Decision.NO_GO, item(demanded)),
        policy=Policy(base=BASE, levels={"evidence-stale": Level.WARN}, allow_self=False),
        proposed=proposed,
    )


def many_proposed() -> Report:
    """All is well, and the candidate proposes more than anybody reads."""
    proposed = tuple(proposal("item-added", "adds an item", f"item part-{number}", before=None) for number in range(60))
    return replace(go(), policy=Policy(base=BASE, levels={}, allow_self=False), proposed=proposed)


def proposal(slug: str, change: str, subject: str, **changed: Any) -> Proposed:  # noqa: ANN401 - fields of a proposal
    """Return a proposed change of policy."""
    values: dict[str, Any] = {"scope": "public-launch", "field": "", "before": "30d", "after": "90d"}
    values["location"] = Location(PATH, 12, 3)
    return Proposed(slug=slug, change=change, subject=subject, **{**values, **changed})


ALL = {
    "go": go,
    "no-go": no_go,
    "go-with-conditions": conditions,
    "emergency": bypassed,
    "on-track": on_track,
    "undecided": undecided,
    "several": several,
    "hostile": hostile,
    "hundreds": hundreds,
    "enforced": enforced,
    "many-proposed": many_proposed,
}
