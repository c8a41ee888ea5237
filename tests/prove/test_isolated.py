import os
import stat
from pathlib import Path

import pytest

from readiness.errors import ReadinessError
from readiness.prove.isolated import checked_out
from readiness.tree.opening import open_tree
from readiness.tree.repository import Repository, find_repository
from tests.repository import RepositoryBuilder, content_of, git_settings, repository

__all__ = ["git_settings", "repository"]


def found(builder: RepositoryBuilder) -> Repository:
    repository = find_repository(builder.path)
    assert repository is not None
    return repository


def files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let temporary folders be made here, so that it shows what is left of them."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", os.fspath(place))
    return place


def test_a_checkout_has_what_the_commit_has_and_nothing_else(repository: RepositoryBuilder, temporary: Path) -> None:
    commit = repository.commit({"src/a.py": "1\n", ".gitignore": "out/\n"})
    repository.write("out/helpful.txt")
    repository.write("new.py")
    repository.write("src/a.py", "2\n")
    before = content_of(repository.path)
    with checked_out(found(repository), commit) as folder:
        assert files(folder) == {"src/a.py", ".gitignore"}
        assert (folder / "src/a.py").read_text() == "1\n"
        assert folder.name == "repository"
        candidate = open_tree(folder).candidate
        assert (candidate.commit, candidate.dirty) == (commit, False)
    assert not list(temporary.iterdir())
    assert repository.git("worktree", "list").count("\n") == 0
    assert content_of(repository.path) == before


def test_whatever_was_done_in_it_it_is_gone_afterwards(repository: RepositoryBuilder, temporary: Path) -> None:
    commit = repository.commit({"a.py": "1\n"})
    error = RuntimeError("something went wrong")

    def failing() -> None:
        with checked_out(found(repository), commit) as folder:
            locked = folder / "cache" / "inner"
            locked.mkdir(parents=True)
            (locked / "file").touch()
            locked.chmod(stat.S_IRUSR | stat.S_IXUSR)
            (folder / "link").symlink_to(repository.path)
            (folder / "a.py").write_text("2\n")
            raise error

    with pytest.raises(RuntimeError):
        failing()
    assert not list(temporary.iterdir())
    assert repository.git("worktree", "list").count("\n") == 0
    assert (repository.path / "a.py").read_text() == "1\n"


def test_submodules_are_there_where_they_are_here(
    repository: RepositoryBuilder, tmp_path: Path, temporary: Path
) -> None:
    library = RepositoryBuilder(tmp_path / "library").start()
    old = library.commit({"lib.py": "old\n"})
    for name in ("here", "elsewhere"):
        repository.git("submodule", "--quiet", "add", library.path.as_uri(), name)
    commit = repository.commit()
    library.commit({"lib.py": "new\n"})
    repository.git("submodule", "--quiet", "deinit", "--force", "elsewhere")
    repository.git("-C", "here", "pull", "--quiet", "origin", "main")
    with checked_out(found(repository), commit) as folder:
        assert files(folder) == {".gitmodules", "here/lib.py"}
        assert (folder / "here/lib.py").read_text() == "old\n"
        tree = open_tree(folder)
        assert (tree.candidate.dirty, dict(tree.doubts())) == (False, {})
        assert {entry.oid for entry in tree.entries() if entry.path == "here"} == {old}
    assert not list(temporary.iterdir())
    assert RepositoryBuilder(repository.path / "here").git("worktree", "list").count("\n") == 0


def test_a_commit_that_cannot_be_checked_out_leaves_nothing(repository: RepositoryBuilder, temporary: Path) -> None:
    repository.commit()
    with pytest.raises(ReadinessError) as caught, checked_out(found(repository), "0" * 40):
        pass
    assert caught.value.problems[0].code == "RDY050"
    assert not list(temporary.iterdir())
    assert repository.git("worktree", "list").count("\n") == 0
