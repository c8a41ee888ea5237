"""Checkpoints: signed lists of what came on file, each with the digests of those before it, so that a removal shows.

A checkpoint is a DSSE envelope over canonical JSON: `format`, `previous` (digests of the files of all checkpoints that
nobody had built on yet), `added` and `pruned` (names of files), `made_at`. Writers in parallel and ledgers that are
merged leave several last ones, and the next one builds on all of them.

The audit holds a ledger against them. It cannot show that the last checkpoints themselves are gone together with what
only they list: for that, somebody has to remember one of them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Strict, ValidationError

from readiness.ledger.canonical import canonical, read_json
from readiness.ledger.envelope import Envelope, pack_payload, unpack
from readiness.ledger.fields import Moment, Sha256, moment_to
from readiness.ledger.names import checkpoint_name, digest_of, parse_checkpoint_name, parse_name
from readiness.ledger.trust import Keyring
from readiness.model.documents.base import Model
from readiness.model.record import Spoiled
from readiness.tree.base import Unread

if TYPE_CHECKING:
    from securesystemslib.signer import Signer  # type: ignore[attr-defined]  # public, says its documentation

FORMAT: Final = "urn:readiness:checkpoint:v1"
PAYLOAD_TYPE: Final = "application/vnd.readiness.checkpoint+json"
MAX_BYTES: Final = 64 << 20
"""How large the file of a checkpoint may be: about 200,000 names."""


class _Checkpoint(Model, defer_build=True):
    format: Literal["urn:readiness:checkpoint:v1"]
    previous: Annotated[frozenset[Sha256], Strict(strict=False)]
    added: list[str]
    pruned: list[str]
    made_at: Moment


@dataclass(frozen=True, slots=True)
class Missing:
    """A record that a checkpoint lists and that is gone. `said_by` are identities; `at` is aware, UTC."""

    name: str
    said_by: tuple[str, ...]
    at: datetime

    def __str__(self) -> str:
        by = f"{' and '.join(self.said_by)} signed" if self.said_by else "a checkpoint says"
        return f"{by} on {self.at:%Y-%m-%d} that a record is on file, and it is gone"


@dataclass(frozen=True, slots=True)
class Audit:
    """What checkpoints say of a ledger.

    `heads` are the digests of the last ones that count: the next one has to build on all of them. `listed` are all
    names that count as put on file. `missing` are the records that are gone. `gaps` say which earlier checkpoints are
    gone: what they listed nobody knows, so any record may be missing. `ignored` are checkpoints that do not count, or
    only in part.
    """

    heads: tuple[str, ...] = ()
    listed: frozenset[str] = frozenset()
    missing: tuple[Missing, ...] = ()
    gaps: tuple[str, ...] = ()
    ignored: tuple[Spoiled, ...] = ()


def make(
    previous: Collection[str],
    added: Collection[str],
    pruned: Collection[str],
    made_at: datetime,
    signer: "Signer | None" = None,
) -> tuple[str, bytes]:
    """Return the name and the bytes of a checkpoint. `previous` has to be the `heads` of an audit.

    Raises:
        ValueError: it lists too many names for one file.
    """
    payload = canonical(
        {
            "format": FORMAT,
            "previous": sorted(previous),
            "added": sorted(added),
            "pruned": sorted(pruned),
            "made_at": moment_to(made_at),
        }
    )
    data = pack_payload(payload, PAYLOAD_TYPE, signer, MAX_BYTES)
    return checkpoint_name(digest_of(data)), data


def audit(files: Mapping[str, bytes | Unread], present: Collection[str], keys: Keyring) -> Audit:
    """Return what the checkpoints `files` say of a ledger that holds the records called `present`.

    Where keys are trusted, a checkpoint counts if one of them has signed it, or if one that counts builds on it.
    """
    nodes, ignored = _read(files)
    heads, counted, strange = _counted(nodes, keys)
    pruned, refused = _pruned({digest: nodes[digest] for digest in counted}, keys)
    gaps = [
        f"checkpoint {digest:.12} builds on {earlier:.12}, which is gone or damaged"
        for digest in counted
        for earlier in sorted(nodes[digest].said.previous - nodes.keys())
        if checkpoint_name(earlier) not in pruned
    ]
    here = frozenset(present) | pruned
    missing: dict[str, Missing] = {}
    for digest, said_by in counted.items():
        said = nodes[digest].said
        for name in frozenset(said.added) - here - missing.keys():
            if parse_name(name) is not None:
                missing[name] = Missing(name, said_by, said.made_at)
    return Audit(
        heads=tuple(sorted(heads)),
        listed=frozenset().union(*(nodes[digest].said.added for digest in counted)),
        missing=tuple(missing[name] for name in sorted(missing)),
        gaps=tuple(sorted(gaps)),
        ignored=tuple(sorted((*ignored, *strange, *refused), key=lambda one: one.name)),
    )


@dataclass(frozen=True, slots=True)
class _Node:
    name: str
    envelope: Envelope
    said: _Checkpoint


def _read(files: Mapping[str, bytes | Unread]) -> tuple[dict[str, _Node], list[Spoiled]]:
    """Return the checkpoints by their digests, and the files that are none."""
    nodes: dict[str, _Node] = {}
    spoiled = []
    for name, data in files.items():
        try:
            digest = parse_checkpoint_name(name)
            if isinstance(data, Unread):
                spoiled.append(Spoiled(name, data.value))
            elif digest is None or digest_of(data) != digest:
                spoiled.append(Spoiled(name, "its content is not what its name says"))
            else:
                nodes[digest] = _node(name, data)
        except ValueError as error:
            spoiled.append(Spoiled(name, str(error)))
    return nodes, spoiled


def _node(name: str, data: bytes) -> _Node:
    envelope = unpack(data, MAX_BYTES)
    if envelope.payload_type != PAYLOAD_TYPE:
        msg = "it holds no checkpoint"
        raise ValueError(msg)
    try:
        return _Node(name, envelope, _Checkpoint.model_validate(read_json(envelope.payload)))
    except ValidationError as error:
        msg = f"it holds no checkpoint of format {FORMAT}"
        raise ValueError(msg) from error


def _counted(nodes: Mapping[str, _Node], keys: Keyring) -> tuple[list[str], dict[str, tuple[str, ...]], list[Spoiled]]:
    """Return the last checkpoints that count; all that do, each with who said so; and those that do not.

    The last ones are asked for a signature. One that has none that counts is taken away, and then what it built on may
    be a last one: nobody hides a checkpoint by building on it.
    """
    built_on = dict.fromkeys(nodes, 0)
    for node in nodes.values():
        for earlier in node.said.previous & nodes.keys():
            built_on[earlier] += 1
    waiting = [digest for digest, count in built_on.items() if not count]
    heads: list[str] = []
    counted: dict[str, tuple[str, ...]] = {}
    ignored = []
    while waiting:
        digest = waiting.pop()
        node = nodes[digest]
        said_by, why = keys.vouches(node.envelope, node.said.made_at.date(), unbounded=False)
        if why is None:
            heads.append(digest)
            _count(digest, said_by, nodes, counted)
            continue
        ignored.append(Spoiled(node.name, f"this checkpoint does not count: {why}"))
        for earlier in node.said.previous & nodes.keys():
            built_on[earlier] -= 1
            if not built_on[earlier]:
                waiting.append(earlier)
    return heads, counted, ignored


def _count(
    head: str, said_by: tuple[str, ...], nodes: Mapping[str, _Node], counted: dict[str, tuple[str, ...]]
) -> None:
    """Count `head` and all that it builds on: its signature covers their digests."""
    pending = [head]
    while pending:
        digest = pending.pop()
        if digest not in counted:
            counted[digest] = said_by
            pending += nodes[digest].said.previous & nodes.keys()


def _pruned(nodes: Mapping[str, _Node], keys: Keyring) -> tuple[frozenset[str], list[Spoiled]]:
    """Return the names that may be gone. Only a key without bounds may say so, by its own signature."""
    pruned: set[str] = set()
    refused = []
    for node in nodes.values():
        if node.said.pruned:
            why = keys.vouches(node.envelope, node.said.made_at.date(), unbounded=True)[1]
            if why is None:
                pruned.update(node.said.pruned)
            else:
                refused.append(Spoiled(node.name, f"what it takes off file still has to be there: {why}"))
    return frozenset(pruned), refused
