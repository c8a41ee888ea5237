"""What can be done to the records in a ledger."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from readiness.gather.definition import definition_of
from readiness.ledger.keeping import sign
from readiness.ledger.keys import open_signer
from readiness.ledger.names import record_name
from readiness.model.record import Binding, Proven
from tests.link.launches import NOW, RED, item, scope
from tests.threats.register import Stopped, Tried, threat
from tests.threats.shop import HOUR, Shop

FAMILY: Final = "Records"
MINUTE: Final = timedelta(minutes=1)
BROKEN: Final = {"src/pay.py": "def pay():\n    return 0\n"}
SECOND: Final = scope(
    items=item(
        "more", "rollback: {steps: docs/ops.md#rollback, within: 15m}", "evidence: {path: proof/more.xml, covers: '**'}"
    )
)


@threat(
    FAMILY,
    "A record that nobody's run has made",
    how="Whoever may write to the ledger writes a record by hand that says that all tests passed.",
    stops="Nothing, unless the configuration of the base trusts keys: then it is not signed by one of them.",
    stopped=Stopped.TRUST,
    codes=("RDY204",),
)
def test_hand_written_record(shop: Shop) -> Tried:
    shop.committed(BROKEN)
    shop.keep(shop.captured(binding=Binding.EXECUTED, command="pytest", exit_code=0))
    return shop.check(), shop.check(trust=shop.trust())


@threat(
    FAMILY,
    "A record that the change brings along",
    how="The ledger is a folder of the tree, and the change adds a record to it.",
    stops="Where nobody signs, only records that the base has already count. Better, keep the ledger in a ref.",
    stopped=Stopped.POLICY,
    codes=("RDY201",),
)
def test_record_in_the_change(shop: Shop) -> Tried:
    base = shop.committed({"readiness.toml": "[ledger]\nfolder = 'evidence'\n"})
    shop.repository.write("src/pay.py", BROKEN["src/pay.py"])
    shop.prove()
    shop.committed()
    return shop.check(), shop.check(policy_from=base)


@threat(
    FAMILY,
    "A record that the change takes away",
    how="The ledger is a folder of the tree. The change deletes the red record of this content; an older one counts.",
    stops="By the policy of a base, what the base has on file counts too. Better, keep the ledger in a ref.",
    stopped=Stopped.POLICY,
    codes=("RDY202",),
)
def test_record_taken_away(shop: Shop) -> Tried:
    shop.committed({"readiness.toml": "[ledger]\nfolder = 'evidence'\n"})
    shop.prove(at=NOW - HOUR)
    [red] = shop.prove(RED)
    base = shop.committed()
    [file] = shop.root.rglob(red.rpartition("/")[2])
    file.unlink()
    shop.committed()
    return shop.check(), shop.check(policy_from=base)


@threat(
    FAMILY,
    "A ledger that the job is handed",
    how="A job reads records from a folder, `--ledger DIR`, that the code of the change could write to.",
    stops="As any record that is written by hand: such a job advises, and decides nothing unless keys are trusted.",
    stopped=Stopped.TRUST,
    codes=("RDY204",),
)
def test_record_in_a_folder(shop: Shop, tmp_path: Path) -> Tried:
    shop.committed(BROKEN)
    shop.keep(shop.captured(), ledger=tmp_path / "handed")
    handed = tmp_path / "handed"
    return shop.check(ledger=handed), shop.check(ledger=handed, trust=shop.trust())


@threat(
    FAMILY,
    "A record copied to another requirement",
    how="The file of a green record is copied into the folder of a requirement that was never proven.",
    stops="A record says itself what it is about; one in the wrong folder is spoiled.",
    codes=("RDY204",),
)
def test_record_copied(shop: Shop) -> Tried:
    shop.committed({"scopes/shop.yaml": SECOND})
    shop.keep(found := shop.captured())
    name = record_name(found[0], data := shop.file(shop.keep(found)[0]))
    shop.plant(name.replace("/suite/", "/more/"), data)
    return shop.check()


@threat(
    FAMILY,
    "A record with another requirement written into it",
    how="A record is copied, and made to say that it is about another requirement.",
    stops="The signature does not hold for other words.",
    stopped=Stopped.TRUST,
    codes=("RDY204",),
)
def test_record_readdressed(shop: Shop) -> Tried:
    shop.committed({"scopes/shop.yaml": SECOND})
    shop.prove(sign="ci")
    asked = shop.asked("more")
    found, contents = shop.captured(
        proven=Proven("shop", "more", "junit"), definition=asked.definition, defined=asked.defined
    )
    shop.keep((found, contents))
    return shop.check(), shop.check(trust=shop.trust())


@threat(
    FAMILY,
    "A record that is re-dated",
    how="The green record from before a failure gets a name that says that it is newer.",
    stops="The name has to say what the record says.",
    codes=("RDY204",),
)
def test_record_re_dated(shop: Shop) -> Tried:
    name = shop.prove()[0]
    shop.keep(shop.captured(RED, NOW + MINUTE))
    shop.plant(name.replace("T090000", "T095000"), shop.file(name))
    return shop.check()


@threat(
    FAMILY,
    "A record that is edited",
    how="The file of a red record is replaced by the bytes of a green one.",
    stops="The name holds the digest of the bytes.",
    codes=("RDY204",),
)
def test_record_edited(shop: Shop) -> Tried:
    green = shop.file(shop.prove()[0])
    [red] = shop.keep(shop.captured(RED, NOW + MINUTE))
    shop.plant(red, green)
    return shop.check()


@threat(
    FAMILY,
    "A record of other content under the name of this one",
    how="The file of a green record of old content is put into the folder of the content that is judged.",
    stops="A record says itself which content it is about.",
    codes=("RDY204",),
)
def test_record_of_other_content(shop: Shop) -> Tried:
    before = shop.asked().covered.digest
    [name] = shop.prove()
    data = shop.file(name)
    shop.committed(BROKEN)
    now = shop.asked().covered.digest
    shop.plant(name.replace(f"/{before[:2]}/{before}/", f"/{now[:2]}/{now}/"), data)
    return shop.check()


@threat(
    FAMILY,
    "A failure that is spoiled",
    how="The file of the newest record, a red one, is cut short, so that an older green one would be the newest.",
    stops="A file that is no record makes its own requirement unknown.",
    codes=("RDY204",),
)
def test_failure_spoiled(shop: Shop) -> Tried:
    [red] = shop.keep(shop.captured(RED, NOW + MINUTE))
    shop.plant(red, shop.file(red)[:100])
    return shop.check()


@threat(
    FAMILY,
    "A record from the future",
    how="A clock is wrong, or somebody writes a late date, so that a record stays the newest for ever.",
    stops="The newest record may be no more than five minutes ahead.",
    codes=("RDY204",),
)
def test_record_from_the_future(shop: Shop) -> Tried:
    shop.keep(shop.captured(at=NOW + 48 * HOUR))
    return shop.check()


@threat(
    FAMILY,
    "An old record put on file again",
    how="After a failure of this content, the green record of it from before is put on file once more.",
    stops="What counts is when a run ended, and the newest run says no.",
    codes=("RDY202",),
)
def test_record_replayed(shop: Shop) -> Tried:
    old = shop.captured(at=NOW - HOUR)
    shop.keep(shop.captured(RED, NOW + MINUTE))
    shop.keep(old)
    return shop.check()


@threat(
    FAMILY,
    "A pass and a failure of one moment",
    how="Two records of the same content end at the same time, one green and one red.",
    stops="Of equally new ones the worse counts.",
    codes=("RDY202",),
)
def test_same_moment(shop: Shop) -> Tried:
    shop.keep(shop.captured(at=NOW + MINUTE), shop.captured(RED, NOW + MINUTE))
    return shop.check()


@threat(
    FAMILY,
    "A record of another command",
    how="What is proven is redefined: another command, another report, other conditions of the run.",
    stops="A record counts for what it was asked for, and no longer than that is asked.",
    codes=("RDY203",),
)
def test_definition_changed(shop: Shop) -> Tried:
    evidence = "evidence: {path: proof/tests.xml, run: pytest --everything}"
    shop.committed({"scopes/shop.yaml": scope().replace("evidence: proof/tests.xml", evidence)})
    return shop.check()


@threat(
    FAMILY,
    "A record that an older reader has measured",
    how="A later version of readiness measures a kind of evidence in another way.",
    stops="The version of the kind is part of what is asked for.",
    codes=("RDY203",),
)
def test_kind_version(shop: Shop) -> Tried:
    shop.committed({"docs/new.md": "# New\n"})
    found, contents = shop.captured()
    defined = {**found.defined, "version": 0}
    shop.keep((replace(found, defined=defined, definition=definition_of(defined)), contents))
    return shop.check()


@threat(
    FAMILY,
    "A failure that is deleted",
    how="Whoever may write to the ledger removes the red record, and an older green one is the newest again.",
    stops="A checkpoint, signed by a trusted key, lists what is on file. Without one nobody can tell: protect it.",
    stopped=Stopped.CHECKPOINTS,
    codes=("RDY204",),
)
def test_failure_deleted(shop: Shop) -> Tried:
    shop.keep(shop.captured(at=NOW - HOUR), sign="ci")
    [red] = shop.keep(shop.captured(RED, NOW), sign="ci")
    without, trust = shop.ledger.names(["records"]), shop.trust()
    shop.ledger.target.remove([name for name in without if name == red or "T090000" in name])
    plain = shop.check(trust=trust)
    [red] = shop.keep(shop.captured(RED, NOW), sign="ci")
    shop.checkpoint()
    shop.ledger.target.remove([red])
    return plain, shop.check(trust=trust)


@threat(
    FAMILY,
    "A failure that is deleted with the checkpoint that lists it",
    how="A red record goes, and the checkpoint before the last with it.",
    stops="Each checkpoint holds the digests of those before it. Where one is missing, any record may be.",
    stopped=Stopped.CHECKPOINTS,
    codes=("RDY204",),
)
def test_checkpoint_deleted(shop: Shop) -> Tried:
    trust = shop.trust()
    shop.keep(shop.captured(at=NOW - HOUR), sign="ci")
    [red] = shop.keep(shop.captured(RED, NOW), sign="ci")
    first = shop.checkpoint()
    shop.checkpoint()
    names = [name for name in shop.ledger.names(["checkpoints"]) if name != first]
    gone = [red, first, *(name for name in shop.ledger.names(["records"]) if "T090000" in name)]
    last = {name: shop.file(name) for name in names}
    shop.ledger.target.remove([*gone, *names])
    plain = shop.check(trust=trust)
    shop.ledger.target.append(last)
    return plain, shop.check(trust=trust)


@threat(
    FAMILY,
    "The ledger set back to an earlier day",
    how="The last checkpoint is deleted together with all that only it lists, as by a forced push of an older ledger.",
    stops="Nothing in the ledger can tell. Refuse forced pushes and deletion of its ref; `max_age` bounds what an old "
    "one is good for.",
    stopped=Stopped.NO,
)
def test_ledger_set_back(shop: Shop) -> Tried:
    trust = shop.trust()
    shop.ledger.target.remove(shop.ledger.names(["records"]))
    shop.keep(shop.captured(at=NOW - HOUR), sign="ci")
    before = shop.repository.git("rev-parse", "readiness-ledger")
    shop.keep(shop.captured(RED, NOW), sign="ci")
    shop.checkpoint()
    shop.repository.git("update-ref", "refs/heads/readiness-ledger", before)
    return shop.check(trust=trust)


@threat(
    FAMILY,
    "A ledger that is gone",
    how="The ref of the ledger is deleted, or was never fetched.",
    stops="What has no record was not proven.",
    codes=("RDY201",),
)
def test_ledger_gone(shop: Shop) -> Tried:
    shop.repository.git("update-ref", "-d", "refs/heads/readiness-ledger")
    (shop.root / "proof/tests.xml").unlink()
    return shop.check()


@threat(
    FAMILY,
    "A ledger that cannot be read",
    how="The ref of the ledger is damaged, so that git passes over it as if it were not there.",
    stops="What nobody can read makes all that it may speak of unknown, and never looks empty.",
    codes=("RDY204",),
)
def test_ledger_unreadable(shop: Shop, tmp_path: Path) -> Tried:
    shop.keep(shop.captured(), ledger=tmp_path / "other")
    (shop.root / ".git/refs/heads/readiness-ledger").write_text("no object\n")
    return shop.check(ledger=tmp_path / "other")


@threat(
    FAMILY,
    "A failure that only the remote ledger has",
    how="A job has a ledger of its own with a green record, and the fetched one holds a later red one.",
    stops="Local and fetched ledgers are read as one.",
    codes=("RDY202",),
)
def test_ledgers_differ(shop: Shop) -> Tried:
    before = shop.repository.git("rev-parse", "readiness-ledger")
    shop.keep(shop.captured(RED, NOW + MINUTE))
    after = shop.repository.git("rev-parse", "readiness-ledger")
    shop.repository.git("update-ref", "refs/remotes/origin/readiness-ledger", after)
    shop.repository.git("update-ref", "refs/heads/readiness-ledger", before)
    return shop.check()


@threat(
    FAMILY,
    "Two writers at once",
    how="Two jobs put records on file at the same moment, and the green one overwrites the red one.",
    stops="The ref is moved only from where it was read; who was overtaken tries again.",
    codes=("RDY202",),
)
def test_writers_race(shop: Shop) -> Tried:
    first, second = shop.ledger, shop.ledger
    assert first.names() == second.names()
    first.append([shop.captured(RED, NOW + MINUTE)])
    second.append([shop.captured(at=NOW - MINUTE)])
    return shop.check()


@threat(
    FAMILY,
    "A failure buried under many records",
    how="So many newer records are put on file that the trusted red one is no longer read.",
    stops="Nobody trusted has signed those, and then nobody trusted has proven anything.",
    stopped=Stopped.TRUST,
    codes=("RDY204",),
)
def test_failure_buried(shop: Shop) -> Tried:
    shop.keep(shop.captured(RED, NOW), sign="ci")
    found, contents = shop.captured(at=NOW + MINUTE)
    more = (replace(found, finished=found.finished + timedelta(seconds=number)) for number in range(120))
    shop.keep(*((one, contents) for one in more))
    return shop.check(), shop.check(trust=shop.trust())


@threat(
    FAMILY,
    "A record signed by a key that nobody trusts",
    how="Somebody signs a record with a key of their own.",
    stops="Only keys of the configuration count.",
    stopped=Stopped.TRUST,
    codes=("RDY204",),
)
def test_wrong_key(shop: Shop) -> Tried:
    shop.prove(at=NOW + MINUTE, sign="stranger")
    return shop.check(), shop.check(trust=shop.trust())


@threat(
    FAMILY,
    "A record signed by a key that has expired",
    how="A key signs a run that ended after the last day on which it is trusted.",
    stops="`until` is held against the day on which the run ended.",
    stopped=Stopped.TRUST,
    codes=("RDY204",),
)
def test_expired_key(shop: Shop) -> Tried:
    shop.prove(at=NOW + MINUTE, sign="ci")
    return shop.check(), shop.check(trust=shop.trust("until = 2026-11-30"))


@threat(
    FAMILY,
    "A stolen key that was revoked",
    how="A stolen key signs records, dated back to before it was stolen.",
    stops="A revoked key counts for nothing, whenever it says that it signed.",
    stopped=Stopped.TRUST,
    codes=("RDY204",),
)
def test_revoked_key(shop: Shop) -> Tried:
    shop.prove(at=NOW + MINUTE, sign="ci")
    return shop.check(), shop.check(trust=shop.trust("revoked = 2026-12-20"))


@threat(
    FAMILY,
    "A record dated back by an expired key",
    how="A key that has expired, and that nobody revoked, signs a record dated back to when it was trusted.",
    stops="Nothing: the time in a record is what its signer says. Revoke keys that go out of use; `max_age` bounds how "
    "far back a record may be dated.",
    stopped=Stopped.NO,
)
def test_back_dated_by_expired_key(shop: Shop) -> Tried:
    shop.committed(BROKEN)
    shop.keep(shop.captured(at=NOW - 240 * HOUR), sign="ci")
    return shop.check(trust=shop.trust("until = 2026-11-25"))


@threat(
    FAMILY,
    "A key used for what it is not for",
    how="The key of a scanner signs the record of a test run.",
    stops="A key attests the kinds that it is trusted for.",
    stopped=Stopped.TRUST,
    codes=("RDY204",),
)
def test_key_of_another_kind(shop: Shop) -> Tried:
    shop.prove(at=NOW + MINUTE, sign="ci")
    return shop.check(), shop.check(trust=shop.trust('kinds = ["sarif"]'))


@threat(
    FAMILY,
    "A key of another team",
    how="The key of one team signs a record for an item of another team's surface, or of none.",
    stops="A key attests the surfaces that it is trusted for.",
    stopped=Stopped.TRUST,
    codes=("RDY204",),
)
def test_key_of_another_surface(shop: Shop) -> Tried:
    shop.prove(at=NOW + MINUTE, sign="ci")
    return shop.check(), shop.check(trust=shop.trust('surfaces = ["billing"]'))


@threat(
    FAMILY,
    "A forged record that is signed with all others",
    how="A job signs whatever lies in the ledger with `readiness ledger sign`, a record written by hand too.",
    stops="Nothing: whoever signs vouches. Sign in a job of its own, only what came from the job that made it, and run "
    "no code of the change there.",
    stopped=Stopped.NO,
)
def test_signed_with_all_others(shop: Shop) -> Tried:
    shop.committed(BROKEN)
    shop.keep(shop.captured(binding=Binding.EXECUTED, command="pytest", exit_code=0))
    sign(shop.ledger, open_signer(shop.key().path))
    return shop.check(trust=shop.trust())


@threat(
    FAMILY,
    "A captured report that calls itself executed",
    how="Only executed runs count, nobody asks for signatures, and a record written by hand says `executed`.",
    stops="Nothing: `executed_only` says how a record has to be made, keys say that it was. Use both.",
    stopped=Stopped.NO,
)
def test_binding_claimed(shop: Shop) -> Tried:
    shop.committed(BROKEN)
    shop.keep(shop.captured(binding=Binding.EXECUTED, command="pytest", exit_code=0))
    return shop.check(trust=shop.only_executed())


@threat(
    FAMILY,
    "A branch that is called like the ledger",
    how="Somebody who may not push to `readiness-ledger` pushes a branch `team/readiness-ledger` with records of their "
    "own, and it is fetched with all others.",
    stops="Of a remote, only its own ledger is read.",
    codes=("RDY203",),
)
def test_branch_like_the_ledger(shop: Shop) -> Tried:
    git = shop.repository.git
    before = git("rev-parse", "readiness-ledger")
    shop.committed(BROKEN)
    shop.prove()
    git("update-ref", "refs/remotes/origin/team/readiness-ledger", "readiness-ledger")
    git("update-ref", "refs/heads/readiness-ledger", before)
    return shop.check()
