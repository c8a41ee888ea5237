"""The whole line on real trees: the work tree, a commit, the index; the configuration; what ends a run."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from readiness.errors import ReadinessError
from readiness.load import SLOW_PARSER
from readiness.model.outcome import Decision, Level
from readiness.model.report import Report
from readiness.pipeline import Request, opened
from readiness.render import FORMATS, render
from tests.link.launches import GREEN, NOW, RED, SURROUNDINGS, judged, ready, scope, write
from tests.proofs import check
from tests.repository import RepositoryBuilder, git_settings, repository

__all__ = ["git_settings", "repository"]

LAUNCH = {**SURROUNDINGS, "scopes/shop.yaml": scope()}


def asked(root: Path, *scopes: str, at: str | None = None, index: bool = False) -> Report:
    return check(Request(root=root, scopes=scopes, at=at, index=index, now=NOW, cache=False))


def test_each_tree_is_judged_by_what_lies_in_it(repository: RepositoryBuilder) -> None:
    first = repository.commit(LAUNCH)
    repository.commit({"proof/tests.xml": RED})
    repository.write("proof/tests.xml", "<torn")
    repository.git("add", "--all")
    repository.write("proof/tests.xml", GREEN)
    decisions = {
        "first": asked(repository.path, at=first).decision,
        "head": asked(repository.path, at="HEAD").decision,
        "index": asked(repository.path, index=True).decision,
        "work tree": asked(repository.path).decision,
    }
    assert decisions == {
        "first": Decision.GO,
        "head": Decision.NO_GO,
        "index": Decision.NO_GO,
        "work tree": Decision.GO,
    }


def test_the_candidate_is_named(repository: RepositoryBuilder) -> None:
    commit = repository.commit(LAUNCH)
    assert asked(repository.path, at="HEAD").candidate.commit == commit
    assert asked(repository.path, index=True).candidate.kind == "index"
    assert asked(repository.path).candidate.kind == "work-tree"


def test_a_commit_is_judged_by_the_records_of_its_own_content(repository: RepositoryBuilder) -> None:
    repository.commit({name: text for name, text in LAUNCH.items() if not name.startswith("proof/")})
    repository.write("proof/tests.xml", GREEN)
    assert asked(repository.path).decision is Decision.GO
    assert asked(repository.path, at="HEAD").decision is Decision.GO
    repository.write("src/pay.go", "package pay // changed\n")
    assert asked(repository.path).decision is Decision.GO
    assert asked(repository.path, at="HEAD").decision is Decision.NO_GO


def test_a_report_that_git_ignores_counts_in_the_work_tree(repository: RepositoryBuilder) -> None:
    repository.commit({**LAUNCH, ".gitignore": "built/\n", "scopes/shop.yaml": scope().replace("proof/", "built/")})
    assert asked(repository.path).decision is Decision.NO_GO
    repository.write("built/tests.xml", GREEN)
    assert asked(repository.path).decision is Decision.GO


def test_a_committed_report_from_the_future_is_unknown(repository: RepositoryBuilder) -> None:
    repository.commit({**LAUNCH, "proof/tests.xml": GREEN.replace("2026-11-30", "2026-12-24")})
    assert asked(repository.path).decision is Decision.UNDECIDED


def test_the_configuration_is_that_of_the_tree(repository: RepositoryBuilder) -> None:
    repository.commit({**LAUNCH, "proof/tests.xml": RED})
    repository.write("readiness.toml", '[rules]\nevidence-failed = "warn"\n')
    lenient = asked(repository.path)
    assert (lenient.decision, dict(lenient.policy.levels)) == (Decision.GO, {"evidence-failed": Level.WARN})
    assert asked(repository.path, at="HEAD").decision is Decision.NO_GO


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        pytest.param('[rules]\nevidence-fialed = "off"\n', "RDY040", id="no-such-rule"),
        pytest.param('[rules]\nevidence-failed = "of"\n', "RDY040", id="no-such-level"),
        pytest.param("[rules\n", "RDY040", id="no-toml"),
    ],
)
def test_a_configuration_that_is_not_understood_ends_the_run(tmp_path: Path, settings: str, code: str) -> None:
    with pytest.raises(ReadinessError) as caught:
        judged(tmp_path, {"scopes/shop.yaml": scope(), "readiness.toml": settings})
    assert [problem.code for problem in caught.value.problems] == [code]


@pytest.mark.parametrize(("at", "index"), [("HEAD", False), (None, True)])
def test_a_folder_that_is_no_repository_has_neither_commits_nor_an_index(
    tmp_path: Path, at: str | None, *, index: bool
) -> None:
    write(tmp_path, LAUNCH)
    with pytest.raises(ReadinessError) as caught:
        asked(tmp_path, at=at, index=index)
    assert [problem.code for problem in caught.value.problems] == ["RDY052"]


def test_ignored_files_need_no_proof_and_ignored_scopes_are_judged_all_the_same(tmp_path: Path) -> None:
    partly = scope().replace(
        "evidence: proof/tests.xml", "evidence: {path: proof/tests.xml, covers: [src/**, docs/**]}"
    )
    files = {"scopes/shop.yaml": partly, "vendor/lib.go": "package lib\n"}
    assert judged(tmp_path, files).decision is Decision.NO_GO
    assert judged(tmp_path, {**files, "readiness.toml": 'ignore = ["vendor/**", "scopes/**", "*.toml"]\n'}).scopes
    assert judged(tmp_path, {}).decision is Decision.GO


def test_without_a_clock_it_is_now(tmp_path: Path) -> None:
    write(tmp_path, LAUNCH)
    before = datetime.now(UTC)
    report = check(Request(root=tmp_path, cache=False))
    assert timedelta() <= report.as_of - before < timedelta(minutes=1)


def test_a_final_check_believes_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    write(tmp_path / "launch", LAUNCH)
    check(Request(root=tmp_path / "launch", now=NOW, final=True))
    assert not (tmp_path / "cache").exists()
    plain = check(Request(root=tmp_path / "launch", now=NOW))
    assert any((tmp_path / "cache").rglob("*"))
    again = check(Request(root=tmp_path / "launch", now=NOW))
    assert {render(report, "json") for report in (plain, again)} == {render(asked(tmp_path / "launch"), "json")}


def test_a_slow_parser_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert SLOW_PARSER not in judged(tmp_path, {"scopes/shop.yaml": scope()}).candidate.notes
    monkeypatch.setattr("readiness.load.has_c_parser", lambda: False)
    assert SLOW_PARSER in judged(tmp_path, {}).candidate.notes


def test_opening_gives_the_tree_and_its_configuration(tmp_path: Path) -> None:
    tree, config = opened(Request(root=write(tmp_path, {**LAUNCH, "readiness.toml": 'ignore = ["src/**"]\n'})))
    assert config.ignore == ("src/**",)
    assert "src/pay.go" not in tree.paths()


_ONLY_FINDINGS = {"code-quality"}
"""A list of findings by its specification, without a place for what they come to."""


@pytest.mark.parametrize("format_", sorted(FORMATS.keys() - _ONLY_FINDINGS))
def test_every_format_says_the_decision(tmp_path: Path, format_: str) -> None:
    items = ready("x").replace("proof/tests.xml", "proof/none.xml")
    said = render(judged(tmp_path, {"scopes/shop.yaml": scope(items=items)}), format_)
    assert "no-go" in said.lower()
    assert "it was never proven" in said
