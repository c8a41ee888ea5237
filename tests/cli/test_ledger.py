"""`readiness ledger …` as somebody types it, on real ledgers of real clones."""

import json
import re
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from readiness.ledger.access import open_ledger
from readiness.ledger.branch import BranchStore
from readiness.ledger.names import contents_name
from readiness.model.record import Proven, Record
from readiness.model.settings import LedgerSettings
from readiness.model.trust import Trust
from readiness.tree.base import Entry
from readiness.tree.fingerprint import contents, digest_of
from readiness.tree.opening import find_place
from tests.cli.program import Ended, run
from tests.ledger.records import record
from tests.repository import RepositoryBuilder, git_settings, repository

__all__ = ["git_settings", "repository"]

REF = "refs/heads/readiness-ledger"


def listed(number: int) -> bytes:
    """Return the list of files of one content."""
    return contents("sha1", [Entry("src/a.py", 0o100644, f"{number:040x}")])


def made(item: str = "deploy", content: int = 0, minute: int = 0, **changes: object) -> Record:
    finished = datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(minutes=minute)
    covered = digest_of(listed(content))
    proven = Proven("launch", item, "suite")
    return record(**{"proven": proven, "covered": covered, "started": finished, "finished": finished, **changes})


def put(builder: RepositoryBuilder, *records: tuple[Record, int], folder: Path | None = None) -> Sequence[str]:
    top, found = find_place(builder.path)
    ledger = open_ledger(top, found, LedgerSettings(), Trust(), now=datetime.now(UTC), folder=folder)
    return ledger.append([(one, listed(content)) for one, content in records])


def typed(builder: RepositoryBuilder, *words: str) -> Ended:
    return run("ledger", *words, folder=builder.path)


def test_nothing_on_file_is_said(repository: RepositoryBuilder) -> None:
    ended = typed(repository, "list")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "No records in the ref refs/heads/readiness-ledger.\n"
    assert typed(repository, "verify").out == "0 records, 0 lists of covered files, 0 checkpoints: all is well\n"


def test_records_are_listed_newest_first(repository: RepositoryBuilder) -> None:
    put(repository, (made(), 0), (made("pay", minute=2, exit_code=1), 0), (made("search", minute=1, dirty=True), 0))
    assert typed(repository, "list").out == (
        "2026-11-01 12:02  launch/pay/suite\n"
        "    2 of 3 tests passed, the command ended with 1; executed at 121212121,\n"
        "    unsigned\n"
        "2026-11-01 12:01  launch/search/suite\n"
        "    2 of 3 tests passed; executed at 121212121 with changes, unsigned\n"
        "2026-11-01 12:00  launch/deploy/suite\n"
        "    2 of 3 tests passed; executed at 121212121, unsigned\n"
    )


def test_a_long_list_is_cut_and_says_so(repository: RepositoryBuilder) -> None:
    put(repository, *((made(minute=n), 0) for n in range(30)))
    out = typed(repository, "list").out
    assert out.count("launch/deploy/suite") == 20
    assert out.endswith("20 of 30 records; --limit 0 lists all.\n")
    assert typed(repository, "list", "-n", "0").out.count("launch/deploy/suite") == 30


@pytest.mark.parametrize(
    "chosen", ["launch", "deploy", "suite", "launch/deploy", "deploy/suite", "launch/deploy/suite"]
)
def test_a_list_can_be_of_a_scope_an_item_or_a_requirement(repository: RepositoryBuilder, chosen: str) -> None:
    put(repository, (made(), 0), (made("pay"), 0))
    out = typed(repository, "list", chosen).out
    assert "launch/deploy/suite" in out
    assert ("launch/pay/suite" in out) is (chosen in {"launch", "suite"})


def test_a_mistyped_name_is_no_empty_list(repository: RepositoryBuilder) -> None:
    put(repository, (made(), 0))
    ended = typed(repository, "list", "depoly")
    assert (ended.code, ended.out) == (2, "")
    assert "RDY055" in ended.err
    assert "did you mean `deploy`?" in ended.err


def test_a_list_for_programs(repository: RepositoryBuilder) -> None:
    (name,) = put(repository, (made(), 0))
    found = json.loads(typed(repository, "list", "--format", "json").out)
    assert (found["total"], found["foreign"]) == (1, [])
    (row,) = found["records"]
    assert row == {
        "name": name,
        "digest": name[-69:-5],
        "scope": "launch",
        "item": "deploy",
        "evidence": "suite",
        "kind": "junit",
        "summary": "2 of 3 tests passed",
        "binding": "executed",
        "started": "2026-11-01T12:00:00+00:00",
        "finished": "2026-11-01T12:00:00+00:00",
        "commit": "12" * 20,
        "dirty": False,
        "covered": made().covered,
        "definition": "cd" * 32,
        "signers": [],
        "distrust": None,
    }


def test_one_record_is_shown_in_full(repository: RepositoryBuilder) -> None:
    name, _ = put(repository, (made(), 0), (made("pay"), 0))
    shown = typed(repository, "show", name)
    assert shown == typed(repository, "show", name[-69:-57])
    assert shown.code == 0
    for line in (
        "requirement: launch/deploy/suite",
        "  passed: 2",
        "exit code: 0",
        "files covered: 1",
        "signatures: none",
    ):
        assert line in shown.out.splitlines()
    assert max(map(len, shown.out.splitlines())) <= 80 or "records/launch" in shown.out
    found = json.loads(typed(repository, "show", name, "--format", "json").out)
    assert found["statement"]["_type"] == "https://in-toto.io/Statement/v1"
    assert (found["files"], found["signatures"]) == (1, [])


def test_what_cannot_be_shown_is_said(repository: RepositoryBuilder) -> None:
    names = put(repository, *((made(minute=n), 0) for n in range(40)))
    ended = typed(repository, "show", "0" * 12)
    assert (ended.code, "no record called 000000000000" in ended.err) == (2, True)
    digits = [name[-69:-5] for name in names]
    assert typed(repository, "show", "abc").code == 2, "three digits are too few"
    assert typed(repository, "show", "records/../../etc/passwd").code == 2
    assert len({digest[:4] for digest in digits}) > 1


def test_hostile_text_in_a_record_is_shown_harmless(repository: RepositoryBuilder) -> None:
    (name,) = put(repository, (made(summary="all good\n::set-output name=x::y \x1b[2J"), 0))
    for words in (("list",), ("show", name)):
        out = typed(repository, *words).out
        assert "\x1b" not in out
        assert not re.search(r"^\s*::", out, re.MULTILINE)


def test_everything_is_verified(repository: RepositoryBuilder) -> None:
    put(repository, (made(), 0), (made("pay", 1), 1))
    ended = typed(repository, "verify")
    assert (ended.code, ended.out) == (0, "2 records, 2 lists of covered files, 0 checkpoints: all is well\n")


@pytest.mark.parametrize("how", ["edited record", "edited list", "missing list", "foreign record"])
def test_what_is_wrong_is_listed_and_exits_with_1(repository: RepositoryBuilder, how: str) -> None:
    folder = repository.path / "proofs"
    name, _ = put(repository, (made(), 0), (made("pay", 1), 1), folder=folder)
    files = contents_name(made().covered)
    place = {"edited record": name, "foreign record": "records/launch/deploy/suite/x.json"}.get(how, files)
    if how == "missing list":
        (folder / place).unlink()
    else:
        (folder / place).write_bytes(b"x")
    ended = typed(repository, "verify", "--ledger", "proofs")
    assert ended.code == 1
    assert place.rpartition("/")[2] in ended.out or how == "missing list"
    assert ended.out.endswith(": 1 problem\n")


def test_what_else_lies_there_is_no_problem(repository: RepositoryBuilder) -> None:
    folder = repository.path / "proofs"
    put(repository, (made(), 0), folder=folder)
    (folder / "README.md").write_text("What this is\n")
    ended = typed(repository, "verify", "--ledger", "proofs")
    assert (ended.code, ended.out.splitlines()[-1]) == (0, "1 other file, such as README.md")


def test_a_ledger_that_cannot_be_read_exits_with_2(repository: RepositoryBuilder) -> None:
    put(repository, (made(), 0))
    repository.write(f".git/{REF}", "garbage\n")
    for words in (("list",), ("verify",), ("show", "0123"), ("prune", "--keep", "1")):
        ended = typed(repository, *words)
        assert (ended.code, ended.out) == (2, ""), words
        assert "cannot be read" in " ".join(ended.err.split())


@pytest.fixture
def clones(tmp_path: Path, git_settings: None) -> tuple[RepositoryBuilder, RepositoryBuilder, RepositoryBuilder]:  # noqa: ARG001
    seed = RepositoryBuilder(tmp_path / "seed").start()
    seed.commit({"a.txt": "1\n"})
    remote = seed.clone(tmp_path / "remote.git", "--bare")
    return remote, remote.clone(tmp_path / "one"), remote.clone(tmp_path / "two")


def test_records_travel_between_clones(clones: tuple[RepositoryBuilder, ...]) -> None:
    _, one, two = clones
    assert typed(two, "fetch").out == "origin has no ledger yet\n"
    put(one, (made(), 0))
    put(two, (made("pay"), 0))
    assert typed(one, "push").out == "nothing new from origin, 2 files new to it\n"
    assert typed(two, "push").out == "2 files new from origin, 1 file new to it\n"
    assert typed(one, "fetch").out == "1 file new from origin\n"
    for clone in (one, two):
        assert typed(clone, "verify").out.startswith("2 records, 1 list of covered files")


def test_who_may_not_push_is_told_about_folders_and_another_job_merges_them(
    clones: tuple[RepositoryBuilder, ...], tmp_path: Path
) -> None:
    remote, fork, trusted = clones
    remote.write("hooks/pre-receive", "#!/bin/sh\necho 'denied to forks' >&2\nexit 1\n").chmod(0o755)
    put(fork, (made(), 0))
    refused = typed(fork, "push")
    assert refused.code == 2
    assert "cannot be pushed to origin" in refused.err
    assert "--ledger DIR" in refused.err
    (remote.path / "hooks" / "pre-receive").unlink()
    proofs = tmp_path / "proofs"
    put(fork, (made("pay"), 0), folder=proofs)
    (proofs / "records" / "launch" / "pay" / "suite" / "junk.json").write_text("{}")
    merged = typed(trusted, "merge", str(proofs))
    assert merged.code == 1, "junk is told"
    assert merged.out.endswith("1 record put into the ref refs/heads/readiness-ledger\n")
    assert "junk.json" in merged.out
    assert typed(trusted, "push").code == 0
    assert "launch/pay/suite" in run("ledger", "list", folder=remote.path).out


def test_a_bare_repository_without_a_commit_can_be_asked(tmp_path: Path, git_settings: None) -> None:  # noqa: ARG001
    bare = RepositoryBuilder(tmp_path / "bare").start("--bare")
    put(bare, (made(), 0))
    assert "launch/deploy/suite" in typed(bare, "list").out


def test_the_folder_of_the_configuration_is_used(repository: RepositoryBuilder) -> None:
    repository.write("readiness.toml", "[ledger]\nfolder = 'launch/proof'\n")
    assert typed(repository, "list").out == "No records in the folder launch/proof.\n"
    ended = typed(repository, "push")
    assert (ended.code, "nothing to fetch and to push" in ended.err) == (2, True)


def test_a_plain_folder_has_records_only_where_one_is_named(tmp_path: Path) -> None:
    plain = RepositoryBuilder(tmp_path / "plain")
    assert typed(plain, "list").out == "No records in any ledger.\n"
    put(plain, (made(), 0), folder=plain.path / "proofs")
    assert "launch/deploy/suite" in typed(plain, "list", "--ledger", "proofs").out
    ended = typed(plain, "list", "--ledger", "porofs")
    assert (ended.code, "There is no folder at 'porofs'" in ended.err) == (2, True)


def test_pruning_keeps_the_newest_contents_with_all_their_records(repository: RepositoryBuilder) -> None:
    put(
        repository,
        *((made(content=n, minute=n), n) for n in range(5)),
        (made(content=1, minute=30, exit_code=1), 1),
        (made("pay", content=0), 0),
    )
    dry = typed(repository, "prune", "--keep", "2", "--dry-run")
    assert dry.out.endswith("3 records would go from the ref refs/heads/readiness-ledger, 4 records would stay\n")
    assert dry.out.count("records/launch/deploy") == 3
    assert typed(repository, "verify").out.startswith("7 records, 5 lists")
    done = typed(repository, "prune", "--keep", "2")
    assert (done.code, done.out) == (0, "3 records gone from the ref refs/heads/readiness-ledger, 4 records left\n")
    left = [
        row["finished"] for row in json.loads(typed(repository, "list", "deploy", "--format", "json").out)["records"]
    ]
    assert [moment[14:16] for moment in left] == ["30", "04", "01"]
    assert typed(repository, "verify").out == "4 records, 3 lists of covered files, 0 checkpoints: all is well\n"
    assert typed(repository, "prune", "--keep", "2").out.startswith("0 records gone")


def test_pruning_by_age_keeps_the_newest_content_always(repository: RepositoryBuilder) -> None:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    put(
        repository,
        *((made(content=n, minute=n, started=long_ago, finished=long_ago + timedelta(n)), n) for n in range(3)),
    )
    assert typed(repository, "prune", "--older-than", "1d").out.startswith("2 records gone")
    assert typed(repository, "list").out.count("launch/deploy/suite") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["prune"], "either --keep or --older-than"),
        (["prune", "--keep", "1", "--older-than", "1d"], "either --keep or --older-than"),
        (["prune", "--older-than", "soon"], "is no duration"),
        (["checkpoint"], "--sign KEY"),
        (["sign", "--ledger", "."], "sign wants --sign KEY"),
        (["list", "--format", "yaml"], "there is no format `yaml`"),
        (["fetch"], "there is no remote here"),
        (["push", "origin"], "there is no remote `origin`"),
        (["merge", "nowhere"], "There is no folder at 'nowhere'"),
    ],
)
def test_what_cannot_be_understood_is_refused(repository: RepositoryBuilder, words: list[str], said: str) -> None:
    ended = typed(repository, *words)
    assert (ended.code, ended.out) == (2, "")
    assert said in " ".join(ended.err.split())


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return keygen(tmp_path / "launch-key")


def keygen(path: Path, passphrase: str = "") -> Path:
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", path.name, "-f", str(path)]
    subprocess.run(words, check=True, capture_output=True)
    return path


def trusting(builder: RepositoryBuilder, key: Path, more: str = "") -> None:
    public = key.with_suffix(".pub").read_text().strip()
    builder.write("readiness.toml", f'[[trust.keys]]\nkey = "{public}"\nidentity = "release-ci"\n{more}')


def test_a_signature_that_no_key_is_named_for_is_not_taken_for_none(repository: RepositoryBuilder, key: Path) -> None:
    put(repository, (made(), 0), folder=repository.path / "proofs")
    assert "unsigned" in typed(repository, "list", "--ledger", "proofs").out
    assert typed(repository, "sign", "--ledger", "proofs", "--sign", str(key)).code == 0
    out = " ".join(typed(repository, "list", "--ledger", "proofs").out.split())
    assert "signed by a key that is not named here" in out
    assert "unsigned" not in out


def test_records_are_signed_in_a_folder_by_a_job_that_runs_nothing(repository: RepositoryBuilder, key: Path) -> None:
    trusting(repository, key)
    proofs = repository.path / "proofs"
    put(repository, (made(), 0), (made("pay", 1), 1), folder=proofs)
    before = typed(repository, "verify", "--ledger", "proofs")
    assert (before.code, before.out.count("it is not signed")) == (1, 2)
    assert "not trusted: it is not signed" in typed(repository, "list", "--ledger", "proofs").out.replace("\n    ", " ")
    signed = typed(repository, "sign", "--ledger", "proofs", "--sign", str(key))
    assert (signed.code, signed.out) == (0, "2 records signed in the folder proofs\n")
    after = typed(repository, "verify", "--ledger", "proofs")
    assert (after.code, after.out) == (0, "2 records, 2 lists of covered files, 0 checkpoints: all is well\n")
    assert typed(repository, "list", "--ledger", "proofs").out.count("signed by release-ci") == 2
    assert typed(repository, "sign", "--ledger", "proofs", "--sign", str(key)).code == 0
    assert typed(repository, "verify", "--ledger", "proofs").out == after.out, "signing again changes nothing"
    merged = typed(repository, "merge", "proofs")
    assert (merged.code, merged.out) == (0, "2 records put into the ref refs/heads/readiness-ledger\n")
    assert typed(repository, "verify").out == after.out


def test_a_key_for_one_surface_is_no_problem_where_the_surface_is_not_known(
    repository: RepositoryBuilder, key: Path
) -> None:
    trusting(repository, key, 'surfaces = ["billing"]\n')
    put(repository, (made(), 0), folder=repository.path / "proofs")
    typed(repository, "sign", "--ledger", "proofs", "--sign", str(key))
    assert typed(repository, "verify", "--ledger", "proofs").code == 0


@pytest.mark.parametrize(("passphrase", "code"), [("correct horse", 0), ("wrong", 2), (None, 2)])
def test_the_passphrase_of_a_key_comes_from_the_environment(
    repository: RepositoryBuilder, tmp_path: Path, passphrase: str | None, code: int
) -> None:
    locked = keygen(tmp_path / "locked", "correct horse")
    put(repository, (made(), 0), folder=repository.path / "proofs")
    environment = {} if passphrase is None else {"READINESS_KEY_PASSPHRASE": passphrase}
    words = ("ledger", "sign", "--ledger", "proofs", "--sign", str(locked))
    ended = run(*words, folder=repository.path, environment=environment)
    assert ended.code == code
    assert "correct horse" not in ended.out + ended.err
    assert "Traceback" not in ended.err


def test_what_is_taken_out_after_a_checkpoint_shows(repository: RepositoryBuilder, key: Path) -> None:
    trusting(repository, key)
    put(repository, (made(), 0), (made("pay", 1), 1), folder=repository.path / "proofs")
    typed(repository, "sign", "--ledger", "proofs", "--sign", str(key))
    typed(repository, "merge", "proofs")
    made_one = typed(repository, "checkpoint", "--sign", str(key))
    assert made_one.out.startswith("2 records listed in the ref refs/heads/readiness-ledger:\ncheckpoints/")
    assert typed(repository, "checkpoint", "--sign", str(key)).out.startswith("0 records listed")
    assert typed(repository, "verify").out.endswith("2 records, 2 lists of covered files, 2 checkpoints: all is well\n")
    found = find_place(repository.path)[1]
    assert found is not None
    store = BranchStore(found, REF)
    gone = next(name for name in store.names() if "/pay/" in name)
    store.remove([gone])
    ended = typed(repository, "verify")
    assert ended.code == 1
    assert "that a record is on file, and it is gone" in " ".join(ended.out.split())
    assert "launch/pay/suite" in ended.out


def test_what_is_pruned_with_a_signature_is_accounted_for(repository: RepositoryBuilder, key: Path) -> None:
    trusting(repository, key)
    put(repository, *((made(content=n, minute=n), n) for n in range(3)), folder=repository.path / "proofs")
    typed(repository, "sign", "--ledger", "proofs", "--sign", str(key))
    typed(repository, "merge", "proofs")
    typed(repository, "checkpoint", "--sign", str(key))
    refused = typed(repository, "prune", "--keep", "1")
    assert (refused.code, "--sign KEY" in refused.err) == (2, True)
    done = typed(repository, "prune", "--keep", "1", "--sign", str(key))
    assert (done.code, done.out) == (0, "2 records gone from the ref refs/heads/readiness-ledger, 1 record left\n")
    ended = typed(repository, "verify")
    assert (ended.code, ended.out) == (0, "1 record, 1 list of covered files, 2 checkpoints: all is well\n")


def test_pruning_is_not_misled_by_records_that_nobody_trusted_has_signed(
    repository: RepositoryBuilder, key: Path
) -> None:
    trusting(repository, key)
    put(repository, (made(content=0), 0), folder=repository.path / "proofs")
    typed(repository, "sign", "--ledger", "proofs", "--sign", str(key))
    typed(repository, "merge", "proofs")
    put(repository, (made(content=1, minute=50), 1), (made(content=2, minute=55), 2))
    typed(repository, "prune", "--keep", "1", "--sign", str(key))
    out = typed(repository, "list").out
    assert out.count("signed by release-ci") == 1
    assert out.count("not trusted") == 2


def test_a_checkpoint_wants_a_key_that_is_there(repository: RepositoryBuilder, tmp_path: Path) -> None:
    ended = typed(repository, "checkpoint", "--sign", str(tmp_path / "none"))
    assert (ended.code, ended.out) == (2, "")
    assert "RDY059" in ended.err
