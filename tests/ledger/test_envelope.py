"""DSSE envelopes: ours hold for the library of others, theirs for us, and nothing else is let in."""

import base64
import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from securesystemslib.dsse import Envelope as TheirEnvelope
from securesystemslib.exceptions import VerificationError

from readiness.ledger.canonical import read_json
from readiness.ledger.envelope import (
    IN_TOTO,
    MAX_BYTES,
    MAX_SIGNATURES,
    Signature,
    countersign,
    pack,
    pack_payload,
    unpack,
    verify,
)
from readiness.ledger.keys import open_signer, read_public
from readiness.ledger.statement import record_of
from tests.ledger.records import DEPLOY, record
from tests.ssh import KeyPair, key_pair

KINDS = ("ed25519", "p256", "p384")


@pytest.fixture(scope="module", params=KINDS)
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> KeyPair:
    return key_pair(tmp_path_factory.mktemp("keys"), request.param)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> KeyPair:
    return key_pair(tmp_path_factory.mktemp("others"))


def test_the_library_of_others_verifies_what_we_sign(pair: KeyPair, other: KeyPair) -> None:
    signer = open_signer(pair.path)
    theirs = TheirEnvelope.from_dict(json.loads(pack(DEPLOY, signer)))
    assert list(theirs.verify([signer.public_key], 1)) == [pair.fingerprint]
    with pytest.raises(VerificationError):
        theirs.verify([open_signer(other.path).public_key], 1)


def test_we_verify_what_the_library_of_others_signs(pair: KeyPair, other: KeyPair) -> None:
    envelope = unpack(pair.enveloped(b"{}"))
    assert (envelope.payload, envelope.payload_type) == (b"{}", IN_TOTO)
    assert verify(envelope, read_public(pair.line))
    assert not verify(envelope, read_public(other.line))


def test_a_record_comes_out_as_it_went_in(pair: KeyPair) -> None:
    envelope = unpack(pack(DEPLOY, open_signer(pair.path)))
    assert record_of(read_json(envelope.payload)) == DEPLOY
    assert [one.keyid for one in envelope.signatures] == [pair.fingerprint]
    assert verify(envelope, read_public(pair.line))


def test_an_unsigned_record_has_no_signatures_and_one_form(pair: KeyPair) -> None:
    data = pack(DEPLOY)
    assert unpack(data).signatures == ()
    assert data == pack(DEPLOY)
    assert not verify(unpack(data), read_public(pair.line))


def test_a_signature_covers_the_payload_and_its_type(pair: KeyPair) -> None:
    envelope = unpack(pack(DEPLOY, open_signer(pair.path)))
    key = read_public(pair.line)
    assert not verify(replace(envelope, payload=envelope.payload + b" "), key)
    assert not verify(replace(envelope, payload_type="text/plain"), key)


def test_another_signature_is_added_to_the_first(pair: KeyPair, other: KeyPair) -> None:
    once = pack(DEPLOY, open_signer(other.path))
    both = countersign(once, open_signer(pair.path))
    assert unpack(both).payload == unpack(once).payload
    assert [one.keyid for one in unpack(both).signatures] == [other.fingerprint, pair.fingerprint]
    assert all(verify(unpack(both), read_public(key.line)) for key in (pair, other))
    again = unpack(countersign(both, open_signer(pair.path)))
    assert [one.keyid for one in again.signatures] == [other.fingerprint, pair.fingerprint]


def test_the_encoding_is_that_of_the_specification() -> None:
    envelope = unpack(pack_payload(b"hello world", "http://example.com/HelloWorld"))
    assert envelope.signed_bytes == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"


def enveloped(**changes: Any) -> bytes:  # noqa: ANN401 - JSON
    usual = {"payload": "e30=", "payloadType": IN_TOTO, "signatures": [{"keyid": "a", "sig": "eA=="}]}
    return json.dumps({**usual, **changes}).encode()


def test_either_alphabet_of_base64_is_read() -> None:
    data = bytes(range(256))
    for text in (base64.b64encode(data), base64.urlsafe_b64encode(data)):
        assert unpack(enveloped(payload=text.decode())).payload == data


def test_unknown_fields_and_a_key_without_a_name_are_read() -> None:
    envelope = unpack(enveloped(note="x", signatures=[{"sig": "eA==", "note": 1}]))
    assert envelope.signatures == (Signature("", b"x"),)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b"", "no JSON", id="empty"),
        pytest.param(b"[]", "no signed envelope", id="a-list"),
        pytest.param(b'{"payload": ""}', "no signed envelope", id="half"),
        pytest.param(enveloped(payload=1), "its payload is no base64", id="payload-number"),
        pytest.param(enveloped(payload="e30"), "its payload is no base64", id="no-padding"),
        pytest.param(enveloped(payload="e31="), "its payload is no base64", id="second-spelling"),
        pytest.param(enveloped(payload="e30=\n"), "its payload is no base64", id="newline"),
        pytest.param(enveloped(payload="e3 0="), "its payload is no base64", id="space"),
        pytest.param(enveloped(payload="e30=e30="), "its payload is no base64", id="two"),
        pytest.param(enveloped(payload="é30="), "its payload is no base64", id="letters"),
        pytest.param(enveloped(payloadType=None), "of no type", id="type"),
        pytest.param(enveloped(payloadType="a\nb"), "of no type", id="type-with-a-newline"),
        pytest.param(enveloped(signatures={}), "no list", id="signatures"),
        pytest.param(enveloped(signatures=[{"sig": "eA=="}] * (MAX_SIGNATURES + 1)), "no list of", id="many"),
        pytest.param(enveloped(signatures=["eA=="]), "is no object", id="signature"),
        pytest.param(enveloped(signatures=[{"keyid": "a"}]), "its signature is no base64", id="no-sig"),
        pytest.param(enveloped(signatures=[{"keyid": "a", "sig": ""}]), "empty or too long", id="empty-sig"),
        pytest.param(enveloped(signatures=[{"keyid": 1, "sig": "eA=="}]), "impossible name", id="keyid"),
        pytest.param(enveloped(signatures=[{"keyid": "\x1b[2J", "sig": "eA=="}]), "impossible name", id="escape"),
        pytest.param(
            enveloped(signatures=[{"keyid": "a", "sig": "eA=="}, {"keyid": "a", "sig": "eQ=="}]),
            "the same key has signed it twice",
            id="key-twice",
        ),
        pytest.param(
            enveloped(signatures=[{"keyid": "a", "sig": "eA=="}, {"keyid": "b", "sig": "eA=="}]),
            "the same key has signed it twice",
            id="signature-twice",
        ),
        pytest.param(b" " * (MAX_BYTES + 1), "larger than 16 MiB", id="large"),
    ],
)
def test_anything_else_is_refused_with_a_phrase(data: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        unpack(data)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"kind": "No Kind"}, id="kind"),
        pytest.param({"exit_code": 1 << 40}, id="exit-code"),
        pytest.param({"covered": ""}, id="covered"),
        pytest.param({"artefacts": {"caf\udce9.xml": "ef" * 32}}, id="path-that-is-not-unicode"),
        pytest.param({"measured": {"tests": 1 << 60}}, id="count"),
    ],
)
def test_a_record_that_could_not_be_read_again_is_not_written(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^it |^the field "):
        pack(record(**changes))


def test_what_could_not_be_read_again_is_not_written() -> None:
    with pytest.raises(ValueError, match="larger than 16 MiB"):
        pack_payload(b"x" * MAX_BYTES, IN_TOTO)


JSONISH = st.recursive(
    st.none() | st.integers() | st.text(max_size=5) | st.just("e30="),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["keyid", "sig"]), inner, max_size=2),
    max_leaves=5,
)
FIELDS = st.sampled_from(["payload", "payloadType", "signatures"])


@given(st.dictionaries(FIELDS, JSONISH, max_size=3), st.binary(max_size=30))
def test_nothing_but_a_value_error_comes_out(fields: dict[str, Any], garbage: bytes) -> None:
    for data in (enveloped(**fields), garbage, enveloped()[: len(garbage)] + garbage):
        with suppress(ValueError):
            unpack(data)


@given(st.binary(max_size=120))
def test_garbage_is_nobodys_signature(pair: KeyPair, garbage: bytes) -> None:
    envelope = unpack(pack(DEPLOY))
    forged = type(envelope)(envelope.payload, IN_TOTO, (Signature(pair.fingerprint, garbage),))
    assert not verify(forged, read_public(pair.line))
