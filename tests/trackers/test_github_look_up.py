"""GitHub's GraphQL, against a local server. Its answers are synthetic; integration tests hold them to the schema."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from readiness.model.tracking import Issue, IssueState, Reference
from readiness.trackers.base import Found, Lacking, Reply
from readiness.web.errors import NoAnswerError
from tests.trackers.github_server import API, GRAPHQL, FakeGitHub, github, listed, node, tracker
from tests.trackers.server import Answer, as_json
from tests.trackers.talking import TOKEN, shows_no_token

REFERENCE = Reference("github", "acme/platform", "12")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def told(fake: FakeGitHub, *references: Reference) -> Mapping[Reference, Reply]:
    with github(fake) as server:
        return tracker(server).look_up(references or (REFERENCE,), lambda _: None)


def told_of(answer: object, headers: Mapping[str, str] | None = None) -> NoAnswerError:
    """Return the error about issue 12 when GraphQL answers `answer`."""
    fake = FakeGitHub(answers={("POST", GRAPHQL): as_json(answer, 200, **(headers or {}))})
    reply = told(fake)[REFERENCE]
    assert isinstance(reply, NoAnswerError), reply
    shows_no_token(reply)
    return reply


def test_an_issue_is_told_with_everything_that_is_judged() -> None:
    reply = told(FakeGitHub({"acme/platform": {12: node(12, state="CLOSED", stateReason="NOT_PLANNED")}}))[REFERENCE]
    assert reply == Found(
        Issue(
            reference=REFERENCE,
            state=IssueState.CLOSED,
            title="Issue 12",
            why="not_planned",
            assignees=("ann", "zoe"),
            due=date(2027, 1, 10),
            milestone="M3",
            labels=("launch",),
            updated=datetime(2026, 5, 4, 9, tzinfo=UTC),
            url="https://github.com/acme/platform/issues/12",
        ),
        "Issue 12\nAbout item-12.",
    )


def test_an_issue_that_was_opened_again_has_no_reason_to_be_closed() -> None:
    reply = told(FakeGitHub({"acme/platform": {12: node(12, stateReason="REOPENED", milestone=None, labels=None)}}))
    found = reply[REFERENCE]
    assert isinstance(found, Found)
    assert (found.issue.state, found.issue.why, found.issue.due) == (IssueState.OPEN, None, None)


def test_a_hundred_issues_of_many_projects_are_one_request() -> None:
    projects = [f"acme/project-{number % 7}" for number in range(100)]
    references = [Reference("github", project, str(number + 1)) for number, project in enumerate(projects)]
    repositories: dict[str, dict[int, dict[str, Any]]] = {project: {} for project in projects}
    for reference in references:
        number = int(reference.issue)
        repositories[reference.project][number] = node(number, reference.project)
    heard: list[int] = []
    with github(FakeGitHub(repositories)) as server:
        replies = tracker(server).look_up(references, heard.append)
    assert list(replies) == references
    assert all(isinstance(reply, Found) and reply.issue.reference == at for at, reply in replies.items())
    assert ([asked.target for asked in server.asked], heard) == ([GRAPHQL], [100])
    assert server.asked[0].headers["Authorization"] == f"Bearer {TOKEN}"


def test_names_and_numbers_are_never_part_of_the_query() -> None:
    with github(FakeGitHub()) as server:
        tracker(server).look_up([Reference("github", 'a"){evil}/b\r\nX: y', "12")], lambda _: None)
    sent = server.asked[0].json()
    assert "evil" not in sent["query"]
    assert sent["variables"] == {"owner0": 'a"){evil}', "name0": "b\r\nX: y", "n0_0": 12}
    assert "X" not in server.asked[0].headers


def test_an_issue_that_a_visible_project_does_not_have_is_lacking() -> None:
    other = replace(REFERENCE, issue="13")
    replies = told(FakeGitHub({"acme/platform": {12: node(12)}}), REFERENCE, other)
    assert isinstance(replies[REFERENCE], Found)
    assert replies[other] == Lacking()


def test_a_deleted_issue_is_lacking() -> None:
    gone = {("GET", f"{API}/repos/acme/platform/issues/12"): as_json({"message": "This issue was deleted"}, 410)}
    assert told(FakeGitHub({"acme/platform": {}}, gone))[REFERENCE] == Lacking()


def test_an_issue_of_a_project_that_nobody_may_see_is_not_lacking() -> None:
    hidden = replace(REFERENCE, project="acme/secret")
    replies = told(FakeGitHub({"acme/platform": {12: node(12)}}), REFERENCE, hidden)
    assert isinstance(replies[REFERENCE], Found)
    reply = replies[hidden]
    assert isinstance(reply, NoAnswerError)
    assert "shows no repository acme/secret" in reply.reason
    assert "GITHUB_TOKEN" in reply.action


def test_an_issue_that_was_transferred_is_told_with_its_new_name() -> None:
    here = f"{API}/repos/acme/platform/issues/12"
    moved = {
        ("GET", here): Answer(status=301, headers={"Location": f"{API}/repositories/7/issues/40"}),
        ("GET", f"{API}/repositories/7/issues/40"): as_json(listed(40, "acme/other")),
    }
    reply = told(FakeGitHub({"acme/platform": {}}, moved))[REFERENCE]
    assert isinstance(reply, NoAnswerError)
    assert (reply.reason, reply.action) == ("acme/platform#12 was transferred", "write it as `github:acme/other#40`")


def test_many_missing_issues_are_not_many_requests() -> None:
    references = [replace(REFERENCE, issue=str(number)) for number in range(1, 101)]
    with github(FakeGitHub({"acme/platform": {}})) as server:
        replies = tracker(server).look_up(references, lambda _: None)
    assert set(replies.values()) == {Lacking()}
    assert len(server.asked) == 11


def test_an_issue_that_was_transferred_out_of_sight_is_not_lacking() -> None:
    here = f"{API}/repos/acme/platform/issues/12"
    moved = {("GET", here): Answer(status=301, headers={"Location": f"{API}/repositories/7/issues/40"})}
    assert isinstance(told(FakeGitHub({"acme/platform": {}}, moved))[REFERENCE], NoAnswerError)


def test_an_issue_that_is_told_under_another_name_was_transferred() -> None:
    reply = told(FakeGitHub({"acme/platform": {12: node(40, "acme/other")}}))[REFERENCE]
    assert isinstance(reply, NoAnswerError)
    assert "github:acme/other#40" in reply.action


def test_an_issue_that_rest_knows_and_graphql_does_not_is_not_lacking() -> None:
    known = {("GET", f"{API}/repos/acme/platform/issues/12"): as_json(listed(12))}
    assert isinstance(told(FakeGitHub({"acme/platform": {}}, known))[REFERENCE], NoAnswerError)


def test_a_pull_request_is_told_as_such() -> None:
    pull = {"__typename": "PullRequest"}
    reply = told(FakeGitHub({"acme/platform": {12: pull}}))[REFERENCE]
    assert isinstance(reply, NoAnswerError)
    assert reply.reason == "acme/platform#12 is a pull request, not an issue"


def test_without_a_token_nothing_is_asked() -> None:
    heard: list[int] = []
    with github(FakeGitHub()) as server:
        reply = tracker(server, "").look_up([REFERENCE], heard.append)[REFERENCE]
    assert (server.asked, heard) == ([], [1])
    assert isinstance(reply, NoAnswerError)
    assert reply.action == "put a token into GITHUB_TOKEN"


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_is_not_enough_is_told_by_its_variable(status: int) -> None:
    refused = {("POST", GRAPHQL): as_json({"message": f"Bad credentials {TOKEN}"}, status)}
    reply = told(FakeGitHub(answers=refused))[REFERENCE]
    assert isinstance(reply, NoAnswerError)
    assert "GITHUB_TOKEN" in reply.action
    shows_no_token(reply)


def visible(**issues: object) -> dict[str, Any]:
    return {"r0": {"nameWithOwner": "acme/platform", "hasIssuesEnabled": True} | issues}


ERRORS: Sequence[tuple[str, object]] = [
    ("nothing", None),
    ("text", "ok"),
    ("no-data", {}),
    ("null-data", {"data": None}),
    ("list-of-data", {"data": []}),
    ("missing-repository", {"data": {}}),
    ("null-repository", {"data": {"r0": None}}),
    ("missing-issue", {"data": visible()}),
    ("null-issue-without-error", {"data": visible(i0=None)}),
    ("empty-issue", {"data": visible(i0={})}),
    ("issue-without-state", {"data": visible(i0={**node(12), "state": None})}),
    ("issue-in-an-unknown-state", {"data": visible(i0=node(12, state="DRAFT"))}),
    ("issue-without-assignees", {"data": visible(i0=node(12, assignees=None))}),
    ("issue-with-a-nameless-assignee", {"data": visible(i0=node(12, assignees={"nodes": [None]}))}),
    ("issue-with-a-day-that-is-none", {"data": visible(i0=node(12, milestone={"title": "x", "dueOn": "soon"}))}),
    ("issue-without-a-repository", {"data": visible(i0={**node(12), "repository": None})}),
    ("issue-at-an-address-that-is-none", {"data": visible(i0=node(12, url="javascript:alert(1)"))}),
    ("no-issues", {"data": {"r0": {**visible(i0=node(12))["r0"], "hasIssuesEnabled": False}}}),
    ("error-without-a-path", {"data": visible(i0=node(12)), "errors": [{"message": "Something went wrong"}]}),
    ("error-that-is-text", {"data": visible(i0=node(12)), "errors": ["Something went wrong"]}),
    ("error-in-the-repository", {"data": visible(i0=None), "errors": [{"type": "NOT_FOUND", "path": ["r0", "x"]}]}),
    (
        "error-in-a-part",
        {"data": visible(i0=node(12)), "errors": [{"type": "NOT_FOUND", "path": ["r0", "i0", "milestone"]}]},
    ),
    (
        "null-for-an-error-in-a-part",
        {"data": visible(i0=None), "errors": [{"type": "NOT_FOUND", "path": ["r0", "i0", "milestone", "title"]}]},
    ),
    ("error-beside-an-issue", {"data": visible(i0=node(12)), "errors": [{"type": "X", "path": ["r0", "x"]}]}),
    ("error-elsewhere", {"data": visible(i0=node(12)), "errors": [{"type": "X", "path": ["r9"]}]}),
    ("error-at-a-number", {"data": visible(i0=node(12)), "errors": [{"type": "X", "path": [0]}]}),
    ("other-error", {"data": visible(i0=None), "errors": [{"type": "INTERNAL", "path": ["r0", "i0"]}]}),
    ("found-with-an-error", {"data": visible(i0=node(12)), "errors": [{"type": "NOT_FOUND", "path": ["r0", "i0"]}]}),
    ("error-without-data", {"errors": [{"type": "NOT_FOUND", "path": ["r0", "i0"]}]}),
]


@pytest.mark.parametrize("answer", [pytest.param(answer, id=name) for name, answer in ERRORS])
def test_an_answer_with_a_hole_is_neither_an_issue_nor_lacking(answer: object) -> None:
    assert told_of(answer).action


def test_what_saml_protects_is_told_with_what_to_do() -> None:
    message = "Resource protected by organization SAML enforcement. You must grant your token access."
    forbidden = {"type": "FORBIDDEN", "path": ["r0"], "extensions": {"saml_failure": True}, "message": message}
    error = told_of({"data": {"r0": None}, "errors": [forbidden]})
    assert "SAML enforcement" in error.reason
    assert "GITHUB_TOKEN" in error.reason


def test_a_limit_in_a_success_says_when_to_try_again() -> None:
    reset = datetime.now(UTC) + timedelta(minutes=30)
    spent = {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": str(int(reset.timestamp()))}
    error = told_of({"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}, spent)
    assert "takes no more requests" in error.reason
    assert f"{reset:%H:%M}" in error.action


def test_a_limit_without_headers_is_one() -> None:
    body = {"message": "You have exceeded a secondary rate limit. Please wait."}
    reply = told(FakeGitHub(answers={("POST", GRAPHQL): as_json(body, 403)}))[REFERENCE]
    assert isinstance(reply, NoAnswerError)
    assert "takes no more requests" in reply.reason


def test_a_login_page_is_no_answer() -> None:
    page = Answer(b"<html>Sign in</html>", headers={"Content-Type": "text/html"})
    reply = told(FakeGitHub(answers={("POST", GRAPHQL): page}))[REFERENCE]
    assert isinstance(reply, NoAnswerError)
    assert "not JSON" in reply.reason


def test_more_than_is_read_of_one_answer_is_asked_for_in_parts() -> None:
    issues = {number: node(number, body="x" * 1_000_000) for number in range(1, 13)}
    references = [Reference("github", "acme/platform", str(number)) for number in issues]
    with github(FakeGitHub({"acme/platform": issues})) as server:
        replies = tracker(server).look_up(references, lambda _: None)
    assert all(isinstance(reply, Found) for reply in replies.values())
    assert len(server.asked) == 3


def test_one_issue_that_is_more_than_is_read_is_an_error() -> None:
    with github(FakeGitHub({"acme/platform": {12: node(12, body="x" * 9_000_000)}})) as server:
        reply = tracker(server).look_up([REFERENCE], lambda _: None)[REFERENCE]
    assert isinstance(reply, NoAnswerError)
    assert "larger than 8 MiB" in reply.reason


def test_an_issue_of_which_nobody_can_say_what_became_is_not_lacking() -> None:
    page = {("GET", f"{API}/repos/acme/platform/issues/12"): Answer(b"<html>")}
    reply = told(FakeGitHub({"acme/platform": {}}, page))[REFERENCE]
    assert isinstance(reply, NoAnswerError)
    assert "not JSON" in reply.reason
