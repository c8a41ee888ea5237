"""What is hashed, that it can be read back, and what is said of the difference between two."""

import hashlib
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.tree.base import Entry
from readiness.tree.fingerprint import Changes, changes, contents, digest_of, parse_contents

A, B, C = ("a" * 40, "b" * 40, "c" * 40)
FILE, TOOL, LINK, MODULE = 0o100644, 0o100755, 0o120000, 0o160000


def test_the_preimage_is_written_as_the_page_says() -> None:
    entries = [Entry("b", TOOL, B), Entry("a/é", FILE, A)]
    written = b"readiness-covered/1\0sha1\x00100644 %s\ta/\xc3\xa9\x00100755 %s\tb\0" % (A.encode(), B.encode())
    assert contents("sha1", entries) == written
    assert digest_of(written) == hashlib.sha256(written).hexdigest()


def test_files_are_sorted_by_bytes_and_not_by_code_points() -> None:
    # A byte that is no UTF-8 is kept as U+DCxx, which sorts before U+E000 but is the larger byte.
    assert sorted(["\udcff", "\ue000"]) == ["\udcff", "\ue000"]
    assert list(parse_contents(contents("sha1", [Entry("\udcff", FILE, A), Entry("\ue000", FILE, B)]))) == [
        "\ue000",
        "\udcff",
    ]


paths = st.binary(min_size=1, max_size=6).filter(lambda name: b"\0" not in name).map(os.fsdecode)
modes = st.sampled_from([FILE, TOOL, LINK, MODULE])
listings = st.dictionaries(paths, st.tuples(modes, st.sampled_from([A, B, C])), max_size=8)


@given(listing=listings)
def test_what_is_written_can_be_read_back(listing: dict[str, tuple[int, str]]) -> None:
    written = contents("sha1", [Entry(path, *facts) for path, facts in listing.items()])
    found = parse_contents(written)
    assert found == listing
    assert list(found) == sorted(listing, key=os.fsencode)


@given(listing=listings, data=st.data())
def test_what_is_not_exactly_canonical_is_refused(listing: dict[str, tuple[int, str]], data: st.DataObject) -> None:
    written = contents("sha1", [Entry(path, *facts) for path, facts in listing.items()])
    at = data.draw(st.integers(0, len(written)))
    spoilt = written[:at] + data.draw(st.binary(max_size=2)) + written[at + data.draw(st.integers(0, 2)) :]
    try:
        found = parse_contents(spoilt)
    except ValueError:
        return
    assert contents("sha1", [Entry(path, *facts) for path, facts in found.items()]) == spoilt


GOOD = b"readiness-covered/1\0sha1\x00100644 %s\ta\0" % A.encode()


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"readiness-covered/2\0sha1\0", id="another-version"),
        pytest.param(b"readiness-covered/1\0sha1", id="no-end-of-header"),
        pytest.param(b"readiness-covered/1\0md5\0", id="another-format"),
        pytest.param(GOOD.replace(b"sha1", b"sha256"), id="id-of-another-format"),
        pytest.param(GOOD[:-1], id="torn"),
        pytest.param(GOOD + b"\0", id="empty-record"),
        pytest.param(GOOD + b"100644 %s\ta\0" % A.encode(), id="twice"),
        pytest.param(GOOD + b"100644 %s\tA\0" % A.encode(), id="out-of-order"),
        pytest.param(GOOD.replace(b"100644", b"0100644"), id="long-mode"),
        pytest.param(GOOD.replace(b"100644", b"040000"), id="folder"),
        pytest.param(GOOD.replace(b"aaaa", b"AAAA", 1), id="capitals"),
        pytest.param(GOOD.replace(b"\ta", b"\t"), id="no-path"),
        pytest.param(GOOD.replace(b"\ta", b" a"), id="no-tab"),
    ],
)
def test_a_list_that_is_not_canonical_is_refused(spoilt: bytes) -> None:
    assert parse_contents(GOOD) == {"a": (FILE, A)}
    with pytest.raises(ValueError, match="list"):
        parse_contents(spoilt)


def test_a_list_of_no_file_is_a_list() -> None:
    assert parse_contents(contents("sha256", [])) == {}


def test_each_kind_of_change_is_told_apart() -> None:
    before = {"same": (FILE, A), "edited": (FILE, A), "gone": (FILE, A), "tool": (FILE, A), "old": (TOOL, C)}
    after = {"same": (FILE, A), "edited": (FILE, B), "new": (FILE, B), "tool": (TOOL, A), "young": (TOOL, C)}
    assert changes(before, after) == Changes(
        added=("new",), removed=("gone",), changed=("edited",), mode_changed=("tool",), renamed=(("old", "young"),)
    )
    assert not changes(before, before)


def test_a_file_that_moved_and_got_another_mode_is_gone_and_new() -> None:
    assert changes({"old": (FILE, A)}, {"new": (TOOL, A)}) == Changes(added=("new",), removed=("old",))


def test_copies_are_paired_in_order_and_each_once() -> None:
    before = {"a": (FILE, A), "b": (FILE, A)}
    after = {"x": (FILE, A), "y": (FILE, A), "z": (FILE, A)}
    assert changes(before, after) == Changes(added=("z",), renamed=(("a", "x"), ("b", "y")))


@given(before=listings, after=listings)
def test_the_changes_account_for_every_file(
    before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]
) -> None:
    found = changes(before, after)
    rebuilt = dict(before)
    for path in (*found.removed, *(old for old, _ in found.renamed)):
        del rebuilt[path]
    for path in (*found.added, *found.changed, *found.mode_changed, *(new for _, new in found.renamed)):
        rebuilt[path] = after[path]
    assert rebuilt == after
    assert bool(found) == (before != after)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Changes(), "nothing"),
        (Changes(changed=("a",)), "a changed"),
        (Changes(changed=("a",), added=("b",)), "a changed and b is new"),
        (Changes(changed=("a",), added=("b",), removed=("c",)), "a changed, b is new and c is gone"),
        (Changes(changed=("a", "b", "c", "d", "e")), "a changed, b changed and 3 more files"),
        (Changes(renamed=(("a", "b"),), mode_changed=("c",)), "a moved to b and c has another mode"),
        (
            Changes(added=tuple(f"{number:04}" for number in range(1500))),
            "0000 is new, 0001 is new and 1,498 more files",
        ),
        (Changes(changed=("a\nb\x1b[31m", "\u202eb")), r"a\nb\x1b[31m changed and \u202eb changed"),
    ],
)
def test_a_summary_is_short_and_shows_what_cannot_be_seen(found: Changes, said: str) -> None:
    assert found.summary() == said


def test_a_summary_of_one_part_only_counts() -> None:
    assert Changes(changed=("a", "b")).summary(limit=1) == "2 files"
    assert Changes(changed=("a",)).summary(limit=1) == "a changed"
