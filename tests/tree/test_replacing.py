"""One file replaced: whole or not at all, and never through a link."""

import errno
import os
from pathlib import Path

import pytest

from readiness.tree.replacing import replace_file


def test_a_file_and_the_folders_that_it_needs_are_made(tmp_path: Path) -> None:
    replace_file(tmp_path, "a/b/c.txt", b"data\r\n")
    assert (tmp_path / "a/b/c.txt").read_bytes() == b"data\r\n"


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(0o600)
    replace_file(tmp_path, "a.txt", b"new")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o600)


def test_a_new_file_has_the_permissions_that_the_user_gives(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        replace_file(tmp_path, "a.txt", b"new")
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["linked/a.txt", "link.txt", "folder"])
def test_no_link_is_followed_and_no_folder_replaced(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.txt").write_text("precious")
    top = tmp_path / "top"
    (top / "folder").mkdir(parents=True)
    (top / "linked").symlink_to(outside)
    (top / "link.txt").symlink_to(outside / "a.txt")
    with pytest.raises(OSError) as caught:  # noqa: PT011 - the number of the error is what counts
        replace_file(top, name, b"new")
    assert caught.value.errno in {errno.ELOOP, errno.ENOTDIR}
    assert [path.name for path in outside.iterdir()] == ["a.txt"]
    assert (outside / "a.txt").read_text() == "precious"
    assert sorted(path.name for path in top.iterdir()) == ["folder", "link.txt", "linked"]


def test_what_cannot_be_written_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        replace_file(tmp_path, "a.txt", b"new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.txt", "old")]
