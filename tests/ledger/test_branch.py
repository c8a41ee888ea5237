"""A ledger in a ref: whatever the repository is like, nothing is lost or half there, and nothing else is touched."""

import os
import signal
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from readiness.errors import ReadinessError
from readiness.ledger.branch import BranchStore
from readiness.tree.base import Unread
from readiness.tree.git import Git
from readiness.tree.repository import find_repository
from readiness.tree.writing import commit
from tests.ledger.stores import name_of, started
from tests.repository import RepositoryBuilder, git_settings, repository
from tests.test_reading_only import ordinary_user

__all__ = ["git_settings", "repository"]

REF = "refs/heads/readiness-ledger"
LIMIT = 1 << 20
ONE, TWO = name_of(b"one"), name_of(b"two", item="pay", second=1)
CONTENTS = "contents/ab/" + "ab" * 32


def store_of(folder: Path, ref: str = REF) -> BranchStore:
    found = find_repository(folder.resolve())
    assert found is not None
    return BranchStore(found, ref)


def everything(store: BranchStore) -> dict[str, bytes | Unread]:
    return dict(store.read(store.names(), LIMIT))


def sound(builder: RepositoryBuilder) -> None:
    """Git itself finds nothing wrong."""
    assert "error" not in builder.git("fsck", "--strict", "--full", "--no-dangling")


@pytest.fixture(params=["sha1", "sha256", "bare", "bare sha256", "linked work tree", "shallow", "empty"])
def anywhere(request: pytest.FixtureRequest, tmp_path: Path, git_settings: None) -> RepositoryBuilder:  # noqa: ARG001
    """Return a repository of each shape."""
    shape = request.param
    builder = RepositoryBuilder(tmp_path / "repository")
    if shape.startswith("bare"):
        return builder.start("--bare", *(["--object-format=sha256"] if "256" in shape else []))
    builder.start(*(["--object-format=sha256"] if shape == "sha256" else []))
    if shape == "empty":
        return builder
    builder.commit({"a.txt": "1\n"})
    builder.commit({"a.txt": "2\n"})
    if shape == "linked work tree":
        builder.git("worktree", "add", "--quiet", "../linked")
        return RepositoryBuilder(tmp_path / "linked")
    return builder.clone(tmp_path / "shallow", "--depth=1") if shape == "shallow" else builder


def test_what_was_appended_is_read_again_and_git_finds_it_sound(anywhere: RepositoryBuilder) -> None:
    store = store_of(anywhere.path)
    assert store.names() == []
    assert store.read([ONE], LIMIT) == {ONE: Unread.ABSENT}
    store.append({CONTENTS: b"list", ONE: b"one"})
    store.append({TWO: b"two"})
    wanted = {CONTENTS: b"list", ONE: b"one", TWO: b"two"}
    assert everything(store) == wanted
    assert everything(store_of(anywhere.path)) == wanted
    assert anywhere.git("ls-tree", "-r", "--name-only", "--full-tree", REF).splitlines() == sorted(wanted)
    assert anywhere.git("rev-list", "--count", REF) == "2"
    sound(anywhere)


def test_nothing_else_in_the_repository_is_touched(repository: RepositoryBuilder) -> None:
    head = repository.commit({"a.txt": "1\n"})
    repository.write("staged.txt")
    repository.git("add", "staged.txt")
    repository.write("a.txt", "2\n")
    before = repository.git("status", "--porcelain")
    index = (repository.path / ".git" / "index").read_bytes()
    store_of(repository.path).append({ONE: b"one"})
    assert (repository.path / ".git" / "index").read_bytes() == index
    assert repository.git("status", "--porcelain") == before
    assert repository.git("rev-parse", "HEAD") == head
    assert sorted(path.name for path in repository.path.iterdir()) == [".git", "a.txt", "staged.txt"]


def test_filters_hooks_and_signing_of_the_repository_do_not_apply(repository: RepositoryBuilder) -> None:
    repository.commit({".gitattributes": "* text=auto eol=crlf filter=x\n"})
    for setting in ("core.autocrlf=true", "commit.gpgSign=true", "filter.x.clean=false", "filter.x.required=true"):
        repository.git("config", *setting.split("="))
    for hook in ("pre-commit", "commit-msg", "reference-transaction", "post-commit"):
        repository.write(f".git/hooks/{hook}", "#!/bin/sh\nexit 1\n").chmod(0o755)
    name = name_of(b"a\r\nb\n")
    store_of(repository.path).append({name: b"a\r\nb\n"})
    assert everything(store_of(repository.path)) == {name: b"a\r\nb\n"}


def test_appending_again_makes_no_commit(repository: RepositoryBuilder) -> None:
    store = store_of(repository.path)
    store.append({ONE: b"one"})
    tip = repository.git("rev-parse", REF)
    store.append({ONE: b"one"})
    store.append({})
    assert repository.git("rev-parse", REF) == tip


def test_nothing_to_append_makes_no_ref(repository: RepositoryBuilder) -> None:
    store_of(repository.path).append({})
    store_of(repository.path).remove([ONE])
    assert repository.git("for-each-ref") == ""


def test_foreign_files_stay(repository: RepositoryBuilder) -> None:
    repository.git("checkout", "--quiet", "--orphan", "readiness-ledger")
    repository.commit({"README.md": "What this is\n", "records": "a file in place of a folder\n", "a/b": "x\n"})
    repository.git("checkout", "--quiet", "--orphan", "main")
    store = store_of(repository.path)
    store.append({ONE: b"one"})
    assert everything(store) == {ONE: b"one", "README.md": b"What this is\n", "a/b": b"x\n"}
    store.remove([ONE])
    assert store.names() == ["README.md", "a/b"]
    sound(repository)


def test_removing_takes_out_what_is_named_and_no_more(repository: RepositoryBuilder) -> None:
    store = store_of(repository.path)
    store.append({ONE: b"one", TWO: b"two"})
    store.remove([ONE, name_of(b"none")])
    assert store.names() == [TWO]
    store.remove([TWO])
    assert store.names() == []
    assert repository.git("ls-tree", REF) == ""


def test_names_can_be_asked_for_by_folder(repository: RepositoryBuilder) -> None:
    store = store_of(repository.path)
    files = {name_of(b"%d" % n, item=f"item-{n}"): b"%d" % n for n in range(60)}
    store.append(files)
    assert store.names(["records/launch/item-7/suite", "records/launch/none"]) == [name_of(b"7", item="item-7")]
    few = [f"records/launch/item-{n}" for n in range(5)]
    many = [f"records/launch/item-{n}" for n in range(50)]
    assert len(store.names(few)) == 5
    assert len(store_of(repository.path).names(many)) == 50
    assert len(store.names(["records/launch/item-1"])) == 1, "item-1 is not item-10"


def test_hundreds_of_files_in_one_append(repository: RepositoryBuilder) -> None:
    store = store_of(repository.path)
    files = {name_of(b"%d" % n, item=f"item-{n}"): b"%d" % n * n for n in range(400)}
    store.append(files)
    assert everything(store) == files
    sound(repository)


def test_commits_are_by_the_user_that_git_knows_else_by_nobody_in_particular(repository: RepositoryBuilder) -> None:
    store_of(repository.path).append({ONE: b"one"})
    assert repository.git("log", "-1", "--format=%an <%ae>", REF) == "readiness <readiness@localhost>"
    repository.git("config", "user.name", "release-team")
    repository.git("config", "user.email", "release@example.com")
    store_of(repository.path).append({TWO: b"two"})
    assert repository.git("log", "-1", "--format=%an <%ae>: %s", REF) == (
        "release-team <release@example.com>: Put 1 record on file"
    )


@pytest.mark.parametrize("name", ["records/a\nb/x.json", "../x.json", "records/.git/x.json"])
def test_a_name_that_leads_elsewhere_is_refused(repository: RepositoryBuilder, name: str) -> None:
    with pytest.raises(ReadinessError, match="nothing is kept under this name"):
        store_of(repository.path).append({name: b"x"})
    assert repository.git("for-each-ref") == ""


def test_a_checked_out_ref_is_not_written(repository: RepositoryBuilder, tmp_path: Path) -> None:
    repository.commit({"a.txt": "1\n"})
    store_of(repository.path).append({ONE: b"one"})
    repository.git("worktree", "add", "--quiet", str(tmp_path / "seen"), "readiness-ledger")
    with pytest.raises(ReadinessError, match="is checked out at") as caught:
        store_of(repository.path).append({TWO: b"two"})
    assert "seen" in str(caught.value)
    assert store_of(repository.path).names() == [ONE]


def test_a_ref_that_the_next_commit_would_make_is_not_written(repository: RepositoryBuilder) -> None:
    repository.git("symbolic-ref", "HEAD", REF)
    with pytest.raises(ReadinessError, match="is checked out at"):
        store_of(repository.path).append({ONE: b"one"})


def test_a_ref_that_is_another_name_is_not_written(repository: RepositoryBuilder) -> None:
    head = repository.commit({"a.txt": "1\n"})
    repository.git("symbolic-ref", REF, "refs/heads/main")
    with pytest.raises(ReadinessError, match="another name for refs/heads/main"):
        store_of(repository.path).append({ONE: b"one"})
    assert repository.git("rev-parse", "main") == head


@pytest.mark.parametrize("what", ["garbage", "zeros", "a blob", "no object", "fetched"])
def test_a_damaged_ref_is_an_error_and_not_an_empty_ledger(repository: RepositoryBuilder, what: str) -> None:
    repository.commit({"a.txt": "1\n"})
    blob = repository.git("rev-parse", "HEAD:a.txt")
    store_of(repository.path).append({ONE: b"one"})
    says = {"garbage": "xyz", "zeros": "0" * 40, "a blob": blob, "no object": "1" * 40, "fetched": "xyz"}[what]
    ref = "refs/remotes/origin/readiness-ledger" if what == "fetched" else REF
    repository.write(f".git/{ref}", says + "\n")
    store = store_of(repository.path)
    for ask in (store.names, lambda: store.read([ONE], LIMIT), lambda: store.append({TWO: b"two"})):
        with pytest.raises(ReadinessError, match="cannot be read") as caught:
            ask()
        assert caught.value.problems[0].code == "RDY050"


def test_a_missing_tree_is_an_error_and_not_an_empty_ledger(repository: RepositoryBuilder) -> None:
    store_of(repository.path).append({ONE: b"one", TWO: b"two"})
    tree = repository.git("rev-parse", f"{REF}:records/launch")
    (repository.path / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    for under in ((), ["records/launch/pay"]):
        with pytest.raises(ReadinessError, match="cannot be read"):
            store_of(repository.path).names(under)


@pytest.mark.parametrize("how", ["missing", "truncated", "other bytes"])
def test_a_damaged_record_hurts_itself_only(repository: RepositoryBuilder, how: str) -> None:
    files = {name_of(b"%d" % n, second=n): b"%d" % n for n in range(20)}
    store_of(repository.path).append(files)
    victim = name_of(b"7", second=7)
    oid = repository.git("rev-parse", f"{REF}:{victim}")
    place = repository.path / ".git" / "objects" / oid[:2] / oid[2:]
    data = place.read_bytes()
    place.unlink()
    if how != "missing":
        place.write_bytes(data[:5] if how == "truncated" else b"\0" * 40)
    assert everything(store_of(repository.path)) == {**files, victim: Unread.UNREADABLE}


def test_links_and_submodules_are_no_files(repository: RepositoryBuilder) -> None:
    repository.git("checkout", "--quiet", "--orphan", "readiness-ledger")
    repository.write("records/file.json")
    (repository.path / "records" / "link.json").symlink_to("file.json")
    repository.commit()
    repository.git("checkout", "--quiet", "--orphan", "main")
    assert everything(store_of(repository.path)) == {
        "records/file.json": b"x\n",
        "records/link.json": Unread.NOT_A_FILE,
    }


def test_what_was_fetched_from_elsewhere_is_read_too(repository: RepositoryBuilder, tmp_path: Path) -> None:
    repository.commit({"a.txt": "1\n"})
    store_of(repository.path).append({ONE: b"one"})
    clone = repository.clone(tmp_path / "clone")
    assert everything(store_of(clone.path)) == {ONE: b"one"}
    other = repository.clone(tmp_path / "other")
    store_of(other.path).append({TWO: b"two"})
    three = name_of(b"three")
    store_of(clone.path).append({three: b"three"})
    clone.git("remote", "add", "team/other", other.path.as_uri())
    clone.git("fetch", "--quiet", "team/other")
    assert everything(store_of(clone.path)) == {ONE: b"one", TWO: b"two", three: b"three"}


def test_an_own_ref_builds_on_what_was_fetched(repository: RepositoryBuilder, tmp_path: Path) -> None:
    repository.commit({"a.txt": "1\n"})
    store_of(repository.path).append({ONE: b"one"})
    clone = repository.clone(tmp_path / "clone")
    store_of(clone.path).append({TWO: b"two"})
    clone.git("merge-base", "--is-ancestor", "refs/remotes/origin/readiness-ledger", REF)
    store_of(repository.path).append({name_of(b"three"): b"three"})
    store_of(repository.path).remove([ONE])
    clone.git("update-ref", REF, "refs/remotes/origin/readiness-ledger")
    clone.git("fetch", "--quiet")
    store_of(clone.path).append({TWO: b"two"})
    assert store_of(clone.path).names() == sorted([TWO, name_of(b"three")]), "what was pruned there is not read here"


def test_a_ref_outside_of_the_branches_works_the_same(repository: RepositoryBuilder) -> None:
    store = store_of(repository.path, "refs/readiness/ledger")
    store.append({ONE: b"one"})
    assert everything(store) == {ONE: b"one"}
    assert repository.git("branch", "--list") == ""


APPEND = """
import sys
from pathlib import Path
from readiness.errors import ReadinessError
from readiness.ledger.branch import BranchStore
from readiness.tree.repository import find_repository
from readiness.tree.writing import commit
from tests.ledger.stores import name_of
store = BranchStore(find_repository(Path(sys.argv[1])), "refs/heads/readiness-ledger")
try:
    for number in range(int(sys.argv[2]), int(sys.argv[3])):
        data = b"%d" % number * int(sys.argv[4])
        store.append({name_of(data, item=f"item-{number % 7}"): data})
except ReadinessError as error:
    sys.exit(str(error))
"""


HUNDRED = """
import os, sys
from tests.ledger.test_branch import BranchStore, Path, name_of, store_of
children = []
for number in range(100):
    child = os.fork()
    if not child:
        try:
            data = b"%d" % number
            store_of(Path(sys.argv[1])).append({name_of(data, item=f"item-{number % 7}"): data})
            os._exit(0)
        finally:
            os._exit(1)
    children.append(child)
sys.exit(sum(os.waitpid(child, 0)[1] != 0 for child in children))
"""


def test_a_hundred_writers_at_once_lose_nothing(repository: RepositoryBuilder) -> None:
    writers = started(HUNDRED, str(repository.path))
    assert writers.communicate(timeout=300) == (b"", b"")
    assert writers.returncode == 0
    assert set(everything(store_of(repository.path)).values()) == {b"%d" % n for n in range(100)}
    assert repository.git("rev-list", "--count", "--first-parent", REF) == "100"
    sound(repository)


def test_a_writer_that_does_not_queue_is_noticed(
    repository: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from readiness.ledger import branch  # noqa: PLC0415 - only here is a part of it replaced

    taken: list[int] = []

    def overtaken(git: Git, tree: str, parents: Sequence[str], message: str) -> str:
        if len(taken) < 3:
            taken.append(1)
            store = store_of(repository.path)
            other = name_of(b"other-%d" % len(taken))
            with monkeypatch.context() as patch:
                patch.setattr(branch, "commit", commit)
                patch.setattr(branch, "_wait", lambda _: None)
                store.append({other: b"other-%d" % len(taken)})
        return commit(git, tree, parents, message)

    monkeypatch.setattr(branch, "commit", overtaken)
    store_of(repository.path).append({ONE: b"one"})
    assert set(everything(store_of(repository.path)).values()) == {b"one", b"other-1", b"other-2", b"other-3"}


def test_a_writer_that_is_always_overtaken_gives_up_and_says_so(
    repository: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from readiness.ledger import branch  # noqa: PLC0415 - only here is a part of it replaced

    monkeypatch.setattr(branch, "_TRIES", 3)
    monkeypatch.setattr(BranchStore, "_changed", lambda *_: False)
    with pytest.raises(ReadinessError, match="others wrote to it 3 times in a row"):
        store_of(repository.path).append({ONE: b"one"})


def test_a_killed_writer_leaves_whole_records_only(repository: RepositoryBuilder) -> None:
    for _ in range(5):
        writer = started(APPEND, str(repository.path), "0", "100000", "500")
        begun, store = time.monotonic(), store_of(repository.path)
        already = len(store.names())
        while (
            writer.poll() is None
            and time.monotonic() - begun < 30
            and len(store_of(repository.path).names()) < already + 2
        ):
            time.sleep(0.01)
        os.kill(writer.pid, signal.SIGKILL)
        writer.communicate(timeout=60)
        (repository.path / ".git" / f"{REF}.lock").unlink(missing_ok=True)
        found = everything(store_of(repository.path))
        assert found
        assert all(isinstance(data, bytes) and len(data) % 500 == 0 for data in found.values())
        sound(repository)


def test_a_ledger_that_somebody_begins_while_refs_are_read_is_not_damaged(
    repository: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, begun = Git.run, list[str]()

    def late(git: Git, *words: str, feed: bytes = b"", environment: Mapping[str, str] | None = None) -> bytes:
        printed = run(git, *words, feed=feed, environment=environment)
        if words[0] == "for-each-ref" and not begun:
            begun.append("by somebody else")
            store_of(repository.path).append({ONE: b"one"})
        return printed

    store = store_of(repository.path)
    monkeypatch.setattr(Git, "run", late)
    assert list(store.names()) == []
    assert (begun, everything(store_of(repository.path))) == (["by somebody else"], {ONE: b"one"})


def test_a_lock_that_a_killed_git_left_is_named(repository: RepositoryBuilder) -> None:
    store_of(repository.path).append({ONE: b"one"})
    repository.write(f".git/{REF}.lock", "")
    with pytest.raises(ReadinessError, match=r"readiness-ledger\.lock"):
        store_of(repository.path).append({TWO: b"two"})


def test_a_full_disk_is_an_error_and_leaves_the_ledger_as_it_was(repository: RepositoryBuilder) -> None:
    store_of(repository.path).append({ONE: b"one"})
    script = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n" + APPEND
    script = script.replace("data = b", "import os; data = os.urandom(4000) + b")
    writer = started(script, str(repository.path), "1", "2", "1")
    _, said = writer.communicate(timeout=60)
    assert b"The ledger in the ref refs/heads/readiness-ledger cannot be written" in said
    assert b"Traceback" not in said
    assert everything(store_of(repository.path)) == {ONE: b"one"}


def test_a_repository_that_may_not_be_written_is_an_error(repository: RepositoryBuilder) -> None:
    store_of(repository.path).append({ONE: b"one"})
    folders = [repository.path, *(path for path in repository.path.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        before = ordinary_user(repository.path)
        script = "import sys; sys.dont_write_bytecode = True\n" + APPEND
        _, said = started(script, str(repository.path), "1", "2", "1", before=before).communicate(timeout=60)
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert b"cannot be written" in said
    assert b"Traceback" not in said
    assert everything(store_of(repository.path)) == {ONE: b"one"}


def test_what_was_listed_once_is_not_listed_again(
    repository: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_of(repository.path).append({name_of(b"%d" % n, covered=f"{n:02x}" * 32): b"%d" % n for n in range(60)})
    store = store_of(repository.path)
    names = store.names(["records/launch/deploy/suite"])
    monkeypatch.setattr(BranchStore, "_listing", lambda *_: pytest.fail("it was listed again"))
    assert len(store.read(names, LIMIT)) == len(names) == 60
    assert len(store.names(["records/launch/deploy/suite/07"])) == 1


def test_a_branch_that_is_called_like_a_ledger_is_none(repository: RepositoryBuilder) -> None:
    tips = {}
    for remote in ("origin", "origin/team", "their/fork"):
        store_of(repository.path).append({name_of(b"x", item=remote.replace("/", "-")): b"x"})
        tips[remote] = repository.git("rev-parse", REF)
        repository.git("update-ref", "-d", REF)
    for remote, tip in tips.items():
        repository.git("update-ref", f"refs/remotes/{remote}/readiness-ledger", tip)
    assert [name.split("/")[2] for name in store_of(repository.path).names()] == ["origin"]
    repository.git("remote", "add", "their/fork", "https://example.com/fork.git")
    assert [name.split("/")[2] for name in store_of(repository.path).names()] == ["origin", "their-fork"]
