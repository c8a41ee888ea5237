"""Rows about files: what is covered, what the proof is made of, and what is neither."""

import os
from typing import Final

from tests.matrix.row import MISSING, PASSED, STALE, SUITE, TESTS, Chapter, Look
from tests.matrix.shop import RED, Shop

CHANGES: Final = Chapter("Files change")
_CODE: Final = "src/pay/pay.py"
_PROOF: Final = "tests/pay/test_pay.py"


@CHANGES.row("A covered file is changed", TESTS, STALE, "The proof is of the old one.", says=f"{_CODE} changed")
def covered_changed(shop: Shop) -> None:
    shop.edit(_CODE, "1", "2")


@CHANGES.row(
    "Only white space changes in a covered file",
    TESTS,
    STALE,
    "What white space means is known to the language, not to a fingerprint.",
    says=f"{_CODE} changed",
)
def covered_reformatted(shop: Shop) -> None:
    shop.edit(_CODE, "return 1", "return  1")


@CHANGES.row("A covered file is touched: new times, the same bytes", TESTS, PASSED, "Times are not content.")
def covered_touched(shop: Shop) -> None:
    os.utime(shop.path / _CODE, (2_000_000_000, 2_000_000_000))


@CHANGES.row("A covered file is changed, and changed back", TESTS, PASSED, "It is the content that was proven.")
def covered_changed_back(shop: Shop) -> None:
    before = (shop.path / _CODE).read_bytes()
    shop.commit({_CODE: "def pay():\n    return 3\n"})
    shop.commit({_CODE: before.decode()})


@CHANGES.row("A file is added where it is covered", TESTS, STALE, "It was not there.", says="src/pay/new.py is new")
def covered_added(shop: Shop) -> None:
    shop.commit({"src/pay/new.py": "NEW = 1\n"})


@CHANGES.row(
    "The same, and git does not track it yet",
    TESTS,
    STALE,
    "Python imports it, tracked or not; only ignored files are left out.",
    says="src/pay/new.py is new",
)
def covered_added_untracked(shop: Shop) -> None:
    shop.write("src/pay/new.py")


@CHANGES.row("A covered file is deleted", TESTS, STALE, "It was there.", says="src/pay/run.sh is gone")
def covered_deleted(shop: Shop) -> None:
    (shop.path / "src/pay/run.sh").unlink()


@CHANGES.row(
    "A covered file is renamed",
    TESTS,
    STALE,
    "Whoever imports it by its old name fails.",
    says="src/pay/pay.py moved to src/pay/cash.py",
)
def covered_renamed(shop: Shop) -> None:
    shop.git("mv", _CODE, "src/pay/cash.py")


@CHANGES.row(
    "Everything that is covered is deleted",
    TESTS,
    MISSING,
    "A proof about no file proves nothing.",
    says="matches no file",
)
def covered_gone(shop: Shop) -> None:
    shop.git("rm", "-r", "-q", "src/pay")


@CHANGES.row("A file that is not covered is changed", TESTS, PASSED, "It is said to be about other files.")
def uncovered_changed(shop: Shop) -> None:
    shop.commit({"src/tax/tax.py": "RATE = 21\n"})


@CHANGES.row("A file that is not covered is renamed", TESTS, PASSED, "Neither of its names is covered.")
def uncovered_renamed(shop: Shop) -> None:
    shop.git("mv", "src/tax/tax.py", "src/tax/rates.py")


@CHANGES.row(
    "The same, for what covers the whole tree",
    SUITE,
    STALE,
    "To it no file is another file.",
    says="src/tax/tax.py moved to src/tax/rates.py",
)
def uncovered_renamed_of_the_whole(shop: Shop) -> None:
    uncovered_renamed(shop)


@CHANGES.row("A file is moved into what is covered", TESTS, STALE, "It is new there.", says="src/pay/tax.py is new")
def moved_in(shop: Shop) -> None:
    shop.git("mv", "src/tax/tax.py", "src/pay/tax.py")


@CHANGES.row(
    "A file of `inputs` is changed",
    TESTS,
    STALE,
    "A gutted test proves nothing: what the proof is made of counts as what it is about.",
    says=f"{_PROOF} changed",
)
def input_changed(shop: Shop) -> None:
    shop.edit(_PROOF, "assert pay() == 1", "assert True")


@CHANGES.row("A file of `inputs` is touched", TESTS, PASSED, "Times are not content.")
def input_touched(shop: Shop) -> None:
    os.utime(shop.path / _PROOF, (2_000_000_000, 2_000_000_000))


@CHANGES.row("A file is added to `inputs`", TESTS, STALE, "The new test has not run.", says="test_fee.py is new")
def input_added(shop: Shop) -> None:
    shop.write("tests/pay/test_fee.py")


@CHANGES.row("A file of `inputs` is deleted", TESTS, STALE, "A test less is another proof.", says=f"{_PROOF} is gone")
def input_deleted(shop: Shop) -> None:
    (shop.path / _PROOF).unlink()


@CHANGES.row(
    "A file of `inputs` is renamed",
    TESTS,
    STALE,
    "Under another name a runner may no longer find it.",
    says=f"{_PROOF} moved to tests/pay/pay.py",
)
def input_renamed(shop: Shop) -> None:
    shop.git("mv", _PROOF, "tests/pay/pay.py")


@CHANGES.row(
    "An ignored file appears, and changes, in a covered folder",
    SUITE,
    PASSED,
    "What git ignores does not ship.",
)
def ignored_changed(shop: Shop) -> None:
    shop.write("src/pay/debug.log", "one\n")
    shop.write("src/pay/debug.log", "two\n")


@CHANGES.row(
    "An untracked file appears anywhere", SUITE, STALE, "The next `git add` ships it.", says="notes.txt is new"
)
def untracked_added(shop: Shop) -> None:
    shop.write("notes.txt")


@CHANGES.row(
    "Everything is proven into a folder of the work tree (`--ledger proofs`)",
    SUITE,
    PASSED,
    "Records are about content, and none themselves: git ignores the folder that is made for them.",
)
def ledger_in_the_work_tree(shop: Shop) -> Look:
    shop.forget()
    shop.prove("--ledger", "proofs")
    return Look(shop, ("--ledger", "proofs"))


@CHANGES.row("An empty folder appears", SUITE, PASSED, "Git keeps no folders, only files.")
def empty_folder(shop: Shop) -> None:
    (shop.path / "src/pay/later").mkdir()


@CHANGES.row(
    "The artefact is replaced after it was recorded, by a red one or a green one",
    TESTS,
    PASSED,
    "The record counts. What lies around says nothing until it is captured.",
)
def artefact_replaced(shop: Shop) -> None:
    shop.write("out/pay.xml", RED)


@CHANGES.row("The artefact is deleted after it was recorded", TESTS, PASSED, "What it measured is in the record.")
def artefact_deleted(shop: Shop) -> None:
    (shop.path / "out/pay.xml").unlink()


@CHANGES.row(
    "A covered file is changed, and a green artefact made by hand lies there",
    TESTS,
    STALE,
    "Nobody has said which content it is about.",
    says=f"{_CODE} changed",
)
def artefact_beside_a_change(shop: Shop) -> None:
    covered_changed(shop)
    shop.write("out/pay.xml")


@CHANGES.row(
    "A green artefact lies there, and nothing is on record",
    TESTS,
    MISSING,
    "It may be from anywhere; `readiness capture` says that it is from here.",
    says="no record says which content it is about",
)
def artefact_alone(shop: Shop) -> None:
    shop.forget()


@CHANGES.row(
    "A covered file is changed, but not staged; the index is judged", TESTS, PASSED, "A commit would not have it."
)
def index_judged(shop: Shop) -> Look:
    covered_changed(shop)
    return Look(shop, ("--index",))


@CHANGES.row(
    "It is staged, and changed back on disk; the index is judged",
    TESTS,
    STALE,
    "A commit would have it.",
    says=f"{_CODE} changed",
)
def index_judged_staged(shop: Shop) -> Look:
    before = (shop.path / _CODE).read_bytes()
    covered_changed(shop)
    shop.git("add", _CODE)
    shop.write(_CODE, before)
    return Look(shop, ("--index",))


@CHANGES.row("A covered file is changed, and not committed; `--at HEAD`", TESTS, PASSED, "The commit does not have it.")
def commit_judged(shop: Shop) -> Look:
    covered_changed(shop)
    return Look(shop, ("--at", "HEAD"))


@CHANGES.row(
    "A change is proven before it is committed, then committed",
    SUITE,
    PASSED,
    "Exactly the content that was proven is what is committed.",
)
def proven_then_committed(shop: Shop) -> Look:
    covered_changed(shop)
    shop.prove()
    shop.commit(message="Pay more")
    return Look(shop, ("--at", "HEAD"))


@CHANGES.row(
    "An old commit is judged, after covered files have moved on", SUITE, PASSED, "Its content was proven then."
)
def older_commit_judged(shop: Shop) -> Look:
    shop.commit({_CODE: "def pay():\n    return 2\n"})
    return Look(shop, ("--at", "HEAD~1"))
