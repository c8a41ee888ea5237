"""Rows about what is on file: records that were tampered with, copied or taken away, and the time that passes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from readiness.ledger.canonical import read_json
from readiness.ledger.envelope import pack, unpack
from readiness.ledger.names import record_name
from readiness.ledger.statement import record_of
from tests.matrix.row import FAILED, MISSING, PASSED, SPEED, STALE, SUITE, TESTS, UNKNOWN, Chapter, Look
from tests.matrix.shop import GREEN, RED, Shop

RECORDS: Final = Chapter("Records are tampered with, added, or taken away")
TIME: Final = Chapter("Time passes")


def names_of(shop: Shop, about: str) -> list[str]:
    """Return the names of the records of a piece of evidence, in the order of time."""
    return sorted(name for name in shop.store().names() if name.startswith(f"records/shop/{about}/"))


def data_of(shop: Shop, name: str) -> bytes:
    """Return the bytes of a file of the ledger."""
    data = shop.store().read([name], 1 << 20)[name]
    assert isinstance(data, bytes)
    return data


def _put(shop: Shop, before: str, name: str, data: bytes) -> None:
    """Put a file in the place of another."""
    shop.store().remove([before])
    shop.store().append({name: data})


def forge(shop: Shop, about: str, **fields: Any) -> None:  # noqa: ANN401 - fields of a record
    """Put a record that says something else in the place of one, named as it should be, and signed by nobody."""
    [name] = names_of(shop, about)
    record = replace(record_of(read_json(unpack(data_of(shop, name)).payload)), **fields)
    data = pack(record)
    _put(shop, name, record_name(record, data), data)


@RECORDS.row(
    "The file of a record is edited",
    TESTS,
    UNKNOWN,
    "Its name is the digest of its bytes.",
    says="a record of it is spoiled: its content is not what its name says",
)
def edited(shop: Shop) -> None:
    [name] = names_of(shop, TESTS)
    _put(shop, name, name, data_of(shop, name).replace(b"payload", b"Payload"))


@RECORDS.row("Another record is edited", SUITE, PASSED, "A damaged file hurts the requirement that it lies under.")
def another_edited(shop: Shop) -> None:
    edited(shop)


@RECORDS.row(
    "A record is re-dated in its name",
    TESTS,
    UNKNOWN,
    "The name has to say what the record says.",
    says="not when its name says",
)
def redated(shop: Shop) -> None:
    [name] = names_of(shop, TESTS)
    folder, _, file = name.rpartition("/")
    _put(shop, name, f"{folder}/20990101T000000000000Z-{file.partition('-')[2]}", data_of(shop, name))


@RECORDS.row(
    "A record is copied to another requirement, into the folder of the content there",
    TESTS,
    UNKNOWN,
    "It says itself which requirement it is for.",
    says="lies in the folder of another requirement",
)
def copied(shop: Shop) -> None:
    [name], [other] = names_of(shop, SUITE), names_of(shop, TESTS)
    _put(shop, other, f"{other.rpartition('/')[0]}/{name.rpartition('/')[2]}", data_of(shop, name))


@RECORDS.row(
    "A record is copied to other content of its requirement",
    TESTS,
    UNKNOWN,
    "It says itself which content it is about.",
    says="it is about other content than its name says",
)
def copied_to_other_content(shop: Shop) -> None:
    [name] = names_of(shop, TESTS)
    shop.edit("src/pay/pay.py", "1", "2")
    shop.prove("pay/tests")
    [other] = set(names_of(shop, TESTS)) - {name}
    _put(shop, other, f"{other.rpartition('/')[0]}/{name.rpartition('/')[2]}", data_of(shop, name))


@RECORDS.row(
    "A record is written by hand, as readiness would write it, and no keys are trusted",
    SPEED,
    PASSED,
    "**Not stopped.** Who can write to the ledger can write records; trusted keys are for that, see below.",
)
def forged(shop: Shop) -> None:
    slow = '{"p95": 900}\n'
    shop.commit({"results/slow.json": slow})
    shop.document("cp results/speed.json out", "cp results/slow.json out/speed.json")
    assert shop.proved("pay/speed").code == 1
    [good, _] = sorted(names_of(shop, SPEED))
    shop.store().remove([good])
    forge(shop, SPEED, measured={"pointer": "/p95", "values": {"out/speed.json": 250}})


@RECORDS.row(
    "The record is taken away",
    TESTS,
    MISSING,
    "Nothing is on file.",
    says="no record says which content it is about",
)
def removed(shop: Shop) -> None:
    shop.store().remove(names_of(shop, TESTS))


@RECORDS.row(
    "The whole ledger is taken away",
    SUITE,
    MISSING,
    "Nothing is on file.",
    says="no record says which content it is about",
)
def ledger_removed(shop: Shop) -> None:
    shop.forget()


@RECORDS.row(
    "The ledger is a ref that leads to no commit",
    SUITE,
    UNKNOWN,
    "A ledger that cannot be read is not an empty one.",
    says="the ledger cannot be read",
)
def ledger_damaged(shop: Shop) -> None:
    (shop.path / ".git/refs/heads/readiness-ledger").write_text(f"{'12' * 20}\n")


def fails_then(shop: Shop, *words: str) -> None:
    """Let the same content fail, after it has passed; the failure is signed if `words` say so."""
    shop.commit({".gitignore": "/out/\n*.log\n/flag\n"})
    shop.document("cp results/all.xml out", "test ! -e flag && cp results/all.xml out")
    shop.prove()
    shop.write("flag")
    assert shop.proved("--all", "whole", *words).code == 1
    (shop.path / "flag").unlink()


@RECORDS.row(
    "The same content passes, then fails",
    SUITE,
    FAILED,
    "The newest record of this content counts.",
    says="exit code 1",
)
def failed_later(shop: Shop) -> None:
    fails_then(shop)


@RECORDS.row(
    "The same content fails, then passes",
    SUITE,
    PASSED,
    "The newest counts; that it is flaky is a finding of its own (`evidence-flaky`).",
)
def passed_later(shop: Shop) -> None:
    fails_then(shop)
    shop.prove()


@RECORDS.row(
    "It fails, and the failed record is taken away, without a checkpoint",
    SUITE,
    PASSED,
    "**Not stopped.** Nothing says that it was there. Checkpoints do, see below.",
)
def failure_removed(shop: Shop) -> None:
    fails_then(shop)
    shop.store().remove([_last_of_suite(shop)])


def _last_of_suite(shop: Shop) -> str:
    return max(names_of(shop, SUITE), key=lambda name: name.rpartition("/")[2])


@TIME.row("A day passes", SUITE, PASSED, "The content is the same, and so is the answer.")
def a_day(shop: Shop) -> Look:
    return Look(shop, ("--as-of", _day(1)))


@TIME.row(
    "31 days pass",
    SUITE,
    STALE,
    "Proofs of launch-critical items hold for 30 days unless `max_age` says otherwise.",
    says="30 days are allowed",
)
def a_month(shop: Shop) -> Look:
    return Look(shop, ("--as-of", _day(31)))


@TIME.row("31 days pass, with `max_age: 52w`", SUITE, PASSED, "The document says how long it holds.")
def a_month_of_a_year(shop: Shop) -> Look:
    shop.document("out && cp results/all.xml out}", "out && cp results/all.xml out, max_age: 52w}")
    return Look(shop, ("--as-of", _day(31)))


@TIME.row(
    "`max_age` becomes shorter than the proof is old",
    SUITE,
    STALE,
    "Age is judged by today's document; no new definition, no new run, until it is too old.",
    says="1 hours are allowed",
)
def shorter_age(shop: Shop) -> Look:
    shop.document("out && cp results/all.xml out}", "out && cp results/all.xml out, max_age: 1h}")
    return Look(shop, ("--as-of", _day(1)))


@TIME.row(
    "The clock stands two days before the run",
    SUITE,
    UNKNOWN,
    "A record from the future is a wrong clock, or a forgery that is meant to stay the newest.",
    says="its record is from the future",
)
def future(shop: Shop) -> Look:
    return Look(shop, ("--as-of", _day(-2)))


@TIME.row(
    "A report that another job made is captured, and says itself that it is 31 days old",
    SUITE,
    STALE,
    "Capturing makes a record, not a run: its age is that of the report.",
    says="30 days are allowed",
)
def captured_old(shop: Shop) -> None:
    shop.forget()
    then = (datetime.now(UTC) - timedelta(days=days) for days in (31, 60))
    made, committed = (f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in then)
    shop.git("commit", "-q", "--amend", "--no-edit", environment={"GIT_COMMITTER_DATE": committed})
    shop.write("out/all.xml", GREEN.replace('tests="1"', f'tests="1" timestamp="{made}"'))
    shop.captured("whole", "--elsewhere")


@RECORDS.row(
    "A report is captured, and then a covered file is changed",
    SUITE,
    STALE,
    "A captured record is about the content that lay there.",
    says="src/tax/tax.py changed",
)
def captured_then_changed(shop: Shop) -> None:
    shop.forget()
    shop.write("out/all.xml", GREEN)
    shop.captured("whole")
    shop.edit("src/tax/tax.py", "20", "21")


@RECORDS.row(
    "A red report is captured over a green record of this content",
    SUITE,
    FAILED,
    "The newest counts, however it came on file.",
    says="1 of 1 tests failed",
)
def captured_red(shop: Shop) -> None:
    shop.write("out/all.xml", RED)
    shop.captured("whole")


def _day(after: int) -> str:
    return f"{datetime.now(UTC) + timedelta(days=after):%Y-%m-%d}"
