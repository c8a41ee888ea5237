"""A folder that is no repository gives the object ids that git would give."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from readiness.tree.base import Unread
from readiness.tree.opening import open_tree
from tests.repository import RepositoryBuilder

pytestmark = pytest.mark.usefixtures("git_settings")


def test_entries_are_those_of_a_repository_with_the_same_files(tmp_path: Path) -> None:
    builder = RepositoryBuilder(tmp_path)
    builder.write("b/tool", "#!/bin/sh\n").chmod(0o755)
    builder.write("b.txt", "text\n")
    (tmp_path / "link").symlink_to("b.txt")
    as_folder = open_tree(tmp_path)
    entries = as_folder.entries()
    builder.start().commit()
    assert entries == open_tree(tmp_path, at="HEAD").entries()
    assert [entry.path for entry in entries] == list(as_folder.paths())


def test_files_are_found_read_and_dated(tmp_path: Path) -> None:
    builder = RepositoryBuilder(tmp_path)
    os.utime(builder.write("reports/a.xml", "<a/>\n"), (1_000_000_000, 1_000_000_000))
    (tmp_path / "up.xml").symlink_to("../other.xml")
    tree = open_tree(tmp_path)
    assert tree.find(["*.xml"]) == ("reports/a.xml", "up.xml")
    assert tree.read(["reports/a.xml", "up.xml"], 10) == {"reports/a.xml": b"<a/>\n", "up.xml": Unread.LEADS_OUTSIDE}
    assert tree.written_at("reports/a.xml") == datetime.fromtimestamp(1_000_000_000, UTC)
    assert tree.written_at("up.xml") is None


def test_a_folder_that_may_not_be_looked_into_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "a").write_text("a\n")
    looked = os.scandir

    def refuse(folder: str) -> object:
        # Root, as which tests may run, is refused nothing.
        if folder.endswith("closed"):
            raise PermissionError(folder)
        return looked(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    tree = open_tree(tmp_path)
    assert tree.paths() == ("a",)
    assert "'closed'" in tree.candidate.notes[1]
