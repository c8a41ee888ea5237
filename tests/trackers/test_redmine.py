"""What no well-behaved Redmine shows. All answers are synthetic; the real one is in `tests/integration`."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from readiness.model.settings import TrackerSettings
from readiness.model.tracking import IssueState, Malformed, Reference
from readiness.trackers.base import Draft, Found, Lacking, Reply
from readiness.trackers.redmine import KIND, connect
from readiness.trackers.redmine_client import Client
from readiness.trackers.redmine_tracker import Redmine
from readiness.trackers.references import resolve
from readiness.web.credentials import Credentials
from readiness.web.errors import NoAnswerError
from readiness.web.session import open_session
from tests.trackers.server import Answer, Asked, Respond, Server, as_json, in_turn, serving
from tests.trackers.talking import HASTY, TOKEN, shows_no_token

VARIABLE = "KEY_OF_REDMINE"
PLATFORM = {"id": 1, "name": "Platform"}
STATUSES = [{"id": 1, "name": "New", "is_closed": False}, {"id": 5, "name": "Closed", "is_closed": True}]
REFUSED = Answer(status=403)
ABSENT = Answer(status=404)


def issue(number: int = 12, **fields: object) -> dict[str, object]:
    return {
        "id": number,
        "project": PLATFORM,
        "status": {"id": 1, "name": "New", "is_closed": False},
        "subject": "Limits",
        "description": "of everything",
        "updated_on": "2026-11-20T10:00:00Z",
        **fields,
    }


def listing(*issues: object, total: object = None) -> Answer:
    total = len(issues) if total is None else total
    return as_json({"issues": issues, "total_count": total, "offset": 0, "limit": 100})


def answering(answers: Mapping[str, Answer | Respond]) -> Respond:
    """Return what answers by the path that is asked for; statuses are as usual unless they are among `answers`."""
    usual: Mapping[str, Answer | Respond] = {"/issue_statuses.json": as_json({"issue_statuses": STATUSES})}

    def respond(asked: Asked) -> Answer:
        answer = {**usual, **answers}.get(asked.target.partition("?")[0], ABSENT)
        return answer if isinstance(answer, Answer) else answer(asked)

    return respond


@contextmanager
def asking_of(respond: Respond) -> Iterator[tuple[Redmine, Server]]:
    """Let a tracker ask a server that answers as `respond` says."""
    with serving(respond) as server:
        session = open_session(server.address, Credentials.header("X-Redmine-API-Key", TOKEN), manners=HASTY)
        yield Redmine("redmine", Client(server.address, session, variable=VARIABLE, given=True)), server


def looked_up(respond: Respond, *numbers: int) -> Sequence[Reply]:
    references = [Reference("redmine", "", str(number)) for number in numbers]
    with asking_of(respond) as (tracker, _):
        replies = tracker.look_up(references, lambda _: None)
    return [replies[reference] for reference in references]


def found(respond: Respond, number: int = 12) -> Found:
    (reply,) = looked_up(respond, number)
    assert isinstance(reply, Found), reply
    return reply


def failure(respond: Respond, number: int = 12) -> NoAnswerError:
    (reply,) = looked_up(respond, number)
    assert isinstance(reply, NoAnswerError), reply
    shows_no_token(reply)
    return reply


def failing(ask: Callable[[Redmine], object], respond: Respond) -> NoAnswerError:
    with asking_of(respond) as (tracker, _), pytest.raises(NoAnswerError) as caught:
        ask(tracker)
    shows_no_token(caught.value)
    return caught.value


def test_the_key_is_sent_in_the_header_of_redmine_and_nowhere_else() -> None:
    with asking_of(answering({"/issues.json": listing(issue())})) as (tracker, server):
        tracker.look_up([Reference("redmine", "", "12")], lambda _: None)
    (asked,) = server.asked
    assert asked.headers["X-Redmine-API-Key"] == TOKEN
    assert TOKEN not in asked.target
    assert "Authorization" not in asked.headers


def test_an_issue_is_told_as_it_is_described() -> None:
    told = issue(
        status={"id": 6, "name": "Rejected", "is_closed": True},
        assigned_to={"id": 3, "name": "Team Blue"},
        due_date="2027-02-01",
    )
    reply = found(answering({"/issues.json": listing(told)}))
    assert reply.text == "Limits\nof everything"
    assert (reply.issue.state, reply.issue.why, reply.issue.assignees) == (
        IssueState.CLOSED,
        "Rejected",
        ("Team Blue",),
    )
    assert (reply.issue.due, reply.issue.updated) == (date(2027, 2, 1), datetime(2026, 11, 20, 10, tzinfo=UTC))


def test_a_redmine_that_does_not_say_whether_an_issue_is_closed_is_asked_for_its_statuses_once() -> None:
    old = answering(
        {"/issues.json": listing(issue(1, status={"id": 5, "name": "Closed"}), issue(2, status=STATUSES[0]))}
    )
    with asking_of(old) as (tracker, server):
        references = [Reference("redmine", "", "1"), Reference("redmine", "", "2")]
        replies = [tracker.look_up(references, lambda _: None) for _ in range(2)]
    states = [[reply.issue.state for reply in told.values() if isinstance(reply, Found)] for told in replies]
    assert states == [[IssueState.CLOSED, IssueState.OPEN]] * 2
    assert [asked.target for asked in server.asked if "statuses" in asked.target] == [
        "/issue_statuses.json?limit=100&offset=0"
    ]


@pytest.mark.parametrize(
    "statuses",
    [
        pytest.param(as_json({"issue_statuses": [{"id": 9, "name": "Closed"}]}), id="neither-says-it"),
        pytest.param(as_json({"issue_statuses": STATUSES}), id="not-among-them"),
        pytest.param(REFUSED, id="refused"),
    ],
)
def test_an_issue_of_which_nobody_says_whether_it_is_closed_is_an_error(statuses: Answer) -> None:
    unsaid = issue(status={"id": 9, "name": "Closed"})
    failure(answering({"/issues.json": listing(unsaid), "/issue_statuses.json": statuses}))


def test_an_answer_about_other_issues_is_none_about_those_that_were_asked_for() -> None:
    others = answering({"/issues.json": listing(issue(13), issue(14))})
    assert isinstance(looked_up(others, 12)[0], Lacking)
    others = answering({"/issues.json": listing(issue(13)), "/issues/12.json": as_json({"issue": issue(13)})})
    assert "issue 12 cannot be understood" in failure(others).reason


def test_an_issue_that_the_list_leaves_out_and_that_can_be_had_alone_is_found() -> None:
    late = answering({"/issues.json": listing(), "/issues/12.json": as_json({"issue": issue()})})
    assert found(late).issue.title == "Limits"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        pytest.param(Answer(b"<html>Sign in</html>", headers={"Content-Type": "text/html"}), "is not JSON", id="page"),
        pytest.param(as_json([]), "cannot be understood", id="a-list"),
        pytest.param(as_json({}), "cannot be understood", id="nothing"),
        pytest.param(as_json({"issues": None, "total_count": 1, "offset": 0, "limit": 100}), "understood", id="null"),
        pytest.param(as_json({"issues": [12]}), "cannot be understood", id="numbers"),
        pytest.param(listing(issue(status=None)), "cannot be understood", id="no-status"),
        pytest.param(
            listing(issue(status={"id": 1, "name": "New", "is_closed": "no"})), "understood", id="text-is-no-bool"
        ),
        pytest.param(listing(issue(due_date="soon")), "cannot be understood", id="no-day"),
        pytest.param(listing(issue(updated_on="2026-11-20T10:00:00")), "cannot be understood", id="no-utc-offset"),
        pytest.param(listing(issue("12")), "cannot be understood", id="number-as-text"),  # type: ignore[arg-type]
        pytest.param(listing(total="many"), "cannot be understood", id="no-total"),
        pytest.param(as_json({}, status=404), "shows no", id="not-there"),
        pytest.param(as_json({}, status=500), "answers 500", id="broken"),
        pytest.param(as_json({}, status=401), f"does not accept the token in {VARIABLE}", id="wrong-key"),
    ],
)
def test_an_answer_that_is_no_list_of_issues_is_an_error_about_each(told: Answer, said: str) -> None:
    replies = looked_up(answering({"/issues.json": told}), 12, 13)
    assert {type(reply) for reply in replies} == {NoAnswerError}
    assert all(said in str(reply) for reply in replies)


def test_a_list_that_claims_to_have_millions_is_not_asked_for_them() -> None:
    endless = answering({"/issues.json": listing(issue(), total=10**9)})
    with asking_of(endless) as (tracker, server):
        tracker.look_up([Reference("redmine", "", "12")], lambda _: None)
        with pytest.raises(NoAnswerError, match="cannot be understood"):
            tracker.find("platform", "a marker")
    assert len(server.asked) == 3


def test_the_key_is_not_sent_to_where_a_redirect_leads() -> None:
    with serving(in_turn(listing(issue()))) as elsewhere:
        moved = Answer(status=302, headers={"Location": f"{elsewhere.address}/issues.json"})
        error = failure(answering({"/issues.json": moved}))
    assert elsewhere.asked == []
    assert "nothing was sent there" in error.reason


def test_no_issue_is_opened_where_a_redirect_leads() -> None:
    with serving(in_turn(as_json({"issue": issue()}, status=201))) as elsewhere:
        moved = Answer(status=301, headers={"Location": f"{elsewhere.address}/projects/platform/issues.json"})
        draft = Draft(project="platform", title="Limits", body="m", marker="m")
        failing(lambda tracker: tracker.create(draft), answering({"/projects/platform/issues.json": moved}))
    assert elsewhere.asked == []


def test_a_day_of_a_version_that_nobody_may_read_is_an_error_and_not_no_day() -> None:
    of_version = issue(fixed_version={"id": 7, "name": "m3"})
    hidden = {"/issues.json": listing(of_version), "/projects/1/versions.json": REFUSED}
    assert "project 1" in failure(answering(hidden)).reason
    unlisted = {**hidden, "/projects/1/versions.json": as_json({"versions": []}), "/versions/7.json": REFUSED}
    assert "version 7" in failure(answering(unlisted)).reason


def test_a_version_that_its_project_does_not_list_is_asked_for_alone_and_once() -> None:
    own = {"id": 7, "name": "m3", "due_date": "2027-03-01"}
    answers = {
        "/issues.json": listing(issue(1, fixed_version=own), issue(2, fixed_version=own)),
        "/projects/1/versions.json": as_json({"versions": []}),
        "/versions/7.json": as_json({"version": own}),
    }
    with asking_of(answering(answers)) as (tracker, server):
        replies = tracker.look_up([Reference("redmine", "", "1"), Reference("redmine", "", "2")], lambda _: None)
    assert [reply.issue.due for reply in replies.values() if isinstance(reply, Found)] == [date(2027, 3, 1)] * 2
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    "listed",
    [
        pytest.param(listing(issue(fixed_version={"id": 8, "name": "m4"})), id="of-another-version"),
        pytest.param(listing(issue()), id="of-none"),
        pytest.param(listing(issue(fixed_version={"id": 7, "name": "m3"}), total=2), id="cut-short"),
    ],
)
def test_open_work_that_is_about_something_else_or_cut_short_is_an_error(listed: Answer) -> None:
    first = [listed]

    def respond(_: Asked) -> Answer:
        return first.pop() if first else listing(total=2)

    answers: Mapping[str, Answer | Respond] = {
        "/users/current.json": as_json({"user": {"id": 3, "login": "release"}}),
        "/projects/platform/versions.json": as_json({"versions": [{"id": 7, "name": "m3"}]}),
        "/projects/1/versions.json": as_json({"versions": [{"id": 7, "name": "m3"}]}),
        "/issues.json": respond,
    }
    error = failing(lambda tracker: tracker.open_work("platform", "m3"), answering(answers))
    assert "the open issues of m3 cannot be understood" in error.reason


def test_a_closed_issue_among_open_work_is_left_out() -> None:
    version = {"id": 7, "name": "m3"}
    closed = issue(13, fixed_version=version, status=STATUSES[1])
    answers = {
        "/users/current.json": as_json({"user": {"id": 3}}),
        "/projects/platform/versions.json": as_json({"versions": [version]}),
        "/projects/1/versions.json": as_json({"versions": [version]}),
        "/issues.json": listing(issue(12, fixed_version=version), closed),
    }
    with asking_of(answering(answers)) as (tracker, _):
        assert [issue.reference.issue for issue in tracker.open_work("platform", "m3")] == ["12"]


def test_of_several_issues_with_the_marker_the_first_is_found() -> None:
    both = listing(issue(14, description="a marker"), issue(13, description="of it"), issue(12, description="a marker"))
    with asking_of(answering({"/issues.json": both})) as (tracker, _):
        first = tracker.find("platform", "a marker")
    assert first is not None
    assert first.reference == Reference("redmine", "", "12")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        pytest.param(as_json({"errors": ["Tracker cannot be blank"]}, status=422), "Tracker cannot be blank", id="422"),
        pytest.param(as_json({"errors": []}, status=422), "refuses a new issue", id="422-without-a-word"),
        pytest.param(as_json({"issue": {}}, status=201), "cannot be understood", id="no-issue"),
        pytest.param(as_json("yes", status=201), "cannot be understood", id="no-object"),
        pytest.param(Answer(b"", 204), "answers 204", id="nothing"),
    ],
)
def test_an_issue_that_was_not_opened_is_an_error(answer: Answer, said: str) -> None:
    draft = Draft(project="platform", title="Limits", body="m", marker="m")
    error = failing(lambda tracker: tracker.create(draft), answering({"/projects/platform/issues.json": answer}))
    assert said in error.reason


def test_an_issue_is_opened_with_its_title_its_body_and_its_day() -> None:
    opened = answering({"/projects/platform/issues.json": as_json({"issue": issue()}, status=201)})
    with asking_of(opened) as (tracker, server):
        draft = Draft(project="platform", title="Limits", body="Line\nm\n", marker="m", due=date(2027, 2, 1))
        assert tracker.create(draft).reference == Reference("redmine", "", "12")
    (asked,) = server.asked
    assert asked.json() == {"issue": {"subject": "Limits", "description": "Line\nm\n", "due_date": "2027-02-01"}}


@pytest.mark.parametrize(
    ("who", "said"),
    [
        pytest.param(Answer(status=401), f"does not accept the token in {VARIABLE}", id="a-wrong-key"),
        pytest.param(REFUSED, "looks at no token", id="no-keys-at-all"),
    ],
)
def test_open_work_is_not_listed_for_somebody_whom_redmine_does_not_know(who: Answer, said: str) -> None:
    answers = {"/users/current.json": who, "/projects/platform/versions.json": as_json({"versions": []})}
    assert said in failing(lambda tracker: tracker.open_work("platform", "m3"), answering(answers)).reason
    hidden = answering({**answers, "/issues.json": listing(), "/issues/12.json": REFUSED})
    assert said in failure(hidden).reason


def test_open_work_of_a_version_that_is_not_there_names_those_that_are() -> None:
    versions = as_json({"versions": [{"id": 7, "name": "m3"}, {"id": 8, "name": "m4"}]})
    answers = {"/users/current.json": as_json({"user": {"id": 3}}), "/projects/platform/versions.json": versions}
    error = failing(lambda tracker: tracker.open_work("platform", "M3"), answering(answers))
    assert "has no version called `M3`" in error.reason
    assert "`m3`, `m4`" in error.action


@pytest.mark.parametrize("project", ["", "../users", "platform?key=x", "acme/platform"])
def test_what_is_no_identifier_of_a_project_is_never_asked_for(project: str) -> None:
    with asking_of(answering({})) as (tracker, server), pytest.raises(NoAnswerError, match="no project at") as caught:
        tracker.find(project, "a marker")
    assert server.asked == []
    assert "[trackers.redmine]" in caught.value.action


@pytest.mark.parametrize("environment", [{}, {VARIABLE: TOKEN}], ids=["nobody", "somebody"])
def test_a_tracker_as_it_is_configured_asks_with_the_key_of_its_variable(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with serving(answering({"/issues.json": listing(issue())})) as server:
        settings = TrackerSettings(kind="redmine", url=server.address, token_env=VARIABLE)
        tracker = connect("work", settings, environment)
        assert server.asked == []
        (reply,) = tracker.look_up([Reference("work", "", "12")], lambda _: None).values()
    assert isinstance(reply, Found)
    assert (reply.issue.reference, reply.issue.url) == (Reference("work", "", "12"), f"{server.address}/issues/12")
    assert server.asked[0].headers.get("X-Redmine-API-Key") == environment.get(VARIABLE)


def test_a_tracker_without_an_address_says_where_to_write_it() -> None:
    with pytest.raises(NoAnswerError, match="where tracker work is") as caught:
        connect("work", TrackerSettings(kind="redmine"), {})
    assert "[trackers.work]" in caught.value.action


def test_a_tracker_whose_client_is_not_installed_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "redminelib", None)
    monkeypatch.delitem(sys.modules, "readiness.trackers.redmine_client", raising=False)
    monkeypatch.delitem(sys.modules, "readiness.trackers.redmine_tracker", raising=False)
    with pytest.raises(NoAnswerError, match="not installed") as caught:
        connect("redmine", TrackerSettings(kind="redmine", url="https://redmine.example.org"), {})
    assert "readiness[redmine]" in caught.value.action


SETTINGS = {"redmine": TrackerSettings(kind="redmine", url="https://example.org/redmine")}
NAMED = Reference("redmine", "", "12")


@pytest.mark.parametrize(
    "written",
    ["redmine:12", "https://example.org/redmine/issues/12", "https://example.org/redmine/issues/12?tab=history#note-3"],
)
def test_an_issue_is_named_by_its_number_or_its_address(written: str) -> None:
    assert resolve(written, SETTINGS, {"redmine": KIND}) == NAMED
    assert str(NAMED) == "redmine:12"


@pytest.mark.parametrize(
    "written",
    [
        "redmine:#12",
        "redmine:platform#12",
        "redmine:0",
        "redmine:x",
        "redmine:",
        "redmine:1234567890",
        "https://example.org/redmine/projects/12",
        "https://example.org/redmine/issues/12/edit",
    ],
)
def test_what_names_no_issue_shows_how_one_is_named(written: str) -> None:
    wrong = resolve(written, SETTINGS, {"redmine": KIND})
    assert isinstance(wrong, Malformed)
    assert "redmine:12" in wrong.action or "url" in wrong.action
