"""What git says of a work tree: `git ls-files -s -v -z` and `git status --porcelain=v2 -z`, read once.

Source of the second: records that end in NUL; `# branch.oid OID`, `1 XY sub mH mI mW hH hI path`,
`u XY sub m1 m2 m3 mW h1 h2 h3 path` and `? path`, modes in octal, `000000` for what is not there.
"""

import os
import stat
from dataclasses import dataclass
from typing import Final

from readiness.tree.disk import Disk
from readiness.tree.git import GitFailedError
from readiness.tree.index import Staged, parse_staged
from readiness.tree.repository import Repository

_STATUS: Final = (
    "status",
    "--porcelain=v2",
    "-z",
    "--branch",
    "--no-ahead-behind",
    "--no-renames",
    "--untracked-files=all",
    "--ignore-submodules=dirty",
)
_FIELDS: Final = {"1": 8, "u": 10}
_MODE: Final = {"1": 5, "u": 6}
_STORABLE: Final = (stat.S_IFREG, stat.S_IFLNK, stat.S_IFDIR)


@dataclass(frozen=True, slots=True)
class Status:
    """A work tree against its index and HEAD.

    `gone` are tracked paths without a storable file; `changed` those whose file may differ from the index; `untracked`
    are new files that are not ignored; `repositories` are folders with a repository of their own that is not tracked.
    """

    head: str | None
    staged: Staged
    gone: frozenset[str]
    changed: frozenset[str]
    untracked: frozenset[str]
    repositories: frozenset[str]

    @property
    def clean(self) -> bool:
        """Whether the work tree and the index are what HEAD's commit holds, as far as git was let look."""
        return not (self.gone or self.changed or self.untracked or self.repositories)


def read_status(repository: Repository, disk: Disk) -> Status:
    """Return what git says of the work tree of `repository`.

    Raises:
        ReadinessError: RDY050, git cannot read the work tree or the index.
    """
    try:
        staged = parse_staged(repository.git.run("ls-files", "-s", "-v", "-z"))
        printed = repository.git.run(*_STATUS)
    except GitFailedError as error:
        raise error.as_problem() from error
    head: str | None = None
    gone: set[str] = set()
    changed: set[str] = set()
    untracked: set[str] = set()
    for record in os.fsdecode(printed).split("\0")[:-1]:
        kind, _, rest = record.partition(" ")
        match kind:
            case "1" | "u":
                *facts, path = rest.split(" ", _FIELDS[kind] - 1)
                there = int(facts[_MODE[kind] - 1], 8) != 0 and _storable(disk, path)
                (changed if there else gone).add(path)
            case "?":
                untracked.add(rest)
            case _:
                oid = rest.removeprefix("branch.oid ")
                head = oid if oid not in {rest, "(initial)"} else head
    nested = {path for path in untracked if path.endswith("/")}
    return Status(head, staged, frozenset(gone), frozenset(changed), frozenset(untracked - nested), frozenset(nested))


def _storable(disk: Disk, path: str) -> bool:
    # Git takes a pipe in place of a file for a changed file, which it then cannot store.
    facts = disk.facts(path)
    return facts is not None and stat.S_IFMT(facts.st_mode) in _STORABLE
