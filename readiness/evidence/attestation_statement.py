"""In-toto statements in the wrappings that tools give them.

Source: JSON, UTF-8: a statement, a DSSE envelope or a Sigstore bundle with one; or several of these, one a line. Shape:
`Statement`, v1 and v0.1. Keys that occur twice, numbers that not every reader of JSON reads alike, and halves of
characters are refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from readiness.errors import EvidenceUnreadableError
from readiness.evidence.quoted import quoted
from readiness.model.evidence import Source
from readiness.reading.dsse import envelope_of, signers
from readiness.reading.ssh_keys import PublicKey
from readiness.reading.structured import read_json
from readiness.reading.values import Data

_TYPES: Final = frozenset({"https://in-toto.io/Statement/v1", "https://in-toto.io/Statement/v0.1"})
_PAYLOAD_TYPE: Final = "application/vnd.in-toto+json"
_MOST: Final = 100
_MOST_EXACT: Final = 2**53 - 1


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: `subjects` as names with digests by algorithm, and which of the keys have signed it."""

    predicate_type: str
    subjects: tuple[tuple[str, Mapping[str, str]], ...]
    predicate: Mapping[str, Data]
    signers: tuple[PublicKey, ...]


def statements(source: Source, keys: Sequence[PublicKey]) -> list[Statement]:
    """Return the statements in `source`, with those of `keys` whose signatures on them hold.

    Raises:
        EvidenceUnreadableError: it is empty, or something in it is no statement, or more than are read.
    """
    try:
        found = [_statement(data, keys) for data in _documents(source.data)]
    except ValueError as error:
        msg = f"{source.path} cannot be read: {quoted(str(error))}"
        raise EvidenceUnreadableError(msg) from error
    if not 1 <= len(found) <= _MOST:
        msg = f"{source.path} holds {f'more than {_MOST} statements' if found else 'no statement'}"
        raise EvidenceUnreadableError(msg)
    return found


def _documents(data: bytes) -> Iterator[Data]:
    """Yield what the file holds: one document on as many lines as it likes, or one on each line."""
    lines = [line for line in data.removeprefix(b"\xef\xbb\xbf").splitlines() if line.strip()]
    if len(lines) > 1 and _is_whole(lines[0]):
        yield from (_read(line) for line in lines[: _MOST + 1])
    elif lines:
        yield _read(data)


def _is_whole(line: bytes) -> bool:
    try:
        read_json(line)
    except ValueError:
        return False
    return True


def _read(data: bytes) -> Data:
    found = read_json(data)
    _refuse_ambiguous(found)
    return found


def _refuse_ambiguous(found: Data) -> None:
    """Raise `ValueError` for what cannot be stored so that everybody reads the same."""
    match found:
        case bool():
            return
        case int() | float() if abs(found) > _MOST_EXACT:
            msg = "it holds a number that not every reader of JSON reads alike"
            raise ValueError(msg)
        case str():
            found.encode()
        case dict():
            for key, value in found.items():
                key.encode()
                _refuse_ambiguous(value)
        case list():
            for value in found:
                _refuse_ambiguous(value)


def _statement(found: Data, keys: Sequence[PublicKey]) -> Statement:
    match found:
        case {"dsseEnvelope": inner}:
            return _enveloped(inner, keys)
        case {"mediaType": str(), "verificationMaterial": _}:
            msg = "the Sigstore bundle holds no DSSE envelope, but a bare signature"
            raise ValueError(msg)
        case {"payload": _}:
            return _enveloped(found, keys)
        case _:
            return _bare(found, ())


def _enveloped(found: Data, keys: Sequence[PublicKey]) -> Statement:
    envelope = envelope_of(found)
    if envelope.payload_type != _PAYLOAD_TYPE:
        msg = f"the envelope holds {envelope.payload_type[:80]}, no in-toto statement"
        raise ValueError(msg)
    return _bare(_read(envelope.payload), signers(envelope, keys))


def _bare(found: Data, signed_by: tuple[PublicKey, ...]) -> Statement:
    match found:
        case {"_type": str() as kind, "subject": [_, *_] as subjects, "predicateType": str() as predicate_type} if (
            kind in _TYPES
        ):
            predicate = found.get("predicate") if isinstance(found, dict) else None
        case _:
            msg = "it is no in-toto statement of version 1 or 0.1 with subjects and a predicate type"
            raise ValueError(msg)
    if not isinstance(predicate, dict | None) or not predicate_type:
        msg = "the predicate of the statement is no mapping, or of no type"
        raise ValueError(msg)
    return Statement(predicate_type, tuple(_subject(one) for one in subjects), predicate or {}, signed_by)


def _subject(found: Data) -> tuple[str, Mapping[str, str]]:
    name, digest = (found.get("name", ""), found.get("digest")) if isinstance(found, dict) else (None, None)
    if not isinstance(name, str) or not isinstance(digest, dict) or not digest:
        msg = "a subject of the statement has no digest, or a name that is no text"
        raise ValueError(msg)
    digests = {algorithm: value for algorithm, value in digest.items() if isinstance(value, str)}
    if digests != digest:
        msg = "a subject of the statement has a digest that is no text"
        raise ValueError(msg)
    return name, digests
