"""Ledgers of several clones and one remote: what one side has, the other gets, and nothing is lost on the way."""

import re
from pathlib import Path

import pytest

from readiness.errors import ReadinessError
from readiness.ledger.branch import BranchStore
from readiness.ledger.remote import Moved, fetch, pick_remote, push
from readiness.tree.repository import Repository, find_repository
from tests.ledger.stores import name_of, started
from tests.repository import RepositoryBuilder, git_settings, repository

__all__ = ["git_settings", "repository"]

REF = "refs/heads/readiness-ledger"


def opened(builder: RepositoryBuilder) -> Repository:
    found = find_repository(builder.path.resolve())
    assert found is not None
    return found


def put(builder: RepositoryBuilder, *words: str, ref: str = REF) -> None:
    BranchStore(opened(builder), ref).append({name_of(word.encode(), item=word): word.encode() for word in words})


def items(builder: RepositoryBuilder, ref: str = REF) -> list[str]:
    return [name.split("/")[2] for name in BranchStore(opened(builder), ref).names()]


@pytest.fixture
def remote(tmp_path: Path, git_settings: None) -> RepositoryBuilder:  # noqa: ARG001 - used for its effect
    seed = RepositoryBuilder(tmp_path / "seed").start()
    seed.commit({"a.txt": "1\n"})
    return seed.clone(tmp_path / "remote.git", "--bare")


@pytest.fixture
def one(remote: RepositoryBuilder, tmp_path: Path) -> RepositoryBuilder:
    return remote.clone(tmp_path / "one")


@pytest.fixture
def two(remote: RepositoryBuilder, tmp_path: Path) -> RepositoryBuilder:
    return remote.clone(tmp_path / "two")


def test_what_one_pushes_the_other_fetches(one: RepositoryBuilder, two: RepositoryBuilder) -> None:
    assert fetch(opened(one), REF, "origin") == Moved("origin", there=False)
    put(one, "deploy", "pay")
    assert push(opened(one), REF, "origin") == Moved("origin", sent=2)
    assert push(opened(one), REF, "origin") == Moved("origin")
    assert items(two) == []
    assert fetch(opened(two), REF, "origin") == Moved("origin", received=2)
    assert fetch(opened(two), REF, "origin") == Moved("origin")
    assert items(two) == ["deploy", "pay"]


def test_two_that_both_push_lose_nothing(
    remote: RepositoryBuilder, one: RepositoryBuilder, two: RepositoryBuilder
) -> None:
    put(one, "deploy")
    put(two, "pay")
    push(opened(one), REF, "origin")
    assert push(opened(two), REF, "origin") == Moved("origin", received=1, sent=1)
    assert items(remote) == ["deploy", "pay"]
    assert remote.git("log", "-1", "--format=%p", REF).count(" ") == 1, "a merge has two parents"
    put(one, "billing")
    put(two, "search")
    push(opened(one), REF, "origin")
    push(opened(two), REF, "origin")
    assert items(remote) == ["billing", "deploy", "pay", "search"]
    push(opened(one), REF, "origin")
    assert items(one) == items(two) == items(remote)
    remote.git("fsck", "--strict")


def test_a_push_that_another_one_overtakes_is_made_again(
    remote: RepositoryBuilder, one: RepositoryBuilder, two: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(one, "deploy")
    push(opened(one), REF, "origin")
    put(one, "pay")
    put(two, "search")
    fetched: list[str] = []

    def overtaken(repository: Repository, ref: str, name: str) -> Moved:
        moved = fetch(repository, ref, name)
        if not fetched:
            fetched.append(name)
            push(opened(two), ref, name)
        return moved

    monkeypatch.setattr("readiness.ledger.remote.fetch", overtaken)
    assert push(opened(one), REF, "origin") == Moved("origin", received=1, sent=1)
    assert items(remote) == ["deploy", "pay", "search"]


def test_many_that_push_at_once_lose_nothing(remote: RepositoryBuilder, tmp_path: Path) -> None:
    clones = [remote.clone(tmp_path / f"clone-{n}") for n in range(6)]
    script = """
import sys
from tests.ledger.test_remote import REF, Path, RepositoryBuilder, opened, push, put
for round in range(3):
    clone = RepositoryBuilder(Path(sys.argv[1]))
    put(clone, f"{clone.path.name}-{round}")
    push(opened(clone), REF, "origin")
"""
    pushing = [started(script, str(clone.path)) for clone in clones]
    assert {process.communicate(timeout=120) for process in pushing} == {(b"", b"")}
    assert items(remote) == sorted(f"clone-{n}-{m}" for n in range(6) for m in range(3))


def test_what_one_has_pruned_does_not_come_back(
    remote: RepositoryBuilder, one: RepositoryBuilder, two: RepositoryBuilder
) -> None:
    put(one, "deploy", "pay")
    push(opened(one), REF, "origin")
    fetch(opened(two), REF, "origin")
    put(two, "search")
    BranchStore(opened(one), REF).remove([name_of(b"deploy", item="deploy")])
    push(opened(one), REF, "origin")
    push(opened(two), REF, "origin")
    assert items(remote) == ["pay", "search"]


def test_what_was_edited_there_is_not_turned_back(
    remote: RepositoryBuilder, one: RepositoryBuilder, two: RepositoryBuilder
) -> None:
    for text in ("old", "new"):
        put(two, "deploy") if text == "new" else None
        one.git("checkout", "--quiet", "readiness-ledger", "--") if text == "new" else one.git(
            "checkout", "--quiet", "--orphan", "readiness-ledger"
        )
        one.commit({"README.md": text})
        one.git("push", "--quiet", "origin", REF)
        one.git("checkout", "--quiet", "main")
        if text == "old":
            fetch(opened(two), REF, "origin")
    push(opened(two), REF, "origin")
    assert remote.git("show", f"{REF}:README.md") == "new"


def test_one_that_has_nothing_of_its_own_pushes_nothing(one: RepositoryBuilder, two: RepositoryBuilder) -> None:
    assert push(opened(one), REF, "origin") == Moved("origin", there=False)
    put(one, "deploy")
    push(opened(one), REF, "origin")
    assert push(opened(two), REF, "origin") == Moved("origin", received=1)
    assert two.git("for-each-ref", REF) == ""


def test_one_that_is_behind_catches_up(one: RepositoryBuilder, two: RepositoryBuilder) -> None:
    put(one, "deploy")
    push(opened(one), REF, "origin")
    push(opened(two), REF, "origin")
    put(two, "pay")
    push(opened(two), REF, "origin")
    assert push(opened(one), REF, "origin") == Moved("origin", received=1)
    assert one.git("rev-parse", REF) == two.git("rev-parse", REF)


def test_a_ledger_that_is_gone_there_stays_here(
    remote: RepositoryBuilder, one: RepositoryBuilder, two: RepositoryBuilder
) -> None:
    put(one, "deploy")
    push(opened(one), REF, "origin")
    fetch(opened(two), REF, "origin")
    remote.git("update-ref", "-d", REF)
    assert fetch(opened(two), REF, "origin") == Moved("origin", there=False)
    assert items(two) == ["deploy"]
    push(opened(one), REF, "origin")
    assert items(remote) == ["deploy"]


def test_a_shallow_clone_pushes_too(remote: RepositoryBuilder, one: RepositoryBuilder, tmp_path: Path) -> None:
    put(one, "deploy")
    push(opened(one), REF, "origin")
    shallow = remote.clone(tmp_path / "shallow", "--depth=1")
    put(shallow, "pay")
    push(opened(shallow), REF, "origin")
    assert items(remote) == ["deploy", "pay"]
    depth_one = remote.clone(tmp_path / "all", "--depth=1", "--no-single-branch")
    put(depth_one, "search")
    put(one, "billing")
    push(opened(one), REF, "origin")
    push(opened(depth_one), REF, "origin")
    assert items(remote) == ["billing", "deploy", "pay", "search"]


def test_a_ref_outside_of_the_branches_is_fetched_and_pushed(one: RepositoryBuilder, two: RepositoryBuilder) -> None:
    ref = "refs/readiness/ledger"
    put(one, "deploy", ref=ref)
    put(two, "pay", ref=ref)
    push(opened(one), ref, "origin")
    push(opened(two), ref, "origin")
    fetch(opened(one), ref, "origin")
    assert items(one, ref) == items(two, ref) == ["deploy", "pay"]


def refused(builder: RepositoryBuilder) -> tuple[str, str]:
    with pytest.raises(ReadinessError) as caught:
        push(opened(builder), REF, "origin")
    (problem,) = caught.value.problems
    assert problem.code == "RDY050"
    return problem.message, problem.fix


def test_a_remote_that_refuses_is_quoted_and_a_folder_named_instead(
    remote: RepositoryBuilder, one: RepositoryBuilder
) -> None:
    put(one, "deploy")
    remote.write("hooks/pre-receive", "#!/bin/sh\necho 'permission denied for forks' >&2\nexit 1\n").chmod(0o755)
    message, fix = refused(one)
    assert "cannot be pushed to origin" in message
    assert message.startswith("The ledger cannot be pushed to origin: permission denied for forks; ")
    assert "declined" in message
    assert "--ledger DIR" in fix
    assert items(one) == ["deploy"]


def test_a_remote_that_is_not_there_is_an_error_without_its_secrets(one: RepositoryBuilder) -> None:
    put(one, "deploy")
    one.git("remote", "set-url", "origin", "http://me:s3cret@127.0.0.1:1/x.git")
    message, fix = refused(one)
    assert "cannot be fetched from origin" in message
    assert "git remote" in fix
    assert "s3cret" not in message


def test_who_cannot_even_fetch_is_not_told_what_to_do_about_writing(one: RepositoryBuilder, tmp_path: Path) -> None:
    put(one, "deploy")
    one.git("remote", "set-url", "origin", str(tmp_path / "gone.git"))
    message, fix = refused(one)
    assert "does not appear to be a git repository" in message
    assert ".." not in message
    assert "--ledger" not in fix


@pytest.mark.parametrize("url", ["ext::sh -c touch% planted", "--upload-pack=touch planted"])
def test_no_program_is_started_by_the_address_of_a_remote(one: RepositoryBuilder, url: str) -> None:
    one.git("config", "remote.origin.url", url)
    one.git("config", "protocol.ext.allow", "always")
    put(one, "deploy")
    refused(one)
    assert not list(one.path.rglob("planted"))


def test_other_machines_are_reached_as_the_user_has_set_it(
    one: RepositoryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ssh = one.write("ssh", f'#!/bin/sh\necho "$@" > {tmp_path}/asked\nexit 1\n')
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(ssh))
    one.git("remote", "set-url", "origin", "ssh://git@forge.example.com/acme/shop.git")
    put(one, "deploy")
    refused(one)
    assert "git@forge.example.com" in (tmp_path / "asked").read_text()


def test_which_remote_is_meant(one: RepositoryBuilder) -> None:
    repository = opened(one)
    assert pick_remote(repository, None) == pick_remote(repository, "origin") == "origin"
    one.git("remote", "rename", "origin", "team")
    assert pick_remote(repository, None) == "team"
    one.git("remote", "add", "fork", "elsewhere")
    for named, wrong in ((None, "several remotes: fork, team"), ("tema", "no remote `tema`"), ("--x", "no remote")):
        with pytest.raises(ReadinessError, match=re.escape(wrong)) as caught:
            pick_remote(repository, named)
        assert caught.value.problems[0].code == "RDY055"


def test_a_repository_without_a_remote_says_so(repository: RepositoryBuilder) -> None:
    for named in (None, "origin"):
        with pytest.raises(ReadinessError, match=r"there is no remote .*here") as caught:
            pick_remote(opened(repository), named)
        assert "git remote add" in caught.value.problems[0].fix
