"""Public keys in conditions, as OpenSSH writes them: who has to have signed."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from readiness.model.documents.base import Text
from readiness.reading.ssh_keys import RSA, parse_key


def _any_key(value: str) -> str:
    try:
        parse_key(value)
    except ValueError as error:
        raise _unusable(str(error)) from error
    return value


def _envelope_key(value: str) -> str:
    if parse_key(_any_key(value)).algorithm == RSA:
        why = "RSA keys sign no envelopes here"
        raise _unusable(why)
    return value


def _unusable(why: str) -> PydanticCustomError:
    fix = "write the line of a file such as id_ed25519.pub"
    return PydanticCustomError("unknown-value", "the public key cannot be used: {why}", {"why": why, "fix": fix})


CommitKey = Annotated[Text, AfterValidator(_any_key)]
"""A public key that signs commits and tags: Ed25519, ECDSA or RSA."""
EnvelopeKey = Annotated[Text, AfterValidator(_envelope_key)]
"""A public key that signs DSSE envelopes: Ed25519 or ECDSA."""


def fingerprints(lines: Iterable[str]) -> frozenset[str]:
    """Return the fingerprints of keys, as ssh-keygen shows them."""
    return frozenset(parse_key(line).fingerprint for line in lines)
