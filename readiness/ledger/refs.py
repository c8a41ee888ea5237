"""Where the refs of a ledger point: the local one, and those that were fetched from other repositories.

Source: `git for-each-ref`. It passes over a ref that is damaged, as if it were not there; here that is an error,
because a ledger that cannot be read must not look like an empty one.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from readiness.errors import Problem, ReadinessError
from readiness.ledger.store import unreadable, unwritable
from readiness.tree.git import GitFailedError
from readiness.tree.repository import Repository

_BRANCHES: Final = "refs/heads/"
_OWN: Final = "refs/readiness/"
_FETCHED: Final = {_BRANCHES: "refs/remotes/", _OWN: "refs/readiness-remotes/"}
_FORMAT: Final = "%(refname)%00%(objectname)%00%(objecttype)%00%(symref)%00%(worktreepath)"


@dataclass(frozen=True, slots=True)
class Tip:
    """A ref and the commit that it names. `worktree` is where it is checked out, `symbolic` the ref it stands for."""

    ref: str
    commit: str
    symbolic: str = ""
    worktree: str = ""


@dataclass(frozen=True, slots=True)
class Tips:
    """The `local` ref of a ledger, None before anything is in it, and the `fetched` ones, in order of their names."""

    local: Tip | None
    fetched: tuple[Tip, ...]


def tracking(ref: str, remote: str) -> str:
    """Return the ref that keeps what `ref` was in the repository called `remote`."""
    prefix = _OWN if ref.startswith(_OWN) else _BRANCHES
    return f"{_FETCHED[prefix]}{remote}/{ref.removeprefix(prefix)}"


def read_tips(repository: Repository, ref: str) -> Tips:
    """Return where `ref` and its counterparts from other repositories point.

    Raises:
        ReadinessError: RDY050, one of them is damaged or names no commit.
    """
    pattern = tracking(ref, "**")
    # Looked for before git looks: a ref that somebody writes meanwhile is none that git did not understand.
    loose = frozenset(_loose(repository, ref))
    try:
        printed = repository.git.run("for-each-ref", f"--format={_FORMAT}", ref, pattern)
    except GitFailedError as error:
        raise damaged(ref, str(error)) from error
    rows = [row.split("\0") for row in os.fsdecode(printed).splitlines()]
    strange = _strange(repository, ref, [name for name, *_ in rows])
    found: dict[str, Tip] = {}
    for name, commit, kind, symbolic, worktree in rows:
        if name in strange:
            continue
        if kind != "commit":
            raise damaged(name, f"it names a {kind}, and not a commit")
        found[name] = Tip(name, commit, symbolic, worktree)
    for name in _loose(repository, ref):
        if name in loose and name not in found:
            raise damaged(name, "what it says is not the id of an object")
    local = found.pop(ref, None)
    return Tips(local, tuple(found[name] for name in sorted(found)))


def _strange(repository: Repository, ref: str, names: Sequence[str]) -> frozenset[str]:
    """Return those of `names` that are another branch of a remote, such as `origin/team/readiness-ledger`.

    Who protects the ledger of a remote protects its one branch, and anybody may push others that end like it.
    """
    before, _, after = tracking(ref, "*").partition("*")
    remotes = {name: name.removeprefix(before).removesuffix(after) for name in names if name != ref}
    nested = {name: remote for name, remote in remotes.items() if "/" in remote}
    if not nested:
        return frozenset()
    try:
        known = os.fsdecode(repository.git.run("remote")).splitlines()
    except GitFailedError as error:
        raise damaged(ref, str(error)) from error
    return frozenset(name for name, remote in nested.items() if remote not in known)


def newest(repository: Repository, tips: Tips) -> tuple[Tip, ...]:
    """Return those of `tips` that no other of them contains, the local one first.

    Raises:
        ReadinessError: RDY050, the history between them cannot be read.
    """
    known = [tip for tip in (tips.local, *tips.fetched) if tip is not None]
    first = {tip.commit: tip for tip in reversed(known)}
    if len(first) < 2:  # noqa: PLR2004 - one needs no comparison
        return tuple(first.values())
    try:
        printed = repository.git.run("merge-base", "--independent", *first)
    except GitFailedError as error:
        raise damaged(known[0].ref, str(error)) from error
    independent = frozenset(printed.decode("ascii").split())
    return tuple(tip for tip in known if tip.commit in independent and first[tip.commit] is tip)


def refuse_in_use(repository: Repository, ref: str, tips: Tips) -> None:
    """Refuse to write to a ref that is checked out somewhere, because git would take the difference for changes there.

    Raises:
        ReadinessError: RDY050, it is checked out, or it is another name for another ref.
    """
    tip = tips.local
    if tip is not None and tip.symbolic:
        raise not_written(ref, f"it is another name for {tip.symbolic}")
    worktree = tip.worktree if tip else _unborn_at(repository, ref)
    if worktree:
        message = f"The branch {ref} is checked out at {worktree!r}, so it cannot be written underneath."
        fix = "Check out another branch there. The ledger is written without any checkout."
        raise ReadinessError(Problem("RDY050", message, fix))


def _unborn_at(repository: Repository, ref: str) -> str:
    """Return the work tree whose next commit would make the ref; empty if there is none."""
    try:
        printed = repository.git.run("worktree", "list", "--porcelain", "-z")
    except GitFailedError:
        return ""
    for record in os.fsdecode(printed).split("\0\0"):
        facts = dict(line.partition(" ")[::2] for line in record.split("\0"))
        if facts.get("branch") == ref:
            return facts.get("worktree", "")
    return ""


def damaged(ref: str, why: str) -> ReadinessError:
    """Return the error for a ref that cannot be read (RDY050)."""
    return unreadable(f"the ref {ref}", why)


def not_written(ref: str, why: str) -> ReadinessError:
    """Return the error for a ref that cannot be written (RDY050)."""
    return unwritable(f"the ref {ref}", why)


def common_dir(repository: Repository) -> Path:
    """Return the folder that all work trees of `repository` share."""
    try:
        written = (repository.git_dir / "commondir").read_bytes()
    except OSError:
        return repository.git_dir
    return Path(os.path.realpath(repository.git_dir / os.fsdecode(written.rstrip(b"\n"))))


def _loose(repository: Repository, ref: str) -> Iterator[str]:
    """Yield the refs of the ledger that are files of their own; git may not have understood them."""
    shared = common_dir(repository)
    prefix, _, rest = tracking(ref, "*").partition("*/")
    try:
        remotes = sorted(place.name for place in (shared / prefix).iterdir())
    except OSError:
        remotes = []
    for name in (ref, *(f"{prefix}{remote}/{rest}" for remote in remotes)):
        place = shared / name
        if os.path.lexists(place) and not place.is_dir():
            yield name
