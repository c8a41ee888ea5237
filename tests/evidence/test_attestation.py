import json
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from readiness.errors import EvidenceMissingError, EvidenceUnreadableError
from readiness.evidence import KINDS
from readiness.model.evidence import Claim, Reading, Source
from tests.evidence.reading import ARTEFACTS, artefact, source
from tests.ssh import KeyPair, key_pair, unsigned

ATTESTATION: Final = KINDS["attestation"]
PROVENANCE: Final = "https://slsa.dev/provenance/v1"
SUMMARY: Final = "https://slsa.dev/verification_summary/v1"
RESULT: Final = "https://in-toto.io/attestation/test-result/v0.1"
CUSTOM: Final = "https://example.org/predicate/v1"
COMMIT: Final = "4d329c75e7ec1725f7c9ce917a8799d408d06be3"
WHEEL: Final = "9f2c1b7e5a0d4c3382e1f6b7a8d90c1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718"
BUILDER: Final = (ARTEFACTS / "attestation/builder.pub").read_text().strip()
FILES: Final = artefact("attestation/provenance.intoto.jsonl")
BUNDLE: Final = artefact("attestation/bundle.sigstore.json")
FAILED: Final = artefact("attestation/summary.json")


def condition(**fields: Any) -> Any:  # noqa: ANN401 - as YAML
    return ATTESTATION.condition.model_validate({"predicate_type": PROVENANCE, "subject": "*", **fields})


def read(*sources: Source, commit: str | None = COMMIT, **fields: Any) -> Claim:  # noqa: ANN401
    return ATTESTATION.read(Reading(condition(**fields), sources, commit=commit))


def measured(*sources: Source, **fields: Any) -> list[Any]:  # noqa: ANN401
    """Return the statements as they are put on file."""
    return list(json.loads(json.dumps(read(*sources, **fields).measured))["statements"])


def reasons(*sources: Source, commit: str | None = COMMIT, **fields: Any) -> list[str]:  # noqa: ANN401
    stored = json.loads(json.dumps(read(*sources, commit=commit, **fields).measured, allow_nan=False))
    return list(ATTESTATION.meets(stored, condition(**fields)))


def statement(predicate: object = None, predicate_type: str = CUSTOM, **changes: object) -> bytes:
    return json.dumps(
        {
            "_type": "https://in-toto.io/Statement/v1",
            "subject": [{"name": "shop", "digest": {"sha256": WHEEL}}],
            "predicateType": predicate_type,
            "predicate": {} if predicate is None else predicate,
            **changes,
        }
    ).encode()


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> KeyPair:
    return key_pair(tmp_path_factory.mktemp("keys"))


class TestReading:
    def test_statements_are_put_on_file_whole(self) -> None:
        claim = read(FILES, signed_by=BUILDER)
        first, second = measured(FILES, signed_by=BUILDER)
        assert claim.measured["commit"] == COMMIT
        assert (first["predicate_type"], second["predicate_type"]) == (PROVENANCE, RESULT)
        assert first["file"] == FILES.path
        assert first["subjects"][0] == {"name": "shop-1.4.0-py3-none-any.whl", "digest": {"sha256": WHEEL}}
        assert first["predicate"]["runDetails"]["builder"] == {"id": "https://build.example.org/builders/hermetic@v2"}
        assert second["predicate"]["passedTests"] == ["load/checkout", "load/search"]
        assert claim.summary == f"2 statements: {RESULT}, {PROVENANCE}"

    def test_provenance_says_when_it_was_made(self) -> None:
        assert read(BUNDLE).made_at == datetime(2026, 11, 19, 8, 4, 40, tzinfo=UTC)
        assert read(FAILED).made_at == datetime(2026, 11, 19, 8, 10, tzinfo=UTC)

    def test_what_does_not_say_when_was_made_when_it_was_written(self) -> None:
        written = datetime(2026, 11, 18, tzinfo=UTC)
        assert read(source(statement(), "a.json", written)).made_at == written
        assert read(source(statement(), "a.json")).made_at is None

    def test_a_moment_that_is_none_is_unreadable(self) -> None:
        with pytest.raises(EvidenceUnreadableError, match="made at a moment that is none"):
            read(source(statement({"timeVerified": "yesterday"}, SUMMARY), "a.json"))

    def test_no_file_is_missing(self) -> None:
        with pytest.raises(EvidenceMissingError, match="there is no attestation"):
            read()

    @pytest.mark.parametrize(
        "data",
        [
            pytest.param(json.dumps(json.loads(statement()), indent=2).encode(), id="pretty"),
            pytest.param(b"\xef\xbb\xbf" + statement(), id="byte-order-mark"),
            pytest.param(b"\n" + statement() + b"\r\n\r\n" + statement() + b"\n", id="lines"),
            pytest.param(unsigned(statement()), id="envelope"),
            pytest.param(json.dumps({"dsseEnvelope": json.loads(unsigned(statement()))}).encode(), id="bundle"),
            pytest.param(statement(_type="https://in-toto.io/Statement/v0.1"), id="v0.1"),
            pytest.param(statement(subject=[{"digest": {"sha256": WHEEL}}]), id="no-name"),
        ],
    )
    def test_every_wrapping_is_read(self, data: bytes) -> None:
        assert reasons(source(data, "a.json"), predicate_type=CUSTOM) == []

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            pytest.param(b"", "holds no statement", id="empty"),
            pytest.param(b" \n\n", "holds no statement", id="blank"),
            pytest.param(b"{", "is not JSON", id="no-json"),
            pytest.param(b"\xff", "is not UTF-8", id="no-utf-8"),
            pytest.param(b"[]", "no in-toto statement", id="list"),
            pytest.param(statement()[:-1], "is not JSON", id="cut"),
            pytest.param(statement() + b"\n{", "is not JSON", id="cut-line"),
            pytest.param(statement() + b"\n{}", "no in-toto statement", id="other-line"),
            pytest.param((statement() + b"\n") * 101, "more than 100 statements", id="many"),
            pytest.param(statement().replace(b"{", b'{"a": 1, "a": 2,', 1), "the key 'a' twice", id="twice"),
            pytest.param(statement(_type="https://in-toto.io/Statement/v2"), "no in-toto statement", id="version"),
            pytest.param(statement(subject=[]), "no in-toto statement", id="no-subject"),
            pytest.param(statement(subject=[{"name": "a"}]), "no digest", id="no-digest"),
            pytest.param(statement(subject=[{"name": "a", "digest": {}}]), "no digest", id="empty-digest"),
            pytest.param(statement(subject=[{"name": 1, "digest": {"a": "b"}}]), "no text", id="numbered"),
            pytest.param(statement(subject=[{"name": "a", "digest": {"a": 1}}]), "no text", id="number"),
            pytest.param(statement(subject=["a"]), "no digest", id="subject-text"),
            pytest.param(statement([]), "no mapping", id="predicate"),
            pytest.param(statement(predicate_type=""), "of no type", id="no-type"),
            pytest.param(statement({"a": 2**53}), "not every reader of JSON", id="large"),
            pytest.param(statement({"a": 7}).replace(b"7", b"1e999"), "not every reader of JSON", id="infinite"),
            pytest.param(statement({"a": 7}).replace(b"7", b"NaN"), "NaN is no number", id="not-a-number"),
            pytest.param(statement({"a": 7}).replace(b"7", b"7" * 5000), "cannot be read", id="endless"),
            pytest.param(statement({"a": 7}).replace(b"7", b'"\\ud800"'), "cannot be read", id="half-a-character"),
            pytest.param(statement({"a": 7}).replace(b"7", b"[" * 200 + b"]" * 200), "nested", id="deep"),
            pytest.param(b"[" * 100_000, "nested", id="brackets"),
            pytest.param(statement({"a": "x" * 300_000}), "more than is put on file", id="predicate-too-large"),
            pytest.param(unsigned(b"{}"), "no in-toto statement", id="envelope-of-something"),
            pytest.param(unsigned(statement(), "text/plain"), "no in-toto statement", id="payload-type"),
            pytest.param(b'{"payload": "e30="}', "no DSSE envelope", id="half-an-envelope"),
            pytest.param(b'{"dsseEnvelope": null}', "no DSSE envelope", id="empty-bundle"),
            pytest.param(
                b'{"mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json", "verificationMaterial": {},'
                b' "messageSignature": {}}',
                "a bare signature",
                id="signature-of-a-file",
            ),
        ],
    )
    def test_what_cannot_be_understood_is_unreadable(self, data: bytes, message: str) -> None:
        with pytest.raises(EvidenceUnreadableError, match=message) as caught:
            read(source(data, "a.intoto.jsonl"))
        assert "a.intoto.jsonl" in str(caught.value)

    def test_one_bad_file_spoils_the_others(self) -> None:
        with pytest.raises(EvidenceUnreadableError, match=r"b\.json"):
            read(source(statement(), "a.json"), source("{}", "b.json"))


class TestSubject:
    @pytest.mark.parametrize(
        ("subject", "is_it"),
        [
            ("shop-1.4.0-py3-none-any.whl", True),
            ("shop-*.whl", True),
            ("shop", False),
            ({"digest": f"sha256:{WHEEL}"}, True),
            ({"digest": f"sha256:{WHEEL.upper()}"}, True),
            ({"digest": f"sha512:{WHEEL}"}, False),
            ({"digest": f"sha256:{'0' * 64}"}, False),
            ({"digest": f"gitCommit:{COMMIT}"}, True),
            ({"name": "shop-*.whl", "digest": f"sha256:{WHEEL}"}, True),
            ({"name": "shop-*.whl", "digest": f"gitCommit:{COMMIT}"}, False),
            ({"commit": True}, True),
            ({"name": "git+https://git.example.org/acme/*", "commit": True}, True),
            ({"name": "*.whl", "commit": True}, False),
        ],
    )
    def test_all_that_is_said_has_to_be_true_of_one_subject(self, subject: object, is_it: bool) -> None:  # noqa: FBT001
        assert (reasons(FILES, subject=subject) == []) == is_it

    @pytest.mark.parametrize("commit", [None, "0" * 40])
    def test_another_commit_is_not_the_candidates(self, commit: str | None) -> None:
        [reason] = reasons(FILES, commit=commit, subject={"commit": True})
        assert reason.startswith("no statement of that type is about the candidate's commit; they are about git+https")
        assert reason.endswith("and the candidate is not just a commit") == (commit is None)

    def test_old_statements_call_the_commit_sha1(self) -> None:
        old = source(statement(subject=[{"name": "x", "digest": {"sha1": COMMIT}}]), "a.json")
        assert reasons(old, predicate_type=CUSTOM, subject={"commit": True}) == []


class TestPredicate:
    def test_another_type_does_not_count(self) -> None:
        assert reasons(FILES, predicate_type=CUSTOM) == [
            f"no statement is of the type {CUSTOM}; there are {RESULT}, {PROVENANCE}"
        ]
        assert reasons(FILES, predicate_type="https://slsa.dev/provenance/*") != []

    @pytest.mark.parametrize(
        ("where", "expected"),
        [
            pytest.param({"pointer": "/n", "equals": 3}, [], id="number"),
            pytest.param({"pointer": "/n", "equals": 3.0}, [], id="fraction"),
            pytest.param({"pointer": "/n", "equals": "3"}, ["3 at /n, asked for is '3'"], id="text-is-no-number"),
            pytest.param({"pointer": "/yes", "equals": True}, [], id="truth"),
            pytest.param({"pointer": "/yes", "equals": 1}, ["true at /yes, asked for is 1"], id="truth-is-no-number"),
            pytest.param({"pointer": "/one", "equals": True}, ["1 at /one, asked for is true"], id="nor-a-number-one"),
            pytest.param({"pointer": "/none", "equals": False}, ["null at /none, asked for is false"], id="null"),
            pytest.param({"pointer": "/list", "equals": "a"}, ["a list at /list, asked for is 'a'"], id="list"),
            pytest.param({"pointer": "/list/0", "equals": "a"}, [], id="element"),
            pytest.param({"pointer": "/map/a~1b", "equals": "c"}, [], id="escaped"),
            pytest.param({"pointer": "/map", "like": "*"}, ["a mapping at /map, asked for is '*'"], id="mapping"),
            pytest.param({"pointer": "/list/0", "one_of": ["b", "a"]}, [], id="one-of"),
            pytest.param({"pointer": "/n", "one_of": [1, 2]}, ["3 at /n, asked for is 1 or 2"], id="none-of"),
            pytest.param({"pointer": "/id", "like": "https://x/*@v?"}, [], id="like"),
            pytest.param({"pointer": "/id", "like": "https://x"}, ["at /id, asked for is 'https://x'"], id="unlike"),
            pytest.param({"pointer": "/n", "like": "*"}, ["3 at /n, asked for is '*'"], id="number-is-like-nothing"),
            pytest.param({"pointer": "/n", "at_least": 3}, [], id="at-least"),
            pytest.param({"pointer": "/n", "at_least": 3.5}, ["3 at /n, asked for is at least 3.5"], id="too-little"),
            pytest.param({"pointer": "/n", "at_most": 2}, ["3 at /n, asked for is at most 2"], id="too-much"),
            pytest.param({"pointer": "/n", "at_least": 4, "at_most": 9}, ["at least 4 and at most 9"], id="between"),
            pytest.param({"pointer": "/yes", "at_least": 0}, ["true at /yes"], id="truth-is-not-large"),
            pytest.param({"pointer": "/list/0", "at_least": 0}, ["'a' at /list/0"], id="text-is-not-large"),
            pytest.param({"pointer": "/commit", "commit": True}, [], id="commit"),
            pytest.param({"pointer": "/id", "commit": True}, ["asked for is the candidate's commit"], id="no-commit"),
            pytest.param({"pointer": "/gone", "equals": "a"}, ["has nothing at /gone"], id="nowhere"),
            pytest.param({"pointer": "/list/1", "equals": "a"}, ["has nothing at /list/1"], id="beyond"),
            pytest.param({"pointer": "/list/-", "equals": "a"}, ["has nothing at /list/-"], id="end"),
            pytest.param({"pointer": "/list/00", "equals": "a"}, ["has nothing at /list/00"], id="no-index"),
            pytest.param({"pointer": "/id/0", "equals": "h"}, ["has nothing at /id/0"], id="letter"),
            pytest.param(
                [{"pointer": "/n", "equals": 3}, {"pointer": "/gone", "equals": 3}],
                ["has nothing at /gone"],
                id="all-of-several",
            ),
        ],
    )
    def test_each_place_has_to_say_what_is_asked(self, where: object, expected: list[str]) -> None:
        predicate: dict[str, object] = {"n": 3, "one": 1, "yes": True, "none": None, "list": ["a"], "map": {"a/b": "c"}}
        predicate |= {"id": "https://x/y@v2", "commit": COMMIT.upper()}
        found = reasons(source(statement(predicate), "a.json"), predicate_type=CUSTOM, where=where)
        assert len(found) == len(expected)
        assert all(reason.endswith(end) or end in reason for reason, end in zip(found, expected, strict=True))

    def test_every_statement_that_counts_has_to_say_it(self) -> None:
        lines = b"\n".join((statement({"ok": True}), statement({"ok": False}), statement({"ok": False}, "urn:x")))
        assert reasons(source(lines, "a.jsonl"), predicate_type=CUSTOM, where={"pointer": "/ok", "equals": True}) == [
            "a.jsonl: its predicate says false at /ok, asked for is true"
        ]

    @pytest.mark.parametrize(("kind", "key"), [(SUMMARY, "verificationResult"), (RESULT, "result")])
    @pytest.mark.parametrize("said", ["FAILED", "WARNED", "passed", "", True, None])
    def test_what_says_that_it_failed_never_passes_unasked(self, kind: str, key: str, said: object) -> None:
        file = source(statement({key: said}, kind), "a.json")
        assert len(reasons(file, predicate_type=kind)) == 1
        assert reasons(file, predicate_type=kind, where={"pointer": "/x", "equals": 1}) != []
        assert reasons(source(statement({key: "PASSED"}, kind), "a.json"), predicate_type=kind) == []
        assert reasons(source(statement({}, kind), "a.json"), predicate_type=kind) != []

    def test_a_summary_that_failed_fails(self) -> None:
        assert reasons(FAILED, predicate_type=SUMMARY, subject="shop-*") == [
            f"{FAILED.path}: its predicate says 'FAILED' at /verificationResult, asked for is 'PASSED'"
        ]

    def test_other_results_pass_where_they_are_asked_for(self) -> None:
        warned = source(statement({"result": "WARNED"}, RESULT), "a.json")
        where = {"pointer": "/result", "one_of": ["PASSED", "WARNED"]}
        assert reasons(warned, predicate_type=RESULT, where=where) == []


class TestSignatures:
    def test_a_key_that_has_signed_is_found_among_others(self, pair: KeyPair) -> None:
        for files in (FILES, BUNDLE):
            assert reasons(files, signed_by=[pair.line, BUILDER]) == []

    def test_without_signed_by_nobody_is_asked(self) -> None:
        assert [one["signers"] for one in measured(FILES)] == [[], []]

    @pytest.mark.parametrize("file", [FILES, BUNDLE])
    def test_another_key_has_not_signed(self, file: Source, pair: KeyPair) -> None:
        assert reasons(file, subject="shop-*", signed_by=pair.line) == [
            "no key of `signed_by` has signed the statement about shop-*"
        ]

    def test_a_statement_alone_is_signed_by_nobody(self) -> None:
        assert len(reasons(FAILED, predicate_type=SUMMARY, signed_by=BUILDER)) == 1

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param(lambda payload: payload.replace(b"v1.4.0", b"v1.4.1"), id="changed"),
            pytest.param(lambda payload: payload + b" ", id="longer"),
        ],
    )
    def test_a_changed_statement_is_not_signed(self, change: Callable[[bytes], bytes], pair: KeyPair) -> None:
        envelope = json.loads(pair.enveloped(statement({"a": "v1.4.0"})))
        bent = unsigned(change(b64decode(envelope["payload"])), signature=b64decode(envelope["signatures"][0]["sig"]))
        whole = json.dumps(envelope).encode()
        fields: dict[str, Any] = {"predicate_type": CUSTOM, "signed_by": pair.line}
        assert reasons(source(whole, "a.json"), **fields) == []
        assert len(reasons(source(bent, "a.json"), **fields)) == 1

    def test_what_nobody_signed_neither_helps_nor_harms(self, pair: KeyPair) -> None:
        where = {"pointer": "/ok", "equals": True}
        fields: dict[str, Any] = {"predicate_type": CUSTOM, "signed_by": pair.line, "where": where}
        good, bad = (pair.enveloped(statement({"ok": ok})) for ok in (True, False))
        loud = unsigned(statement({"ok": True}))
        assert reasons(source(good + b"\n" + unsigned(statement({"ok": False})), "a.jsonl"), **fields) == []
        assert len(reasons(source(bad + b"\n" + loud, "a.jsonl"), **fields)) == 1
        assert len(reasons(source(loud, "a.jsonl"), **fields)) == 1

    def test_the_keys_decide_what_is_measured_and_nothing_else_does(self, pair: KeyPair) -> None:
        assert ATTESTATION.measures(condition(signed_by=pair.line)) == {"signed_by": [pair.fingerprint]}
        other = condition(signed_by=pair.line, subject="x", where={"pointer": "/a", "equals": 1})
        assert ATTESTATION.measures(other) == ATTESTATION.measures(condition(signed_by=[f"{pair.line} again"]))

    def test_a_record_that_looked_for_other_keys_is_not_enough(self, pair: KeyPair) -> None:
        stored = read(FILES, signed_by=BUILDER).measured
        assert len(ATTESTATION.meets(stored, condition(signed_by=pair.line))) == 1


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"predicate_type": None}, id="no-type"),
        pytest.param({"subject": None}, id="no-subject"),
        pytest.param({"subject": {}}, id="empty-subject"),
        pytest.param({"subject": {"commit": False}}, id="not-the-commit"),
        pytest.param({"subject": {"digest": WHEEL}}, id="digest-of-what"),
        pytest.param({"where": {"pointer": "/a"}}, id="nothing-asked"),
        pytest.param({"where": {"pointer": "/a", "equals": 1, "like": "a"}}, id="two-things-asked"),
        pytest.param({"where": {"pointer": "a", "equals": 1}}, id="no-pointer"),
        pytest.param({"where": {"pointer": "", "equals": 1}}, id="everything"),
        pytest.param({"where": {"pointer": "/a", "one_of": []}}, id="one-of-none"),
        pytest.param({"where": {"pointer": "/a", "equals": ["a"]}}, id="list"),
        pytest.param({"where": {"pointer": "/a", "at_least": float("nan")}}, id="not-a-number"),
        pytest.param({"signed_by": []}, id="signed-by-nobody"),
        pytest.param({"signed_by": "release-team"}, id="no-key"),
        pytest.param({"signed_by": "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ=="}, id="damaged-key"),
    ],
)
def test_a_condition_that_cannot_be_meant_is_bad_input(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        condition(**fields)


def test_an_rsa_key_signs_no_envelopes(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(ValidationError, match="RSA keys sign no envelopes here"):
        condition(signed_by=key_pair(tmp_path_factory.mktemp("rsa"), "rsa").line)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([CUSTOM, PROVENANCE, "e30="]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=3)
            | st.sampled_from(
                ["_type", "subject", "predicateType", "predicate", "payload", "signatures", "sig", "digest"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(predicate=JSON, subjects=JSON, whole=JSON, lines=st.booleans())
def test_anything_is_read_or_refused(predicate: object, subjects: object, whole: object, lines: bool) -> None:  # noqa: FBT001
    bent = statement(predicate), statement(subject=subjects), json.dumps(whole).encode(), unsigned(statement(predicate))
    for data in (*bent, b"\n".join(bent) if lines else b"".join(bent)):
        try:
            stored = read(source(data, "a.json"), signed_by=BUILDER).measured
        except EvidenceUnreadableError:
            continue
        json.dumps(stored, allow_nan=False, ensure_ascii=False).encode()
        ATTESTATION.meets(stored, condition(where={"pointer": "/a", "equals": 1}))


@given(st.binary(max_size=300))
def test_noise_is_unreadable(data: bytes) -> None:
    with pytest.raises(EvidenceUnreadableError):
        read(source(data, "a.json"))
