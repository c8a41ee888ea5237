"""Content filters never run; what that leaves unknown is said, and what Git LFS stores is worked out."""

import hashlib
import os
from pathlib import Path

import pytest

from readiness.tree.opening import open_tree
from tests.repository import RepositoryBuilder, content_of
from tests.tree.fuzz import stored_by_git

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:{0}\nsize {1}\n"
CRYPT = "it would have to pass the content filter `crypt`"
LFS = "it would have to pass the content filter `lfs`"
GIT_LFS = """#!/bin/sh
touch "{mark}"
cat > "{mark}.in"
if [ ! -s "{mark}.in" ]; then exit 0; fi
if head -c 1023 "{mark}.in" | head -n 1 | grep -q '^version https://git-lfs'; then cat "{mark}.in"; exit 0; fi
set -- $(sha256sum "{mark}.in")
printf 'version https://git-lfs.github.com/spec/v1\\noid sha256:%s\\nsize %s\\n' "$1" "$(stat -c %s "{mark}.in")"
"""


def pointer(content: bytes) -> bytes:
    return POINTER.format(hashlib.sha256(content).hexdigest(), len(content)).encode()


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    """Return the path of what exists once a filter has run."""
    return tmp_path / "ran"


@pytest.fixture
def filtered(repository: RepositoryBuilder, mark: Path) -> RepositoryBuilder:
    """Return a repository with files behind two filters, and the filters, which really work."""
    crypt = RepositoryBuilder(mark.parent / "bin").write("crypt", f"#!/bin/sh\ntouch {mark}\ntr a-z n-za-m\n")
    lfs = RepositoryBuilder(mark.parent / "bin").write("git-lfs", GIT_LFS.format(mark=mark))
    for program in (crypt, lfs):
        program.chmod(0o755)
    repository.git("config", "filter.crypt.clean", os.fspath(crypt))
    repository.git("config", "filter.crypt.smudge", os.fspath(crypt))
    repository.git("config", "filter.crypt.required", "true")
    repository.git("config", "filter.lfs.clean", f"{lfs} clean -- %f")
    repository.git("config", "filter.lfs.required", "true")
    attributes = "*.key filter=crypt\n*.bin filter=lfs -text\n*.none filter=nobody\n"
    repository.commit({".gitattributes": attributes, "a.key": "secret\n", "a.bin": "content\n", "a.none": "plain\n"})
    assert mark.exists()
    mark.unlink()
    return repository


def touch(repository: RepositoryBuilder, name: str) -> None:
    """Make git look at a file again."""
    os.utime(repository.path / name, (1_700_000_000, 1_700_000_000))


def test_no_filter_runs_and_nothing_is_written(filtered: RepositoryBuilder, mark: Path) -> None:
    for name in ("a.key", "a.bin", "a.none"):
        filtered.write(name, f"changed {name}\n")
        filtered.write(f"new-{name}", f"new {name}\n")
    before = content_of(filtered.path)
    tree = open_tree(filtered.path)
    assert (len(tree.paths()), len(tree.entries()), len(tree.doubts())) == (7, 7, 2)
    assert not mark.exists()
    assert content_of(filtered.path) == before
    stored_by_git(filtered)
    assert mark.exists()


def test_what_would_have_to_pass_a_filter_is_in_doubt(filtered: RepositoryBuilder) -> None:
    filtered.write("a.key", "other secret\n")
    filtered.write("new.key", "new secret\n")
    assert open_tree(filtered.path).doubts() == {"a.key": CRYPT, "new.key": CRYPT}


def test_what_looks_as_git_left_it_is_in_no_doubt(filtered: RepositoryBuilder) -> None:
    filtered.write("b.key", "staged\n")
    filtered.git("add", "b.key")
    tree = open_tree(filtered.path)
    assert tree.doubts() == {}
    assert list(tree.entries()) == stored_by_git(filtered)


def test_a_change_that_hides_behind_old_times_is_in_doubt(filtered: RepositoryBuilder) -> None:
    facts = (filtered.path / "a.key").stat()
    filtered.write("a.key", "SECRET\n")
    os.utime(filtered.path / "a.key", ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert open_tree(filtered.path).doubts() == {"a.key": CRYPT}


def test_a_file_that_was_written_when_the_index_was_is_in_doubt(filtered: RepositoryBuilder) -> None:
    written = (filtered.path / "a.key").stat().st_mtime_ns
    os.utime(filtered.path / ".git/index", ns=(written, written))
    assert open_tree(filtered.path).doubts() == {"a.key": CRYPT}


def test_a_filter_that_no_setting_describes_is_none(filtered: RepositoryBuilder) -> None:
    filtered.write("a.none", "changed\n")
    tree = open_tree(filtered.path)
    assert tree.doubts() == {}
    assert list(tree.entries()) == stored_by_git(filtered)


def test_a_link_passes_no_filter(filtered: RepositoryBuilder) -> None:
    (filtered.path / "link.key").symlink_to("a.key")
    tree = open_tree(filtered.path)
    assert tree.doubts() == {}
    assert list(tree.entries()) == stored_by_git(filtered)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"x\r\ny\n", id="line-ends"),
        pytest.param(b"\0" * 5000, id="large"),
        pytest.param(b"", id="empty"),
        pytest.param(pointer(b"elsewhere"), id="pointer"),
        pytest.param(pointer(b"elsewhere") + b" " * 1000, id="begins-like-a-pointer-but-is-too-long"),
        pytest.param(b"version 2 of something\n", id="begins-like-other-text"),
    ],
)
@pytest.mark.parametrize("text", ["-text", "text=auto eol=crlf", "text ident"])
def test_what_git_lfs_stores_is_worked_out(filtered: RepositoryBuilder, content: bytes, text: str) -> None:
    filtered.commit({".gitattributes": f"*.bin filter=lfs {text}\n"})
    filtered.write("a.bin", content).chmod(0o755)
    filtered.write("new.bin", content)
    tree = open_tree(filtered.path)
    assert tree.doubts() == {}
    ours = list(tree.entries())
    if not content.startswith(b"version https") or len(content) < 1000:
        assert ours == stored_by_git(filtered)
    else:
        expected = hashlib.sha1(b"blob %d\0" % len(pointer(content)) + pointer(content), usedforsecurity=False)
        assert {entry.oid for entry in ours if entry.path.endswith(".bin")} == {expected.hexdigest()}


def test_a_file_of_git_lfs_that_was_only_touched_is_not_changed(filtered: RepositoryBuilder, mark: Path) -> None:
    touch(filtered, "a.bin")
    tree = open_tree(filtered.path)
    assert tree.candidate.notes == ()
    assert tree.entries() == open_tree(filtered.path, at="HEAD").entries()
    (filtered.path / "a.bin").chmod(0o755)
    tree = open_tree(filtered.path)
    assert tree.candidate.notes == ("The work tree has uncommitted changes.",)
    assert not mark.exists()
    assert list(tree.entries()) == stored_by_git(filtered)


def test_git_lfs_in_a_repository_of_the_other_format(tmp_path: Path, git_settings: None) -> None:  # noqa: ARG001
    repository = RepositoryBuilder(tmp_path / "other").start("--object-format=sha256")
    repository.commit({".gitattributes": "*.bin filter=lfs\n", "a.bin": pointer(b"content\n").decode()})
    repository.git("config", "filter.lfs.process", "git-lfs filter-process")
    repository.write("a.bin", "content\n")
    tree = open_tree(repository.path)
    assert (tree.object_format, tree.doubts(), tree.candidate.notes) == ("sha256", {}, ())
    assert tree.entries() == open_tree(repository.path, at="HEAD").entries()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(pointer(b"x").replace(b"\n", b"\r\n"), id="line-ends"),
        pytest.param(pointer(b"x").rstrip(), id="no-last-line-end"),
        pytest.param(pointer(b"x").replace(b"git-lfs.github.com/spec", b"hawser.github.com/spec"), id="old-version"),
        pytest.param(b"\n" + pointer(b"x"), id="leading-blank-line"),
        pytest.param("\u00a0".encode() + pointer(b"x"), id="leading-space-beyond-ascii"),
        pytest.param(POINTER.format("a" * 64, "9" * 19).encode(), id="size-beyond-all-bounds"),
    ],
)
def test_what_is_almost_a_pointer_is_in_doubt(filtered: RepositoryBuilder, content: bytes) -> None:
    filtered.write("a.bin", content)
    assert open_tree(filtered.path).doubts() == {"a.bin": LFS}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        pytest.param("lfs.extension.zip.clean", "zip", id="extension"),
        pytest.param("filter.lfs.clean", "my-lfs %f", id="another-program"),
        pytest.param("filter.lfs.clean", "git-lfs clean %f | tee log", id="is-not-looked-into"),
        pytest.param("filter.lfs.process", "cat", id="another-process"),
    ],
)
def test_a_git_lfs_that_does_something_else_is_in_doubt(filtered: RepositoryBuilder, key: str, value: str) -> None:
    filtered.git("config", key, value)
    filtered.write("a.bin", "changed\n")
    expected = {} if "tee" in value else {"a.bin": LFS}
    assert open_tree(filtered.path).doubts() == expected


def test_git_lfs_and_another_encoding_are_in_doubt(filtered: RepositoryBuilder) -> None:
    filtered.write(".gitattributes", "*.bin filter=lfs working-tree-encoding=UTF-16\n")
    filtered.write("a.bin", "changed\n".encode("utf-16"))
    assert open_tree(filtered.path).doubts() == {"a.bin": LFS}


@pytest.mark.parametrize("name", ["a=b", "a.b", "Ä b", "set", 'q"x', "x]y"])
@pytest.mark.parametrize("variable", ["clean", "process"])
def test_no_name_of_a_filter_lets_it_run(
    repository: RepositoryBuilder, mark: Path, tmp_path: Path, name: str, variable: str
) -> None:
    program = RepositoryBuilder(tmp_path / "bin").write("run", f"#!/bin/sh\ntouch {mark}\ncat\n")
    program.chmod(0o755)
    repository.write(".gitattributes", "*.x filter\n" if name == "set" else f'"*.x" filter={name}\n')
    repository.write("a.x", "a\n")
    repository.commit()
    repository.git("config", f"filter.{name}.{variable}", os.fspath(program))
    repository.git("config", f"filter.{name}.required", "true")
    repository.write("a.x", "changed\n")
    tree = open_tree(repository.path)
    assert len(tree.entries()) == 2
    tree.doubts()
    assert not mark.exists()


def test_settings_that_come_from_the_environment_are_silenced_too(
    filtered: RepositoryBuilder, mark: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, (key, value) in enumerate([("filter.crypt.clean", f"touch {mark}; cat"), ("core.autocrlf", "input")]):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", key)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "2")
    filtered.write("a.key", "changed\n")
    filtered.write("line-ends", "a\r\n")
    tree = open_tree(filtered.path)
    assert tree.doubts() == {"a.key": CRYPT}
    assert next(entry.oid for entry in tree.entries() if entry.path == "line-ends") == filtered.git(
        "hash-object", "--stdin", feed=b"a\n"
    )
    assert not mark.exists()


def test_a_filter_that_is_required_and_does_nothing_is_in_doubt(repository: RepositoryBuilder) -> None:
    repository.commit({".gitattributes": "*.x filter=lost\n"})
    repository.git("config", "filter.lost.required", "true")
    repository.write("a.x", "a\n")
    assert open_tree(repository.path).doubts() == {"a.x": "it would have to pass the content filter `lost`"}


def test_commits_and_the_index_are_read_as_they_are(filtered: RepositoryBuilder, mark: Path) -> None:
    filtered.write("a.key", "changed\n")
    for tree in (open_tree(filtered.path, at="HEAD"), open_tree(filtered.path, index=True)):
        assert len(tree.entries()) == 4
        assert tree.doubts() == {}
    assert not mark.exists()
