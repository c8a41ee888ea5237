"""Checkpoints: what is removed shows, whoever removes it, and nobody without a key has a say."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.ledger.canonical import canonical
from readiness.ledger.checkpoint import FORMAT, PAYLOAD_TYPE, Audit, audit, make
from readiness.ledger.envelope import IN_TOTO, pack_payload
from readiness.ledger.keys import open_signer
from readiness.ledger.names import checkpoint_name, digest_of, record_name
from readiness.ledger.trust import Keyring
from readiness.model.trust import Trust
from readiness.tree.base import Unread
from tests.ledger.records import DEPLOY
from tests.ssh import key_pair

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
A, B, C, D = (record_name(DEPLOY, bytes([number])) for number in range(4))


class Scene:
    """Three signers, of which one is not bound, one is bound to a surface, and one is a stranger."""

    def __init__(self, folder: Path) -> None:
        pairs = {name: key_pair(folder / name) for name in ("release", "billing", "stranger")}
        self.signers = {name: open_signer(pair.path) for name, pair in pairs.items()}
        self.entries: list[dict[str, Any]] = [
            {"key": pairs["release"].line, "identity": "ci-release"},
            {"key": pairs["billing"].line, "identity": "ci-billing", "surfaces": ["billing"]},
        ]

    def ring(self, **bounds: object) -> Keyring:
        """Return the keyring, with more bounds for the key of ci-release."""
        entries = [{**self.entries[0], **bounds}, self.entries[1]]
        return Keyring(Trust.model_validate_json(json.dumps({"keys": entries})))

    def made(
        self,
        added: Collection[str] = (),
        *previous: tuple[str, bytes],
        pruned: Collection[str] = (),
        by: str | None = "release",
        at: datetime = NOW,
    ) -> tuple[str, bytes]:
        """Return the name and bytes of a checkpoint that builds on `previous`."""
        return make([_digest(one) for one in previous], added, pruned, at, self.signers[by] if by else None)

    def audit(self, present: Collection[str], *files: tuple[str, bytes], ring: Keyring | None = None) -> Audit:
        return audit(dict(files), present, ring or self.ring())


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(tmp_path_factory.mktemp("keys"))


def _digest(file: tuple[str, bytes]) -> str:
    return digest_of(file[1])


def gone(found: Audit) -> list[str]:
    return [one.name for one in found.missing]


def reasons(found: Audit) -> list[str]:
    return [one.reason for one in found.ignored]


def test_a_checkpoint_is_named_by_its_bytes(scene: Scene) -> None:
    name, data = scene.made([A])
    assert name == checkpoint_name(digest_of(data))


def test_what_is_there_is_not_missing(scene: Scene) -> None:
    first = scene.made([A])
    second = scene.made([B], first)
    assert scene.audit([A, B, C], first, second) == Audit((_digest(second),), frozenset({A, B}))


def test_a_removed_record_shows_with_who_said_that_it_was_there(scene: Scene) -> None:
    first = scene.made([A, B])
    second = scene.made([C], first)
    found = scene.audit([B, C], first, second)
    assert gone(found) == [A]
    assert str(found.missing[0]) == "ci-release signed on 2026-11-02 that a record is on file, and it is gone"


def test_of_parallel_writers_both_count_and_the_next_one_builds_on_both(scene: Scene) -> None:
    first = scene.made([A])
    left, right = scene.made([B], first), scene.made([C], first, by="billing")
    found = scene.audit([], first, left, right)
    assert set(found.heads) == {_digest(left), _digest(right)}
    assert gone(found) == sorted([A, B, C])
    merged = make(found.heads, [D], (), NOW, scene.signers["release"])
    assert scene.audit([A, B, C, D], first, left, right, merged).heads == (_digest(merged),)


def test_a_removed_checkpoint_in_the_chain_shows(scene: Scene) -> None:
    first = scene.made([A])
    second = scene.made([B], first)
    found = scene.audit([B], second)
    assert found.gaps == (f"checkpoint {_digest(second):.12} builds on {_digest(first):.12}, which is gone or damaged",)
    assert scene.audit([A, B], (first[0], first[1] + b" "), second).gaps == found.gaps


def test_a_stranger_can_neither_add_nor_prune(scene: Scene) -> None:
    first = scene.made([A])
    for by in ("stranger", None):
        found = scene.audit([], first, scene.made([B], first, pruned=[A], by=by))
        assert gone(found) == [A]
        assert found.heads == (_digest(first),)
        (said,) = reasons(found)
        assert said.startswith("this checkpoint does not count: it is ")


def test_a_chain_of_strangers_hides_nothing(scene: Scene) -> None:
    first = scene.made([A])
    chain = [first]
    for _ in range(5):
        chain.append(scene.made([], chain[-1], pruned=[A], by="stranger"))
    found = scene.audit([], *chain)
    assert (gone(found), found.heads, len(found.ignored)) == ([A], (_digest(first),), 5)


def test_an_earlier_checkpoint_counts_by_who_built_on_it(scene: Scene) -> None:
    first = scene.made([A], by=None)
    found = scene.audit([], first, scene.made([], first))
    assert gone(found) == [A]
    assert found.missing[0].said_by == ("ci-release",)


def test_what_is_pruned_may_be_gone(scene: Scene) -> None:
    first = scene.made([A, B])
    second = scene.made([], first, pruned=[A])
    assert gone(scene.audit([B], first, second)) == []
    assert gone(scene.audit([], first, second)) == [B]


def test_pruning_needs_the_signature_of_a_key_without_bounds(scene: Scene) -> None:
    first = scene.made([A])
    for by, why in (("billing", "ci-billing may not speak for the whole ledger"), (None, "it is not signed")):
        second = scene.made([], first, pruned=[A], by=by)
        third = scene.made([], second)
        found = scene.audit([], first, second, third)
        assert gone(found) == [A]
        assert reasons(found) == [f"what it takes off file still has to be there: {why}"]


def test_a_pruned_checkpoint_leaves_no_gap(scene: Scene) -> None:
    first = scene.made([A])
    second = scene.made([A], first, pruned=[first[0]])
    assert scene.audit([A], second).gaps == ()
    assert gone(scene.audit([], second)) == [A]


def test_a_new_beginning_needs_nothing_before_it(scene: Scene) -> None:
    found = scene.audit([A], scene.made([A, B]))
    assert (found.gaps, gone(found)) == ((), [B])


@pytest.mark.parametrize(
    ("bounds", "why"),
    [
        pytest.param({"until": "2026-11-01"}, "the key of ci-release expired on 2026-11-01", id="expired"),
        pytest.param({"from": "2026-11-03"}, "the key of ci-release is trusted only from 2026-11-03 on", id="early"),
        pytest.param({"revoked": "2026-12-01"}, "the key of ci-release was revoked on 2026-12-01", id="revoked"),
    ],
)
def test_a_key_out_of_its_time_has_no_say(scene: Scene, bounds: Mapping[str, str], why: str) -> None:
    found = scene.audit([], scene.made([A]), ring=scene.ring(**bounds))
    assert (found.heads, gone(found)) == ((), [])
    assert reasons(found) == [f"this checkpoint does not count: {why}"]


def test_where_nobody_is_trusted_every_checkpoint_counts(scene: Scene) -> None:
    first = scene.made([A, B], by=None)
    found = scene.audit([], first, scene.made([], first, pruned=[B], by="stranger"), ring=Keyring(Trust()))
    assert gone(found) == [A]
    assert str(found.missing[0]).startswith("a checkpoint says on 2026-11-02 that")


def test_only_records_can_be_missing(scene: Scene) -> None:
    assert gone(scene.audit([], scene.made(["contents/ab/x", "\x1b[2J", A]))) == [A]


def enveloped(payload: object, kind: str = PAYLOAD_TYPE) -> tuple[str, bytes]:
    data = pack_payload(canonical(payload), kind)  # type: ignore[arg-type]  # JSON
    return checkpoint_name(digest_of(data)), data


USUAL: Mapping[str, object] = {
    "format": FORMAT,
    "previous": [],
    "added": [A],
    "pruned": [],
    "made_at": "2026-11-02T09:00:00.000000Z",
}
FILES: Sequence[object] = [
    pytest.param(enveloped({**USUAL, "format": "v2"}), "no checkpoint of format", id="format"),
    pytest.param(enveloped({**USUAL, "previous": ["x"]}), "no checkpoint of format", id="previous"),
    pytest.param(enveloped({**USUAL, "added": [1]}), "no checkpoint of format", id="added"),
    pytest.param(enveloped({**USUAL, "made_at": "now"}), "no checkpoint of format", id="made-at"),
    pytest.param(enveloped({**USUAL, "note": 1}), "no checkpoint of format", id="more"),
    pytest.param(enveloped([]), "no checkpoint of format", id="a-list"),
    pytest.param(enveloped(USUAL, IN_TOTO), "it holds no checkpoint", id="type"),
    pytest.param((enveloped(USUAL)[0], b"{}"), "not what its name says", id="other-bytes"),
    pytest.param(("checkpoints/x.json", enveloped(USUAL)[1]), "not what its name says", id="name"),
    pytest.param((enveloped(USUAL)[0], Unread.TOO_LARGE), Unread.TOO_LARGE.value, id="unread"),
]


@pytest.mark.parametrize(("file", "why"), FILES)
def test_what_is_no_checkpoint_is_reported(file: tuple[str, bytes | Unread], why: str) -> None:
    found = audit(dict([file]), [], Keyring(Trust()))
    assert (found.heads, gone(found), found.gaps) == ((), [], ())
    (said,) = reasons(found)
    assert why in said


@given(st.data())
def test_without_a_key_nobody_makes_a_ledger_look_more_whole(scene: Scene, data: st.DataObject) -> None:
    first = scene.made([A, B])
    files = [first, scene.made([C], first), scene.made([D], first, by="billing")]
    for _ in range(data.draw(st.integers(0, 4))):
        previous = data.draw(st.lists(st.sampled_from(files), max_size=2))
        pruned = data.draw(st.lists(st.sampled_from([A, B, C, D, first[0]]), max_size=3))
        files.append(scene.made([], *previous, pruned=pruned, by=data.draw(st.sampled_from(["stranger", None]))))
    present = data.draw(st.sets(st.sampled_from([A, B, C, D])))
    assert gone(scene.audit(present, *files)) == sorted({A, B, C, D} - present)
    whole = files.pop(0)
    assert scene.audit(present, *files).gaps, whole
