"""Issues of a real Redmine: opened, asked about, closed, hidden and overdue, and asked about when busy or down."""

import itertools
import signal
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest

from readiness.model.settings import TrackerSettings
from readiness.model.tracking import Issue, IssueState, Reference
from readiness.trackers import redmine_client
from readiness.trackers.base import Draft, Found, Lacking, Reply, Tracker
from readiness.trackers.redmine import KIND, connect
from readiness.trackers.redmine_client import Client
from readiness.trackers.redmine_tracker import Redmine
from readiness.web.credentials import Credentials
from readiness.web.errors import NoAnswerError
from readiness.web.manners import Manners
from readiness.web.session import open_session
from tests.integration.proxy import proxied
from tests.integration.redmine_server import ADMIN_KEY, RedmineServer, begin, end

pytestmark = pytest.mark.integration

HASTY = Manners(tries=2, first_wait_s=0.01)
NEVER_GIVEN = 900_000_000
MARKER = "<!-- readiness-follow-up 5f0c0a0c3b0d4d0f9d3a8c7b6e5f4a3b2c1d0e9f -->"

_numbers = itertools.count(1)


def ignored(_: int) -> None:
    """Hear nothing of the progress."""


def reference(number: int) -> Reference:
    return Reference("tracker", "", str(number))


def connected(url: str, key: str | None = ADMIN_KEY) -> Tracker:
    """Return the tracker as the program would have it, who asks with `key`."""
    settings = TrackerSettings(kind="redmine", url=url, token_env="KEY_OF_REDMINE")  # noqa: S106 - the name of a variable
    return connect("tracker", settings, {} if key is None else {"KEY_OF_REDMINE": key})


def hasty(url: str) -> Redmine:
    """Return the tracker with little patience, which keeps no answers."""
    session = open_session(url, Credentials.header("X-Redmine-API-Key", ADMIN_KEY), manners=HASTY)
    return Redmine("tracker", Client(url, session, variable="KEY_OF_REDMINE", given=True))


def reply_about(tracker: Tracker, number: int) -> Reply:
    return tracker.look_up([reference(number)], ignored)[reference(number)]


def issue_of(tracker: Tracker, number: int) -> Issue:
    reply = reply_about(tracker, number)
    assert isinstance(reply, Found), reply
    return reply.issue


def error_about(tracker: Tracker, number: int) -> NoAnswerError:
    reply = reply_about(tracker, number)
    assert isinstance(reply, NoAnswerError), reply
    assert ADMIN_KEY not in f"{reply.reason} {reply.action}"
    return reply


def draft(project: str, **fields: object) -> Draft:
    whole: dict[str, object] = {"title": "Later: usage dashboards", "body": f"Support answers.\n\n{MARKER}\n"}
    return Draft(project=project, marker=MARKER, **(whole | fields))  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the answers of each test apart."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def project(redmine: RedmineServer) -> str:
    """The identifier of a new public project."""
    identifier = f"platform-{next(_numbers)}"
    redmine.project(identifier)
    return identifier


@pytest.fixture
def tracker(redmine: RedmineServer) -> Tracker:
    return connected(redmine.url)


@pytest.fixture(scope="module")
def outsider(redmine: RedmineServer) -> str:
    """The key of a user who is a member of nothing."""
    return redmine.user("outsider")


@pytest.fixture
def hidden(redmine: RedmineServer) -> tuple[str, int]:
    """A private project and an issue of it."""
    identifier = f"hidden-{next(_numbers)}"
    redmine.project(identifier, public=False)
    return identifier, redmine.issue(identifier, "Nobody may know")


def test_an_issue_that_was_opened_is_found_open_with_everything_it_was_given(tracker: Tracker, project: str) -> None:
    due = datetime.now(UTC).date() + timedelta(days=30)
    opened = tracker.create(draft(project, due=due))
    reply = reply_about(tracker, int(opened.reference.issue))
    assert isinstance(reply, Found)
    assert reply.issue == opened
    assert MARKER in reply.text
    assert (opened.state, opened.due, opened.title) == (IssueState.OPEN, due, "Later: usage dashboards")
    assert opened.url is not None
    assert opened.url.endswith(f"/issues/{opened.reference.issue}")
    assert opened.updated is not None
    assert opened.updated.tzinfo is UTC


def test_an_issue_is_told_with_its_assignee_and_its_version(
    redmine: RedmineServer, tracker: Tracker, project: str
) -> None:
    version = redmine.version(project, "m3")
    me = redmine.ask("GET", "users/current.json")["user"]
    number = redmine.issue(project, "Limits", fixed_version_id=version, assigned_to_id=me["id"])
    issue = issue_of(tracker, number)
    assert issue.assignees == (f"{me['firstname']} {me['lastname']}",)
    assert (issue.milestone, issue.due, issue.labels, issue.why) == ("m3", None, (), None)


def test_an_issue_that_was_closed_says_by_which_status(redmine: RedmineServer, tracker: Tracker, project: str) -> None:
    number = redmine.issue(project, "Limits")
    assert issue_of(tracker, number).state is IssueState.OPEN
    why = redmine.close(number)
    issue = issue_of(tracker, number)
    assert (issue.state, issue.why) == (IssueState.CLOSED, why)


def test_what_is_overdue_is_so_by_its_own_day_or_else_by_that_of_its_version(
    redmine: RedmineServer, tracker: Tracker, project: str
) -> None:
    version = redmine.version(project, "m1", due="2020-02-29")
    by_version = redmine.issue(project, "By version", fixed_version_id=version)
    by_itself = redmine.issue(
        project, "By itself", fixed_version_id=version, start_date="2020-01-01", due_date="2020-01-31"
    )
    assert issue_of(tracker, by_version).due == date(2020, 2, 29)
    assert issue_of(tracker, by_itself).due == date(2020, 1, 31)


def test_the_day_of_a_version_of_the_project_above_counts_as_well(redmine: RedmineServer, project: str) -> None:
    above = redmine.ask("GET", f"projects/{project}.json")["project"]["id"]
    version = redmine.version(project, "shared", due="2027-03-01")
    redmine.project(f"{project}-below", parent=above)
    number = redmine.issue(f"{project}-below", "Below", fixed_version_id=version)
    assert issue_of(connected(redmine.url), number).due == date(2027, 3, 1)


def test_an_issue_that_nobody_opened_is_lacking(redmine: RedmineServer, outsider: str) -> None:
    for key in (ADMIN_KEY, outsider, None):
        assert isinstance(reply_about(connected(redmine.url, key), NEVER_GIVEN), Lacking)


def test_an_issue_that_was_deleted_is_lacking(redmine: RedmineServer, tracker: Tracker, project: str) -> None:
    number = redmine.issue(project, "Gone")
    redmine.ask("DELETE", f"issues/{number}.json")
    assert isinstance(reply_about(tracker, number), Lacking)


def test_an_issue_of_a_private_project_is_an_error_to_a_key_without_the_right(
    redmine: RedmineServer, hidden: tuple[str, int], outsider: str
) -> None:
    assert issue_of(connected(redmine.url), hidden[1]).title == "Nobody may know"
    error = error_about(connected(redmine.url, outsider), hidden[1])
    assert "the token in KEY_OF_REDMINE lacks the right" in error.reason
    assert outsider not in f"{error.reason} {error.action}"


def test_an_issue_of_a_private_project_is_an_error_to_a_wrong_key(
    redmine: RedmineServer, hidden: tuple[str, int]
) -> None:
    error = error_about(connected(redmine.url, "this-is-no-key-of-anybody"), hidden[1])
    assert "does not accept the token in KEY_OF_REDMINE" in error.reason
    assert "this-is-no-key" not in f"{error.reason} {error.action}"


def test_an_issue_of_a_private_project_is_an_error_without_a_key(
    redmine: RedmineServer, hidden: tuple[str, int]
) -> None:
    error = error_about(connected(redmine.url, None), hidden[1])
    assert "to nobody without a token" in error.reason
    assert error.action == "put a token into KEY_OF_REDMINE"


def test_a_redmine_that_looks_at_no_tokens_says_so(redmine: RedmineServer, hidden: tuple[str, int]) -> None:
    with redmine.without_api():
        assert "looks at no token" in error_about(connected(redmine.url), hidden[1]).reason
        with pytest.raises(NoAnswerError, match="looks at no token"):
            connected(redmine.url).open_work(hidden[0], "m3")
    assert issue_of(connected(redmine.url), hidden[1]).state is IssueState.OPEN


def test_an_issue_of_a_project_that_was_archived_is_an_error(redmine: RedmineServer, tracker: Tracker) -> None:
    identifier = f"archived-{next(_numbers)}"
    redmine.project(identifier)
    number = redmine.issue(identifier, "Put away")
    redmine.ask("PUT", f"projects/{identifier}/archive.json")
    assert "lacks the right" in error_about(tracker, number).reason


def test_many_issues_are_asked_for_in_one_request_a_hundred_and_each_gets_its_own_reply(
    redmine: RedmineServer, project: str, hidden: tuple[str, int], outsider: str
) -> None:
    open_ones = [redmine.issue(project, f"Number {number}") for number in range(3)]
    closed = redmine.issue(project, "Closed")
    redmine.close(closed)
    asked = [*open_ones, closed, hidden[1], NEVER_GIVEN]
    heard: list[int] = []
    with proxied(redmine.url) as proxy:
        replies = connected(proxy.url, outsider).look_up([reference(number) for number in asked], heard.append)
    assert sum(heard) == len(asked)
    assert [type(replies[reference(number)]) for number in asked] == [*[Found] * 4, NoAnswerError, Lacking]
    listed = [target for _, target in proxy.asked if target.startswith("/issues.json")]
    assert len(listed) == 1
    assert issue_of(connected(redmine.url, outsider), closed).state is IssueState.CLOSED
    # Whether a Redmine is there, the two that the list leaves out, and whether the one is hidden for want of a key.
    assert len(proxy.asked) == 1 + 4


def test_a_list_that_did_not_change_is_not_sent_again(redmine: RedmineServer, project: str) -> None:
    number = redmine.issue(project, "Limits")
    first = issue_of(connected(redmine.url), number)
    with proxied(redmine.url) as proxy:
        assert issue_of(connected(proxy.url), number).title == first.title
        assert issue_of(connected(proxy.url), number).title == first.title
        redmine.change(number, subject="Other limits")
        assert issue_of(connected(proxy.url), number).title == "Other limits"
    assert len(proxy.statuses) == 3
    assert proxy.statuses == [200, 304, 200]


def test_open_work_is_what_is_open_in_the_version_there_and_below(
    redmine: RedmineServer, tracker: Tracker, project: str
) -> None:
    version = redmine.version(project, "m3", due="2027-04-01")
    above = redmine.ask("GET", f"projects/{project}.json")["project"]["id"]
    redmine.project(f"{project}-part", parent=above)
    there = redmine.issue(project, "There", fixed_version_id=version)
    below = redmine.issue(f"{project}-part", "Below", fixed_version_id=version)
    redmine.close(redmine.issue(project, "Done", fixed_version_id=version))
    redmine.issue(project, "Of no version")
    redmine.issue(project, "Of another", fixed_version_id=redmine.version(project, "m4"))
    listed = tracker.open_work(project, "m3")
    assert sorted(int(issue.reference.issue) for issue in listed) == [there, below]
    assert {(issue.milestone, issue.due, issue.state) for issue in listed} == {
        ("m3", date(2027, 4, 1), IssueState.OPEN)
    }


def test_open_work_is_listed_to_its_end(
    redmine: RedmineServer, tracker: Tracker, project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redmine_client, "PAGE", 2)
    version = redmine.version(project, "m3")
    opened = {redmine.issue(project, f"Number {number}", fixed_version_id=version) for number in range(5)}
    assert {int(issue.reference.issue) for issue in tracker.open_work(project, "m3")} == opened


def test_open_work_of_a_version_that_is_not_there_names_those_that_are(
    redmine: RedmineServer, tracker: Tracker, project: str
) -> None:
    redmine.version(project, "m3")
    with pytest.raises(NoAnswerError, match="has no version called `m-3`") as caught:
        tracker.open_work(project, "m-3")
    assert "`m3`" in caught.value.action


def test_open_work_is_not_listed_for_a_key_that_nobody_has(redmine: RedmineServer, project: str) -> None:
    redmine.version(project, "m3")
    # To a wrong key Redmine shows what it shows anybody: a list that lacks what only members see.
    with pytest.raises(NoAnswerError, match="does not accept the token in KEY_OF_REDMINE"):
        connected(redmine.url, "this-is-no-key-of-anybody").open_work(project, "m3")


def test_what_was_opened_a_moment_ago_is_found_by_its_marker(tracker: Tracker, project: str) -> None:
    assert tracker.find(project, MARKER) is None
    opened = tracker.create(draft(project))
    assert tracker.find(project, MARKER) == opened
    assert tracker.find(project, MARKER.replace("5f0c", "0f0c")) is None


def test_what_was_opened_long_ago_and_closed_is_found_by_its_marker(
    redmine: RedmineServer, tracker: Tracker, project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redmine_client, "PAGE", 2)
    opened = tracker.create(draft(project))
    redmine.close(int(opened.reference.issue))
    for number in range(3):
        redmine.issue(project, f"Number {number}")
    found = tracker.find(project, MARKER)
    assert found is not None
    assert (found.reference, found.state) == (opened.reference, IssueState.CLOSED)


def test_the_issue_of_another_project_is_not_found(redmine: RedmineServer, tracker: Tracker, project: str) -> None:
    other = f"other-{next(_numbers)}"
    redmine.project(other)
    tracker.create(draft(other))
    assert tracker.find(project, MARKER) is None


def test_an_issue_is_opened_once_though_the_answer_was_lost_and_found_by_the_next_try(
    redmine: RedmineServer, project: str
) -> None:
    with proxied(redmine.url) as proxy:
        proxy.lost = 1
        with pytest.raises(NoAnswerError):
            hasty(proxy.url).create(draft(project))
        assert [method for method, _ in proxy.asked] == ["POST"]
        found = hasty(proxy.url).find(project, MARKER)
    assert found is not None
    (only,) = redmine.ask("GET", f"issues.json?project_id={project}&status_id=*")["issues"]
    assert found.reference.issue == str(only["id"])


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({"title": "x" * 256}, "Subject is too long", id="title"),
        pytest.param({"due": date(2020, 1, 1)}, "Due date must be greater than start date", id="due"),
    ],
)
def test_what_redmine_objects_to_is_told_in_its_words(
    tracker: Tracker, project: str, fields: dict[str, object], said: str
) -> None:
    with pytest.raises(NoAnswerError, match=said):
        tracker.create(draft(project, **fields))


def test_a_project_that_is_not_there_gets_no_issue(tracker: Tracker) -> None:
    with pytest.raises(NoAnswerError, match="shows no project nowhere"):
        tracker.create(draft("nowhere"))
    with pytest.raises(NoAnswerError, match="shows no project nowhere"):
        tracker.find("nowhere", MARKER)


def test_who_lacks_the_right_opens_no_issue(redmine: RedmineServer, hidden: tuple[str, int], outsider: str) -> None:
    tracker = connected(redmine.url, outsider)
    with pytest.raises(NoAnswerError, match="the token in KEY_OF_REDMINE lacks the right to a new issue"):
        tracker.create(draft(hidden[0]))
    with pytest.raises(NoAnswerError, match="the token in KEY_OF_REDMINE lacks the right"):
        tracker.find(hidden[0], MARKER)


@pytest.mark.parametrize("project", ["", "../users", "platform?key=x", "acme/platform"])
def test_what_is_no_identifier_of_a_project_is_never_asked_for(redmine: RedmineServer, project: str) -> None:
    with proxied(redmine.url) as proxy, pytest.raises(NoAnswerError, match="project"):
        hasty(proxy.url).create(draft(project))
    assert proxy.asked == []


def test_too_many_requests_are_waited_for_as_long_as_the_server_says(redmine: RedmineServer, project: str) -> None:
    number = redmine.issue(project, "Limits")
    with proxied(redmine.url) as proxy:
        proxy.too_many(2)
        assert issue_of(connected(proxy.url), number).title == "Limits"
    assert len(proxy.asked) == 3


def test_an_issue_that_was_refused_with_too_many_requests_is_opened_once(redmine: RedmineServer, project: str) -> None:
    with proxied(redmine.url) as proxy:
        proxy.too_many(1)
        connected(proxy.url).create(draft(project))
    assert [method for method, _ in proxy.asked] == ["POST", "POST"]
    assert redmine.ask("GET", f"issues.json?project_id={project}&status_id=*")["total_count"] == 1


def test_a_server_that_has_no_time_for_long_is_an_error_about_each_issue(redmine: RedmineServer, project: str) -> None:
    number = redmine.issue(project, "Limits")
    with proxied(redmine.url) as proxy:
        proxy.retry_after_s = 3600
        proxy.too_many(9)
        replies = hasty(proxy.url).look_up([reference(number), reference(NEVER_GIVEN)], ignored)
    assert {type(reply) for reply in replies.values()} == {NoAnswerError}
    assert "takes no more requests" in str(replies[reference(number)])


def test_a_server_that_is_down_is_an_error_and_never_lacking(redmine: RedmineServer) -> None:
    with proxied(redmine.url) as proxy:
        pass
    assert "refuses connections" in error_about(hasty(proxy.url), NEVER_GIVEN).reason


def test_a_server_in_maintenance_is_an_error_and_never_lacking(redmine: RedmineServer) -> None:
    with proxied(redmine.url) as proxy:
        proxy.refusals += [503] * 9
        assert "answers 503" in error_about(hasty(proxy.url), NEVER_GIVEN).reason


def test_a_server_that_goes_down_between_the_list_and_the_issue_is_an_error(redmine: RedmineServer) -> None:
    with proxied(redmine.url) as proxy:
        proxy.passed_on = 2
        assert "answers 503" in error_about(hasty(proxy.url), NEVER_GIVEN).reason
    assert len(proxy.asked) > 2


@pytest.mark.parametrize("path", ["/projects/{}", "/nowhere"])
def test_an_address_that_leads_beside_redmine_lacks_nothing(redmine: RedmineServer, project: str, path: str) -> None:
    number = redmine.issue(project, "Limits")
    error_about(connected(redmine.url + path.format(project)), number + 100_000)


def test_the_address_of_an_issue_is_the_issue() -> None:
    assert KIND.from_url("issues/12") == ("", "12")
    assert KIND.from_url("projects/12") is None


def runs(process: str) -> bool:
    """Whether a process is there, and more than an entry that nobody has removed."""
    try:
        state = (Path("/proc") / process / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
    except OSError:
        return False
    return state.split()[0] not in {"Z", "X"}


def test_the_server_ends_with_a_test_run_that_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    script = (
        "import sys; from pathlib import Path; from tests.integration.redmine_server import begin\n"
        "print(begin(Path(sys.argv[1]), Path(sys.argv[2])).pid, flush=True); sys.stdin.read()"
    )
    argv = (sys.executable, "-c", script, tmp_path / "redmine.sqlite3", log)
    deadline = monotonic() + 60
    with subprocess.Popen(
        argv, cwd=Path(__file__).parents[2], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        server = run.stdout.readline().strip()
        while "Puma starting" not in log.read_text(errors="replace"):
            assert monotonic() < deadline, "it never ran"
            sleep(0.02)
        assert runs(server)
        run.send_signal(signal.SIGKILL)
    while runs(server):
        assert monotonic() < deadline, "it still runs"
        sleep(0.02)


def test_the_server_can_be_ended_before_it_has_started(tmp_path: Path) -> None:
    server = begin(tmp_path / "redmine.sqlite3", tmp_path / "log")
    end(server)
    assert server.poll() is not None
