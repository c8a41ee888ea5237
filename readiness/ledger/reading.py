"""The ledger as `gather` asks it: for many requirements at once, which records there are.

Nothing here judges. A file that is no record is reported under the requirement whose folder it lies in, and a store
that cannot be read makes the whole ledger unreadable, because a record that nobody can see may be the one that says no.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from readiness.errors import Problem, ReadinessError
from readiness.ledger.checkpoint import MAX_BYTES as CHECKPOINT_LIMIT
from readiness.ledger.checkpoint import Audit, audit
from readiness.ledger.envelope import MAX_BYTES, pack
from readiness.ledger.names import (
    CHECKPOINTS,
    RECORDS,
    contents_name,
    folder_of,
    is_shaped,
    newest_first,
    parse_name,
    record_name,
)
from readiness.ledger.shelf import Listed, Shelf, Wanted, shelf_of
from readiness.ledger.store import Store
from readiness.ledger.trust import Keyring
from readiness.model.record import Filed, Proven, Record, Spoiled
from readiness.tree.base import Unread
from readiness.tree.fingerprint import Files, digest_of, parse_contents

if TYPE_CHECKING:
    from securesystemslib.signer import Signer  # type: ignore[attr-defined]  # public, says its documentation

CONTENTS_LIMIT: Final = 256 << 20
__all__ = ["Ledger", "Listed", "Opener", "Shelf", "Wanted"]

_MOST_EXACT: Final = 100
"""Records about one content that are read; the newest come first, and the newest counts."""
_MOST_OTHERS: Final = 8
ANY_SURFACE: Final = "*"
"""Asks whether somebody may vouch for a record on any surface at all, where that of its item is not at hand."""


class Opener(Protocol):
    """Opens the file of a record."""

    def __call__(self, name: str, data: bytes, surface: str | None) -> Filed | Spoiled:
        """Return the record in `data`, and who vouches for it on `surface`, where that is known."""


class Ledger:
    """The union of `stores`. What cannot be read is remembered in `unreadable`, and never looks like nothing."""

    def __init__(self, stores: Sequence[Store], opener: Opener, keys: Keyring | None = None) -> None:
        """Take `keys` to hold the ledger against its checkpoints; None where nobody asks for signatures."""
        self.stores = tuple(stores)
        self.unreadable: str | None = None
        self.expected: Collection[str] = ()
        """Names of records that were there before; one of them that is gone may be the one that says no."""
        self.opener = opener
        self._keys = keys

    @property
    def notes(self) -> tuple[str, ...]:
        """What a report has to say about the ledger as a whole, in full sentences."""
        return (self.unreadable,) if self.unreadable else ()

    def shelves(self, wanted: Sequence[Wanted]) -> Mapping[Proven, Shelf]:
        """Return what there is for each of `wanted`, one a requirement.

        Where the ledger is `unreadable`, what a shelf holds may not be all, so nobody may conclude anything from it.
        """
        listed = self.listed({folder_of(one.proven) for one in wanted})
        exact: dict[Proven, tuple[str, ...]] = {}
        others: dict[Proven, tuple[str, ...]] = {}
        for one in wanted:
            folder, names = folder_of(one.proven, one.covered) + "/", listed[one.proven].records
            exact[one.proven] = tuple(name for name in names if name.startswith(folder))[:_MOST_EXACT]
            others[one.proven] = tuple(name for name in names if not name.startswith(folder))[:_MOST_OTHERS]
        opened = self._opened((one, exact[one.proven] or others[one.proven]) for one in wanted)
        # Where no file about this content is any good, what is nearest to it is of interest all the same.
        hollow = [one for one in wanted if not any(isinstance(opened[name], Filed) for name in exact[one.proven])]
        opened |= self._opened((one, others[one.proven]) for one in hollow if exact[one.proven])
        for one in set(wanted).difference(hollow):
            others[one.proven] = ()
        removed, expected = self._removed(), self._expected()
        # What lies with the records of other content says as little here as they do.
        strange = {
            one.proven: [name for name in listed[one.proven].foreign if _near(name, one, exact)] for one in wanted
        }
        return {
            one.proven: shelf_of(
                [opened[name] for name in exact[one.proven]],
                [opened[name] for name in others[one.proven]],
                strange[one.proven],
                (*removed.get(one.proven, ()), *_gone(expected, one, listed[one.proven])),
            )
            for one in wanted
        }

    def audit(self, keys: Keyring) -> Audit:
        """Return what the checkpoints of the ledger say of it."""
        names = self.names([CHECKPOINTS])
        return audit(self.read(names, CHECKPOINT_LIMIT), self.names([RECORDS]) if names else (), keys)

    def _removed(self) -> Mapping[Proven, list[str]]:
        found: defaultdict[Proven, list[str]] = defaultdict(list)
        if self._keys is None:
            return found
        audited = self.audit(self._keys)
        if audited.gaps:
            self.unreadable = f"Records may be gone from the ledger without a trace: {audited.gaps[0]}."
        for one in audited.missing:
            named = parse_name(one.name)
            if named is not None:
                found[named.proven].append(one.name)
        return found

    def _expected(self) -> Mapping[str, Sequence[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name in self.expected:
            if is_shaped(name):
                found[name.rpartition("/")[0]].append(name)
        return found

    def contents(self, digests: Collection[str]) -> Mapping[str, Files]:
        """Return, of those of `digests` that are there and whole, the files that each stands for."""
        names = {contents_name(digest): digest for digest in digests}
        found: dict[str, Files] = {}
        for name, data in self.read(names, CONTENTS_LIMIT).items():
            if isinstance(data, bytes) and digest_of(data) == names[name]:
                try:
                    found[names[name]] = parse_contents(data)
                except ValueError:
                    continue
        return found

    def listed(self, under: Collection[str] = ()) -> Mapping[Proven, Listed]:
        """Return the names in the folders `under`, by requirement; of all records where none is given."""
        records: defaultdict[str, list[str]] = defaultdict(list)
        foreign: defaultdict[str, list[str]] = defaultdict(list)
        for name in self.names(under or (RECORDS,)):
            if is_shaped(name):
                records[name.rsplit("/", 3)[0]].append(name)
            else:
                foreign["/".join(name.split("/")[:4])].append(name)
        return defaultdict(
            Listed,
            {
                Proven(*(*folder.split("/")[1:], "", "", "")[:3]): Listed(
                    tuple(newest_first(records.get(folder, ()))), tuple(foreign.get(folder, ()))
                )
                for folder in records.keys() | foreign.keys()
            },
        )

    def names(self, under: Collection[str] = ()) -> Sequence[str]:
        """Return, sorted, the names of the files in the folders `under`; of all where none is given."""
        found: list[Sequence[str]] = []
        for store in self.stores:
            try:
                found.append(store.names(under))
            except ReadinessError as error:
                self.unreadable = str(error)
        return found[0] if len(found) == 1 else sorted(set().union(*found))

    def read(self, names: Collection[str], limit: int = MAX_BYTES) -> Mapping[str, bytes | Unread]:
        """Return, for each of `names`, its bytes, from the first store that has any."""
        found: dict[str, bytes | Unread] = dict.fromkeys(names, Unread.ABSENT)
        for store in self.stores:
            left = [name for name, data in found.items() if isinstance(data, Unread)]
            try:
                read = store.read(left, limit) if left else {}
            except ReadinessError as error:
                self.unreadable = str(error)
                continue
            found |= {name: data for name, data in read.items() if data is not Unread.ABSENT}
        return found

    def open(self, names: Collection[str], surface: str | None = ANY_SURFACE) -> Mapping[str, Filed | Spoiled]:
        """Return what each of the files called `names` holds."""
        return {name: self._open(name, data, surface) for name, data in self.read(names).items()}

    @property
    def target(self) -> Store:
        """The store that is written to.

        Raises:
            ReadinessError: RDY052, there is none: no repository, and no folder was named.
        """
        if not self.stores:
            message = "There is no place to keep records: this is no git repository with a ledger of its own."
            fix = "Name a folder with --ledger DIR, or with `folder` in the table [ledger] of the configuration."
            raise ReadinessError(Problem("RDY052", message, fix))
        return self.stores[-1]

    def append(self, records: Sequence[tuple[Record, bytes]], signer: "Signer | None" = None) -> Sequence[str]:
        """Keep `records`, each with the list of files that its fingerprint stands for; return their names, in order.

        Raises:
            ReadinessError: RDY050, the store takes nothing, or a record cannot be written down; RDY052, there is none.
        """
        store = self.target
        contents: dict[str, bytes] = {}
        packed: list[tuple[str, bytes]] = []
        for record, preimage in records:
            try:
                data = pack(record, signer)
            except ValueError as error:
                message = f"The record of {record.proven} cannot be written down: {error}."
                raise ReadinessError(Problem("RDY050", message, "Look at what the run left behind.")) from error
            contents[contents_name(record.covered)] = preimage
            packed.append((record_name(record, data), data))
        # In this order: whoever sees a record also sees what it is about.
        store.append({**contents, **dict(packed)})
        return [name for name, _ in packed]

    def _opened(self, asked: Iterable[tuple[Wanted, Sequence[str]]]) -> dict[str, Filed | Spoiled]:
        surfaces = {name: one.surface for one, names in asked for name in names}
        return {name: self._open(name, data, surfaces[name]) for name, data in self.read(surfaces).items()}

    def _open(self, name: str, data: bytes | Unread, surface: str | None) -> Filed | Spoiled:
        return Spoiled(name, data.value) if isinstance(data, Unread) else self.opener(name, data, surface)


def _gone(expected: Mapping[str, Sequence[str]], one: Wanted, listed: Listed) -> Iterable[str]:
    """Return the names that are `expected` about exactly what is wanted, and are not there."""
    names = expected.get(folder_of(one.proven, one.covered), ())
    return sorted({*names}.difference(listed.records)) if names else ()


def _near(name: str, one: Wanted, exact: Mapping[Proven, Sequence[str]]) -> bool:
    return not exact[one.proven] or name.startswith(folder_of(one.proven, one.covered) + "/")
