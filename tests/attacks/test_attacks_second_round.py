"""Ways to a green light that lay beside those found first: each was a go once."""

import shutil
from pathlib import Path

import pytest

from readiness.model.outcome import Decision
from readiness.pipeline import Request
from tests.link.launches import LATER, NOW, SURROUNDINGS, item, judged, ready, said, scope, write
from tests.proofs import check
from tests.repository import RepositoryBuilder

BAD = scope("pro").replace("proof/tests.xml", "proof/absent.xml")
DEFERRED = item("later", LATER, item_class="deferred")


def repository(root: Path, files: dict[str, str]) -> RepositoryBuilder:
    """Return a repository with a ready launch and `files`, all committed."""
    builder = RepositoryBuilder(root).start()
    write(builder.path, {**SURROUNDINGS, "scopes/shop.yaml": scope(), **files})
    builder.commit()
    return builder


def test_a_retired_scope_that_leads_nowhere_does_not_take_others_out_of_the_run(tmp_path: Path) -> None:
    files = {
        "scopes/shop.yaml": scope(),
        "scopes/pro.yaml": BAD + ready("more", "needs: [old/suite]"),
        "scopes/old.yaml": scope("old", head="state: retired\n", items=ready("y", "needs: [nobody]")),
    }
    report = judged(tmp_path, files)
    assert [one.id for one in report.scopes] == ["pro", "shop"]
    assert report.decision is Decision.NO_GO


@pytest.mark.parametrize("state", ["active", "draft", "retired"])
@pytest.mark.parametrize("needed", ["critical", "adjacent"])
def test_a_deferral_behind_a_critical_item_of_a_scope_that_is_not_judged_counts(
    needed: str, state: str, tmp_path: Path
) -> None:
    base = ready("critical", "needs: [later]") + ready("adjacent", "needs: [critical]", item_class="launch-adjacent")
    files = {
        "scopes/shop.yaml": scope(items=ready("x", f"needs: [base/{needed}]")),
        "scopes/base.yaml": scope("base", head=f"state: {state}\n", items=base + DEFERRED),
    }
    assert judged(tmp_path, files, "shop").decision is Decision.NO_GO


def test_a_deferral_behind_a_critical_item_of_the_same_scope_is_told_there_alone(tmp_path: Path) -> None:
    items = ready("a", "needs: [b]") + ready("b", "needs: [later]") + DEFERRED
    report = judged(tmp_path, {"scopes/shop.yaml": scope(items=items)})
    found = [(one.id, verdict.code) for one in report.scopes[0].items for verdict in one.verdicts]
    assert [name for name, code in found if code == "RDY130"].count("b") == 1
    assert report.decision is Decision.NO_GO
    failed = {one.id for one in report.scopes[0].items for verdict in one.verdicts if verdict.outcome == "failed"}
    assert failed == {"b"}


def test_code_in_a_folder_of_documents_has_to_be_proven_too(tmp_path: Path) -> None:
    covering = 'evidence: {path: proof/tests.xml, covers: ["docs/**", "src/**", "readiness.toml"]}'
    files = {
        "readiness.toml": 'scopes = ["services"]\n',
        "services/shop.yaml": scope().replace("evidence: proof/tests.xml", covering),
    }
    assert judged(tmp_path, files).decision is Decision.GO
    assert judged(tmp_path, {**files, "services/pay/main.go": "package pay\n"}).decision is Decision.NO_GO


@pytest.mark.parametrize("folder", ["app/[slug]", "launch[1", "a*", "a?b", "a**b"])
def test_a_folder_of_documents_is_no_pattern(folder: str, tmp_path: Path) -> None:
    files = {
        "readiness.toml": f'scopes = ["scopes", "{folder}"]\n',
        f"{folder}/other.yaml": scope("other"),
        ".gitignore": "pro.yaml\n",
    }
    shop = repository(tmp_path / "shop", files)
    assert said(check(Request(root=shop.path, now=NOW, cache=False))) == []
    write(shop.path, {f"{folder}/pro.yaml": BAD})
    report = check(Request(root=shop.path, now=NOW, cache=False))
    assert [line.split(" ", 1)[0] for line in said(report)] == ["RDY019"]
    assert report.decision is Decision.UNDECIDED


@pytest.mark.parametrize("at", [None, "HEAD"])
def test_a_link_above_a_folder_of_documents_is_not_passed_over(at: str | None, tmp_path: Path) -> None:
    files = {"readiness.toml": 'scopes = ["scopes", "launch/scopes"]\nignore = ["real"]\n', "real/scopes/pro.yaml": BAD}
    shop = repository(tmp_path / "shop", files)
    (shop.path / "launch").symlink_to("real")
    shop.commit()
    report = check(Request(root=shop.path, at=at, now=NOW, cache=False))
    assert [line.split()[:2] for line in said(report)][:1] == [["RDY019", "launch"]]
    assert report.decision is not Decision.GO


def test_a_configured_folder_in_which_nothing_lies_is_a_problem(tmp_path: Path) -> None:
    files = {"readiness.toml": 'scopes = ["scopes", "launchs"]\n', "scopes/shop.yaml": scope()}
    report = judged(tmp_path, files)
    assert said(report) == ["RDY040 - `scopes` names launchs/, and nothing lies there"]
    assert report.decision is Decision.UNDECIDED


@pytest.mark.parametrize("whole_folder", [True, False])
def test_a_runbook_behind_a_link_to_what_git_ignores_does_not_ship(whole_folder: bool, tmp_path: Path) -> None:  # noqa: FBT001
    builder = RepositoryBuilder(tmp_path / "shop").start()
    write(builder.path, {**SURROUNDINGS, "scopes/shop.yaml": scope(), ".gitignore": "/build/\n"})
    (builder.path / "build").mkdir()
    if whole_folder:
        shutil.move(builder.path / "docs", builder.path / "build" / "docs")
        (builder.path / "docs").symlink_to("build/docs")
    else:
        shutil.move(builder.path / "docs" / "ops.md", builder.path / "build" / "ops.md")
        (builder.path / "docs" / "ops.md").symlink_to("../build/ops.md")
    builder.commit()
    assert check(Request(root=builder.path, now=NOW, cache=False)).decision is Decision.NO_GO


@pytest.mark.parametrize("whole_folder", [True, False])
def test_a_runbook_behind_a_link_to_what_ships_is_fine(whole_folder: bool, tmp_path: Path) -> None:  # noqa: FBT001
    builder = RepositoryBuilder(tmp_path / "shop").start()
    write(builder.path, {**SURROUNDINGS, "scopes/shop.yaml": scope()})
    shutil.move(builder.path / "docs", builder.path / "real")
    if whole_folder:
        (builder.path / "docs").symlink_to("real")
    else:
        (builder.path / "docs").mkdir()
        (builder.path / "docs" / "ops.md").symlink_to("../real/ops.md")
    builder.commit()
    assert check(Request(root=builder.path, now=NOW, cache=False)).decision is Decision.GO


def test_a_heading_is_no_kill_switch(tmp_path: Path) -> None:
    switch = (
        "rollback: {plan: kill-switch, steps: docs/ops.md#rollback, within: 15m, kill_switch: docs/ops.md#rollback}"
    )
    text = scope().replace("rollback: {steps: docs/ops.md#rollback, within: 15m}", switch)
    report = judged(tmp_path, {"scopes/shop.yaml": text})
    assert [verdict.code for verdict in report.scopes[0].items[0].verdicts if verdict.outcome == "missing"] == [
        "RDY114"
    ]
    assert report.decision is Decision.NO_GO


@pytest.mark.parametrize("nothing", ["\u3164", "\u2800", "\u115f", "\u1160", "\uffa0"])
def test_a_letter_that_nobody_can_see_is_no_reason(nothing: str, tmp_path: Path) -> None:
    rollback = f'rollback: {{plan: none, because: "{nothing}", accepted_by: legal}}'
    text = scope().replace("rollback: {steps: docs/ops.md#rollback, within: 15m}", rollback)
    assert [line.split()[0] for line in said(judged(tmp_path, {"scopes/shop.yaml": text}))] == ["RDY020"]
