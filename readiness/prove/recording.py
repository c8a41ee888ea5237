"""Making records: a requirement, its artefacts as they lie now, and what was executed, to one `Record`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from readiness import __version__
from readiness.config import Config
from readiness.errors import EvidenceMissingError, EvidenceUnreadableError, ReadinessError
from readiness.gather.artefacts import just_commit, read, reading_of
from readiness.gather.asking import Asked
from readiness.gather.coverage import Coverage
from readiness.gather.definition import proven_of
from readiness.ledger.envelope import pack
from readiness.model.evidence import Reading, Source, Transcript
from readiness.model.record import Binding, Producer, Record
from readiness.model.wording import printable
from readiness.prove.producer import host, producer_of
from readiness.tree.base import Tree


@dataclass(frozen=True, slots=True)
class Recorder:
    """Makes records about the content of one tree. `tree` has to be as it was when the content was worked out."""

    tree: Tree
    config: Config
    coverage: Coverage
    producer: Producer = field(default_factory=lambda: producer_of(os.environ))
    host: Mapping[str, str] = field(default_factory=host)

    def executed(self, asked: Asked, transcript: Transcript, collected: Source | None = None) -> Record:
        """Return the record of a command that the engine has executed, whatever came of it.

        `collected` is what the kind has collected itself, in place of artefacts.
        """
        return self._record(asked, Binding.EXECUTED, transcript.started, transcript.finished, transcript, collected)

    def captured(self, asked: Asked, now: datetime, sources: tuple[Source, ...] | None = None) -> Record:
        """Return the record of artefacts that something else has made: those of the tree, or `sources`.

        Raises:
            EvidenceMissingError: there is no artefact.
        """
        return self._record(asked, Binding.CAPTURED, now, now, None, None, sources)

    def _record(  # noqa: PLR0913, PLR0917 - what the two callers differ in
        self,
        asked: Asked,
        binding: Binding,
        started: datetime,
        finished: datetime,
        transcript: Transcript | None,
        collected: Source | None = None,
        sources: tuple[Source, ...] | None = None,
    ) -> Record:
        evidence, found = asked.evidence, Reading()
        claim, flaw = None, None
        try:
            if sources is None and collected is None:
                found = self._reading(asked, transcript)
            else:
                given = (collected,) if collected is not None else sources or ()
                commit, files = just_commit(self.tree), self.coverage.shipped
                found = Reading(asked.requirement.condition, given, {}, transcript, commit, files=files)
            claim = read(asked.kind, found)
        except EvidenceMissingError as error:
            if transcript is None and collected is None:
                raise
            flaw = str(error)
        except (EvidenceUnreadableError, ReadinessError) as error:
            flaw = str(error)
        record = Record(
            proven=proven_of(asked.requirement),
            kind=asked.kind.name,
            covered=asked.covered.digest,
            definition=asked.definition,
            defined=asked.defined,
            object_format=self.tree.object_format,
            commit=self.tree.candidate.commit,
            dirty=self.tree.candidate.dirty,
            artefacts={source.path: sha256(source.data).hexdigest() for source in found.sources},
            measured=claim.measured if claim is not None else None,
            flaw=flaw,
            summary=claim.summary if claim is not None else "",
            made_at=claim.made_at if claim is not None else None,
            newest_at=claim.newest_at if claim is not None else None,
            binding=binding,
            command=evidence.run if transcript is not None else None,
            exit_code=transcript.exit_code if transcript is not None else None,
            timed_out=transcript is not None and transcript.exit_code is None and evidence.run is not None,
            started=started,
            finished=finished,
            producer=self.producer,
            tool=__version__,
            host=self.host,
            environment=evidence.environment,
        )
        return _writable(record)

    def _reading(self, asked: Asked, transcript: Transcript | None) -> Reading:
        return reading_of(
            asked.evidence,
            asked.requirement.condition,
            asked.kind,
            tree=self.tree,
            config=self.config,
            coverage=self.coverage,
            transcript=transcript,
        )


def _writable(record: Record) -> Record:
    """Return `record` as a ledger can keep it: without what was measured where that cannot be written down.

    A run that failed must not go without a record because of what it left behind: an older pass would still count.
    """
    try:
        pack(record)
    except ValueError as error:
        flaw = f"what it left behind cannot be written down: {printable(str(error))}"
        return replace(record, artefacts={}, measured=None, flaw=flaw, summary="", made_at=None, newest_at=None)
    return record
