"""A ledger in a folder: whole files or none, whoever writes and whatever breaks."""

import os
import signal
import time
from pathlib import Path

import pytest

from readiness.errors import ReadinessError
from readiness.ledger.folder import FolderStore
from readiness.tree.base import Unread
from tests.ledger.stores import name_of, started
from tests.test_reading_only import ordinary_user

LIMIT = 1 << 20
ONE, TWO = name_of(b"one"), name_of(b"two", item="pay", second=1)


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "ledger")


def test_a_folder_that_is_not_there_yet_holds_nothing(store: FolderStore) -> None:
    assert store.names() == []
    assert store.read([ONE], LIMIT) == {ONE: Unread.ABSENT}


def test_what_was_appended_is_read_again(store: FolderStore) -> None:
    store.append({ONE: b"one", TWO: b"two"})
    assert store.names() == sorted([ONE, TWO])
    assert store.read([ONE, TWO], LIMIT) == {ONE: b"one", TWO: b"two"}


def test_a_folder_that_is_made_for_records_is_ignored_by_git_and_one_of_the_tree_is_not(tmp_path: Path) -> None:
    FolderStore(tmp_path / "proofs").append({ONE: b"one"})
    assert (tmp_path / "proofs" / ".gitignore").read_text() == "*\n"
    assert FolderStore(tmp_path / "proofs").names() == [ONE]
    FolderStore(tmp_path, "launch/records").append({ONE: b"one"})
    assert list((tmp_path / "launch").rglob(".gitignore")) == []
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "README").write_text("Records.\n")
    FolderStore(tmp_path / "kept").append({ONE: b"one"})
    assert not (tmp_path / "kept" / ".gitignore").exists()


def test_names_can_be_asked_for_by_folder(store: FolderStore) -> None:
    store.append({ONE: b"one", TWO: b"two", "contents/ab/" + "ab" * 32: b"list"})
    assert store.names(["records/launch/pay/suite", "records/launch/none/suite"]) == [TWO]
    assert store.names(["records/launch/pay", "records/launch"]) == sorted([ONE, TWO])


def test_appending_again_changes_nothing(store: FolderStore, tmp_path: Path) -> None:
    store.append({ONE: b"one"})
    before = (tmp_path / "ledger" / ONE).stat()
    store.append({ONE: b"one"})
    after = (tmp_path / "ledger" / ONE).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_file_that_is_not_what_its_name_promises_is_replaced(store: FolderStore, tmp_path: Path) -> None:
    store.append({ONE: b"one"})
    (tmp_path / "ledger" / ONE).write_bytes(b"on")
    store.append({ONE: b"one"})
    assert store.read([ONE], LIMIT) == {ONE: b"one"}


def test_what_is_removed_leaves_no_empty_folders(store: FolderStore, tmp_path: Path) -> None:
    store.append({ONE: b"one", TWO: b"two"})
    store.remove([TWO, TWO, "records/launch/none/x.json"])
    assert store.names() == [ONE]
    assert [path.name for path in (tmp_path / "ledger" / "records" / "launch").iterdir()] == ["deploy"]


def test_a_file_larger_than_is_read_says_so(store: FolderStore) -> None:
    store.append({ONE: b"one"})
    assert store.read([ONE], 2) == {ONE: Unread.TOO_LARGE}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("records/a\nb/x.json", "control character"),
        ("records/a\x1b[31m/x.json", "control character"),
        ("records/\u202eevil/x.json", "control character"),
        ("records/../../x.json", "begins with a dot"),
        ("/etc/x.json", "empty"),
        ("records//x.json", "empty"),
        (".git/hooks/x", "begins with a dot"),
        ("records/" + "a" * 201 + "/x.json", "too long"),
    ],
)
def test_a_name_that_leads_elsewhere_or_cannot_be_shown_is_refused(store: FolderStore, name: str, why: str) -> None:
    with pytest.raises(ReadinessError, match=why) as caught:
        store.append({ONE: b"one", name: b"x"})
    assert caught.value.problems[0].code == "RDY050"
    assert store.names() == []


def test_a_link_is_never_written_through_nor_read(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "x.json").write_bytes(b"planted")
    (tmp_path / "ledger").mkdir()
    (tmp_path / "ledger" / "records").symlink_to(elsewhere)
    store = FolderStore(tmp_path / "ledger")
    with pytest.raises(ReadinessError, match="cannot be written"):
        store.append({ONE: b"one"})
    assert store.read(["records/x.json"], LIMIT) == {"records/x.json": Unread.ABSENT}
    assert store.names() == ["records"]
    assert [path.name for path in elsewhere.iterdir()] == ["x.json"]


def test_a_file_that_is_a_link_is_replaced_and_not_followed(store: FolderStore, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"one")
    place = tmp_path / "ledger" / ONE
    place.parent.mkdir(parents=True)
    place.symlink_to(target)
    assert store.read([ONE], LIMIT) == {ONE: Unread.UNREADABLE}
    store.append({ONE: b"one"})
    assert not place.is_symlink()
    assert target.read_bytes() == b"one"


def test_a_folder_of_the_tree_is_not_reached_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "evidence").mkdir(parents=True)
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "proof").symlink_to(tmp_path / "elsewhere")
    store = FolderStore(tmp_path / "tree", "proof/evidence")
    with pytest.raises(ReadinessError, match="the folder proof/evidence cannot be written"):
        store.append({ONE: b"one"})
    assert list((tmp_path / "elsewhere").rglob("*")) == [tmp_path / "elsewhere" / "evidence"]


def test_the_folder_that_somebody_named_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    FolderStore(tmp_path / "link").append({ONE: b"one"})
    assert FolderStore(tmp_path / "real").names() == [ONE]


def test_a_file_in_place_of_the_folder_is_an_error_and_not_an_empty_ledger(tmp_path: Path) -> None:
    (tmp_path / "ledger").write_text("x")
    store = FolderStore(tmp_path / "ledger")
    for ask in (store.names, lambda: store.read([ONE], LIMIT), lambda: store.append({ONE: b"one"})):
        with pytest.raises(ReadinessError, match=r"not a (folder|directory)"):
            ask()


def test_what_begins_with_a_dot_is_not_the_ledgers(store: FolderStore, tmp_path: Path) -> None:
    store.append({ONE: b"one"})
    (tmp_path / "ledger" / ".DS_Store").write_bytes(b"")
    (tmp_path / "ledger" / ONE).with_name(".0123.part").write_bytes(b"half")
    assert store.names() == [ONE]


APPEND = """
import sys
from pathlib import Path
from readiness.errors import ReadinessError
from readiness.ledger.folder import FolderStore
from tests.ledger.stores import name_of
store = FolderStore(Path(sys.argv[1]))
try:
    for number in range(int(sys.argv[2]), int(sys.argv[3])):
        data = b"%d" % number * int(sys.argv[4])
        store.append({name_of(data, second=number % 60): data})
except ReadinessError as error:
    sys.exit(str(error))
"""


def test_a_full_disk_is_an_error_and_leaves_no_half_record(tmp_path: Path) -> None:
    writer = started(
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n" + APPEND,
        *(str(tmp_path), "1", "2", "5000"),
    )
    _, said = writer.communicate(timeout=60)
    assert writer.returncode == 1
    assert b"cannot be written: file too large" in said
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [".gitignore"]


def test_a_folder_that_may_not_be_written_is_an_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    before = ordinary_user(tmp_path)
    writer = started(
        "import sys; sys.dont_write_bytecode = True\n" + APPEND, str(tmp_path), "1", "2", "1", before=before
    )
    _, said = writer.communicate(timeout=60)
    tmp_path.chmod(0o755)
    assert b"cannot be written: permission denied" in said
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_read_is_an_error_and_not_an_empty_ledger(store: FolderStore, tmp_path: Path) -> None:
    store.append({ONE: b"one"})
    closed = tmp_path / "ledger" / "records" / "launch"
    closed.chmod(0)
    before = ordinary_user(closed)
    script = "import sys; from pathlib import Path; from readiness.ledger.folder import FolderStore\n"
    reader = started(script + "FolderStore(Path(sys.argv[1])).names()", str(tmp_path / "ledger"), before=before)
    _, said = reader.communicate(timeout=60)
    closed.chmod(0o755)
    assert b"cannot be read: permission denied" in said


def test_a_killed_writer_leaves_whole_files_only(tmp_path: Path) -> None:
    writer = started(APPEND, str(tmp_path), "0", "100000", "2000")
    store = FolderStore(tmp_path)
    while writer.poll() is None and len(store.names()) < 20:
        time.sleep(0.01)
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate(timeout=60)
    found = store.read(store.names(), LIMIT)
    assert len(found) >= 20
    assert all(isinstance(data, bytes) and len(data) % 2000 == 0 and data for data in found.values())


def test_many_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [started(APPEND, str(tmp_path), str(first), str(first + 25), "3") for first in range(0, 100, 20)]
    assert [writer.communicate(timeout=60)[1] for writer in writers] == [b""] * 5
    store = FolderStore(tmp_path)
    assert {store.read([name], LIMIT)[name] for name in store.names()} == {b"%d" % n * 3 for n in range(105)}
