"""The index: what the next commit would hold, as a pre-commit hook judges it.

Source: `git ls-files -s -v -z`: records `tag SP mode SP oid SP stage TAB path NUL`. A stage above 0 is one side of a
conflict. A lower-case tag marks a file that git is told to assume unchanged, `S` one that it is told to skip.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from readiness.model.report import Candidate
from readiness.tree.base import Entry
from readiness.tree.git import Git, GitFailedError
from readiness.tree.listed import ListedTree
from readiness.tree.repository import Repository, index_file

CONFLICTED = "Files have unresolved merge conflicts."
NO_COMMIT = "The repository has no commit yet."
_STAGED = "The index has changes that are not committed."


@dataclass(frozen=True, slots=True)
class Staged:
    """What an index holds: `entries` sorted by raw bytes of the path, one for each path, conflicted ones too.

    `overlooked` has the mark (`assume-unchanged`, `skip-worktree`) of files whose changes git is told not to look for.
    """

    entries: tuple[Entry, ...]
    conflicted: frozenset[str]
    overlooked: Mapping[str, str]


def open_index(repository: Repository) -> ListedTree:
    """Return the tree of the index; its candidate's commit is HEAD, on which it builds.

    Raises:
        ReadinessError: RDY050, git cannot read the index.
    """
    environment = {"GIT_INDEX_FILE": os.fspath(index_file(repository))}
    git = repository.git
    try:
        staged = parse_staged(git.run("ls-files", "-s", "-v", "-z", environment=environment))
        head = _head(git)
        changed = head is not None and bool(
            git.run(
                "diff-index",
                "--cached",
                "--no-renames",
                "--ignore-submodules=none",
                "--raw",
                "-z",
                head,
                "--",
                environment=environment,
            )
        )  # fmt: skip - one command, one line
    except GitFailedError as error:
        raise error.as_problem() from error
    notes = [NO_COMMIT] if head is None else []
    notes += [_STAGED] if changed else []
    notes += [CONFLICTED] if staged.conflicted else []
    return ListedTree(
        repository,
        Candidate(kind="index", commit=head, notes=tuple(notes), dirty=changed),
        staged.entries,
        conflicted=staged.conflicted,
    )


def parse_staged(printed: bytes) -> Staged:
    """Return what `git ls-files -s -v -z` printed; of a conflicted path the first side stands for all."""
    found: dict[bytes, tuple[int, str]] = {}
    conflicted = set()
    overlooked = {}
    for record in printed.split(b"\0")[:-1]:
        facts, _, path = record.partition(b"\t")
        tag, mode, oid, stage = facts.split(b" ")
        found.setdefault(path, (int(mode, 8), oid.decode("ascii")))
        if stage != b"0":
            conflicted.add(os.fsdecode(path))
        if tag.islower() or tag == b"S":
            overlooked[os.fsdecode(path)] = "assume-unchanged" if tag.islower() else "skip-worktree"
    entries = tuple(Entry(os.fsdecode(path), *found[path]) for path in sorted(found))
    return Staged(entries, frozenset(conflicted), overlooked)


def _head(git: Git) -> str | None:
    try:
        return git.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}").decode("ascii").strip()
    except GitFailedError:
        return None
