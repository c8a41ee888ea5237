"""Signatures that the real ssh-keygen has made, and what becomes of them when somebody meddles."""

from base64 import b64decode, b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.reading.ssh_keys import parse_key
from readiness.reading.ssh_signatures import BEGIN, END, signer_of
from tests.ssh import TYPES, KeyPair, key_pair

TEXT = b"tree 0\nauthor x\n\nChange\n"


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, KeyPair]:
    folder = tmp_path_factory.mktemp("keys")
    return {name: key_pair(folder, name) for name in TYPES}


@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize("digest", ["sha256", "sha512"])
def test_a_real_signature_shows_its_key(name: str, digest: str, pairs: dict[str, KeyPair]) -> None:
    signature = pairs[name].signed(TEXT, "git", "-O", f"hashalg={digest}")
    assert signer_of(signature, TEXT, "git") == parse_key(pairs[name].line)


@pytest.mark.parametrize("name", TYPES)
def test_it_holds_for_what_was_signed_only(name: str, pairs: dict[str, KeyPair]) -> None:
    signature = pairs[name].signed(TEXT)
    with pytest.raises(ValueError, match="does not hold"):
        signer_of(signature, TEXT + b"\n", "git")
    with pytest.raises(ValueError, match="for another purpose"):
        signer_of(signature, TEXT, "file")
    with pytest.raises(ValueError, match="for another purpose"):
        signer_of(pairs[name].signed(TEXT, "file"), TEXT, "git")


def blob_of(armoured: bytes) -> bytes:
    return b64decode(b"".join(armoured.strip().splitlines()[1:-1]))


def armoured(blob: bytes) -> bytes:
    return b"\n".join((BEGIN, b64encode(blob), END))


@pytest.mark.parametrize("name", TYPES)
def test_the_key_of_another_does_not_take_its_place(name: str, pairs: dict[str, KeyPair]) -> None:
    blob = blob_of(pairs[name].signed(TEXT))
    own = parse_key(pairs[name].line).blob
    for other in pairs.values():
        swapped = parse_key(other.line).blob
        forged = blob.replace(len(own).to_bytes(4, "big") + own, len(swapped).to_bytes(4, "big") + swapped)
        if other is not pairs[name]:
            with pytest.raises(ValueError, match="does not hold"):
                signer_of(armoured(forged), TEXT, "git")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda _: b"", "no SSH signature", id="empty"),
        pytest.param(lambda text: text.replace(b"SSH", b"PGP"), "no SSH signature", id="pgp"),
        pytest.param(lambda text: text.replace(END, b""), "no SSH signature", id="cut"),
        pytest.param(lambda text: text.replace(b"\n" + END, b"!\n" + END), "not base64", id="no-base64"),
        pytest.param(lambda _: armoured(b"SSHSIH" + b"\0" * 100), "no SSH signature of a version", id="magic"),
        pytest.param(lambda text: armoured(blob_of(text)[:6] + b"\0\0\0\2" + blob_of(text)[10:]), "version", id="v2"),
        pytest.param(lambda text: armoured(blob_of(text)[:-1]), "ends early", id="short"),
        pytest.param(lambda text: armoured(blob_of(text) + b"x"), "damaged", id="more"),
        pytest.param(lambda text: armoured(blob_of(text).replace(b"sha512", b"sha384")), "damaged", id="digest"),
        pytest.param(lambda text: text + b"\n" * 20_000, "no SSH signature", id="long"),
    ],
)
def test_what_is_none_says_why(change: "object", message: str, pairs: dict[str, KeyPair]) -> None:
    assert callable(change)
    with pytest.raises(ValueError, match=message):
        signer_of(change(pairs["ed25519"].signed(TEXT)), TEXT, "git")


@settings(max_examples=200)
@given(data=st.data())
def test_no_bit_of_it_can_be_changed(data: st.DataObject, pairs: dict[str, KeyPair]) -> None:
    blob = bytearray(blob_of(SIGNED.setdefault("ed25519", pairs["ed25519"].signed(TEXT))))
    at = data.draw(st.integers(0, 8 * len(blob) - 1))
    blob[at // 8] ^= 1 << at % 8
    with pytest.raises(ValueError, match=r"."):
        signer_of(armoured(bytes(blob)), TEXT, "git")


SIGNED: dict[str, bytes] = {}
"""A signature to bend, made once."""


@given(st.binary(max_size=400))
def test_anything_else_is_a_value_error(blob: bytes) -> None:
    for text in (blob, armoured(blob), armoured(b"SSHSIG\0\0\0\1" + blob)):
        with pytest.raises(ValueError, match=r"."):
            signer_of(text, TEXT, "git")
