"""Public keys as OpenSSH writes them, `TYPE BASE64 COMMENT`, and whether a signature is one of theirs.

Source: RFC 4253 (section 6.6, RSA), RFC 5656 (ECDSA), RFC 8709 (Ed25519). Understood are `ssh-ed25519`, `ecdsa-sha2-*`
on the three NIST curves and `ssh-rsa` from 2048 bits; neither keys that need a touch (`sk-…`) nor certificates. Errors:
`ValueError` with a phrase.
"""

import binascii
import hashlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.serialization.ssh import SSHPublicKeyTypes

ED25519: Final = "ssh-ed25519"
RSA: Final = "ssh-rsa"
CURVES: Final[Mapping[str, int]] = {"nistp256": 256, "nistp384": 384, "nistp521": 521}
ECDSA: Final[Mapping[str, str]] = {f"ecdsa-sha2-{curve}": curve for curve in CURVES}
_LEAST_RSA_BITS: Final = 2048
_MOST_RSA_BITS: Final = 16384
_LONGEST: Final = 4096


class UnknownKeyTypeError(ValueError):
    """A key may be good, but its type is not understood."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key: its type, and its blob as it stands in a line of OpenSSH, decoded."""

    algorithm: str
    blob: bytes

    @property
    def fingerprint(self) -> str:
        """What `ssh-keygen -l` calls it: `SHA256:` and the digest in base64 without padding."""
        return "SHA256:" + b64encode(hashlib.sha256(self.blob).digest()).decode("ascii").rstrip("=")

    @property
    def line(self) -> str:
        """The key as OpenSSH writes it, without a comment."""
        return f"{self.algorithm} {b64encode(self.blob).decode('ascii')}"


def parse_key(text: str) -> PublicKey:
    """Return the key of a line such as those of `id_ed25519.pub`.

    Raises:
        ValueError: it is none, or of a type that is not understood.
    """
    words = text.split()
    if len(text) > _LONGEST or "\n" in text.strip() or len(words) < 2:  # noqa: PLR2004 - the type and the key
        msg = "it is no public key of OpenSSH: a type and a key in base64, on one line"
        raise ValueError(msg)
    algorithm, encoded = words[:2]
    try:
        blob = b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        msg = "its second word is not base64"
        raise ValueError(msg) from error
    key = key_of(blob)
    if key.algorithm != algorithm:
        msg = f"it says that it is {algorithm[:40]}, and holds another type"
        raise ValueError(msg)
    return key


def key_of(blob: bytes) -> PublicKey:
    """Return the key in `blob`.

    Raises:
        ValueError: it is damaged, too weak, or of a type that is not understood.
    """
    name, rest = taken(blob)
    algorithm = name.decode("ascii", "replace")
    if algorithm == ED25519:
        (point, end), length = taken(rest), 32
        sound = len(point) == length
    elif algorithm in ECDSA:
        curve, rest = taken(rest)
        point, end = taken(rest)
        size = (CURVES[ECDSA[algorithm]] + 7) // 8
        sound = (
            curve.decode("ascii", "replace") == ECDSA[algorithm] and point[:1] == b"\4" and len(point) == 1 + 2 * size
        )
    elif algorithm == RSA:
        _, rest = taken(rest)
        modulus, end = taken(rest)
        sound = _LEAST_RSA_BITS <= int.from_bytes(modulus, "big").bit_length() <= _MOST_RSA_BITS
    else:
        msg = "its type is none of ssh-ed25519, ecdsa-sha2-nistp256, -384, -521 and ssh-rsa"
        raise UnknownKeyTypeError(msg)
    if not sound or end:
        msg = f"the {algorithm} key is damaged, or too weak"
        raise ValueError(msg)
    return PublicKey(algorithm, blob)


def taken(data: bytes) -> tuple[bytes, bytes]:
    """Return the string (RFC 4251) that `data` begins with, and the rest.

    Raises:
        ValueError: `data` ends before it does.
    """
    size = int.from_bytes(data[:4], "big")
    if len(data) < 4 + size:
        msg = "it ends early"
        raise ValueError(msg)
    return data[4 : 4 + size], data[4 + size :]


def holds(key: PublicKey, signature: bytes, data: bytes, rsa_digest: str = "") -> bool:
    """Return whether `signature` is one of `key` over `data`.

    Signatures are raw bytes (Ed25519), DER or two numbers side by side (ECDSA, over the digest that belongs to its
    curve) or PKCS #1 v1.5 over `rsa_digest`, `sha256` or `sha512`; without it, no signature of an RSA key holds.
    """
    # Cryptography costs 0.05 s, and most runs verify nothing.
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa  # noqa: PLC0415

    by_size = {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}
    by_name = {"sha256": hashes.SHA256(), "sha512": hashes.SHA512()}
    try:
        match _loaded(key):
            case ed25519.Ed25519PublicKey() as loaded:
                loaded.verify(signature, data)
            case ec.EllipticCurvePublicKey() as loaded:
                digest = ec.ECDSA(by_size[loaded.key_size])
                try:
                    loaded.verify(signature, data, digest)
                except InvalidSignature:
                    loaded.verify(_der(signature, loaded.key_size), data, digest)
            case rsa.RSAPublicKey() as loaded if rsa_digest in by_name:
                loaded.verify(signature, data, padding.PKCS1v15(), by_name[rsa_digest])
            case _:
                return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


@lru_cache(maxsize=256)
def _loaded(key: PublicKey) -> "SSHPublicKeyTypes":
    """Return the key as the library has it. Once: thousands of records are signed by a few keys."""
    from cryptography.hazmat.primitives.serialization import load_ssh_public_key  # noqa: PLC0415 - as in `holds`

    return load_ssh_public_key(key.line.encode("ascii"))


def _der(signature: bytes, bits: int) -> bytes:
    """Return two numbers that stand side by side, as some signers write them, in DER."""
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature  # noqa: PLC0415 - as in `holds`

    size = (bits + 7) // 8
    if len(signature) != 2 * size:
        msg = "it is no pair of numbers"
        raise ValueError(msg)
    return encode_dss_signature(int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big"))
