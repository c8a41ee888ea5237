"""What moves the fingerprint of covered content, and what does not, in real repositories."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from readiness.tree.covered import Covered, Fingerprints
from readiness.tree.fingerprint import Changes, changes, parse_contents
from readiness.tree.opening import open_tree
from tests.repository import RepositoryBuilder

COVERS, INPUTS = ("src/**",), ("tests/**", "go.sum")
START = {
    "src/pay.go": "package pay\n",
    "src/tax.go": "package tax\n",
    "tests/pay_test.go": "package pay\n",
    "go.sum": "1\n",
    "docs/pay.md": "Pay.\n",
}


@pytest.fixture
def launch(repository: RepositoryBuilder) -> RepositoryBuilder:
    """Return a repository with code, tests, and something that nothing covers."""
    repository.commit(START, "Start")
    return repository


def covered(path: Path, at: str | None = "HEAD", *, index: bool = False) -> Covered:
    tree = open_tree(path, at=None if index else at, index=index)
    return Fingerprints(tree).covered(COVERS, INPUTS)


def feature(launch: RepositoryBuilder) -> Covered:
    """Make two commits on a branch, one on main, and return what the branch covers."""
    launch.git("checkout", "--quiet", "-b", "feature")
    launch.commit({"src/pay.go": "package pay // fast\n"}, "Pay fast")
    launch.commit({"src/new.go": "package new\n"}, "Add new")
    found = covered(launch.path)
    launch.git("checkout", "--quiet", "main")
    launch.commit({"docs/other.md": "Other.\n"}, "Describe other things")
    return found


def rebase(launch: RepositoryBuilder) -> None:
    launch.git("checkout", "--quiet", "feature")
    launch.git("rebase", "--quiet", "main")


def squash(launch: RepositoryBuilder) -> None:
    launch.git("merge", "--quiet", "--squash", "feature")
    launch.git("commit", "--quiet", "--message", "Everything at once")


def cherry_pick(launch: RepositoryBuilder) -> None:
    launch.git("cherry-pick", "main..feature")


def merge(launch: RepositoryBuilder) -> None:
    launch.git("merge", "--quiet", "--no-ff", "feature")


def revert_twice(launch: RepositoryBuilder) -> None:
    cherry_pick(launch)
    launch.git("revert", "--no-edit", "HEAD")
    launch.git("revert", "--no-edit", "HEAD")


@pytest.mark.parametrize("rewrite", [rebase, squash, cherry_pick, merge, revert_twice])
def test_history_is_rewritten_and_the_fingerprint_stays(
    launch: RepositoryBuilder, rewrite: Callable[[RepositoryBuilder], None]
) -> None:
    before = covered(launch.path)
    proven = feature(launch)
    assert proven.digest != before.digest == covered(launch.path).digest
    rewrite(launch)
    assert covered(launch.path) == proven


def test_a_revert_brings_the_old_fingerprint_back(launch: RepositoryBuilder) -> None:
    before = covered(launch.path)
    launch.commit({"src/pay.go": "package pay // slow\n"})
    assert covered(launch.path) != before
    launch.git("revert", "--no-edit", "HEAD")
    assert covered(launch.path) == before


def test_a_shallow_clone_has_the_same(launch: RepositoryBuilder, tmp_path: Path) -> None:
    launch.commit({"src/pay.go": "package pay // slow\n"})
    shallow = launch.clone(tmp_path / "shallow", "--depth=1")
    assert shallow.git("rev-list", "--count", "HEAD") == "1"
    assert covered(shallow.path) == covered(shallow.path, None) == covered(launch.path)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda r: r.write("docs/pay.md", "Other.\n"), id="uncovered-file-changed"),
        pytest.param(lambda r: r.git("mv", "docs/pay.md", "docs/money.md"), id="uncovered-file-renamed"),
        pytest.param(lambda r: r.write("new/x.go", "x\n"), id="uncovered-file-added"),
        pytest.param(lambda r: os.utime(r.path / "src/pay.go", (1, 1)), id="touched"),
        pytest.param(lambda r: r.write("src/pay.go", START["src/pay.go"]), id="written-anew"),
        pytest.param(lambda r: r.git("commit", "--quiet", "--allow-empty", "--message", "Nothing"), id="empty-commit"),
        pytest.param(lambda r: r.git("stash", "--include-untracked", "--quiet"), id="stash"),
        pytest.param(lambda r: (r.path / "src/empty").mkdir(), id="empty-folder"),
        pytest.param(lambda r: (r.path / "src/pay.go").chmod(0o664), id="mode-that-git-does-not-keep"),
    ],
)
def test_what_it_does_not_cover_does_not_move_it(
    launch: RepositoryBuilder, change: Callable[[RepositoryBuilder], object]
) -> None:
    before = covered(launch.path)
    change(launch)
    assert covered(launch.path, None) == before
    launch.commit()
    assert covered(launch.path) == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            lambda r: r.write("src/pay.go", "package pay // x\n"), Changes(changed=("src/pay.go",)), id="changed"
        ),
        pytest.param(lambda r: r.write("go.sum", "2\n"), Changes(changed=("go.sum",)), id="input-changed"),
        pytest.param(lambda r: r.write("src/new.go"), Changes(added=("src/new.go",)), id="added"),
        pytest.param(lambda r: r.write("tests/x.go"), Changes(added=("tests/x.go",)), id="input-added"),
        pytest.param(lambda r: (r.path / "src/tax.go").unlink(), Changes(removed=("src/tax.go",)), id="deleted"),
        pytest.param(
            lambda r: (r.path / "src/tax.go").rename(r.path / "src/vat.go"),
            Changes(renamed=(("src/tax.go", "src/vat.go"),)),
            id="renamed",
        ),
        pytest.param(
            lambda r: (r.path / "src/tax.go").rename(r.path / "tax.go"),
            Changes(removed=("src/tax.go",)),
            id="moved-out",
        ),
        pytest.param(lambda r: (r.path / "src/pay.go").chmod(0o755), Changes(mode_changed=("src/pay.go",)), id="mode"),
        pytest.param(
            lambda r: r.write("src/pay.go", "package pay\r\n"), Changes(changed=("src/pay.go",)), id="line-ends"
        ),
    ],
)
def test_what_it_covers_moves_it_and_is_named(
    launch: RepositoryBuilder, change: Callable[[RepositoryBuilder], object], said: Changes
) -> None:
    before = covered(launch.path)
    change(launch)
    on_disk = covered(launch.path, None)
    launch.git("add", "--all")
    staged = covered(launch.path, index=True)
    launch.commit()
    committed = covered(launch.path)
    assert on_disk == staged == committed
    assert committed.digest != before.digest
    assert changes(parse_contents(before.contents), parse_contents(committed.contents)) == said


def test_line_ends_that_git_converts_do_not_move_it(launch: RepositoryBuilder) -> None:
    launch.commit({".gitattributes": "*.go text\n"})
    before = covered(launch.path)
    launch.write("src/pay.go", "package pay\r\n")
    assert covered(launch.path, None) == before


def test_a_file_that_becomes_a_link_moves_it(launch: RepositoryBuilder) -> None:
    before = covered(launch.path)
    (launch.path / "src/tax.go").unlink()
    (launch.path / "src/tax.go").symlink_to("pay.go")
    assert covered(launch.path, None).digest != before.digest
    target = covered(launch.path, None)
    launch.write("docs/pay.md", "Other.\n")
    assert covered(launch.path, None) == target


def test_a_submodule_that_is_moved_on_moves_it(launch: RepositoryBuilder, tmp_path: Path) -> None:
    library = RepositoryBuilder(tmp_path / "library").start()
    library.commit({"lib.go": "package lib\n"})
    launch.git("submodule", "--quiet", "add", library.path.as_uri(), "src/lib")
    launch.commit()
    before = covered(launch.path)
    RepositoryBuilder(launch.path / "src/lib").commit({"lib.go": "package lib // fast\n"})
    assert covered(launch.path) == before
    bumped = covered(launch.path, None)
    launch.commit()
    assert covered(launch.path) == bumped
    assert changes(parse_contents(before.contents), parse_contents(bumped.contents)) == Changes(changed=("src/lib",))


def test_a_folder_that_is_no_repository_has_the_fingerprint_of_one(tmp_path: Path, git_settings: None) -> None:  # noqa: ARG001
    plain = RepositoryBuilder(tmp_path / "plain")
    for name, text in START.items():
        plain.write(name, text)
    before = covered(plain.path, None)
    plain.start().commit()
    assert covered(plain.path) == before


def test_a_repository_of_the_other_format_has_another(
    launch: RepositoryBuilder,
    tmp_path: Path,
    git_settings: None,  # noqa: ARG001
) -> None:
    other = RepositoryBuilder(tmp_path / "other").start("--object-format=sha256")
    other.commit(START)
    assert covered(other.path).digest != covered(launch.path).digest
    assert covered(other.path) == covered(other.path, None) == covered(other.path, index=True)


def test_a_conflict_is_in_doubt(launch: RepositoryBuilder) -> None:
    feature(launch)
    launch.commit({"src/pay.go": "package pay // right\n"})
    with pytest.raises(AssertionError):
        launch.git("merge", "feature")
    doubt = ("src/pay.go", "it has an unresolved merge conflict")
    assert covered(launch.path, None).doubts == covered(launch.path, index=True).doubts == (doubt,)
    assert covered(launch.path).doubts == ()


def test_what_git_is_told_to_overlook_is_in_doubt(launch: RepositoryBuilder) -> None:
    launch.git("update-index", "--assume-unchanged", "src/pay.go")
    launch.git("update-index", "--skip-worktree", "src/tax.go", "docs/pay.md")
    assert covered(launch.path, None).doubts == (
        ("src/pay.go", "git is told to overlook its changes (assume-unchanged)"),
        ("src/tax.go", "git is told to overlook its changes (skip-worktree)"),
    )
    assert covered(launch.path).doubts == covered(launch.path, index=True).doubts == ()


def test_what_cannot_be_read_is_in_doubt(launch: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    launch.write("src/pay.go", "package pay // changed\n")
    launch.write("src/new.go", "package new\n")
    opened = os.open

    def refuse(name: str, *arguments: int) -> int:
        # Root, as which tests may run, is refused nothing.
        if str(name).endswith((".go",)):
            raise PermissionError(13, "no", name)
        return opened(name, *arguments)

    monkeypatch.setattr(os, "open", refuse)
    found = covered(launch.path, None)
    assert found.doubts == (("src/new.go", "it cannot be read"), ("src/pay.go", "it cannot be read"))
    assert parse_contents(found.contents)["src/new.go"] == (0o100644, "0" * 40)


def test_a_link_that_leads_nowhere_is_in_no_doubt(launch: RepositoryBuilder) -> None:
    (launch.path / "src/self").symlink_to("self")
    found = covered(launch.path, None)
    assert found.doubts == ()
    assert parse_contents(found.contents)["src/self"][0] == 0o120000
