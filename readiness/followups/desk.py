"""The documents as they lie in the work tree, opened to be edited."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from readiness.config import Config
from readiness.errors import Problem, ReadinessError
from readiness.evidence import kinds
from readiness.followups.overlay import Snapshot
from readiness.ledger.reading import Ledger
from readiness.link.register import Register, register
from readiness.load.cache import user_cache
from readiness.load.events import parse
from readiness.load.text import decode
from readiness.load.walk import Unparsed
from readiness.model.loaded import Documents
from readiness.model.place import Location
from readiness.pipeline import Request, ledger_of
from readiness.sides import Reader, Side
from readiness.tree.base import Tree, Unread
from readiness.tree.opening import find_top, open_tree


@dataclass(frozen=True, slots=True)
class Desk:
    """One look at the work tree: its files, and what the documents among them say. `now` is aware, UTC."""

    request: Request
    top: Path
    tree: Tree
    side: Side
    known: Register
    now: datetime
    reader: Reader = field(repr=False)

    @property
    def config(self) -> Config:
        """The configuration of the work tree."""
        return self.side.config

    @property
    def documents(self) -> Documents:
        """What is written there now."""
        return self.side.documents

    @property
    def today(self) -> date:
        """The day in UTC."""
        return self.now.astimezone(UTC).date()

    def ledger(self) -> Ledger:
        """Return the records that verdicts are judged by.

        Raises:
            ReadinessError: RDY05x for the repository.
        """
        return ledger_of(self.request, self.config)

    def text(self, path: str) -> str:
        """Return the text of the file at `path`, with the line breaks and the byte order mark that it has.

        Raises:
            ReadinessError: RDY028, it cannot be read; RDY007, it is not UTF-8.
        """
        data = self.tree.read([path], self.config.max_bytes)[path]
        if isinstance(data, Unread):
            fix = "make it a regular file inside the repository that can be read"
            raise ReadinessError(Problem("RDY028", f"it cannot be edited: {data.value}", fix, Location(path)))
        problem = decode(path, data)
        if isinstance(problem, Problem):
            raise ReadinessError(problem)
        return data.decode("utf-8")

    def written(self, path: str) -> Any:  # noqa: ANN401 - whatever YAML holds
        """Return the data of the document at `path` as it is written, short forms and all.

        Raises:
            ReadinessError: as `text`, and what keeps it from being read as YAML.
        """
        parsed = parse(path, self.text(path).removeprefix("\ufeff"))
        if isinstance(parsed, Unparsed):
            raise ReadinessError.of(parsed.problems)
        return parsed.data

    def file(self, path: str) -> Path:
        """Return where the file at `path` lies, links followed."""
        return self.top / (self.tree.lies_at(path) or path)


def open_desk(root: Path, now: datetime | None = None, *, cache: bool = True) -> Desk:
    """Return the documents of the work tree around `root`; `cache` allows those of earlier runs to be believed.

    Raises:
        ReadinessError: RDY040 for the configuration; RDY05x for the repository, among them RDY052 for one without a
            work tree, in which nothing can be edited.
    """
    top = find_top(root)
    moment = now or datetime.now(UTC)
    tree = Snapshot(open_tree(top))
    reader = Reader(kinds(), user_cache() if cache else None)
    side = reader.alone(tree)
    request = replace(Request(root=top), now=moment)
    return Desk(request, top, tree, side, register(side.documents), moment, reader)
