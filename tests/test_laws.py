"""Laws of judging, on launches that nobody thought of: what makes things worse never makes the answer better.

Launches are generated as data and written as YAML with one part a line, so that places can be held against the text.
Bounded, and the same examples on every run where `CI` is set.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from readiness.decide import weigh, worst
from readiness.model.demands import ITEM, RESERVED
from readiness.model.outcome import Decision, ItemClass, Level, Outcome
from readiness.model.report import Report, ScopeReport, Verdict
from readiness.pipeline import Request
from readiness.render import FORMATS, render
from tests.proofs import check

LAWS: Final = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
NOW: Final = datetime(2026, 12, 1, 9, tzinfo=UTC)
WRITTEN: Final = datetime(2026, 11, 30, 12, tzinfo=UTC).timestamp()
GREEN: Final = (
    '<testsuite name="s" tests="1" timestamp="2026-11-30T09:00:00Z"><testcase classname="c" name="t"/></testsuite>'
)
FILES: Final[Mapping[str, str]] = {
    "README.md": "# Shop\n",
    "docs/ops.md": "# Operations\n\n## Rollback\n\nRevert.\n",
    "docs/flags.json": '{"live": true}\n',
    "src/pay.go": "package pay\n",
    "src/tax.go": "package tax\n",
    "proof/green.xml": GREEN,
    "proof/red.xml": GREEN.replace("/></testsuite>", "><failure/></testcase></testsuite>"),
    "proof/old.xml": GREEN.replace("2026-11-30", "2026-10-01"),
    "proof/torn.xml": GREEN[:70],
    ".readiness/followups.yaml": (
        "- {id: open, title: Item 1 to 3, state: open, assignee: jo, text: item-1 item-2 item-3}\n"
        "- {id: dated, title: Dated, state: open, assignee: jo, due: 2027-01-05}\n"
        "- {id: late, title: Late, state: open, assignee: jo, due: 2026-11-20}\n"
        "- {id: nobodys, title: Nobody's, state: open}\n"
        "- {id: done, title: Done, state: closed, why: completed}\n"
    ),
    ".readiness/followups.lock": (
        '{"asked": "2026-11-30T09:00:00Z", "assignees": ["jo"], "found": true, "issue": "2", "project": "acme/shop",'
        ' "state": "open", "title": "Asked", "tracker": "github"}\n'
    ),
}
ISSUES: Final = (
    *(f"file:{name}" for name in ("open", "dated", "late", "nobodys", "done", "gone")),
    *("github:acme/shop#1", "github:acme/shop#2", "no-issue"),
)
Data = dict[str, Any]

DAYS: Final = st.dates(date(2026, 11, 25), date(2027, 1, 20)).map(str)
WHO: Final = st.sampled_from(["platform", "finance"])
EVIDENCE: Final = st.one_of(
    st.fixed_dictionaries(
        {
            "kind": st.just("junit"),
            "path": st.sampled_from([f"proof/{n}.xml" for n in ("green", "red", "old", "torn", "no")]),
        },
        optional={
            "covers": st.sampled_from([["**"], ["src/**"], ["src/pay.go"], ["gone/**"]]),
            "max_age": st.sampled_from(["1d", "90d"]),
            "level": st.just("block"),
        },
    ),
    st.fixed_dictionaries(
        {"kind": st.just("signoff"), "who": WHO}, optional={"date": st.just("2026-11-28"), "role": st.just("Signs")}
    ),
    st.fixed_dictionaries({"kind": st.just("file"), "path": st.sampled_from(["docs/ops.md", "docs/no.md"])}),
)
ROLLBACKS: Final = st.one_of(
    st.fixed_dictionaries(
        {
            "plan": st.sampled_from(["revert", "kill-switch"]),
            "steps": st.sampled_from(["docs/ops.md#rollback", "docs/ops.md#no", "docs/no.md"]),
        },
        optional={
            "within": st.just("15m"),
            "kill_switch": st.sampled_from(["docs/flags.json#live", "docs/flags.json#dead"]),
        },
    ),
    st.fixed_dictionaries({"plan": st.just("none")}, optional={"because": st.just("Words"), "accepted_by": WHO}),
)
FOLLOW_UPS: Final = st.fixed_dictionaries(
    {"ref": st.sampled_from(ISSUES)}, optional={"risk": st.just("Some"), "due": DAYS, "owner": WHO}
)
REFERENCES: Final = st.sampled_from(["docs/ops.md", "docs/ops.md#rollback", "docs/ops.md#no", "docs/no.md"])


@st.composite
def items(draw: st.DrawFn) -> list[Data]:
    """Return a few items, the first of them launch-critical and in no late phase."""
    made: list[Data] = []
    for number in range(draw(st.integers(1, 4))):
        item_class = ItemClass.CRITICAL if number == 0 else draw(st.sampled_from(list(ItemClass)))
        phases = ["build"] if item_class is ItemClass.CRITICAL else ["build", "care"]
        item: Data = draw(
            st.fixed_dictionaries(
                {
                    "id": st.just(f"item-{number}"),
                    "title": st.just(f"Item {number}"),
                    "class": st.just(str(item_class)),
                },
                optional={
                    "owner": WHO,
                    "surface": st.sampled_from(["calm", "risky"]),
                    "phase": st.sampled_from(phases),
                    "rollback": ROLLBACKS,
                    "follow_up": FOLLOW_UPS,
                    "needs": st.just([f"item-{number - 1}"] if number else []),
                    "priority": st.sampled_from(["p0", "p2"]),
                },
            )
        )
        item["evidence"] = [
            {"id": f"e{place}", **each} for place, each in enumerate(draw(st.lists(EVIDENCE, max_size=3)))
        ]
        made.append(item)
    return made


def good(name: str = "good") -> Data:
    """Return an item with nothing wrong, whose evidence covers everything."""
    return {
        "id": name,
        "title": "Good",
        "class": "launch-critical",
        "rollback": {"plan": "revert", "steps": "docs/ops.md#rollback", "within": "15m"},
        "evidence": [{"id": "suite", "kind": "junit", "path": "proof/green.xml"}],
    }


@st.composite
def launches(draw: st.DrawFn, states: Sequence[str] = ("active", "draft", "launched")) -> Data:
    """Return a scope; half of all have nothing wrong but for the evidence of one item."""
    scope: Data = draw(
        st.fixed_dictionaries(
            {
                "kind": st.just("scope"),
                "id": st.just("shop"),
                "title": st.just("Shop"),
                "state": st.sampled_from(states),
            },
            optional={"launch": st.just("2026-12-15"), "owner": st.just("boss")},
        )
    )
    scope["phases"] = [{"id": "build", "ends": "2026-12-10"}, {"id": "care", "ends": "2027-01-10"}]
    scope["surfaces"] = {
        "calm": {"paths": ["docs/**"]},
        "risky": {"paths": ["src/**"], "risk": draw(st.sampled_from(["high", "normal"]))},
    }
    scope["items"] = draw(items())
    sound = draw(st.booleans())
    if sound:
        scope["owner"] = "boss"
        blemished = {**good("item-0"), "evidence": [{"id": "e0", **draw(EVIDENCE)}]}
        scope["items"] = [good(), *draw(st.lists(st.just(blemished), max_size=1))]
    names = [each["id"] for each in scope["items"]]
    for part in ("behaviours", "unsupported"):
        parts: list[Data] = []
        for number in range(draw(st.integers(0, 1))):
            each: Data = {
                "id": f"{part}-{number}",
                "statement": "So it is.",
                "documented_at": "docs/ops.md" if sound else draw(REFERENCES),
            }
            if part == "behaviours":
                each["proven_by"] = (
                    names[:1] if sound else draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
                )
            parts.append(each)
        scope[part] = parts
    return scope


@st.composite
def waivers(draw: st.DrawFn, scope: Data) -> list[Data]:
    """Return waivers of some or all requirements that `scope` has, no two of one."""
    targets = [("surface", "calm", "paths"), ("surface", "risky", "paths")]
    targets += [("behaviour", each["id"], "proven") for each in scope["behaviours"]]
    for item in scope["items"]:
        targets += [("item", item["id"], name) for name in ITEM[ItemClass(item["class"])]]
        if item["class"] != "deferred":
            targets += [("item", item["id"], each["id"]) for each in item["evidence"]]
    chosen = draw(st.one_of(st.just(targets), st.lists(st.sampled_from(targets), unique=True, max_size=4)))
    return [
        {
            "id": f"waiver-{number}",
            "of": {kind: name, "requirement": requirement},
            "reason": "For now.",
            "granted_by": draw(st.sampled_from(["cto", "platform", "boss"])),
            "granted": draw(st.sampled_from(["2026-12-01", "2026-11-01", "2026-12-02"])),
            "expires": draw(st.sampled_from(["2026-12-05", "2027-01-31"])),
            **draw(
                st.fixed_dictionaries(
                    {},
                    optional={
                        "renewed": st.sampled_from([["2026-12-03"], ["2026-12-03", "2026-12-04"]]),
                        "emergency": st.booleans(),
                        "follow_up": FOLLOW_UPS,
                    },
                )
            ),
        }
        for number, (kind, name, requirement) in enumerate(chosen)
    ]


def written(scope: Data) -> str:
    """Return `scope` as YAML: keys as blocks, and every item, surface or waiver on a line of its own."""
    lines = []
    for key, value in scope.items():
        if isinstance(value, list):
            lines += [f"{key}:", *(f"  - {json.dumps(each)}" for each in value)] if value else [f"{key}: []"]
        elif isinstance(value, dict):
            lines += [f"{key}:", *(f"  {name}: {json.dumps(each)}" for name, each in value.items())]
        else:
            lines.append(f"{key}: {json.dumps(value)}")
    return "".join(f"{line}\n" for line in lines)


def judged(
    *scopes: Data,
    files: Mapping[str, str] = FILES,
    now: datetime = NOW,
    final: bool = False,
    names: Callable[[int], str] = "scopes/{}.yaml".format,
) -> Report:
    """Return the report on `scopes` among `files`; every scope that is a draft is named, so that it counts."""
    named = {scope["id"] for scope in scopes} if any(scope.get("state") == "draft" for scope in scopes) else ()
    with TemporaryDirectory() as folder:
        documents = {names(number): written(scope) for number, scope in enumerate(scopes)}
        for name, text in {**files, **documents}.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            os.utime(path, (WRITTEN, WRITTEN))
        report = check(Request(root=Path(folder), scopes=tuple(named), now=now, final=final, cache=False))
    assert not report.problems, report.problems
    return report


def verdicts(report: Report) -> Iterator[tuple[ScopeReport, Verdict]]:
    for scope in report.scopes:
        for verdict in (*scope.verdicts, *(verdict for item in scope.items for verdict in item.verdicts)):
            yield scope, verdict


def without_places(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        return {key: without_places(each) for key, each in value.items() if key != "location"}
    return [without_places(each) for each in value] if isinstance(value, list) else value


def never_better(before: Report, after: Report) -> None:
    assert after.decision.rank >= before.decision.rank


NARROW: Final = {"id": "narrow", "kind": "junit", "covers": ["src/pay.go"]}


@LAWS
@given(
    launches(),
    st.sampled_from(
        [
            ("items", {"id": "added", "title": "A", "class": "launch-critical"}),
            ("items", {**good("added"), "evidence": [{**NARROW, "path": "proof/no.xml"}]}),
            ("items", {**good("added"), "evidence": [{**NARROW, "path": "proof/red.xml"}]}),
            ("items", {**good("added"), "evidence": [{**NARROW, "path": "proof/torn.xml"}]}),
            ("items", {"id": "added", "title": "A", "class": "launch-adjacent"}),
            ("items", {"id": "added", "title": "A", "class": "deferred"}),
            ("behaviours", {"id": "added", "statement": "S"}),
            ("unsupported", {"id": "added", "statement": "S", "documented_at": "docs/no.md"}),
        ]
    ),
)
def test_adding_what_is_not_met_never_improves_a_decision(scope: Data, addition: tuple[str, Data]) -> None:
    part, added = addition
    never_better(judged(scope), judged({**scope, part: [*scope[part], added]}))


@LAWS
@given(launches(), items(), st.sampled_from(["proof/green.xml", "proof/red.xml", "proof/old.xml", "proof/no.xml"]))
def test_adding_any_item_with_narrow_evidence_never_improves_a_decision(
    scope: Data, more: list[Data], path: str
) -> None:
    added = {**more[-1], "id": "added", "needs": [], "evidence": [{**NARROW, "path": path}]}
    never_better(judged(scope), judged({**scope, "items": [*scope["items"], added]}))


@LAWS
@given(launches(), st.data())
def test_asking_one_item_for_more_never_improves_a_decision(scope: Data, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(scope["items"]) - 1))
    item = scope["items"][place]
    # An item that had no evidence at all is better off with some: that demand is met by declaring.
    assume(item["evidence"])
    asked = {**item, "evidence": [*item["evidence"], {**NARROW, "path": data.draw(st.sampled_from(list(FILES)[5:]))}]}
    changed = [*scope["items"][:place], asked, *scope["items"][place + 1 :]]
    never_better(judged(scope), judged({**scope, "items": changed}))


@LAWS
@given(launches(), st.sampled_from([name for name in FILES if name.startswith(("proof/", "docs/"))]))
def test_removing_an_artefact_or_a_document_never_improves_a_decision(scope: Data, gone: str) -> None:
    """Artefacts are named one by one here: of a run that a pattern finds, the file with the failure can be lost."""
    never_better(judged(scope), judged(scope, files={name: text for name, text in FILES.items() if name != gone}))


@pytest.mark.parametrize("level", list(Level))
def test_a_worse_outcome_never_decides_better(level: Level) -> None:
    order = [
        [Outcome.NOT_APPLICABLE, Outcome.PASSED],
        [Outcome.WAIVED],
        [Outcome.NOT_DUE],
        [Outcome.UNKNOWN],
        [Outcome.STALE, Outcome.MISSING, Outcome.FAILED],
    ]
    assert sorted(outcome for same in order for outcome in same) == sorted(Outcome)
    ranks = [weigh(outcome, level).rank for outcome in sorted(Outcome, key=lambda outcome: outcome.rank)]
    assert ranks == sorted(ranks)
    if level is Level.BLOCK:
        assert [{weigh(outcome, level) for outcome in same} for same in order] == [{decision} for decision in Decision]


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_stricter_level_never_decides_better(outcome: Outcome) -> None:
    ranks = [weigh(outcome, level).rank for level in sorted(Level, key=lambda level: level.rank)]
    assert ranks == sorted(ranks)


@given(st.lists(st.sampled_from(list(Decision))))
def test_the_worst_of_several_decides_and_none_at_all_is_no_go_ahead(decisions: list[Decision]) -> None:
    assert worst(decisions) is max(decisions, key=lambda decision: decision.rank, default=Decision.UNDECIDED)


@LAWS
@given(st.data())
def test_a_waiver_never_makes_go_of_anything_else_and_hides_nothing(data: st.DataObject) -> None:
    scope = data.draw(launches(states=("active", "draft")))
    without, waived = judged(scope), judged({**scope, "waivers": data.draw(waivers(scope))})
    [before], [after] = without.scopes, waived.scopes
    assert after.decision_before_waivers is before.decision
    assert (after.decision is Decision.GO) == (before.decision is Decision.GO)
    found = [verdict.found for _, verdict in verdicts(without)]
    assert [verdict.found for _, verdict in verdicts(waived) if not verdict.subject.startswith("waiver ")] == found
    assert not any(verdict.outcome is Outcome.PASSED and verdict.waiver for _, verdict in verdicts(waived))


@LAWS
@given(st.data())
def test_a_waiver_in_a_launched_scope_makes_go_of_nothing_either(data: st.DataObject) -> None:
    scope = data.draw(launches(states=("launched",)))
    before, after = judged(scope), judged({**scope, "waivers": data.draw(waivers(scope))})
    assert before.decision is Decision.GO or after.decision is not Decision.GO


@LAWS
@given(st.data())
def test_what_is_worse_to_hear_of_an_issue_makes_no_answer_better(data: st.DataObject) -> None:
    scope = data.draw(launches())
    scope["waivers"] = data.draw(waivers(scope))
    kept = "- {id: %s, title: Kept, state: open, assignee: jo, text: item-1 item-2 item-3}\n"
    names = ("open", "dated", "late", "nobodys", "done", "gone")
    lists = {**FILES, ".readiness/followups.yaml": "".join(kept % name for name in names)}
    never_better(judged(scope, files=lists), judged(scope))


@LAWS
@given(st.data())
def test_calling_it_an_emergency_makes_no_answer_better(data: st.DataObject) -> None:
    scope = data.draw(launches())
    planned = [{**waiver, "emergency": False} for waiver in data.draw(waivers(scope))]
    urgent = [{**waiver, "emergency": True} for waiver in planned]
    never_better(judged({**scope, "waivers": planned}), judged({**scope, "waivers": urgent}))


def shuffled(value: Any, dice: random.Random, *, parts: bool = False) -> Any:  # noqa: ANN401 - JSON
    """Return `value` with the keys of every mapping in another order, and, with `parts`, the lists of a scope too."""
    if isinstance(value, dict):
        keys = dice.sample(sorted(value), len(value))
        return {key: shuffled(value[key], dice, parts=parts and key != "phases") for key in keys}
    if isinstance(value, list):
        same = [shuffled(each, dice) for each in value]
        return dice.sample(same, len(same)) if parts else same
    return value


@LAWS
@given(st.data(), st.randoms(use_true_random=False))
def test_the_order_of_files_keys_and_items_changes_nothing_but_places(data: st.DataObject, dice: random.Random) -> None:
    scopes = [{**data.draw(launches(states=("active", "launched"))), "id": name} for name in ("shop", "blog")]
    scopes = [{**scope, "waivers": data.draw(waivers(scope))} for scope in scopes]
    other = [shuffled(scope, dice, parts=True) for scope in reversed(scopes)]
    first, second = judged(*scopes), judged(*other, names="scopes/sub/z{}.yaml".format)
    reports = [json.loads(render(report, "json")) for report in (first, second)]
    assert without_places(reports[0]) == without_places(reports[1])


@LAWS
@given(st.data())
def test_each_place_points_at_the_token_that_it_is_about(data: st.DataObject) -> None:
    scope = data.draw(launches())
    scope["waivers"] = data.draw(waivers(scope))
    lines = written(scope).splitlines()
    for _, verdict in verdicts(judged(scope)):
        text = lines[verdict.location.line - 1][verdict.location.column - 1 :]
        assert any(text.startswith(token) for token in tokens(scope, verdict)), (verdict, text)


def tokens(scope: Data, verdict: Verdict) -> Iterator[str]:
    """Yield how the value begins, or the values in it, that `verdict` may point at."""
    kind, _, name = verdict.subject.partition(" ")
    match kind:
        case "scope":
            if verdict.code == "RDY322" and verdict.outcome is Outcome.MISSING:
                yield json.dumps(scope["state"])
            else:
                yield json.dumps(scope["launch"]) if verdict.outcome is Outcome.FAILED else f"{next(iter(scope))}: "
        case "surface":
            surface = scope["surfaces"][name]
            yield json.dumps(
                surface["paths"] if (verdict.code, verdict.outcome) == ("RDY303", Outcome.MISSING) else surface
            )
        case "waiver":
            waiver = part(scope["waivers"], name)
            own = {
                **dict.fromkeys(("RDY401", "RDY402", "RDY407"), "expires"),
                "RDY403": "granted_by",
                "RDY405": "renewed" if "renewed" in waiver else "granted",
                "RDY408": "renewed",
                "RDY410": "follow_up",
            }
            settled = verdict.outcome in {Outcome.PASSED, Outcome.NOT_APPLICABLE}
            key = None if settled else own.get(verdict.code)
            yield json.dumps(waiver if key is None else waiver[key])
        case "item":
            yield from item_tokens(part(scope["items"], name), verdict)
        case _:
            each = part(scope["behaviours" if kind == "behaviour" else "unsupported"], name)
            bad = verdict.requirement == "documented" and verdict.found is not Outcome.PASSED
            yield json.dumps(each["documented_at"] if bad else each)


def item_tokens(item: Data, verdict: Verdict) -> Iterator[str]:
    if verdict.requirement not in RESERVED:
        yield json.dumps(part(item["evidence"], verdict.requirement))
        return
    keys = {
        "RDY111": ("rollback", "steps"),
        "RDY112": ("rollback", "accepted_by"),
        "RDY114": ("rollback", "kill_switch"),
        "RDY141": ("follow_up", "due"),
        **{f"RDY{code}": ("follow_up", "ref") for code in (143, 144, 145, 146, 148, 149)},
    }
    outer, inner = keys.get(verdict.code, ("", ""))
    met = verdict.found in {Outcome.PASSED, Outcome.NOT_APPLICABLE}
    if not met and inner in item.get(outer, {}) and (verdict.code, verdict.found) != ("RDY112", Outcome.MISSING):
        yield json.dumps(item[outer][inner])
    elif not met and verdict.code == "RDY130":
        yield json.dumps(item["needs"][0])
    elif verdict.requirement in {"rollback", "rollback-time"} and "rollback" in item and item["class"] != "deferred":
        yield json.dumps(item["rollback"])
    elif verdict.requirement in {"follow-up", "tracked"} and "follow_up" in item:
        yield json.dumps(item["follow_up"])
    else:
        yield json.dumps(item)


def part(parts: Sequence[Data], name: str) -> Data:
    return next(each for each in parts if each["id"] == name)


@LAWS
@given(launches())
def test_a_final_check_never_decides_better(scope: Data) -> None:
    never_better(judged(scope), judged(scope, final=True))


@LAWS
@given(st.data(), st.integers(0, 60))
def test_a_day_that_is_no_boundary_changes_no_outcome(data: st.DataObject, later: int) -> None:
    scope = data.draw(launches())
    scope["waivers"] = data.draw(waivers(scope))
    today = NOW + timedelta(days=later)
    assume(not set(boundaries(scope)) & {today.date() + timedelta(days=1)})
    outcomes = [
        [(scope.id, verdict.subject, verdict.requirement, verdict.outcome) for scope, verdict in verdicts(report)]
        for report in (judged(scope, now=today), judged(scope, now=today + timedelta(days=1)))
    ]
    assert outcomes[0] == outcomes[1]


def boundaries(scope: Data) -> Iterator[date]:
    """Yield every day on which something about `scope` is not as it was the day before."""
    after = timedelta(days=1)
    last_days = [phase["ends"] for phase in scope["phases"]] + ([scope["launch"]] if "launch" in scope else [])
    last_days += [due for item in scope["items"] if (due := item.get("follow_up", {}).get("due"))]
    last_days += [waiver["expires"] for waiver in scope["waivers"]]
    last_days += [due for waiver in scope["waivers"] if (due := waiver.get("follow_up", {}).get("due"))]
    last_days += ["2027-01-05", "2026-12-07"]  # of an issue, and of what a tracker has said
    yield from (date.fromisoformat(day) + after for day in last_days)
    for waiver in scope["waivers"]:
        yield from (date.fromisoformat(day) for day in (waiver["granted"], *waiver.get("renewed", ())))
        yield date.fromisoformat(waiver["expires"]) - timedelta(days=14)
    for made in ("2026-10-01", "2026-11-28", "2026-11-30"):
        for limit in (1, 30, 90):
            yield date.fromisoformat(made) + timedelta(days=limit)
            yield date.fromisoformat(made) + timedelta(days=limit) + after


@LAWS
@given(launches(), st.sampled_from(sorted(FORMATS)))
def test_the_same_input_gives_the_same_bytes(scope: Data, format_: str) -> None:
    assert render(judged(scope), format_) == render(judged(scope), format_)


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_another_process_with_another_hash_seed_gives_the_same_bytes(tmp_path: Path, format_: str) -> None:
    scope = {
        "kind": "scope",
        "id": "shop",
        "title": "S",
        "items": [good(), {**good("b"), "evidence": []}],
        "owner": "o",
    }
    for name, text in {**FILES, "scopes/shop.yaml": written(scope)}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
        os.utime(tmp_path / name, (WRITTEN, WRITTEN))
    moment = datetime.combine(NOW.date(), time(9), UTC).isoformat()
    program = (
        "import sys; from datetime import datetime; from pathlib import Path;"
        "from readiness.pipeline import Request, check; from readiness.render import render;"
        f"report = check(Request(root=Path(sys.argv[1]), now=datetime.fromisoformat({moment!r}), cache=False));"
        f"sys.stdout.write(render(report, {format_!r}))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, os.fspath(tmp_path)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.fspath(Path(__file__).parents[1])},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "77")
    }
    assert len(outputs) == 1
    assert outputs.pop()
