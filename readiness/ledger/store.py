"""What every store of a ledger can do. A store keeps files by name and knows nothing of what is in them.

Names are relative, with `/`; `branch` keeps them in a git ref, `folder` below a folder. Everything that `readiness`
puts in a store is named by its content, so the same name never means two things, and two writers never conflict.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol

from readiness.errors import Problem, ReadinessError
from readiness.model.place import Location
from readiness.tree.base import Unread

LONGEST_PART: Final = 200
"""Bytes in one part of a name; a file system takes 255, and temporary names are longer than what they stand for."""


_FEW: Final = 20


class Store(Protocol):
    """Files by name.

    Everything raises `ReadinessError` RDY050 where the store as a whole cannot be read or written.
    """

    @property
    def where(self) -> str:
        """What to call this store in a sentence, such as `the ref refs/heads/readiness-ledger`."""

    def names(self, under: Collection[str] = ()) -> Sequence[str]:
        """Return, sorted, the names of the files in the folders `under` and below; of all files where none is given."""

    def read(self, names: Collection[str], limit: int) -> Mapping[str, bytes | Unread]:
        """Return, for each of `names`, its bytes, or why there are none; at most `limit` bytes each, in one batch."""

    def append(self, files: Mapping[str, bytes]) -> None:
        """Keep `files`, durably, in their order: a crash leaves whole files only. What is there already stays."""

    def remove(self, names: Collection[str]) -> None:
        """Take `names` out; one that is not there is no error. Only pruning does this."""


def check_names(names: Collection[str]) -> None:
    """Refuse names that could lead elsewhere, or that cannot be shown.

    Raises:
        ReadinessError: RDY050, with every such name.
    """
    wrong = [(name, flaw) for name in names if (flaw := flaw_of_name(name)) is not None]
    if wrong:
        fix = "Name scopes, items and evidence with letters, digits and hyphens."
        raise ReadinessError.of(
            Problem("RDY050", f"nothing is kept under this name: {flaw}", fix, Location(ascii(name)[1:-1]))
            for name, flaw in wrong
        )


def flaw_of_name(name: str) -> str | None:
    """Return why no file of a ledger can be called `name`; None if one can."""
    if not name.isprintable():
        return "there is a control character in it"
    parts = name.split("/")
    if any(part.startswith(".") or not part for part in parts):
        return "a part of it is empty or begins with a dot"
    if any(len(part.encode("utf-8", "surrogateescape")) > LONGEST_PART for part in parts):
        return "a part of it is too long"
    return None


def below(names: Iterable[str], folders: Collection[str]) -> Iterator[str]:
    """Yield those of `names` that lie in one of `folders`, or further down; fast for many of both."""
    if len(folders) <= _FEW:
        prefixes = tuple(f"{folder}/" for folder in folders)
        yield from (name for name in names if name.startswith(prefixes))
        return
    wanted, depths = frozenset(folders), sorted({folder.count("/") + 1 for folder in folders})
    for name in names:
        parts = name.split("/")
        if any("/".join(parts[:depth]) in wanted for depth in depths if depth < len(parts)):
            yield name


def unreadable(where: str, why: str) -> ReadinessError:
    """Return the error for a store that cannot be read (RDY050)."""
    fix = "Repair it first; until then nothing that it holds counts."
    return ReadinessError(Problem("RDY050", f"The ledger in {where} cannot be read: {why}.", fix))


def unwritable(where: str, why: str) -> ReadinessError:
    """Return the error for a store that takes nothing (RDY050)."""
    fix = "Look at the permissions there and at the space on the disk, or keep records elsewhere with --ledger DIR."
    return ReadinessError(Problem("RDY050", f"The ledger in {where} cannot be written: {why}.", fix))
