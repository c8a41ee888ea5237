"""The ledger of other repositories: fetched beside the local one, merged with it, and pushed without overwriting.

A merge holds what either side has, but for what one side has taken out since the two were last the same: that was
pruned. Nothing is pushed that does not contain what is there already, so two who push at once lose nothing.
"""

import os
import random
import re
import time
from dataclasses import dataclass
from typing import Final

from readiness.errors import Problem, ReadinessError
from readiness.ledger.refs import not_written, read_tips, refuse_in_use, tracking
from readiness.model.wording import shown, suggestion
from readiness.tree.git import GitFailedError
from readiness.tree.repository import Repository
from readiness.tree.writing import Drawer, commit, move_ref

_TRIES: Final = 20
_LONGEST_PAUSE_S: Final = 2.0
# Elsewhere no transport is allowed at all.
_NETWORK: Final = {"GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh", "GIT_NO_LAZY_FETCH": "0"}
_OVERTAKEN: Final = re.compile(
    r"\[rejected\]|fetch first|non-fast-forward|stale info|cannot lock ref|failed to update ref|incorrect old value"
)
_SECRET: Final = re.compile(r"://[^/@\s]+@")
_TELLING: Final = re.compile(r"fatal|error|rejected|denied|declined", re.IGNORECASE)
_THEIRS: Final = "remote:"
_PUSHED: Final = "pushed to"
_FORBIDDEN: Final = re.compile(
    r"denied|forbidden|\b40[13]\b|not allowed|declined|protected|read.only|not authori|hook|access rights|"
    r"could not read Username|Authentication failed",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Moved:
    """What a fetch or a push did: how many files came in from `remote`, how many went out; `there`: it had a ledger."""

    remote: str
    received: int = 0
    sent: int = 0
    there: bool = True


def pick_remote(repository: Repository, named: str | None) -> str:
    """Return the remote that is meant: the one that is `named`, else `origin`, else the only one.

    Raises:
        ReadinessError: RDY055, there is none of that name, or none at all, or several.
    """
    remotes = os.fsdecode(repository.git.run("remote")).split()
    if named is not None:
        if named not in remotes:
            fix = suggestion(named, remotes) if remotes else f"Add one with `git remote add {shown(named)} URL`."
            raise ReadinessError(Problem("RDY055", f"there is no remote {shown(named)} here", fix))
        return named
    if "origin" in remotes or len(remotes) == 1:
        return "origin" if "origin" in remotes else remotes[0]
    message = "there is no remote here" if not remotes else f"there are several remotes: {', '.join(remotes)}"
    fix = "Add one with `git remote add origin URL`." if not remotes else "Name the one that you mean."
    raise ReadinessError(Problem("RDY055", message, fix))


def fetch(repository: Repository, ref: str, remote: str) -> Moved:
    """Bring what `ref` is at `remote` next to the local one; both are read from then on.

    What was fetched earlier stays where the remote has no such ref any more.

    Raises:
        ReadinessError: RDY050, the remote cannot be reached, or what was fetched cannot be read.
    """
    there = tracking(ref, remote)
    before = _commit_of(repository, there)
    try:
        if not _is_there(repository, ref, remote):
            return Moved(remote, there=False)
        options = ("--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--no-auto-gc")
        repository.git.run("fetch", *options, "--", remote, f"+{ref}:{there}", environment=_NETWORK)
        if _is_partial(repository, there, remote):
            whole = ("--no-filter", "--refetch")
            repository.git.run("fetch", *options, *whole, "--", remote, f"+{ref}:{there}", environment=_NETWORK)
    except GitFailedError as error:
        raise _failed(remote, "fetched from", error) from error
    now = _commit_of(repository, there)
    return Moved(remote, received=_new(repository, before, now))


def push(repository: Repository, ref: str, remote: str) -> Moved:
    """Merge what `ref` is at `remote` with the local one, and send the result there.

    Raises:
        ReadinessError: RDY050, the remote cannot be reached, or does not take it.
    """
    received = 0
    for attempt in range(_TRIES):
        fetched = fetch(repository, ref, remote)
        received += fetched.received
        theirs = _commit_of(repository, tracking(ref, remote)) if fetched.there else None
        merged = _merged(repository, ref, theirs)
        if merged is None or merged == theirs:
            return Moved(remote, received, there=fetched.there)
        try:
            sending = ("--no-verify", "--no-progress", "--no-signed", "--no-recurse-submodules")
            repository.git.run("push", *sending, "--", remote, f"{merged}:{ref}", environment=_NETWORK)
        except GitFailedError as error:
            if not _OVERTAKEN.search(error.said) or attempt + 1 == _TRIES:
                raise _failed(remote, _PUSHED, error) from error
            time.sleep(random.uniform(0, min(_LONGEST_PAUSE_S, 0.05 * 2**attempt)))  # noqa: S311 - no secret
            continue
        repository.git.run("update-ref", tracking(ref, remote), merged)
        return Moved(remote, received, sent=_new(repository, theirs, merged))
    raise AssertionError(attempt)


def _merged(repository: Repository, ref: str, theirs: str | None) -> str | None:
    """Let the local ref name what both sides have, and return that commit; None if neither has anything."""
    git, tips = repository.git, read_tips(repository, ref)
    ours = tips.local.commit if tips.local else None
    if theirs is None or ours == theirs:
        return ours
    base = _base(repository, ours, theirs) if ours else None
    if ours is None:
        return theirs
    if base == theirs:
        return ours
    merged = theirs if base == ours else _merge(repository, base, ours, theirs)
    refuse_in_use(repository, ref, tips)
    try:
        move_ref(git, ref, merged, ours, "readiness: merge what was fetched")
    except GitFailedError as error:
        if _commit_of(repository, ref) == ours:
            raise not_written(ref, str(error)) from error
        return _merged(repository, ref, theirs)  # another writer on this machine was faster
    return merged


def _merge(repository: Repository, base: str | None, ours: str, theirs: str) -> str:
    before = _files(repository, base) if base else {}
    here, there = _files(repository, ours), _files(repository, theirs)
    changes: dict[str, str | None] = {}
    for name in here.keys() | there.keys():
        was, ours_now, theirs_now = before.get(name), here.get(name), there.get(name)
        if theirs_now not in (was, ours_now) and (ours_now == was or ours_now is None):
            changes[name] = theirs_now
    drawer = Drawer(repository)
    git, tree = repository.git, drawer.edit(ours, changes)
    drawer.store()
    tree = tree or _text(git.run("rev-parse", "--verify", f"{ours}^{{tree}}"))
    return commit(git, tree, [ours, theirs], "Merge the ledger from elsewhere")


def _base(repository: Repository, ours: str, theirs: str) -> str | None:
    """Return what the two were when they were last the same; None if they never were, or the clone is too shallow."""
    try:
        return _text(repository.git.run("merge-base", ours, theirs)) or None
    except GitFailedError as error:
        if error.said:
            raise error.as_problem() from error
        return None


def _files(repository: Repository, tip: str) -> dict[str, str]:
    """Return the object ids of the files of `tip` by name, as far as a ledger can hold such names."""
    try:
        printed = repository.git.run("ls-tree", "-r", "-z", "--full-tree", tip)
    except GitFailedError as error:
        raise error.as_problem() from error
    rows = (record.partition("\t") for record in os.fsdecode(printed).split("\0")[:-1])
    return {name: facts.split(" ")[2] for facts, _, name in rows if facts[:3] == "100" and name.isprintable()}


def _new(repository: Repository, before: str | None, now: str | None) -> int:
    """Return how many files `now` has that `before` has not."""
    if now is None or now == before:
        return 0
    return len(_files(repository, now).keys() - (_files(repository, before).keys() if before else set()))


def _is_there(repository: Repository, ref: str, remote: str) -> bool:
    printed = repository.git.run("ls-remote", "--", remote, ref, environment=_NETWORK)
    return any(line.partition(b"\t")[2] == os.fsencode(ref) for line in printed.splitlines())


def _is_partial(repository: Repository, ref: str, remote: str) -> bool:
    """Return whether a partial clone has left out what `ref` holds: a ledger is read as it lies here, or not at all."""
    promised = repository.git.run("config", "--bool", "--default", "false", "--get", f"remote.{remote}.promisor")
    if promised.strip() != b"true":
        return False
    return b"?" in repository.git.run("rev-list", "--objects", "--missing=print", "--no-object-names", ref)


def _commit_of(repository: Repository, ref: str) -> str | None:
    try:
        return _text(repository.git.run("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}"))
    except GitFailedError:
        return None


def _text(printed: bytes) -> str:
    return printed.decode("ascii").strip()


def _failed(remote: str, done: str, error: GitFailedError) -> ReadinessError:
    """Return the error for a remote that did not do as it was asked, in its own words, but for secrets (RDY050)."""
    said = _SECRET.sub("://", error.said)
    # The other side's own words, such as those of a hook, tell more than what git makes of them.
    lines = sorted(said.splitlines(), key=lambda line: not line.startswith(_THEIRS))
    telling = [line for line in lines if line.startswith(_THEIRS) or _TELLING.search(line)] or lines
    words = filter(None, (line.removeprefix(_THEIRS).strip().rstrip(".") for line in telling))
    quoted = "; ".join([*dict.fromkeys(words)][:3]) or "git said nothing"
    message = f"The ledger cannot be {done} {remote}: {quoted}."
    if done == _PUSHED and _FORBIDDEN.search(said):
        fix = "Who may not write there, as a fork may not, keeps records in a folder: --ledger DIR."
        return ReadinessError(Problem("RDY050", message, fix))
    return ReadinessError(
        Problem("RDY050", message, "Look at `git remote --verbose`, at the network, and at who may read there.")
    )
