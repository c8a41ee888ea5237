"""One comment, on GitHub and on GitLab: written once, kept up to date, never mixed up with a stranger's."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from readiness.publish.marker import Marker
from tests.publish.forges import HEAD, ME, OLD, TOKEN, FakeForge, running
from tests.publish.jobs import MORNING, NOON, Job, at, diff, for_pull
from tests.render.reports import go, no_go
from tests.trackers.server import Answer, Asked, Server, as_json


@pytest.fixture(params=["github", "gitlab"])
def forge(request: pytest.FixtureRequest) -> FakeForge:
    return FakeForge(request.param)


@contextmanager
def job(forge: FakeForge, folder: Path, **changed: object) -> Iterator[tuple[Server, Job]]:
    with running(forge) as (server, environment):
        yield server, Job(folder, environment, for_pull(environment, status=False, **changed))


def test_a_comment_is_written_once_and_then_left_alone(forge: FakeForge, tmp_path: Path) -> None:
    with job(forge, tmp_path) as (server, one):
        first = one.publish(at(NOON))
        second = one.publish(at(NOON))
    (comment,) = forge.comments
    assert first.failed == second.failed == []
    assert first.done[0].startswith("wrote a comment: https://")
    assert second.done[0].startswith("the comment says so already: https://")
    assert [asked.method for asked in server.asked if "comments" in asked.target or "notes" in asked.target] == [
        "GET",
        "POST",
        "GET",
        "GET",
    ]
    assert comment.body.startswith(f"<!-- readiness:publish key=default as_of=2026-05-04T12:00:00Z sha={HEAD} -->\n")
    assert "NO-GO" in comment.body


def test_a_newer_result_takes_the_place_of_an_older(forge: FakeForge, tmp_path: Path) -> None:
    with job(forge, tmp_path) as (_, one):
        one.publish(at(MORNING))
        number = forge.comments[0].number
        told = one.publish(at(NOON, go()))
    (comment,) = forge.comments
    assert comment.number == number
    assert told.done[0].startswith("brought the comment up to date")
    assert "# Launch readiness: GO\n" in comment.body


def test_an_older_result_does_not_take_the_place_of_a_newer(forge: FakeForge, tmp_path: Path) -> None:
    with job(forge, tmp_path) as (_, one):
        one.publish(at(NOON, go()))
        before = forge.comments[0].body
        told = one.publish(at(MORNING))
    assert [comment.body for comment in forge.comments] == [before]
    assert told.done[0].startswith("left the comment alone")
    assert told.failed == []


def test_a_result_from_the_future_does_not_stay_for_ever(forge: FakeForge, tmp_path: Path) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    with job(forge, tmp_path) as (_, one):
        one.publish(at(now + timedelta(days=4000)))
        marker = Marker.read(forge.comments[0].body)
        one.publish(at(datetime.now(UTC) + timedelta(seconds=1), go()))
    assert marker is not None
    assert now <= marker.as_of <= datetime.now(UTC)
    assert "# Launch readiness: GO\n" in forge.comments[0].body


def test_what_is_about_another_commit_than_the_head_is_not_said(forge: FakeForge, tmp_path: Path) -> None:
    with job(forge, tmp_path, sha=OLD) as (_, one):
        told = one.publish(at(NOON))
    assert forge.comments == []
    assert told.done == [f"no comment: this is about {OLD:.9}, and number 12 is at {HEAD:.9} now"]


def test_a_strangers_copy_of_the_marker_is_neither_edited_nor_taken_for_ours(forge: FakeForge, tmp_path: Path) -> None:
    forged = f"<!-- readiness:publish key=default as_of=2099-01-01T00:00:00Z sha={HEAD} -->\nGO"
    forge.write(forged, author="mallory")
    with job(forge, tmp_path) as (_, one):
        one.publish(at(NOON))
    assert [comment.body for comment in forge.of("mallory")] == [forged]
    assert len(forge.of(ME)) == 1


def test_our_other_comments_are_left_alone(forge: FakeForge, tmp_path: Path) -> None:
    marker = f"<!-- readiness:publish key=default as_of=2026-05-04T12:00:00Z sha={HEAD} -->"
    others = ["Welcome!", f"A quote of {marker}", f"Hello\n{marker}\n", f"> {marker}"]
    for body in others:
        forge.write(body)
    with job(forge, tmp_path) as (_, one):
        one.publish(at(NOON))
    assert [comment.body for comment in forge.comments[:-1]] == others
    assert len(forge.comments) == len(others) + 1


def test_a_comment_far_down_a_long_thread_is_found(forge: FakeForge, tmp_path: Path) -> None:
    for number in range(230):
        forge.write(f"Remark {number}", author="ann")
    with job(forge, tmp_path) as (_, one):
        one.publish(at(MORNING))
        one.publish(at(NOON))
    assert len(forge.of(ME)) == 1


def test_each_key_has_a_comment_of_its_own(forge: FakeForge, tmp_path: Path) -> None:
    with job(forge, tmp_path) as (_, one):
        one.publish(at(NOON))
        replace(one, wish=replace(one.wish, key="payments")).publish(at(NOON))
        replace(one, wish=replace(one.wish, key="pay")).publish(at(MORNING))
    keys = [marker.key for comment in forge.comments if (marker := Marker.read(comment.body))]
    assert sorted(keys) == ["default", "pay", "payments"]


@pytest.mark.parametrize("moments", [(NOON, NOON), (MORNING, NOON), (NOON, MORNING)])
def test_two_jobs_at_once_end_with_one_comment_that_has_the_newest(
    forge: FakeForge, tmp_path: Path, moments: tuple[datetime, datetime]
) -> None:
    both = Barrier(2)
    waited: set[str] = set()

    def meet(asked: Asked) -> Answer | None:
        """Let both have seen that there is no comment, before either writes."""
        if asked.method == "POST" and asked.target.endswith(("comments", "notes")):
            both.wait(timeout=30)
            waited.add(asked.body.decode())
        return None

    forge.before = meet
    results = [at(moments[0], no_go()), at(moments[1], go())]
    with job(forge, tmp_path) as (_, one), ThreadPoolExecutor(2) as pool:
        folders = [tmp_path / "a", tmp_path / "b"]
        for folder in folders:
            folder.mkdir()
        jobs = [replace(one, folder=folder) for folder in folders]
        told = list(pool.map(lambda pair: pair[0].publish(pair[1]), zip(jobs, results, strict=True)))
    assert [one.failed for one in told] == [[], []]
    assert len(waited) == 2
    (comment,) = forge.comments
    marker = Marker.read(comment.body)
    assert marker is not None
    assert marker.as_of == max(moments)


def test_comments_that_a_crash_left_behind_become_one(forge: FakeForge, tmp_path: Path) -> None:
    for moment in (MORNING, NOON, MORNING):
        forge.write(f"{Marker('default', moment, HEAD)}\nold")
    first = forge.comments[0].number
    with job(forge, tmp_path) as (_, one):
        one.publish(at(NOON + timedelta(hours=1)))
    (comment,) = forge.comments
    assert comment.number == first
    assert "old" not in comment.body.split("\n")[1]


def test_a_late_job_removes_nothing_that_the_newest_may_be_about_to_use(forge: FakeForge, tmp_path: Path) -> None:
    numbers = [forge.write(f"{Marker('default', m, HEAD)}\nx").number for m in (MORNING, NOON, MORNING)]
    with job(forge, tmp_path) as (_, one):
        one.publish(at(MORNING))
    assert [comment.number for comment in forge.comments] == numbers[:2]


def test_a_comment_that_is_deleted_meanwhile_is_written_again(forge: FakeForge, tmp_path: Path) -> None:
    with job(forge, tmp_path) as (_, one):
        one.publish(at(MORNING))

        def remove(asked: Asked) -> Answer | None:
            if asked.method in {"PATCH", "PUT"}:
                forge.comments.clear()
            return None

        forge.before = remove
        told = one.publish(at(NOON))
    assert told.done[0].startswith("wrote a comment")
    assert len(forge.comments) == 1


def test_a_forge_that_shows_lines_its_own_way_is_not_written_to_for_ever(forge: FakeForge, tmp_path: Path) -> None:
    with job(forge, tmp_path) as (server, one):
        one.publish(at(NOON))
        forge.comments[0].body = forge.comments[0].body.replace("\n", "\r\n").rstrip()
        server.asked.clear()
        told = one.publish(at(NOON))
    assert told.done[0].startswith("the comment says so already")
    assert {asked.method for asked in server.asked} <= {"GET", "POST"}
    assert not [asked for asked in server.asked if asked.method == "POST" and "graphql" not in asked.target]


def test_a_list_that_lags_behind_does_not_make_a_second_comment(forge: FakeForge, tmp_path: Path) -> None:
    def lag(asked: Asked) -> Answer | None:
        is_list = asked.method == "GET" and asked.target.partition("?")[0].endswith(("comments", "notes"))
        return as_json([]) if is_list else None

    forge.before = lag
    with job(forge, tmp_path) as (_, one):
        told = one.publish(at(NOON))
    assert told.failed == []
    assert len(forge.comments) == 1


def test_a_token_that_writes_under_another_name_is_not_believed(forge: FakeForge, tmp_path: Path) -> None:
    with job(forge, tmp_path) as (_, one):

        def rename(asked: Asked) -> Answer | None:
            if asked.method == "POST" and asked.target.endswith(("comments", "notes")):
                forge.me = "somebody-else"
            return None

        forge.before = rename
        told = one.publish(at(NOON))
    (error,) = told.failed
    assert "lets somebody else write" in error.reason
    assert len(forge.comments) == 1


def test_a_diff_and_a_report_share_a_comment_and_the_diff_stands_first(forge: FakeForge, tmp_path: Path) -> None:
    with job(forge, tmp_path) as (_, one):
        one.publish(at(NOON), diff(as_of=NOON))
    (comment,) = forge.comments
    assert comment.body.index("no-go") < comment.body.index("# Launch readiness: NO-GO")


def test_the_token_is_told_to_nobody(forge: FakeForge, tmp_path: Path) -> None:
    forge.before = lambda _: as_json({"message": f"what is {TOKEN}?"}, 403)
    with job(forge, tmp_path) as (_, one):
        told = one.publish(at(NOON))
    (error,) = told.failed
    assert TOKEN not in f"{error.reason} {error.action}"
