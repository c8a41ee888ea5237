"""Commits are read whole, in order, and in few runs of git."""

import os

import pytest

from readiness.errors import ReadinessError
from readiness.tree import objects
from readiness.tree.base import Unread
from readiness.tree.opening import open_tree
from tests.repository import RepositoryBuilder


def test_an_old_commit_is_read_while_the_disk_holds_another(repository: RepositoryBuilder) -> None:
    first = repository.commit({"a": "first\n", "gone": "g\n"})
    repository.git("rm", "--quiet", "gone")
    repository.commit({"a": "second\n"})
    tree = open_tree(repository.path, at=first)
    assert tree.candidate.commit == first
    assert tree.read(tree.paths(), 100) == {"a": b"first\n", "gone": b"g\n"}


def test_paths_are_sorted_by_raw_bytes(repository: RepositoryBuilder) -> None:
    names = ["a.b", "a/b", "a0", "é", "\udcff", "\U0001f600", "Z"]
    for name in names:
        repository.write(name)
    repository.commit()
    expected = sorted(names, key=os.fsencode)
    assert list(open_tree(repository.path, at="HEAD").paths()) == expected
    assert list(open_tree(repository.path).paths()) == expected
    assert list(open_tree(repository.path).find(["*"])) == expected


def test_batches_do_not_mix_up_files(repository: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "_AT_ONCE", 10)
    files: dict[str, str] = {f"f{number}": f"{number}\n" * number for number in range(12)}
    repository.commit(files)
    read = open_tree(repository.path, at="HEAD").read(list(files), 30)
    for number in range(12):
        data = f"{number}\n".encode() * number
        assert read[f"f{number}"] == (data if len(data) <= 30 else Unread.TOO_LARGE)


def test_a_missing_object_is_unreadable_and_a_damaged_one_an_error(repository: RepositoryBuilder) -> None:
    repository.commit({"a": "a\n", "b": "b\n"})
    oid = repository.git("rev-parse", "HEAD:a")
    stored = repository.path / ".git/objects" / oid[:2] / oid[2:]
    stored.chmod(0o644)
    stored.unlink()
    assert open_tree(repository.path, at="HEAD").read(["a", "b"], 100) == {"a": Unread.UNREADABLE, "b": b"b\n"}
    tree_id = repository.git("rev-parse", "HEAD^{tree}")
    (repository.path / ".git/objects" / tree_id[:2] / tree_id[2:]).unlink()
    with pytest.raises(ReadinessError) as caught:
        open_tree(repository.path, at="HEAD")
    assert caught.value.problems[0].code == "RDY050"
