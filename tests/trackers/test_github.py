"""GitHub's REST, against a local server. The answers are synthetic; the integration tests have recorded ones."""

import builtins
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from readiness.model.settings import TrackerSettings
from readiness.model.tracking import Reference
from readiness.trackers import KINDS, github_tracker, known_trackers
from readiness.trackers.base import Draft
from readiness.trackers.github import connect, from_url, interfaces
from readiness.trackers.references import resolve
from readiness.web.errors import NoAnswerError
from tests.trackers.github_server import API, FakeGitHub, github, listed, tracker
from tests.trackers.server import Answer, Asked, as_json, in_turn, serving
from tests.trackers.talking import TOKEN, shows_no_token

ISSUES = f"{API}/repos/acme/platform/issues"
MILESTONES = f"{API}/repos/acme/platform/milestones"
SEARCH = f"{API}/search/issues"
MARKER = "<!-- readiness: public-launch/usage-dashboards -->"
DRAFT = Draft(project="acme/platform", title="Dashboards", body=f"Later.\n{MARKER}", marker=MARKER, labels=("launch",))
NOTHING_FOUND = as_json({"total_count": 0, "incomplete_results": False, "items": []})


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def pages(*numbers: list[int]) -> Mapping[int, list[dict[str, Any]]]:
    return {at: [listed(number) for number in page] for at, page in enumerate(numbers, 1)}


def paged(asked: Asked, pages: Mapping[int, list[dict[str, Any]]], host: str = "") -> Answer:
    at = int(parse_qs(urlsplit(asked.target).query).get("page", ["1"])[0])
    path = urlsplit(asked.target).path
    link = {"Link": f'<{host or "http://" + asked.headers["Host"]}{path}?page={at + 1}>; rel="next"'}
    return as_json(pages[at], 200, **(link if at + 1 in pages else {}))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("github:acme/platform#12", Reference("github", "acme/platform", "12")),
        ("https://github.com/acme/platform/issues/12", Reference("github", "acme/platform", "12")),
        ("https://github.com/acme/plat.form/issues/12?x=1#issuecomment-1", Reference("github", "acme/plat.form", "12")),
        ("https://github.com/acme/platform/pull/12", Reference("github", "acme/platform", "12")),
        ("https://git.acme.example/acme/platform/issues/12", Reference("ours", "acme/platform", "12")),
        ("ours:#12", Reference("ours", "acme/default", "12")),
    ],
)
def test_an_issue_is_named_in_short_or_by_its_address(written: str, expected: Reference) -> None:
    ours = TrackerSettings(kind="github", url="https://git.acme.example", project="acme/default")
    assert resolve(written, known_trackers({"ours": ours}), KINDS) == expected


@pytest.mark.parametrize(
    "rest",
    ["acme#12", "acme/platform", "acme/platform#0", "acme/platform#012", "acme/..#1", "acme/.#1", "../platform#1",
     "acme/platform/x#1", "acme/plat form#1", "acme/platform#1\n", "acme/platform#9999999999",
     "acme/pl%2e#1", "-x/y#1"],
)  # fmt: skip
def test_what_is_no_name_of_an_issue_is_refused_with_the_right_form(rest: str) -> None:
    refused = resolve(f"github:{rest}", known_trackers({}), KINDS)
    assert "`github:owner/repo#12`" in getattr(refused, "action", "")


@pytest.mark.parametrize(
    "below", ["acme/platform", "acme/platform/issues", "acme/../issues/1", "a/b/issues/1/x", "a/b/c/issues/1"]
)
def test_an_address_that_leads_to_no_issue_is_not_claimed(below: str) -> None:
    assert from_url(below) is None


@pytest.mark.parametrize(
    ("url", "rest", "graphql"),
    [
        (None, "https://api.github.com", "https://api.github.com/graphql"),
        ("https://github.com", "https://api.github.com", "https://api.github.com/graphql"),
        ("https://acme.ghe.com", "https://api.acme.ghe.com", "https://api.acme.ghe.com/graphql"),
        ("https://git.acme.example", "https://git.acme.example/api/v3", "https://git.acme.example/api/graphql"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/api/v3", "http://127.0.0.1:8080/api/graphql"),
        (
            "https://evil.example.ghe.com",
            "https://evil.example.ghe.com/api/v3",
            "https://evil.example.ghe.com/api/graphql",
        ),
    ],
)
def test_where_the_interfaces_are_follows_from_where_people_see_issues(
    url: str | None, rest: str, graphql: str
) -> None:
    assert interfaces(url) == (rest, graphql)


@pytest.mark.parametrize(
    "url", ["https://api.github.com", "https://git.acme.example/api/v3", "https://github.com/acme"]
)
def test_the_address_of_an_api_is_not_where_people_see_issues(url: str) -> None:
    with pytest.raises(NoAnswerError) as caught:
        connect("github", TrackerSettings(kind="github", url=url), {})
    assert "https://HOST" in caught.value.action


def test_a_client_that_is_not_installed_is_told_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *more: Any) -> Any:  # noqa: ANN401 - as the original
        if name == "requests":
            raise ImportError
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(NoAnswerError) as caught:
        connect("github", TrackerSettings(kind="github"), {})
    assert caught.value.action == "run `pip install 'readiness[github]'`"


def test_the_variable_of_the_token_is_that_of_the_configuration() -> None:
    settings = TrackerSettings(kind="github", url="http://127.0.0.1:9", token_env="ACME_TOKEN")  # noqa: S106 - its name
    with pytest.raises(NoAnswerError, match="ACME_TOKEN") as caught:
        connect("ours", settings, {"ACME_TOKEN": f"{TOKEN}\nX-Evil: 1"})
    shows_no_token(caught.value)


def test_the_open_work_of_a_milestone_is_listed_to_its_end() -> None:
    titles = as_json([{"title": "M2", "number": 2}, {"title": "M3", "number": 7, "due_on": "2027-01-10T08:00:00Z"}])
    due = {"title": "M3", "number": 7, "due_on": "2027-01-10T08:00:00Z"}
    work = {1: [listed(2, milestone=due), listed(3, pull_request={})], 2: [listed(1, labels=["a"])]}

    with serving(lambda asked: titles if asked.target.startswith(MILESTONES) else paged(asked, work)) as server:
        issues = tracker(server).open_work("acme/platform", "M3")
    assert [(str(issue.reference), issue.due) for issue in issues] == [
        ("github:acme/platform#1", None),
        ("github:acme/platform#2", date(2027, 1, 10)),
    ]
    assert "milestone=7&state=open" in server.asked[1].target


def test_a_milestone_that_is_not_there_is_an_error_and_no_empty_list() -> None:
    known = {("GET", MILESTONES): as_json([{"title": "M3", "number": 7}])}
    with github(FakeGitHub(answers=known)) as server, pytest.raises(NoAnswerError, match="no milestone `m3`") as caught:
        tracker(server).open_work("acme/platform", "m3")
    assert caught.value.action == "did you mean `M3`?"


@pytest.mark.parametrize(
    "answer", [as_json({}), as_json([1]), as_json([{"name": "M3"}]), as_json({}, 404), Answer(b"", 204)]
)
def test_a_list_of_milestones_that_is_none_is_an_error(answer: Answer) -> None:
    with github(FakeGitHub(answers={("GET", MILESTONES): answer})) as server, pytest.raises(NoAnswerError):
        tracker(server).open_work("acme/platform", "M3")


def test_a_list_without_end_is_not_taken_for_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(github_tracker, "_MOST_PAGES", 2)
    titles = as_json([{"title": "M3", "number": 7}])
    many = pages([1], [2], [3])
    with (
        serving(lambda asked: titles if asked.target.startswith(MILESTONES) else paged(asked, many)) as server,
        pytest.raises(NoAnswerError, match="lists more than"),
    ):
        tracker(server).open_work("acme/platform", "M3")


def test_a_list_that_leads_to_another_server_is_not_followed() -> None:
    with (
        serving(lambda _: as_json([])) as other,
        serving(lambda asked: paged(asked, pages([1], [2]), other.address)) as server,
        pytest.raises(NoAnswerError, match="nothing was sent there"),
    ):
        tracker(server).find("acme/platform", MARKER)
    assert other.asked == []


def test_an_issue_that_was_opened_a_moment_ago_is_found_without_the_search() -> None:
    work = {1: [listed(9), listed(8, pull_request={}, body=MARKER), listed(7, state="closed", body=f"x\n{MARKER}")]}
    with serving(lambda asked: paged(asked, work)) as server:
        found = tracker(server).find("acme/platform", MARKER)
    assert found is not None
    assert (str(found.reference), len(server.asked)) == ("github:acme/platform#7", 1)
    assert "state=all&sort=created&direction=desc" in server.asked[0].target


def test_an_old_issue_is_found_by_the_search() -> None:
    many = pages(*([number] for number in range(900, 910)))
    hits = as_json({"incomplete_results": False, "items": [listed(5), listed(4, body=MARKER)]})
    with serving(lambda asked: hits if asked.target.startswith(SEARCH) else paged(asked, many)) as server:
        found = tracker(server).find("acme/platform", MARKER)
    assert found is not None
    assert str(found.reference) == "github:acme/platform#4"
    assert len(server.asked) == 4
    asked = parse_qs(urlsplit(server.asked[-1].target).query)["q"][0]
    assert asked == f'"{MARKER}" in:body is:issue repo:acme/platform'


def test_of_several_issues_with_the_marker_the_oldest_is_meant_because_later_ones_quote_it() -> None:
    several = [listed(9, body=f"> {MARKER}"), listed(7, body=MARKER), listed(8, body=MARKER)]
    hits = as_json({"incomplete_results": False, "items": several})
    with serving(lambda asked: paged(asked, {1: several})) as server:
        found = tracker(server).find("acme/platform", MARKER)
    with serving(lambda asked: hits if asked.target.startswith(SEARCH) else as_json([])) as server:
        sought = tracker(server).find("acme/platform", MARKER)
    assert [str(one.reference) for one in (found, sought) if one] == ["github:acme/platform#7"] * 2


def test_no_marker_breaks_out_of_the_search() -> None:
    empty = {("GET", ISSUES): as_json([]), ("GET", SEARCH): NOTHING_FOUND}
    with github(FakeGitHub(answers=empty)) as server:
        assert tracker(server).find("acme/platform", 'x" repo:evil/evil \\' + "y" * 900) is None
    asked = parse_qs(urlsplit(server.asked[-1].target).query)["q"][0]
    assert (asked.count('"'), "\\" in asked, len(asked) <= 256) == (2, False, True)


@pytest.mark.parametrize(
    "answer",
    [as_json({"incomplete_results": True, "items": []}), as_json({}), as_json([]), as_json({}, 422), Answer(b"", 204)],
)
def test_a_search_that_is_not_complete_is_not_taken_for_nothing(answer: Answer) -> None:
    found = {("GET", ISSUES): as_json([]), ("GET", SEARCH): answer}
    with github(FakeGitHub(answers=found)) as server, pytest.raises(NoAnswerError):
        tracker(server).find("acme/platform", MARKER)


def test_an_issue_is_opened_with_what_the_draft_says() -> None:
    with github(FakeGitHub(answers={("POST", ISSUES): as_json(listed(13), 201)})) as server:
        issue = tracker(server).create(DRAFT)
    assert str(issue.reference) == "github:acme/platform#13"
    assert server.asked[0].json() == {"title": "Dashboards", "body": f"Later.\n{MARKER}", "labels": ["launch"]}


def test_without_a_token_no_issue_is_opened() -> None:
    with github(FakeGitHub()) as server, pytest.raises(NoAnswerError, match="without a token"):
        tracker(server, "").create(DRAFT)
    assert server.asked == []


@pytest.mark.parametrize(
    ("status", "said"), [(403, "lacks the right"), (404, "shows no"), (410, "gone"), (422, "refuses")]
)
def test_a_refusal_to_open_an_issue_says_what_to_do(status: int, said: str) -> None:
    refused = {("POST", ISSUES): as_json({"message": "no"}, status)}
    with github(FakeGitHub(answers=refused)) as server, pytest.raises(NoAnswerError, match=said):
        tracker(server).create(DRAFT)


@pytest.mark.parametrize(
    "answer", [as_json({}, 201), as_json(listed(1), 200), as_json([], 201), Answer(b"<html>", 201)]
)
def test_an_issue_that_may_have_been_opened_is_not_told_as_opened(answer: Answer) -> None:
    with serving(in_turn(answer)) as server, pytest.raises(NoAnswerError):
        tracker(server).create(DRAFT)
    assert len(server.asked) == 1


@pytest.mark.parametrize("project", ["acme/..", "acme", "acme/x/../../y", "acme/x?y", "acme/x\r\nX: y", ""])
def test_no_project_changes_the_address_that_is_asked(project: str) -> None:
    with github(FakeGitHub()) as server:
        for attempt in (tracker(server).find, tracker(server).open_work):
            with pytest.raises(NoAnswerError, match="no project of GitHub"):
                attempt(project, MARKER)
    assert server.asked == []


def test_no_client_is_imported_before_it_is_needed() -> None:
    asked = "import sys, readiness.trackers; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True).stdout.split()
    assert "readiness.trackers.github" in modules
    assert not {"requests", "urllib3", "readiness.web.session"} & set(modules)
