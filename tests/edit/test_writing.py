"""An edited file on the disk: written whole, where it belongs, and only if nobody else has written it."""

import os
import stat
from pathlib import Path

import pytest

from readiness.edit import write_atomically
from readiness.errors import ReadinessError

OLD, NEW = b"a: 1\n", b"a: 2\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "scopes" / "a.yaml"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def refused(root: Path, path: str, old: bytes = OLD) -> str:
    with pytest.raises(ReadinessError) as caught:
        write_atomically(root, path, old, NEW)
    (problem,) = caught.value.problems
    assert (problem.code, str(problem.location)) == ("RDY050", path)
    return problem.message


def test_a_file_holds_the_new_bytes_with_its_old_mode(tmp_path: Path, file: Path) -> None:
    file.chmod(0o640)
    write_atomically(tmp_path, "scopes/a.yaml", OLD, NEW)
    assert file.read_bytes() == NEW
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("now", [b"", b"a: 3\n", b"a: 1\nb: 2\n"])
def test_what_somebody_else_wrote_meanwhile_stays(tmp_path: Path, file: Path, now: bytes) -> None:
    file.write_bytes(now)
    assert "has changed" in refused(tmp_path, "scopes/a.yaml")
    assert file.read_bytes() == now
    assert list(file.parent.iterdir()) == [file]


def test_what_changes_while_the_new_file_is_written_stays(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: file.write_bytes(b"a: 3\n"))
    assert "has changed" in refused(tmp_path, "scopes/a.yaml")
    assert file.read_bytes() == b"a: 3\n"
    assert list(file.parent.iterdir()) == [file]


def test_a_link_stays_one_and_what_it_leads_to_is_written(tmp_path: Path, file: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to("scopes/a.yaml")
    write_atomically(tmp_path, "link.yaml", OLD, NEW)
    assert link.is_symlink()
    assert file.read_bytes() == NEW


def test_nothing_is_written_through_a_link_that_leads_out(tmp_path: Path, file: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "a.yaml").symlink_to(file)
    (root / "folder").symlink_to(file.parent)
    assert "leads out" in refused(root, "a.yaml")
    assert "leads out" in refused(root, "folder/a.yaml")
    assert file.read_bytes() == OLD


def test_nothing_is_written_into_another_repository(tmp_path: Path, file: Path) -> None:
    (file.parent / ".git").mkdir()
    refused(tmp_path, "scopes/a.yaml")
    assert file.read_bytes() == OLD


@pytest.mark.parametrize("path", ["scopes/b.yaml", "scopes", "../a.yaml", "/a.yaml", "scopes/a.yaml/b"])
def test_what_is_no_file_of_the_folder_is_refused(tmp_path: Path, file: Path, path: str) -> None:
    assert refused(tmp_path, path)
    assert file.read_bytes() == OLD


def test_a_folder_that_takes_no_files_is_said(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert refused(tmp_path, "scopes/a.yaml") == "no space left on device"
    assert file.read_bytes() == OLD
    assert list(file.parent.iterdir()) == [file]
