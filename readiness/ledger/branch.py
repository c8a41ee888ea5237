"""A ledger in a ref of the repository, `refs/heads/readiness-ledger` unless the configuration names another.

Written with plumbing: nothing is ever checked out, no index and no work tree is touched, and it works the same in a
bare or shallow clone. Each append is one commit on top of what the ref names, and the ref is moved only if it still
names that; a writer that was overtaken tries again. What was fetched from other repositories is read too.
"""

import fcntl
import os
import random
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from readiness.errors import ReadinessError
from readiness.ledger.refs import Tip, Tips, common_dir, damaged, newest, read_tips, refuse_in_use
from readiness.ledger.store import below, check_names, unwritable
from readiness.tree.base import Unread
from readiness.tree.git import GitFailedError
from readiness.tree.objects import read_blobs
from readiness.tree.repository import Repository
from readiness.tree.writing import Drawer, commit, move_ref

_TRIES: Final = 100
_LONGEST_PAUSE_S: Final = 0.5
_QUEUE_S: Final = 60.0
_MANY: Final = 40
"""From so many folders on, listing everything once is faster than looking for each."""

_STOPS: Final = 200

_OID: Final = len("100644 blob ")

_Listing = dict[str, str]
"""Object ids of files by name; an empty one for what is no file."""


class BranchStore:
    """The files in the commit that `ref` names, and in those that were fetched from elsewhere under the same name.

    What was read once is remembered until this store writes.
    """

    def __init__(self, repository: Repository, ref: str) -> None:
        self._repository = repository
        self.ref = ref
        self._newest: tuple[Tip, ...] | None = None
        self._seen: set[str] = set()
        self._listed: _Listing = {}

    @property
    def where(self) -> str:
        """What to call this store in a sentence."""
        return f"the ref {self.ref}"

    def names(self, under: Collection[str] = ()) -> Sequence[str]:
        """Return, sorted, the names of the files in the folders `under`, or of all.

        Raises:
            ReadinessError: RDY050, the ref or a tree behind it cannot be read.
        """
        listing = self._list(under)
        return sorted(below(listing, under) if under else listing)

    def read(self, names: Collection[str], limit: int) -> Mapping[str, bytes | Unread]:
        """Return, for each of `names`, its bytes, or why there are none.

        Raises:
            ReadinessError: RDY050, the ref or a tree behind it cannot be read.
        """
        listing = self._list({name.rpartition("/")[0] or name for name in names}) if names else {}
        oids = {name: listing.get(name) for name in names}
        contents = self._contents([oid for oid in oids.values() if oid], limit)
        nothing = {None: Unread.ABSENT, "": Unread.NOT_A_FILE}
        return {name: contents[oid] if oid else nothing[oid] for name, oid in oids.items()}

    def append(self, files: Mapping[str, bytes]) -> None:
        """Keep `files` with one commit, all of them or none.

        Raises:
            ReadinessError: RDY050, a name is refused, the ref is in use otherwise, or git cannot write.
        """
        check_names(files)
        self._change(
            f"Put {_counted(files)} on file",
            lambda drawer: {name: drawer.put("blob", data) for name, data in files.items()},
        )

    def remove(self, names: Collection[str]) -> None:
        """Take `names` out with one commit; history keeps them.

        Raises:
            ReadinessError: RDY050, the ref is in use otherwise, or git cannot write.
        """
        self._change(f"Take {_counted(names)} off file", lambda _: dict.fromkeys(names))

    def _list(self, folders: Collection[str]) -> _Listing:
        """Return what is in `folders`, in all where none is given, and perhaps more."""
        new = {folder for folder in set(folders) or {""} if self._seen.isdisjoint(_upwards(folder))}
        if len(new) > _MANY:
            new = {folder.partition("/")[0] for folder in new}
        if new:
            # One dictionary for everything that was ever seen: what is asked for is picked out of it.
            self._listed |= self._listing(() if "" in new else sorted(new))
            self._seen |= new
        return self._listed

    def _listing(self, folders: Sequence[str]) -> _Listing:
        """Return what lies in `folders` of all tips; of the same name in several, the first one counts."""
        if self._newest is None:
            self._newest = newest(self._repository, read_tips(self._repository, self.ref))
        found: _Listing = {}
        for tip in reversed(self._newest):
            arguments = ("ls-tree", "-r", "-z", "--full-tree", tip.commit)
            try:
                printed = self._repository.git.run(*arguments, *(("--", *folders) if folders else ()))
            except GitFailedError as error:
                raise damaged(tip.ref, str(error)) from error
            for record in os.fsdecode(printed).split("\0")[:-1]:
                facts, _, name = record.partition("\t")
                found[name] = facts[_OID:] if facts.startswith("100") else ""
        return found

    def _contents(self, oids: Collection[str], limit: int) -> Mapping[str, bytes | Unread]:
        """Return the content of each object. Git stops at a damaged one, so those are looked for by halves."""
        found: dict[str, bytes | Unread] = {}
        pending, stopped = [sorted(set(oids))], 0
        while pending:
            batch = pending.pop()
            try:
                found |= read_blobs(self._repository.git, batch, limit)
            except ReadinessError:
                stopped += 1
                if len(batch) == 1 or stopped > _STOPS:
                    found |= dict.fromkeys(batch, Unread.UNREADABLE)
                else:
                    pending += [batch[: len(batch) // 2], batch[len(batch) // 2 :]]
        return found

    def _change(self, message: str, changes: Callable[[Drawer], Mapping[str, str | None]]) -> None:
        self._newest, self._seen, self._listed = None, set(), {}
        with self._queued():
            for attempt in range(_TRIES):
                tips = read_tips(self._repository, self.ref)
                refuse_in_use(self._repository, self.ref, tips)
                try:
                    if self._changed(tips, message, changes):
                        return
                except GitFailedError as error:
                    raise unwritable(self.where, str(error)) from error
                except OSError as error:
                    raise unwritable(self.where, (error.strerror or str(error)).lower()) from error
                time.sleep(random.uniform(0, min(_LONGEST_PAUSE_S, 0.01 * 2**attempt)))  # noqa: S311 - no secret
        raise unwritable(self.where, f"others wrote to it {_TRIES} times in a row while this waited for its turn")

    def _changed(self, tips: Tips, message: str, changes: Callable[[Drawer], Mapping[str, str | None]]) -> bool:
        """Return whether the changes are in; False where somebody else moved the ref meanwhile."""
        git, local = self._repository.git, tips.local.commit if tips.local else None
        base = self._base(tips)
        drawer = Drawer(self._repository)
        tree = drawer.edit(base, changes(drawer))
        if tree is None:
            return True
        drawer.store()
        made = commit(git, tree, [base] if base else [], message)
        try:
            move_ref(git, self.ref, made, local, "readiness: " + message)
        except GitFailedError:
            now = read_tips(self._repository, self.ref).local
            if (now.commit if now else None) == local:
                raise
            return False
        return True

    def _base(self, tips: Tips) -> str | None:
        """Return the commit to build on: the local one, unless what was fetched already contains it."""
        candidates = newest(self._repository, tips)
        return candidates[0].commit if candidates else None

    @contextmanager
    def _queued(self) -> Iterator[None]:
        """Wait in line with the other writers on this machine. Nothing depends on it but how often they try again."""
        descriptor = os.open(common_dir(self._repository), os.O_RDONLY | os.O_CLOEXEC)
        try:
            _wait(descriptor)
            yield
        finally:
            os.close(descriptor)


def _wait(descriptor: int) -> None:
    until = time.monotonic() + _QUEUE_S
    while time.monotonic() < until:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(random.uniform(0.01, 0.05))  # noqa: S311 - no secret
        except OSError:
            return  # a file system without such locks
        else:
            return


def _upwards(folder: str) -> Iterator[str]:
    """Yield `folder` and every folder that it lies in."""
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
    yield ""


def _counted(names: Collection[str]) -> str:
    count = sum(name.startswith("records/") for name in names) or len(names)
    return "1 record" if count == 1 else f"{count} records"
