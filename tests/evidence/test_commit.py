"""Commits and tags that the real git has signed with real keys, and everything that is not quite that."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from readiness.errors import EvidenceMissingError, EvidenceUnreadableError
from readiness.evidence import KINDS
from readiness.model.evidence import Claim, CommitObjects, Reading
from readiness.reading.git_objects import object_id
from readiness.tree.opening import open_tree
from tests.repository import RepositoryBuilder
from tests.ssh import TYPES, KeyPair, key_pair

COMMIT: Final = KINDS["commit"]
REVIEWED: Final = "Charge once\n\nBody.\n\nReviewed-by: Second Reader <second@example.com>\n"
WRITER: Final = "release-team <release-team@example.com>"
HEAD: Final = "tree 4d593e935186bcc35450336864a1aad148210a14\n"


def condition(**fields: Any) -> Any:  # noqa: ANN401 - as YAML
    return COMMIT.condition.model_validate(fields)


def read(objects: CommitObjects | None, **fields: Any) -> Claim:  # noqa: ANN401
    return COMMIT.read(Reading(condition(**fields), objects=objects))


def reasons(objects: CommitObjects | None, **fields: Any) -> list[str]:  # noqa: ANN401
    return list(COMMIT.meets(read(objects, **fields).measured, condition(**fields)))


def written(message: str, author: str = WRITER, committer: str = WRITER, **tags: bytes) -> CommitObjects:
    """Return a commit that nobody has signed, as git would keep it."""
    people = f"author {author} 1777885200 +0000\ncommitter {committer} 1777885200 +0000\n"
    data = f"{HEAD}{people}\n{message}".encode()
    return CommitObjects(object_id("commit", data, "0" * 40), data, tags)


class Signing:
    """A repository in which commits and tags are signed with a key of ours."""

    def __init__(self, folder: Path, pairs: dict[str, KeyPair], *options: str) -> None:
        self.builder = RepositoryBuilder(folder).start(*options)
        self.pairs = pairs

    def git(self, *arguments: str, key: str = "ed25519") -> str:
        settings = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={self.pairs[key].path}.pub")
        return self.builder.git(*settings, *arguments)

    def commit(self, message: str = "Change\n", *, key: str = "ed25519") -> None:
        self.git("commit", "--quiet", "--allow-empty", "-S", "--message", message, key=key)

    @property
    def objects(self) -> CommitObjects:
        found = open_tree(self.builder.path).commit_objects()
        assert found is not None
        return found


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, KeyPair]:
    folder = tmp_path_factory.mktemp("keys")
    return {name: key_pair(folder, name) for name in TYPES}


@pytest.fixture
def signing(tmp_path: Path, pairs: dict[str, KeyPair]) -> Signing:
    return Signing(tmp_path / "repository", pairs)


class TestSignatures:
    @pytest.mark.parametrize("key", TYPES)
    def test_a_commit_that_git_has_signed_passes(self, key: str, signing: Signing, pairs: dict[str, KeyPair]) -> None:
        signing.commit(key=key)
        line = pairs[key].line
        assert reasons(signing.objects, signed_by=line) == []
        assert read(signing.objects, signed_by=line).measured["signature"] == {
            "state": "holds",
            "key": pairs[key].fingerprint,
        }

    def test_git_itself_agrees(self, signing: Signing, pairs: dict[str, KeyPair], tmp_path: Path) -> None:
        signing.commit()
        allowed = tmp_path / "allowed"
        allowed.write_text(f'release-team@example.com namespaces="git" {pairs["ed25519"].line}\n')
        signing.builder.git("-c", f"gpg.ssh.allowedSignersFile={allowed}", "verify-commit", "HEAD")

    def test_a_repository_of_sha256_is_read_too(self, tmp_path: Path, pairs: dict[str, KeyPair]) -> None:
        signing = Signing(tmp_path / "repository", pairs, "--object-format=sha256")
        signing.commit()
        signing.git("tag", "--sign", "--message", "Release", "v1")
        line = pairs["ed25519"].line
        assert reasons(signing.objects, signed_by=line) == []
        assert reasons(signing.objects, signed_by=line, tag="v*") == []

    def test_what_is_not_signed_fails(self, signing: Signing, pairs: dict[str, KeyPair]) -> None:
        oid = signing.builder.commit()
        assert reasons(signing.objects, signed_by=pairs["ed25519"].line) == [f"the commit {oid:.9} is not signed"]

    def test_one_of_several_keys_is_enough_and_another_is_not(
        self, signing: Signing, pairs: dict[str, KeyPair]
    ) -> None:
        signing.commit(key="p256")
        objects = signing.objects
        assert reasons(objects, signed_by=[pairs["ed25519"].line, pairs["p256"].line]) == []
        assert reasons(objects, signed_by=pairs["ed25519"].line) == [
            f"the commit {objects.oid:.9} is signed with {pairs['p256'].fingerprint}, which `signed_by` does not have"
        ]

    def test_a_commit_that_was_changed_after_it_was_signed_fails(
        self, signing: Signing, pairs: dict[str, KeyPair]
    ) -> None:
        signing.commit()
        data = signing.objects.data.replace(b"Change", b"Chance")
        bent = CommitObjects(object_id("commit", data, "0" * 40), data)
        assert reasons(bent, signed_by=pairs["ed25519"].line) == [
            f"the commit {bent.oid:.9} has a signature that does not hold"
        ]

    def test_a_signature_for_something_else_is_none_of_a_commit(
        self, signing: Signing, pairs: dict[str, KeyPair]
    ) -> None:
        payload = written("S\n").data
        for namespace, expected in (("git", 0), ("file", 1)):
            lines = pairs["ed25519"].signed(payload, namespace).decode().strip().replace("\n", "\n ")
            data = payload.replace(b"author", f"gpgsig {lines}\nauthor".encode(), 1)
            objects = CommitObjects(object_id("commit", data, "0" * 40), data)
            assert len(reasons(objects, signed_by=pairs["ed25519"].line)) == expected
        assert signing.builder.path.is_dir()

    @pytest.mark.parametrize("kind", ["PGP SIGNATURE", "SIGNED MESSAGE"])
    def test_other_signatures_are_not_understood_where_one_is_asked(self, kind: str, pairs: dict[str, KeyPair]) -> None:
        armour = f"gpgsig -----BEGIN {kind}-----\n \n abc\n -----END {kind}-----\nauthor".encode()
        data = written(REVIEWED).data.replace(b"author", armour, 1)
        objects = CommitObjects(object_id("commit", data, "0" * 40), data)
        with pytest.raises(EvidenceUnreadableError, match="not with an SSH key of a type that is understood"):
            read(objects, signed_by=pairs["ed25519"].line)
        assert reasons(objects, trailers="Reviewed-by") == []

    def test_a_damaged_object_is_unreadable(self, signing: Signing, pairs: dict[str, KeyPair]) -> None:
        signing.commit()
        with pytest.raises(EvidenceUnreadableError, match="git has it under another id"):
            read(replace(signing.objects, oid="0" * 40), signed_by=pairs["ed25519"].line)

    def test_uncommitted_changes_are_not_signed(self, signing: Signing, pairs: dict[str, KeyPair]) -> None:
        signing.commit()
        signing.builder.write("new")
        with pytest.raises(EvidenceMissingError, match="nobody has signed uncommitted changes"):
            read(signing.objects, signed_by=pairs["ed25519"].line)

    def test_without_a_commit_there_is_nothing_to_sign(self, pairs: dict[str, KeyPair]) -> None:
        with pytest.raises(EvidenceMissingError, match="there is no commit"):
            read(None, signed_by=pairs["ed25519"].line)


class TestTags:
    def test_a_signed_tag_stands_in_for_the_signature_of_the_commit(
        self, signing: Signing, pairs: dict[str, KeyPair]
    ) -> None:
        signing.builder.commit()
        signing.git("tag", "--sign", "--message", "Release", "v1.4.0")
        line = pairs["ed25519"].line
        assert reasons(signing.objects, signed_by=line, tag="v1.4.0") == []
        assert reasons(signing.objects, signed_by=line, tag="v*") == []
        assert reasons(signing.objects, signed_by=pairs["p384"].line, tag="v*") == [
            f"the tag v1.4.0 is signed with {pairs['ed25519'].fingerprint}, which `signed_by` does not have"
        ]
        [reason] = reasons(signing.objects, signed_by=line, tag="w*")
        assert reason.startswith("no annotated tag w* points at the commit ")

    def test_tags_that_do_not_count(self, signing: Signing, pairs: dict[str, KeyPair]) -> None:
        fields: dict[str, Any] = {"signed_by": pairs["ed25519"].line, "tag": "v*"}
        signing.builder.commit()
        signing.git("tag", "--sign", "--message", "Release", "v1")
        signing.commit()
        signing.git("tag", "vlight")
        assert reasons(signing.objects, **fields)[0].startswith("no annotated tag v* points at")
        signing.git("tag", "--annotate", "--message", "Release", "vplain")
        assert reasons(signing.objects, **fields) == ["the tag vplain is not signed"]
        signing.git("tag", "--sign", "--message", "Release", "other")
        signing.git("tag", "--sign", "--message", "A tag of a tag", "vnested", "other")
        assert reasons(signing.objects, **fields) == ["the tag vplain is not signed"]

    def test_a_tag_counts_under_the_name_that_was_signed_only(
        self, signing: Signing, pairs: dict[str, KeyPair]
    ) -> None:
        signing.builder.commit()
        signing.git("tag", "--sign", "--message", "A candidate", "candidate")
        signing.git("update-ref", "refs/tags/v2", signing.git("rev-parse", "candidate"))
        assert reasons(signing.objects, signed_by=pairs["ed25519"].line, tag="candidate") == []
        [reason] = reasons(signing.objects, signed_by=pairs["ed25519"].line, tag="v2")
        assert reason.startswith("no annotated tag v2 points at")

    def test_a_tag_of_another_commit_does_not_count(self, signing: Signing, pairs: dict[str, KeyPair]) -> None:
        signing.builder.commit()
        signing.git("tag", "--sign", "--message", "Release", "v1")
        tags = signing.objects.tags
        moved = written("Other\n", v1=tags["v1"])
        assert reasons(moved, signed_by=pairs["ed25519"].line, tag="v1")[0].startswith("no annotated tag v1")

    def test_a_changed_tag_does_not_hold(self, signing: Signing, pairs: dict[str, KeyPair]) -> None:
        signing.builder.commit()
        signing.git("tag", "--sign", "--message", "Release", "v1")
        objects = signing.objects
        bent = replace(objects, tags={"v1": objects.tags["v1"].replace(b"Release", b"release")})
        assert reasons(bent, signed_by=pairs["ed25519"].line, tag="v1") == [
            "the tag v1 has a signature that does not hold"
        ]

    def test_a_tag_signed_otherwise_is_not_understood(self, pairs: dict[str, KeyPair]) -> None:
        objects = written("S\n")
        head = f"object {objects.oid}\ntype commit\ntag v1\ntagger {WRITER} 1 +0000\n"
        data = f"{head}\nR\n-----BEGIN PGP SIGNATURE-----\nx\n"
        with pytest.raises(EvidenceUnreadableError, match="not with an SSH key"):
            read(replace(objects, tags={"v1": data.encode()}), signed_by=pairs["ed25519"].line, tag="v1")


class TestTrailers:
    @pytest.mark.parametrize("key", ["Reviewed-by", "reviewed-by", "REVIEWED-BY"])
    def test_one_by_somebody_else_is_enough(self, key: str) -> None:
        assert reasons(written(REVIEWED), trailers=key) == []

    @pytest.mark.parametrize(
        ("message", "key"),
        [
            pytest.param("S\n", "Reviewed-by", id="none"),
            pytest.param(REVIEWED, "Approved-by", id="another"),
            pytest.param("S\n\nReviewed-by: Second Reader\n", "Reviewed-by", id="no-address"),
            pytest.param("S\n\nReviewed-by: \n", "Reviewed-by", id="empty"),
            pytest.param(f"{REVIEWED}\nMore words.\n", "Reviewed-by", id="not-at-the-end"),
        ],
    )
    def test_a_trailer_that_is_not_there_fails(self, message: str, key: str) -> None:
        assert reasons(written(message), trailers=key) == [
            f"the message has no trailer {key} with a name and an address"
        ]

    @pytest.mark.parametrize(
        "who",
        [
            "release-team <release-team@example.com>",
            "Release-Team <elsewhere@example.com>",
            "Release\u2011team <RELEASE-TEAM@example.com>",
            "release-team  <x@example.com>",
            "Somebody <release-team@EXAMPLE.com>",
            "\uff52elease-team <x@example.com>",
        ],
    )
    def test_whoever_wrote_it_has_not_reviewed_it(self, who: str) -> None:
        assert len(reasons(written(f"S\n\nReviewed-by: {who}\n"), trailers="Reviewed-by")) == 1

    def test_neither_the_committer_nor_a_co_author_is_somebody_else(self) -> None:
        other = "Other <other@example.com>"
        trailer = f"S\n\nReviewed-by: {other}\n"
        assert reasons(written(trailer), trailers="Reviewed-by") == []
        assert len(reasons(written(trailer, committer=other), trailers="Reviewed-by")) == 1
        assert len(reasons(written(trailer, author=other), trailers="Reviewed-by")) == 1
        assert reasons(written(f"{trailer}Co-authored-by: {other}\n"), trailers="Reviewed-by") == [
            "Reviewed-by names only who has written the commit: Other"
        ]

    def test_one_other_among_several_is_enough_and_each_trailer_is_asked(self) -> None:
        message = f"{REVIEWED}Reviewed-by: {WRITER}\n"
        assert reasons(written(message), trailers="Reviewed-by") == []
        assert len(reasons(written(message), trailers=["Reviewed-by", "Tested-by", "Acked-by"])) == 2

    def test_both_can_be_asked(self, signing: Signing, pairs: dict[str, KeyPair]) -> None:
        signing.commit(REVIEWED)
        line = pairs["ed25519"].line
        assert reasons(signing.objects, signed_by=line, trailers="Reviewed-by") == []
        assert len(reasons(signing.objects, signed_by=pairs["rsa"].line, trailers="Acked-by")) == 2


def test_the_commit_says_when_it_was_made() -> None:
    claim = read(written(REVIEWED), trailers="Reviewed-by")
    assert claim.made_at is not None
    assert claim.made_at.isoformat() == "2026-05-04T09:00:00+00:00"


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"tag": "v*"}, id="only-a-tag"),
        pytest.param({"tag": "v*", "trailers": "Reviewed-by"}, id="tag-without-keys"),
        pytest.param({"signed_by": []}, id="nobody"),
        pytest.param({"trailers": []}, id="no-trailer"),
        pytest.param({"trailers": "Reviewed by"}, id="space"),
        pytest.param({"trailers": "Reviewed-by:"}, id="colon"),
        pytest.param({"signed_by": "release-team@example.com"}, id="address"),
        pytest.param({"signed_by": "ssh-ed25519 AAAA"}, id="damaged"),
    ],
)
def test_a_condition_that_asks_for_nothing_sound_is_bad_input(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        condition(**fields)


def test_a_key_that_needs_a_touch_is_not_understood(pairs: dict[str, KeyPair]) -> None:
    blob = b"".join(len(part).to_bytes(4, "big") + part for part in (b"sk-ssh-ed25519@openssh.com", b"x" * 32, b"ssh:"))
    inner = b"SSHSIG\0\0\0\1" + b"".join(
        len(part).to_bytes(4, "big") + part for part in (blob, b"git", b"", b"sha512", b"x" * 80)
    )
    done = subprocess.run(["base64", "-w", "70"], input=inner, check=True, capture_output=True).stdout.decode()
    lines = "\n ".join(["-----BEGIN SSH SIGNATURE-----", *done.split(), "-----END SSH SIGNATURE-----"])
    data = written("S\n").data.replace(b"author", f"gpgsig {lines}\nauthor".encode(), 1)
    with pytest.raises(EvidenceUnreadableError, match="not with an SSH key of a type that is understood"):
        read(CommitObjects(object_id("commit", data, "0" * 40), data), signed_by=pairs["ed25519"].line)


HEADERS: Final = st.sampled_from(
    ["author A <a@x> 1 +0000", "committer A <a@x> 1 +0000", "gpgsig -----BEGIN SSH SIGNATURE-----", " abc", "", "tag v"]
)


@given(
    data=st.binary(max_size=200)
    | st.lists(HEADERS | st.text(max_size=20)).map(lambda lines: "\n".join(lines).encode()),
    tag=st.binary(max_size=100) | st.just(b"object a\ntype commit\ntag v\n\nx\n"),
)
def test_anything_is_read_or_unreadable(data: bytes, tag: bytes) -> None:
    objects = CommitObjects(object_id("commit", data, "0" * 40), data, {"v": tag})
    asked: list[dict[str, Any]] = [{"trailers": "Reviewed-by"}, {"signed_by": KEY, "tag": "*"}, {"signed_by": KEY}]
    for fields in asked:
        try:
            measured = read(objects, **fields).measured
        except EvidenceUnreadableError:
            continue
        json.dumps(measured, allow_nan=False, ensure_ascii=False).encode()
        assert COMMIT.meets(measured, condition(**fields))


KEY: Final = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILXWvHFG3ozjpl94fUHAE7E1Kbb9N6TMzMSq/RvXieUe"
