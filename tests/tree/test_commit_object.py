"""The commit itself, and the tags that point at it."""

from pathlib import Path

import pytest

from readiness.tree import commit_object
from readiness.tree.narrowed import narrow
from readiness.tree.opening import open_tree
from tests.repository import RepositoryBuilder


def test_commit_and_annotated_tags_are_read_as_git_keeps_them(repository: RepositoryBuilder) -> None:
    repository.commit({"a": "a\n"})
    first = repository.git("rev-parse", "HEAD")
    repository.git("tag", "light")
    repository.git("tag", "--annotate", "--message", "First", "first")
    second = repository.commit({"a": "b\n"})
    repository.git("tag", "--annotate", "--message", "Second", "deep/second")
    repository.git("tag", "--annotate", "--message", "A tree", "tree", "HEAD^{tree}")
    old, new = open_tree(repository.path, at=first).commit_objects(), open_tree(repository.path).commit_objects()
    assert old is not None
    assert new is not None
    assert (old.oid, list(old.tags), new.oid, list(new.tags)) == (first, ["first"], second, ["deep/second"])
    assert new.data.decode().strip() == repository.git("cat-file", "commit", "HEAD")
    assert new.tags["deep/second"].decode().strip() == repository.git("cat-file", "tag", "deep/second")


def test_what_differs_from_the_commit_is_dirty(repository: RepositoryBuilder) -> None:
    repository.commit({"a": "a\n"})

    def dirty(*, index: bool = False) -> bool:
        found = narrow(open_tree(repository.path, index=index), ["b"]).commit_objects()
        assert found is not None
        return found.dirty

    assert (dirty(), dirty(index=True)) == (False, False)
    repository.write("b")
    assert (dirty(), dirty(index=True)) == (True, False)
    repository.git("add", "b")
    assert (dirty(), dirty(index=True)) == (True, True)


def test_files_that_git_is_told_to_overlook_may_differ(repository: RepositoryBuilder) -> None:
    repository.commit({"a": "a\n"})
    repository.git("update-index", "--assume-unchanged", "a")
    repository.write("a", "b\n")
    found = open_tree(repository.path).commit_objects()
    assert found is not None
    assert found.dirty


def test_a_commit_is_never_dirty_whatever_lies_on_disk(repository: RepositoryBuilder) -> None:
    repository.commit({"a": "a\n"})
    repository.write("a", "b\n")
    found = open_tree(repository.path, at="HEAD").commit_objects()
    assert found is not None
    assert not found.dirty


def test_without_a_commit_there_is_none(repository: RepositoryBuilder, tmp_path: Path) -> None:
    assert open_tree(repository.path).commit_objects() is None
    (tmp_path / "folder").mkdir()
    assert open_tree(tmp_path / "folder").commit_objects() is None


def test_a_shallow_clone_has_its_commit(repository: RepositoryBuilder, tmp_path: Path) -> None:
    repository.commit({"a": "a\n"})
    repository.commit({"a": "b\n"})
    clone = repository.clone(tmp_path / "clone", "--depth=1")
    here, there = (open_tree(one.path).commit_objects() for one in (repository, clone))
    assert here == there


def test_replacements_are_not_looked_at(repository: RepositoryBuilder) -> None:
    first = repository.commit({"a": "a\n"}, "First")
    second = repository.commit({"a": "b\n"}, "Second")
    repository.git("replace", second, first)
    found = open_tree(repository.path).commit_objects()
    assert found is not None
    assert b"Second" in found.data


def test_what_is_too_large_is_left_out(repository: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit({"a": "a\n"})
    repository.git("tag", "--annotate", "--message", "x" * 1000, "large")
    monkeypatch.setattr(commit_object, "_LARGEST", 500)
    found = open_tree(repository.path).commit_objects()
    assert found is not None
    assert found.tags == {}
    monkeypatch.setattr(commit_object, "_LARGEST", 10)
    assert open_tree(repository.path).commit_objects() is None
