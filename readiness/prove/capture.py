"""Capturing: artefacts that something else has made become records about the content that lies here now.

That is weaker than executing: nobody saw that an artefact was made from this content. So one that is plainly older than
the content is refused, and every record says `captured`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from readiness.errors import EvidenceMissingError, Problem, ReadinessError
from readiness.gather.asking import Asked
from readiness.model.evidence import Source
from readiness.model.record import Proven, Record
from readiness.prove.archive import Archive
from readiness.prove.ground import Ground
from readiness.prove.naming import meant
from readiness.prove.recording import Recorder
from readiness.prove.times import changed_at, committed_at, touched_at
from readiness.tree.fingerprint import parse_contents

_SKEW: Final = timedelta(hours=14)
"""Reports often give local time without a zone, and no zone is further than this from UTC."""


@dataclass(frozen=True, slots=True)
class Captured:
    """What capturing came to: records, each with the contents it covers, and why others were refused or left out."""

    records: tuple[tuple[Record, bytes], ...]
    refused: tuple[tuple[Proven, str], ...]
    absent: tuple[tuple[Proven, str], ...]


def capture(
    ground: Ground, names: Sequence[str], now: datetime, *, archive: Archive | None = None, elsewhere: bool = False
) -> Captured:
    """Return records of the artefacts that are there, of all evidence or of that which `names` mean; writes nothing.

    `elsewhere` says that another job made them for this very commit: they are held against its time then, not against
    the times of the files here.

    Raises:
        ReadinessError: RDY055 for a name that means nothing, RDY064 for an archive that is refused.
    """
    committed = committed_at(ground.top, ground.tree.candidate.commit)
    clerk = _Clerk(ground, now, archive, elsewhere or archive is not None, committed)
    chosen = meant(names, ground.asked)
    records: list[tuple[Record, bytes]] = []
    refused: list[tuple[Proven, str]] = []
    absent: list[tuple[Proven, str]] = []
    for proven, asked in sorted(ground.asked.items()):
        if proven not in chosen:
            continue
        found = clerk.record(asked)
        match found:
            case Record():
                records.append((found, asked.covered.contents))
            case _Absent(reason):
                absent.append((proven, reason))
            case _Refused(reason):
                refused.append((proven, reason))
    return Captured(tuple(records), tuple(refused), tuple(absent))


@dataclass(frozen=True, slots=True)
class _Absent:
    reason: str


@dataclass(frozen=True, slots=True)
class _Refused:
    reason: str


@dataclass(frozen=True, slots=True)
class _Clerk:
    ground: Ground
    now: datetime
    archive: Archive | None
    elsewhere: bool
    committed: datetime | None
    changes: dict[str, datetime | None] = field(default_factory=dict)
    """When the newest file of a content came to be what it is, by fingerprint: many reports cover the same files."""

    def record(self, asked: Asked) -> Record | _Absent | _Refused:
        if asked.kind.needs_run or not asked.kind.needs_path:
            return _Absent(f"a record of kind {asked.kind.name} is made by `readiness prove` alone")
        recorder = Recorder(self.ground.tree, self.ground.config, self.ground.coverage)
        try:
            sources = self._sources(asked)
            record = recorder.captured(asked, self.now, sources or None)
        except EvidenceMissingError as error:
            return _Absent(str(error))
        except ReadinessError as error:
            if self.archive is not None:
                raise
            return _Refused(str(error))
        if asked.covered.doubts:
            path, why = asked.covered.doubts[0]
            return _Refused(f"nobody can tell what {path} holds: {why}")
        if not asked.covered.count and asked.evidence.covers != "none":
            return _Refused("what it covers matches no file")
        older = self._older(asked, record)
        return _Refused(older) if older is not None else record

    def _sources(self, asked: Asked) -> tuple[Source, ...]:
        """Return the artefacts in the archive; nothing where the tree is read."""
        found: dict[str, Source] = {}
        for pattern, anchored in zip(asked.evidence.path, asked.evidence.artefacts, strict=True):
            archived = self.archive.sources([anchored]) if self.archive is not None else ()
            found.update((source.path, source) for source in archived)
            if self.archive is not None and not archived:
                reason = f"{pattern} is not in the archive"
                raise EvidenceMissingError(reason)
        return tuple(found.values())

    def _older(self, asked: Asked, record: Record) -> str | None:
        """Return why the artefacts cannot have been made from this content; None if they may have been."""
        top = self.ground.top
        if self.elsewhere:
            committed = self.committed
            stamps = [moment for moment in (record.newest_at, record.made_at) if moment is not None]
            if committed is not None and stamps and min(stamps) < committed - _SKEW:
                return f"it was made on {min(stamps):%Y-%m-%d %H:%M}, before this commit was"
            return None
        written = [moment for path in record.artefacts if (moment := touched_at(top, (path,))) is not None]
        digest = asked.covered.digest
        if digest not in self.changes:
            self.changes[digest] = changed_at(top, parse_contents(asked.covered.contents))
        changed = self.changes[digest]
        if written and changed is not None and min(written) < changed:
            written_at = f"it was written at {min(written):%Y-%m-%d %H:%M:%S}, before what it covers was changed"
            return f"{written_at}; make it again, or say --elsewhere if another job made it for this commit"
        return None


def refuse_read_only(ground: Ground) -> None:
    """Refuse to capture for a commit or the index: artefacts lie on disk, beside content that lies on disk.

    Raises:
        ReadinessError: RDY056.
    """
    if ground.tree.candidate.kind != "work-tree":
        fix = "check the commit out, and capture there"
        raise ReadinessError(Problem("RDY056", "there is no work tree here, so there is nothing to capture", fix))
