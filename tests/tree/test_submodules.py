"""A submodule is one entry, its commit; what that commit does not say about the disk is a doubt."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from readiness.tree.narrowed import narrow
from readiness.tree.opening import open_tree
from tests.repository import RepositoryBuilder, content_of
from tests.tree.fuzz import stored_by_git

DIRTY = "the submodule has uncommitted changes"
PATH = "vendor/lib"


@pytest.fixture
def library(tmp_path: Path) -> RepositoryBuilder:
    """Return a repository that another one can take in."""
    library = RepositoryBuilder(tmp_path / "library").start()
    library.commit({"lib.go": "package lib\n", ".gitignore": "out/\n"})
    return library


@pytest.fixture
def product(repository: RepositoryBuilder, library: RepositoryBuilder) -> RepositoryBuilder:
    """Return a repository with a submodule."""
    repository.commit({"main.go": "package main\n", "vendor/own.go": "package own\n"})
    repository.git("submodule", "--quiet", "add", library.path.as_uri(), PATH)
    repository.commit()
    return repository


def inside(product: RepositoryBuilder) -> RepositoryBuilder:
    return RepositoryBuilder(product.path / PATH)


def test_a_submodule_is_its_commit(product: RepositoryBuilder, library: RepositoryBuilder) -> None:
    head = library.git("rev-parse", "HEAD")
    for at, index in ((None, False), ("HEAD", False), (None, True)):
        tree = open_tree(product.path, at=at, index=index)
        [entry] = [entry for entry in tree.entries() if entry.path == PATH]
        assert (entry.mode, entry.oid) == (0o160000, head)
        assert tree.submodules() == {PATH}
        assert tree.doubts() == {}


def test_another_commit_is_another_entry(product: RepositoryBuilder) -> None:
    before = open_tree(product.path).entries()
    bumped = inside(product).commit({"lib.go": "package lib // faster\n"})
    tree = open_tree(product.path)
    assert tree.doubts() == {}
    assert [entry.oid for entry in tree.entries() if entry not in before] == [bumped]
    assert list(tree.entries()) == stored_by_git(product)


def write(lib: RepositoryBuilder) -> None:
    lib.write("lib.go", "package lib // changed\n")


def stage(lib: RepositoryBuilder) -> None:
    write(lib)
    lib.git("add", "--all")


def overlook(lib: RepositoryBuilder) -> None:
    lib.git("update-index", "--assume-unchanged", "lib.go")


def filter_(lib: RepositoryBuilder) -> None:
    lib.commit({".gitattributes": "*.key filter=crypt\n", "a.key": "a\n"})
    lib.git("config", "filter.crypt.clean", "tr a-z n-za-m")
    os.utime(lib.write("a.key", "n\n"), (1_700_000_000, 1_700_000_000))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(write, id="changed"),
        pytest.param(stage, id="staged"),
        pytest.param(lambda lib: lib.write("new.go"), id="new"),
        pytest.param(lambda lib: (lib.path / "lib.go").unlink(), id="deleted"),
        pytest.param(lambda lib: (lib.path / "lib.go").chmod(0o755), id="mode"),
        pytest.param(overlook, id="overlooked"),
        pytest.param(filter_, id="behind-a-filter"),
    ],
)
def test_what_the_commit_does_not_say_is_a_doubt(
    product: RepositoryBuilder, change: Callable[[RepositoryBuilder], object]
) -> None:
    change(inside(product))
    before = content_of(product.path)
    tree = open_tree(product.path)
    assert tree.doubts() == {PATH: DIRTY}
    assert [entry.path for entry in tree.entries()] == list(tree.paths())
    assert content_of(product.path) == before


def test_what_the_submodule_ignores_is_none(product: RepositoryBuilder) -> None:
    inside(product).write("out/lib.o")
    assert open_tree(product.path).doubts() == {}


def test_a_submodule_that_is_not_checked_out_is_its_commit_unless_files_lie_there(
    product: RepositoryBuilder, tmp_path: Path
) -> None:
    clone = product.clone(tmp_path / "clone")
    tree = open_tree(clone.path)
    assert (tree.submodules(), tree.doubts()) == (frozenset({PATH}), {})
    assert tree.entries() == open_tree(clone.path, at="HEAD").entries()
    clone.write(f"{PATH}/lib.go")
    assert open_tree(clone.path).doubts() == {PATH: "files lie where the submodule would be checked out"}


def test_a_submodule_that_is_gone_is_no_entry(product: RepositoryBuilder) -> None:
    shutil.rmtree(product.path / PATH)
    tree = open_tree(product.path)
    assert (tree.submodules(), tree.doubts()) == (frozenset(), {})
    assert list(tree.entries()) == stored_by_git(product)


@pytest.mark.parametrize("text", ["gitdir: /nowhere\n", "no such thing\n"])
def test_a_submodule_that_leads_nowhere_is_a_doubt(product: RepositoryBuilder, text: str) -> None:
    (product.path / PATH / ".git").write_text(text)
    assert list(open_tree(product.path).doubts()) == [PATH]


def test_a_submodule_whose_files_lie_elsewhere_is_a_doubt(product: RepositoryBuilder, tmp_path: Path) -> None:
    inside(product).git("config", "core.worktree", os.fspath(tmp_path / "library"))
    assert open_tree(product.path).doubts() == {PATH: "the submodule is no repository of its own"}


def test_a_submodule_of_a_submodule_is_looked_into(product: RepositoryBuilder, library: RepositoryBuilder) -> None:
    lib = inside(product)
    lib.git("submodule", "--quiet", "add", library.path.as_uri(), "deep")
    lib.commit()
    product.commit()
    assert open_tree(product.path).doubts() == {}
    lib.write("deep/lib.go", "changed\n")
    assert open_tree(product.path).doubts() == {PATH: DIRTY}


@pytest.mark.parametrize("setting", ["filter.f.clean", "filter.f.process", "core.fsmonitor", "core.hooksPath"])
def test_nothing_that_a_submodule_s_settings_name_runs(
    product: RepositoryBuilder, tmp_path: Path, setting: str
) -> None:
    lib, ran = inside(product), tmp_path / "ran"
    lib.commit({".gitattributes": "* filter=f\n"})
    program = RepositoryBuilder(tmp_path / "bin").write("post-index-change", f"#!/bin/sh\ntouch {ran}\ncat\n")
    program.chmod(0o755)
    lib.git("config", setting, os.fspath(program.parent if setting == "core.hooksPath" else program))
    lib.write("lib.go", "changed\n")
    tree = open_tree(product.path)
    assert tree.doubts() == {PATH: DIRTY}
    assert len(tree.entries()) == 4
    assert not ran.exists()


@pytest.mark.parametrize("kind", ["file", "link"])
def test_a_file_in_place_of_a_submodule_is_stored_as_git_does(product: RepositoryBuilder, kind: str) -> None:
    shutil.rmtree(product.path / PATH)
    if kind == "file":
        product.write(PATH, "a file\n")
    else:
        (product.path / PATH).symlink_to("own.go")
    tree = open_tree(product.path)
    ours = list(tree.entries())
    assert tree.doubts() == {}
    assert ours == stored_by_git(product)


def test_a_submodule_that_the_configuration_ignores_is_in_no_list(product: RepositoryBuilder) -> None:
    write(inside(product))
    for pattern in (PATH, "vendor/", "vendor/lib/", "vendor/lib/**"):
        tree = narrow(open_tree(product.path), [pattern])
        assert (tree.submodules(), tree.doubts()) == (frozenset(), {})
        assert PATH not in tree.paths()
    tree = narrow(open_tree(product.path), ["main.go"])
    assert (tree.submodules(), tree.doubts()) == (frozenset({PATH}), {PATH: DIRTY})
    assert (tree.tracks("vendor/own.go"), tree.tracks("new.go"), tree.object_format) == (True, False, "sha1")


def test_what_is_tracked_is_what_git_lists(product: RepositoryBuilder) -> None:
    product.write("new.go")
    for at, index in ((None, False), ("HEAD", False), (None, True)):
        tree = open_tree(product.path, at=at, index=index)
        assert [tree.tracks(path) for path in ("main.go", PATH, "new.go")] == [True, True, False]
