"""Commits are read whole, in order, and in few runs of git."""

import os
from pathlib import Path

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


@pytest.mark.parametrize("suffix", ["", "~1", "^"])
def test_a_name_that_two_refs_have_is_refused(repository: RepositoryBuilder, suffix: str) -> None:
    repository.commit({"a": "first\n"})
    second = repository.commit({"a": "second\n"})
    assert open_tree(repository.path, at=f"main{suffix}").candidate.commit
    repository.git("tag", "main", second)
    assert open_tree(repository.path, at="main").candidate.commit == second
    repository.commit({"a": "third\n"})
    with pytest.raises(ReadinessError, match="means several things here: refs/heads/main, refs/tags/main") as caught:
        open_tree(repository.path, at=f"main{suffix}")
    assert caught.value.problems[0].code == "RDY051"
    assert open_tree(repository.path, at=f"refs/tags/main{suffix}").candidate.commit


def test_a_branch_that_is_called_like_the_id_of_a_commit_is_refused(repository: RepositoryBuilder) -> None:
    first = repository.commit({"a": "first\n"})
    assert open_tree(repository.path, at=first[:8]).candidate.commit == first
    repository.commit({"a": "second\n"})
    repository.git("branch", first[:8])
    with pytest.raises(ReadinessError, match="means several things here"):
        open_tree(repository.path, at=first[:8])


@pytest.mark.parametrize("name", ["HEAD", "origin", "v1", "main"])
def test_a_name_that_one_ref_has_is_taken(repository: RepositoryBuilder, tmp_path: Path, name: str) -> None:
    commit = repository.commit({"a": "a\n"})
    repository.git("tag", "--annotate", "--message", "First", "v1")
    repository.git("tag", "HEAD")
    clone = repository.clone(tmp_path / "clone")
    assert open_tree(clone.path, at=name).candidate.commit == commit


@pytest.mark.parametrize("revision", ["main..HEAD", "main...HEAD", "main.."])
def test_a_range_is_no_commit_and_the_way_to_compare_two_is_named(repository: RepositoryBuilder, revision: str) -> None:
    repository.commit({"a": "first\n"})
    with pytest.raises(ReadinessError, match="names no commit") as caught:
        open_tree(repository.path, at=revision)
    assert "`readiness diff BASE HEAD`" in caught.value.problems[0].fix


def test_before_the_first_commit_the_spelling_of_head_is_not_blamed(repository: RepositoryBuilder) -> None:
    with pytest.raises(ReadinessError, match="Nothing is committed yet") as caught:
        open_tree(repository.path, at="HEAD")
    assert [problem.code for problem in caught.value.problems] == ["RDY051"]
    assert "readiness check --index" in caught.value.problems[0].fix
