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
class Transcript:
    """What one execution of a command left behind, as the engine saw it: never what somebody says of it.

    `exit_code` is None where the command was ended at its time limit. `output` is standard output and standard error as
    they came, undecoded, the end of it where it is long, and then `cut`: what stood before that nobody can search.
    Times are aware, UTC.
    """

    command: str | tuple[str, ...]
    exit_code: int | None
    output: bytes
    started: datetime
    finished: datetime
    cut: bool = False


@dataclass(frozen=True, slots=True)
class CommitObjects:
    """The candidate's commit as git keeps it, and the annotated tags that point at it.

    `data` is the object without git's header, `tags` are objects by the name below `refs/tags/`. `dirty` says that the
    candidate holds something else than the commit.
    """

    oid: str
    data: bytes
    tags: Mapping[str, bytes] = field(default_factory=dict)
    dirty: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a reader is given: the artefacts in order of path, other documents it asked for, and its condition.

    `condition` says which part of an artefact counts. Readers of products may use those of its fields alone that their
    kind's `measures` names, so that a threshold can change without a new proof. `transcript` is there only where the
    engine has executed the command of the evidence itself, `commit` where the candidate is just that, without changes,
    `objects` for kinds that read them (`reads_commit`), where the candidate stands on a commit. `files` are the paths
    of the candidate, for artefacts that name files from somewhere else than its root.
    """

    condition: Any = None
    sources: tuple[Source, ...] = ()
    others: Mapping[str, Source] = field(default_factory=dict)
    transcript: Transcript | None = None
    commit: str | None = None
    objects: CommitObjects | None = None
    files: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """One kind of evidence: a row of the registry `readiness.evidence.KINDS`.

    `read` returns the claim, or raises `EvidenceMissingError` or `EvidenceUnreadableError`. `meets` returns why the
    claim is not enough, each reason a phrase; nothing where it is. `document` marks what is judged from the tree
    itself; other kinds are products of a run, and are judged from records. `word` marks what only a person vouches for.
    `measures` returns the part of a condition that decides what is *measured*, as JSON: it is in the definition of the
    evidence, so a change of it asks for a new proof. `version` changes when `read` begins to measure something else.
    `about_commit` tells of a condition whether it is about the candidate's very commit, so that no record of another
    commit with the same content counts.
    `needs_run` marks what is measured by executing a command or asking a server, so that only `prove` can make it;
    `collect` is that effect where it is not the command of the evidence. `judges_exit` leaves it to the kind whether
    the exit code of the command is good; of other kinds, one that is not 0 is a failure. `reads_commit` marks documents
    that are judged from the candidate's commit itself.
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
    version: int = 1
    measures: Callable[[Any], Mapping[str, Json]] = lambda _: {}
    about_commit: Callable[[Any], bool] = lambda _: False
    needs_run: bool = False
    collect: Callable[[Any], Source] | None = None
    judges_exit: bool = False
    reads_commit: bool = False
