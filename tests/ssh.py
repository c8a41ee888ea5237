"""Real keys from `ssh-keygen`, and what they sign: files, commits, envelopes."""

import json
import subprocess
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from securesystemslib.dsse import Envelope
from securesystemslib.signer import CryptoSigner  # type: ignore[attr-defined]  # public, says its documentation

TYPES: Final = {
    "ed25519": ("-t", "ed25519"),
    "p256": ("-t", "ecdsa", "-b", "256"),
    "p384": ("-t", "ecdsa", "-b", "384"),
    "p521": ("-t", "ecdsa", "-b", "521"),
    "rsa": ("-t", "rsa", "-b", "2048"),
}


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A key without a passphrase: its private file, its public line and its fingerprint, as ssh-keygen gives them."""

    path: Path
    line: str
    fingerprint: str

    def signed(self, data: bytes, namespace: str = "git", *options: str) -> bytes:
        """Return what `ssh-keygen -Y sign` makes of `data`."""
        command = ["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", str(self.path), *options]
        return subprocess.run(command, input=data, check=True, capture_output=True).stdout

    def enveloped(self, payload: bytes, payload_type: str = "application/vnd.in-toto+json") -> bytes:
        """Return a DSSE envelope of `payload`, made by the library that others use, signed by this key."""
        from cryptography.hazmat.primitives.serialization import load_ssh_private_key  # noqa: PLC0415 - slow to import

        private = load_ssh_private_key(self.path.read_bytes(), None)
        envelope = Envelope(payload, payload_type, {})
        envelope.sign(CryptoSigner(private))
        return json.dumps(envelope.to_dict()).encode()


def key_pair(folder: Path, name: str = "ed25519") -> KeyPair:
    """Return a new key of one of `TYPES`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    subprocess.run(["ssh-keygen", "-q", "-N", "", "-C", "release team", *TYPES[name], "-f", path], check=True)
    shown = subprocess.run(["ssh-keygen", "-l", "-f", path], check=True, capture_output=True, text=True).stdout
    return KeyPair(path, path.with_suffix(".pub").read_text().strip(), shown.split()[1])


def unsigned(payload: bytes, payload_type: str = "application/vnd.in-toto+json", signature: bytes = b"x") -> bytes:
    """Return an envelope whose signature is `signature`, whatever that is."""
    text = b64encode(payload).decode()
    signatures = [{"keyid": "", "sig": b64encode(signature).decode()}]
    return json.dumps({"payload": text, "payloadType": payload_type, "signatures": signatures}).encode()
