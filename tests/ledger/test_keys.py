"""Keys as `ssh-keygen` makes them: which are taken, under which name, and why others are not."""

import subprocess
from pathlib import Path

import pytest

from readiness.cli.signing import PASSPHRASE
from readiness.errors import ReadinessError
from readiness.ledger.keys import open_signer, read_public
from readiness.reading.ssh_keys import holds
from tests.ssh import TYPES, key_pair

OURS = ("ed25519", "p256", "p384")


@pytest.mark.parametrize("kind", OURS)
def test_a_key_has_the_fingerprint_that_ssh_keygen_prints(tmp_path: Path, kind: str) -> None:
    pair = key_pair(tmp_path, kind)
    signer = open_signer(pair.path)
    signature = signer.sign(b"data")
    assert read_public(pair.line).fingerprint == signer.public_key.keyid == signature.keyid == pair.fingerprint
    assert holds(read_public(pair.line), bytes.fromhex(signature.signature), b"data")
    assert not holds(read_public(pair.line), bytes.fromhex(signature.signature), b"date")


@pytest.mark.parametrize("kind", sorted(TYPES.keys() - set(OURS)))
def test_other_kinds_are_refused_as_private_and_as_public_ones(tmp_path: Path, kind: str) -> None:
    pair = key_pair(tmp_path, kind)
    with pytest.raises(ValueError, match=r"keys of kind .* are not accepted"):
        read_public(pair.line)
    assert "keys of kind" in refused(pair.path)


def encrypted(folder: Path, kind: str = "ed25519") -> Path:
    path = key_pair(folder, kind).path
    subprocess.run(["ssh-keygen", "-q", "-p", "-P", "", "-N", "open sesame", "-a", "1", "-f", path], check=True)
    return path


@pytest.mark.parametrize("kind", OURS)
def test_a_passphrase_is_asked_for_once_and_only_where_there_is_one(tmp_path: Path, kind: str) -> None:
    asked = []

    def passphrase() -> bytes:
        asked.append(1)
        return b"open sesame"

    signer = open_signer(encrypted(tmp_path, kind), passphrase)
    assert signer.public_key.keyid.startswith("SHA256:")
    assert asked == [1]
    open_signer(key_pair(tmp_path / "plain").path, passphrase)
    assert asked == [1]


def refused(path: Path, passphrase: bytes | None = None) -> str:
    with pytest.raises(ReadinessError) as caught:
        open_signer(path, lambda: passphrase)
    (problem,) = caught.value.problems
    assert (problem.code, str(problem.location)) == ("RDY059", str(path))
    assert problem.fix
    return problem.message


def test_a_passphrase_that_is_wrong_or_not_given_is_said(tmp_path: Path) -> None:
    path = encrypted(tmp_path)
    assert "this passphrase does not open it" in refused(path, b"sesame")
    assert "it has a passphrase, and none was given" in refused(path)
    assert "it has a passphrase, and none was given" in refused(path, b"")


def test_where_a_passphrase_comes_from_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReadinessError) as caught:
        open_signer(encrypted(tmp_path), lambda: None)
    assert PASSPHRASE in caught.value.problems[0].fix


def test_a_public_key_cannot_sign(tmp_path: Path) -> None:
    assert "it is a public key" in refused(key_pair(tmp_path).path.with_suffix(".pub"))


def test_what_is_no_key_is_said(tmp_path: Path) -> None:
    path = key_pair(tmp_path).path
    text = path.read_text()
    assert "no such file" in refused(tmp_path / "none")
    assert "is a directory" in refused(tmp_path)
    for content, why in (
        ("", "no OpenSSH private key"),
        ("-----BEGIN RSA PRIVATE KEY-----\n", "no OpenSSH private key"),
        (text.replace("b3Bl", "b3Bm", 1), "it is damaged"),
        (text[:120], "it is damaged"),
    ):
        path.write_text(content)
        assert why in refused(path)


@pytest.mark.parametrize("line", ["", "ssh-ed25519", "ssh-ed25519 AAAA", "hello world", "ssh-ed25519 \n"])
def test_a_line_that_is_no_key_is_a_value_error(line: str) -> None:
    with pytest.raises(ValueError, match="no OpenSSH public key"):
        read_public(line)
