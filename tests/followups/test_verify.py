"""`readiness followups verify`, against a real server: what is asked, kept, told and written."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from tests.cli.inside import nobodys_machine, typed
from tests.followups.desk import LOCK, Shelf, deferred, launch, lines, other_shelf, package, scope, settings, shelf
from tests.repository import RepositoryBuilder

__all__ = ["launch", "nobodys_machine", "other_shelf", "package", "shelf"]

VERIFY = ("followups", "verify")


def aged(repository: RepositoryBuilder, by: timedelta) -> None:
    """Let every line of the lock be older than it is."""
    told = lines(repository)
    asked = {one["asked"]: datetime.fromisoformat(one["asked"]) - by for one in told}
    rows = [{**one, "asked": asked[one["asked"]].isoformat().replace("+00:00", "Z")} for one in told]
    text = "".join(f"{json.dumps(row, ensure_ascii=False, sort_keys=True)}\n" for row in rows)
    (repository.path / LOCK).write_text(text, encoding="utf-8")


def test_what_the_tracker_says_is_kept_in_a_line_for_each_issue(launch: RepositoryBuilder) -> None:
    ended = typed(*VERIFY, folder=launch.path)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[-3:] == [
        "2 issues verified.",
        "Wrote .readiness/followups.lock; lines: 2 new. Git was told to keep the lines of",
        "both sides when it merges it.",
    ]
    first, second = lines(launch)
    assert (first["issue"], first["state"], first["assignees"]) == ("12", "open", ["product"])
    assert second["title"] == "The app"
    assert (launch.path / ".readiness/.gitattributes").read_text() == "followups.lock merge=union -text\n"


def test_check_judges_by_what_was_kept(launch: RepositoryBuilder) -> None:
    unverified = typed("check", folder=launch.path).out
    typed(*VERIFY, folder=launch.path)
    verified = typed("check", folder=launch.path).out
    assert "RDY142" in unverified
    assert "RDY142" not in verified


def test_an_issue_says_whether_it_mentions_what_it_tracks(launch: RepositoryBuilder) -> None:
    typed(*VERIFY, folder=launch.path)
    assert [one["mentions"] for one in lines(launch)] == [
        {"public-launch/usage-dashboards": True},
        {"public-launch/app": True},
    ]


def test_asking_twice_writes_once(launch: RepositoryBuilder) -> None:
    typed(*VERIFY, folder=launch.path)
    before = (launch.path / LOCK).stat().st_mtime_ns, (launch.path / LOCK).read_bytes()
    again = typed(*VERIFY, folder=launch.path)
    assert again.out == "2 issues verified.\nNothing new: .readiness/followups.lock is as it was.\n"
    assert ((launch.path / LOCK).stat().st_mtime_ns, (launch.path / LOCK).read_bytes()) == before


@pytest.mark.parametrize(
    ("age", "options"),
    [pytest.param(timedelta(days=1), (), id="a-day-later"), pytest.param(timedelta(hours=1), ("--refresh",), id="now")],
)
def test_the_same_answer_later_changes_the_time_and_nothing_else(
    launch: RepositoryBuilder, age: timedelta, options: tuple[str, ...]
) -> None:
    typed(*VERIFY, folder=launch.path)
    fresh = lines(launch)
    aged(launch, age)
    ended = typed(*VERIFY, *options, folder=launch.path)
    assert "lines: 2 the same, at a later time." in ended.out
    assert [{**one, "asked": ""} for one in lines(launch)] == [{**one, "asked": ""} for one in fresh]
    assert all(new["asked"] >= old["asked"] for new, old in zip(lines(launch), fresh, strict=True))


def test_a_line_is_renewed_in_time_where_answers_count_for_hours(launch: RepositoryBuilder) -> None:
    launch.write("readiness.toml", (launch.path / "readiness.toml").read_text() + '[followups]\nmax_age = "7h"\n')
    typed(*VERIFY, folder=launch.path)
    aged(launch, timedelta(hours=2))
    assert "lines: 2 the same, at a later time." in typed(*VERIFY, folder=launch.path).out


def test_an_answer_that_has_changed_is_written_at_once(launch: RepositoryBuilder, shelf: Shelf) -> None:
    typed(*VERIFY, folder=launch.path)
    shelf.put("13", "The app, at last")
    assert "lines: 1 changed, 1 as they were." in typed(*VERIFY, folder=launch.path).out
    assert lines(launch)[1]["title"] == "The app, at last"


def test_a_line_from_a_clock_that_is_ahead_is_replaced(launch: RepositoryBuilder) -> None:
    typed(*VERIFY, folder=launch.path)
    aged(launch, -timedelta(days=30))
    typed(*VERIFY, folder=launch.path)
    assert all(datetime.fromisoformat(one["asked"]) <= datetime.now(UTC) for one in lines(launch))


def test_a_tracker_that_is_down_changes_no_line_of_its_own_and_stops_no_other(
    launch: RepositoryBuilder, shelf: Shelf, other_shelf: Shelf
) -> None:
    other_shelf.put("7", "Refunds")
    items = deferred("usage-dashboards", "desk:12") + deferred("refunds", "counter:7")
    launch.write("readiness.toml", settings(desk=shelf.url, counter=other_shelf.url))
    launch.write("scopes/public-launch.yaml", scope(items))
    typed(*VERIFY, folder=launch.path)
    aged(launch, timedelta(days=3))
    old = {one["issue"]: one for one in lines(launch)}
    shelf.status = 503
    ended = typed(*VERIFY, folder=launch.path)
    assert ended.code == 3
    assert "Could not be asked (1)\n  desk:12\n" in ended.out
    new = {one["issue"]: one for one in lines(launch)}
    assert new["12"] == old["12"]
    assert new["7"]["asked"] > old["7"]["asked"]


def test_a_tracker_that_cannot_be_reached_leaves_the_lock_as_it_was(launch: RepositoryBuilder, shelf: Shelf) -> None:
    typed(*VERIFY, folder=launch.path)
    aged(launch, timedelta(days=3))
    before = (launch.path / LOCK).read_bytes()
    launch.write("readiness.toml", settings(desk="http://127.0.0.1:1"))
    ended = typed(*VERIFY, folder=launch.path)
    assert (ended.code, (launch.path / LOCK).read_bytes()) == (3, before)
    assert "desk gives no answer" in ended.out
    assert "do   try again when it is up" in ended.out
    assert shelf.url not in ended.out


def test_who_may_not_see_an_issue_is_told_which_variable_to_set_and_never_its_value(
    launch: RepositoryBuilder, shelf: Shelf
) -> None:
    shelf.issues["12"]["hidden"] = True
    ended = typed(*VERIFY, folder=launch.path, environment={"DESK_TOKEN": "opensesame-4711"})
    assert ended.code == 3
    assert "DESK_TOKEN" in ended.out
    assert "opensesame-4711" not in ended.out + ended.err + (launch.path / LOCK).read_text()
    assert set(shelf.tokens) == {"Bearer opensesame-4711"}
    assert [one["issue"] for one in lines(launch)] == ["13"]


def test_what_somebody_has_to_look_at_is_told(launch: RepositoryBuilder, shelf: Shelf) -> None:
    shelf.put("12", "Usage dashboards", state="closed", why="not planned")
    shelf.put("13", "The app", assignees=[], due="2020-01-31")
    launch.write(
        "scopes/public-launch.yaml",
        scope(deferred("usage-dashboards", "desk:12") + deferred("app", "desk:13") + deferred("gone", "desk:14")),
    )
    ended = typed(*VERIFY, folder=launch.path)
    assert ended.code == 0
    assert ended.out.startswith(
        "Not found (1)\n  desk:14  its tracker has no such issue\n    public-launch/gone\n\n"
        "Closed (1)\n  desk:12  closed as not planned\n    public-launch/usage-dashboards\n\n"
        "Overdue (1)\n  desk:13  was due on 2020-01-31\n    public-launch/app\n\n"
        "Unassigned (1)\n  desk:13  nobody is assigned\n    public-launch/app\n\n"
    )
    assert lines(launch)[2]["found"] is False


def test_the_issue_of_work_that_is_done_may_be_closed(launch: RepositoryBuilder, shelf: Shelf) -> None:
    shelf.put("12", "Deploys", state="closed", assignees=[])
    text = scope(deferred("app", "desk:13")).replace("    evidence:", "    issues: desk:12\n    evidence:")
    launch.write("scopes/public-launch.yaml", text)
    assert typed(*VERIFY, folder=launch.path).out.startswith("2 issues verified.\n")


def test_a_dry_run_asks_and_writes_nothing(launch: RepositoryBuilder, shelf: Shelf) -> None:
    ended = typed(*VERIFY, "--dry-run", folder=launch.path)
    assert ended.out == "2 issues verified.\nNothing was written to .readiness/followups.lock; lines: 2 new.\n"
    assert shelf.asked
    assert not (launch.path / ".readiness").exists()


def test_one_tracker_can_be_asked_alone(launch: RepositoryBuilder, shelf: Shelf, other_shelf: Shelf) -> None:
    other_shelf.put("7", "Refunds")
    launch.write("readiness.toml", settings(desk=shelf.url, counter=other_shelf.url))
    items = deferred("usage-dashboards", "desk:12") + deferred("refunds", "counter:7")
    launch.write("scopes/public-launch.yaml", scope(items))
    typed(*VERIFY, folder=launch.path)
    shelf.asked.clear()
    ended = typed(*VERIFY, "--tracker", "counter", folder=launch.path)
    assert (ended.code, shelf.asked) == (0, [])
    assert {one["issue"] for one in lines(launch)} == {"12", "7"}


def test_a_tracker_that_nobody_knows_cannot_be_asked(launch: RepositoryBuilder) -> None:
    ended = typed(*VERIFY, "--tracker", "dekc", folder=launch.path)
    assert (ended.code, ended.out) == (2, "")
    assert "there is no tracker called `dekc`\n  fix: did you mean `desk`?" in ended.err


def test_trackers_are_asked_at_the_same_time(launch: RepositoryBuilder, shelf: Shelf, other_shelf: Shelf) -> None:
    both = Barrier(2, timeout=30)
    shelf.before = other_shelf.before = both.wait
    other_shelf.put("7", "Refunds")
    launch.write("readiness.toml", settings(desk=shelf.url, counter=other_shelf.url))
    items = deferred("usage-dashboards", "desk:12") + deferred("refunds", "counter:7")
    launch.write("scopes/public-launch.yaml", scope(items))
    assert typed(*VERIFY, folder=launch.path).out.startswith("2 issues verified.\n")


def test_many_issues_are_asked_for_together(launch: RepositoryBuilder, shelf: Shelf) -> None:
    numbers = [str(number) for number in range(1000, 2250)]
    for number in numbers:
        shelf.put(number, f"Part {number}")
    items = "".join(deferred(f"part-{number}", f"desk:{number}") for number in numbers)
    launch.write("scopes/public-launch.yaml", scope(items))
    assert typed(*VERIFY, folder=launch.path).out.startswith("1,250 issues verified.\n")
    assert len(shelf.asked) == 13
    assert len(lines(launch)) == 1250


def test_a_wrong_reference_is_told_with_its_place_and_right_form_after_the_others_were_asked(
    launch: RepositoryBuilder,
) -> None:
    items = deferred("usage-dashboards", "desk:12") + deferred("app", "desk:thirteen") + deferred("web", "dsk:1")
    launch.write("scopes/public-launch.yaml", scope(items))
    ended = typed(*VERIFY, folder=launch.path)
    assert ended.code == 2
    told = " ".join(ended.err.split())
    assert re.search(r"scopes/public-launch\.yaml:13:\d+: error RDY036 \[bad-issue-reference\]: `desk:thirteen`", told)
    assert "fix: write `desk:12`" in told
    assert "there is no tracker called `dsk` fix: did you mean `desk:1`?" in told
    assert [one["issue"] for one in lines(launch)] == ["12"]


def test_a_reference_may_be_the_address_of_the_issue(launch: RepositoryBuilder, shelf: Shelf) -> None:
    launch.write("scopes/public-launch.yaml", scope(deferred("app", f"{shelf.url}/issues/13")))
    assert typed(*VERIFY, folder=launch.path).code == 0
    assert [one["issue"] for one in lines(launch)] == ["13"]


def test_documents_that_cannot_be_read_leave_the_lock_as_it_was(launch: RepositoryBuilder, shelf: Shelf) -> None:
    typed(*VERIFY, folder=launch.path)
    before = (launch.path / LOCK).read_bytes()
    shelf.asked.clear()
    launch.write("scopes/second.yaml", "kind: scope\nid: second\ntitel: Second\n")
    ended = typed(*VERIFY, folder=launch.path)
    assert (ended.code, ended.out, shelf.asked) == (2, "", [])
    assert "RDY010" in ended.err
    assert (launch.path / LOCK).read_bytes() == before


def test_a_draft_is_asked_about_and_a_retired_launch_is_not(launch: RepositoryBuilder) -> None:
    launch.write("scopes/public-launch.yaml", scope(deferred("app", "desk:13"), head="state: draft\n"))
    launch.write("scopes/old.yaml", scope(deferred("old", "desk:12"), "old", "state: retired\n"))
    assert typed(*VERIFY, folder=launch.path).code == 0
    assert [one["issue"] for one in lines(launch)] == ["13"]


def test_what_no_document_names_any_more_is_dropped(launch: RepositoryBuilder) -> None:
    typed(*VERIFY, folder=launch.path)
    launch.write("scopes/public-launch.yaml", scope(deferred("app", "desk:13")))
    assert "lines: 1 as they were, 1 dropped." in typed(*VERIFY, folder=launch.path).out
    assert [one["issue"] for one in lines(launch)] == ["13"]


def test_an_issue_that_has_moved_is_kept_under_the_name_that_documents_have(
    launch: RepositoryBuilder, shelf: Shelf
) -> None:
    shelf.issues["12"]["now_called"] = "99"
    typed(*VERIFY, folder=launch.path)
    assert [one["issue"] for one in lines(launch)] == ["12", "13"]


def test_the_open_work_of_a_milestone_is_kept_too(launch: RepositoryBuilder, shelf: Shelf) -> None:
    head = "open_work: {project: 'desk:web', milestone: Summer}\n"
    launch.write("scopes/public-launch.yaml", scope(deferred("app", "desk:13"), head=head))
    shelf.open_work["web", "Summer"] = [{"id": "13", "title": "The app"}, {"id": "50", "title": "Nobody's"}]
    ended = typed(*VERIFY, folder=launch.path)
    assert ended.out.startswith("1 issue verified; 1 milestone listed.\n")
    listed = lines(launch)[1]
    assert [one["issue"] for one in listed["issues"]] == ["13", "50"]
    assert "Nobody's" in typed("check", folder=launch.path).out


def test_a_milestone_of_a_tracker_that_is_down_keeps_its_line(launch: RepositoryBuilder, shelf: Shelf) -> None:
    head = "open_work: {project: 'desk:web', milestone: Summer}\n"
    launch.write("scopes/public-launch.yaml", scope(deferred("app", "desk:13"), head=head))
    typed(*VERIFY, folder=launch.path)
    before = (launch.path / LOCK).read_bytes()
    shelf.status = 503
    ended = typed(*VERIFY, folder=launch.path)
    assert (ended.code, (launch.path / LOCK).read_bytes()) == (3, before)
    assert "milestone Summer of desk:web" in ended.out


def test_a_milestone_of_a_project_that_cannot_be_asked_is_a_mistake(launch: RepositoryBuilder) -> None:
    head = "open_work: {project: platform, milestone: Summer}\n"
    launch.write("scopes/public-launch.yaml", scope(deferred("app", "desk:13"), head=head))
    ended = typed(*VERIFY, folder=launch.path)
    assert ended.code == 2
    assert "`platform` is no project of a tracker" in " ".join(ended.err.split())


def test_a_lock_that_cannot_be_read_is_written_anew_and_that_is_said(launch: RepositoryBuilder) -> None:
    typed(*VERIFY, folder=launch.path)
    good = (launch.path / LOCK).read_bytes()
    launch.write(LOCK, b"<<<<<<< ours\n" + good)
    ended = typed(*VERIFY, folder=launch.path)
    assert ended.code == 0
    assert "It could not be read before (line 1 of it is no answer of a tracker)" in " ".join(ended.out.split())
    assert [{**one, "asked": ""} for one in lines(launch)] == [
        {**json.loads(one), "asked": ""} for one in good.splitlines()
    ]


def test_a_part_of_a_lock_that_cannot_be_read_is_not_renewed_alone(launch: RepositoryBuilder) -> None:
    launch.write(LOCK, "nonsense\n")
    ended = typed(*VERIFY, "--tracker", "desk", folder=launch.path)
    assert ended.code == 2
    assert "leave --tracker out" in ended.err
    assert (launch.path / LOCK).read_text() == "nonsense\n"


@pytest.mark.parametrize("linked", [".readiness", LOCK])
def test_nothing_is_written_through_a_link_out_of_the_repository(
    launch: RepositoryBuilder, tmp_path: Path, linked: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    target = outside / "precious"
    target.write_text("")
    (launch.path / linked).parent.mkdir(exist_ok=True)
    (launch.path / linked).symlink_to(outside if linked == ".readiness" else target)
    ended = typed(*VERIFY, folder=launch.path)
    assert ended.code == 2
    assert "RDY050" in ended.err
    assert [path.name for path in outside.iterdir()] == ["precious"]
    assert target.read_text() == ""


def test_a_link_within_the_repository_is_not_replaced_either(launch: RepositoryBuilder) -> None:
    launch.write("kept/lock", "")
    (launch.path / ".readiness").mkdir()
    (launch.path / LOCK).symlink_to("../kept/lock")
    ended = typed(*VERIFY, folder=launch.path)
    assert ended.code == 2
    assert "symbolic link" in ended.err
    assert ((launch.path / LOCK).is_symlink(), (launch.path / "kept/lock").read_text()) == (True, "")


def test_what_stands_in_the_attributes_stays_there(launch: RepositoryBuilder) -> None:
    launch.write(".readiness/.gitattributes", "*.yaml diff")
    typed(*VERIFY, folder=launch.path)
    path = launch.path / ".readiness/.gitattributes"
    assert path.read_text() == "*.yaml diff\nfollowups.lock merge=union -text\n"
    launch.write(".readiness/.gitattributes", "followups.lock -merge\n")
    typed(*VERIFY, folder=launch.path)
    assert path.read_text() == "followups.lock -merge\n"


def test_the_permissions_of_the_lock_stay(launch: RepositoryBuilder) -> None:
    launch.write(LOCK, "")
    (launch.path / LOCK).chmod(0o640)
    typed(*VERIFY, folder=launch.path)
    assert (launch.path / LOCK).stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in (launch.path / ".readiness").iterdir()) == [".gitattributes", "followups.lock"]


def test_a_lock_that_would_be_too_large_to_be_read_is_not_written(launch: RepositoryBuilder, shelf: Shelf) -> None:
    launch.write("readiness.toml", "max_bytes = 2048\n" + settings(desk=shelf.url))
    shelf.put("13", "The app " * 500)
    ended = typed(*VERIFY, folder=launch.path)
    assert ended.code == 2
    assert "raise `max_bytes` in the configuration" in ended.err
    assert not (launch.path / LOCK).exists()


@pytest.mark.parametrize(
    "title", ["two\u2028lines\x85here", "half \ud83d", "\x1b[2Jgone", "::error::no", "a\nb", "\u202eabc"]
)
def test_no_title_can_spoil_the_lock_or_act_on_a_terminal(launch: RepositoryBuilder, shelf: Shelf, title: str) -> None:
    shelf.put("12", title)
    first = typed(*VERIFY, folder=launch.path)
    assert (
        typed(*VERIFY, folder=launch.path).out
        == "2 issues verified.\nNothing new: .readiness/followups.lock is as it was.\n"
    )
    listed = typed("followups", folder=launch.path)
    assert (first.code, listed.code) == (0, 0)
    assert listed.out.startswith("2 follow-ups: 2 open.\n")
    assert not {"\x1b", "\u2028", "\x85", "\u202e"} & set(first.out + listed.out)


def test_a_plugin_that_crashes_is_an_answer_that_did_not_come(launch: RepositoryBuilder) -> None:
    launch.write("scopes/public-launch.yaml", scope(deferred("app", "desk:13") + deferred("web", "careless:1")))
    ended = typed(*VERIFY, folder=launch.path)
    assert (ended.code, ended.err) == (3, "")
    assert "asking careless failed (KeyError)" in ended.out
    assert "opensesame" not in ended.out
    assert [one["issue"] for one in lines(launch)] == ["13"]


def test_a_client_that_is_not_installed_is_told_with_what_to_install(launch: RepositoryBuilder) -> None:
    launch.write("scopes/public-launch.yaml", scope(deferred("app", "desk:13") + deferred("web", "missing:1")))
    ended = typed(*VERIFY, folder=launch.path)
    assert ended.code == 3
    assert "do   run `pip install 'readiness[missing]'`" in ended.out


def test_what_lists_of_the_repository_have_is_not_asked_for(launch: RepositoryBuilder, shelf: Shelf) -> None:
    launch.write("scopes/public-launch.yaml", scope(deferred("app", "file:app")))
    ended = typed(*VERIFY, folder=launch.path)
    assert (ended.code, shelf.asked) == (0, [])
    assert "1 in lists of this repository" in ended.out
    assert not (launch.path / ".readiness").exists()


def test_where_there_is_no_work_tree_nothing_is_verified(launch: RepositoryBuilder, tmp_path: Path) -> None:
    bare = launch.clone(tmp_path / "bare", "--bare")
    ended = typed(*VERIFY, folder=bare.path)
    assert (ended.code, "RDY052" in ended.err) == (2, True)


def test_a_change_that_moves_a_tracker_gets_no_token_where_the_trackers_of_the_base_are_asked(
    launch: RepositoryBuilder, shelf: Shelf, other_shelf: Shelf
) -> None:
    launch.commit()
    written = (launch.path / "readiness.toml").read_text()
    assert shelf.url in written
    other_shelf.issues.update(shelf.issues)
    launch.write("readiness.toml", written.replace(shelf.url, other_shelf.url))
    ended = typed(*VERIFY, "--policy-from", "HEAD", folder=launch.path)
    assert (ended.code, ended.err) == (0, "")
    assert other_shelf.asked == []
    assert shelf.asked
    typed(*VERIFY, "--refresh", folder=launch.path)
    assert other_shelf.asked, "without it the change decides"
