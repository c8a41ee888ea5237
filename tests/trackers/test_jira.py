"""Jira, Cloud and Data Center, over real HTTP. All answers are synthetic, made from the public documentation."""

import base64
import builtins
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest

from readiness.model.settings import TrackerSettings
from readiness.model.tracking import Issue, IssueState, Malformed, Reference
from readiness.trackers import jira
from readiness.trackers.base import Draft, Found, Lacking, Reply
from readiness.trackers.jira_client import Client, quoted
from readiness.trackers.jira_tracker import Jira
from readiness.trackers.references import resolve
from readiness.web.credentials import Credentials
from readiness.web.errors import NoAnswerError
from tests.trackers.jira_like import JiraLike, document, issue
from tests.trackers.server import Answer, Asked, Respond, Server, as_json, serving
from tests.trackers.talking import HASTY, TOKEN, shows_no_token

VARIABLE = "ACME_JIRA_TOKEN"
KINDS = {"jira": jira.KIND}
BOTH = pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
SERVER_INFO = "/rest/api/2/serverInfo"


@contextmanager
def asking_of(respond: Respond, token: str | None = TOKEN) -> Iterator[tuple[Jira, Server]]:
    """Let a tracker ask a server that answers as `respond` says."""
    with serving(respond) as server:
        credentials = Credentials.bearer(token) if token else Credentials.none()
        yield Jira("jira", Client(server.address, credentials, variable=VARIABLE, manners=HASTY)), server


def ref(key: str) -> Reference:
    return Reference("jira", "", key)


def looked_up(respond: Respond, *keys: str, token: str | None = TOKEN) -> Sequence[Reply]:
    with asking_of(respond, token) as (tracker, _):
        replies = tracker.look_up([ref(key) for key in keys], lambda _: None)
    return [replies[ref(key)] for key in keys]


def failure(respond: Respond, key: str = "PLAT-1", token: str | None = TOKEN) -> NoAnswerError:
    (reply,) = looked_up(respond, key, token=token)
    assert isinstance(reply, NoAnswerError)
    shows_no_token(reply)
    return reply


def but(respond: Respond, answer: Answer, *paths: str) -> Respond:
    """Return what answers as `respond` does, except below `paths`; without any, except for what the server is."""

    def answering(asked: Asked) -> Answer:
        is_meant = asked.target.startswith(paths) if paths else asked.target != SERVER_INFO
        return answer if is_meant else respond(asked)

    return answering


@BOTH
def test_an_open_issue_is_told_with_all_that_is_known_of_it(cloud: bool) -> None:  # noqa: FBT001
    text = "Until usage-dashboards is there."
    told = issue(
        "PLAT-12",
        "indeterminate",
        "In Progress",
        summary="Usage dashboards",
        description=document(text) if cloud else text,
        assignee={"displayName": "Zoe", "accountId": "5b10"},
        labels=["later", "dashboards"],
        duedate="2027-02-01",
        fixVersions=[{"id": "2", "name": "Summer"}, {"id": "1", "name": "Autumn"}],
    )
    with asking_of(JiraLike([told], cloud=cloud).respond) as (tracker, server):
        (reply,) = tracker.look_up([ref("PLAT-12")], lambda _: None).values()
    assert reply == Found(
        Issue(
            reference=ref("PLAT-12"),
            state=IssueState.OPEN,
            title="Usage dashboards",
            assignees=("Zoe",),
            due=date(2027, 2, 1),
            milestone="Autumn, Summer",
            labels=("dashboards", "later"),
            updated=datetime(2026, 2, 5, 15, tzinfo=UTC),
            url=f"{server.address}/browse/PLAT-12",
        ),
        f"Usage dashboards\n{text}",
    )


@BOTH
@pytest.mark.parametrize(("resolution", "why"), [({"name": "Won't Do"}, "Won't Do"), (None, "Released")])
def test_an_issue_whose_status_amounts_to_done_is_closed(
    cloud: bool,  # noqa: FBT001
    resolution: dict[str, str] | None,
    why: str,
) -> None:
    (reply,) = looked_up(
        JiraLike([issue("PLAT-1", "done", "Released", resolution=resolution)], cloud).respond, "PLAT-1"
    )
    assert isinstance(reply, Found)
    assert (reply.issue.state, reply.issue.why) == (IssueState.CLOSED, why)


@BOTH
def test_what_is_missing_in_a_project_that_shows_others_is_not_there(cloud: bool) -> None:  # noqa: FBT001
    there, missing = looked_up(JiraLike([issue("PLAT-1")], cloud).respond, "PLAT-1", "PLAT-2")
    assert isinstance(there, Found)
    assert missing == Lacking()


@BOTH
def test_what_is_missing_in_a_project_that_shows_nothing_is_unknown(cloud: bool) -> None:  # noqa: FBT001
    there, missing = looked_up(JiraLike([issue("PLAT-1")], cloud).respond, "PLAT-1", "OPS-1")
    assert isinstance(there, Found)
    assert isinstance(missing, NoAnswerError)
    assert missing.reason.endswith("shows no issue OPS-1, nor any other of project OPS")
    assert VARIABLE in missing.action


@BOTH
def test_an_issue_that_was_moved_is_told_under_the_key_that_was_asked_for(cloud: bool) -> None:  # noqa: FBT001
    like = JiraLike([issue("NEW-5", summary="Moved"), issue("PLAT-1")], cloud, moved={"OLD-2": "NEW-5"})
    with asking_of(like.respond) as (tracker, server):
        replies = tracker.look_up([ref("OLD-2"), ref("PLAT-1"), ref("PLAT-3")], lambda _: None)
    moved = replies[ref("OLD-2")]
    assert isinstance(moved, Found)
    assert (moved.issue.reference, moved.issue.title) == (ref("OLD-2"), "Moved")
    assert moved.issue.url == f"{server.address}/browse/NEW-5"
    assert replies[ref("PLAT-3")] == Lacking()


@BOTH
def test_an_issue_that_was_moved_is_found_although_a_list_leaves_it_out(cloud: bool) -> None:  # noqa: FBT001
    like = JiraLike([issue("NEW-5"), issue("OLD-1")], cloud, moved={"OLD-2": "NEW-5"})
    nothing = as_json({"issues": [], "total": 0})
    (reply,) = looked_up(but(like.respond, nothing, "/rest/api/3/issue/bulkfetch"), "OLD-2")
    assert isinstance(reply, Found)


def test_trouble_with_single_issues_is_not_taken_for_their_absence() -> None:
    like = JiraLike([issue("PLAT-1")])
    trouble = as_json({"issues": [], "issueErrors": [{"id": "10001", "errorMessage": "Try again"}]})
    there, missing = looked_up(but(like.respond, trouble, "/rest/api/3/issue/bulkfetch"), "PLAT-1", "PLAT-2")
    assert isinstance(there, Found)
    assert missing == Lacking()


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_is_not_taken_is_told_by_the_name_of_its_variable(status: int) -> None:
    error = failure(lambda _: as_json({"errorMessages": [f"not {TOKEN}"]}, status))
    assert VARIABLE in error.reason


def test_a_token_that_is_not_taken_is_offered_once() -> None:
    with asking_of(lambda _: as_json({}, 401)) as (tracker, server):
        replies = tracker.look_up([ref(f"PLAT-{number}") for number in range(1, 501)], lambda _: None)
    assert len(replies) == 500
    assert len(server.asked) == 1


@pytest.mark.parametrize("path", ["/rest/api/3/issue/PLAT-2", "/rest/api/3/search/jql"])
def test_a_refusal_of_one_question_leaves_that_issue_unknown_and_no_other(path: str) -> None:
    refused = but(JiraLike([issue("PLAT-1")]).respond, as_json({}, 403), path)
    there, unknown = looked_up(refused, "PLAT-1", "PLAT-2")
    assert isinstance(there, Found)
    assert isinstance(unknown, NoAnswerError)
    assert VARIABLE in unknown.reason


def test_what_jira_tells_to_everybody_in_place_of_a_refusal_is_none() -> None:
    answer = as_json({"issues": [issue("PLAT-1")]}, X_Seraph_LoginReason="AUTHENTICATED_FAILED")
    error = failure(but(JiraLike().respond, answer))
    assert error.reason.endswith(f"does not accept the token in {VARIABLE}")


def test_who_has_no_token_is_told_to_use_one() -> None:
    error = failure(JiraLike([issue("PLAT-1")]).respond, "OPS-1", token=None)
    assert error.action.endswith(f"put a token into {VARIABLE}")


@BOTH
def test_who_asks_too_much_waits_and_is_told_then(cloud: bool) -> None:  # noqa: FBT001
    like = JiraLike([issue("PLAT-1")], cloud)
    refused: list[str] = []

    def respond(asked: Asked) -> Answer:
        if asked.method == "POST" and not refused:
            refused.append(asked.target)
            return as_json({}, 429, Retry_After="0")
        return like.respond(asked)

    (reply,) = looked_up(respond, "PLAT-1")
    assert isinstance(reply, Found)
    assert refused


@BOTH
def test_a_jira_that_fails_for_a_moment_is_asked_again(cloud: bool) -> None:  # noqa: FBT001
    like = JiraLike([issue("PLAT-1")], cloud)
    failed: list[str] = []

    def respond(asked: Asked) -> Answer:
        if asked.method == "POST" and not failed:
            failed.append(asked.target)
            return Answer(status=502)
        return like.respond(asked)

    (reply,) = looked_up(respond, "PLAT-1")
    assert isinstance(reply, Found)


def test_a_jira_that_is_down_leaves_all_unknown() -> None:
    assert "answers 503" in failure(lambda _: Answer(status=503)).reason
    assert "answers 503" in failure(but(JiraLike().respond, Answer(status=503))).reason


@BOTH
def test_a_redirect_to_another_host_is_not_followed(cloud: bool) -> None:  # noqa: FBT001
    with serving(lambda _: as_json({"issues": []})) as other:
        elsewhere = Answer(status=307, headers={"Location": f"{other.address}/rest"})
        error = failure(but(JiraLike(cloud=cloud).respond, elsewhere))
        failure(lambda _: elsewhere)
    assert other.asked == []
    assert "nothing was sent there" in error.reason


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Answer(b"<html>Log in</html>"), id="a-page"),
        pytest.param(as_json([]), id="a-list"),
        pytest.param(as_json(None), id="nothing"),
        pytest.param(as_json({"total": 0}), id="no-issues"),
        pytest.param(as_json({"issues": [{"key": "PLAT-1"}]}), id="half-an-issue"),
        pytest.param(as_json({"issues": [issue("PLAT-1", status=None)]}), id="no-status"),
        pytest.param(as_json({"issues": [issue("PLAT-1") | {"key": 'PLAT-1" OR key = "X-1'}]}), id="no-key"),
        pytest.param(Answer(status=204), id="no-content"),
    ],
)
@BOTH
def test_an_answer_of_another_shape_is_none(cloud: bool, answer: Answer) -> None:  # noqa: FBT001
    error = failure(but(JiraLike(cloud=cloud).respond, answer))
    assert any(word in error.reason for word in ("cannot be understood", "not JSON", "nothing in it"))


@BOTH
def test_an_answer_about_other_issues_is_none_about_those_asked_for(cloud: bool) -> None:  # noqa: FBT001
    like = JiraLike([issue("PLAT-2")], cloud)
    others = as_json({"issues": [issue("PLAT-2"), issue("PLAT-3")], "total": 2})
    (reply,) = looked_up(but(like.respond, others, "/rest/api/3/issue/bulkfetch", "/rest/api/2/search"), "PLAT-1")
    assert reply == Lacking()


def test_what_is_no_jira_is_told() -> None:
    assert "cannot be understood" in failure(lambda _: as_json({"product": "another"})).reason


@BOTH
def test_an_endless_list_is_not_read_to_its_end(cloud: bool) -> None:  # noqa: FBT001
    endless = as_json({"issues": [], "total": 9999, "nextPageToken": "more"})
    with asking_of(but(JiraLike(cloud=cloud).respond, endless, "/rest/api/2/search", "/rest/api/3/search/jql")) as (
        tracker,
        server,
    ):
        with pytest.raises(NoAnswerError, match="cannot be understood"):
            tracker.find("PLAT", "marker")
        assert len(server.asked) == 2


@BOTH
def test_many_issues_are_asked_for_a_hundred_at_a_time(cloud: bool) -> None:  # noqa: FBT001
    heard: list[int] = []
    keys = [f"PLAT-{number}" for number in range(1, 251)]
    with asking_of(JiraLike([issue(key) for key in keys], cloud).respond) as (tracker, server):
        replies = tracker.look_up([*map(ref, keys), ref(keys[0])], heard.append)
        assert len(server.asked) == 1 + 3
        tracker.look_up([ref(keys[0])], heard.append)
        assert len(server.asked) == 1 + 3 + 1, "what the server is was asked again"
    assert all(isinstance(replies[ref(key)], Found) for key in keys)
    assert sorted(heard) == [1, 50, 100, 100]


@BOTH
def test_pages_that_are_smaller_than_asked_for_are_all_read(cloud: bool) -> None:  # noqa: FBT001
    summer = [{"name": "Summer"}]
    like = JiraLike(
        [issue(f"PLAT-{number}", fixVersions=summer) for number in range(1, 8)], cloud, versions=("Summer",), page=3
    )
    with asking_of(like.respond) as (tracker, _):
        assert len(tracker.open_work("PLAT", "Summer")) == 7
        replies = tracker.look_up([ref(f"PLAT-{number}") for number in range(1, 8)], lambda _: None)
    assert all(isinstance(reply, Found) for reply in replies.values())


def test_nothing_is_asked_when_nothing_is_looked_up() -> None:
    with asking_of(JiraLike().respond) as (tracker, server):
        assert tracker.look_up([], lambda _: None) == {}
    assert server.asked == []


@BOTH
def test_the_open_issues_of_a_version_are_listed(cloud: bool) -> None:  # noqa: FBT001
    name = r'Summer "27" \ AND key = X-1'
    like = JiraLike(
        [
            issue("PLAT-1", fixVersions=[{"name": name}, {"name": "Winter"}]),
            issue("PLAT-2", "done", fixVersions=[{"name": name}]),
            issue("PLAT-3"),
            issue("PLAT-4", fixVersions=[{"name": "Winter"}]),
        ],
        cloud,
        versions=(name, "Winter", "Empty"),
    )
    with asking_of(like.respond) as (tracker, _):
        assert [one.reference for one in tracker.open_work("PLAT", name)] == [ref("PLAT-1")]
        assert tracker.open_work("PLAT", "Empty") == []
        with pytest.raises(NoAnswerError, match="has no version called `Somer`"):
            tracker.open_work("PLAT", "Somer")
        with pytest.raises(NoAnswerError, match="shows no project OPS"):
            tracker.open_work("OPS", "Summer")


def test_issues_of_another_version_are_no_answer() -> None:
    like = JiraLike([issue("PLAT-1")], versions=("Summer",))
    others = as_json({"issues": [issue("PLAT-1", fixVersions=[{"name": "Winter"}])]})
    with (
        asking_of(but(like.respond, others, "/rest/api/3/search/jql")) as (tracker, _),
        pytest.raises(NoAnswerError, match="the open issues of Summer cannot be understood"),
    ):
        tracker.open_work("PLAT", "Summer")


MARKER = "<!-- readiness-follow-up 0123456789abcdef -->"
DRAFT = Draft(
    project="PLAT",
    title="Usage dashboards",
    body=f"Support answers by hand.\n\nSee https://example.org/a?b=c&d.\nBy then.\n\n{MARKER}\n",
    marker=MARKER,
    due=date(2027, 2, 1),
    labels=("later", "deferred"),
)


@BOTH
def test_what_was_opened_is_found_again_before_a_search_finds_it(cloud: bool) -> None:  # noqa: FBT001
    like = JiraLike([issue("PLAT-7", description=document(f"{MARKER} 2") if cloud else f"{MARKER} 2")], cloud)
    with asking_of(like.respond) as (tracker, server):
        assert tracker.find("PLAT", MARKER) is None
        created = tracker.create(DRAFT)
        found = tracker.find("PLAT", MARKER)
    assert found is not None
    assert created.reference == found.reference == ref("PLAT-8")
    assert (found.title, found.due, found.labels, found.url) == (DRAFT.title, DRAFT.due, created.labels, created.url)
    assert (created.title, created.due, created.labels) == (DRAFT.title, DRAFT.due, ("deferred", "later"))
    assert [one.target for one in server.asked].count(f"/rest/api/{3 if cloud else 2}/issue") == 1


@BOTH
def test_the_first_issue_of_a_project_is_found_again_before_a_search_finds_it(cloud: bool) -> None:  # noqa: FBT001
    only = issue("PLAT-1", description=document(MARKER) if cloud else MARKER)
    like = JiraLike([only], cloud, unlisted={"PLAT-1"})
    with asking_of(like.respond) as (tracker, _):
        found = tracker.find("PLAT", MARKER)
    assert found is not None
    assert found.reference == ref("PLAT-1")


def test_issues_that_jira_does_not_tell_may_be_the_one_that_was_opened() -> None:
    like = JiraLike([issue("PLAT-1")])
    trouble = as_json({"issues": [], "issueErrors": [{"id": "10002", "errorMessage": "Try again"}]})
    with (
        asking_of(but(like.respond, trouble, "/rest/api/3/issue/bulkfetch")) as (tracker, _),
        pytest.raises(NoAnswerError, match="does not tell all issues"),
    ):
        tracker.find("PLAT", MARKER)


@BOTH
def test_an_old_issue_is_found_behind_hundreds_of_newer_ones(cloud: bool) -> None:  # noqa: FBT001
    description = document("By hand.", MARKER) if cloud else f"By hand.\r\n{MARKER}\r\n"
    old = issue("PLAT-1", "done", description=description)
    like = JiraLike([old, *(issue(f"PLAT-{number}") for number in range(2, 300))], cloud)
    with asking_of(like.respond) as (tracker, _):
        found = tracker.find("PLAT", MARKER)
    assert found is not None
    assert found.reference == ref("PLAT-1")


@BOTH
def test_a_project_that_cannot_be_seen_is_not_an_empty_one(cloud: bool) -> None:  # noqa: FBT001
    with asking_of(JiraLike([issue("PLAT-1")], cloud).respond) as (tracker, _), pytest.raises(NoAnswerError):
        tracker.find("OPS", MARKER)
    empty = as_json({"issues": [], "total": 0})
    paths = ("/rest/api/3/search/jql", "/rest/api/2/search")
    with (
        asking_of(but(JiraLike(cloud=cloud).respond, empty, *paths)) as (tracker, _),
        pytest.raises(NoAnswerError, match="shows no project OPS"),
    ):
        tracker.find("OPS", MARKER)


@BOTH
def test_a_project_without_the_type_of_issue_is_told(cloud: bool) -> None:  # noqa: FBT001
    with asking_of(JiraLike(cloud=cloud, types=("Story",)).respond) as (tracker, server):
        with pytest.raises(NoAnswerError, match="no issue of the type Task can be opened there") as caught:
            tracker.create(DRAFT)
        assert len(server.asked) == 2
    shows_no_token(caught.value)


def test_an_issue_that_is_refused_is_told_with_what_jira_objects_to() -> None:
    with (
        asking_of(JiraLike().respond) as (tracker, _),
        pytest.raises(NoAnswerError, match=r"refuses new issues of PLAT: The summary contains newlines\.") as caught,
    ):
        tracker.create(Draft(project="PLAT", title="a\nb", body="x", marker="x"))
    shows_no_token(caught.value)


@BOTH
def test_a_refusal_that_is_no_json_is_told_all_the_same(cloud: bool) -> None:  # noqa: FBT001
    page = Answer(b"<html>Bad Request</html>", 400)
    with (
        asking_of(but(JiraLike(cloud=cloud).respond, page)) as (tracker, _),
        pytest.raises(NoAnswerError, match=r"refuses new issues of PLAT$"),
    ):
        tracker.create(DRAFT)


@BOTH
def test_what_opens_an_issue_is_sent_once_to_a_jira_that_fails(cloud: bool) -> None:  # noqa: FBT001
    with asking_of(but(JiraLike(cloud=cloud).respond, Answer(status=502))) as (tracker, server):
        with pytest.raises(NoAnswerError, match="answers 502"):
            tracker.create(DRAFT)
        assert len(server.asked) == 2


def test_an_issue_that_was_opened_without_a_key_is_not_believed() -> None:
    with (
        asking_of(but(JiraLike().respond, as_json({"id": "10000"}, 201))) as (tracker, _),
        pytest.raises(NoAnswerError, match="cannot be understood"),
    ):
        tracker.create(DRAFT)


@pytest.mark.parametrize(
    "key", ['A-1") OR key in ("B-2', "A-1 OR 1=1", "plat-1", "PLAT", "PLAT-0", "../PLAT-1", "PLAT-1\n", ""]
)
def test_nothing_is_asked_about_what_is_no_key(key: str) -> None:
    like = JiraLike([issue("PLAT-1")], cloud=False)
    with asking_of(like.respond) as (tracker, server):
        replies = tracker.look_up([ref(key), ref("PLAT-1"), Reference("jira", "PLAT", "PLAT-1")], lambda _: None)
    assert isinstance(replies[ref(key)], NoAnswerError)
    assert isinstance(replies[Reference("jira", "PLAT", "PLAT-1")], NoAnswerError)
    assert isinstance(replies[ref("PLAT-1")], Found)
    assert [json.loads(one.body)["jql"] for one in server.asked[1:]] == ['key in ("PLAT-1")']


@pytest.mark.parametrize("project", ["", "plat", 'PLAT" OR project = "OPS', "PLAT/../OPS", "PLAT-1", "PLAT\n"])
def test_nothing_is_asked_about_what_is_no_project(project: str) -> None:
    with asking_of(JiraLike().respond) as (tracker, server):
        for ask in (tracker.open_work, tracker.find):
            with pytest.raises(NoAnswerError):
                ask(project, "Summer")
        with pytest.raises(NoAnswerError) as caught:
            tracker.create(Draft(project=project, title="x", body="", marker=""))
    assert "[trackers.jira]" in caught.value.action
    assert server.asked == []


@pytest.mark.parametrize("text", ["Summer", 'a" OR "b', "a\\", 'a\\" OR key = "b', "a\nb\tc\x00"])
def test_a_string_of_a_query_ends_where_it_should(text: str) -> None:
    assert re.fullmatch(r'"(?:[^"\\\x00-\x1f]|\\["\\]|\\u[0-9a-f]{4})*"', quoted(text))
    assert json.loads(quoted(text)) == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("jira:PLAT-12", "PLAT-12"),
        ("https://jira.example.org/x/browse/PLAT-12", "PLAT-12"),
        ("https://jira.example.org/x/browse/A_B2-12?focusedCommentId=1", "A_B2-12"),
        ("https://jira.example.org/x/projects/PLAT/issues/PLAT-12", "PLAT-12"),
    ],
)
def test_references_and_addresses_name_issues(written: str, meant: str) -> None:
    settings = TrackerSettings(kind="jira", url="https://jira.example.org/x", project="PLAT")
    assert resolve(written, {"jira": settings}, KINDS) == ref(meant)


@pytest.mark.parametrize(
    "written", ["jira:12", "jira:plat-12", "jira:PLAT#12", "jira:PLAT-12\n", "https://jira.example.org/browse/PLAT-12"]
)
def test_what_names_no_issue_is_malformed(written: str) -> None:
    settings = TrackerSettings(kind="jira", url="https://jira.example.org/x")
    assert isinstance(resolve(written, {"jira": settings}, KINDS), Malformed)


@pytest.mark.parametrize(
    ("user_env", "sent"),
    [
        (None, f"Bearer {TOKEN}"),
        ("JIRA_USER", "Basic " + base64.b64encode(f"zoe@example.org:{TOKEN}".encode()).decode()),
    ],
)
def test_a_jira_is_connected_to_as_the_configuration_says(user_env: str | None, sent: str) -> None:
    like = JiraLike([issue("PLAT-1")])

    def respond(asked: Asked) -> Answer:
        return like.respond(Asked(asked.method, asked.target.removeprefix("/jira"), asked.headers, asked.body))

    with serving(respond) as server:
        settings = TrackerSettings(kind="jira", url=f"{server.address}/jira", token_env=VARIABLE, user_env=user_env)
        tracker = jira.connect("ours", settings, {VARIABLE: TOKEN, "JIRA_USER": "zoe@example.org"})
        assert server.asked == []
        (reply,) = tracker.look_up([Reference("ours", "", "PLAT-1")], lambda _: None).values()
    assert isinstance(reply, Found)
    assert {one.headers["Authorization"] for one in server.asked} == {sent}


def test_a_jira_that_nobody_said_where_it_is_cannot_be_asked() -> None:
    with pytest.raises(NoAnswerError, match="nobody has said where tracker ours is") as caught:
        jira.connect("ours", TrackerSettings(kind="jira"), {})
    assert "`[trackers.ours]`" in caught.value.action


def test_a_jira_is_asked_without_a_token_where_there_is_none() -> None:
    with serving(JiraLike([issue("PLAT-1")]).respond) as server:
        settings = TrackerSettings(kind="jira", url=server.address, user_env="JIRA_USER")
        (reply,) = jira.connect("jira", settings, {}).look_up([ref("PLAT-1")], lambda _: None).values()
    assert isinstance(reply, Found)
    assert not any("Authorization" in one.headers for one in server.asked)


def test_a_token_without_the_user_that_it_is_of_is_not_sent() -> None:
    settings = TrackerSettings(kind="jira", url="https://jira.example.org", user_env="JIRA_USER")
    with pytest.raises(NoAnswerError, match="a token in JIRA_TOKEN, and nobody in JIRA_USER") as caught:
        jira.connect("jira", settings, {"JIRA_TOKEN": TOKEN})
    shows_no_token(caught.value)


def test_a_client_that_is_not_installed_is_told_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def importing(name: str, *more: Any) -> Any:  # noqa: ANN401
        if name == "readiness.trackers.jira_client":
            raise ModuleNotFoundError(name)
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", importing)
    with pytest.raises(NoAnswerError) as caught:
        jira.connect("jira", TrackerSettings(kind="jira", url="https://jira.example.org"), {})
    assert caught.value.action == "run `pip install 'readiness[jira]'`"
