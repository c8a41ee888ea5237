"""For each row of the list of policy, a candidate that changes exactly that, and what both answers are."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from readiness.model.outcome import Decision
from tests.policy.changing import MET, ROLLBACK, SETTINGS, UNMET, Data, Files, files, item, launch

GO, CONDITIONS, TRACK = Decision.GO, Decision.GO_WITH_CONDITIONS, Decision.ON_TRACK
UNDECIDED, NO_GO = Decision.UNDECIDED, Decision.NO_GO
GREEN: Final = (
    '<testsuite name="s" tests="1" timestamp="2026-11-30T09:00:00Z"><testcase classname="c" name="t"/></testsuite>'
)
SUITE: Final[Data] = {"id": "suite", "kind": "junit", "path": "proof/tests.xml"}
FOLLOW_UP: Final[Data] = {"ref": "file:later", "risk": "Some", "due": "2027-01-01"}
LOCK: Final = ".readiness/followups.lock"
LIST: Final = ".readiness/followups.yaml"
WAIVER: Final[Data] = {
    "id": "for-now",
    "of": {"item": "work", "requirement": "gone"},
    "reason": "For now.",
    "granted_by": "cto",
    "granted": "2026-11-01",
    "expires": "2027-01-31",
}
PHASES: Final = [{"id": "build", "ends": "2026-11-20"}, {"id": "late", "ends": "2026-12-12"}]
GHOST: Final = "kind: directory\nowners:\n  boss: {title: Boss}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A base and a candidate that differ as the row `slug` says; `own` is decided without the base, `held` with it."""

    slug: str
    base: Files
    candidate: Files
    own: Decision = GO
    held: Decision = NO_GO
    asked: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.slug}-{self.own}-{self.held}"


def _items(slug: str, before: Data, after: Data, **scope: Any) -> Case:  # noqa: ANN401 - fields of a scope
    return Case(slug=slug, base=files(launch(before, **scope)), candidate=files(launch(after, **scope)))


def _evidence(slug: str, before: Data, after: Data) -> Case:
    return _items(slug, item(evidence=[before]), item(evidence=[after]))


def _scopes(slug: str, before: Data, after: Data, **judging: Any) -> Case:  # noqa: ANN401 - decisions
    return Case(slug=slug, base=files(before), candidate=files(after), **judging)


def _part(slug: str, part: str, before: list[Data], after: list[Data]) -> Case:
    return _scopes(slug, {**launch(), part: before}, {**launch(), part: after})


def _settings(slug: str, before: str, after: str, scope: Data, **judging: Any) -> Case:  # noqa: ANN401 - decisions
    texts = [{**files(scope), "readiness.toml": text} for text in (before, after)]
    return Case(slug=slug, base=texts[0], candidate=texts[1], **judging)


def _proven(case: Case) -> Case:
    """Return `case` with a green report in both trees."""
    report = {"proof/tests.xml": GREEN}
    return Case(
        slug=case.slug,
        base={**case.base, **report},
        candidate={**case.candidate, **report},
        own=case.own,
        held=case.held,
    )


def cases() -> Iterator[Case]:
    """Yield at least one case for each row that documents of this version can come to."""
    yield from _of_scopes()
    yield from _of_parts()
    yield from _of_items()
    yield from _of_evidence()
    yield from _of_waivers()
    yield from _of_surroundings()
    yield from _of_issues()
    yield from _of_baselines()


def _of_scopes() -> Iterator[Case]:
    bad = launch(item(evidence=[UNMET]), name="risky")
    shop = launch()
    yield Case(slug="scope-removed", base=files(shop, bad), candidate=files(shop))
    renamed = {**bad, "id": "calm", "state": "draft"}
    yield Case(slug="scope-removed", base=files(shop, bad), candidate=files(shop, renamed))
    yield Case(slug="scope-added", base=files(shop), candidate=files(shop, launch(name="more")), held=GO)
    yield Case(slug="scope-added", base=files(shop), candidate=files(shop, bad), own=NO_GO)
    for slug, state in (("scope-drafted", "draft"), ("scope-retired", "retired")):
        yield Case(slug=slug, base=files(shop, bad), candidate=files(shop, {**bad, "state": state}))
    past = launch(item(evidence=[UNMET]), launch="2026-11-15")
    yield _scopes("state-changed", past, {**past, "state": "launched"})
    late = item(phase="late", evidence=[{**UNMET, "level": "block"}], **{"class": "launch-adjacent"})
    before, after = (launch(late, phases=PHASES, launch=day) for day in ("2026-12-15", "2026-12-11"))
    yield _scopes("launch-moved", before, after, own=TRACK, asked={"final": True})
    due = item(phase="build", evidence=[UNMET])
    before, after = (
        launch(due, phases=[{"id": "build", "ends": ends}], launch="2026-12-15")
        for ends in ("2026-11-20", "2026-12-10")
    )
    yield _scopes("phase-moved", before, after, own=TRACK)
    yield _scopes("owner-changed", {**past, "owner": "boss"}, {**past, "owner": "other"}, own=NO_GO)


def _of_parts() -> Iterator[Case]:
    risky = {"risky": {"paths": ["src/**"], "risk": "high"}}
    calm = {"risky": {"paths": ["src/**"], "risk": "normal"}}
    yield _scopes("surface-removed", launch(surfaces=risky), launch())
    yield _scopes("surface-added", launch(), launch(surfaces=calm), held=GO)
    yield _scopes("risk-changed", launch(surfaces=risky), launch(surfaces=calm))
    narrow = {"risky": {"paths": ["src/pay.go"], "risk": "high"}}
    proven = item(evidence=[{**SUITE, "covers": ["src/pay.go"]}])
    yield _proven(_scopes("surface-paths-changed", launch(proven, surfaces=risky), launch(proven, surfaces=narrow)))
    said: Data = {"id": "b", "statement": "So it is.", "documented_at": "docs/ops.md"}
    unsaid = {**said, "documented_at": "docs/no.md"}
    yield _part("limit-removed", "unsupported", [unsaid], [])
    yield _part("limit-changed", "unsupported", [unsaid], [said])
    said, unsaid = ({**each, "proven_by": ["ready"]} for each in (said, unsaid))
    yield _part("behaviour-removed", "behaviours", [unsaid], [])
    yield _part("behaviour-changed", "behaviours", [unsaid], [said])
    yield _part("behaviour-changed", "behaviours", [{**said, "proven_by": []}], [said])


def _of_items() -> Iterator[Case]:
    bad = item(evidence=[UNMET])
    later = launch(name="later", state="draft")
    moved = launch(bad, name="later", state="draft")
    yield Case(slug="item-rescoped", base=files(launch(bad), later), candidate=files(launch(), moved))
    yield _scopes("item-deleted", launch(bad), launch())
    yield _scopes("item-deleted", launch(bad), launch(item("renamed")))
    yield _scopes("item-added", launch(), launch(item()), held=GO)
    deferred = item(**{"class": "deferred"}, evidence=None, rollback=None, follow_up=FOLLOW_UP)
    yield _scopes("item-deferred", launch(bad), launch(deferred))
    yield _scopes("class-changed", launch(bad), launch({**bad, "class": "launch-adjacent"}))
    surfaces = {"risky": {"paths": ["src/**"], "risk": "high"}, "calm": {"paths": ["docs/**"]}}
    excused = {
        "id": "for-now",
        "of": {"surface": "risky", "requirement": "guarded"},
        "reason": "For now.",
        "granted_by": "cto",
        "granted": "2026-11-01",
        "expires": "2027-01-31",
    }
    bare = item(rollback=None, **{"class": "launch-adjacent"})
    before, after = (
        launch({**bare, "surface": name}, surfaces=surfaces, waivers=[excused]) for name in ("risky", "calm")
    )
    yield _scopes("item-surface-changed", before, after, own=CONDITIONS)
    before, after = (launch({**bad, "phase": name}, phases=PHASES) for name in ("build", "late"))
    yield _scopes("item-phase-changed", before, after, own=TRACK)
    put_off = {**deferred, "id": "put-off"}
    yield _scopes("needs-changed", launch(item(needs=["put-off"]), put_off), launch(item(), put_off))
    none: Data = {"plan": "none", "because": "It is words"}
    yield _items("acceptance-changed", item(rollback=none), item(rollback={**none, "accepted_by": "counsel"}))
    yield _items("rollback-changed", item(rollback={**ROLLBACK, "steps": "docs/no.md"}), item())
    yield _items("rollback-changed", item(rollback=None), item())
    overdue = {**deferred, "follow_up": {**FOLLOW_UP, "due": "2026-11-01"}}
    yield _items("follow-up-changed", overdue, deferred)
    word = {"kind": "signoff", "who": "boss", "date": "2026-11-28"}
    yield _items("owner-changed", item(evidence=[word]), item(evidence=[word], owner="platform"))
    titled = item(title="Deploys drop no request")
    yield Case(slug="wording-changed", base=files(launch(titled)), candidate=files(launch(item())), held=GO)


def _of_evidence() -> Iterator[Case]:
    yield _items("evidence-removed", item(evidence=[MET, UNMET]), item())
    yield _items("evidence-added", item(evidence=[]), item())
    yield _evidence("evidence-retargeted", UNMET, {**UNMET, "path": "docs/ops.md"})
    unsigned = {"id": "gone", "kind": "signoff", "who": "counsel"}
    yield _evidence("kind-changed", unsigned, {**UNMET, "path": "docs/ops.md"})
    yield _evidence("sign-off-changed", unsigned, {**unsigned, "date": "2026-11-28"})
    old = {**unsigned, "date": "2026-11-10"}
    yield _evidence("max-age-changed", {**old, "max_age": "7d"}, {**old, "max_age": "90d"})
    yield _evidence("threshold-changed", {**MET, "heading": "Restore"}, {**MET, "heading": "Rollback"})
    raised = {**UNMET, "level": "block"}
    adjacent = {"class": "launch-adjacent"}
    yield _items("level-changed", item(evidence=[raised], **adjacent), item(evidence=[UNMET], **adjacent))
    yield _proven(_evidence("covers-changed", {**SUITE, "covers": ["gone/**"]}, {**SUITE, "covers": ["src/**"]}))
    base = {**SUITE, "covers": "none", "max_age": "30d"}
    for slug, before, after in (
        ("run-changed", {**SUITE, "run": "make test"}, {**SUITE, "run": "true"}),
        ("inputs-changed", {**SUITE, "inputs": ["src/**"]}, SUITE),
        ("environment-changed", {**base, "environment": "production"}, {**base, "environment": "staging"}),
    ):
        yield _proven(_evidence(slug, before, after))


def _of_waivers() -> Iterator[Case]:
    bad = item(evidence=[UNMET])
    yield _scopes("waiver-added", launch(bad), launch(bad, waivers=[WAIVER]), own=CONDITIONS)
    yield _scopes("waiver-removed", launch(bad, waivers=[WAIVER]), launch(bad), own=NO_GO)
    lapsed = {**WAIVER, "expires": "2026-11-20"}
    yield _scopes("waiver-changed", launch(bad, waivers=[lapsed]), launch(bad, waivers=[WAIVER]), own=CONDITIONS)
    renewed = {**WAIVER, "renewed": ["2026-11-20"]}
    yield _scopes("waiver-renewed", launch(bad, waivers=[lapsed]), launch(bad, waivers=[renewed]), own=CONDITIONS)
    urgent = {**WAIVER, "emergency": True}
    yield _scopes("emergency-changed", launch(bad, waivers=[urgent]), launch(bad, waivers=[WAIVER]), own=CONDITIONS)


def _of_baselines() -> Iterator[Case]:
    red = files(launch(item(evidence=[UNMET])))
    row = {"scope": "shop", "subject": "item deploy", "requirement": "suite", "outcome": "missing"}
    file = json.dumps({"schema": "readiness/baseline/v1", "findings": [row]})
    brought = {**red, ".readiness/baseline.json": file}
    yield Case(slug="baseline-changed", base=red, candidate=brought, own=NO_GO)


def _of_issues() -> Iterator[Case]:
    """Yield changes of what is known of issues, and of what is asked of them."""
    asked = {"tracker": "github", "project": "acme/shop", "issue": "1", "asked": "2026-12-01T08:00:00Z", "found": True}
    told = {**asked, "title": "What is later", "assignees": ["jo"], "mentions": {"shop/later": True}}
    by_tracker = launch(_later({**FOLLOW_UP, "ref": "github:acme/shop#1"}))
    by_list = launch(_later(FOLLOW_UP))
    for before, after, held in (("closed", "open", NO_GO), ("open", "closed", NO_GO)):
        locks = [json.dumps({**told, "state": state}) for state in (before, after)]
        lists = [f"- {{id: later, title: Later, state: {state}, assignee: jo}}\n" for state in (before, after)]
        own = GO if after == "open" else NO_GO
        for slug, scope, path, said in (
            ("followups-lock-changed", by_tracker, LOCK, locks),
            ("issue-list-changed", by_list, LIST, lists),
        ):
            base, candidate = ({**files(scope), path: text} for text in said)
            yield Case(slug=slug, base=base, candidate=candidate, own=own, held=held)
    kept = {**files(by_tracker), LOCK: json.dumps({**told, "state": "open"})}
    yield Case(slug="followups-lock-changed", base=files(by_tracker), candidate=kept, held=UNDECIDED)
    two = {
        LIST: "- {id: later, title: Later, state: closed}\n",
        "docs/open.yaml": "- {id: later, title: Later, state: open, assignee: jo}\n",
    }
    moved = f"{SETTINGS}[trackers.file]\nkind = 'file'\nproject = 'docs/open.yaml'\n"
    elsewhere = {**files(by_list), **two}
    yield Case(slug="trackers-changed", base=elsewhere, candidate={**elsewhere, "readiness.toml": moved})
    aged = {**files(by_tracker), LOCK: json.dumps({**told, "asked": "2026-11-20T08:00:00Z", "state": "open"})}
    patient = f"{SETTINGS}[followups]\nmax_age = '90d'\n"
    yield Case(
        slug="follow-up-limits-changed", base=aged, candidate={**aged, "readiness.toml": patient}, held=UNDECIDED
    )
    work = [{"project": "github:acme/shop", "milestone": "Opening"}]
    blocking = {"readiness.toml": f"{SETTINGS}unclaimed-issue = 'block'\n"}
    opened = json.dumps(
        {
            **{key: asked[key] for key in ("tracker", "project", "asked")},
            "milestone": "Opening",
            "issues": [{**asked, "title": "Nobody's", "state": "open"}],
        }
    )
    known = {**blocking, LOCK: opened}
    yield Case(
        slug="open-work-changed",
        base={**files(launch(open_work=work)), **known},
        candidate={**files(launch()), **known},
    )
    claiming = launch(item(issues=["github:acme/shop#1"]), open_work=work)
    yield Case(
        slug="issues-changed",
        base={**files(launch(item(), open_work=work)), **known},
        candidate={**files(claiming), **known},
    )


def _later(follow_up: Data) -> Data:
    return item("later", **{"class": "deferred"}, evidence=None, rollback=None, follow_up=follow_up)


def _of_surroundings() -> Iterator[Case]:
    bad = launch(item(evidence=[UNMET]))
    yield _settings("rule-level-changed", SETTINGS, f"{SETTINGS}evidence-missing = 'warn'\n", bad)
    word = {"kind": "signoff", "who": "boss", "date": "2026-11-28"}
    yield _settings("self-allowed", SETTINGS, f"allow_self = true\n{SETTINGS}", launch(item(evidence=[word])))
    surfaces = {"risky": {"paths": ["src/**"], "risk": "high"}}
    proven = launch(item(evidence=[{**SUITE, "covers": ["src/pay.go"]}]), surfaces=surfaces)
    yield _proven(_settings("files-ignored", SETTINGS, f"ignore = ['src/tax.go']\n{SETTINGS}", proven))
    old = launch(item(evidence=[{"kind": "signoff", "who": "counsel", "date": "2026-11-10"}]))
    yield _settings("max-age-changed", f"max_age = '7d'\n{SETTINGS}", SETTINGS, old)
    yield _settings("ledger-moved", SETTINGS, f"{SETTINGS}[ledger]\nfolder = 'forged'\n", bad, own=NO_GO)
    trusting = f"{SETTINGS}[trust]\nexecuted_only = true\n"
    yield _settings("trust-changed", trusting, SETTINGS, bad, own=NO_GO)
    large = {"docs/large.md": "# Large\n" * 1000}
    held = launch(item(evidence=[{**MET, "path": "docs/large.md"}]))
    case = _settings("settings-changed", f"max_bytes = 4096\n{SETTINGS}", SETTINGS, held, held=UNDECIDED)
    yield Case(
        slug=case.slug, base={**case.base, **large}, candidate={**case.candidate, **large}, own=GO, held=UNDECIDED
    )
    known = f"{GHOST}  ghost: {{title: Ghost}}\n"
    ghost = files(launch(owner="ghost"))
    yield Case(
        slug="directory-changed",
        base={**ghost, "scopes/who.yaml": GHOST},
        candidate={**ghost, "scopes/who.yaml": known},
        held=UNDECIDED,
    )
    strict, lax = '{"required": ["approved"]}', "{}"
    matched = {**files(launch(item(evidence=[{**MET, "path": "docs/a.json", "matches": "docs/s.json"}])))}
    yield Case(
        slug="yardstick-changed",
        base={**matched, "docs/a.json": '{"b": 1}', "docs/s.json": strict},
        candidate={**matched, "docs/a.json": '{"b": 1}', "docs/s.json": lax},
    )
    yield Case(
        slug="template-changed",
        base=files(launch()),
        candidate={**files(launch()), "templates/status.md.j2": "All is well.\n"},
        held=GO,
    )
