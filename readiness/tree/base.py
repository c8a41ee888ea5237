"""The protocol of a tree, and what it lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from readiness.model.evidence import CommitObjects
from readiness.model.report import Candidate


@dataclass(frozen=True, slots=True)
class Entry:
    """One file as git sees it.

    `path` is from the root of the repository, with `/`, undecodable bytes as surrogate escapes. `mode` is git's:
    0o100644, 0o100755, 0o120000 (symlink), 0o160000 (submodule). `oid` is the object id in hexadecimal.
    """

    path: str
    mode: int
    oid: str


class Unread(Enum):
    """Why there are no bytes of a path."""

    ABSENT = "there is no such file"
    NOT_A_FILE = "it is a folder, a submodule or a special file"
    LEADS_OUTSIDE = "it is a symbolic link that leads out of the repository"
    TOO_LARGE = "it is larger than is read"
    UNREADABLE = "it cannot be read"


class Tree(Protocol):
    """Files at one candidate. Reading changes nothing in the repository."""

    @property
    def candidate(self) -> Candidate:
        """What this tree is, with caveats."""

    @property
    def object_format(self) -> str:
        """What object ids are made with: `sha1` or `sha256`."""

    def paths(self) -> Sequence[str]:
        """Return the paths of all files that would ship, sorted by raw bytes: tracked, or new and not ignored."""

    def entries(self) -> Sequence[Entry]:
        """Return `paths` with modes and object ids, as git would store them; `doubts` has the exceptions."""

    def submodules(self) -> frozenset[str]:
        """Return those of `paths` at which git keeps a submodule: one entry that stands for a whole folder."""

    def tracks(self, path: str) -> bool:
        """Return whether git has `path` on its list, so that it is content and not the product of a run."""

    def doubts(self) -> Mapping[str, str]:
        """Return those of `paths` whose object id nobody can tell, each with a phrase that says why."""

    def find(self, patterns: Iterable[str]) -> Sequence[str]:
        """Return, sorted, the files that match gitignore `patterns`.

        In a work tree this sees ignored files too, because products of a run lie there.

        Raises:
            ReadinessError: RDY017, a pattern that git might read differently; RDY050, a folder in which more might
                match may not be looked into.
        """

    def read(self, paths: Sequence[str], limit: int) -> Mapping[str, bytes | Unread]:
        """Return, for each of `paths`, the bytes of the regular file, in one batch; at most `limit` bytes each.

        Raises:
            ReadinessError: RDY050, git stopped early.
        """

    def lies_at(self, path: str) -> str | None:
        """Return the path of the file on disk that `path` leads to, links followed; None where nothing leads there."""

    def commit_objects(self) -> CommitObjects | None:
        """Return the commit that the candidate stands on as git keeps it; None where there is none, or it is too large.

        It counts as dirty also where nobody can tell whether the candidate holds just that commit.

        Raises:
            ReadinessError: RDY050, git stopped early.
        """

    def written_at(self, path: str) -> datetime | None:
        """Return when `path` was written (aware, UTC) where that says something: only for untracked work-tree files."""
