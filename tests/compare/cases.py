"""Kinds of change, each a base and a candidate, with the whole diff that they come to."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tests.compare.told import NOTHING, Told
from tests.policy.changing import MET, ROLLBACK, SETTINGS, UNMET, Data, Files, files, item, launch
from tests.policy.loosenings import FOLLOW_UP, GREEN, WAIVER

SUITE: Final[Data] = {"id": "suite", "kind": "junit", "path": "proof/t.xml", "run": "make test", "covers": ["src/**"]}
REPORT: Final[Files] = {"proof/t.xml": GREEN, ".gitignore": "proof/\n"}
DEFERRED: Final[Data] = item(**{"class": "deferred"}, evidence=None, rollback=None, follow_up=FOLLOW_UP)
BAD: Final[Data] = item(evidence=[UNMET])
SAME: Final = "go → go"
LOST: Final = "go → no-go"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A change called `name`, and what it does; where it is `proven`, what the base asks for is on record."""

    name: str
    base: Files
    candidate: Files
    does: Told
    proven: bool = False
    asked: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def _scopes(name: str, before: Data, after: Data, does: Told, **more: Any) -> Case:  # noqa: ANN401 - as of a case
    return Case(name=name, base=files(before), candidate=files(after), does=does, **more)


def _items(name: str, before: Data, after: Data, does: Told, **more: Any) -> Case:  # noqa: ANN401 - as of a case
    return _scopes(name, launch(before), launch(after), does, **more)


def cases() -> Iterator[Case]:
    """Yield every kind of change."""
    yield from _refactors()
    yield from _losses()
    yield from _gains()
    yield from _lists()
    yield from _waivers()
    yield from _proofs()
    yield from _whole_scopes()


def _refactors() -> Iterator[Case]:
    scope = launch(item())
    turned = {key: scope[key] for key in reversed(scope)}
    turned["items"] = [{key: one[key] for key in reversed(one)} for one in reversed(scope["items"])]
    yield _scopes("keys and items in another order", scope, turned, NOTHING)
    yield Case(
        name="a comment and another layout",
        base=files(scope),
        candidate={**files(), "scopes/shop.yaml": f"# The launch.\n{json.dumps(scope, indent=2)}\n"},
        does=NOTHING,
    )
    moved = {**files(), "scopes/of-the-shop/launch.yaml": json.dumps(scope)}
    yield Case(name="a scope in another file", base=files(scope), candidate=moved, does=NOTHING)
    yield Case(
        name="a file that nobody asks about",
        base=files(scope),
        candidate={**files(scope), "readme.md": "# Shop\n"},
        does=NOTHING,
    )
    spelled = item(evidence="docs/ops.md", rollback="docs/ops.md#rollback")
    long = item(
        evidence=[{"id": "file", "kind": "file", "path": ["docs/ops.md"]}], rollback={"steps": "docs/ops.md#rollback"}
    )
    yield _items("short forms spelled out", spelled, long, NOTHING)


def _losses() -> Iterator[Case]:
    lost = {"decision": LOST, "policy": ["owner-changed"]}
    ownerless = [{**one, "owner": "boss"} for one in (item("ready"), item())]
    yield _scopes(
        "an item loses its owner",
        {**launch(), "owner": None, "items": ownerless},
        {**launch(), "owner": None, "items": [ownerless[0], item()]},
        {
            **lost,
            "scopes": ["shop: go → no-go because item work owner"],
            "worse": ["item work owner: passed → missing"],
        },
    )
    yield _items(
        "an item loses its rollback",
        item(),
        item(rollback=None),
        {
            "decision": LOST,
            "scopes": ["shop: go → no-go because item work rollback"],
            "worse": ["item work rollback: passed → missing"],
            "policy": ["rollback-changed"],
        },
    )
    yield _items(
        "what only warns is worse too",
        item(),
        item(rollback={key: ROLLBACK[key] for key in ("plan", "steps")}),
        {
            "decision": SAME,
            "scopes": ["shop: go → go"],
            "worse": ["item work rollback-time: passed → missing (warn)"],
            "policy": ["rollback-changed"],
        },
    )
    yield _items(
        "an item loses one of its evidence",
        item(evidence=[MET, {**MET, "id": "other"}]),
        item(),
        {
            "decision": SAME,
            "scopes": ["shop: go → go"],
            "worse": ["item work other: passed → none"],
            "policy": ["evidence-removed"],
        },
    )
    yield _items(
        "an item loses all its evidence",
        item(),
        item(evidence=[]),
        {
            "decision": LOST,
            "scopes": ["shop: go → no-go because item work evidence"],
            "worse": ["item work book: passed → none", "item work evidence: passed → missing"],
            "policy": ["evidence-removed"],
        },
    )
    yield _items(
        "a deferral loses its follow-up",
        DEFERRED,
        {key: value for key, value in DEFERRED.items() if key != "follow_up"},
        {
            "decision": LOST,
            "scopes": ["shop: go → no-go because item work follow-up"],
            "worse": ["item work follow-up: passed → missing"],
            "exceptions": ["deferral work extended: 2027-01-01 → none, "],
            "policy": ["follow-up-changed"],
        },
    )
    yield Case(
        name="a document that is evidence goes",
        base={**files(launch(BAD)), "docs/no.md": "# There\n"},
        candidate=files(launch(BAD)),
        does={
            "decision": LOST,
            "scopes": ["shop: go → no-go because item work gone"],
            "worse": ["item work gone: passed → missing"],
        },
    )


def _gains() -> Iterator[Case]:
    yield Case(
        name="a document that is evidence comes",
        base=files(launch(BAD)),
        candidate={**files(launch(BAD)), "docs/no.md": "# There\n"},
        does={
            "decision": "no-go → go",
            "scopes": ["shop: no-go → go"],
            "better": ["item work gone: missing → passed"],
        },
    )
    yield _items(
        "evidence that is asked for and met is no news of its own",
        item(),
        item(evidence=[MET, {**MET, "id": "other"}]),
        {"decision": SAME, "scopes": ["shop: go → go"], "policy": ["evidence-added"]},
    )
    yield _items(
        "evidence that is asked for and not met decides",
        item(),
        item(evidence=[MET, UNMET]),
        {
            "decision": LOST,
            "scopes": ["shop: go → no-go because item work gone"],
            "worse": ["item work gone: none → missing"],
            "policy": ["evidence-added"],
        },
    )
    yield _items(
        "a rollback that is given",
        item(rollback=None),
        item(),
        {
            "decision": "no-go → go",
            "scopes": ["shop: no-go → go"],
            "better": ["item work rollback: missing → passed"],
            "policy": ["rollback-changed"],
        },
    )


def _lists() -> Iterator[Case]:
    yield _scopes(
        "an item is added",
        launch(),
        launch(item()),
        {
            "decision": SAME,
            "scopes": ["shop: go → go"],
            "items": ["work added: none → launch-critical, passed"],
            "policy": ["item-added"],
        },
    )
    yield _scopes(
        "an item that is not ready is added",
        launch(),
        launch(BAD),
        {
            "decision": LOST,
            "scopes": ["shop: go → no-go because item work gone"],
            "worse": ["item work gone: none → missing"],
            "items": ["work added: none → launch-critical, missing"],
            "policy": ["item-added"],
        },
    )
    yield _scopes(
        "an item that is not ready comes to others that are not",
        launch(item("old", evidence=[UNMET])),
        launch(item("old", evidence=[UNMET]), BAD),
        {
            "decision": "no-go → no-go",
            "scopes": ["shop: no-go → no-go"],
            "items": ["work added: none → launch-critical, missing"],
            "policy": ["item-added"],
        },
    )
    yield _scopes(
        "an item that fails is removed, which is nothing better",
        launch(BAD),
        launch(),
        {
            "decision": "no-go → go",
            "scopes": ["shop: no-go → go"],
            "items": ["work removed: launch-critical → none, gone"],
            "policy": ["item-deleted"],
        },
    )
    yield _items(
        "an item is put off",
        BAD,
        DEFERRED,
        {
            "decision": "no-go → go",
            "scopes": ["shop: no-go → go"],
            "items": ["work re-classified: launch-critical → deferred, passed"],
            "exceptions": ["deferral work added: none → 2027-01-01, Some"],
            "policy": ["item-deferred", "evidence-removed", "follow-up-changed", "rollback-changed"],
        },
    )
    later = {**DEFERRED, "follow_up": {**FOLLOW_UP, "due": "2027-02-01"}}
    for name, before, after, change in (
        ("further", DEFERRED, later, "extended: 2027-01-01 → 2027-02-01"),
        ("less far", later, DEFERRED, "shortened: 2027-02-01 → 2027-01-01"),
    ):
        yield _items(
            f"an item is put off {name}",
            before,
            after,
            {
                "decision": SAME,
                "scopes": ["shop: go → go"],
                "exceptions": [f"deferral work {change}, Some"],
                "policy": ["follow-up-changed"],
            },
        )
    over = {**DEFERRED, "follow_up": {**FOLLOW_UP, "due": "2026-11-20"}}
    yield _items(
        "a deferral is made to lapse",
        DEFERRED,
        over,
        {
            "decision": LOST,
            "scopes": ["shop: go → no-go because item work follow-up"],
            "worse": ["item work follow-up: passed → failed"],
            "exceptions": ["deferral work lapsed: 2027-01-01 → 2026-11-20, Some"],
            "policy": ["follow-up-changed"],
        },
    )


def _waivers() -> Iterator[Case]:
    bad, excused = launch(BAD), launch(BAD, waivers=[WAIVER])
    about = "item work gone"
    yield _scopes(
        "a waiver is granted, which mends nothing",
        bad,
        excused,
        {
            "decision": "no-go → go-with-conditions",
            "scopes": ["shop: no-go → go-with-conditions"],
            "exceptions": [f"waiver for-now added: none → 2027-01-31, {about}"],
            "policy": ["waiver-added"],
        },
    )
    yield _scopes(
        "a waiver is taken back",
        excused,
        bad,
        {
            "decision": "go-with-conditions → no-go",
            "scopes": ["shop: go-with-conditions → no-go because item work gone"],
            "worse": ["item work gone: waived → missing"],
            "exceptions": [f"waiver for-now removed: 2027-01-31 → none, {about}"],
            "policy": ["waiver-removed"],
        },
    )
    yield _scopes(
        "a waiver is extended",
        excused,
        launch(BAD, waivers=[{**WAIVER, "expires": "2027-02-28"}]),
        {
            "decision": "go-with-conditions → go-with-conditions",
            "scopes": ["shop: go-with-conditions → go-with-conditions"],
            "exceptions": [f"waiver for-now extended: 2027-01-31 → 2027-02-28, {about}"],
            "policy": ["waiver-changed"],
        },
    )
    yield _scopes(
        "a waiver is made to lapse",
        excused,
        launch(BAD, waivers=[{**WAIVER, "expires": "2026-11-20"}]),
        {
            "decision": "go-with-conditions → no-go",
            "scopes": ["shop: go-with-conditions → no-go because item work gone"],
            "worse": ["item work gone: waived → missing"],
            "exceptions": [f"waiver for-now lapsed: 2027-01-31 → 2026-11-20, {about}"],
            "policy": ["waiver-changed"],
        },
    )


def _proofs() -> Iterator[Case]:
    scope = launch(item(evidence=[SUITE]))
    base = {**files(scope), **REPORT}
    again = "-> readiness prove work"
    for name, changed, why in (
        ("a covered file is changed", {**base, "src/pay.go": "package paid\n"}, "[src/pay.go] src/pay.go changed"),
        ("a covered file is added", {**base, "src/new.go": "package new\n"}, "[src/new.go] src/new.go is new"),
        (
            "a covered file is moved",
            {**{path: text for path, text in base.items() if path != "src/tax.go"}, "src/levy.go": base["src/tax.go"]},
            "[src/levy.go src/tax.go] src/tax.go moved to src/levy.go",
        ),
    ):
        yield Case(
            name=f"{name}, which is to be proven again and no failure",
            base=base,
            candidate=changed,
            proven=True,
            does={"decision": LOST, "scopes": ["shop: go → no-go"], "to_reprove": [f"item work suite {why} {again}"]},
        )
    yield Case(
        name="a command is changed",
        base=base,
        candidate={**base, **files(launch(item(evidence=[{**SUITE, "run": "make all"}])))},
        proven=True,
        does={
            "decision": LOST,
            "scopes": ["shop: go → no-go"],
            "to_reprove": [f"item work suite [] what is asked for is changed (run) {again}"],
            "policy": ["run-changed"],
        },
    )
    yield Case(
        name="a covered file is changed, and stale proof allowed",
        base=base,
        candidate={**base, "src/pay.go": "package paid\n", "readiness.toml": f"{SETTINGS}evidence-stale = 'off'\n"},
        proven=True,
        does={
            "decision": SAME,
            "scopes": ["shop: go → go"],
            "to_reprove": [f"item work suite [src/pay.go] src/pay.go changed {again}"],
            "policy": ["rule-level-changed"],
        },
    )
    yield Case(
        name="a file that is not covered is changed",
        base=base,
        candidate={**base, "docs/more.md": "# More\n"},
        proven=True,
        does=NOTHING,
    )
    waiver = {**WAIVER, "of": {"item": "work", "requirement": "suite"}}
    excused = {**files(launch(item(evidence=[SUITE]), waivers=[waiver])), **REPORT}
    yield Case(
        name="what is waived has to be proven again all the same",
        base=excused,
        candidate={**excused, "src/pay.go": "package paid\n"},
        proven=True,
        does={
            "decision": "go → go-with-conditions",
            "scopes": ["shop: go → go-with-conditions"],
            "to_reprove": [f"item work suite [src/pay.go] src/pay.go changed {again}"],
        },
    )


def _whole_scopes() -> Iterator[Case]:
    shop, more = launch(), launch(BAD, name="more", title="More")
    yield Case(
        name="a scope is added",
        base=files(shop),
        candidate=files(shop, more),
        does={
            "decision": LOST,
            "scopes": ["more: none → no-go because item work gone"],
            "worse": ["item work gone: none → missing"],
            "policy": ["scope-added"],
        },
    )
    yield Case(
        name="a scope is added that is ready",
        base=files(shop),
        candidate=files(shop, launch(item(), name="more", title="More")),
        does={"decision": SAME, "scopes": ["more: none → go"], "policy": ["scope-added"]},
    )
    yield Case(
        name="a scope is added to a launch that is a no-go",
        base=files(launch(BAD)),
        candidate=files(launch(BAD), more),
        does={"decision": "no-go → no-go", "scopes": ["more: none → no-go"], "policy": ["scope-added"]},
    )
    yield Case(
        name="a scope is no draft any more",
        base=files(shop, {**more, "state": "draft"}),
        candidate=files(shop, more),
        does={
            "decision": LOST,
            "scopes": ["more: none → no-go because item work gone"],
            "worse": ["item work gone: none → missing"],
            "policy": ["state-changed"],
        },
    )
    yield Case(
        name="a scope is removed",
        base=files(shop, more),
        candidate=files(shop),
        does={"decision": "no-go → go", "scopes": ["more: no-go → none"], "policy": ["scope-removed"]},
    )
    other = {"name": "store", "title": "Store"}
    renamed = {"policy": ["scope-removed", "scope-added"]}
    yield Case(
        name="a scope is given another id",
        base=files(launch(item())),
        candidate=files(launch(item(), **other)),
        does={"decision": SAME, "scopes": ["shop: go → none", "store: none → go"], **renamed},
    )
    yield Case(
        name="a scope is given another id, and an item of it loses its rollback",
        base=files(launch(item())),
        candidate=files(launch(item(rollback=None), **other)),
        does={
            "decision": LOST,
            "scopes": ["shop: go → none", "store: none → no-go because item work rollback"],
            "worse": ["item work rollback: none → missing"],
            **renamed,
        },
    )
    yield Case(
        name="a scope gives way to another one",
        base=files(launch()),
        candidate=files({**launch(**other), "items": [BAD]}),
        does={
            "decision": LOST,
            "scopes": ["shop: go → none", "store: none → no-go because item work gone"],
            "worse": ["item work gone: none → missing"],
            **renamed,
        },
    )
    for state, slug in (("draft", "scope-drafted"), ("retired", "scope-retired")):
        yield Case(
            name=f"a scope is made {state}",
            base=files(shop, more),
            candidate=files(shop, {**more, "state": state}),
            does={"decision": "no-go → go", "scopes": ["more: no-go → none"], "policy": [slug]},
        )
    yield Case(
        name="a scope has another id",
        base=files(shop),
        candidate=files({**shop, "id": "store"}),
        does={
            "decision": SAME,
            "scopes": ["shop: go → none", "store: none → go"],
            "policy": ["scope-removed", "scope-added"],
        },
    )
    yield Case(
        name="a scope breaks",
        base=files(shop, more),
        candidate={**files(shop), "scopes/more.yaml": "kind: scope\nid: more\n"},
        does={
            "decision": "no-go → undecided",
            "scopes": ["more: no-go → none"],
            "problems": ["RDY012 scopes/more.yaml:1:1"],
        },
    )
    yield Case(
        name="a scope is mended",
        base={**files(shop), "scopes/more.yaml": "kind: scope\nid: more\n"},
        candidate=files(shop, launch(name="more")),
        does={"decision": "undecided → go", "scopes": ["more: none → go"], "problems_before": ["RDY012"]},
    )
    yield Case(
        name="the first scope comes",
        base=files(),
        candidate=files(shop),
        does={"decision": "none → go", "scopes": ["shop: none → go"]},
    )
    yield Case(
        name="a rule is switched off",
        base=files(launch(BAD)),
        candidate={**files(launch(BAD)), "readiness.toml": f"{SETTINGS}evidence-missing = 'off'\n"},
        does={"decision": "no-go → go", "scopes": ["shop: no-go → go"], "policy": ["rule-level-changed"]},
    )
    yield Case(
        name="settings that nobody understands",
        base=files(shop),
        candidate={**files(shop), "readiness.toml": "[rule]\n"},
        does={"decision": "go → undecided", "scopes": ["shop: go → none"], "problems": ["RDY040 readiness.toml:1:1"]},
    )
