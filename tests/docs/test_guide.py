"""What the guide says is what the program does: every block of it loads, and its claims hold."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from readiness.config import Config, read_config
from readiness.model import demands
from readiness.model.documents import KINDS
from readiness.model.documents.scope import Target
from readiness.model.outcome import State
from readiness.model.problems import code_of
from readiness.reading.listings import listings
from readiness.rules import RULES
from readiness.rules.base import Rule
from readiness.tree.folder import Folder
from tests.docs.guide_run import NOON, PATH, blocks, commands, neighbour, shop, typed, whole
from tests.docs.pages import ROOT, Fence, fences, rows
from tests.proofs import record
from tests.repository import RepositoryBuilder

TEXT: Final = (ROOT / PATH).read_text()
_RULES: Final = frozenset(rule.name for rule in RULES)


def _of(info: str) -> list[Fence]:
    return [fence for fence in blocks() if fence.info == info]


def _line(fence: Fence) -> str:
    return f"line-{fence.line}"


def _report(repository: RepositoryBuilder, *words: str) -> Mapping[str, Any]:
    record(repository.path, NOON)
    ended = typed(" ".join(("readiness check --format json", *words)), repository.path)
    return dict(json.loads(ended.out))


def _judged(repository: RepositoryBuilder, scope: Mapping[str, Any]) -> Mapping[str, Any]:
    """Judge `scope` beside another one; a JSON document is a YAML document."""
    repository.write(f"scopes/{scope.get('id', 'directory')}.yaml", json.dumps(scope))
    return _report(repository, str(scope["id"]))


@pytest.fixture
def repository(tmp_path: Path) -> RepositoryBuilder:
    built = shop(tmp_path / "shop")
    built.write("scopes/neighbour.yaml", neighbour())
    return built


@pytest.mark.parametrize("fence", _of("yaml"), ids=_line)
def test_every_yaml_block_is_good_input(fence: Fence, repository: RepositoryBuilder) -> None:
    scope = whole(fence.text)
    if scope["kind"] == "directory":
        repository.write("scopes/directory.yaml", fence.text)
        scope = whole("owner: platform-team")
    report = _judged(repository, scope)
    assert report["problems"] == []
    assert [one["id"] for one in report["scopes"]] == [scope["id"]]


def test_every_command_is_run_and_only_bad_input_exits_with_2(tmp_path: Path) -> None:
    assert [(one.command, one.ended.code) for one in commands(tmp_path / "shop")] == [
        ("readiness capture", 0),
        ("readiness check", 1),
        ("readiness check search-launch", 2),
        ("readiness check --format json --output report.json", 2),
    ]


def test_every_block_is_of_a_kind_that_is_tested() -> None:
    assert {fence.info for fence in blocks()} == {"yaml", "yaml bad", "toml", "console", "markdown"}


@pytest.mark.parametrize("fence", _of("markdown"), ids=_line)
def test_every_markdown_block_is_a_marked_list(fence: Fence) -> None:
    (found,) = listings(fence.text.encode())
    assert (found.flaw, bool(found.names)) == (None, True)


@pytest.mark.parametrize("fence", _of("toml"), ids=_line)
def test_every_toml_block_is_a_configuration(fence: Fence, tmp_path: Path) -> None:
    (tmp_path / "readiness.toml").write_text(fence.text)
    read_config(Folder(tmp_path), _RULES)


def test_the_configuration_that_is_shown_has_every_setting_at_its_default(tmp_path: Path) -> None:
    shown, rules = _of("toml")
    assert {*tomllib.loads(shown.text), *tomllib.loads(rules.text)} == set(Config.model_fields)
    (tmp_path / "readiness.toml").write_text(shown.text)
    assert read_config(Folder(tmp_path), _RULES) == Config()


def test_every_field_of_every_document_is_in_the_guide() -> None:
    fields = {
        name
        for model in KINDS.values()
        for name in _names(model.model_json_schema(by_alias=True))
        if name not in _ELSEWHERE
    }
    assert [name for name in sorted(fields) if f"{name}:" not in TEXT and f"`{name}`" not in TEXT] == []


_ELSEWHERE: Final = {"inputs"}
"""Fields that the evidence page speaks of, because nothing reads them yet."""


def _names(schema: Mapping[str, Any]) -> set[str]:
    parts = [schema, *schema.get("$defs", {}).values()]
    return {name for part in parts for name in part.get("properties", {})}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_example_of_a_rule_has_nothing_wrong_but_what_it_leaves_out(
    rule: Rule, repository: RepositoryBuilder
) -> None:
    (example,) = fences(rule.page)
    problems = _judged(repository, whole(example.text))["problems"]
    assert {problem["code"] for problem in problems} <= {code_of(slug) for slug in _LEFT_OUT}


_LEFT_OUT: Final = ("missing-key", "unknown-reference", "duplicate-id")
"""What a part of a scope may lack: a title, the item that it names, or an id that the scope around it has not."""


def test_the_table_of_waivable_requirements_is_the_table_of_demands() -> None:
    demanded: dict[str, set[str]] = {
        "item": {name for names in demands.ITEM.values() for name in names},
        "surface": {name for names in demands.SURFACE.values() for name in names},
        **{str(kind): set(names) for kind, names in demands.OTHERS.items() if str(kind) in Target.model_fields},
    }
    listed = {cells[0].strip("`"): set(cells[1].split("`")[1::2]) for cells in rows(TEXT, "of")}
    assert listed == demanded


def test_the_table_of_states_has_every_state() -> None:
    assert {cells[0].split("`")[1] for cells in rows(TEXT, "`state`")} == {str(state) for state in State}


def _scope(**changes: object) -> dict[str, Any]:
    return {**whole("items: []"), **changes}


def _item(scope: Mapping[str, Any], name: str) -> dict[str, Any]:
    return next(item for item in scope["items"] if item["id"] == name)


def _found(report: Mapping[str, Any], item: str) -> dict[str, str]:
    """Return the outcomes of an item's requirements by name."""
    reported = next(one for one in report["scopes"][0]["items"] if one["id"] == item)
    return {one["requirement"]: one["outcome"] for one in reported["verdicts"]}


def test_a_path_is_held_to_the_root_and_a_pattern_of_covers_is_not(repository: RepositoryBuilder) -> None:
    repository.write("deep/tests.xml", (repository.path / "reports/tests.xml").read_text())
    repository.write("deep/er/table.sql")
    evidence = {"path": "tests.xml", "covers": "*.sql"}
    held = _judged(repository, whole(json.dumps({"evidence": evidence})))
    assert _found(held, "thing")["junit"] == "missing"
    led = _judged(repository, whole(json.dumps({"evidence": {**evidence, "path": "deep/tests.xml"}})))
    assert _found(led, "thing")["junit"] == "passed"


def test_each_pattern_of_a_path_has_to_match(repository: RepositoryBuilder) -> None:
    evidence = {"path": ["reports/tests.xml", "reports/none-*.xml"]}
    assert _found(_judged(repository, whole(json.dumps({"evidence": evidence}))), "thing")["junit"] == "missing"


def test_reports_of_critical_items_may_be_30_days_old(repository: RepositoryBuilder) -> None:
    old = (repository.path / "reports/tests.xml").read_text().replace("2026-11-20", "2026-10-21")
    repository.write("reports/tests.xml", old)
    scope = whole(json.dumps({"evidence": "reports/tests.xml"}))
    assert _found(_judged(repository, scope), "thing")["junit"] == "stale"
    _item(scope, "thing")["class"] = "launch-adjacent"
    assert _found(_judged(repository, scope), "thing")["junit"] == "passed"


def test_the_word_of_the_owner_does_not_count_for_a_critical_item(repository: RepositoryBuilder) -> None:
    signed = {"kind": "signoff", "who": "release-manager", "date": "2026-11-20"}
    assert _found(_judged(repository, whole(json.dumps({"evidence": signed}))), "thing")["signoff"] == "failed"


def test_a_deferred_item_inherits_neither_phase_nor_rollback(repository: RepositoryBuilder) -> None:
    scope = _scope(defaults={"phase": "build", "rollback": "runbooks/deploy.md#rollback"})
    scope["items"].append({"id": "later", "title": "Later", "class": "deferred"})
    report = _judged(repository, scope)
    later = next(item for item in report["scopes"][0]["items"] if item["id"] == "later")
    assert (later["phase"], _found(report, "later")) == (
        None,
        {"owner": "passed", "follow-up": "missing", "tracked": "not-applicable"},
    )


def test_final_takes_as_due_what_is_due_by_the_launch(repository: RepositoryBuilder) -> None:
    scope = _scope()
    scope["items"] += [
        {"id": "soon", "title": "Soon", "class": "launch-critical", "phase": "build"},
        {"id": "after", "title": "After", "class": "launch-adjacent", "phase": "hypercare"},
    ]
    before = _judged(repository, scope)
    assert (before["decision"], _found(before, "soon")["evidence"]) == ("on-track", "not-due")
    final = _report(repository, "shop-launch", "--final")
    assert (final["decision"], _found(final, "soon")["evidence"]) == ("no-go", "missing")
    assert _found(final, "after")["evidence"] == "not-due"


@pytest.mark.parametrize(
    ("state", "judged", "code"),
    [
        pytest.param("draft", False, 2, id="draft"),
        pytest.param("active", True, 0, id="active"),
        pytest.param("launched", True, 0, id="launched"),
        pytest.param("retired", None, 2, id="retired"),
    ],
)
def test_states_decide_what_counts(state: str, judged: bool | None, code: int, repository: RepositoryBuilder) -> None:  # noqa: FBT001
    (repository.path / "scopes/neighbour.yaml").unlink()
    repository.write("scopes/shop.yaml", json.dumps(_scope(state=state)))
    record(repository.path, NOON)
    ended = typed("readiness check --format json", repository.path)
    assert ended.code == code
    assert [one["judged"] for one in json.loads(ended.out)["scopes"]] == ([] if judged is None else [judged])


def test_what_does_not_outlive_the_launch_is_over_with_it(repository: RepositoryBuilder) -> None:
    scope = _scope(state="launched", launch="2026-11-20")
    scope["items"][0]["evidence"] = "reports/none.xml"
    scope["items"].append({"id": "after", "title": "After", "class": "launch-adjacent", "phase": "hypercare"})
    scope["items"].append({"id": "later", "title": "Later", "class": "deferred"})
    report = _judged(repository, scope)
    assert _found(report, "suite")["junit"] == "not-applicable"
    assert _found(report, "after")["evidence"] == "not-due"
    assert _found(report, "later")["follow-up"] == "missing"


def test_a_waiver_makes_go_with_conditions(repository: RepositoryBuilder) -> None:
    scope = _scope()
    scope["items"][0]["evidence"] = "reports/none.xml"
    of = {"item": "suite", "requirement": "junit"}
    granted = {"granted_by": "head-of-product", "granted": "2026-11-20", "expires": "2026-11-21"}
    scope["waivers"] = [{"id": "today", "of": of, "reason": "Because.", **granted}]
    report = _judged(repository, scope)
    assert (report["decision"], report["scopes"][0]["decision_before_waivers"]) == ("go-with-conditions", "no-go")


def test_a_record_holds_for_the_index_and_the_commit_of_the_same_content(repository: RepositoryBuilder) -> None:
    repository.commit({"scopes/shop.yaml": json.dumps(_scope())})
    found = [
        _found(_report(repository, "shop-launch", *words), "suite") for words in ((), ("--index",), ("--at", "HEAD"))
    ]
    assert [one["junit"] for one in found] == ["passed", "passed", "passed"]


def test_a_lowered_level_replaces_that_of_every_finding(repository: RepositoryBuilder) -> None:
    scope = _scope()
    scope["items"][0]["evidence"] = "reports/none.xml"
    repository.write("readiness.toml", '[rules]\nevidence-missing = "warn"\n')
    report = _judged(repository, scope)
    assert (report["decision"], report["policy"]["levels"]) == ("go", {"evidence-missing": "warn"})
