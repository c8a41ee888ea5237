"""Every way to tamper with a record, or with who stands behind it, and the reason that it is refused with."""

import base64
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.ledger.canonical import canonical
from readiness.ledger.envelope import IN_TOTO, countersign, pack, pack_payload
from readiness.ledger.keys import open_signer
from readiness.ledger.names import digest_of, record_name
from readiness.ledger.opening import open_record
from readiness.ledger.statement import statement_of
from readiness.ledger.trust import Keyring
from readiness.model.record import Binding, Filed, Proven, Record, Spoiled
from readiness.model.trust import Trust
from tests.ledger.records import DEPLOY, record
from tests.ssh import KeyPair, key_pair

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Keys:
    release: KeyPair
    billing: KeyPair
    stranger: KeyPair


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    folder = tmp_path_factory.mktemp("keys")
    return Keys(*(key_pair(folder / name, kind) for name, kind in (("a", "ed25519"), ("b", "p256"), ("c", "ed25519"))))


def ring(pair: KeyPair | None, also: Sequence[dict[str, Any]] = (), **bounds: object) -> Keyring:
    """Return a keyring of `pair`, with its bounds, and of other entries; `executed_only` is about all."""
    only = bounds.pop("executed_only", False)
    entries = [{"key": pair.line, "identity": "ci-release", **bounds}] if pair else []
    keys = {"keys": [*entries, *also]} if entries or also else {}
    return Keyring(Trust.model_validate_json(json.dumps({"executed_only": only, **keys})))


def opened(data: bytes, trusted: Keyring, surface: str | None = None, of: Record = DEPLOY) -> Filed | Spoiled:
    return open_record(record_name(of, data), data, trusted, surface)


def distrust(data: bytes, trusted: Keyring, surface: str | None = None, of: Record = DEPLOY) -> str | None:
    found = opened(data, trusted, surface, of=of)
    assert isinstance(found, Filed)
    assert not (found.signers and found.distrust)
    return found.distrust


def reason(found: Filed | Spoiled) -> str:
    assert isinstance(found, Spoiled)
    return found.reason


def test_a_signed_record_counts_for_who_signed_it(keys: Keys) -> None:
    data = pack(DEPLOY, open_signer(keys.release.path))
    found = opened(data, ring(keys.release))
    assert found == Filed(record_name(DEPLOY, data), digest_of(data), DEPLOY, ("ci-release",), None, signed=True)


def test_without_trust_nobody_asks(keys: Keys) -> None:
    for data in (pack(DEPLOY), pack(DEPLOY, open_signer(keys.stranger.path))):
        found = opened(data, ring(None))
        assert isinstance(found, Filed)
        assert (found.signers, found.distrust) == ((), None)


def test_a_signature_of_others_tools_counts_though_it_names_the_key_otherwise(keys: Keys) -> None:
    data = keys.release.enveloped(canonical(statement_of(DEPLOY)))
    assert distrust(data, ring(keys.release)) is None
    assert str(distrust(data, ring(keys.billing))).endswith(", which nobody trusts")


def test_nobody_pays_for_signatures_that_nobody_asks_for(tmp_path: Path) -> None:
    data = pack(DEPLOY, open_signer(key_pair(tmp_path).path))
    path = tmp_path / "record"
    path.write_bytes(data)
    script = (
        "import sys; from pathlib import Path; from readiness.ledger.opening import open_record;"
        "from readiness.ledger.trust import Keyring; from readiness.model.trust import Trust;"
        "print(type(open_record(sys.argv[2], Path(sys.argv[1]).read_bytes(), Keyring(Trust()), None)).__name__,"
        "*{'cryptography', 'securesystemslib', 'rfc8785'}.intersection(sys.modules))"
    )
    command = [sys.executable, "-c", script, str(path), record_name(DEPLOY, data)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["Filed"]


def test_who_has_signed_is_said(keys: Keys) -> None:
    data = pack(DEPLOY, open_signer(keys.stranger.path))
    assert distrust(data, ring(keys.release)) == f"it is signed by {keys.stranger.fingerprint}, which nobody trusts"
    assert distrust(pack(DEPLOY), ring(keys.release)) == "it is not signed"


def test_one_good_signature_among_others_is_enough(keys: Keys) -> None:
    data = countersign(pack(DEPLOY, open_signer(keys.stranger.path)), open_signer(keys.release.path))
    found = opened(data, ring(keys.release))
    assert isinstance(found, Filed)
    assert (found.signers, found.distrust) == (("ci-release",), None)


def test_several_reasons_are_all_said(keys: Keys) -> None:
    data = countersign(pack(DEPLOY, open_signer(keys.stranger.path)), open_signer(keys.release.path))
    said = distrust(data, ring(keys.release, kinds=["coverage"]))
    assert said is not None
    assert said.split(" and ") == [
        f"it is signed by {keys.stranger.fingerprint}, which nobody trusts",
        "ci-release may not attest junit",
    ]


BOUNDS = [
    pytest.param({"kinds": ["junit"]}, None, None, id="its-kind"),
    pytest.param({"kinds": ["coverage"]}, None, "ci-release may not attest junit", id="another-kind"),
    pytest.param({"surfaces": ["billing"]}, "billing", None, id="its-surface"),
    pytest.param({"surfaces": ["billing"]}, "deploy", "ci-release may not attest surface deploy", id="another-surface"),
    pytest.param(
        {"surfaces": ["billing"]},
        None,
        "ci-release may attest items of some surfaces only, and this one has none",
        id="an-item-without-a-surface",
    ),
    pytest.param({"from": "2026-11-01"}, None, None, id="first-day"),
    pytest.param({"until": "2026-11-01"}, None, None, id="last-day"),
    pytest.param(
        {"from": "2026-11-02"}, None, "the key of ci-release is trusted only from 2026-11-02 on", id="too-early"
    ),
    pytest.param({"until": "2026-10-31"}, None, "the key of ci-release expired on 2026-10-31", id="too-late"),
    pytest.param(
        {"revoked": "2099-01-01"}, None, "the key of ci-release was revoked on 2099-01-01", id="revoked-whenever"
    ),
]


@pytest.mark.parametrize(("bounds", "surface", "expected"), BOUNDS)
def test_a_key_attests_only_what_it_may(
    keys: Keys, bounds: dict[str, Any], surface: str | None, expected: str | None
) -> None:
    data = pack(DEPLOY, open_signer(keys.release.path))
    assert distrust(data, ring(keys.release, **bounds), surface) == expected


def test_the_day_of_a_run_is_that_of_utc(keys: Keys) -> None:
    late = record(finished=DEPLOY.finished.replace(hour=23, minute=59))
    data = pack(late, open_signer(keys.release.path))
    assert distrust(data, ring(keys.release, until="2026-11-01"), of=late) is None


def test_a_captured_record_does_not_count_where_only_executed_ones_do(keys: Keys) -> None:
    captured = record(binding=Binding.CAPTURED)
    expected = "it was captured, and only runs that readiness executed itself count"
    for data, pair in ((pack(captured), None), (pack(captured, open_signer(keys.release.path)), keys.release)):
        assert distrust(data, ring(pair, executed_only=True), of=captured) == expected
        assert distrust(data, ring(pair), of=captured) is None
    assert distrust(pack(DEPLOY), ring(None, executed_only=True)) is None


def edited(data: bytes, change: Callable[[Any], object]) -> bytes:
    envelope = json.loads(data)
    change(envelope)
    return canonical(envelope)


def test_an_edited_payload_no_longer_holds(keys: Keys) -> None:
    better = record(summary="3 of 3 tests passed")

    def forge(envelope: Any) -> None:  # noqa: ANN401 - JSON
        envelope["payload"] = base64.b64encode(canonical(statement_of(better))).decode()

    data = edited(pack(DEPLOY, open_signer(keys.release.path)), forge)
    assert distrust(data, ring(keys.release), of=better) == "the signature of ci-release does not hold"


def test_the_signature_of_another_record_does_not_hold(keys: Keys) -> None:
    signer = open_signer(keys.release.path)
    other = json.loads(pack(record(exit_code=1), signer))["signatures"]
    data = edited(pack(DEPLOY, signer), lambda envelope: envelope.update(signatures=other))
    assert distrust(data, ring(keys.release)) == "the signature of ci-release does not hold"


def test_a_signature_under_the_name_of_another_key_does_not_hold(keys: Keys) -> None:
    def rename(envelope: Any) -> None:  # noqa: ANN401 - JSON
        envelope["signatures"][0]["keyid"] = keys.release.fingerprint

    data = edited(pack(DEPLOY, open_signer(keys.stranger.path)), rename)
    assert distrust(data, ring(keys.release)) == "the signature of ci-release does not hold"


def test_the_key_of_one_identity_is_not_that_of_another(keys: Keys) -> None:
    data = pack(DEPLOY, open_signer(keys.billing.path))
    also = [{"key": keys.billing.line, "identity": "ci-billing", "surfaces": ["billing"]}]
    trusted = ring(keys.release, also=also)
    assert distrust(data, trusted, "deploy") == "ci-billing may not attest surface deploy"
    found = opened(data, trusted, "billing")
    assert isinstance(found, Filed)
    assert found.signers == ("ci-billing",)


def test_stripped_signatures_leave_it_unsigned(keys: Keys) -> None:
    data = edited(pack(DEPLOY, open_signer(keys.release.path)), lambda envelope: envelope["signatures"].clear())
    assert distrust(data, ring(keys.release)) == "it is not signed"


def test_a_signature_does_not_count_twice(keys: Keys) -> None:
    def double(envelope: Any) -> None:  # noqa: ANN401 - JSON
        envelope["signatures"] *= 2

    data = edited(pack(DEPLOY, open_signer(keys.release.path)), double)
    assert reason(opened(data, ring(keys.release))) == "the same key has signed it twice"


def test_a_nameless_signature_by_nobody_is_said(keys: Keys) -> None:
    data = edited(pack(DEPLOY), lambda envelope: envelope.update(signatures=[{"sig": "eA=="}]))
    assert distrust(data, ring(keys.release)) == "it is signed by a key that it does not name, which nobody trusts"


MOVED = [
    pytest.param(
        {"finished": DEPLOY.finished + timedelta(days=9)},
        "its run ended at 2026-11-01 12:00:00 UTC, not when its name says",
        id="re-dated",
    ),
    pytest.param(
        {"proven": Proven("launch", "billing", "suite")},
        "it is about launch/deploy/suite, and lies in the folder of another requirement",
        id="copied-to-another-requirement",
    ),
    pytest.param({"covered": "00" * 32}, "it is about other content than its name says", id="other-content"),
]


@pytest.mark.parametrize(("changes", "expected"), MOVED)
def test_a_record_under_another_name_is_spoiled(keys: Keys, changes: dict[str, Any], expected: str) -> None:
    data = pack(DEPLOY, open_signer(keys.release.path))
    name = record_name(record(**changes), data)
    assert open_record(name, data, ring(keys.release), None) == Spoiled(name, expected)


def test_bytes_that_are_not_those_of_the_name_are_spoiled(keys: Keys) -> None:
    data = pack(DEPLOY, open_signer(keys.release.path))
    name = record_name(DEPLOY, data)
    for other in (data + b"\n", data[:-1], b"", pack(DEPLOY)):
        found = open_record(name, other, ring(keys.release), None)
        assert reason(found) == "its content is not what its name says: it was changed, or cut short"


def test_a_file_that_is_not_called_like_a_record_is_spoiled(keys: Keys) -> None:
    for name in ("records/launch/deploy/suite/x.json", "../x", "records/\n"):
        assert reason(open_record(name, pack(DEPLOY), ring(keys.release), None)) == "it is not called as a record is"


def test_another_payload_in_the_place_of_a_record_is_spoiled() -> None:
    statement = canonical(statement_of(DEPLOY))
    assert reason(opened(pack_payload(statement, "text/plain"), ring(None))) == "it holds no in-toto statement"
    assert "no in-toto statement" in reason(opened(pack_payload(b"{}", IN_TOTO), ring(None)))


@given(st.binary(max_size=80), st.integers(0, 200))
def test_no_file_brings_down_who_opens_it(keys: Keys, garbage: bytes, at: int) -> None:
    whole = pack(DEPLOY)
    for data in (garbage, whole[:at] + garbage + whole[at + len(garbage) :]):
        found = opened(data, ring(keys.release))
        assert isinstance(found, Spoiled) or found.distrust is not None


def test_a_key_that_is_no_point_makes_no_signature_hold(tmp_path: Path) -> None:
    pair = key_pair(tmp_path, "p256")
    kind, encoded, *_ = pair.line.split()
    blob = bytearray(base64.b64decode(encoded))
    blob[-1] ^= 1
    broken = KeyPair(pair.path, f"{kind} {base64.b64encode(blob).decode()}", "")
    assert distrust(pack(DEPLOY, open_signer(pair.path)), ring(broken)) is not None
    nameless = edited(pack(DEPLOY, open_signer(pair.path)), lambda envelope: envelope["signatures"][0].pop("keyid"))
    assert distrust(nameless, ring(broken)) is not None
