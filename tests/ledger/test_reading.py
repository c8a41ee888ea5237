"""A ledger, asked for many requirements at once: what is on each shelf, and what is never taken for nothing."""

import subprocess
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from securesystemslib.signer import Signer  # type: ignore[attr-defined]  # public, says its documentation

from readiness.errors import ReadinessError
from readiness.ledger.access import open_ledger
from readiness.ledger.branch import BranchStore
from readiness.ledger.folder import FolderStore
from readiness.ledger.keeping import checkpoint, prune, surplus
from readiness.ledger.keys import open_signer
from readiness.ledger.names import contents_name, record_name
from readiness.ledger.reading import Ledger, Shelf, Wanted
from readiness.ledger.trust import Keyring
from readiness.model.record import Filed, Proven, Record, Spoiled
from readiness.model.settings import LedgerSettings
from readiness.model.trust import Trust
from readiness.tree.base import Entry, Unread
from readiness.tree.fingerprint import contents, digest_of
from readiness.tree.opening import find_place
from tests.ledger.records import record
from tests.repository import RepositoryBuilder, git_settings, repository

__all__ = ["git_settings", "repository"]

NOW = datetime(2026, 11, 20, tzinfo=UTC)
FILES = contents("sha1", [Entry("a.py", 0o100644, "1" * 40)])
OTHER = contents("sha1", [Entry("a.py", 0o100644, "2" * 40)])
HERE, THERE = digest_of(FILES), digest_of(OTHER)
DEPLOY = Proven("launch", "deploy", "suite")


def made(item: str = "deploy", covered: str = HERE, minute: int = 0) -> Record:
    finished = datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(minutes=minute)
    return record(proven=Proven("launch", item, "suite"), covered=covered, started=finished, finished=finished)


def wanted(item: str = "deploy", covered: str = HERE) -> Wanted:
    return Wanted(Proven("launch", item, "suite"), covered, "junit", None)


def opened(builder: RepositoryBuilder, named: Path | None = None, **settings: str) -> Ledger:
    top, found = find_place(builder.path)
    return open_ledger(top, found, LedgerSettings(**settings), Trust(), now=NOW, folder=named)


def put(ledger: Ledger, *records: Record) -> Sequence[str]:
    return ledger.append([(one, FILES if one.covered == HERE else OTHER) for one in records])


@pytest.fixture(params=["ref", "folder", "named folder"])
def ledger(request: pytest.FixtureRequest, repository: RepositoryBuilder, tmp_path: Path) -> Ledger:
    match request.param:
        case "ref":
            return opened(repository)
        case "folder":
            return opened(repository, folder="launch/proof")
        case _:
            return opened(repository, tmp_path / "proofs")


def test_nothing_on_file_is_an_empty_shelf_and_no_note(ledger: Ledger) -> None:
    assert ledger.shelves([wanted()]) == {DEPLOY: Shelf()}
    assert ledger.contents([HERE]) == {}
    assert (ledger.unreadable, ledger.notes) == (None, ())


def test_records_about_this_content_come_newest_first_and_hide_the_others(ledger: Ledger) -> None:
    put(ledger, made(minute=1), made(minute=3), made(minute=2), made(covered=THERE, minute=9), made("pay", minute=8))
    shelf = ledger.shelves([wanted()])[DEPLOY]
    assert [one.record.finished.minute for one in shelf.exact] == [3, 2, 1]
    assert (shelf.others, shelf.spoiled, shelf.removed) == ((), (), ())


def test_without_one_about_this_content_the_newest_others_are_there(ledger: Ledger) -> None:
    put(ledger, *(made(covered=THERE, minute=n) for n in range(12)))
    shelf = ledger.shelves([wanted()])[DEPLOY]
    assert shelf.exact == ()
    assert [one.record.finished.minute for one in shelf.others] == [11, 10, 9, 8, 7, 6, 5, 4]


def test_what_a_record_says_comes_back_as_it_was(ledger: Ledger) -> None:
    (name,) = put(ledger, made())
    (filed,) = ledger.shelves([wanted()])[DEPLOY].exact
    assert filed == Filed(name, name[-69:-5], made())


def test_many_are_asked_for_in_few_reads(repository: RepositoryBuilder) -> None:
    ledger = opened(repository)
    put(ledger, *(made(f"item-{n}", HERE if n % 2 else THERE, minute=n % 60) for n in range(300)))
    counting = Counting(ledger.stores[0])
    shelves = Ledger([counting], ledger.opener).shelves([wanted(f"item-{n}") for n in range(300)])
    assert sum(len(shelf.exact) for shelf in shelves.values()) == 150
    assert sum(len(shelf.others) for shelf in shelves.values()) == 150
    assert len(counting.calls) <= 3, counting.calls


class Counting:
    """A store that remembers what it was asked."""

    def __init__(self, store: object) -> None:
        assert isinstance(store, BranchStore)
        self.store = store
        self.where = store.where
        self.calls: list[str] = []

    def names(self, under: Collection[str] = ()) -> Sequence[str]:
        self.calls.append("names")
        return self.store.names(under)

    def read(self, names: Collection[str], limit: int) -> Mapping[str, bytes | Unread]:
        self.calls += ["read"] if names else []
        return self.store.read(names, limit)

    def append(self, files: Mapping[str, bytes]) -> None:
        raise AssertionError(files)

    def remove(self, names: Collection[str]) -> None:
        raise AssertionError(names)


def test_the_lists_of_files_come_back_by_their_fingerprints(ledger: Ledger) -> None:
    put(ledger, made(), made(covered=THERE))
    assert ledger.contents([HERE, THERE, "0" * 64]) == {
        HERE: {"a.py": (0o100644, "1" * 40)},
        THERE: {"a.py": (0o100644, "2" * 40)},
    }


def test_a_list_of_files_that_was_edited_is_as_good_as_none(ledger: Ledger) -> None:
    ledger.target.append({contents_name(HERE): OTHER, contents_name(digest_of(b"junk")): b"junk"})
    assert ledger.contents([HERE, digest_of(b"junk")]) == {}


@pytest.mark.parametrize("how", ["edited", "emptied", "renamed", "copied to another requirement", "no record"])
def test_a_bad_file_hurts_its_own_requirement_only(ledger: Ledger, how: str) -> None:
    good, other = put(ledger, made(), made("pay"))
    data = ledger.read([good])[good]
    assert isinstance(data, bytes)
    later = good.replace("T1200", "T1300")
    bad = {
        "edited": {later: data.replace(b"sig", b"gis")},
        "emptied": {later: b""},
        "renamed": {later: data},
        "copied to another requirement": {good.replace("/deploy/", "/search/"): data},
        "no record": {later: b'{"a": 1}'},
    }[how]
    ledger.target.append(bad)
    shelves = ledger.shelves([wanted(), wanted("pay"), wanted("search")])
    assert [one.name for one in shelves[wanted("pay").proven].exact] == [other]
    assert [one.name for one in shelves[DEPLOY].exact] == [good]
    (spoiled,) = (one for shelf in shelves.values() for one in shelf.spoiled)
    assert spoiled.name in bad
    assert spoiled.reason
    assert shelves[wanted("pay").proven].spoiled == ()


def test_where_all_about_this_content_is_bad_what_is_nearest_is_there_too(ledger: Ledger) -> None:
    put(ledger, made(covered=THERE))
    bad = record_name(made(), b"x")
    ledger.target.append({bad: b"no record"})
    shelf = ledger.shelves([wanted()])[DEPLOY]
    assert [one.name for one in shelf.spoiled] == [bad]
    assert [one.record.covered for one in shelf.others] == [THERE]


def test_a_file_that_is_called_otherwise_is_told_under_its_requirement(ledger: Ledger) -> None:
    (good,) = put(ledger, made())
    strange = f"records/launch/deploy/suite/{HERE[:2]}/{HERE}/renamed.json"
    stray = f"records/launch/deploy/suite/{THERE[:2]}/{THERE}/notes.txt"
    ledger.target.append({strange: b"x", stray: b"x", "records/launch/pay/suite/notes.txt": b"x", "README.md": b"x"})
    shelf = ledger.shelves([wanted()])[DEPLOY]
    assert [one.name for one in shelf.exact] == [good]
    assert shelf.spoiled == (Spoiled(strange, "it is not called as a record is"),)
    elsewhere = ledger.shelves([wanted(covered=digest_of(b"none"))])[DEPLOY]
    assert [one.name for one in elsewhere.spoiled] == sorted([strange, stray])


def test_a_damaged_ref_makes_the_ledger_unreadable_and_says_so(repository: RepositoryBuilder, tmp_path: Path) -> None:
    put(opened(repository), made())
    repository.write(".git/refs/heads/readiness-ledger", "garbage\n")
    ledger = opened(repository, tmp_path / "proofs")
    put(ledger, made())
    shelf = ledger.shelves([wanted()])[DEPLOY]
    assert len(shelf.exact) == 1, "what could be read is there all the same"
    assert ledger.unreadable is not None
    assert "refs/heads/readiness-ledger cannot be read" in ledger.unreadable
    assert ledger.notes == (ledger.unreadable,)


def test_a_named_folder_is_read_besides_and_written_to_alone(repository: RepositoryBuilder, tmp_path: Path) -> None:
    put(opened(repository), made(minute=1))
    both = opened(repository, tmp_path / "proofs")
    put(both, made(minute=2))
    assert [one.record.finished.minute for one in both.shelves([wanted()])[DEPLOY].exact] == [2, 1]
    assert len(opened(repository).shelves([wanted()])[DEPLOY].exact) == 1
    assert len(FolderStore(tmp_path / "proofs").names(["records"])) == 1


def test_the_same_record_in_two_places_is_one(repository: RepositoryBuilder, tmp_path: Path) -> None:
    put(opened(repository), made())
    both = opened(repository, tmp_path / "proofs")
    put(both, made())
    assert len(both.shelves([wanted()])[DEPLOY].exact) == 1


def test_a_plain_folder_keeps_records_only_where_it_is_told_to(tmp_path: Path) -> None:
    place = RepositoryBuilder(tmp_path / "plain")
    ledger = opened(place)
    assert ledger.shelves([wanted()]) == {DEPLOY: Shelf()}
    with pytest.raises(ReadinessError, match="no place to keep records") as caught:
        put(ledger, made())
    assert caught.value.problems[0].code == "RDY052"
    named = opened(place, folder="proof")
    put(named, made())
    assert len(opened(place, folder="proof").shelves([wanted()])[DEPLOY].exact) == 1
    assert (place.path / "proof" / "records").is_dir()


def test_a_folder_of_the_tree_cannot_be_read_without_a_tree(repository: RepositoryBuilder, tmp_path: Path) -> None:
    repository.commit({"a.txt": "1\n"})
    bare = repository.clone(tmp_path / "bare", "--bare")
    ledger = opened(bare, folder="proof")
    assert ledger.shelves([wanted()]) == {DEPLOY: Shelf()}
    assert ledger.unreadable is not None


def test_a_record_that_cannot_be_written_down_is_an_error(ledger: Ledger) -> None:
    with pytest.raises(ReadinessError, match="launch/deploy/suite cannot be written down"):
        ledger.append([(replace(made(), measured={"path": "\udcff"}), FILES)])
    assert ledger.names() == []


def test_only_the_newest_of_very_many_are_opened(repository: RepositoryBuilder) -> None:
    ledger = opened(repository)
    put(ledger, *(made(minute=n) for n in range(130)))
    exact = ledger.shelves([wanted()])[DEPLOY].exact
    assert len(exact) == 100
    assert exact[0].record == made(minute=129)


def test_a_record_that_a_checkpoint_lists_and_that_is_gone_is_on_its_shelf(
    repository: RepositoryBuilder, tmp_path: Path
) -> None:
    trust, signer = signing(tmp_path)
    top, found = find_place(repository.path)
    ledger = open_ledger(top, found, LedgerSettings(), trust, now=NOW)
    gone, left = ledger.append([(made(), FILES), (made("pay"), FILES)], signer)
    keys = Keyring(trust)
    first, count = checkpoint(ledger, keys, NOW, signer)
    assert count == 2
    ledger.target.remove([gone])
    shelves = open_ledger(top, found, LedgerSettings(), trust, now=NOW).shelves([wanted(), wanted("pay")])
    assert shelves[DEPLOY] == Shelf(removed=(gone,))
    assert [one.name for one in shelves[wanted("pay").proven].exact] == [left]
    assert shelves[wanted("pay").proven].removed == ()
    checkpoint(ledger, keys, NOW, signer)
    ledger.target.remove([first])
    hollow = open_ledger(top, found, LedgerSettings(), trust, now=NOW)
    hollow.shelves([wanted("pay")])
    assert hollow.unreadable is not None
    assert "without a trace" in hollow.unreadable


def test_what_was_pruned_on_purpose_is_not_missing(repository: RepositoryBuilder, tmp_path: Path) -> None:
    trust, signer = signing(tmp_path)
    top, found = find_place(repository.path)
    ledger = open_ledger(top, found, LedgerSettings(), trust, now=NOW)
    ledger.append([(made(covered=THERE), OTHER), (made(minute=1), FILES)], signer)
    keys = Keyring(trust)
    checkpoint(ledger, keys, NOW, signer)
    prune(ledger, surplus(ledger, keep=1), keys, NOW, signer)
    again = open_ledger(top, found, LedgerSettings(), trust, now=NOW)
    shelf = again.shelves([wanted()])[DEPLOY]
    assert (len(shelf.exact), shelf.removed, again.unreadable) == (1, (), None)
    assert again.contents([HERE, THERE]).keys() == {HERE}


def signing(folder: Path) -> tuple[Trust, Signer]:
    key = folder / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    line = key.with_suffix(".pub").read_text()
    return Trust.model_validate({"keys": [{"key": line, "identity": "release-ci"}]}), open_signer(key)
