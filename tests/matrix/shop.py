"""The world of the matrix: a shop whose launch is proven and signed, so that one thing can be done to it."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from readiness.ledger.branch import BranchStore
from readiness.tree.opening import find_place
from tests.cli.inside import typed
from tests.cli.program import Ended
from tests.repository import RepositoryBuilder
from tests.ssh import KeyPair, key_pair

LEDGER: Final = "refs/heads/readiness-ledger"
GREEN: Final = '<testsuite name="s" tests="1"><testcase classname="pay" name="takes_money" time="0.1"/></testsuite>\n'
RED: Final = GREEN.replace("/></testsuite>", "><failure>no</failure></testcase></testsuite>")
SCOPE: Final = """\
kind: scope
id: shop
title: The shop opens
owner: release-manager
launch: 2099-12-15
surfaces:
  payments: {title: Payments, paths: [src/pay/**]}
items:
  - id: pay
    title: Payments work
    class: launch-critical
    surface: payments
    rollback: {plan: none, because: Nothing is sold yet, accepted_by: general-counsel}
    evidence:
      - id: tests
        path: out/pay.xml
        run: mkdir -p out && cp results/pay.xml out
        inputs: [tests/pay/**]
      - id: speed
        score: out/speed.json
        pointer: /p95
        at_most: 300
        run: mkdir -p out && cp results/speed.json out
  - id: whole
    title: The whole works
    class: launch-critical
    rollback: {plan: none, because: Nothing is sold yet, accepted_by: general-counsel}
    evidence:
      - {id: suite, path: out/all.xml, run: mkdir -p out && cp results/all.xml out}
"""
FILES: Final = {
    ".gitignore": "/out/\n*.log\n",
    "scopes/shop.yaml": SCOPE,
    "src/pay/pay.py": "def pay():\n    return 1\n",
    "src/pay/run.sh": "python pay.py\n",
    "src/tax/tax.py": "RATE = 20\n",
    "tests/pay/test_pay.py": "assert pay() == 1\n",
    "results/pay.xml": GREEN,
    "results/all.xml": GREEN,
    "results/speed.json": '{"p95": 250}\n',
}


@dataclass(frozen=True, slots=True)
class Keys:
    """Who signs: the key of the release, which signs everything here, and one that nobody knows."""

    release: KeyPair
    stranger: KeyPair


def keys(folder: Path) -> Keys:
    """Return keys that ssh-keygen makes in `folder`."""
    return Keys(key_pair(folder / "release"), key_pair(folder / "stranger"))


class Shop(RepositoryBuilder):
    """The repository, and what somebody would type there."""

    def __init__(self, path: Path, keys: Keys) -> None:
        super().__init__(path)
        self.keys = keys

    def again(self, path: Path) -> "Shop":
        """Return a copy of this whole folder at `path`, file times included."""
        shutil.copytree(self.path, path, symlinks=True)
        return Shop(path, self.keys)

    def at(self, path: Path) -> "Shop":
        """Return what lies at `path`, such as a clone, in the hands of the same people."""
        return Shop(path, self.keys)

    def edit(self, name: str, before: str, after: str) -> None:
        """Replace `before` in the file `name`, which has to have it exactly once."""
        text = (self.path / name).read_text()
        assert text.count(before) == 1, f"{name} has {before!r} {text.count(before)} times"
        self.write(name, text.replace(before, after))

    def document(self, before: str, after: str) -> None:
        """Change the document of the launch."""
        self.edit("scopes/shop.yaml", before, after)

    def prove(self, *words: str, sign: KeyPair | None = None) -> Ended:
        """Prove what is not proven; signed by the key of the release, unless another is named."""
        ended = self.proved(*words, "--sign", os.fspath((sign or self.keys.release).path))
        assert ended.code == 0, ended.out + ended.err
        return ended

    def proved(self, *words: str) -> Ended:
        """Return how `prove` ends, signed by nobody unless `words` say so."""
        return typed("prove", *words, folder=self.path)

    def captured(self, *words: str, sign: bool = False) -> Ended:
        """Capture what lies there, signed by nobody unless that is asked."""
        signing = ("--sign", os.fspath(self.keys.release.path)) if sign else ()
        ended = typed("capture", *words, *signing, folder=self.path)
        assert ended.code == 0, ended.out + ended.err
        return ended

    def ledger(self, *words: str | Path) -> Ended:
        """Do something to the ledger that has to succeed."""
        ended = typed("ledger", *words, folder=self.path)
        assert ended.code == 0, ended.out + ended.err
        return ended

    def forget(self) -> None:
        """Take the whole ledger away."""
        self.git("update-ref", "-d", LEDGER)

    def store(self) -> BranchStore:
        """Return the ledger as files, for those who tamper with it."""
        _, repository = find_place(self.path)
        assert repository is not None
        return BranchStore(repository, LEDGER)


def proven_shop(path: Path, keys: Keys) -> Shop:
    """Return the shop at `path`, committed, proven and signed."""
    shop = Shop(path, keys)
    shop.start()
    shop.commit(FILES, "Open the shop")
    shop.prove()
    return shop
