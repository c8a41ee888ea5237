from pathlib import Path

import pytest

from tests.cli.conftest import SCOPE
from tests.cli.program import run
from tests.repository import RepositoryBuilder, content_of

SECOND = SCOPE.replace("public-launch", "second-launch").replace("Public launch", "Second launch")


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_page_for_each_scope_and_an_index_are_written(launch: RepositoryBuilder) -> None:
    launch.write("scopes/second.yaml", SECOND)
    launch.write(".gitignore", "/public/\n/.cache-of-the-test/\n")
    ended = run("render", "--html", "public", folder=launch.path)
    assert (ended.code, ended.err) == (0, "")
    assert _names(launch.path / "public") == ["index.html", "public-launch.html", "second-launch.html"]
    assert "wrote public/index.html\n" in ended.out
    assert "No-go · Public launch" in (launch.path / "public/public-launch.html").read_text()
    index = (launch.path / "public/index.html").read_text()
    assert 'href="second-launch.html"' in index


def test_documents_are_left_alone(launch: RepositoryBuilder) -> None:
    run("render", "--html", "public", folder=launch.path)
    assert not (launch.path / "docs/launch").exists()


def test_a_file_that_somebody_else_made_is_not_overwritten_and_then_nothing_is_written(
    launch: RepositoryBuilder,
) -> None:
    launch.write("public/index.html", "<!doctype html>\n<title>Mine</title>\n")
    before = content_of(launch.path / "public")
    ended = run("render", "--html", "public", folder=launch.path)
    assert (ended.code, ended.out) == (2, "")
    assert "public/index.html: error RDY050" in ended.err
    assert "it was not generated" in " ".join(ended.err.split())
    assert content_of(launch.path / "public") == before


def test_a_link_is_not_written_through(launch: RepositoryBuilder, tmp_path: Path) -> None:
    run("render", "--html", "public", folder=launch.path)
    outside = tmp_path / "outside.html"
    (launch.path / "public/index.html").rename(outside)
    before = outside.read_bytes()
    (launch.path / "public/index.html").symlink_to(outside)
    assert run("render", "--html", "public", folder=launch.path).code == 2
    assert outside.read_bytes() == before


def test_the_page_of_a_scope_that_is_gone_goes_and_other_files_stay(launch: RepositoryBuilder) -> None:
    launch.write("scopes/second.yaml", SECOND)
    run("render", "--html", "public", folder=launch.path)
    launch.write("public/about.html", "<!doctype html>\n<title>Mine</title>\n")
    (launch.path / "scopes/second.yaml").unlink()
    ended = run("render", "--html", "public", folder=launch.path)
    assert "removed public/second-launch.html\n" in ended.out
    assert _names(launch.path / "public") == ["about.html", "index.html", "public-launch.html"]


def test_a_scope_that_is_named_like_the_index_gets_a_page_of_its_own(launch: RepositoryBuilder) -> None:
    launch.write("scopes/second.yaml", SECOND.replace("second-launch", "index"))
    launch.write("scopes/third.yaml", SECOND.replace("second-launch", "scope-index").replace("Second", "Third"))
    run("render", "--html", "public", folder=launch.path)
    assert 'href="scope.index.html"' in (launch.path / "public/index.html").read_text()
    assert "Second launch" in (launch.path / "public/scope.index.html").read_text()
    assert "Third launch" in (launch.path / "public/scope-index.html").read_text()


def test_what_cannot_be_read_is_on_the_pages_and_ends_with_2(launch: RepositoryBuilder) -> None:
    launch.write("scopes/second.yaml", SECOND.replace("items:", "itms:"))
    ended = run("render", "--html", "public", folder=launch.path)
    assert ended.code == 2
    assert "Problems in the input" in (launch.path / "public/public-launch.html").read_text()
    assert (
        "Undecided" in (launch.path / "public/index.html").read_text()
        or "No-go" in (launch.path / "public/index.html").read_text()
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--html", "public", "--check"), "leave --check or --html out"),
        (("--ledger", "records"), "--html"),
        (("--html", "docs/ops.md"), "is a file"),
        (("--html", ".git/pages"), "this is a git folder"),
        (("--html", "public", "nowhere"), "RDY055"),
    ],
)
def test_what_makes_no_sense_is_refused(launch: RepositoryBuilder, words: tuple[str, ...], told: str) -> None:
    ended = run("render", *words, folder=launch.path)
    assert ended.code == 2
    assert told in " ".join(ended.err.split())


def test_the_page_of_a_check_uses_templates_of_the_repository(launch: RepositoryBuilder) -> None:
    launch.write("templates/page.css.j2", "h1 { color: teal; }\n")
    ended = run("check", "--format", "html", "--output", "page.html", folder=launch.path)
    assert ended.code == 1
    assert "color: teal" in (launch.path / "page.html").read_text()
    run("render", "--html", "public", folder=launch.path)
    assert "color: teal" in (launch.path / "public/index.html").read_text()
