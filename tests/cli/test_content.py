"""What an answer that is written into the work tree does to the next one, and that it is said."""

from pathlib import Path

import pytest

from tests.cli.inside import nobodys_machine, typed
from tests.repository import RepositoryBuilder

__all__ = ["nobodys_machine"]
pytestmark = pytest.mark.usefixtures("nobodys_machine")
NOTE = "git does not ignore it"


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--format", "json", "--output", "answer.json"),
        ("check", "--output", "docs/ops.md"),
        ("diff", "HEAD", "--format", "markdown", "-o", "answer.md"),
        ("render", "--html", "public"),
    ],
)
def test_who_writes_an_answer_among_what_is_judged_is_told(launch: RepositoryBuilder, words: tuple[str, ...]) -> None:
    assert NOTE in typed(*words, folder=launch.path).err


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("check", "--output", "reports/answer.txt"),
        ("check", "--output", "../elsewhere.txt"),
        ("diff", "HEAD", "-o", "reports/answer.md"),
        ("render", "--html", "reports"),
    ],
)
def test_who_writes_it_elsewhere_is_not(launch: RepositoryBuilder, words: tuple[str, ...]) -> None:
    (launch.path / "reports").mkdir()
    assert NOTE not in typed(*words, folder=launch.path).err


def test_a_folder_without_a_repository_holds_nothing_that_is_ignored(tmp_path: Path, launch: RepositoryBuilder) -> None:
    (launch.path / ".git").rename(tmp_path / "git")
    ended = typed("check", "-o", "reports.txt", folder=launch.path)
    assert NOTE in ended.err


def test_a_template_of_the_base_words_the_markdown_of_a_diff(launch: RepositoryBuilder) -> None:
    launch.commit({"templates/diff.md.j2": "Ours: {{ diff.after }}\n"})
    launch.write("templates/diff.md.j2", "Theirs\n")
    assert typed("diff", "HEAD", "--format", "markdown", folder=launch.path).out.strip() == "Ours: no-go"
