"""The index: what a pre-commit hook judges."""

import os

import pytest

from readiness.tree.base import Unread
from readiness.tree.opening import open_tree
from tests.repository import RepositoryBuilder

LIMIT = 1000


def test_the_index_is_read_and_not_the_disk(repository: RepositoryBuilder) -> None:
    head = repository.commit({"a": "committed\n"})
    repository.write("a", "staged\n")
    repository.git("add", "a")
    repository.write("a", "on disk\n")
    repository.write("new")
    tree = open_tree(repository.path, index=True)
    assert tree.paths() == ("a",)
    assert tree.read(["a", "new"], LIMIT) == {"a": b"staged\n", "new": Unread.ABSENT}
    assert (tree.candidate.kind, tree.candidate.commit) == ("index", head)
    assert tree.candidate.notes == ("The index has changes that are not committed.",)


def test_an_index_that_is_the_commit_has_no_note(repository: RepositoryBuilder) -> None:
    repository.commit({"a": "a\n"})
    repository.write("a", "on disk\n")
    assert open_tree(repository.path, index=True).candidate.notes == ()


def test_a_conflict_is_noted_and_cannot_be_read(repository: RepositoryBuilder) -> None:
    repository.commit({"a": "base\n", "b": "b\n"})
    repository.git("checkout", "--quiet", "-b", "other")
    repository.commit({"a": "theirs\n"})
    repository.git("checkout", "--quiet", "main")
    repository.commit({"a": "ours\n"})
    with pytest.raises(AssertionError):
        repository.git("merge", "other")
    tree = open_tree(repository.path, index=True)
    assert tree.read(["a", "b"], LIMIT) == {"a": Unread.UNREADABLE, "b": b"b\n"}
    assert tree.paths() == ("a", "b")
    assert "Files have unresolved merge conflicts." in tree.candidate.notes
    assert "Files have unresolved merge conflicts." in open_tree(repository.path).candidate.notes
    assert open_tree(repository.path).paths() == ("a", "b")


@pytest.mark.parametrize("relative", [True, False])
def test_a_hook_judges_the_index_that_it_was_given(
    repository: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch, *, relative: bool
) -> None:
    repository.commit({"a": "a\n"})
    repository.write("a", "about to be committed\n")
    index = repository.path / ".git/next-index-1.lock"
    index.write_bytes((repository.path / ".git/index").read_bytes())
    repository.git("add", "a", environment={"GIT_INDEX_FILE": os.fspath(index)})
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index-1.lock" if relative else os.fspath(index))
    for _ in range(2):
        assert open_tree(repository.path, index=True).read(["a"], LIMIT) == {"a": b"about to be committed\n"}


def test_the_hook_of_a_real_commit_sees_what_is_committed(repository: RepositoryBuilder) -> None:
    repository.commit({"a": "a\n"})
    hook = repository.write(".git/hooks/pre-commit", "#!/bin/sh\necho $GIT_INDEX_FILE > .git/seen\n")
    hook.chmod(0o755)
    repository.write("a", "changed\n")
    repository.git("commit", "--quiet", "--all", "--message", "Change")
    named = (repository.path / ".git/seen").read_text().strip()
    assert (repository.path / named).parent == repository.path / ".git"
