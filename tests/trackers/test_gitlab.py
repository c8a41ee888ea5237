"""GitLab over real HTTP. All answers are synthetic, made from the public documentation of its REST API."""

import builtins
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from readiness.model.settings import TrackerSettings
from readiness.model.tracking import Issue, IssueState, Malformed, Reference
from readiness.trackers import gitlab
from readiness.trackers.base import Draft, Found, Lacking, Reply
from readiness.trackers.gitlab_client import Client
from readiness.trackers.gitlab_tracker import GitLab
from readiness.trackers.references import resolve
from readiness.web.credentials import Credentials
from readiness.web.errors import NoAnswerError
from readiness.web.session import open_session
from tests.trackers.gitlab_like import GUEST, PROJECT, GitLabLike, issue, milestone
from tests.trackers.server import Answer, Asked, Respond, Server, as_json, in_turn, serving
from tests.trackers.talking import HASTY, TOKEN, shows_no_token

VARIABLE = "ACME_GITLAB_TOKEN"
KINDS = {"gitlab": gitlab.KIND}


@contextmanager
def asking_of(respond: Respond, token: str | None = TOKEN) -> Iterator[tuple[GitLab, Server]]:
    """Let a tracker ask a server that answers as `respond` says."""
    with serving(respond) as server:
        credentials = Credentials.header("PRIVATE-TOKEN", token) if token else Credentials.none()
        session = open_session(server.address, credentials, manners=HASTY)
        yield GitLab("gitlab", Client(server.address, session, variable=VARIABLE, given=token is not None)), server


def ref(number: int | str, project: str = PROJECT) -> Reference:
    return Reference("gitlab", project, str(number))


def looked_up(respond: Respond, *references: Reference, token: str | None = TOKEN) -> Sequence[Reply]:
    with asking_of(respond, token) as (tracker, _):
        replies = tracker.look_up(references, lambda _: None)
    return [replies[reference] for reference in references]


def failure(respond: Respond, reference: Reference, token: str | None = TOKEN) -> NoAnswerError:
    (reply,) = looked_up(respond, reference, token=token)
    assert isinstance(reply, NoAnswerError)
    shows_no_token(reply)
    return reply


def with_issues(*issues: dict[str, Any], **more: Any) -> GitLabLike:  # noqa: ANN401
    return GitLabLike({PROJECT: list(issues)}, **more)


def test_an_open_issue_is_told_with_all_that_is_known_of_it() -> None:
    told = issue(
        12,
        title="Usage dashboards",
        description="Until usage-dashboards is there.",
        assignees=[{"id": 2, "username": "zoe"}, {"id": 1, "username": "adam"}],
        labels=["later", "dashboards"],
        due_date="2027-02-01",
        milestone=milestone("Summer", "2027-08-31"),
    )
    (reply,) = looked_up(with_issues(told).respond, ref(12))
    assert reply == Found(
        Issue(
            reference=ref(12),
            state=IssueState.OPEN,
            title="Usage dashboards",
            assignees=("adam", "zoe"),
            due=date(2027, 2, 1),
            milestone="Summer",
            labels=("dashboards", "later"),
            updated=datetime(2026, 2, 5, 15, tzinfo=UTC),
            url=f"https://gitlab.example.org/{PROJECT}/-/issues/12",
        ),
        "Usage dashboards\nUntil usage-dashboards is there.",
    )


def test_an_issue_without_a_date_of_its_own_has_that_of_its_milestone() -> None:
    (reply,) = looked_up(with_issues(issue(1, milestone=milestone("Summer", "2027-08-31"))).respond, ref(1))
    assert isinstance(reply, Found)
    assert reply.issue.due == date(2027, 8, 31)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, None),
        ({"moved_to_id": 88}, "moved"),
        ({"_links": {"closed_as_duplicate_of": "https://gitlab.example.org/api/v4/projects/1/issues/3"}}, "duplicated"),
    ],
)
def test_a_closed_issue_is_told_with_what_gitlab_says_of_the_reason(more: dict[str, Any], why: str | None) -> None:
    (reply,) = looked_up(with_issues(issue(1, state="closed", **more)).respond, ref(1))
    assert isinstance(reply, Found)
    assert (reply.issue.state, reply.issue.why) == (IssueState.CLOSED, why)


@pytest.mark.parametrize("in_group", [False, True])
def test_what_is_missing_for_who_is_shown_everything_is_not_there(in_group: bool) -> None:  # noqa: FBT001
    like = with_issues(issue(1), in_group=in_group)
    there, missing = looked_up(like.respond, ref(1), ref(2))
    assert isinstance(there, Found)
    assert missing == Lacking()


@pytest.mark.parametrize("access", [None, GUEST])
def test_what_is_missing_for_who_may_not_see_confidential_issues_is_unknown(access: int | None) -> None:
    error = failure(with_issues(issue(1), access=access).respond, ref(2))
    assert "no issue 2 of acme/tools/platform, and may hide a confidential one" in error.reason
    assert f"use a token, in {VARIABLE}, of a member that is Planner" in error.action


def test_what_is_missing_for_who_has_no_token_is_unknown() -> None:
    error = failure(with_issues(access=None).respond, ref(2), token=None)
    assert f"put a token in {VARIABLE}" in error.action


def test_an_issue_of_a_project_that_cannot_be_seen_is_unknown_and_others_are_told() -> None:
    there, hidden = looked_up(with_issues(issue(1)).respond, ref(1), ref(1, "acme/secret"))
    assert isinstance(there, Found)
    assert isinstance(hidden, NoAnswerError)
    assert hidden.reason.endswith("shows no issues of acme/secret")
    assert VARIABLE in hidden.action


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_is_not_taken_is_told_by_the_name_of_its_variable(status: int) -> None:
    error = failure(lambda _: as_json({"message": f"{status} for {TOKEN}"}, status), ref(1))
    assert VARIABLE in error.reason


def test_the_token_goes_where_gitlab_wants_it() -> None:
    with asking_of(with_issues(issue(1)).respond) as (tracker, server):
        tracker.look_up([ref(1)], lambda _: None)
    assert server.asked[0].headers["PRIVATE-TOKEN"] == TOKEN
    assert "Authorization" not in server.asked[0].headers


def test_who_asks_too_much_waits_and_is_told_then() -> None:
    answer = in_turn(as_json({}, 429, Retry_After="0"), as_json([issue(1)]))
    (reply,) = looked_up(answer, ref(1))
    assert isinstance(reply, Found)


def test_a_gitlab_that_is_down_leaves_all_unknown() -> None:
    first, second = looked_up(lambda _: Answer(status=503), ref(1), ref(1, "acme/other"))
    assert isinstance(first, NoAnswerError)
    assert isinstance(second, NoAnswerError)
    assert "answers 503" in first.reason


def test_a_redirect_to_another_host_is_not_followed() -> None:
    with serving(lambda _: as_json([issue(1)])) as other:
        elsewhere = Answer(status=302, headers={"Location": f"{other.address}/api/v4/projects/1/issues"})
        error = failure(lambda _: elsewhere, ref(1))
    assert other.asked == []
    assert "nothing was sent there" in error.reason


def test_a_project_that_was_renamed_is_followed_where_the_same_server_leads() -> None:
    like = GitLabLike({"acme/new": [issue(1)]})

    def respond(asked: Asked) -> Answer:
        if "%2Fold" in asked.target:
            return Answer(status=301, headers={"Location": asked.target.replace("%2Fold", "%2Fnew")})
        return like.respond(asked)

    (reply,) = looked_up(respond, ref(1, "acme/old"))
    assert isinstance(reply, Found)
    assert reply.issue.reference == ref(1, "acme/old")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Answer(b"<html>Sign in</html>"), id="a-page"),
        pytest.param(as_json({"issues": []}), id="no-list"),
        pytest.param(as_json(None), id="nothing"),
        pytest.param(as_json(["issue"]), id="no-issue"),
        pytest.param(as_json([{"iid": 1}]), id="half-an-issue"),
        pytest.param(as_json([issue(1, state="merged")]), id="a-state-that-is-none"),
        pytest.param(as_json([issue(1) | {"iid": "1"}]), id="a-number-as-text"),
        pytest.param(as_json([issue(2)]), id="another-issue"),
        pytest.param(as_json([issue(1), issue(2)]), id="one-too-many"),
        pytest.param(as_json([issue(1), issue(1, state="closed")]), id="twice"),
        pytest.param(Answer(status=204), id="no-content"),
    ],
)
def test_an_answer_about_anything_else_is_none(answer: Answer) -> None:
    error = failure(lambda _: answer, ref(1))
    assert any(word in error.reason for word in ("cannot be understood", "not JSON", "nothing in it"))


def test_an_endless_list_is_not_read_to_its_end() -> None:
    address = "https://gitlab.example.org/api/v4/projects/1/issues"
    endless = as_json([], Link=f'<{address}?page=2>; rel="next"')
    assert "cannot be understood" in failure(lambda _: endless, ref(1)).reason


def test_many_issues_are_asked_for_a_hundred_at_a_time() -> None:
    heard: list[int] = []
    references = [ref(number) for number in range(1, 251)]
    with asking_of(with_issues(*map(issue, range(1, 251))).respond) as (tracker, server):
        replies = tracker.look_up([*references, references[0]], heard.append)
    assert all(isinstance(replies[one], Found) for one in references)
    assert len(server.asked) == 3
    assert sorted(heard) == [50, 100, 100]


def test_pages_that_are_smaller_than_asked_for_are_all_read() -> None:
    # It believes to be called otherwise than it is asked by; its pages are read where they were asked for.
    with serving(with_issues(*map(issue, range(1, 8)), page=3).respond) as server:
        session = open_session(server.address, Credentials.none(), manners=HASTY)
        tracker = GitLab("gitlab", Client(server.address, session, variable=VARIABLE, given=False))
        replies = tracker.look_up([ref(number) for number in range(1, 8)], lambda _: None)
    assert all(isinstance(reply, Found) for reply in replies.values())
    assert len(server.asked) == 3


def test_the_open_issues_of_a_milestone_are_listed() -> None:
    summer = milestone("Summer & more")
    like = with_issues(
        issue(1, milestone=summer),
        issue(2, milestone=summer, state="closed"),
        issue(3),
        issue(4, milestone=milestone("Winter")),
    )
    with asking_of(like.respond) as (tracker, _):
        assert [one.reference for one in tracker.open_work(PROJECT, "Summer & more")] == [ref(1)]


def test_a_milestone_without_open_issues_has_none_and_one_that_is_not_there_is_an_error() -> None:
    with asking_of(with_issues(milestones=[milestone("Summer")]).respond) as (tracker, _):
        assert tracker.open_work(PROJECT, "Summer") == []
        with pytest.raises(NoAnswerError, match="has no milestone called `Somer`"):
            tracker.open_work(PROJECT, "Somer")


def test_a_title_that_gitlab_takes_for_a_question_is_not_answered_with_other_issues() -> None:
    with (
        asking_of(lambda _: as_json([issue(1, milestone=milestone("Summer"))])) as (tracker, _),
        pytest.raises(NoAnswerError, match="the open issues of Any"),
    ):
        tracker.open_work(PROJECT, "Any")


DRAFT = Draft(
    project=PROJECT,
    title="Usage dashboards",
    body="Support answers by hand.\n\nreadiness: launch/usage-dashboards",
    marker="readiness: launch/usage-dashboards",
    due=date(2027, 2, 1),
    labels=("deferred", "later"),
)


def test_what_was_opened_is_found_again_by_its_marker_alone() -> None:
    with asking_of(with_issues(issue(1, description=f"{DRAFT.marker}-2")).respond) as (tracker, server):
        assert tracker.find(PROJECT, DRAFT.marker) is None
        created = tracker.create(DRAFT)
        assert tracker.find(PROJECT, DRAFT.marker) == created
    assert created.reference == ref(2)
    assert (created.title, created.due, created.labels) == (DRAFT.title, DRAFT.due, DRAFT.labels)
    assert [one.method for one in server.asked].count("POST") == 1


def test_an_old_issue_is_found_behind_hundreds_of_newer_ones() -> None:
    like = with_issues(issue(1, description=DRAFT.body, state="closed"), *map(issue, range(2, 300)))
    with asking_of(like.respond) as (tracker, server):
        found = tracker.find(PROJECT, DRAFT.marker)
    assert found is not None
    assert found.reference == ref(1)
    assert len(server.asked) == 2


def test_an_issue_that_is_refused_is_told_with_what_gitlab_objects_to() -> None:
    with (
        asking_of(GitLabLike().respond) as (tracker, server),
        pytest.raises(NoAnswerError, match="is too long") as caught,
    ):
        tracker.create(Draft(project=PROJECT, title="x" * 256, body="", marker=""))
    shows_no_token(caught.value)
    assert len(server.asked) == 1


def test_what_opens_an_issue_is_sent_once_to_a_gitlab_that_fails() -> None:
    with (
        asking_of(lambda _: Answer(status=502)) as (tracker, server),
        pytest.raises(NoAnswerError, match="answers 502"),
    ):
        tracker.create(DRAFT)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "project",
    [
        "",
        "platform",
        "acme/..",
        "../acme",
        "acme/./x",
        "acme/%2F..",
        "acme//x",
        "acme/x?private_token=1",
        "acme/x#1",
        "a/\n",
    ],
)
def test_nothing_is_asked_about_what_is_no_project(project: str) -> None:
    with asking_of(GitLabLike().respond) as (tracker, server):
        (reply,) = tracker.look_up([ref(1, project)], lambda _: None).values()
        assert isinstance(reply, NoAnswerError)
        for ask in (tracker.open_work, tracker.find):
            with pytest.raises(NoAnswerError):
                ask(project, "Summer")
        with pytest.raises(NoAnswerError) as caught:
            tracker.create(Draft(project=project, title="x", body="", marker=""))
    assert "[trackers.gitlab]" in caught.value.action
    assert server.asked == []


def test_a_project_is_one_part_of_the_address_whatever_it_is_called() -> None:
    like = GitLabLike({"acme/.well-known..x": [issue(1)]})
    with asking_of(like.respond) as (tracker, server):
        tracker.look_up([ref(1, "acme/.well-known..x")], lambda _: None)
    parts = urlsplit(server.asked[0].target)
    assert parts.path == "/api/v4/projects/acme%2F.well-known..x/issues"
    assert parse_qs(parts.query)["iids[]"] == ["1"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://x\n[y](https://z)", "https://x\x1b[2J", "/x", ""])
def test_an_address_that_is_no_page_is_not_shown(address: str) -> None:
    (reply,) = looked_up(with_issues(issue(1, web_url=address)).respond, ref(1))
    assert isinstance(reply, Found)
    assert reply.issue.url is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("gitlab:acme/platform#12", ref(12, "acme/platform")),
        ("gitlab:acme/tools/platform#12", ref(12)),
        ("#12", ref(12, "acme/mine")),
        ("https://gitlab.com/acme/tools/platform/-/issues/12", ref(12)),
        ("https://gitlab.com/acme/tools/platform/-/issues/12#note_7", ref(12)),
        ("https://gitlab.com/acme/platform/-/work_items/12?show=x", ref(12, "acme/platform")),
        ("https://gitlab.com/acme/platform/issues/12", ref(12, "acme/platform")),
        ("https://gitlab.com/acme/platform/-/issues/incident/12", ref(12, "acme/platform")),
    ],
)
def test_references_and_addresses_name_issues(written: str, meant: Reference) -> None:
    assert resolve(written, {"gitlab": TrackerSettings(kind="gitlab", project="acme/mine")}, KINDS) == meant


@pytest.mark.parametrize(
    "written",
    [
        "gitlab:platform#12",
        "gitlab:acme/platform#0",
        "gitlab:acme/../platform#1",
        "gitlab:acme/platform#1\n",
        "https://gitlab.com/acme/platform/-/merge_requests/12",
        "https://gitlab.com.example.org/acme/platform/-/issues/12",
    ],
)
def test_what_names_no_issue_is_malformed(written: str) -> None:
    assert isinstance(resolve(written, {"gitlab": TrackerSettings(kind="gitlab")}, KINDS), Malformed)


def test_a_gitlab_is_connected_to_as_the_configuration_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with serving(with_issues(issue(1)).respond) as server:
        settings = TrackerSettings(kind="gitlab", url=server.address, token_env=VARIABLE)
        tracker = gitlab.connect("ours", settings, {VARIABLE: TOKEN, "GITLAB_TOKEN": "another"})
        assert server.asked == []
        (reply,) = tracker.look_up([Reference("ours", PROJECT, "1")], lambda _: None).values()
    assert isinstance(reply, Found)
    assert server.asked[0].headers["PRIVATE-TOKEN"] == TOKEN


def test_what_has_not_changed_since_is_not_sent_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    def respond(asked: Asked) -> Answer:
        if asked.headers.get("If-None-Match") == 'W/"7"':
            return Answer(status=304)
        return as_json([issue(1)], ETag='W/"7"')

    with serving(respond) as server:
        settings = TrackerSettings(kind="gitlab", url=server.address)
        first, second = (gitlab.connect("gitlab", settings, {}).look_up([ref(1)], lambda _: None) for _ in range(2))
    assert first == second
    assert isinstance(second[ref(1)], Found)
    assert [one.headers.get("If-None-Match") for one in server.asked] == [None, 'W/"7"']


def test_a_client_that_is_not_installed_is_told_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def importing(name: str, *more: Any) -> Any:  # noqa: ANN401
        if name == "readiness.trackers.gitlab_client":
            raise ModuleNotFoundError(name)
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", importing)
    with pytest.raises(NoAnswerError) as caught:
        gitlab.connect("gitlab", TrackerSettings(kind="gitlab"), {})
    assert caught.value.action == "run `pip install 'readiness[gitlab]'`"
