"""`--create` opens an issue exactly once, whatever happens on the way, against a real HTTP server that counts."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest

from tests.cli.inside import nobodys_machine, typed
from tests.cli.program import Ended, clean
from tests.followups.redmine_like import PROJECT, Kept, keeping
from tests.repository import RepositoryBuilder
from tests.test_reading_only import ordinary_user
from tests.trackers.server import Answer

__all__ = ["nobodys_machine"]

SCOPE = """\
kind: scope
id: public-launch
title: Public launch
owner: release-manager
launch: 2099-12-15
items:
  - id: deploy
    title: Deploys drop no request
    class: launch-critical
    rollback: docs/ops.md#rollback
    evidence: reports/deploy.xml

  # Asked for by two customers.
  - id: dashboards
    title: Usage dashboards
    class: launch-adjacent
    owner: product   # until there is a team
"""
DEFER = ("defer", "dashboards", "--risk", "Support answers by hand.", "--due", "2099-02-01", "--create")
PATH = "scopes/public-launch.yaml"


@pytest.fixture
def kept() -> Iterator[Kept]:
    with keeping() as running:
        yield running


@pytest.fixture
def launch(tmp_path: Path, kept: Kept, nobodys_machine: None) -> RepositoryBuilder:  # noqa: ARG001 - for its effect
    """Return a repository whose tracker is the server."""
    repository = RepositoryBuilder(tmp_path / "launch").start()
    settings = f'[trackers.redmine]\nkind = "redmine"\nurl = "{kept.url}"\nproject = "{PROJECT}"\n'
    repository.commit({"readiness.toml": settings, PATH: SCOPE, ".gitignore": "/.cache-of-the-test/\n"})
    return repository


def defer(launch: RepositoryBuilder, *more: str) -> Ended:
    return typed(*DEFER, *more, folder=launch.path)


def text(launch: RepositoryBuilder) -> str:
    return (launch.path / PATH).read_text()


def test_the_issue_is_opened_and_its_reference_written_down(launch: RepositoryBuilder, kept: Kept) -> None:
    ended = defer(launch)
    assert (ended.code, ended.err) == (0, "")
    assert f"Opened redmine:1: {kept.url}/issues/1\n" in ended.out
    assert "    follow_up:\n      ref: redmine:1\n      risk: Support answers by hand.\n" in text(launch)
    assert [(issue["subject"], issue["due_date"]) for issue in kept.issues] == [("Usage dashboards", "2099-02-01")]
    body = kept.issues[0]["description"]
    assert "`public-launch/dashboards`" in body
    assert "- Risk until then: Support answers by hand.\n- Due: 2099-02-01\n- Owner: `product`\n" in body
    assert f"`{PATH}:14`" in body


def test_what_the_tracker_said_is_in_the_lock_so_that_it_counts_at_once(launch: RepositoryBuilder) -> None:
    ended = defer(launch)
    assert "\n  tracked: failed, its follow-up redmine:1 (Usage dashboards) is assigned to\n      nobody;" in ended.out
    assert '"mentions": {"public-launch/dashboards": true}' in (launch.path / ".readiness/followups.lock").read_text()
    assert "merge=union" in (launch.path / ".readiness/.gitattributes").read_text()


def test_a_lock_that_cannot_be_read_is_left_alone(launch: RepositoryBuilder) -> None:
    launch.write(".readiness/followups.lock", "<<<<<<< ours\n")
    ended = defer(launch)
    assert ended.code == 0
    assert "\n  tracked: unknown, .readiness/followups.lock cannot be read" in ended.out
    assert (launch.path / ".readiness/followups.lock").read_text() == "<<<<<<< ours\n"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_who_is_killed_between_opening_and_writing_finds_the_issue_next_time(
    launch: RepositoryBuilder, kept: Kept
) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "readiness", *DEFER],
        cwd=launch.path,
        env=clean(launch.path),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    kept.opened = lambda: os.kill(running.pid, signal.SIGKILL)
    assert running.wait(60) == -signal.SIGKILL
    assert (kept.posts, text(launch)) == (1, SCOPE)

    kept.opened = lambda: None
    ended = defer(launch)
    assert (ended.code, kept.posts, len(kept.issues)) == (0, 1, 1)
    assert "Found redmine:1" in ended.out
    assert "ref: redmine:1\n" in text(launch)


def test_who_loses_the_answer_finds_the_issue_next_time(launch: RepositoryBuilder, kept: Kept) -> None:
    def hang_up() -> None:
        raise ConnectionResetError

    kept.opened = hang_up
    lost = defer(launch)
    assert (lost.code, text(launch)) == (3, SCOPE)
    assert "error RDY066 [tracker-silent]" in lost.err
    assert "run the same again" in " ".join(lost.err.split())
    assert lost.out == ""
    kept.opened = lambda: None
    assert defer(launch).code == 0
    assert (kept.posts, len(kept.issues)) == (1, 1)


def test_two_at_once_open_one_issue(launch: RepositoryBuilder, kept: Kept) -> None:
    def begun() -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "readiness", *DEFER]
        return subprocess.Popen(
            command, cwd=launch.path, env=clean(launch.path), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    others: list[subprocess.Popen[bytes]] = []

    def looks_too() -> None:
        """Keep the first waiting while another looks, which finds nothing yet, or waits for the first."""
        if not others:
            others.append(begun())
            looked = len(kept.server.asked) if kept.server else 0
            for _ in range(40):
                if kept.server and len(kept.server.asked) > looked + 2:
                    break
                sleep(0.1)

    kept.opening = looks_too
    first = begun()
    assert first.wait(60) == 0
    out, err = others[0].communicate(timeout=60)
    assert (others[0].returncode, kept.posts, len(kept.issues)) == (2, 1, 1), out + err
    assert text(launch).count("ref: redmine:1\n") == 1
    assert first.stdout
    assert first.stderr
    first.stdout.close()
    first.stderr.close()


def test_a_title_is_one_line_that_every_tracker_takes(launch: RepositoryBuilder, kept: Kept) -> None:
    launch.write(PATH, SCOPE.replace("title: Usage dashboards", f'title: "Usage\\n  {"dashboards " * 40}"'))
    assert defer(launch).code == 0
    title = kept.issues[0]["subject"]
    assert title.startswith("Usage dashboards dashboards ")
    assert (len(title) <= 240, title[-1], "\n" in title) == (True, "…", False)


@pytest.mark.parametrize(
    "strange",
    [
        pytest.param({"updated_on": "0001-01-01T00:00:00+14:00"}, id="before-all-times"),
        pytest.param({"updated_on": "9999-12-31T23:59:59-12:00"}, id="after-all-times"),
        pytest.param({"id": -5}, id="no-number-of-an-issue"),
        pytest.param({"id": 10**30}, id="too-large-a-number"),
    ],
)
def test_an_answer_that_cannot_be_true_is_no_crash_and_not_written_down(
    launch: RepositoryBuilder, kept: Kept, strange: dict[str, object]
) -> None:
    kept.opened = lambda: kept.issues[-1].update(strange)
    for _ in range(2):
        ended = defer(launch)
        assert (ended.code, kept.posts, text(launch)) == (3, 1, SCOPE)
        assert "error RDY066 [tracker-silent]" in ended.err


@pytest.mark.parametrize("way", ["file", "folder", "link"])
def test_a_lock_that_cannot_be_written_does_not_keep_the_reference_from_being_written(
    launch: RepositoryBuilder, kept: Kept, way: str
) -> None:
    if way == "file":
        launch.write(".readiness", "not a folder\n")
    elif way == "folder":
        launch.write(".readiness/.gitattributes/here", "")
    else:
        launch.write("elsewhere/followups.lock", "")
        (launch.path / ".readiness").symlink_to("elsewhere")
    ended = defer(launch)
    assert (ended.code, ended.err, kept.posts) == (0, "", 1)
    assert f"Wrote {PATH}: public-launch/dashboards is deferred." in ended.out
    assert "ref: redmine:1\n" in text(launch)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_the_reference_is_written_also_where_nobody_can_be_told_of_the_issue(
    launch: RepositoryBuilder, kept: Kept
) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "readiness", *DEFER]
        ended = subprocess.run(
            command, cwd=launch.path, env=clean(launch.path), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (ended.returncode, kept.posts) == (2, 1)
    assert b"the answer cannot be written" in ended.stderr
    assert "ref: redmine:1\n" in text(launch)


def test_a_lock_that_would_be_too_large_to_be_read_is_left_alone(launch: RepositoryBuilder, kept: Kept) -> None:
    launch.write("readiness.toml", f"max_bytes = 20000\n{(launch.path / 'readiness.toml').read_text()}")
    kept.opened = lambda: kept.issues[-1].update(subject="long " * 5_000)
    assert defer(launch).code == 0
    assert "ref: redmine:1\n" in text(launch)
    assert not (launch.path / ".readiness").exists()


def test_what_somebody_writes_meanwhile_is_kept_and_the_issue_found_next_time(
    launch: RepositoryBuilder, kept: Kept
) -> None:
    changed = SCOPE.replace("owner: product", "owner: design")
    kept.opened = lambda: launch.write(PATH, changed)
    ended = defer(launch)
    assert (ended.code, text(launch)) == (2, changed)
    assert "Opened redmine:1" in ended.out
    assert "the file has changed since it was read" in " ".join(ended.err.split())
    kept.opened = lambda: None
    assert defer(launch).code == 0
    assert (kept.posts, "ref: redmine:1\n" in text(launch)) == (1, True)


def test_nothing_is_opened_when_the_document_would_not_load(launch: RepositoryBuilder, kept: Kept) -> None:
    ended = typed("defer", "deploy", *DEFER[2:], folder=launch.path)
    assert ended.code == 2
    assert "no item is launch-critical" in " ".join(ended.err.split())
    assert (kept.server and kept.server.asked, text(launch)) == ([], SCOPE)


def test_nothing_is_opened_when_the_document_cannot_be_written(launch: RepositoryBuilder, kept: Kept) -> None:
    folder = launch.path / "scopes"
    folder.chmod(0o555)
    try:
        command = [*ordinary_user(folder), sys.executable, "-m", "readiness", *DEFER]
        done = subprocess.run(command, cwd=launch.path, env=clean(launch.path), capture_output=True, check=False)
    finally:
        folder.chmod(0o755)
    assert (done.returncode, kept.server and kept.server.asked) == (2, [])
    assert b"the file cannot be written" in done.stderr


def test_a_dry_run_opens_nothing_and_writes_nothing(launch: RepositoryBuilder, kept: Kept) -> None:
    ended = defer(launch, "--dry-run")
    assert (ended.code, ended.err, kept.server and kept.server.asked, text(launch)) == (0, "", [], SCOPE)
    assert ended.out.startswith(f"diff --git a/{PATH} b/{PATH}\n")


def test_an_issue_that_was_opened_for_this_and_is_closed_is_not_taken_again(
    launch: RepositoryBuilder, kept: Kept
) -> None:
    assert defer(launch).code == 0
    assert typed("promote", "dashboards", "--class", "launch-adjacent", folder=launch.path).code == 0
    assert text(launch) == SCOPE
    kept.close(1)
    ended = defer(launch)
    assert (ended.code, kept.posts, text(launch)) == (2, 1, SCOPE)
    assert "redmine:1 was opened for this before, and is closed (Closed)" in " ".join(ended.err.split())


def test_a_tracker_that_refuses_is_no_bad_input(launch: RepositoryBuilder, kept: Kept) -> None:
    kept.refusal = Answer(status=403)
    ended = defer(launch)
    assert (ended.code, text(launch)) == (3, SCOPE)
    assert "REDMINE_API_KEY" in ended.err


def test_the_issue_of_a_waiver_is_another_one(launch: RepositoryBuilder, kept: Kept) -> None:
    words = ("--reason", "A report is late.", "--by", "cto", "--until", "2099-02-01")
    ended = typed("waive", "dashboards", "owner", *words, "--create", folder=launch.path)
    assert (ended.code, ended.err) == (0, "")
    assert defer(launch).code == 0
    assert [issue["subject"] for issue in kept.issues] == [
        "End the exception: Usage dashboards, owner",
        "Usage dashboards",
    ]
    assert "until 2099-02-01: A report is late." in kept.issues[0]["description"]
    assert "- Granted by: `cto`\n" in kept.issues[0]["description"]


def test_a_template_of_the_user_replaces_the_text_but_not_the_marker(launch: RepositoryBuilder, kept: Kept) -> None:
    launch.write("templates/issue.md.j2", "Later: {{ title }} {{ follow_up.risk }}\n")
    for _ in range(2):
        assert defer(launch).code == 0
        launch.git("checkout", "--", PATH)
    assert kept.posts == 1
    first, _, marker, _ = kept.issues[0]["description"].split("\n")
    assert first == "Later: Usage dashboards Support answers by hand."
    assert marker.startswith("<!-- readiness-follow-up ")


def test_a_template_that_fails_opens_nothing(launch: RepositoryBuilder, kept: Kept) -> None:
    launch.write("templates/issue.md.j2", "{{ nothing.here }}\n")
    ended = defer(launch)
    assert (ended.code, kept.server and kept.server.asked) == (2, [])
    assert "RDY057" in ended.err


@pytest.mark.parametrize(
    ("remote", "link"),
    [
        ("https://user:secret@github.com/acme/shop.git", "https://github.com/acme/shop/blob/{}/" + PATH + "#L14"),
        ("git@github.com:acme/shop.git", "https://github.com/acme/shop/blob/{}/" + PATH + "#L14"),
        ("ssh://git@github.com/acme/shop", "https://github.com/acme/shop/blob/{}/" + PATH + "#L14"),
        ("https://example.org/acme/shop.git", None),
        ("../shop", None),
        ("https://github.com/acme/shop)](javascript:alert(1)", None),
    ],
)
def test_the_issue_leads_to_the_line_where_the_remote_shows_files(
    launch: RepositoryBuilder, kept: Kept, remote: str, link: str | None
) -> None:
    launch.git("remote", "add", "origin", remote)
    assert defer(launch).code == 0
    body = kept.issues[0]["description"]
    assert "secret" not in body
    assert ("blob" in body) == (link is not None)
    assert link is None or f"<{link.format(launch.git('rev-parse', 'HEAD'))}>" in body
