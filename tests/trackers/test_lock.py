"""The lock: the same answers are the same bytes, merged lines count once, and no answer can spoil another."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.model.tracking import Issue, IssueState, NotThere, OpenWork, Reference, Told
from readiness.trackers.lock import Lock, parse_lock, write_lock

ASKED = datetime(2026, 11, 21, 4, tzinfo=UTC)
texts = st.text(st.characters(), max_size=12)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 - as asked
    lambda moment: moment.replace(microsecond=0)
)
references = st.builds(Reference, st.sampled_from(["github", "desk"]), texts, texts)


def issues(reference: Reference) -> st.SearchStrategy[Issue]:
    return st.builds(
        Issue,
        reference=st.just(reference),
        state=st.sampled_from(IssueState),
        title=texts,
        why=st.none() | texts.filter(bool),
        assignees=st.lists(texts, max_size=2).map(tuple),
        due=st.none() | st.dates(),
        milestone=st.none() | texts.filter(bool),
        labels=st.lists(texts, max_size=2).map(tuple),
        updated=st.none() | moments,
        url=st.none() | texts.filter(bool),
    )


def entries(reference: Reference) -> st.SearchStrategy[Told | NotThere]:
    told = st.builds(Told, issues(reference), moments, st.dictionaries(texts, st.booleans(), max_size=2))
    return told | st.builds(NotThere, st.just(reference), moments)


locks = st.builds(
    Lock,
    st.lists(references.flatmap(entries), max_size=5).map(
        lambda some: {one.reference if isinstance(one, NotThere) else one.issue.reference: one for one in some}
    ),
    st.lists(
        st.builds(
            OpenWork,
            st.just("desk"),
            texts,
            texts,
            moments,
            references.flatmap(issues).map(lambda issue: (issue,)) | st.just(()),
        ),
        max_size=2,
    ).map(lambda some: {(one.tracker, one.project, one.milestone): one for one in some}),
)


def told(title: str = "Usage dashboards", asked: datetime = ASKED, state: IssueState = IssueState.OPEN) -> Told:
    reference = Reference("github", "acme/platform", "812")
    return Told(Issue(reference=reference, state=state, title=title, due=date(2027, 2, 1)), asked)


def lock_of(entry: Told | NotThere) -> Lock:
    return Lock({entry.reference if isinstance(entry, NotThere) else entry.issue.reference: entry})


@given(locks)
def test_what_is_written_is_read_again(lock: Lock) -> None:
    assert parse_lock(write_lock(lock)) == lock


@given(locks)
def test_an_answer_is_a_line(lock: Lock) -> None:
    data = write_lock(lock)
    assert data.count(b"\n") == len(lock.issues) + len(lock.open_work)
    assert all(json.loads(line) for line in data.split(b"\n") if line)


@given(locks, locks)
def test_two_merged_locks_say_the_same_in_either_order(one: Lock, two: Lock) -> None:
    ours, theirs = write_lock(one), write_lock(two)
    assert parse_lock(ours + theirs) == parse_lock(theirs + ours)


@pytest.mark.parametrize("title", ["two\u2028lines", "a\x85b", "\x0b\x0c\x1c", "half \ud83d", "\\ud83d", "a\nb"])
def test_a_strange_title_spoils_nothing(title: str) -> None:
    lock = lock_of(told(title))
    assert parse_lock(write_lock(lock)) == lock


def test_of_two_lines_the_one_that_was_asked_last_counts() -> None:
    old, new = lock_of(told("Old", ASKED.replace(hour=1))), lock_of(told("New"))
    assert parse_lock(write_lock(new) + write_lock(old)) == new


@pytest.mark.parametrize(
    "worse",
    [
        pytest.param(told(state=IssueState.CLOSED), id="closed"),
        pytest.param(NotThere(told().issue.reference, ASKED), id="not-there"),
    ],
)
def test_of_two_lines_of_the_same_moment_the_one_counts_that_lets_less_pass(worse: Told | NotThere) -> None:
    good, bad = write_lock(lock_of(told())), write_lock(lock_of(worse))
    assert parse_lock(good + bad) == parse_lock(bad + good) == lock_of(worse)


def test_of_two_lists_of_a_milestone_of_one_moment_the_longer_counts() -> None:
    short = Lock({}, {("github", "acme/platform", "M"): OpenWork("github", "acme/platform", "M", ASKED, ())})
    work = OpenWork("github", "acme/platform", "M", ASKED, (told().issue,))
    long = Lock({}, {("github", "acme/platform", "M"): work})
    assert parse_lock(write_lock(short) + write_lock(long)) == long
    assert parse_lock(write_lock(long) + write_lock(short)) == long


GOOD = write_lock(lock_of(told())).decode()


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("<<<<<<< ours", id="conflict"),
        pytest.param("[]", id="list"),
        pytest.param("{}", id="nothing"),
        pytest.param(GOOD.replace("Z", "", 1).strip(), id="no-offset"),
        pytest.param(GOOD.replace('"open"', '"opne"').strip(), id="no-state"),
        pytest.param(GOOD.replace("true", "1").strip(), id="no-truth"),
        pytest.param(GOOD.replace("2027-02-01", "2027-02-30").strip(), id="no-day"),
        pytest.param(GOOD.replace('"812"', "812").strip(), id="number"),
        pytest.param(GOOD[:-5], id="cut"),
        pytest.param("[" * 100_000, id="deep"),
        pytest.param(GOOD.replace("2026-11-21T04:00:00Z", "0001-01-01T00:00:00+05:00").strip(), id="before-all-time"),
        pytest.param(GOOD.replace("2026-11-21T04:00:00Z", "9999-12-31T23:59:59-05:00").strip(), id="after-all-time"),
        pytest.param(GOOD.replace('"state"', '"state": "closed", "state"').strip(), id="key-twice"),
        pytest.param(GOOD.replace('"found"', '"assignees": "ann", "found"').strip(), id="text-for-a-list"),
        pytest.param(GOOD.replace('"found"', '"labels": {"ann": 1}, "found"').strip(), id="mapping-for-a-list"),
    ],
)
def test_a_line_that_is_no_answer_is_named(line: str) -> None:
    with pytest.raises(ValueError, match=r"^line 2 of it is no answer of a tracker$"):
        parse_lock(f"{GOOD}{line}\n{GOOD}".encode())


@pytest.mark.parametrize("data", [b"", b"\n", b"\r\n"])
def test_an_empty_lock_says_nothing(data: bytes) -> None:
    assert parse_lock(data) == Lock()


def test_lines_that_end_as_on_windows_are_read() -> None:
    assert parse_lock(GOOD.replace("\n", "\r\n").encode()) == lock_of(told())


def test_what_is_not_utf_8_is_no_lock() -> None:
    with pytest.raises(ValueError, match="utf-8"):
        parse_lock(b"\xff\n")
