"""Evidence as it is read: bytes in (`Source`), what they measured out (`Claim`).

A reader takes bytes and returns a claim; whether the claim is enough is judged apart, so that a threshold can change
without a new proof.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True, slots=True)
class Source:
    """An artefact: where it lay, its bytes, and when it was written where the tree can tell (aware, UTC)."""

    path: str
    data: bytes
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a piece of evidence says: counts, names and times, never just a verdict.

    `made_at` is aware, of several parts the oldest, `newest_at` the newest; None where an artefact does not say.
    `valid_until` is the end of a person's word.
    """

    measured: Mapping[str, Json]
    made_at: datetime | None = None
    newest_at: datetime | None = None
    valid_until: datetime | None = None
    summary: str = ""


class KindShape(Protocol):
    """What loading has to know of a kind of evidence to understand its short forms."""

    @property
    def name(self) -> str:
        """The kind as it is written in `kind:`."""

    @property
    def main(self) -> str | None:
        """The field that a short form fills."""

    def recognises(self, text: str) -> bool:
        """Whether a plain string, a path or a URL, is an artefact of this kind."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a reader is given: the artefacts in order of path, other documents it asked for, and its condition.

    The reader of a product is given no condition: it says what was measured, whatever somebody wants of it, so that
    one reading serves every requirement and a threshold can change without a new proof.
    """

    condition: Any = None
    sources: tuple[Source, ...] = ()
    others: Mapping[str, Source] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """One kind of evidence: a row of the registry `readiness.evidence.KINDS`.

    `read` returns the claim, or raises `EvidenceMissingError` or `EvidenceUnreadableError`. `meets` returns why the
    claim is not enough, each reason a phrase; nothing where it is. `document` marks what is judged from the tree
    itself; other kinds are products of a run. `word` marks what only a person vouches for.
    """

    name: str
    condition: Any
    read: Callable[[Reading], Claim]
    meets: Callable[[Mapping[str, Any], Any], Sequence[str]]
    main: str | None = None
    recognises: Callable[[str], bool] = lambda _: False
    needs_path: bool = True
    document: bool = False
    word: bool = False
    others: Callable[[Any], Sequence[str]] = lambda _: ()
