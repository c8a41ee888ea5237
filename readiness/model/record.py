"""Records: evidence that was put on file, about one content. Made by `prove`, kept by `ledger`, judged by `gather`.

A record says which requirement it is for, which content it covers (`covered`), what exactly was asked for
(`definition`), what was measured, and who made it, when and how. It never says whether that is enough.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from readiness.model.evidence import Json


class Binding(StrEnum):
    """How a record came to be about its content."""

    EXECUTED = "executed"
    """The engine ran the command itself, and saw that the content did not change meanwhile."""
    CAPTURED = "captured"
    """The engine picked up an artefact that something else had made."""


class Proven(NamedTuple):
    """The requirement that a record is for: ids of scope, item and piece of evidence."""

    scope: str
    item: str
    evidence: str

    def __str__(self) -> str:
        return "/".join(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Producer:
    """Who made a record: the account, and in CI the system and a name or address of its run. A claim, unless signed."""

    user: str | None = None
    ci: str | None = None
    run: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record. Digests are SHA-256 in hexadecimal; times are aware, UTC.

    `covered` is the fingerprint of the content, over object ids of `object_format`; its preimage, the list of files, is
    kept in the ledger under that digest. `defined` is the preimage of `definition`. `artefacts` are digests by path.
    `measured` is what the kind's reader returned, None where there was nothing that it could read, and then `flaw` says
    why. `made_at` and `newest_at` are what the artefacts say themselves. `exit_code` is that of the command, None where
    it was ended at its time limit (`timed_out`) or none was executed. `host` describes the machine: system, release,
    architecture, version of Python.
    """

    proven: Proven
    kind: str
    covered: str
    definition: str
    defined: Mapping[str, Json]
    object_format: str
    commit: str | None
    dirty: bool
    artefacts: Mapping[str, str] = field(default_factory=dict)
    measured: Mapping[str, Json] | None
    flaw: str | None = None
    summary: str = ""
    made_at: datetime | None = None
    newest_at: datetime | None = None
    binding: Binding
    command: str | tuple[str, ...] | None = None
    exit_code: int | None = None
    timed_out: bool = False
    started: datetime
    finished: datetime
    producer: Producer = Producer()
    tool: str
    host: Mapping[str, str] = field(default_factory=dict)
    environment: str | None = None

    @property
    def ended_badly(self) -> bool:
        """Whether the command that was executed did not end with 0."""
        return self.binding is Binding.EXECUTED and self.command is not None and self.exit_code != 0


@dataclass(frozen=True, slots=True)
class Proof:
    """The record that an answer leans on: its digest, and what it says of itself.

    `commit` is the one that it was made at, which need not be the candidate's. `signers` are the identities that stand
    behind it; none where trust is not asked for.
    """

    record: str
    binding: Binding
    commit: str | None
    finished: datetime
    signers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filed:
    """A record in a ledger. `name` is its path there, `digest` that of its bytes.

    `distrust` says why nobody who is trusted stands behind it; None where somebody does, or where trust is not asked
    for. `signers` are the identities whose signatures hold; `signed` says whether there is any signature, of whomever.
    """

    name: str
    digest: str
    record: Record
    signers: tuple[str, ...] = ()
    distrust: str | None = None
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A file in a ledger that is no record, or not the one that it is named for."""

    name: str
    reason: str
