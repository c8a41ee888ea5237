"""GitHub, as it answered when it was recorded, and as its own schema makes it answer; see `github_described`.

Recorded: lists of issues over several pages, a search, an issue that was opened, a refusal. Synthetic, and held to the
description: milestones, and everything of GraphQL.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from readiness.model.tracking import IssueState, Reference
from readiness.trackers.base import Draft, Found, Lacking
from readiness.web.errors import NoAnswerError
from tests.integration.github_described import GraphQL, Rest
from tests.integration.github_recorded import BY_NUMBER, Replay, recorded, replaying
from tests.trackers.github_server import API, GRAPHQL, FakeGitHub, github, node, tracker
from tests.trackers.server import Answer, Asked, Server, as_json, serving

pytestmark = pytest.mark.integration

OWNER: Final = "octokit-fixture-org"


@pytest.fixture(scope="module")
def rest() -> Rest:
    return Rest.fetched()


@pytest.fixture(scope="module")
def graphql() -> GraphQL:
    return GraphQL.fetched()


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_an_issue_on_a_later_page_is_found(rest: Rest) -> None:
    with replaying(Replay(rest, recorded("paginate-issues"))) as server:
        found = tracker(server).find(f"{OWNER}/paginate-issues", "Test issue 7")
    assert found is not None
    assert str(found.reference) == f"github:{OWNER}/paginate-issues#7"
    assert found.url == f"https://github.com/{OWNER}/paginate-issues/issues/7"
    followed = [asked.target for asked in server.asked]
    assert [target.startswith(f"{API}{BY_NUMBER}") for target in followed] == [False, True, True]


def test_an_older_issue_is_found_by_the_search(rest: Rest) -> None:
    (search,) = recorded("search-issues")
    wanted = search["response"]["items"][1]
    none: dict[tuple[str, str], object] = {("GET", f"/repos/{OWNER}/search-issues/issues"): []}
    with replaying(Replay(rest, [search], none)) as server:
        found = tracker(server).find(f"{OWNER}/search-issues", wanted["body"])
    assert found is not None
    assert found.reference.issue == str(wanted["number"])


def test_an_issue_that_the_search_does_not_find_is_not_there(rest: Rest) -> None:
    none: dict[tuple[str, str], object] = {("GET", f"/repos/{OWNER}/search-issues/issues"): []}
    with replaying(Replay(rest, recorded("search-issues"), none)) as server:
        assert tracker(server).find(f"{OWNER}/search-issues", "<!-- nobody wrote this -->") is None


def test_an_issue_is_opened_as_github_wants_it(rest: Rest) -> None:
    draft = Draft(project=f"{OWNER}/add-labels-to-issue", title="x", body="y", marker="y", labels=("Foo", "bAr"))
    with replaying(Replay(rest, recorded("add-labels-to-issue"))) as server:
        issue = tracker(server).create(draft)
    assert str(issue.reference) == f"github:{OWNER}/add-labels-to-issue#1"
    assert (issue.state, issue.title, issue.why) == (IssueState.OPEN, "Issue without a label", None)
    assert len(server.asked) == 1


def test_a_refusal_is_told_in_github_words() -> None:
    (refused,) = recorded("errors")
    draft = Draft(project="acme/platform", title="x", body="y", marker="y")
    answer = as_json(refused["response"], refused["status"])
    with serving(lambda _: answer) as server, pytest.raises(NoAnswerError, match="Validation Failed"):
        tracker(server).create(draft)


def test_the_open_work_of_a_milestone_is_what_github_lists(rest: Rest) -> None:
    milestones = {("GET", f"/repos/{OWNER}/paginate-issues/milestones"): [milestone("M3", 7)]}
    with replaying(Replay(rest, recorded("paginate-issues"), milestones)) as server:
        issues = tracker(server).open_work(f"{OWNER}/paginate-issues", "M3")
    assert [issue.reference.issue for issue in issues] == [str(number) for number in range(1, 14)]


def test_a_renamed_repository_is_followed(rest: Rest) -> None:
    moved = next(one for one in recorded("rename-repository") if one["status"] == 301)
    listed = recorded("paginate-issues")[0]
    old, new = f"/repos/{OWNER}/rename-repository/issues", f"{API}{BY_NUMBER}1000/issues"

    def respond(asked: Asked) -> Answer:
        if asked.target.startswith(new):
            return as_json(listed["response"])
        rest.check_request(asked, asked.target.removeprefix(API))
        assert asked.target.startswith(API + old)
        return as_json(moved["response"], 301, Location=new)

    with serving(respond) as server:
        found = tracker(server).find(f"{OWNER}/rename-repository", "Test issue 12")
    assert found is not None


def test_one_query_is_understood_by_the_schema(graphql: GraphQL) -> None:
    repositories = {
        "acme/platform": {1: node(1), 2: node(2, state="CLOSED", stateReason="COMPLETED"), 3: node(3, milestone=None)},
        "acme/other": {1: node(1, "acme/other"), 9: {"__typename": "PullRequest"}},
    }
    names = [
        ("platform", 1),
        ("platform", 2),
        ("platform", 3),
        ("platform", 4),
        ("other", 1),
        ("other", 9),
        ("gone", 1),
    ]
    references = [Reference("github", f"acme/{name}", str(number)) for name, number in names]
    with running(graphql, repositories) as server:
        replies = tracker(server).look_up(references, lambda _: None)
    kinds = [type(replies[reference]) for reference in references]
    assert kinds == [Found, Found, Found, Lacking, Found, NoAnswerError, NoAnswerError]
    assert [asked.target for asked in server.asked if asked.method == "POST"] == [GRAPHQL]
    closed = replies[references[1]]
    assert isinstance(closed, Found)
    assert (closed.issue.why, closed.issue.updated) == ("completed", datetime(2026, 5, 4, 9, tzinfo=UTC))


def test_a_hundred_issues_of_a_hundred_projects_are_one_query_of_the_schema(graphql: GraphQL) -> None:
    repositories = {f"acme/p{number}": {number: node(number, f"acme/p{number}")} for number in range(1, 101)}
    references = [Reference("github", f"acme/p{number}", str(number)) for number in range(1, 101)]
    with running(graphql, repositories) as server:
        replies = tracker(server).look_up(references, lambda _: None)
    assert all(isinstance(reply, Found) for reply in replies.values())
    assert len(server.asked) == 1


def test_the_server_of_the_ordinary_tests_answers_as_the_schema_does(graphql: GraphQL) -> None:
    repositories: Mapping[str, Mapping[int, dict[str, Any]]] = {"acme/platform": {1: node(1), 2: node(2)}}
    references = [Reference("github", "acme/platform", str(number)) for number in range(1, 4)]
    with github(FakeGitHub(repositories)) as fake, running(graphql, repositories) as real:
        made_up = tracker(fake).look_up(references, lambda _: None)
        described = tracker(real).look_up(references, lambda _: None)
    assert made_up == described


@contextmanager
def running(graphql: GraphQL, repositories: Mapping[str, Mapping[int, dict[str, Any]]]) -> Iterator[Server]:
    """Serve GitHub's schema over `repositories`; REST knows nothing."""

    def respond(asked: Asked) -> Answer:
        if asked.target != GRAPHQL:
            return as_json({"message": "Not Found"}, 404)
        return as_json(graphql.answer(asked.json(), repositories))

    with serving(respond) as server:
        yield server


def milestone(title: str, number: int) -> dict[str, Any]:
    """Return a milestone as GitHub describes it; synthetic."""
    at = f"https://api.github.com/repos/acme/platform/milestones/{number}"
    return {
        "url": at,
        "html_url": f"https://github.com/acme/platform/milestone/{number}",
        "labels_url": f"{at}/labels",
        "id": 1,
        "node_id": "MI_1",
        "number": number,
        "title": title,
        "description": None,
        "state": "open",
        "creator": None,
        "open_issues": 13,
        "closed_issues": 0,
        "created_at": "2026-05-04T09:00:00Z",
        "updated_at": "2026-05-04T09:00:00Z",
        "closed_at": None,
        "due_on": "2027-01-10T08:00:00Z",
    }
