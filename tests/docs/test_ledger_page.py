"""The page about ledgers: its commands work, in the order in which they stand there."""

import shlex
from pathlib import Path

import pytest

from tests.cli.program import Ended, run
from tests.cli.test_ledger import keygen, made, put
from tests.docs.pages import ROOT, fences
from tests.repository import RepositoryBuilder, git_settings

__all__ = ["git_settings"]

PAGE = ROOT / "docs" / "ledger.md"


def commands() -> list[str]:
    return [
        line.removeprefix("$ ")
        for fence in fences(PAGE.read_text())
        if fence.info == "console"
        for line in fence.text.splitlines()
    ]


@pytest.fixture
def clone(tmp_path: Path, git_settings: None) -> RepositoryBuilder:  # noqa: ARG001 - used for its effect
    seed = RepositoryBuilder(tmp_path / "seed").start()
    seed.commit({"a.txt": "1\n"})
    clone = seed.clone(tmp_path / "remote.git", "--bare").clone(tmp_path / "clone")
    put(clone, (made(), 0), (made("pay"), 0))
    put(clone, *((made("search", content=n, minute=n), n) for n in range(1, 30)), folder=clone.path / "proofs")
    keygen(clone.path / "launch-key")
    return clone


def test_its_commands_work_in_their_order(clone: RepositoryBuilder) -> None:
    typed = [shlex.split(command) for command in commands()]
    ledger = [words for words in typed if words[:2] == ["readiness", "ledger"]]
    assert len(ledger) > 12
    failed: list[tuple[list[str], Ended]] = []
    for words in ledger:
        ended = run(*words[1:], folder=clone.path)
        if ended.code != 0:
            failed.append((words, ended))
    assert failed == []
    assert run("ledger", "verify", folder=clone.path).code == 0


def test_every_command_about_ledgers_is_on_it() -> None:
    text = PAGE.read_text()
    for name in ("list", "show", "verify", "fetch", "push", "merge", "sign", "checkpoint", "prune"):
        assert f"readiness ledger {name}" in text
