"""What is written, what is left alone and what goes, in real repositories."""

from pathlib import Path

import pytest

from readiness.config import Config
from readiness.documents.keeping import Drift, Upkeep, look
from readiness.errors import ReadinessError
from readiness.gather.coverage import Coverage
from readiness.pipeline import Request, opened
from tests.repository import RepositoryBuilder

SCOPE = """\
kind: scope
id: {id}
title: The launch of {id}
state: {state}
owner: release-manager
launch: 2099-12-15
items:
  - {{id: deploy, title: Deploys, class: launch-critical, rollback: docs/ops.md#back, evidence: reports/a.xml}}
"""
FOLDER = "docs/launch"


def _scope(repository: RepositoryBuilder, id_: str, state: str = "active") -> None:
    repository.write(f"scopes/{id_}.yaml", SCOPE.format(id=id_, state=state))


@pytest.fixture
def shop(repository: RepositoryBuilder) -> RepositoryBuilder:
    """Return a repository with a launch called `shop`."""
    _scope(repository, "shop")
    repository.commit()
    return repository


def _look(repository: RepositoryBuilder, *scopes: str) -> Upkeep:
    return look(Request(root=repository.path, scopes=scopes, cache=False))


def _rendered(repository: RepositoryBuilder, *scopes: str) -> list[Drift]:
    return list(_look(repository, *scopes).carry_out())


def _names(repository: RepositoryBuilder, folder: str = FOLDER) -> set[str]:
    return {path.name for path in (repository.path / folder).iterdir()}


def _refusal(repository: RepositoryBuilder, *scopes: str) -> list[tuple[str, str]]:
    with pytest.raises(ReadinessError) as caught:
        _look(repository, *scopes)
    return [(problem.code, problem.location.path if problem.location else "") for problem in caught.value.problems]


def test_the_index_goes_beside_a_page_that_somebody_has_written(shop: RepositoryBuilder) -> None:
    shop.write(f"{FOLDER}/README.md", "# Mine\n")
    _rendered(shop)
    assert _names(shop) == {"README.md", "index.md", "shop.md", "shop-run-of-show.md"}
    assert (shop.path / FOLDER / "README.md").read_text() == "# Mine\n"
    assert _look(shop).drifts == ()


def test_the_index_moves_when_its_first_name_is_free_again(shop: RepositoryBuilder) -> None:
    shop.write(f"{FOLDER}/README.md", "# Mine\n")
    _rendered(shop)
    (shop.path / FOLDER / "README.md").unlink()
    _rendered(shop)
    assert _names(shop) == {"README.md", "shop.md", "shop-run-of-show.md"}


def test_where_both_names_of_the_index_are_taken_nothing_is_written(shop: RepositoryBuilder) -> None:
    for name in ("README.md", "index.md"):
        shop.write(f"{FOLDER}/{name}", "# Mine\n")
    assert _refusal(shop) == [("RDY050", f"{FOLDER}/README.md"), ("RDY050", f"{FOLDER}/index.md")]
    assert _names(shop) == {"README.md", "index.md"}


def test_the_second_name_of_the_index_is_not_shared_with_a_launch(shop: RepositoryBuilder) -> None:
    _scope(shop, "index")
    shop.write(f"{FOLDER}/README.md", "# Mine\n")
    assert _refusal(shop) == [("RDY050", f"{FOLDER}/index.md")]
    assert _names(shop) == {"README.md"}


def test_every_file_in_the_way_is_told_at_once(shop: RepositoryBuilder) -> None:
    for name in ("shop.md", "shop-run-of-show.md"):
        shop.write(f"{FOLDER}/{name}", "# Mine\n")
    assert _refusal(shop) == [("RDY050", f"{FOLDER}/shop-run-of-show.md"), ("RDY050", f"{FOLDER}/shop.md")]


def test_a_copy_of_a_document_is_not_ours(shop: RepositoryBuilder) -> None:
    _rendered(shop)
    copy = (shop.path / FOLDER / "shop.md").read_text()
    shop.write(f"{FOLDER}/shop-as-launched.md", copy)
    shop.write(f"{FOLDER}/archive/shop.md", copy)
    (shop.path / "scopes/shop.yaml").unlink()
    _scope(shop, "other")
    gone = {drift.path for drift in _rendered(shop) if drift.new is None}
    assert gone == {f"{FOLDER}/shop.md", f"{FOLDER}/shop-run-of-show.md"}
    assert _names(shop) == {"README.md", "other.md", "other-run-of-show.md", "shop-as-launched.md", "archive"}
    _scope(shop, "shop-as-launched")
    assert _refusal(shop) == [("RDY050", f"{FOLDER}/shop-as-launched.md")]


def test_files_that_bear_no_mark_stay_whatever_they_are_called(shop: RepositoryBuilder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.md").write_text("# Elsewhere\n")
    shop.write(f"{FOLDER}/gone.md", "# Notes\n")
    shop.write(f"{FOLDER}/bytes.md", b"\xff\xfe")
    shop.write(f"{FOLDER}/folder.md/x", "x\n")
    (shop.path / FOLDER / "link.md").symlink_to(tmp_path / "elsewhere.md")
    _rendered(shop)
    assert {"gone.md", "bytes.md", "folder.md", "link.md"} <= _names(shop)
    assert _look(shop).drifts == ()


def test_documents_of_a_retired_launch_stay_as_they_were(shop: RepositoryBuilder) -> None:
    _rendered(shop)
    before = (shop.path / FOLDER / "shop.md").read_text()
    _scope(shop, "shop", "retired")
    _scope(shop, "next")
    _rendered(shop)
    assert (shop.path / FOLDER / "shop.md").read_text() == before
    index = (shop.path / FOLDER / "README.md").read_text()
    assert index.index("`next`") < index.index("`shop`")
    assert "kept as they were" in index


def test_a_draft_has_documents_also_where_nothing_is_active(repository: RepositoryBuilder) -> None:
    _scope(repository, "idea", "draft")
    repository.commit()
    assert _look(repository).count == 3


def test_without_any_scope_nothing_is_taken_away(shop: RepositoryBuilder) -> None:
    _rendered(shop)
    shop.write("readiness.toml", 'scopes = ["elsewhere"]\n')
    (shop.path / "scopes/shop.yaml").unlink()
    assert [code for code, _ in _refusal(shop)] == ["RDY054"]


def test_a_scope_that_cannot_be_read_is_not_one_that_is_gone(shop: RepositoryBuilder) -> None:
    _scope(shop, "other")
    _rendered(shop)
    shop.write("scopes/other.yaml", "kind: scope\nid: other\n")
    assert _refusal(shop)
    assert [drift for drift in _rendered(shop, "shop") if drift.new is None] == []
    assert "other.md" in _names(shop)


def test_a_named_scope_has_the_same_documents_as_among_all(shop: RepositoryBuilder) -> None:
    _scope(shop, "other")
    _rendered(shop)
    assert _look(shop, "shop").drifts == _look(shop, "other").drifts == ()


@pytest.mark.parametrize(
    ("first", "second"), [("shop", "shop-run-of-show"), ("shop", "readme")], ids=["run-of-show", "readme"]
)
def test_two_documents_of_one_name_are_refused(repository: RepositoryBuilder, first: str, second: str) -> None:
    _scope(repository, first)
    _scope(repository, second)
    repository.commit()
    assert _refusal(repository) == [("RDY050", f"scopes/{second}.yaml")]


def test_line_ends_of_another_system_are_no_drift(shop: RepositoryBuilder) -> None:
    _rendered(shop)
    document = shop.path / FOLDER / "shop.md"
    document.write_bytes(document.read_bytes().replace(b"\n", b"\r\n"))
    assert _look(shop).drifts == ()


@pytest.mark.parametrize(
    ("output", "folder", "way"),
    [("out", "out", "../"), ("./a//b/c/", "a/b/c", "../../../"), (".", ".", "")],
    ids=["one-folder", "written-oddly", "the-top"],
)
def test_documents_lie_where_the_configuration_says_and_link_from_there(
    shop: RepositoryBuilder, output: str, folder: str, way: str
) -> None:
    shop.write("readiness.toml", f'output = "{output}"\n')
    _rendered(shop)
    text = (shop.path / folder / "shop.md").read_text()
    assert f"]({way}scopes/shop.yaml)" in text
    assert _look(shop).drifts == ()


def test_a_folder_that_cannot_be_one_is_told(shop: RepositoryBuilder) -> None:
    shop.write("docs/launch", "a file\n")
    assert {code for code, _ in _refusal(shop)} == {"RDY050"}


def test_generated_documents_are_no_content_that_evidence_covers(shop: RepositoryBuilder) -> None:
    def fingerprint() -> str | None:
        tree, config = opened(Request(root=shop.path))
        coverage = Coverage.of(tree, config, (), lambda _: False)
        return coverage.covered(("**",)).digest

    shop.write("docs/ops.md", "# Operations\n")
    before = fingerprint()
    _rendered(shop)
    assert {path.name for path in (shop.path / Config().output).glob("*.md")} > {"README.md", "shop-run-of-show.md"}
    assert fingerprint() == before
