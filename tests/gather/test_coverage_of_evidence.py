"""What evidence is about: each pattern that it names has to match, and what it points at has to ship."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from readiness.config import Config
from readiness.gather.coverage import Coverage
from readiness.model.outcome import Decision, Outcome
from readiness.model.settings import LedgerSettings
from readiness.pipeline import Request
from readiness.tree.fingerprint import parse_contents
from readiness.tree.opening import open_tree
from tests.link.launches import judged, ready, scope
from tests.proofs import check
from tests.repository import RepositoryBuilder, git_settings, repository

__all__ = ["git_settings", "repository"]

CODE = {"src/pay.go": "package pay\n", "docs/pay.md": "Pay.\n"}


@pytest.mark.parametrize(
    ("covers", "decision"),
    [
        pytest.param('["src/**", "gone/**"]', Decision.NO_GO, id="one-is-dead"),
        pytest.param('["src/**", "!gone/**"]', Decision.GO, id="what-is-taken-out-need-not-be-there"),
        pytest.param('["src/**"]', Decision.GO, id="all-match"),
    ],
)
def test_each_pattern_that_evidence_names_has_to_match(tmp_path: Path, covers: str, decision: Decision) -> None:
    item = ready("x").replace("evidence: proof/tests.xml", f"evidence: {{path: proof/tests.xml, covers: {covers}}}")
    report = judged(tmp_path, {"scopes/a.yaml": scope(items=item)})
    assert report.decision is decision
    if decision is Decision.NO_GO:
        [verdict] = [
            each for item in report.scopes[0].items for each in item.verdicts if each.outcome is Outcome.MISSING
        ]
        assert verdict.message == "it covers gone/**, which matches no file"


def test_a_document_that_git_ignores_is_evidence_of_nothing(tmp_path: Path) -> None:
    repository = RepositoryBuilder(tmp_path / "shop").start()
    repository.commit({".gitignore": "mine.md\n", "src/pay.go": "package pay\n"})
    repository.write("mine.md", "# Limits\n\nNone.\n")
    item = "{id: x, title: X, class: launch-critical, evidence: mine.md}"
    repository.write("scopes/a.yaml", f"kind: scope\nid: a\ntitle: A\nowner: o\nitems: [{item}]\n")
    [planned] = check(Request(root=repository.path, now=datetime.now(UTC), cache=False)).scopes
    [verdict] = [each for item in planned.items for each in item.verdicts if each.requirement == "file"]
    assert verdict.message == "mine.md is ignored by git, so it does not ship"


def coverage(
    repository: RepositoryBuilder,
    artefacts: Iterable[str] = (),
    config: Config | None = None,
    at: str | None = None,
) -> Coverage:
    tree = open_tree(repository.path, at=at)
    return Coverage.of(tree, config or Config(), artefacts, lambda path: path.endswith(".xml"))


def files(coverage: Coverage, *patterns: str, inputs: tuple[str, ...] = ()) -> set[str]:
    return set(parse_contents(coverage.covered(patterns, inputs).contents))


@pytest.mark.parametrize(
    ("artefact", "made", "counts"),
    [
        pytest.param("/out/run.xml", "out/run.xml", False, id="named"),
        pytest.param("/out/run.log", "out/run.log", False, id="named-and-of-no-known-name"),
        pytest.param("/out/*.xml", "out/run.xml", False, id="by-a-wildcard-and-a-known-name"),
        pytest.param("/src/**", "src/new.go", True, id="by-a-wildcard-and-no-known-name"),
        pytest.param("/src/**", "src/data.xml", False, id="by-a-wide-wildcard-and-a-known-name"),
        pytest.param("/src", "src/new.go", True, id="below-what-is-named"),
        pytest.param("/run.xml", "out/run.xml", True, id="of-that-name-elsewhere"),
    ],
)
def test_what_a_run_has_made_is_no_content_until_git_tracks_it(
    repository: RepositoryBuilder, artefact: str, made: str, *, counts: bool
) -> None:
    repository.commit(CODE)
    repository.write(made, "<a/>\n")
    assert (made in files(coverage(repository, [artefact]), "**")) == counts
    repository.commit()
    assert made in files(coverage(repository, [artefact]), "**")
    assert made in files(coverage(repository, [artefact], at="HEAD"), "**")


def test_policy_and_what_the_engine_writes_are_no_content(repository: RepositoryBuilder) -> None:
    written = ["scopes/a.yaml", "scopes/deep/b.yaml", "docs/launch/a.md", ".readiness/x", "ledger/records/a/b/c/1.json"]
    beside = ["scopes/a.yml", "scopes/deploy.sh", "scopes.yaml", "docs/launch.md", "ledger.md", "readiness.toml"]
    beside += ["docs/launch/deploy.py", "ledger/deploy.py"]
    repository.commit({**CODE, **dict.fromkeys((*written, *beside), "x\n")})
    found = coverage(repository, config=Config(ledger=LedgerSettings(folder="ledger")))
    assert files(found, "**") == {*CODE, *beside}
    left = {"scopes/a.yml", "scopes/deploy.sh", "docs/launch/deploy.py", "ledger/deploy.py"}
    assert files(found, "scopes/**", inputs=("ledger/**", "docs/launch/**")) == left
    assert found.dead(("ledger/records/**", "src/**")) == ("ledger/records/**",)


def test_documents_at_the_root_leave_only_themselves_out(repository: RepositoryBuilder) -> None:
    repository.commit({**CODE, "launch.yaml": "x\n"})
    assert files(coverage(repository, config=Config(scopes=(".",), output=".")), "**") == set(CODE)


def test_a_change_of_policy_leaves_the_fingerprint_as_it_was(repository: RepositoryBuilder) -> None:
    repository.commit({**CODE, "scopes/a.yaml": "a\n"})
    before = coverage(repository).covered(("**",))
    repository.write("scopes/a.yaml", "b\n")
    assert coverage(repository).covered(("**",)) == before


def test_one_meaning_of_patterns_holds_everywhere(repository: RepositoryBuilder) -> None:
    repository.commit({**CODE, "src/vendor/x.go": "package x\n"})
    found = coverage(repository)
    less = ("**", "!src/vendor/**")
    assert found.total == 3
    assert found.count(less) == found.covered(less).count == 2
    assert found.is_whole(("**",))
    assert found.is_whole((*less, "src/**"))
    assert not found.is_whole(less)
    assert found.includes(less, ("docs/**",))
    assert not found.includes(less, ("src/**",))
    assert found.includes(less, ("src/**", "!src/vendor/**"))
    assert not found.includes(("**",), ("gone/**",))


def test_nothing_is_the_whole_of_an_empty_tree(repository: RepositoryBuilder) -> None:
    repository.commit({"scopes/a.yaml": "a\n"})
    assert not coverage(repository).is_whole(("**",))
    assert coverage(repository).covered(("**",)).count == 0
