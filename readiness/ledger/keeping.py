"""What is done to a ledger as a whole: it is verified, merged with a folder, signed, and pruned.

Files are opened a few thousand at a time, so that a large ledger does not have to fit into memory.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from readiness.errors import Problem, ReadinessError
from readiness.ledger.checkpoint import Audit, make
from readiness.ledger.envelope import countersign
from readiness.ledger.names import (
    CHECKPOINTS,
    CONTENTS,
    RECORDS,
    contents_name,
    digest_of,
    parse_name,
    record_name,
)
from readiness.ledger.reading import CONTENTS_LIMIT, Ledger
from readiness.ledger.trust import Keyring
from readiness.model.record import Filed, Spoiled
from readiness.tree.base import Unread
from readiness.tree.fingerprint import parse_contents

if TYPE_CHECKING:
    from securesystemslib.signer import Signer  # type: ignore[attr-defined]  # public, says its documentation

_AT_ONCE: Final = 2_000
_LISTS_AT_ONCE: Final = 50
_COVERED: Final = 5


@dataclass(slots=True)
class Verified:
    """How much there is, and what is `wrong` with it; `foreign` are files that a ledger does not mind."""

    records: int = 0
    contents: int = 0
    checkpoints: int = 0
    wrong: list[Spoiled] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


def verify(ledger: Ledger, keys: Keyring) -> Verified:
    """Return what is wrong with any file of the ledger: digests, names, signatures, lists of files that are missing.

    What only `ledger.unreadable` knows is not in it.
    """
    names = ledger.names()
    records = [name for name in names if name.startswith(f"{RECORDS}/")]
    lists = [name for name in names if name.startswith(f"{CONTENTS}/")]
    checkpoints = [name for name in names if name.startswith(f"{CHECKPOINTS}/")]
    foreign = sorted({*names}.difference(records, lists, checkpoints))
    found = Verified(len(records), len(lists), len(checkpoints), foreign=foreign)
    audited = ledger.audit(keys)
    found.wrong += [Spoiled(one.name, str(one)) for one in audited.missing]
    found.wrong += [Spoiled(CHECKPOINTS, gap) for gap in audited.gaps]
    found.wrong += audited.ignored
    known = frozenset(lists)
    for entry in opened(ledger, records):
        flaw = _flaw_of_entry(entry, known)
        if flaw is not None:
            found.wrong.append(Spoiled(entry.name, flaw))
    for at in range(0, len(lists), _LISTS_AT_ONCE):
        for name, data in ledger.read(lists[at : at + _LISTS_AT_ONCE], CONTENTS_LIMIT).items():
            flaw = _flaw_of_list(name, data)
            if flaw is not None:
                found.wrong.append(Spoiled(name, flaw))
    return found


def _flaw_of_entry(entry: Filed | Spoiled, lists: frozenset[str]) -> str | None:
    if isinstance(entry, Spoiled):
        return entry.reason
    if entry.distrust is None and contents_name(entry.record.covered) not in lists:
        return "the list of the files that it is about is missing"
    return entry.distrust


def opened(ledger: Ledger, names: Sequence[str]) -> Iterator[Filed | Spoiled]:
    """Yield what each of the files called `names` holds."""
    for at in range(0, len(names), _AT_ONCE):
        yield from ledger.open(names[at : at + _AT_ONCE]).values()


def _flaw_of_list(name: str, data: bytes | Unread) -> str | None:
    """Return what is wrong with a list of covered files."""
    if isinstance(data, Unread):
        return data.value
    if contents_name(digest_of(data)) != name:
        return "it is not the list that it is named for"
    try:
        parse_contents(data)
    except ValueError as error:
        return str(error)
    return None


@dataclass(frozen=True, slots=True)
class Taken:
    """What was put on file, and what was not, because it is no record."""

    names: tuple[str, ...]
    spoiled: tuple[Spoiled, ...]


def merge(into: Ledger, other: Ledger) -> Taken:
    """Put the records of `other` into the ledger `into`, with the lists of files that they are about.

    Raises:
        ReadinessError: RDY050, the store takes nothing; RDY052, there is none.
    """
    return _copy(other, into, lambda data: data)


def sign(ledger: Ledger, signer: "Signer") -> Taken:
    """Put each record of the ledger's own store on file once more, signed by `signer`, and take the other away.

    One that this key has signed already is left alone.

    Raises:
        ReadinessError: RDY050, the store takes nothing; RDY052, there is none.
    """
    own = Ledger([ledger.target], ledger.opener)
    before = own.names([RECORDS])
    taken = _copy(own, own, lambda data: countersign(data, signer))
    # The same record twice would look like two runs.
    ledger.unreadable = ledger.unreadable or own.unreadable
    gone = frozenset(before).difference(taken.names, (one.name for one in taken.spoiled))
    ledger.target.remove(sorted(gone))
    return taken


def _copy(source: Ledger, into: Ledger, changed: Callable[[bytes], bytes]) -> Taken:
    names = source.names([RECORDS])
    put: list[str] = []
    spoiled: list[Spoiled] = []
    for at in range(0, len(names), _AT_ONCE):
        some = names[at : at + _AT_ONCE]
        data, files = source.read(some), dict[str, bytes]()
        lists: set[str] = set()
        for name, entry in source.open(some).items():
            file = data[name]
            if isinstance(entry, Spoiled) or isinstance(file, Unread):
                spoiled.append(entry if isinstance(entry, Spoiled) else Spoiled(name, "it changed just now"))
                continue
            new = changed(file)
            files[record_name(entry.record, new)] = new
            lists.add(contents_name(entry.record.covered))
        into.target.append({**_whole(source, sorted(lists)), **files})
        put += files
    return Taken(tuple(put), tuple(spoiled))


def _whole(source: Ledger, lists: Sequence[str]) -> dict[str, bytes]:
    """Return the lists of files that are what they are named for."""
    read = source.read(lists, CONTENTS_LIMIT)
    return {name: data for name, data in read.items() if isinstance(data, bytes) and _flaw_of_list(name, data) is None}


@dataclass(frozen=True, slots=True)
class Pruned:
    """What pruning takes out, and how many records stay."""

    names: tuple[str, ...]
    records: int
    left: int


def surplus(ledger: Ledger, *, keep: int | None = None, since: datetime | None = None) -> Pruned:
    """Return what of the ledger's own store is not needed any more, requirement by requirement.

    What counts are contents, with all records about one: the failed ones of a content never go without the others.
    The newest `keep` contents stay, or those with a record since `since`, and always the newest one. Files that are no
    records, or that nobody trusted has signed, neither count nor go.
    """
    own = Ledger([ledger.target], ledger.opener)
    listed, going, staying = own.listed(), list[str](), 0
    good = {
        entry.name
        for entry in opened(own, [name for one in listed.values() for name in one.records])
        if isinstance(entry, Filed) and entry.distrust is None
    }
    ledger.unreadable = ledger.unreadable or own.unreadable
    for one in listed.values():
        by_content: dict[str, list[str]] = {}
        for name in one.records:  # the newest first, so the first of a content says how new it is
            if name in good:
                by_content.setdefault(name.split("/")[_COVERED], []).append(name)
        for number, names in enumerate(by_content.values()):
            ended = parse_name(names[0])
            recent = since is not None and ended is not None and ended.finished >= since
            if number == 0 or recent or (keep is not None and number < keep):
                staying += len(names)
            else:
                going += names
    gone = frozenset(going)
    left = {name.split("/")[_COVERED] for one in listed.values() for name in one.records if name not in gone}
    lists = {contents_name(covered) for covered in {name.split("/")[_COVERED] for name in going} - left}
    return Pruned((*going, *sorted(lists)), len(going), staying)


def prune(ledger: Ledger, pruned: Pruned, keys: Keyring, now: datetime, signer: "Signer | None") -> None:
    """Take `pruned` out; with a `signer`, a checkpoint says first that this was meant.

    Raises:
        ReadinessError: RDY050, the store cannot be written.
    """
    if signer is not None:
        own = Ledger([ledger.target], ledger.opener)
        _write_checkpoint(own, own.audit(keys), [], pruned.names[: pruned.records], (now, signer))
    ledger.target.remove(pruned.names)


def checkpoint(ledger: Ledger, keys: Keyring, now: datetime, signer: "Signer") -> tuple[str, int]:
    """Put a signed list of what came on file since the last one into the ledger's own store.

    Records that are no good, or that nobody trusted has signed, are left out. Returns the name of the checkpoint, and
    how many records it lists.

    Raises:
        ReadinessError: RDY050, the store cannot be written.
    """
    own = Ledger([ledger.target], ledger.opener)
    audited = own.audit(keys)
    new = [name for name in own.names([RECORDS]) if name not in audited.listed]
    added = [entry.name for entry in opened(own, new) if isinstance(entry, Filed) and entry.distrust is None]
    ledger.unreadable = ledger.unreadable or own.unreadable
    return _write_checkpoint(own, audited, added, [], (now, signer)), len(added)


def _write_checkpoint(
    own: Ledger, audited: Audit, added: Sequence[str], pruned: Sequence[str], signed: "tuple[datetime, Signer]"
) -> str:
    try:
        name, data = make(audited.heads, added, pruned, *signed)
    except ValueError as error:
        raise ReadinessError(
            Problem("RDY050", f"The checkpoint cannot be written down: {error}.", "Prune a part at a time.")
        ) from error
    own.target.append({name: data})
    return name
