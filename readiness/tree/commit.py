"""The tree of a commit, read without a checkout.

Source: `git ls-tree -r -z --full-tree`: records `mode SP type SP oid TAB path NUL`, mode in octal.
"""

import os
import re
from typing import Final

from readiness.errors import Problem, ReadinessError
from readiness.model.report import Candidate
from readiness.tree.base import Entry
from readiness.tree.git import GitFailedError
from readiness.tree.listed import ListedTree
from readiness.tree.repository import Repository

_OID: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_SHORT: Final = re.compile(r"[0-9a-f]{4,63}")
_MEANT: Final = ("refs/{}", "refs/tags/{}", "refs/heads/{}", "refs/remotes/{}", "refs/remotes/{}/HEAD")
"""Where git looks for a short name; of several, it takes the first, and only grumbles."""
_BEHIND: Final = re.compile(r"[\^~:]|@\{")
_GLOB: Final = frozenset("*?[\\")


def open_commit(repository: Repository, revision: str, notes: tuple[str, ...] = ()) -> ListedTree:
    """Return the tree of the commit that `revision` names.

    Raises:
        ReadinessError: RDY051, `revision` names no commit, or several; RDY050, git cannot read the commit.
    """
    commit = commit_of(repository, revision)
    try:
        printed = repository.git.run("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit)
    except GitFailedError as error:
        raise error.as_problem() from error
    entries = sorted(records(printed))
    return ListedTree(
        repository,
        Candidate(kind="commit", commit=commit, notes=notes),
        [Entry(os.fsdecode(path), mode, oid) for path, mode, oid in entries],
    )


def records(printed: bytes) -> list[tuple[bytes, int, str]]:
    """Return what `git ls-tree -r -z` printed: path, mode and object id of each file."""
    found = []
    for record in printed.split(b"\0")[:-1]:
        facts, _, path = record.partition(b"\t")
        mode, _, oid = facts.split(b" ")
        found.append((path, int(mode, 8), oid.decode("ascii")))
    return found


def commit_of(repository: Repository, revision: str) -> str:
    """Return the id of the commit that `revision` names.

    Raises:
        ReadinessError: RDY051, `revision` names no commit, or several; RDY050, git cannot read its refs.
    """
    if revision.startswith("-") or "\0" in revision:
        raise _unknown(repository, revision)
    try:
        printed = repository.git.run("rev-parse", "--verify", "--end-of-options", revision + "^{commit}")
    except GitFailedError as error:
        raise _unknown(repository, revision) from error
    commit = printed.decode("ascii", "replace").strip()
    # `^REV` is a revision range to git, and is echoed as one.
    if not _OID.fullmatch(commit):
        raise _unknown(repository, revision)
    _refuse_ambiguous(repository, revision)
    return commit


def _refuse_ambiguous(repository: Repository, revision: str) -> None:
    """Refuse a name that several refs have: whoever may push a tag `main` would choose what `main` means."""
    name = _BEHIND.split(revision, maxsplit=1)[0]
    if name in {"", "HEAD"} or name.startswith("refs/") or _OID.fullmatch(name) or _GLOB & set(name):
        return
    asked = [pattern.format(name) for pattern in _MEANT]
    try:
        printed = repository.git.run("for-each-ref", "--format=%(refname) %(objectname) %(*objectname)", *asked)
        short = repository.git.run("rev-parse", f"--disambiguate={name}") if _SHORT.fullmatch(name) else b""
    except GitFailedError as error:
        raise error.as_problem() from error
    # A pattern also matches what lies below a ref of that name.
    rows = [row.split() for row in os.fsdecode(printed).splitlines() if row.split()[0] in asked]
    found = [row[0] for row in rows] + [oid for oid in short.decode().split() if all(oid not in row for row in rows)]
    if rows and len({row[-1] for row in rows}) + len(found) - len(rows) > 1:
        message = f"{revision!r} means several things here: {', '.join(found)}."
        fix = "Write the whole name, such as refs/heads/main or refs/remotes/origin/main, or the id of the commit."
        raise ReadinessError(Problem("RDY051", message, fix))


def _unknown(repository: Repository, revision: str) -> ReadinessError:
    message = f"{revision!r} names no commit of the repository at {str(repository.top)!r}."
    fix = "Check the spelling; `git log --oneline` lists commits, `git branch --all` branches."
    if ".." in revision:  # which no name of a ref has in it
        fix = "A range is not one commit. To compare two, name both: `readiness diff BASE HEAD`."
    elif revision == "HEAD":
        message = f"Nothing is committed yet in the repository at {str(repository.top)!r}, so HEAD names no commit."
        fix = (
            "Commit first. Until then, `readiness check` judges the work tree, and `readiness check --index` the index."
        )
    elif repository.shallow:
        message += " The clone is shallow, so the commit may only not have been fetched."
        fix = "Fetch it with `git fetch --depth=1 origin COMMIT`, or everything with `git fetch --unshallow`."
    return ReadinessError(Problem("RDY051", message, fix))
