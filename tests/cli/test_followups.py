"""`readiness followups`: the list in each of its formats, from documents and lock alone."""

import json
import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from icalendar import Calendar

from tests.cli.inside import nobodys_machine, typed
from tests.cli.program import CHECKOUT, run
from tests.followups.desk import LOCK, Shelf, deferred, launch, package, scope, shelf
from tests.repository import RepositoryBuilder, content_of

__all__ = ["launch", "nobodys_machine", "package", "shelf"]

ISSUES = """\
- {id: later, title: Later, state: open, assignee: product, due: 2099-05-01}
- {id: done, title: Done already, state: closed, why: merged}
"""
WAIVER = """\
waivers:
  - id: no-report
    of: {item: deploy, requirement: junit}
    reason: The staging area is being rebuilt.
    granted_by: head-of-product
    granted: 2026-01-01
    expires: 2099-01-31
    follow_up: {ref: "file:later", due: 2099-01-20}
"""


def calendar_of(text: str) -> list[Any]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def parsed(repository: RepositoryBuilder, *words: str) -> list[dict[str, Any]]:
    """Return the follow-ups that the JSON has, which is as its schema says."""
    found = json.loads(typed("followups", *words, "--format", "json", folder=repository.path).out)
    jsonschema.validate(found, json.loads(typed("schema", "followups", folder=repository.path).out))
    return list(found["follow_ups"])


@pytest.fixture
def offline(launch: RepositoryBuilder) -> RepositoryBuilder:
    """Return a launch whose issues are in a list, in the order: overdue, to come, without a day."""
    items = (
        deferred("next", "file:later", "2099-03-01", "Comes next")
        + deferred("late", "file:done", "2020-02-01", "Should be done")
        + "  - {id: nobody-knows, title: No issue yet, class: deferred, owner: support}\n"
    )
    text = scope(items).replace("    evidence:", '    issues: ["file:gone"]\n    evidence:') + WAIVER
    launch.commit({".readiness/followups.yaml": ISSUES, "scopes/public-launch.yaml": text})
    return launch


def test_the_list_says_by_day_what_is_put_off_waived_and_claimed(offline: RepositoryBuilder) -> None:
    ended = typed("followups", folder=offline.path)
    assert (ended.code, ended.err) == (0, "")
    assert (
        ended.out
        == """\
5 follow-ups: 1 overdue, 2 open, 1 closed, 1 not found, 1 no issue.

Overdue (1)
2020-02-01  public-launch/late                                           product
            file:done; closed as merged
            Should be done

To come (4)
2099-01-20  public-launch/no-report                              release-manager
            file:later; waiver; open
            The staging area is being rebuilt.
2099-03-01  public-launch/next                                           product
            file:later; open
            Comes next
no day      public-launch/deploy                                 release-manager
            file:gone; claim; not found
            Deploys drop no request
            its tracker has no such issue: correct the reference
no day      public-launch/nobody-knows                                   support
            no issue
            No issue yet
            no issue is named: add `ref:`
"""
    )


def test_the_command_may_be_left_out(offline: RepositoryBuilder) -> None:
    assert typed("followups", "list", folder=offline.path) == typed("followups", folder=offline.path)
    late = typed("followups", "--overdue", folder=offline.path).out
    assert late == typed("followups", "list", "--overdue", folder=offline.path).out
    assert late.startswith("1 follow-up: 1 overdue, 1 closed.\n")


@pytest.mark.parametrize(
    ("words", "subjects"),
    [
        pytest.param(("--overdue",), ["late"], id="overdue"),
        pytest.param(("--owner", "support"), ["nobody-knows"], id="owner"),
        pytest.param(("--owner", "support", "--owner", "release-manager"), ["no-report", "deploy", "nobody-knows"]),
        pytest.param(("--owner", "support", "--overdue"), [], id="nobody"),
        pytest.param(("list", "second"), ["other"], id="another-scope"),
    ],
)
def test_the_list_can_be_narrowed(offline: RepositoryBuilder, words: tuple[str, ...], subjects: list[str]) -> None:
    offline.write("scopes/second.yaml", scope(deferred("other", "file:later", "2099-04-01"), "second"))
    found = parsed(offline, *words)
    assert [one["subject"] for one in found if words[0] == "list" or one["scope"] == "public-launch"] == subjects


def test_how_old_an_answer_is_stands_beside_it(launch: RepositoryBuilder) -> None:
    typed("followups", "verify", folder=launch.path)
    path = launch.path / LOCK
    path.write_text(re.sub(r'"asked": "[^"]+"', '"asked": "2020-01-01T00:00:00Z"', path.read_text(), count=1))
    listed = typed("followups", folder=launch.path).out
    assert "desk:13; open, asked just now" in listed
    assert "desk:12; unknown\n" in listed
    assert "desk:12 was last asked about" in listed
    assert [one["state"] for one in parsed(launch)] == ["open", "unknown"]


def test_the_list_and_check_know_the_same(launch: RepositoryBuilder, shelf: Shelf) -> None:
    shelf.put("12", "Usage dashboards", state="closed")
    typed("followups", "verify", folder=launch.path)
    states = {one["subject"]: one["state"] for one in parsed(launch)}
    assert states == {"usage-dashboards": "closed", "app": "open"}


def test_listing_asks_nobody_and_changes_nothing(launch: RepositoryBuilder, shelf: Shelf) -> None:
    before = content_of(launch.path)
    for name in ("text", "json", "markdown", "ics"):
        assert typed("followups", "--format", name, folder=launch.path).code == 0
    assert (content_of(launch.path), shelf.asked) == (before, [])


def test_an_owner_whom_nobody_knows_is_no_empty_list(offline: RepositoryBuilder) -> None:
    ended = typed("followups", "--owner", "suport", folder=offline.path)
    assert (ended.code, ended.out) == (2, "")
    assert "nobody called `suport` owns a follow-up, or is in the directory" in " ".join(ended.err.split())
    assert "did you mean `support`?" in ended.err


def test_another_commit_can_be_listed(offline: RepositoryBuilder) -> None:
    offline.write("scopes/public-launch.yaml", scope(""))
    assert typed("followups", folder=offline.path).out == "No follow-ups to show.\n"
    assert len(parsed(offline, "--at", "HEAD")) == 5


def test_no_line_is_longer_than_a_terminal_and_nothing_acts_on_it(launch: RepositoryBuilder, shelf: Shelf) -> None:
    shelf.put("12", "x", state="closed", why="\x1b[31mred\r\n::error::x \u202e" + " very" * 40)
    title = f"'::error::x{' very' * 40} long'"
    launch.write("scopes/public-launch.yaml", scope(deferred("a" * 50, "desk:12", title=title)))
    typed("followups", "verify", folder=launch.path)
    out = typed("followups", folder=launch.path).out
    assert max(map(len, out.splitlines())) <= 80
    assert not {"\x1b", "\r", "\u202e"} & set(out)
    assert "\\x1b[31mred" in out
    assert "::error" not in out


def test_markdown_is_escaped(offline: RepositoryBuilder) -> None:
    title = '"| <b>_*</b> [a](javascript:x) @team"'
    offline.write("scopes/public-launch.yaml", scope(deferred("app", "file:later", title=title)))
    out = typed("followups", "--format", "markdown", folder=offline.path).out
    [row] = [line for line in out.splitlines() if line.startswith("| 20")]
    assert "<b>" not in row
    assert "\\| " in row
    assert "\\[a\\]" in row
    assert len(re.findall(r"(?<!\\)\|", row)) == 7


def test_the_calendar_has_a_whole_day_for_each_follow_up_that_has_one(offline: RepositoryBuilder) -> None:
    out = typed("followups", "--format", "ics", folder=offline.path).out
    events = {str(event["SUMMARY"]): event for event in calendar_of(out)}
    assert set(events) == {
        "Should be done (public-launch/late)",
        "The staging area is being rebuilt. (public-launch/no-report)",
        "Comes next (public-launch/next)",
    }
    event = events["Comes next (public-launch/next)"]
    assert event["DTSTART"].dt == date(2099, 3, 1)
    assert event["TRANSP"] == "TRANSPARENT"
    assert "Owner: product" in event["DESCRIPTION"]
    assert len({str(event["UID"]) for event in events.values()}) == 3


def test_the_same_list_is_the_same_calendar(offline: RepositoryBuilder) -> None:
    def again() -> str:
        return typed("followups", "--format", "ics", folder=offline.path).out

    first = again()
    assert again() == first
    uids = {str(event["SUMMARY"]): str(event["UID"]) for event in calendar_of(first)}
    path = offline.path / "scopes/public-launch.yaml"
    path.write_text(path.read_text().replace("2099-03-01", "2099-04-01"))
    moved = {str(event["SUMMARY"]): str(event["UID"]) for event in calendar_of(again())}
    assert moved == uids


def test_no_title_can_break_out_of_its_event(launch: RepositoryBuilder, shelf: Shelf) -> None:
    shelf.put("12", "x\r\nEND:VEVENT", url="https://desk.example/issues/12")
    shelf.put("13", "y", url="javascript:alert(1)\r\nATTACH:x")
    title = "'a, b; c\\\\nEND:VEVENT \\nATTENDEE:mailto:x@example.com é'"
    items = deferred("usage-dashboards", "desk:12", title=title) + deferred("app", "desk:13")
    launch.write("scopes/public-launch.yaml", scope(items))
    typed("followups", "verify", folder=launch.path)
    out = typed("followups", "--format", "ics", folder=launch.path).out
    first, second = sorted(calendar_of(out), key=lambda event: str(event.get("URL", "")), reverse=True)
    assert first["URL"] == "https://desk.example/issues/12"
    assert "URL" not in second
    assert not {"ATTENDEE", "ATTACH"} & {*first, *second}
    assert all(len(line.encode()) <= 75 for line in out.split("\r\n"))


def test_an_event_is_dated_by_the_last_change_of_its_issue(launch: RepositoryBuilder) -> None:
    typed("followups", "verify", folder=launch.path)
    events = calendar_of(typed("followups", "--format", "ics", folder=launch.path).out)
    assert {event["DTSTAMP"].to_ical() for event in events} == {b"20261103T083001Z"}


def test_the_calendar_can_be_written_to_a_file(offline: RepositoryBuilder, tmp_path: Path) -> None:
    path = tmp_path / "follow-ups.ics"
    ended = typed("followups", "--format", "ics", "--output", path, folder=offline.path)
    assert (ended.code, ended.out) == (0, "")
    assert path.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_without_the_library_the_calendar_says_what_to_install(offline: RepositoryBuilder, tmp_path: Path) -> None:
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden/icalendar.py").write_text("raise ImportError\n")
    offline.write("readiness.toml", "")
    offline.write("scopes/public-launch.yaml", scope(deferred("app", "file:later")))
    path = os.pathsep.join((str(CHECKOUT), str(tmp_path / "hidden")))
    environment = {"PYTHONPATH": os.pathsep.join((str(tmp_path / "hidden"), path))}
    ended = run("followups", "--format", "ics", folder=offline.path, environment=environment)
    assert (ended.code, ended.out) == (2, "")
    assert "pip install 'readiness[calendar]'" in ended.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(("--format", "icss"), "did you mean `ics`?", id="format"),
        pytest.param(("list", "public-lunch"), "public-launch", id="scope"),
        pytest.param(("--ovredue",), "No such option", id="option"),
    ],
)
def test_what_cannot_be_understood_is_refused(offline: RepositoryBuilder, words: tuple[str, ...], told: str) -> None:
    ended = typed("followups", *words, folder=offline.path)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err


def test_a_list_with_holes_is_not_shown(offline: RepositoryBuilder) -> None:
    offline.write("scopes/second.yaml", "kind: scope\nid: second\ntitel: Second\n")
    ended = typed("followups", folder=offline.path)
    assert (ended.code, ended.out) == (2, "")
    assert "RDY010" in ended.err


def test_drafts_are_listed_and_retired_launches_are_not(offline: RepositoryBuilder) -> None:
    offline.write("scopes/public-launch.yaml", scope(deferred("app", "file:later"), head="state: draft\n"))
    offline.write("scopes/old.yaml", scope(deferred("old", "file:later"), "old", "state: retired\n"))
    assert [one["subject"] for one in parsed(offline)] == ["app"]


def test_the_help_names_what_the_list_can_do() -> None:
    out = typed("followups", "--help", folder=CHECKOUT).out
    assert "list" in out
    assert "verify" in out
