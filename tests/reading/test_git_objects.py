"""Commits, tags and trailers, held against what the real git makes of them."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.reading.git_objects import Person, object_id, parse_commit, parse_tag, person_of, trailers
from tests.repository import RepositoryBuilder

HEAD = b"tree 4d593e935186bcc35450336864a1aad148210a14\n"
WHO = b"author A <a@x.example> 1777885200 +0000\ncommitter C <c@x.example> 1777885201 -1130\n"


@pytest.fixture
def repository(tmp_path: Path) -> RepositoryBuilder:
    return RepositoryBuilder(tmp_path / "repository").start()


def cat(repository: RepositoryBuilder, kind: str, name: str) -> bytes:
    done = subprocess.run(["git", "cat-file", kind, name], cwd=repository.path, check=True, capture_output=True)
    return done.stdout


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_a_real_commit_and_a_real_tag_are_read(form: str, repository: RepositoryBuilder) -> None:
    built = RepositoryBuilder(repository.path / "inner").start(f"--object-format={form}")
    commit = built.commit({"a": "a\n"}, "Subject\n\nBody\n")
    built.git("tag", "--annotate", "--message", "Release\n", "v1")
    data = cat(built, "commit", commit)
    assert object_id("commit", data, commit) == commit
    found = parse_commit(data)
    assert found.author == found.committer == Person("release-team", "release-team@example.com", 1777885200)
    assert (found.message, found.payload, found.signature) == ("Subject\n\nBody\n", data, None)
    tag = parse_tag(cat(built, "tag", "v1"))
    assert (tag.name, tag.target, tag.target_type, tag.signature) == ("v1", commit, "commit", None)


def test_the_signature_is_taken_out_of_what_it_is_about() -> None:
    signed = HEAD + b"gpgsig -----BEGIN SSH SIGNATURE-----\n abc\n \n def\n" + WHO + b"encoding UTF-8\n\nS\n\nB\n"
    found = parse_commit(signed)
    assert found.signature == b"-----BEGIN SSH SIGNATURE-----\nabc\n\ndef"
    assert found.payload == HEAD + WHO + b"encoding UTF-8\n\nS\n\nB\n"


def test_what_a_header_quotes_is_no_header_of_the_commit() -> None:
    merged = b"mergetag object 0\n type commit\n author X <x@x> 1 +0000\n gpgsig -----BEGIN\n"
    found = parse_commit(HEAD + WHO + merged + b"\nS\n")
    assert (found.author.name, found.signature) == ("A", None)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "ends within its headers", id="empty"),
        pytest.param(HEAD + b"\nS\n", "who its author", id="nobody"),
        pytest.param(HEAD + WHO + WHO + b"\nS\n", "says twice", id="two-authors"),
        pytest.param(HEAD + WHO.replace(b"<a@x.example>", b"a@x.example") + b"\n", "who its author", id="no-address"),
        pytest.param(HEAD + b"gpgsig a\ngpgsig b\n" + WHO + b"\n", "several signatures", id="two-signatures"),
        pytest.param(HEAD + b"gpgsig a\ngpgsig-sha256 b\n" + WHO + b"\n", "several signatures", id="two-forms"),
    ],
)
def test_a_commit_that_is_none_says_why(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_commit(data)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "no annotated tag", id="empty"),
        pytest.param(b"object a\ntype commit\n\nS\n", "no annotated tag", id="no-name"),
        pytest.param(b"object a\nobject b\ntype commit\ntag v\n\nS\n", "says twice", id="two-targets"),
        pytest.param(b"object a\ntype commit\ntag v\ngpgsig-sha256 x\n\nS\n", "not understood", id="header"),
    ],
)
def test_a_tag_that_is_none_says_why(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_tag(data)


def test_the_last_armour_of_a_tag_is_its_signature() -> None:
    start = b"object a\ntype commit\ntag v\n\nQuoted:\n-----BEGIN SSH SIGNATURE-----\nx\n-----END SSH SIGNATURE-----\n"
    end = b"-----BEGIN PGP SIGNATURE-----\ny\n-----END PGP SIGNATURE-----\n"
    tag = parse_tag(start + end)
    assert (tag.payload, tag.signature) == (start, end)


@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda data: HEAD + WHO + data))
def test_noise_is_read_or_a_value_error(data: bytes) -> None:
    for parse in (parse_commit, parse_tag):
        try:
            found = parse(data)
        except ValueError:
            continue
        assert found.signature is not None or found.payload == data


MESSAGES = [
    pytest.param("S\n\nReviewed-by: A <a@x>\nAcked-by: B <b@x>\n", id="plain"),
    pytest.param("S\n\nBody.\n\nReviewed-by: A <a@x>", id="after-a-body"),
    pytest.param("S\n\nBody.\n\nReviewed-by: A\n  <a@x>\n", id="folded"),
    pytest.param("S\r\n\r\nReviewed-by: A <a@x>\r\n", id="carriage-returns"),
    pytest.param("S\n\nReviewed-by: A <a@x>\n\nThe end.\n", id="not-last"),
    pytest.param("S\nReviewed-by: A <a@x>\n", id="in-the-subject"),
    pytest.param("Reviewed-by: A <a@x>\n", id="only-a-subject"),
    pytest.param("S\n\nSee Reviewed-by: A <a@x>\nelse\n", id="within-a-line"),
    pytest.param("S\n\n Reviewed-by: A <a@x>\n", id="indented"),
    pytest.param("", id="empty"),
    pytest.param("S\n\nReviewed-by: A <a@x>\n\n\n", id="lines-after"),
    pytest.param("S\n\nReviewed by: A <a@x>\n", id="no-key"),
    pytest.param("S\n\nReviewed-by:A <a@x>\nx-1 : y\n", id="spaces"),
    pytest.param("S\n\nSome text.\nMore text.\nReviewed-by: A <a@x>\nYet more.\nAnd more.\n", id="mostly-text"),
]


@pytest.mark.parametrize("message", MESSAGES)
def test_trailers_are_those_of_git(message: str, repository: RepositoryBuilder) -> None:
    tree = repository.git("write-tree")
    oid = repository.git("commit-tree", tree, feed=message.encode())
    form = "--format=%(trailers:only,unfold,key_value_separator=%x01)"
    shown = repository.git("log", "-1", form, oid)
    expected = [tuple(line.split("\x01", 1)) for line in shown.splitlines() if line]
    assert trailers(message) == expected


def test_where_git_guesses_there_are_none() -> None:
    assert trailers("S\n\nReviewed-by: A <a@x>\nSigned-off-by: B <b@x>\nfree text\n") == []
    picked = "S\n\nReviewed-by: A <a@x>\n(cherry picked from commit abc)\n"
    assert trailers(picked) == [("Reviewed-by", "A <a@x>")]


@pytest.mark.parametrize(
    ("value", "person"),
    [
        ("A B <a@x.example>", Person("A B", "a@x.example")),
        (" \u00c4 <a@x> ", Person("\u00c4", "a@x")),
        ("<a@x>", None),
        ("A B", None),
        ("A <a>", None),
        ("A <a@x> and others", None),
        ("A <a@x> 1 +0000", None),
        ("A <a@x> <b@x>", None),
        ("", None),
    ],
)
def test_a_trailer_names_somebody_with_an_address(value: str, person: Person | None) -> None:
    assert person_of(value) == person
