"""Public keys of OpenSSH, as the real ssh-keygen makes them."""

from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import load_ssh_private_key
from hypothesis import given
from hypothesis import strategies as st

from readiness.reading.ssh_keys import PublicKey, holds, parse_key
from tests.ssh import TYPES, KeyPair, key_pair


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, KeyPair]:
    folder = tmp_path_factory.mktemp("keys")
    return {name: key_pair(folder, name) for name in TYPES}


@pytest.mark.parametrize("name", TYPES)
def test_a_real_key_is_read(name: str, pairs: dict[str, KeyPair]) -> None:
    key = parse_key(pairs[name].line)
    assert key.fingerprint == pairs[name].fingerprint
    assert key.line == pairs[name].line.removesuffix(" release team")
    assert parse_key(key.line) == key


def line(algorithm: str, *parts: bytes) -> str:
    blob = b"".join(len(part).to_bytes(4, "big") + part for part in (algorithm.encode(), *parts))
    return f"{algorithm} {b64encode(blob).decode()}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "no public key of OpenSSH", id="empty"),
        pytest.param("ssh-ed25519", "no public key of OpenSSH", id="one-word"),
        pytest.param("-----BEGIN OPENSSH PRIVATE KEY-----\nabc", "no public key of OpenSSH", id="private"),
        pytest.param('command="id" ssh-ed25519 AAAA', "not base64", id="options"),
        pytest.param("ssh-ed25519 AA!A", "not base64", id="no-base64"),
        pytest.param("ssh-ed25519 \u00e4", "not base64", id="no-ascii"),
        pytest.param("ssh-ed25519 AAAA", "ends early", id="short"),
        pytest.param(line("ssh-ed25519", b"x" * 31), "damaged, or too weak", id="short-point"),
        pytest.param(line("ssh-ed25519", b"x" * 32, b""), "damaged, or too weak", id="more"),
        pytest.param(line("ecdsa-sha2-nistp256", b"nistp256", b"\2" + b"x" * 32), "damaged", id="compressed"),
        pytest.param(line("ecdsa-sha2-nistp256", b"nistp384", b"\4" + b"x" * 64), "damaged", id="another-curve"),
        pytest.param(line("ssh-rsa", b"\3", b"\xff" * 128), "damaged, or too weak", id="rsa-1024"),
        pytest.param(line("ssh-dss", b"x"), "its type is none of", id="dsa"),
        pytest.param(line("sk-ssh-ed25519@openssh.com", b"x" * 32, b"ssh:"), "its type is none of", id="hardware"),
        pytest.param("ssh-rsa" + line("ssh-ed25519", b"x" * 32)[11:], "holds another type", id="mislabelled"),
        pytest.param("ssh-ed25519 " + "A" * 5000, "no public key of OpenSSH", id="long"),
    ],
)
def test_what_is_no_key_says_why(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_key(text)


@given(st.text() | st.binary().map(lambda data: "ssh-ed25519 " + b64encode(data).decode()))
def test_anything_else_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_key(text)


def test_a_point_that_is_on_no_curve_has_signed_nothing(tmp_path: Path) -> None:
    real = parse_key(key_pair(tmp_path, "p256").line)
    bent = PublicKey(real.algorithm, real.blob[:-1] + bytes([real.blob[-1] ^ 1]))
    assert not holds(bent, b64decode("MAYCAQECAQE="), b"data")


@pytest.mark.parametrize("name", TYPES)
def test_noise_is_no_signature(name: str, pairs: dict[str, KeyPair]) -> None:
    key = parse_key(pairs[name].line)
    for signature in (b"", b"\0" * 64, b64decode("MAYCAQECAQE="), b64decode("MAYCAQACAQA="), b"\xff" * 256):
        assert not holds(key, signature, b"data")
        assert not holds(key, signature, b"data", "sha256")


@pytest.mark.parametrize(("name", "bits"), [("p256", 256), ("p384", 384), ("p521", 521)])
def test_two_numbers_side_by_side_are_a_signature_too(name: str, bits: int, pairs: dict[str, KeyPair]) -> None:
    private = load_ssh_private_key(pairs[name].path.read_bytes(), None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    digest = {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}[bits]
    size = (bits + 7) // 8
    for number in range(20):
        der = private.sign(b"data %d" % number, ec.ECDSA(digest))
        raw = b"".join(half.to_bytes(size, "big") for half in decode_dss_signature(der))
        for signature in (der, raw):
            assert holds(parse_key(pairs[name].line), signature, b"data %d" % number)
            assert not holds(parse_key(pairs[name].line), signature, b"other")
        assert not holds(parse_key(pairs[name].line), raw[size:] + raw[:size], b"data %d" % number)
