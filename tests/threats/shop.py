"""A launch that is ready to go in a repository of its own, for attacks: proven, judged, and changed underneath."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from readiness.config import read_trust
from readiness.errors import ReadinessError
from readiness.gather.asking import Asked
from readiness.ledger.keeping import checkpoint
from readiness.ledger.keys import open_signer
from readiness.ledger.reading import Ledger
from readiness.ledger.trust import Keyring
from readiness.model.evidence import Transcript
from readiness.model.record import Record
from readiness.pipeline import Request, check
from readiness.prove.capture import capture
from readiness.prove.ground import Ground, survey
from readiness.prove.recording import Recorder
from tests.link.launches import GREEN, NOW, scope
from tests.repository import RepositoryBuilder
from tests.ssh import KeyPair, key_pair
from tests.threats.register import Answer

REPORT: Final = "proof/tests.xml"
FILES: Final[Mapping[str, str]] = {
    ".gitignore": "/proof/\n",
    "docs/ops.md": "# Operations\n\n## Rollback\n\nRevert the release.\n",
    "src/pay.py": "def pay():\n    return 1\n",
    "src/tax.py": "def tax():\n    return 2\n",
    "tests/test_pay.py": "from src.pay import pay\n\n\ndef test_pays():\n    assert pay() == 1\n",
    "scopes/shop.yaml": scope(),
}
HOUR: Final = timedelta(hours=1)


@dataclass(slots=True)
class Shop:
    """The repository; `keys` are made when they are first asked for, by name, in the folder `keyring`."""

    repository: RepositoryBuilder
    keyring: Path
    keys: dict[str, KeyPair] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.repository.path

    def key(self, name: str = "ci") -> KeyPair:
        """Return the key called `name`."""
        if name not in self.keys:
            self.keys[name] = key_pair(self.keyring / name)
        return self.keys[name]

    def report(self, text: str = GREEN, path: str = REPORT) -> None:
        """Let a report lie there."""
        self.repository.write(path, text)

    def ground(self, **asked: Any) -> Ground:  # noqa: ANN401 - of a request
        """Return a look at the work tree."""
        return survey(Request(root=self.root, cache=False, **asked))

    def captured(self, text: str | None = GREEN, at: datetime = NOW, **changes: Any) -> tuple[Record, bytes]:  # noqa: ANN401 - fields of a record
        """Return a record of the report with `text`, as a job would capture it, with some fields changed."""
        if text is not None:
            self.report(text)
        found = capture(self.ground(), (), at, elsewhere=True)
        record, contents = found.records[0]
        return replace(record, **changes), contents

    def executed(self, text: str = GREEN, at: datetime = NOW, code: int = 0) -> tuple[Record, bytes]:
        """Return the record of a run of the suite that ended `at` with exit `code`, and left `text` as its report."""
        self.report(text)
        ground = self.ground()
        asked = next(one for proven, one in ground.asked.items() if proven.item == "suite")
        run = Transcript(asked.evidence.run or "true", code, b"", at - HOUR, at)
        return self.recorder(ground).executed(asked, run), asked.covered.contents

    def recorder(self, ground: Ground) -> Recorder:
        return Recorder(ground.tree, ground.config, ground.coverage)

    def asked(self, name: str = "suite") -> Asked:
        """Return what is asked of the item called `name`."""
        return next(one for proven, one in self.ground().asked.items() if proven.item == name)

    def keep(self, *records: tuple[Record, bytes], sign: str | None = None, ledger: Path | None = None) -> list[str]:
        """Put `records` into the ledger, signed by the key called `sign`; return their names there."""
        signer = open_signer(self.key(sign).path) if sign is not None else None
        return [*self.ground(ledger=ledger).ledger.append(records, signer)]

    def prove(self, text: str = GREEN, at: datetime = NOW, sign: str | None = None) -> list[str]:
        """Put what is asked for on record for the content that lies there now."""
        self.report(text)
        found = capture(self.ground(), (), at, elsewhere=True)
        assert not found.refused, found.refused
        return self.keep(*found.records, sign=sign)

    def check(self, **asked: Any) -> Answer:  # noqa: ANN401 - of a request
        """Return the answer on the work tree, or on what is `asked`."""
        try:
            return check(Request(root=self.root, **{"now": NOW + HOUR, "cache": False, **asked}))
        except ReadinessError as error:
            return error

    def trust(self, *more: str, name: str = "ci", top: str = "") -> Path:
        """Return a file that trusts the key called `name`, with `more` lines about it, to be given as `--trust`."""
        lines = ["[trust]", top, "[[trust.keys]]", f'key = "{self.key(name).line}"', f'identity = "{name}"', *more]
        path = self.keyring / "trust.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n")
        return path

    def only_executed(self) -> Path:
        """Return a file that lets only records of executed runs count, signed or not."""
        self.keyring.mkdir(parents=True, exist_ok=True)
        path = self.keyring / "executed.toml"
        path.write_text("[trust]\nexecuted_only = true\n")
        return path

    @property
    def ledger(self) -> Ledger:
        """The ledger of the repository as it is now."""
        return self.ground().ledger

    def plant(self, name: str, data: bytes) -> None:
        """Put a file into the ledger under any name, as nobody but an attacker does."""
        self.ledger.target.append({name: data})

    def file(self, name: str) -> bytes:
        """Return the bytes of a file of the ledger."""
        data = self.ledger.read([name])[name]
        assert isinstance(data, bytes)
        return data

    def checkpoint(self) -> str:
        """Put a checkpoint into the ledger, signed by the trusted key; return its name."""
        ledger = self.ground(trust=self.trust()).ledger
        keys = Keyring(read_trust(self.trust()))
        return checkpoint(ledger, keys, NOW, open_signer(self.key().path))[0]

    def committed(self, files: Mapping[str, str] | None = None, message: str = "Change") -> str:
        """Commit `files` and all else that lies there; return the id."""
        return self.repository.commit(files, message)
