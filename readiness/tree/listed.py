"""What a commit's tree and an index have in common: a list of entries, and bytes that come from git's objects.

Symbolic links are followed by name within the list, so they cannot lead out of the repository.
"""

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Final

from readiness.model.evidence import CommitObjects
from readiness.model.report import Candidate
from readiness.tree.base import Entry, Unread
from readiness.tree.commit_object import read_commit
from readiness.tree.objects import read_blobs
from readiness.tree.patterns import Matcher
from readiness.tree.repository import Repository

SYMLINK: Final = 0o120000
SUBMODULE: Final = 0o160000
CONFLICT: Final = "it has an unresolved merge conflict"
_HOPS: Final = 16
_LONGEST_LINK: Final = 4096


class ListedTree:
    """A tree whose files are all known by object id. `conflicted` are paths that stand for no content yet."""

    def __init__(
        self,
        repository: Repository,
        candidate: Candidate,
        entries: Sequence[Entry],
        conflicted: frozenset[str] = frozenset(),
    ) -> None:
        self._git = repository.git
        self._object_format = repository.object_format
        self._candidate = candidate
        self._entries = tuple(entries)
        self._conflicted = conflicted

    @property
    def candidate(self) -> Candidate:
        """What this tree is, with caveats."""
        return self._candidate

    @property
    def object_format(self) -> str:
        """What object ids are made with: `sha1` or `sha256`."""
        return self._object_format

    @cached_property
    def _by_path(self) -> dict[str, Entry]:
        return {entry.path: entry for entry in self._entries}

    @cached_property
    def _folders(self) -> frozenset[str]:
        found: set[str] = set()
        for entry in self._entries:
            folder = posixpath.dirname(entry.path)
            while folder and folder not in found:
                found.add(folder)
                folder = posixpath.dirname(folder)
        return frozenset(found)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.paths())

    def paths(self) -> Sequence[str]:
        """Return the paths of all files, sorted by raw bytes."""
        return tuple(self._by_path)

    def entries(self) -> Sequence[Entry]:
        """Return `paths` with modes and object ids."""
        return self._entries

    def submodules(self) -> frozenset[str]:
        """Return those of `paths` at which git keeps a submodule."""
        return frozenset(entry.path for entry in self._entries if entry.mode == SUBMODULE)

    def tracks(self, path: str) -> bool:
        """Return whether `path` is listed, as all that is listed is tracked."""
        return path in self._by_path

    def doubts(self) -> Mapping[str, str]:
        """Return the paths with an unresolved merge conflict; of a commit there are none."""
        return dict.fromkeys(self._conflicted, CONFLICT)

    def find(self, patterns: Iterable[str]) -> Sequence[str]:
        """Return, sorted, the files that match gitignore `patterns`.

        Raises:
            ReadinessError: RDY017, a pattern that git might read differently.
        """
        return self._matcher.matched(tuple(patterns))

    def lies_at(self, path: str) -> str | None:  # noqa: ARG002 - the protocol's signature
        """Return None: nothing but what is listed can be read here."""
        return None

    def commit_objects(self) -> CommitObjects | None:
        """Return the commit that the candidate stands on as git keeps it; None where there is none, or it is too large.

        Raises:
            ReadinessError: RDY050, git stopped early.
        """
        return read_commit(self._git, self._candidate, dirty=self._candidate.dirty)

    def written_at(self, path: str) -> datetime | None:  # noqa: ARG002 - the protocol's signature
        """Return None: git keeps no time for a file."""
        return None

    def read(self, paths: Sequence[str], limit: int) -> Mapping[str, bytes | Unread]:
        """Return, for each of `paths`, its bytes or why there are none.

        Raises:
            ReadinessError: RDY050, git stopped early.
        """
        goals = self._resolve(paths)
        blobs = read_blobs(self._git, (goal for goal in goals.values() if isinstance(goal, str)), limit)
        return {path: blobs[goal] if isinstance(goal, str) else goal for path, goal in goals.items()}

    def _resolve(self, paths: Sequence[str]) -> dict[str, str | Unread]:
        """Return, by path, the object id of the file that it leads to; one batch of links is read for each hop."""
        goals: dict[str, str | Unread] = {}
        pending = {path: path for path in paths}
        for _ in range(_HOPS):
            links: dict[str, tuple[Entry, str]] = {}
            for path, name in pending.items():
                step = self._step(name)
                if isinstance(step, tuple):
                    links[path] = step
                else:
                    goals[path] = step
            targets = read_blobs(self._git, (link.oid for link, _ in links.values()), _LONGEST_LINK)
            pending = {}
            for path, (link, rest) in links.items():
                name_or_not = _follow(link.path, targets[link.oid], rest)
                if isinstance(name_or_not, Unread):
                    goals[path] = name_or_not
                else:
                    pending[path] = name_or_not
            if not pending:
                return {path: goals[path] for path in paths}
        return {path: goals.get(path, Unread.UNREADABLE) for path in paths}

    def _step(self, name: str) -> str | Unread | tuple[Entry, str]:
        """Return the object id of `name`, why there is none, or the first link on the way and what follows it."""
        if (shape := misshapen(name)) is not None:
            return shape
        if name in self._conflicted:
            return Unread.UNREADABLE
        entry = self._by_path.get(name)
        if entry is not None and entry.mode not in (SYMLINK, SUBMODULE):
            return entry.oid
        return Unread.NOT_A_FILE if name in self._folders else self._detour(name)

    def _detour(self, name: str) -> Unread | tuple[Entry, str]:
        parts = name.split("/")
        for count in range(1, len(parts) + 1):
            entry = self._by_path.get("/".join(parts[:count]))
            if entry is not None and entry.mode == SUBMODULE:
                return Unread.NOT_A_FILE
            if entry is not None and entry.mode == SYMLINK:
                return entry, "/".join(parts[count:])
        return Unread.ABSENT


def misshapen(name: str) -> Unread | None:
    """Return why `name` cannot be a path from the root of a repository; None if it can."""
    parts = name.split("/")
    if not parts[0] or ".." in parts:
        return Unread.LEADS_OUTSIDE if name else Unread.ABSENT
    if "\0" in name or "" in parts or "." in parts or ".git" in name.lower().split("/"):
        return Unread.ABSENT
    return None


def _follow(link: str, target: bytes | Unread, rest: str) -> str | Unread:
    if isinstance(target, Unread):
        return Unread.UNREADABLE
    name = posixpath.join(posixpath.dirname(link), target.decode("utf-8", "surrogateescape"), rest)
    name = posixpath.normpath(name)
    if name.startswith(("/", "../")) or name == "..":
        return Unread.LEADS_OUTSIDE
    return Unread.NOT_A_FILE if name == "." else name
