"""Evidence kind `attestation`: what somebody states of an artefact or a commit, such as how it was built.

## Source
In-toto statements (v1, v0.1) of any predicate type: SLSA provenance, verification summaries, others' test results. A
statement alone, in a DSSE envelope, or in a Sigstore bundle; in JSON, or several in one file, one a line. Several files
are read together. Short form: none that is enough, for a predicate type and a subject have to be said.

## Shape
`commit` (that of the candidate when it was read, None where there were changes to it), and `statements`: `file`,
`predicate_type`, `subjects` (`name` and `digest` by algorithm), `predicate` whole, and `signers`, fingerprints of the
keys of `signed_by` that have signed it.

## Units
Those of the predicate. At most 100 statements, and 256 KiB put on file. `made_at` is the oldest of what provenance and
verification summaries say of themselves, no later than the file was written; of other types, when it was.

## Errors
Missing: no file. Unreadable: anything in a file that is no statement, an envelope of something else, keys that occur
twice, numbers beyond 2^53, more than is put on file. A statement of another type, about something else, or not signed
by a key of `signed_by` where that is asked, does not count. Of those that count there has to be one, and each has to
meet every `where`; a verification summary and a test result have to have passed even where nobody asks.

## What it does not prove
That what it says is true: without `signed_by` anybody may have written it. A signature of Sigstore without a key of
one's own (keyless) is not verified, and a name of a subject is only a name: a digest, or the commit, is what it is.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import Field

from readiness.errors import EvidenceMissingError, EvidenceUnreadableError
from readiness.evidence.attestation_where import Subject, Where
from readiness.evidence.json_pointer import at
from readiness.evidence.moments import made, moment
from readiness.evidence.public_keys import EnvelopeKey, fingerprints
from readiness.evidence.quoted import listed, quoted
from readiness.model.documents.base import OneOrMany, Text, expand
from readiness.model.documents.evidence import Condition
from readiness.model.evidence import Claim, EvidenceKind, Json, Reading, Source
from readiness.reading.ssh_keys import parse_key

if TYPE_CHECKING:
    from readiness.evidence.attestation_statement import Statement

_MAX_BYTES: Final = 256 * 1024
_PASSED: Final = {
    "https://slsa.dev/verification_summary/": "/verificationResult",
    "https://in-toto.io/attestation/test-result/": "/result",
}
"""Where predicates say that something has passed, by the beginning of their type."""
_MADE: Final = ("/runDetails/metadata/finishedOn", "/metadata/buildFinishedOn", "/timeVerified")
"""Where predicates say when they were made."""


class AttestationCondition(Condition):
    """Which statements count, and what they have to say."""

    predicate_type: Text
    """The type of the predicate, whole: `https://slsa.dev/provenance/v1`."""
    subject: Annotated[Subject, expand("name", Subject)]
    """What the statement has to be about: a name, or a mapping."""
    where: OneOrMany[Where] = ()
    """What the predicate has to say."""
    signed_by: Annotated[OneOrMany[EnvelopeKey], Field(min_length=1, max_length=50)] = ()
    """Public keys of OpenSSH of which one has to have signed: Ed25519 or ECDSA."""


def read(reading: Reading) -> Claim:
    """Return the statements of all files, with who has signed them.

    Raises:
        EvidenceMissingError: there is no file.
        EvidenceUnreadableError: a file cannot be understood, or holds more than is put on file.
    """
    if not reading.sources:
        msg = "there is no attestation"
        raise EvidenceMissingError(msg)
    from readiness.evidence.attestation_statement import statements  # noqa: PLC0415 - most runs read no statements

    keys = [parse_key(line) for line in reading.condition.signed_by]
    found = [(source, statements(source, keys)) for source in reading.sources]
    listed_all = [_measured(source, one) for source, several in found for one in several]
    measured: dict[str, Json] = {"commit": reading.commit, "statements": listed_all}
    if len(json.dumps(measured)) > _MAX_BYTES:
        msg = f"{listed([source.path for source, _ in found])} say more than is put on file: {_MAX_BYTES} bytes at most"
        raise EvidenceUnreadableError(msg)
    moments = made([source for source, _ in found], [_said(source, several) for source, several in found])
    types = sorted({one.predicate_type for _, several in found for one in several})
    summary = f"{len(listed_all)} {'statement' if len(listed_all) == 1 else 'statements'}: {listed(types)}"
    return Claim(measured, min(moments, default=None), max(moments, default=None), summary=summary)


def _measured(source: Source, statement: "Statement") -> dict[str, Any]:
    return {
        "file": source.path,
        "predicate_type": statement.predicate_type,
        "subjects": [{"name": name, "digest": dict(digest)} for name, digest in statement.subjects],
        "predicate": statement.predicate,
        "signers": sorted(key.fingerprint for key in statement.signers),
    }


def _said(source: Source, several: "Sequence[Statement]") -> datetime | None:
    """Return the oldest moment at which a statement of `source` says that it was made."""
    stamps = [found for one in several for place in _MADE for found in at(one.predicate, place)]  # type: ignore[arg-type]
    try:
        return min(filter(None, (moment(str(stamp)) for stamp in stamps)), default=None)
    except ValueError as error:
        msg = f"{source.path} says that it was made at a moment that is none: {quoted(str(error))}"
        raise EvidenceUnreadableError(msg) from error


def meets(measured: Mapping[str, Any], condition: AttestationCondition) -> Sequence[str]:
    """Return why the statements are not enough."""
    of_type = [one for one in measured["statements"] if one["predicate_type"] == condition.predicate_type]
    if not of_type:
        types = sorted({one["predicate_type"] for one in measured["statements"]})
        return (f"no statement is of the type {quoted(condition.predicate_type)}; there are {listed(types)}",)
    commit = measured["commit"]
    about = [one for one in of_type if any(condition.subject.fits(subject, commit) for subject in one["subjects"])]
    if not about:
        names = sorted({subject["name"] for one in of_type for subject in one["subjects"]})
        dirty = ", and the candidate is not just a commit" if condition.subject.commit and commit is None else ""
        return (f"no statement of that type is about {condition.subject}; they are about {listed(names)}{dirty}",)
    trusted = fingerprints(condition.signed_by)
    counting = [one for one in about if trusted.intersection(one["signers"])] if trusted else about
    if not counting:
        return (f"no key of `signed_by` has signed the statement about {condition.subject}",)
    return tuple(reason for one in counting for reason in _reasons(one, condition, commit))


def _reasons(statement: Mapping[str, Any], condition: AttestationCondition, commit: str | None) -> Iterator[str]:
    asked = {where.pointer for where in condition.where}
    passed = [
        Where(pointer=pointer, equals="PASSED")
        for beginning, pointer in _PASSED.items()
        if condition.predicate_type.startswith(beginning) and pointer not in asked
    ]
    for where in (*passed, *condition.where):
        for reason in where.reason(statement["predicate"], commit):
            yield f"{statement['file']}: {reason}"


def _measures(condition: AttestationCondition) -> Mapping[str, Json]:
    return {"signed_by": sorted(fingerprints(condition.signed_by))}


KIND: Final = EvidenceKind(
    name="attestation",
    condition=AttestationCondition,
    read=read,
    meets=meets,
    main="path",
    recognises=lambda text: text.lower().endswith((".intoto.jsonl", ".intoto.json", ".sigstore.json")),
    measures=_measures,
    about_commit=lambda condition: bool(condition.subject.commit or any(where.commit for where in condition.where)),
)
