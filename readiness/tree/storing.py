"""What git would store of a work tree if everything were added, worked out in a copy of the index that nobody sees."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from readiness.tree.base import Entry
from readiness.tree.git import GitFailedError
from readiness.tree.index import parse_staged
from readiness.tree.repository import Repository


@dataclass(frozen=True, slots=True)
class Touched:
    """Paths whose entry in the index is not what the disk holds: tracked and `gone`, tracked and `changed`, and `new`.

    `attributes` are those of the `gone` that are files of attributes, deleted where no link leads to.
    """

    gone: frozenset[str]
    changed: frozenset[str]
    new: frozenset[str]
    attributes: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.gone or self.changed or self.new)


def stored(repository: Repository, touched: Touched) -> tuple[Entry, ...]:
    """Return the entries of the index once all that is `touched` is added to it.

    Raises:
        ReadinessError: RDY050, a file cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="readiness-") as folder:
        copy = Path(folder) / "index"
        own = repository.git_dir / "index"
        if own.exists():
            # With its time: git trusts a file's size and time only where they are older than the index.
            shutil.copy2(own, copy)
        try:
            return _updated(repository, touched, {"GIT_INDEX_FILE": os.fspath(copy)})
        except GitFailedError as error:
            raise error.as_problem() from error


def _updated(repository: Repository, touched: Touched, environment: Mapping[str, str]) -> tuple[Entry, ...]:
    passes = (
        (("--force-remove",), touched.gone - touched.attributes),
        # In one pass, as git does it: of a deleted file of attributes, what sorts before it is still converted by it.
        (("--add", "--remove", "--replace"), touched.changed | touched.attributes),
        # A new file may be gone again, as temporary ones are; then it has no entry.
        (("--add", "--remove", "--replace"), touched.new),
    )
    for options, paths in passes:
        feed = b"".join(path + b"\0" for path in sorted(map(os.fsencode, paths)))
        if feed:
            # `--info-only` works out object ids, conversions and all, and stores no object.
            arguments = ("--info-only", *options, "-z", "--stdin")
            repository.git.run("update-index", *arguments, feed=feed, environment=environment)
    return parse_staged(repository.git.run("ls-files", "-s", "-v", "-z", environment=environment)).entries
