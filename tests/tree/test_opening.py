"""Which tree is opened, in each shape that a repository can have."""

import os
from pathlib import Path

import pytest

from readiness.errors import Problem, ReadinessError
from readiness.tree.base import Unread
from readiness.tree.narrowed import narrow
from readiness.tree.opening import find_top, open_tree
from tests.repository import RepositoryBuilder, content_of

LIMIT = 1000


def problem_of(root: Path, at: str | None = None, *, index: bool = False) -> Problem:
    with pytest.raises(ReadinessError) as caught:
        open_tree(root, at=at, index=index)
    return caught.value.problems[0]


def test_the_work_tree_is_found_from_any_folder_in_it(repository: RepositoryBuilder) -> None:
    commit = repository.commit({"deep/er/a.yaml": "a\n", "b.yaml": "b\n"})
    tree = open_tree(repository.path / "deep/er")
    assert tree.paths() == ("b.yaml", "deep/er/a.yaml")
    assert (tree.candidate.kind, tree.candidate.commit, tree.candidate.notes) == ("work-tree", commit, ())
    assert find_top(repository.path / "deep") == repository.path


def test_a_bare_clone_is_judged_at_head_and_says_so(repository: RepositoryBuilder, tmp_path: Path) -> None:
    commit = repository.commit({"a.yaml": "a\n"})
    bare = repository.clone(tmp_path / "bare.git", "--bare")
    tree = open_tree(bare.path)
    assert (tree.candidate.kind, tree.candidate.commit) == ("commit", commit)
    assert "no work tree" in tree.candidate.notes[0]
    assert tree.read(["a.yaml"], LIMIT) == {"a.yaml": b"a\n"}
    assert problem_of(bare.path, index=True).code == "RDY052"


def test_a_shallow_clone_says_how_to_fetch_a_commit(repository: RepositoryBuilder, tmp_path: Path) -> None:
    first = repository.commit({"a.yaml": "a\n"})
    second = repository.commit({"a.yaml": "b\n"})
    shallow = repository.clone(tmp_path / "shallow", "--depth=1")
    assert open_tree(shallow.path, at=second).read(["a.yaml"], LIMIT) == {"a.yaml": b"b\n"}
    problem = problem_of(shallow.path, first)
    assert problem.code == "RDY051"
    assert "git fetch" in problem.fix


def test_a_linked_worktree_has_its_own_index(repository: RepositoryBuilder, tmp_path: Path) -> None:
    repository.commit({"a.yaml": "a\n"})
    repository.git("worktree", "add", "--quiet", os.fspath(tmp_path / "linked"), "-b", "other")
    linked = RepositoryBuilder(tmp_path / "linked")
    linked.write("b.yaml")
    linked.git("add", "b.yaml")
    assert open_tree(linked.path, index=True).paths() == ("a.yaml", "b.yaml")
    assert open_tree(linked.path).paths() == ("a.yaml", "b.yaml")
    assert open_tree(repository.path, index=True).paths() == ("a.yaml",)


def test_a_submodule_is_a_repository_of_its_own_and_is_not_entered(
    repository: RepositoryBuilder, tmp_path: Path
) -> None:
    inner = RepositoryBuilder(tmp_path / "inner").start()
    head = inner.commit({"inner.yaml": "i\n"})
    repository.git("submodule", "--quiet", "add", inner.path.as_uri(), "sub")
    repository.commit()
    trees = [open_tree(repository.path), open_tree(repository.path, at="HEAD"), open_tree(repository.path, index=True)]
    for tree in trees:
        assert tree.paths() == (".gitmodules", "sub")
        assert [(entry.mode, entry.oid) for entry in tree.entries()][1] == (0o160000, head)
        assert set(tree.read(["sub", "sub/inner.yaml"], LIMIT).values()) == {Unread.NOT_A_FILE}
        assert tree.find(["*.yaml"]) == ()
    assert open_tree(repository.path / "sub").paths() == ("inner.yaml",)


def test_a_repository_without_a_commit_is_judged_and_noted(repository: RepositoryBuilder) -> None:
    repository.write("a.yaml")
    for index in (False, True):
        candidate = open_tree(repository.path, index=index).candidate
        assert candidate.commit is None
        assert "The repository has no commit yet." in candidate.notes
    assert open_tree(repository.path).paths() == ("a.yaml",)
    assert open_tree(repository.path, index=True).paths() == ()
    assert [entry.path for entry in open_tree(repository.path).entries()] == ["a.yaml"]
    assert problem_of(repository.path, "HEAD").code == "RDY051"


@pytest.mark.usefixtures("git_settings")
def test_a_folder_without_a_repository_is_walked_and_noted(tmp_path: Path) -> None:
    RepositoryBuilder(tmp_path / "nested").start().commit({"n.yaml": "n\n"})
    (tmp_path / "a.yaml").write_bytes(b"a\n")
    tree = open_tree(tmp_path)
    assert tree.paths() == ("a.yaml",)
    assert tree.candidate.commit is None
    assert "no git repository" in tree.candidate.notes[0]
    assert tree.entries()[0].oid == "78981922613b2afb6025042ff6bd878ac1994e85"
    assert (problem_of(tmp_path, "HEAD").code, problem_of(tmp_path, index=True).code) == ("RDY052", "RDY052")


def test_a_sha256_repository_is_read(tmp_path: Path, git_settings: None) -> None:  # noqa: ARG001 - for its effect
    builder = RepositoryBuilder(tmp_path / "sha256").start("--object-format=sha256")
    commit = builder.commit({"a.yaml": "a\n"})
    tree = open_tree(builder.path, at="main")
    assert (len(commit), tree.candidate.commit) == (64, commit)
    assert tree.read(["a.yaml"], LIMIT) == {"a.yaml": b"a\n"}
    builder.write("a.yaml", "changed\n")
    entries = open_tree(builder.path).entries()
    assert entries[0].oid == builder.git("hash-object", "a.yaml")


@pytest.mark.parametrize(
    "revision",
    [
        pytest.param("--all", id="option"),
        pytest.param("nowhere", id="unknown"),
        pytest.param("", id="empty"),
        pytest.param("HEAD:a.yaml", id="file"),
        pytest.param("HEAD^{tree}", id="tree"),
        pytest.param("^HEAD", id="range"),
        pytest.param("HEAD\0", id="nul"),
        pytest.param("HEAD\nHEAD", id="line-break"),
    ],
)
def test_what_names_no_commit_is_refused(repository: RepositoryBuilder, revision: str) -> None:
    repository.commit({"a.yaml": "a\n"})
    assert problem_of(repository.path, revision).code == "RDY051"


def test_an_annotated_tag_names_its_commit(repository: RepositoryBuilder) -> None:
    commit = repository.commit({"a.yaml": "a\n"})
    repository.git("tag", "--annotate", "v1", "--message", "v1")
    assert open_tree(repository.path, at="v1").candidate.commit == commit


def test_a_commit_and_the_index_at_once_are_refused(repository: RepositoryBuilder) -> None:
    assert problem_of(repository.path, "HEAD", index=True).code == "RDY056"


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    problem = problem_of(tmp_path / "gone")
    assert problem.code == "RDY050"
    assert "gone" in problem.message


def test_variables_that_name_another_repository_are_not_heeded(
    repository: RepositoryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit({"a.yaml": "a\n"})
    other = RepositoryBuilder(tmp_path / "other").start()
    other.commit({"other.yaml": "o\n"})
    other.write("staged.yaml")
    other.git("add", "staged.yaml")
    monkeypatch.setenv("GIT_DIR", os.fspath(other.path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", os.fspath(other.path))
    monkeypatch.setenv("GIT_INDEX_FILE", os.fspath(other.path / ".git/index"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", os.fspath(other.path / ".git/objects"))
    assert open_tree(repository.path).paths() == ("a.yaml",)
    assert open_tree(repository.path, index=True).paths() == ("a.yaml",)
    assert open_tree(repository.path, at="HEAD").paths() == ("a.yaml",)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_another_user_is_refused_with_the_way_out(repository: RepositoryBuilder) -> None:
    repository.commit({"a.yaml": "a\n"})
    for path in (repository.path, repository.path / ".git"):
        os.chown(path, 12345, 12345)
    problem = problem_of(repository.path)
    assert problem.code == "RDY050"
    assert "safe.directory" in problem.fix


def test_a_broken_link_to_a_repository_is_an_error_and_not_a_plain_folder(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: /nowhere\n")
    assert problem_of(tmp_path).code == "RDY050"


def test_without_git_only_a_plain_folder_can_be_judged(
    repository: RepositoryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit({"a.yaml": "a\n"})
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "a.yaml").write_bytes(b"a\n")
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    assert problem_of(repository.path).code == "RDY053"
    assert problem_of(plain, "HEAD").code == "RDY053"
    assert open_tree(plain).paths() == ("a.yaml",)


@pytest.mark.parametrize("shape", ["work-tree", "index", "commit", "bare"])
def test_reading_leaves_everything_as_it_was(repository: RepositoryBuilder, tmp_path: Path, shape: str) -> None:
    repository.commit({"a.yaml": "a\n", "b.yaml": "b\n", ".gitattributes": "* text=auto\n"})
    if shape == "bare":
        repository = repository.clone(tmp_path / "bare.git", "--bare")
    else:
        repository.write("a.yaml", "changed\r\n")
        repository.write("new.yaml")
        # A file that was only touched is what tempts git to refresh the index.
        os.utime(repository.path / "b.yaml", (1, 1))
    before = content_of(tmp_path)
    tree = open_tree(repository.path, at="HEAD" if shape == "commit" else None, index=shape == "index")
    tree.entries()
    tree.read(tree.paths(), LIMIT)
    tree.find(["*.yaml"])
    assert tree.candidate.kind
    assert content_of(tmp_path) == before


def test_ignored_by_configuration_is_left_out_of_every_list(repository: RepositoryBuilder) -> None:
    repository.commit({"a.yaml": "a\n", "vendor/b.yaml": "b\n"})
    for at in (None, "HEAD"):
        tree = narrow(open_tree(repository.path, at=at), ["vendor/"])
        assert tree.paths() == ("a.yaml",)
        assert [entry.path for entry in tree.entries()] == ["a.yaml"]
        assert tree.find(["*.yaml"]) == ("a.yaml",)
        assert tree.read(["vendor/b.yaml"], LIMIT) == {"vendor/b.yaml": b"b\n"}


def test_a_partial_clone_fetches_nothing_and_passes_nothing(repository: RepositoryBuilder, tmp_path: Path) -> None:
    repository.commit({"a.yaml": "a\n"})
    repository.git("config", "uploadpack.allowFilter", "true")
    partial = repository.clone(tmp_path / "partial.git", "--bare", "--filter=blob:none")
    before = content_of(partial.path)
    tree = open_tree(partial.path, at="HEAD")
    assert tree.paths() == ("a.yaml",)
    try:
        assert tree.read(["a.yaml"], LIMIT) == {"a.yaml": Unread.UNREADABLE}
    except ReadinessError as error:
        # Gits before 2.45 give up at the first object that they may not fetch.
        assert error.problems[0].code == "RDY050"  # noqa: PT017 - either answer is right
    assert content_of(partial.path) == before


def test_a_folder_whose_name_has_a_line_break_is_found(tmp_path: Path, git_settings: None) -> None:  # noqa: ARG001
    builder = RepositoryBuilder(tmp_path / "line\nbreak" / "\udcff").start()
    builder.commit({"deep/a": "a\n"})
    assert find_top(builder.path / "deep") == builder.path
    builder.write("deep/a", "changed\n")
    assert open_tree(builder.path / "deep").entries()[0].oid == builder.git("hash-object", "deep/a")


def test_settings_that_run_programs_or_write_are_overruled(repository: RepositoryBuilder, tmp_path: Path) -> None:
    repository.commit({"a": "a\n"})
    program = RepositoryBuilder(tmp_path / "bin").write("run", f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    program.chmod(0o755)
    repository.git("config", "core.fsmonitor", os.fspath(program))
    repository.git("config", "core.splitIndex", "true")
    repository.write("a", "changed\n")
    hook = repository.write(".git/hooks/post-index-change", program.read_bytes())
    hook.chmod(0o755)
    before = content_of(repository.path)
    (tmp_path / "ran").unlink(missing_ok=True)
    assert len(open_tree(repository.path).entries()) == 1
    assert not (tmp_path / "ran").exists()
    assert content_of(repository.path) == before


def test_a_sparse_checkout_lists_what_would_ship_and_says_what_is_not_there(repository: RepositoryBuilder) -> None:
    repository.commit({"in/a": "a\n", "out/b": "b\n"})
    repository.git("sparse-checkout", "set", "--cone", "--sparse-index", "in")
    tree = open_tree(repository.path)
    assert tree.paths() == ("in/a", "out/b")
    assert [entry.path for entry in tree.entries()] == ["in/a", "out/b"]
    assert tree.read(["out/b"], LIMIT) == {"out/b": Unread.ABSENT}
    assert "overlook changes of 1 file " in tree.candidate.notes[0]
