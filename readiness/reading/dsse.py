"""DSSE envelopes: a payload in base64, its type, and signatures over both.

Source: DSSE 1.0.2, as plain data that was JSON. Fields that are not named here are left alone, and so is `keyid`, which
nobody vouches for. Errors: `ValueError` with a phrase.
"""

import binascii
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from readiness.reading.ssh_keys import PublicKey, holds
from readiness.reading.values import Data

_MOST_SIGNATURES: Final = 20
_URL_SAFE: Final = str.maketrans("-_", "+/")


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope, decoded. Nothing is known of its signatures yet."""

    payload_type: str
    payload: bytes
    signatures: tuple[bytes, ...]


def envelope_of(found: Data) -> Envelope:
    """Return the envelope in `found`.

    Raises:
        ValueError: it is none.
    """
    match found:
        case {"payload": str() as payload, "payloadType": str() as kind, "signatures": list() as listed}:
            signatures = [one.get("sig") if isinstance(one, dict) else None for one in listed]
        case _:
            msg = "it is no DSSE envelope: it lacks `payload`, `payloadType` or `signatures`"
            raise ValueError(msg)
    texts = [sig for sig in signatures if isinstance(sig, str)]
    if len(texts) != len(signatures) or not 1 <= len(texts) <= _MOST_SIGNATURES:
        msg = f"the DSSE envelope has no signature, one without `sig`, or more than {_MOST_SIGNATURES}"
        raise ValueError(msg)
    return Envelope(kind, _decoded(payload), tuple(_decoded(sig) for sig in texts))


def _decoded(text: str) -> bytes:
    """Return what base64 holds, in either alphabet, as the specification has it."""
    try:
        return b64decode(text.translate(_URL_SAFE), validate=True)
    except (binascii.Error, ValueError) as error:
        msg = "the DSSE envelope holds what is not base64"
        raise ValueError(msg) from error


def pae(payload_type: str, payload: bytes) -> bytes:
    """Return what is signed: the pre-authentication encoding of a payload and its type."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def signers(envelope: Envelope, keys: Iterable[PublicKey]) -> tuple[PublicKey, ...]:
    """Return those of `keys` of which a signature in `envelope` holds; RSA keys are not among them."""
    signed = pae(envelope.payload_type, envelope.payload)
    return tuple(key for key in keys if any(holds(key, signature, signed) for signature in envelope.signatures))
