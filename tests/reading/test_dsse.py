"""Envelopes that securesystemslib has made and signed with real keys."""

import json
from base64 import b64decode, urlsafe_b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.reading.dsse import Envelope, envelope_of, pae, signers
from readiness.reading.ssh_keys import PublicKey, parse_key
from tests.ssh import TYPES, KeyPair, key_pair, unsigned

PAYLOAD = b'{"_type": "https://in-toto.io/Statement/v1", "n": "\xc3\xa4\xff?>"}'
SIGNING = [name for name in TYPES if name != "rsa"]


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, KeyPair]:
    folder = tmp_path_factory.mktemp("keys")
    return {name: key_pair(folder, name) for name in TYPES}


def keys(pairs: dict[str, KeyPair]) -> list[PublicKey]:
    return [parse_key(pair.line) for pair in pairs.values()]


@pytest.mark.parametrize("name", SIGNING)
def test_of_all_keys_the_one_that_signed_is_found(name: str, pairs: dict[str, KeyPair]) -> None:
    envelope = envelope_of(json.loads(pairs[name].enveloped(PAYLOAD)))
    assert (envelope.payload, envelope.payload_type) == (PAYLOAD, "application/vnd.in-toto+json")
    assert signers(envelope, keys(pairs)) == (parse_key(pairs[name].line),)


def test_rsa_is_not_understood_and_so_has_signed_nothing(pairs: dict[str, KeyPair]) -> None:
    assert signers(envelope_of(json.loads(pairs["rsa"].enveloped(PAYLOAD))), keys(pairs)) == ()


def test_several_may_have_signed(pairs: dict[str, KeyPair]) -> None:
    one, two = (json.loads(pairs[name].enveloped(PAYLOAD)) for name in ("ed25519", "p256"))
    both = envelope_of({**one, "signatures": [*two["signatures"], *one["signatures"]]})
    assert {key.fingerprint for key in signers(both, keys(pairs))} == {
        pairs["ed25519"].fingerprint,
        pairs["p256"].fingerprint,
    }


@pytest.mark.parametrize("name", SIGNING)
def test_a_signature_is_about_the_payload_and_its_type(name: str, pairs: dict[str, KeyPair]) -> None:
    envelope = envelope_of(json.loads(pairs[name].enveloped(PAYLOAD)))
    assert signers(Envelope(envelope.payload_type, PAYLOAD + b" ", envelope.signatures), keys(pairs)) == ()
    assert signers(Envelope("text/plain", PAYLOAD, envelope.signatures), keys(pairs)) == ()


def test_the_example_of_the_specification_is_encoded_as_there() -> None:
    assert pae("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


def test_both_alphabets_of_base64_are_read() -> None:
    found = json.loads(unsigned(PAYLOAD))
    web = urlsafe_b64encode(b64decode(found["payload"])).decode()
    assert web != found["payload"]
    assert envelope_of({**found, "payload": web}) == envelope_of(found)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"payload": None}, id="no-payload"),
        pytest.param({"payload": "a"}, id="no-base64"),
        pytest.param({"payload": "e\n30="}, id="line-break"),
        pytest.param({"payload": "\u00e4"}, id="no-ascii"),
        pytest.param({"payloadType": 1}, id="number"),
        pytest.param({"signatures": {}}, id="mapping"),
        pytest.param({"signatures": []}, id="no-signature"),
        pytest.param({"signatures": [{}]}, id="empty-signature"),
        pytest.param({"signatures": ["x"]}, id="text"),
        pytest.param({"signatures": [{"sig": "?"}]}, id="signature-no-base64"),
        pytest.param({"signatures": [{"sig": ""}] * 21}, id="many"),
    ],
)
def test_what_is_no_envelope_is_a_value_error(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="DSSE envelope"):
        envelope_of({**json.loads(unsigned(PAYLOAD)), **changes})


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["payload", "payloadType", "sig", "x"]), inner),
)


@given(ANYTHING)
def test_anything_else_is_a_value_error(found: Any) -> None:  # noqa: ANN401 - JSON
    with pytest.raises(ValueError, match="DSSE envelope"):
        envelope_of(found)
