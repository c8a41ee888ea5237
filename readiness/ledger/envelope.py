"""DSSE envelopes, in JSON: a payload, what it is, and who signed it. The form of every signed file in a ledger.

Signatures are made through securesystemslib's `Signer`, so that a key may lie in a file or in a key service, and
verified by `reading.ssh_keys`. An envelope without signatures is legal here: it says what it says, and nobody vouches.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from readiness.ledger.canonical import canonical, read_json
from readiness.ledger.statement import record_of, statement_of
from readiness.model.record import Record
from readiness.reading.dsse import pae
from readiness.reading.ssh_keys import PublicKey, holds

if TYPE_CHECKING:
    from securesystemslib.signer import Signer  # type: ignore[attr-defined]  # public, says its documentation

IN_TOTO: Final = "application/vnd.in-toto+json"
MAX_BYTES: Final = 16 << 20
"""How large the file of a record may be."""
MAX_SIGNATURES: Final = 16
_LONGEST_SIGNATURE: Final = 1024
_KEYID: Final = re.compile(r"[!-~]{0,200}")
_URL_SAFE: Final = str.maketrans("-_", "+/")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature. `keyid` is a hint of its maker, not covered by anything; empty where none is given."""

    keyid: str
    sig: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """A payload and its signatures, none of which has been looked at."""

    payload: bytes
    payload_type: str
    signatures: tuple[Signature, ...] = ()

    @property
    def signed_bytes(self) -> bytes:
        """What a signature is about: the type and the payload, each with its length (DSSE's PAE)."""
        return pae(self.payload_type, self.payload)


def pack(record: Record, signer: "Signer | None" = None) -> bytes:
    """Return the file of `record`, signed by `signer`, or by nobody.

    Raises:
        ValueError: the record holds what cannot be written down, or is too large.
    """
    payload = canonical(statement_of(record))
    # What could not be read again must not be written: here it is known whose run it was, later it is one record less.
    record_of(read_json(payload))
    return pack_payload(payload, IN_TOTO, signer)


def pack_payload(payload: bytes, payload_type: str, signer: "Signer | None" = None, limit: int = MAX_BYTES) -> bytes:
    """Return the file of any payload.

    Raises:
        ValueError: it is too large.
    """
    return _packed(Envelope(payload, payload_type), signer, limit)


def countersign(data: bytes, signer: "Signer") -> bytes:
    """Return the file of the same payload, signed by `signer` too; it has another name.

    Raises:
        ValueError: `data` is no envelope.
    """
    return _packed(unpack(data), signer)


def _packed(envelope: Envelope, signer: "Signer | None", limit: int = MAX_BYTES) -> bytes:
    signatures = envelope.signatures
    if signer is not None:
        made = signer.sign(envelope.signed_bytes)
        kept = tuple(one for one in signatures if one.keyid != made.keyid)
        signatures = (*kept, Signature(made.keyid, bytes.fromhex(made.signature)))
    data = canonical(
        {
            "payload": _encoded(envelope.payload),
            "payloadType": envelope.payload_type,
            "signatures": [{"keyid": one.keyid, "sig": _encoded(one.sig)} for one in signatures],
        }
    )
    unpack(data, limit)
    return data


def unpack(data: bytes, limit: int = MAX_BYTES) -> Envelope:
    """Return the envelope in a file of at most `limit` bytes.

    Raises:
        ValueError: it is none, with a phrase that says what is wrong.
    """
    if len(data) > limit:
        msg = f"it is larger than {limit >> 20} MiB"
        raise ValueError(msg)
    found = read_json(data)
    if not isinstance(found, dict) or not {"payload", "payloadType", "signatures"} <= found.keys():
        msg = "it is no signed envelope (DSSE)"
        raise ValueError(msg)
    kind, signatures = found["payloadType"], found["signatures"]
    if not isinstance(kind, str) or not kind.isascii() or not kind.isprintable():
        msg = "its payload is of no type"
        raise ValueError(msg)
    if not isinstance(signatures, list) or len(signatures) > MAX_SIGNATURES:
        msg = f"its signatures are no list of at most {MAX_SIGNATURES}"
        raise ValueError(msg)
    read = tuple(_signature(one) for one in signatures)
    _refuse_twice(read)
    return Envelope(_decoded(found["payload"], "payload"), kind, read)


def _signature(value: Any) -> Signature:  # noqa: ANN401 - JSON
    if not isinstance(value, dict):
        msg = "one of its signatures is no object"
        raise ValueError(msg)  # noqa: TRY004 - everything that is refused here is a ValueError
    keyid = value.get("keyid", "")
    if not isinstance(keyid, str) or not _KEYID.fullmatch(keyid):
        msg = "the key of one of its signatures has an impossible name"
        raise ValueError(msg)
    sig = _decoded(value.get("sig"), "signature")
    if not 0 < len(sig) <= _LONGEST_SIGNATURE:
        msg = "one of its signatures is empty or too long"
        raise ValueError(msg)
    return Signature(keyid, sig)


def _refuse_twice(signatures: tuple[Signature, ...]) -> None:
    named = [one.keyid for one in signatures if one.keyid]
    if len(set(named)) != len(named) or len({one.sig for one in signatures}) != len(signatures):
        msg = "the same key has signed it twice"
        raise ValueError(msg)


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decoded(text: object, what: str) -> bytes:
    """Return what `text` encodes, in either alphabet (DSSE allows both), if it is what one of them would write."""
    msg = f"its {what} is no base64"
    if not isinstance(text, str):
        raise ValueError(msg)  # noqa: TRY004 - everything that is refused here is a ValueError
    if "-" in text or "_" in text:
        text = text.translate(_URL_SAFE)
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(msg) from error
    if len(text) % 4 or _encoded(data[-(len(data) % 3 or 3) :]) != text[-4:]:
        raise ValueError(msg)
    return data


def verify(envelope: Envelope, key: PublicKey) -> bool:
    """Whether one of the signatures is by `key`; the names that they give are not asked."""
    about = envelope.signed_bytes
    return any(holds(key, one.sig, about) for one in envelope.signatures)
