"""Rows about trusted keys: who has signed a record, when, for what; and checkpoints, which show what is gone."""

from typing import Final

from tests.matrix.records import data_of, failed_later, fails_then, forge, names_of
from tests.matrix.row import FAILED, MISSING, PASSED, SPEED, STALE, SUITE, TESTS, UNKNOWN, Chapter, Look
from tests.matrix.shop import GREEN, Shop
from tests.ssh import KeyPair

SIGNATURES: Final = Chapter("Keys are trusted")
_LONG_AGO: Final = "2020-01-01"
_FAR: Final = "2098-01-01"


def trusting(shop: Shop, *more: str, key: KeyPair | None = None, head: str = "") -> Look:
    """Judge with one trusted key: that of the release, unless another is named."""
    lines = [head and f"[trust]\n{head}", "[[trust.keys]]", f'key = "{(key or shop.keys.release).line}"']
    trust = shop.path.with_name("trust.toml")
    trust.write_text("\n".join([*lines, 'identity = "release-ci"', *more, ""]))
    return Look(shop, ("--trust", str(trust)))


def _unsigned(shop: Shop) -> None:
    """Prove it all again, signed by nobody."""
    shop.forget()
    assert shop.proved().code == 0


@SIGNATURES.row("The record is signed by a trusted key", SUITE, PASSED, "Somebody trusted stands behind it.")
def signed(shop: Shop) -> Look:
    return trusting(shop)


@SIGNATURES.row("The same, after a squash", SUITE, PASSED, "A signature is about the content, not about a commit.")
def signed_and_squashed(shop: Shop) -> Look:
    shop.git("switch", "-q", "-c", "feature")
    shop.commit({"src/pay/fee.py": "FEE = 1\n"})
    shop.prove()
    shop.git("switch", "-q", "main")
    shop.git("merge", "-q", "--squash", "feature")
    shop.commit(message="Add the fee")
    return trusting(shop)


@SIGNATURES.row(
    "The record is not signed",
    SUITE,
    UNKNOWN,
    "Nobody stands behind it.",
    says="it was proven, but it is not signed",
)
def unsigned(shop: Shop) -> Look:
    _unsigned(shop)
    return trusting(shop)


@SIGNATURES.row(
    "It is not signed, and then signed by a job that runs no code of the change",
    SUITE,
    PASSED,
    "It counts from then on.",
)
def signed_afterwards(shop: Shop) -> Look:
    shop.forget()
    proofs = shop.path.with_name("proofs")
    assert shop.proved("--ledger", str(proofs)).code == 0
    shop.ledger("sign", "--ledger", proofs, "--sign", shop.keys.release.path)
    shop.ledger("merge", proofs)
    return trusting(shop)


@SIGNATURES.row(
    "The record is signed by the wrong key",
    SUITE,
    UNKNOWN,
    "Anybody can make a key.",
    says="which nobody trusts",
)
def wrong_key(shop: Shop) -> Look:
    shop.forget()
    shop.prove(sign=shop.keys.stranger)
    return trusting(shop)


@SIGNATURES.row(
    "A record is written by hand, as readiness would write it",
    SPEED,
    UNKNOWN,
    "The signature of the old one does not come along.",
    says="it is not signed",
)
def forged_with_trust(shop: Shop) -> Look:
    forge(shop, SPEED, summary="a good number")
    return trusting(shop)


@SIGNATURES.row(
    "The signed record failed, and somebody adds a newer one that passed, unsigned",
    SUITE,
    FAILED,
    "Trust comes first, then the newest.",
    says="exit code 1",
)
def unsigned_green_beside_signed_red(shop: Shop) -> Look:
    fails_then(shop, "--sign", str(shop.keys.release.path))
    assert shop.proved("--all", "whole").code == 0
    return trusting(shop)


@SIGNATURES.row(
    "The signed record passed, and somebody adds a newer one that failed, unsigned",
    SUITE,
    PASSED,
    "What nobody stands behind neither helps nor hurts: else anybody could stop a launch.",
)
def unsigned_red_beside_signed_green(shop: Shop) -> Look:
    fails_then(shop)
    return trusting(shop)


@SIGNATURES.row("The key has expired since", SUITE, UNKNOWN, "The run ended after its last day.", says="expired")
def expired(shop: Shop) -> Look:
    return trusting(shop, f"until = {_LONG_AGO}")


@SIGNATURES.row(
    "The key is not valid yet",
    SUITE,
    UNKNOWN,
    "The run ended before its first day.",
    says="is trusted only from 2098-01-01 on",
)
def premature(shop: Shop) -> Look:
    return trusting(shop, f"from = {_FAR}")


@SIGNATURES.row(
    "The key is revoked, after the run",
    SUITE,
    UNKNOWN,
    "Who stole it can write any day; a revoked key has no past.",
    says="revoked",
)
def revoked(shop: Shop) -> Look:
    return trusting(shop, f"revoked = {_FAR}")


@SIGNATURES.row("The key may attest this surface", TESTS, PASSED, "Payments are its surface.")
def right_surface(shop: Shop) -> Look:
    return trusting(shop, 'surfaces = ["payments"]')


@SIGNATURES.row(
    "The key may attest another surface only",
    TESTS,
    UNKNOWN,
    "A team vouches for what is its own.",
    says="may not attest",
)
def wrong_surface(shop: Shop) -> Look:
    return trusting(shop, 'surfaces = ["tax"]')


@SIGNATURES.row(
    "The key is bound to a surface, and the item has none",
    SUITE,
    UNKNOWN,
    "The whole is nobody's surface.",
    says="items of some surfaces only, and this one has none",
)
def no_surface(shop: Shop) -> Look:
    return trusting(shop, 'surfaces = ["payments"]')


@SIGNATURES.row(
    "The key may attest another kind of evidence only",
    SUITE,
    UNKNOWN,
    "It is trusted with that kind.",
    says="may not attest",
)
def wrong_kind(shop: Shop) -> Look:
    return trusting(shop, 'kinds = ["coverage"]')


@SIGNATURES.row(
    "The record is captured, signed, and only executed ones count",
    SUITE,
    UNKNOWN,
    "Nobody saw the artefact being made from this content.",
    says="captured",
)
def captured_where_executed_counts(shop: Shop) -> Look:
    shop.forget()
    shop.write("out/all.xml", GREEN)
    shop.captured("whole", sign=True)
    return trusting(shop, head="executed_only = true\n")


@SIGNATURES.row(
    "A covered file is changed, and the only record of the new content is by the wrong key",
    TESTS,
    UNKNOWN,
    "It was proven, but by nobody who is trusted; the trusted record is about other content.",
    says="which nobody trusts",
)
def changed_and_wrong_key(shop: Shop) -> Look:
    shop.edit("src/pay/pay.py", "1", "2")
    shop.prove(sign=shop.keys.stranger)
    return trusting(shop)


@SIGNATURES.row(
    "A covered file is changed", TESTS, STALE, "Trust does not change what a record is about.", says="pay.py changed"
)
def changed_with_trust(shop: Shop) -> Look:
    shop.edit("src/pay/pay.py", "1", "2")
    return trusting(shop)


@SIGNATURES.row(
    "A record is taken away after a checkpoint listed it",
    TESTS,
    UNKNOWN,
    "The signed list says that it was there.",
    says="a record of it was removed",
)
def removed_after_checkpoint(shop: Shop) -> Look:
    shop.ledger("checkpoint", "--sign", shop.keys.release.path)
    shop.store().remove(names_of(shop, TESTS))
    return trusting(shop)


@SIGNATURES.row(
    "A failed record is taken away after a checkpoint listed it",
    SUITE,
    UNKNOWN,
    "The green record of the same content does not count either, until the failure is explained.",
    says="a record of it was removed",
)
def failure_removed_after_checkpoint(shop: Shop) -> Look:
    failed_later(shop)
    shop.ledger("checkpoint", "--sign", shop.keys.release.path)
    shop.store().remove([max(names_of(shop, SUITE), key=lambda name: name.rpartition("/")[2])])
    return trusting(shop)


@SIGNATURES.row(
    "The record is taken away together with the only checkpoint",
    TESTS,
    MISSING,
    "What is left looks like an earlier state. It is no pass; protect the branch for the rest.",
    says="no record says",
)
def removed_with_checkpoint(shop: Shop) -> Look:
    shop.ledger("checkpoint", "--sign", shop.keys.release.path)
    store = shop.store()
    store.remove([*names_of(shop, TESTS), *(name for name in store.names() if name.startswith("checkpoints/"))])
    return trusting(shop)


@SIGNATURES.row(
    "Old records are pruned, with a signature",
    SUITE,
    PASSED,
    "What goes is accounted for, and the newest content stays.",
)
def pruned(shop: Shop) -> Look:
    shop.ledger("checkpoint", "--sign", shop.keys.release.path)
    shop.commit({"src/tax/tax.py": "RATE = 21\n"})
    shop.prove()
    look = trusting(shop)
    shop.write("readiness.toml", (shop.path.with_name("trust.toml")).read_text())
    shop.ledger("prune", "--keep", "1", "--sign", shop.keys.release.path)
    (shop.path / "readiness.toml").unlink()
    assert data_of(shop, names_of(shop, SUITE)[0])
    return look
