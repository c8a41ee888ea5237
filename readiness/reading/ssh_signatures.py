"""Signatures as `ssh-keygen -Y sign` makes them, which is what git puts into commits and tags.

Source: OpenSSH, PROTOCOL.sshsig: between two lines of armour, in base64, `SSHSIG`, a version, the public key, a
namespace, the digest that was signed instead of the text, and the signature. Errors: `ValueError` with a phrase.
"""

import binascii
import hashlib
from base64 import b64decode
from typing import Final

from readiness.reading.ssh_keys import ECDSA, ED25519, RSA, PublicKey, holds, key_of, taken

BEGIN: Final = b"-----BEGIN SSH SIGNATURE-----"
END: Final = b"-----END SSH SIGNATURE-----"
_MAGIC: Final = b"SSHSIG"
_VERSION: Final = 1
_DIGESTS: Final = frozenset({"sha256", "sha512"})
_RSA: Final = {b"rsa-sha2-256": "sha256", b"rsa-sha2-512": "sha512"}
_LONGEST: Final = 16 * 1024


def signer_of(armoured: bytes, data: bytes, namespace: str) -> PublicKey:
    """Return the key that has signed `data` for `namespace`, as `armoured` shows. Whose key it is, it does not say.

    Raises:
        ValueError: it is no such signature, one for something else, or it does not hold.
    """
    blob = _unarmoured(armoured)
    if not blob.startswith(_MAGIC) or int.from_bytes(blob[6:10], "big") != _VERSION:
        msg = "it is no SSH signature of a version that is understood"
        raise ValueError(msg)
    key_blob, rest = taken(blob[10:])
    space, rest = taken(rest)
    reserved, rest = taken(rest)
    digest, rest = taken(rest)
    signature, rest = taken(rest)
    name = digest.decode("ascii", "replace")
    if rest or name not in _DIGESTS:
        msg = "the SSH signature is damaged"
        raise ValueError(msg)
    if space != namespace.encode():
        msg = "the SSH signature was made for another purpose"
        raise ValueError(msg)
    key = key_of(key_blob)
    signed = _MAGIC + b"".join(_string(part) for part in (space, reserved, digest, hashlib.new(name, data).digest()))
    if not _holds(key, signature, signed):
        msg = "the SSH signature does not hold"
        raise ValueError(msg)
    return key


def _unarmoured(armoured: bytes) -> bytes:
    lines = armoured.strip().splitlines()
    if len(armoured) > _LONGEST or len(lines) < 3 or lines[0] != BEGIN or lines[-1] != END:  # noqa: PLR2004 - with a body
        msg = "it is no SSH signature"
        raise ValueError(msg)
    try:
        return b64decode(b"".join(lines[1:-1]), validate=True)
    except (binascii.Error, ValueError) as error:
        msg = "the SSH signature is not base64"
        raise ValueError(msg) from error


def _holds(key: PublicKey, signature: bytes, signed: bytes) -> bool:
    algorithm, rest = taken(signature)
    raw, rest = taken(rest)
    if rest:
        return False
    if key.algorithm == RSA:
        return algorithm in _RSA and holds(key, raw, signed, _RSA[algorithm])
    if algorithm != key.algorithm.encode():
        return False
    if key.algorithm == ED25519:
        return holds(key, raw, signed)
    return key.algorithm in ECDSA and holds(key, _der(raw), signed)


def _der(raw: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature  # noqa: PLC0415 - as in `holds`

    first, rest = taken(raw)
    second, _ = taken(rest)
    return encode_dss_signature(int.from_bytes(first, "big"), int.from_bytes(second, "big"))


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data
