"""Keys that sign and keys that are trusted: OpenSSH's ed25519, and ECDSA over P-256 and P-384.

A key is known by its fingerprint, as `ssh-keygen -lf` prints it. RSA, DSA and hardware-bound (`sk-`) keys are refused.
Private keys may have a passphrase; how a file's permissions are set is not looked at.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from readiness.errors import Problem, ReadinessError
from readiness.model.place import Location
from readiness.model.trust import flaw_of_key
from readiness.reading.ssh_keys import PublicKey, parse_key

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
    from securesystemslib.signer import Signer  # type: ignore[attr-defined]  # public, says its documentation

_LONGEST_FILE: Final = 64 << 10
_ARMOUR: Final = b"-----BEGIN OPENSSH PRIVATE KEY-----"
_KINDS: Final = "use an ed25519 key, or ECDSA over P-256 or P-384: `ssh-keygen -t ed25519` makes one"
_OPENING: Final = "type its passphrase where it is asked for, or set READINESS_KEY_PASSPHRASE to it"

Passphrase = Callable[[], bytes | None]
"""What asks for a passphrase, once; None where there is nobody to ask."""


@cache
def read_public(line: str) -> PublicKey:
    """Return the key in a line as OpenSSH writes it: `ssh-ed25519 AAAA… comment`.

    Raises:
        ValueError: it is none, or of a kind that is refused.
    """
    flaw = flaw_of_key(line)
    if flaw is not None:
        raise ValueError(flaw)
    return parse_key(line)


def open_signer(path: Path, passphrase: Passphrase = lambda: None) -> "Signer":
    """Return what signs with the private key in the file `path`, and names itself by the key's fingerprint.

    `passphrase` is asked only if the key has one.

    Raises:
        ReadinessError: RDY059, the file cannot be read, holds no private key or one of a kind that is refused, or the
            passphrase does not open it.
    """
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415
    from securesystemslib.signer import CryptoSigner, SSlibKey  # type: ignore[attr-defined]  # noqa: PLC0415

    private = _private(path, passphrase)
    try:
        line = private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode("ascii")
        key = SSlibKey.from_crypto(private.public_key(), keyid=read_public(line).fingerprint)
        return CryptoSigner(private, key)
    except ValueError as error:
        raise _unusable(path, str(error), _KINDS) from error


def _private(path: Path, passphrase: Passphrase) -> "PrivateKeyTypes":
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - needed only where keys are
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key  # noqa: PLC0415

    data = _armoured(path)
    secret = None
    try:
        try:
            return load_ssh_private_key(data, None)
        except TypeError:  # It has a passphrase.
            secret = passphrase()
            if not secret:
                raise _unusable(path, "it has a passphrase, and none was given", _OPENING) from None
            return load_ssh_private_key(data, secret)
    except UnsupportedAlgorithm as error:
        raise _unusable(path, "its kind is not understood", _KINDS) from error
    except (ValueError, TypeError) as error:
        if secret:
            raise _unusable(path, "this passphrase does not open it", _OPENING) from error
        raise _unusable(path, "it is damaged", "use another copy of it, or make a new one") from error


def _armoured(path: Path) -> bytes:
    """Return the bytes of a file that looks like a private key."""
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST_FILE)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise _unusable(path, f"it cannot be read: {why}", "name the file of an OpenSSH private key") from error
    if data.startswith((b"ssh-", b"ecdsa-", b"sk-")):
        raise _unusable(path, "it is a public key", "name the private one, usually the same name without .pub")
    if not data.startswith(_ARMOUR):
        raise _unusable(path, "it is no OpenSSH private key", "make one with `ssh-keygen -t ed25519`")
    return data


def _unusable(path: Path, why: str, fix: str) -> ReadinessError:
    return ReadinessError(Problem("RDY059", f"The key cannot be used: {why}.", fix, Location(str(path))))
