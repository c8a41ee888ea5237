"""`readiness init` as somebody would type it: on a terminal, in a script, twice."""

import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.inside import nobodys_machine, typed
from tests.cli.program import clean
from tests.repository import RepositoryBuilder, content_of

__all__ = ["nobodys_machine"]

SCOPE = "scopes/public-launch.yaml"


@pytest.fixture
def shop(tmp_path: Path, nobodys_machine: None) -> RepositoryBuilder:  # noqa: ARG001 - for its effect
    """Return a repository of a small package."""
    repository = RepositoryBuilder(tmp_path / "shop").start()
    repository.commit(
        {"pytest.ini": "[pytest]\n", ".github/workflows/ci.yml": "on: push\n", ".gitignore": "/.cache*\n"}
    )
    return repository


def on_a_terminal(words: Sequence[str], folder: Path, answers: str) -> str:
    """Return what `readiness` says on a terminal on which somebody types `answers`."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "readiness", *words],
        cwd=folder,
        env=clean(folder, {"TERM": "dumb", "NO_COLOR": "1"}),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, answers.encode())
    said = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed: the program has ended
            break
        if not part:
            break
        said += part
    process.wait()
    os.close(ours)
    return said.decode()


def test_in_a_script_it_refuses_to_guess_and_says_what_to_type(shop: RepositoryBuilder) -> None:
    before = content_of(shop.path)
    ended = typed("init", folder=shop.path)
    assert ended.code == 2
    assert "readiness init --yes" in ended.err
    assert content_of(shop.path) == before


def test_it_begins_a_launch_that_check_says_no_to(shop: RepositoryBuilder) -> None:
    ended = typed("init", "--yes", folder=shop.path)
    assert (ended.code, ended.err) == (0, "")
    assert "The launch is NO-GO" in ended.out
    assert SCOPE in ended.out
    judged = typed("check", folder=shop.path)
    assert judged.code == 1
    assert "readiness prove suite" in judged.out


def test_a_second_time_there_is_nothing_to_write(shop: RepositoryBuilder) -> None:
    typed("init", "--yes", folder=shop.path)
    before = content_of(shop.path)
    for words in (["init"], ["init", "--yes"]):
        ended = typed(*words, folder=shop.path)
        assert ended.code == 0
        assert "Nothing to write" in ended.out
    assert content_of(shop.path) == before


def test_answers_of_which_nothing_is_made_because_a_launch_is_there_are_named(shop: RepositoryBuilder) -> None:
    first = typed("init", "--yes", "--title", "Tea shop", folder=shop.path)
    assert "already" not in first.out
    ended = typed("init", "--yes", "--title", "Another", "--owner", "tea", folder=shop.path)
    assert ended.code == 0
    assert "a launch has been begun here already, so nothing is made of --title, --owner" in " ".join(ended.out.split())


def test_a_question_that_is_broken_off_leaves_the_line_to_the_shell(shop: RepositoryBuilder) -> None:
    said = on_a_terminal(["init"], shop.path, "\x04")
    assert said.splitlines()[-1].startswith("What is launched")
    assert said.endswith("\n")
    assert not (shop.path / SCOPE).exists()


def test_a_dry_run_shows_every_file_and_writes_none(shop: RepositoryBuilder) -> None:
    before = content_of(shop.path)
    ended = typed("init", "--yes", "--dry-run", folder=shop.path)
    assert ended.code == 0
    assert content_of(shop.path) == before
    shown = {line.removeprefix("--- ") for line in ended.out.splitlines() if line.startswith("--- ")}
    typed("init", "--yes", folder=shop.path)
    written = set(shop.git("ls-files", "--others", "--exclude-standard").splitlines())
    assert shown == written


def test_on_a_terminal_it_asks_five_questions_and_asks_again_what_cannot_be_meant(shop: RepositoryBuilder) -> None:
    said = on_a_terminal(["init"], shop.path, "car\nservice\nTea shop\n\nTea Team\ntea-team\nbin/test\n")
    assert "it is none of service, package, data, infrastructure" in " ".join(said.split())
    assert "it is no id" in said
    assert "Wrote:" in said
    text = (shop.path / "scopes/tea-shop.yaml").read_text()
    assert "\nowner: tea-team  #" in text
    assert "run: bin/test  #" in text
    assert "a guess" in text


def test_answers_that_are_options_are_not_asked_for(shop: RepositoryBuilder) -> None:
    words = [
        "init",
        "--ships",
        "data",
        "--title",
        "Tea",
        "--launch",
        "2099-01-02",
        "--owner",
        "tea",
        "--tests",
        "make t",
    ]
    said = on_a_terminal(words, shop.path, "")
    assert "Wrote:" in said
    assert "launch: 2099-01-02  # the day" in (shop.path / "scopes/tea.yaml").read_text()


def test_every_option_that_cannot_be_meant_is_told_at_once(shop: RepositoryBuilder) -> None:
    ended = typed("init", "--yes", "--launch", "soon", "--owner", "A B", "--ships", "servic", folder=shop.path)
    assert ended.code == 2
    assert [option in ended.err for option in ("--launch: it is no day", "--owner: it is no id", "--ships: ")] == [
        True
    ] * 3
    assert "`service`" in ended.err


def test_from_a_folder_inside_it_writes_at_the_root(shop: RepositoryBuilder) -> None:
    (shop.path / "deep" / "inside").mkdir(parents=True)
    assert typed("init", "--yes", folder=shop.path / "deep" / "inside").code == 0
    assert (shop.path / SCOPE).is_file()


def test_what_lies_in_the_way_is_told_with_what_to_do(shop: RepositoryBuilder) -> None:
    shop.write("scopes", "x\n")
    ended = typed("init", "--yes", folder=shop.path)
    assert ended.code == 2
    assert "scopes: error RDY050" in ended.err
    assert "another folder" in " ".join(ended.err.split())
    assert shop.git("status", "--porcelain") == "?? scopes"


def test_lines_to_add_by_hand_are_printed_as_they_are(shop: RepositoryBuilder) -> None:
    shop.commit({".pre-commit-config.yaml": "repos: []\n", ".gitlab-ci.yml": "x: {script: x}\n"})
    said = typed("init", "--yes", folder=shop.path).out
    assert "\n      - repo: local\n" in said
    assert "\n    include:\n      - local: .gitlab/readiness.yml\n" in said
    shop.commit({".gitlab-ci.yml": "include: [{local: .gitlab/readiness.yml}]\n"})
    assert "include:" not in typed("init", "--yes", folder=shop.path).out


def test_documents_that_were_broken_before_are_told(shop: RepositoryBuilder) -> None:
    shop.commit({"scopes/old.yaml": "kind: scope\nid: old\n"})
    ended = typed("init", "--yes", folder=shop.path)
    assert ended.code == 0
    assert "Documents that were there before" in " ".join(ended.out.split())
    assert not (shop.path / SCOPE).exists()
