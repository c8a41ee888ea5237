"""What git says of a work tree: `git ls-files -s -v -z` and `git status --porcelain=v2 -z`, read once.

Source of the second: records that end in NUL; `# branch.oid OID`, `1 XY sub mH mI mW hH hI path`,
`u XY sub m1 m2 m3 mW h1 h2 h3 path` and `? path`, modes in octal, `000000` for what is not there.
"""

import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from readiness.tree.disk import Disk
from readiness.tree.filters import Drivers, Filtered, look_through
from readiness.tree.git import GitFailedError
from readiness.tree.index import CONFLICTED, NO_COMMIT, Staged, parse_staged
from readiness.tree.repository import Repository
from readiness.tree.times import untouched

_DIRTY: Final = "The work tree has uncommitted changes."
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
_MODE: Final = {"1": 4, "u": 5}
"""Where the mode on disk stands, among the fields that follow the kind."""
_STORABLE: Final = (stat.S_IFREG, stat.S_IFLNK, stat.S_IFDIR)


@dataclass(frozen=True, slots=True)
class Status:
    """A work tree against its index and HEAD.

    `gone` are tracked paths without a storable file; `changed` those whose file differs from the index; `untracked` are
    new files that are not ignored; `repositories` are folders with a repository of their own that is not tracked.
    `uncommitted` says whether the index differs from HEAD. `filtered` are changed and new files behind a filter.
    """

    head: str | None
    staged: Staged
    gone: frozenset[str]
    changed: frozenset[str]
    untracked: frozenset[str]
    repositories: frozenset[str]
    uncommitted: bool
    filtered: Filtered

    @property
    def clean(self) -> bool:
        """Whether the work tree and the index are what HEAD's commit holds, as far as git was let look."""
        return not (self.gone or self.changed or self.untracked or self.repositories or self.uncommitted)

    def notes(self) -> Iterator[str]:
        """Yield what a report has to say of a candidate that lies on disk."""
        if self.head is None:
            yield NO_COMMIT
        if not self.clean:
            yield _DIRTY
        if self.staged.conflicted:
            yield CONFLICTED
        if self.repositories:
            names = ", ".join(sorted(map(ascii, self.repositories)))
            yield f"Repositories inside this one are left out, because they are not submodules: {names}."
        if count := len(self.staged.overlooked):
            files = "1 file" if count == 1 else f"{count} files"
            yield f"Git is told to overlook changes of {files} (assume-unchanged or skip-worktree)."


def read_status(repository: Repository, disk: Disk, drivers: Drivers) -> Status:
    """Return what git says of the work tree of `repository`, in which no filter of `drivers` runs.

    Raises:
        ReadinessError: RDY050, git cannot read the work tree or the index.
    """
    try:
        staged = parse_staged(repository.git.run("ls-files", "-s", "-v", "-z"))
        printed = repository.git.run(*_STATUS)
        seen = _Seen()
        for record in os.fsdecode(printed).split("\0")[:-1]:
            _note(record, seen, disk)
        nested = {path for path in seen.untracked if path.endswith("/")}
        untracked = seen.untracked - nested
        paths = sorted(seen.changed | untracked)
        filtered = look_through(repository.git, drivers, disk, paths, repository.object_format)
        same = _same(repository, disk, staged, filtered, seen.changed - seen.remoded)
    except GitFailedError as error:
        raise error.as_problem() from error
    return Status(
        head=seen.head,
        staged=staged,
        gone=frozenset(seen.gone),
        changed=frozenset(seen.changed - same),
        untracked=frozenset(untracked),
        repositories=frozenset(nested),
        uncommitted=seen.uncommitted,
        filtered=filtered.less(same),
    )


def _same(
    repository: Repository, disk: Disk, staged: Staged, filtered: Filtered, changed: Collection[str]
) -> frozenset[str]:
    """Return those of the `changed` files behind a filter that are what the index holds.

    Git has compared what lies on disk with what the filter makes of it, so to git they all differ.
    """
    doubtful = [path for path in changed if path in filtered.doubts]
    index = repository.git_dir / "index"
    kept = untouched(repository.git, disk, doubtful, index.stat().st_mtime_ns) if doubtful else frozenset()
    return kept | {
        entry.path for entry in staged.entries if entry.path in changed and filtered.oids.get(entry.path) == entry.oid
    }


@dataclass(slots=True)
class _Seen:
    """What the records say so far; `remoded` are files whose mode differs from the index."""

    head: str | None = None
    gone: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    remoded: set[str] = field(default_factory=set)
    untracked: set[str] = field(default_factory=set)
    uncommitted: bool = False


def _note(record: str, seen: _Seen, disk: Disk) -> None:
    kind, _, rest = record.partition(" ")
    match kind:
        case "1" | "u":
            *facts, path = rest.split(" ", _FIELDS[kind] - 1)
            in_index, on_disk = facts[_MODE[kind] - 1], facts[_MODE[kind]]
            seen.uncommitted = seen.uncommitted or kind == "u" or facts[0][0] != "."
            if kind == "1" and facts[0][1] == ".":
                return
            there = int(on_disk, 8) != 0 and _storable(disk, path)
            (seen.changed if there else seen.gone).add(path)
            if kind == "u" or in_index != on_disk:
                seen.remoded.add(path)
        case "?":
            seen.untracked.add(rest)
        case _:
            oid = rest.removeprefix("branch.oid ")
            seen.head = oid if oid not in {rest, "(initial)"} else seen.head


def _storable(disk: Disk, path: str) -> bool:
    # Git takes a pipe in place of a file for a changed file, which it then cannot store.
    facts = disk.facts(path)
    return facts is not None and stat.S_IFMT(facts.st_mode) in _STORABLE
