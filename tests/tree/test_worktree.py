"""The work tree: what would be committed, its object ids, and what is read from disk."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from readiness.errors import ReadinessError
from readiness.tree.base import Entry, Unread
from readiness.tree.covered import Fingerprints
from readiness.tree.opening import open_tree
from tests.repository import RepositoryBuilder

LIMIT = 1000
HARD_NAMES = ["with space", 'quo"te', "line\nbreak", "\udcff\udcfe.yaml", "-dash", "é.yaml", "tab\there", ":colon", "*"]


def committed(repository: RepositoryBuilder) -> list[Entry]:
    """Return what git itself stores when everything is added."""
    repository.git("add", "--all")
    records = repository.git("ls-files", "-s", "-z").split("\0")[:-1]
    found = []
    for record in records:
        facts, path = record.split("\t", 1)
        mode, oid, _ = facts.split(" ")
        found.append(Entry(path, int(mode, 8), oid))
    return found


def test_new_files_count_and_deleted_and_ignored_ones_do_not(repository: RepositoryBuilder) -> None:
    repository.commit({"kept": "k\n", "gone": "g\n", ".gitignore": "*.log\n"})
    (repository.path / "gone").unlink()
    repository.write("new")
    repository.write("out.log")
    tree = open_tree(repository.path)
    assert tree.paths() == (".gitignore", "kept", "new")
    assert tree.candidate.notes == ("The work tree has uncommitted changes.",)


@pytest.mark.parametrize("change", ["modified", "staged", "deleted", "untracked"])
def test_every_uncommitted_change_is_noted(repository: RepositoryBuilder, change: str) -> None:
    repository.commit({"a": "a\n", "b": "b\n"})
    match change:
        case "modified":
            repository.write("a", "other\n")
        case "staged":
            repository.write("a", "other\n")
            repository.git("add", "a")
        case "deleted":
            (repository.path / "a").unlink()
        case _:
            repository.write("new")
    assert open_tree(repository.path).candidate.notes == ("The work tree has uncommitted changes.",)


def test_a_new_file_that_goes_while_the_tree_is_read_has_no_entry(repository: RepositoryBuilder) -> None:
    repository.commit({"kept": "k\n"})
    repository.write("new")
    repository.write("report.xml")
    tree = open_tree(repository.path)
    assert "report.xml" in tree.paths()
    (repository.path / "report.xml").unlink()
    assert list(tree.entries()) == committed(repository)


def test_entries_are_what_git_would_store(repository: RepositoryBuilder) -> None:
    repository.commit(
        {
            ".gitattributes": "*.txt text=auto\n*.up filter=unknown\n",
            "crlf.txt": "a\n",
            "same.txt": "s\n",
            "tool": "#!/bin/sh\n",
            "link": "was a file\n",
            "gone": "g\n",
            "folder": "was a file\n",
        }
    )
    repository.write("crlf.txt", b"a\r\nb\r\n")
    repository.write("new.up", "shout\n")
    (repository.path / "tool").chmod(0o755)
    for name in ("link", "gone", "folder"):
        (repository.path / name).unlink()
    (repository.path / "link").symlink_to("crlf.txt")
    repository.write("folder/file")
    entries = list(open_tree(repository.path).entries())
    assert entries == committed(repository)
    assert [entry.path for entry in entries] == list(open_tree(repository.path).paths())


def test_a_file_that_was_committed_with_crlf_keeps_its_id(repository: RepositoryBuilder) -> None:
    repository.commit({"a.txt": "a\r\n"})
    repository.write(".gitattributes", "* text=auto\n")
    repository.write("a.txt", b"a\r\nb\r\n")
    assert list(open_tree(repository.path).entries()) == committed(repository)


def test_a_change_too_quick_for_the_clock_is_seen(repository: RepositoryBuilder) -> None:
    repository.git("config", "core.trustctime", "false")
    os.utime(repository.write("a", "old\n"), (1_000_000_000, 1_000_000_000))
    repository.commit()
    repository.write("a", "new\n")
    for path in (repository.path / "a", repository.path / ".git/index"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    entries = open_tree(repository.path).entries()
    assert entries[0].oid == repository.git("hash-object", "a")


def test_a_staged_change_is_in_the_entries(repository: RepositoryBuilder) -> None:
    repository.commit({"a": "old\n"})
    repository.write("a", "new\n")
    repository.git("add", "a")
    assert list(open_tree(repository.path).entries()) == committed(repository)


@pytest.mark.parametrize("state", ["work-tree", "index", "commit"])
def test_hard_names_are_listed_and_read(repository: RepositoryBuilder, state: str) -> None:
    for name in HARD_NAMES:
        repository.write(f"sub dir/{name}", f"{name!a}\n")
    if state != "work-tree":
        repository.git("add", "--all")
    if state == "commit":
        repository.commit()
    tree = open_tree(repository.path, at="HEAD" if state == "commit" else None, index=state == "index")
    expected = sorted((f"sub dir/{name}" for name in HARD_NAMES), key=os.fsencode)
    assert list(tree.paths()) == expected
    assert [entry.path for entry in tree.entries()] == expected
    read = tree.read(tree.paths(), LIMIT)
    assert read == {f"sub dir/{name}": f"{name!a}\n".encode() for name in HARD_NAMES}
    assert list(tree.find(["sub dir/"])) == expected


def test_links_are_followed_inside_the_repository_only(repository: RepositoryBuilder, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret\n")
    repository.write("folder/real", "real\n")
    links = {
        "inside": "folder/real",
        "folder/up": "../inside",
        "to-folder": "folder",
        "outside": "../secret",
        "absolute": os.fspath(tmp_path / "secret"),
        "parent": "..",
        "circle": "circle2/x",
        "circle2": "circle/x",
        "self": "self",
        "dangling": "nothing",
        "git": ".git/config",
    }
    for name, target in links.items():
        (repository.path / name).symlink_to(target)
    repository.commit()
    asked = [*links, "to-folder/real", "parent/secret", "circle/y", "../secret", "/etc/passwd", ".git/config", ""]
    for at in (None, "HEAD"):
        read = dict(open_tree(repository.path, at=at).read(asked, LIMIT))
        assert [name for name, data in read.items() if data == b"real\n"] == ["inside", "folder/up", "to-folder/real"]
        outside = ("outside", "absolute", "parent/secret", "../secret", "/etc/passwd")
        assert {read[name] for name in outside} == {Unread.LEADS_OUTSIDE}
        assert read["dangling"] is Unread.ABSENT
        assert not [name for name, data in read.items() if isinstance(data, bytes) and data != b"real\n"]


@pytest.mark.parametrize("at", [None, "HEAD"])
def test_what_cannot_be_read_says_why(repository: RepositoryBuilder, at: str | None) -> None:
    repository.commit({"folder/small": "1234567890", "large": "12345678901", "empty": ""})
    read = open_tree(repository.path, at=at).read(["folder/small", "large", "empty", "folder", "none", "large/x"], 10)
    assert read == {
        "folder/small": b"1234567890",
        "large": Unread.TOO_LARGE,
        "empty": b"",
        "folder": Unread.NOT_A_FILE,
        "none": Unread.ABSENT,
        "large/x": Unread.ABSENT,
    }


def test_a_pipe_never_blocks_and_never_counts(repository: RepositoryBuilder) -> None:
    repository.commit({"a": "a\n", "b": "b\n"})
    (repository.path / "a").unlink()
    os.mkfifo(repository.path / "a")
    os.mkfifo(repository.path / "pipe")
    tree = open_tree(repository.path)
    assert tree.paths() == ("b",)
    assert [entry.path for entry in tree.entries()] == ["b"]
    assert set(tree.read(["a", "pipe"], LIMIT).values()) == {Unread.NOT_A_FILE}
    assert tree.find(["*"]) == ("b",)


def test_files_that_git_overlooks_are_noted(repository: RepositoryBuilder) -> None:
    repository.commit({"a": "a\n", "b": "b\n", "c": "c\n"})
    repository.git("update-index", "--assume-unchanged", "a")
    repository.git("update-index", "--skip-worktree", "b")
    repository.write("a", "changed\n")
    (note,) = open_tree(repository.path).candidate.notes
    assert "overlook changes of 2 files" in note


def test_a_repository_inside_that_is_no_submodule_is_left_out_and_noted(repository: RepositoryBuilder) -> None:
    repository.commit({"a": "a\n"})
    RepositoryBuilder(repository.path / "nested").start().commit({"n.yaml": "n\n"})
    tree = open_tree(repository.path)
    assert tree.paths() == ("a",)
    assert [entry.path for entry in tree.entries()] == ["a"]
    assert tree.find(["*.yaml", "nested/n.yaml"]) == ()
    assert any("'nested/'" in note for note in tree.candidate.notes)


def test_finding_sees_ignored_files_but_nothing_through_links(repository: RepositoryBuilder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/x.xml").write_text("x")
    repository.commit({".gitignore": "reports/\n", "a.yaml": "a\n"})
    repository.write("reports/unit/a.xml")
    repository.write("reports/b.xml")
    (repository.path / "linked").symlink_to(tmp_path / "elsewhere")
    tree = open_tree(repository.path)
    assert tree.paths() == (".gitignore", "a.yaml", "linked")
    both = ("reports/b.xml", "reports/unit/a.xml")
    assert tree.find(["reports/**/*.xml"]) == both
    assert tree.find(["*.xml"]) == both
    assert tree.find(["reports/b.xml"]) == ("reports/b.xml",)
    assert tree.find(["reports/", "!b.xml"]) == both
    assert tree.find(["reports/**", "!b.xml"]) == ("reports/unit/a.xml",)
    assert tree.find(["linked/x.xml", "linked/*", ".git/*"]) == ()


def test_only_untracked_files_have_a_time(repository: RepositoryBuilder) -> None:
    repository.commit({"a": "a\n"})
    os.utime(repository.write("report.xml"), (1_000_000_000, 1_000_000_000))
    tree = open_tree(repository.path)
    assert tree.written_at("report.xml") == datetime.fromtimestamp(1_000_000_000, UTC)
    assert tree.written_at("a") is None
    assert tree.written_at("nothing") is None
    assert open_tree(repository.path, at="HEAD").written_at("a") is None


@pytest.mark.parametrize("name", ["new", "known"])
def test_a_file_that_goes_while_it_is_looked_at_is_said_to_go(repository: RepositoryBuilder, name: str) -> None:
    repository.commit({"known": "k\n", "other": "o\n"})
    repository.write(name, "changed\n")
    tree = open_tree(repository.path)
    (repository.path / name).unlink()
    with pytest.raises(ReadinessError, match=f"the file '{name}' came or went while the work tree was read"):
        Fingerprints(tree).covered(("**",))
