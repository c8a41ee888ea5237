"""Rows about history: commits are made, moved, joined and cloned, and the content stays, or does not."""

from typing import Final

from tests.matrix.row import FAILED, MISSING, PASSED, STALE, SUITE, TESTS, Chapter, Look
from tests.matrix.shop import RED, Shop

HISTORY: Final = Chapter("History is rewritten, joined and cloned")


def _feature(shop: Shop) -> None:
    """Prove a branch of two commits."""
    shop.git("switch", "-q", "-c", "feature")
    shop.commit({"src/pay/pay.py": "def pay():\n    return 2\n"}, "Half of it")
    shop.commit({"src/pay/fee.py": "FEE = 1\n"}, "The other half")
    shop.prove()


def _tax(shop: Shop) -> None:
    """Let main move on, without touching payments."""
    shop.git("switch", "-q", "main")
    shop.commit({"src/tax/tax.py": "RATE = 21\n"}, "Raise the tax")


def _shallow(shop: Shop) -> Shop:
    return shop.at(shop.clone(shop.path.with_name("shallow"), "--depth=1").path)


@HISTORY.row(
    "A proven branch is rebased onto a `main` that changed other files",
    TESTS,
    PASSED,
    "What it covers is the same; the commits are not asked.",
)
def rebase(shop: Shop) -> None:
    _feature(shop)
    _tax(shop)
    shop.git("rebase", "-q", "main", "feature")


@HISTORY.row(
    "The same, for what covers the whole tree",
    SUITE,
    STALE,
    "Nobody has tested the two together: this is where a merge without conflicts breaks.",
    says="src/tax/tax.py changed",
)
def rebase_of_the_whole(shop: Shop) -> None:
    rebase(shop)


@HISTORY.row(
    "A proven branch is squashed into one commit on `main`",
    SUITE,
    PASSED,
    "The tree of the squashed commit is the tree that was proven.",
)
def squash(shop: Shop) -> None:
    _feature(shop)
    shop.git("switch", "-q", "main")
    shop.git("merge", "-q", "--squash", "feature")
    shop.commit(message="All of it")


@HISTORY.row(
    "A commit is cherry-picked onto a branch without the rest",
    TESTS,
    PASSED,
    "The covered files are the ones that were proven, wherever they come from.",
)
def cherry_pick(shop: Shop) -> None:
    _feature(shop)
    _tax(shop)
    shop.git("cherry-pick", "main..feature")


@HISTORY.row(
    "A change is reverted",
    SUITE,
    PASSED,
    "The content is that of before, and that was proven.",
)
def revert(shop: Shop) -> None:
    shop.commit({"src/pay/pay.py": "def pay():\n    return None\n"}, "Break it")
    shop.git("revert", "--no-edit", "HEAD")


@HISTORY.row(
    "Only the message of a commit is amended",
    SUITE,
    PASSED,
    "A message is no content.",
)
def amend(shop: Shop) -> None:
    shop.git("commit", "-q", "--amend", "--message", "Open the shop, at last")


@HISTORY.row(
    "A proven branch is merged with a merge commit, and `main` had not moved",
    SUITE,
    PASSED,
    "The merge has the tree of the branch.",
)
def merge_commit(shop: Shop) -> None:
    _feature(shop)
    shop.git("switch", "-q", "main")
    shop.git("merge", "-q", "--no-ff", "--no-edit", "feature")


@HISTORY.row(
    "Two branches, each proven alone, are merged",
    SUITE,
    STALE,
    "The tree of both together is new, and what covers it all has to run on it.",
    says="src/tax/tax.py changed",
)
def merge_of_two(shop: Shop) -> None:
    _feature(shop)
    shop.git("switch", "-q", "-c", "other", "main")
    shop.commit({"src/tax/tax.py": "RATE = 21\n"}, "Raise the tax")
    shop.prove()
    shop.git("merge", "-q", "--no-edit", "feature")


@HISTORY.row(
    "A change is stashed away",
    SUITE,
    PASSED,
    "What is judged is what lies there.",
)
def stash(shop: Shop) -> None:
    shop.write("src/pay/pay.py", "def pay():\n    return None\n")
    shop.git("stash", "--quiet")


@HISTORY.row(
    "Another branch is checked out, and this one again",
    SUITE,
    PASSED,
    "The files have new times, and the old content.",
)
def switch_and_back(shop: Shop) -> None:
    _feature(shop)
    shop.git("switch", "-q", "main")


@HISTORY.row(
    "Another branch has a newer record, which failed",
    SUITE,
    PASSED,
    "A record about other content is about something else.",
)
def records_of_another_branch(shop: Shop) -> None:
    shop.git("switch", "-q", "-c", "broken")
    shop.commit({"results/all.xml": RED}, "Break it")
    assert shop.proved().code == 1
    shop.git("switch", "-q", "main")


@HISTORY.row(
    "The branch with the failed record is checked out",
    SUITE,
    FAILED,
    "Of this content the record says no, whatever others say.",
    says="1 of 1 tests failed",
)
def the_other_branch_itself(shop: Shop) -> None:
    records_of_another_branch(shop)
    shop.git("switch", "-q", "broken")


@HISTORY.row(
    "It is cloned, to another folder",
    SUITE,
    PASSED,
    "The clone has the ledger of its remote; absolute paths are in no fingerprint.",
)
def clone(shop: Shop) -> Look:
    return Look(shop.at(shop.clone(shop.path.with_name("clone")).path))


@HISTORY.row(
    "It is cloned with `--depth 1`, and `readiness ledger fetch` has run",
    SUITE,
    PASSED,
    "Freshness needs no history.",
)
def shallow_clone(shop: Shop) -> Look:
    shallow = _shallow(shop)
    shallow.ledger("fetch")
    return Look(shallow)


@HISTORY.row(
    "The same, and then a covered file is changed",
    TESTS,
    STALE,
    "The ledger keeps the object ids, so the report can name the file without history.",
    says="src/pay/pay.py changed",
)
def shallow_clone_changed(shop: Shop) -> Look:
    shallow = _shallow(shop)
    shallow.ledger("fetch")
    shallow.write("src/pay/pay.py", "def pay():\n    return 2\n")
    return Look(shallow)


@HISTORY.row(
    "It is cloned with `--depth 1`, and nothing is fetched",
    SUITE,
    MISSING,
    "A shallow clone has one branch; without records nothing is proven.",
    says="it was never proven",
)
def shallow_clone_without_ledger(shop: Shop) -> Look:
    return Look(_shallow(shop))


@HISTORY.row(
    "It is checked out a second time, with `git worktree add`",
    SUITE,
    PASSED,
    "Linked work trees share the ledger.",
)
def linked_work_tree(shop: Shop) -> Look:
    path = shop.path.with_name("linked")
    shop.git("worktree", "add", "-q", str(path), "-b", "linked")
    return Look(shop.at(path))


@HISTORY.row("Git has packed everything (`git gc`)", SUITE, PASSED, "The same objects, elsewhere.")
def packed(shop: Shop) -> None:
    shop.git("gc", "--quiet", "--prune=now")


@HISTORY.row(
    "It is judged in a bare clone, with `--at main`", SUITE, PASSED, "No work tree is needed to judge a commit."
)
def bare(shop: Shop) -> Look:
    return Look(shop.at(shop.clone(shop.path.with_name("bare.git"), "--bare").path), ("--at", "main"))
