import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from time import monotonic, sleep

import pytest
import requests

from readiness.web.adapter import Adapter
from readiness.web.errors import NoAnswerError
from readiness.web.exchange import failure_of
from readiness.web.manners import Manners, again_at, asked_wait, is_limit
from readiness.web.session import asking
from tests.trackers.cutting import cutting
from tests.trackers.server import Answer, Asked, as_json, in_turn, serving
from tests.trackers.talking import HASTY, failing, session_for

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_that_flaps_is_asked_again(status: int) -> None:
    with serving(in_turn(Answer(status=status), Answer(status=status), as_json([1]))) as server:
        assert asking(session_for(server.address), "GET", server.address).json() == [1]
    assert len(server.asked) == 3


def test_a_server_that_stays_down_is_told_by_its_name_and_then_left_in_peace() -> None:
    with serving(lambda _: Answer(status=503)) as server:
        session = session_for(server.address)
        error = failing(session, server.address)
        again = failing(session, server.address)
    assert error.reason == again.reason == f"127.0.0.1:{server.port} answers 503"
    assert len(server.asked) == HASTY.tries


def test_one_question_that_is_too_much_does_not_silence_the_others() -> None:
    with serving(lambda asked: Answer(status=502) if asked.target == "/heavy" else as_json([1])) as server:
        session = session_for(server.address)
        failing(session, f"{server.address}/heavy")
        assert asking(session, "GET", f"{server.address}/light").json() == [1]


@pytest.mark.parametrize("status", [500, 501, 502, 503, 504])
def test_what_opens_an_issue_is_not_sent_again_to_a_server_that_failed(status: int) -> None:
    with serving(lambda _: Answer(status=status)) as server:
        error = failing(session_for(server.address), server.address, "POST")
    assert len(server.asked) == 1
    assert "looked for first" in error.action


def test_what_opens_an_issue_is_not_sent_again_when_the_connection_broke() -> None:
    with cutting() as (address, received):
        error = failing(session_for(address), f"{address}/issues", "POST")
        assert len(received) == 1
    assert error.reason == f"the connection to {address.removeprefix('http://')} broke"
    assert "looked for first" in error.action


def test_a_question_is_asked_again_when_the_connection_broke() -> None:
    with cutting() as (address, received):
        failing(session_for(address), f"{address}/issues")
        assert len(received) == HASTY.tries


@pytest.mark.parametrize("limit", [as_json({}, 429, Retry_After="0"), as_json({}, 403, Retry_After="0")])
def test_what_was_turned_away_for_its_number_is_sent_again(limit: Answer) -> None:
    with serving(in_turn(limit, as_json({"number": 1}, 201))) as server:
        answer = asking(session_for(server.address), "POST", server.address, json={"title": "x"})
    assert answer.status_code == 201
    assert [asked.json() for asked in server.asked] == [{"title": "x"}] * 2


def test_a_question_by_post_is_asked_again_at_its_path_alone() -> None:
    with serving(in_turn(Answer(status=502), as_json({}), Answer(status=502))) as server:
        session = session_for(server.address, asks_by_post=["/graphql"])
        assert asking(session, "POST", f"{server.address}/graphql", json={}).json() == {}
        failing(session, f"{server.address}/graphql/issues", "POST")
    assert [asked.target for asked in server.asked] == ["/graphql", "/graphql", "/graphql/issues"]


def test_who_is_told_to_come_back_in_a_second_does() -> None:
    with serving(in_turn(as_json({}, 429, Retry_After="1"), as_json([1]))) as server:
        assert asking(session_for(server.address), "GET", server.address).json() == [1]
    assert len(server.asked) == 2


def test_who_is_told_to_come_back_much_later_says_when() -> None:
    later = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
    with serving(lambda _: as_json({}, 429, Retry_After=format_datetime(later, usegmt=True))) as server:
        session = session_for(server.address)
        error, again = failing(session, server.address), failing(session, server.address)
    assert error.reason == f"127.0.0.1:{server.port} takes no more requests for now"
    assert f"{later:%Y-%m-%d %H:%M}" in error.action
    assert again.action == error.action
    assert len(server.asked) == 1


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_server_that_is_being_mended_says_when_it_will_be_back(method: str) -> None:
    later = datetime.now(UTC) + timedelta(hours=2)
    with serving(lambda _: Answer(status=503, headers={"Retry-After": "7200"})) as server:
        error = failing(session_for(server.address), server.address, method)
    assert f"again after {later:%Y-%m-%d}" in error.action
    assert len(server.asked) == 1


def test_github_says_403_when_a_budget_is_spent() -> None:
    reset = datetime.now(UTC) + timedelta(minutes=30)
    spent = {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": str(int(reset.timestamp()))}
    with serving(lambda _: as_json({}, 403, **spent)) as server:
        error = failing(session_for(server.address), server.address)
    assert f"{reset:%H:%M}" in error.action


def test_a_403_that_is_no_limit_is_an_answer() -> None:
    with serving(lambda _: as_json({"message": "no"}, 403, X_RateLimit_Remaining="41")) as server:
        assert asking(session_for(server.address), "GET", server.address).status_code == 403
    assert len(server.asked) == 1


def test_a_limit_that_one_is_told_of_is_waited_for_by_all() -> None:
    said: list[float] = []

    def respond(_: Asked) -> Answer:
        if not said:
            said.append(monotonic())
            return as_json({}, 429, Retry_After="1")
        return as_json("early" if monotonic() - said[0] < 0.9 else "in time")

    with serving(respond) as server, ThreadPoolExecutor(1) as pool:
        session = session_for(server.address)
        adapter = session.get_adapter(server.address)
        assert isinstance(adapter, Adapter)
        first = pool.submit(asking, session, "GET", server.address)
        while not adapter._rest_until:
            sleep(0.001)
        second = asking(session, "GET", server.address)
        assert (first.result().json(), second.json()) == ("in time", "in time")


def test_a_limit_that_ends_too_late_is_told_to_all() -> None:
    with serving(lambda _: as_json([])) as server:
        session = session_for(server.address)
        adapter = session.get_adapter(server.address)
        assert isinstance(adapter, Adapter)
        adapter._rest_until = monotonic() + 7200
        assert "try again after" in failing(session, server.address).action
    assert server.asked == []


def test_a_port_where_nobody_listens_is_tried_again_and_then_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    error = failing(session_for(f"http://127.0.0.1:{port}"), f"http://127.0.0.1:{port}", "POST")
    assert error.reason == f"127.0.0.1:{port} refuses connections"
    assert "`url`" in error.action


def test_a_name_that_nobody_knows_is_told() -> None:
    session = session_for("http://tracker.invalid", replace(HASTY, tries=1))
    session.trust_env = False
    assert failing(session, "http://tracker.invalid/x").reason == "tracker.invalid cannot be found"


def test_a_server_that_says_nothing_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        session = session_for(address, Manners(read_s=0.05, tries=2, first_wait_s=0.001))
        assert failing(session, address).reason.endswith("does not answer in time")


def test_the_time_for_all_tries_is_bounded() -> None:
    with serving(lambda _: Answer(status=503)) as server:
        failing(session_for(server.address, Manners(wait_s=0.0)), server.address)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param({"retry-after": "7"}, 7.0, id="seconds"),
        pytest.param({"retry-after": " 7 "}, 7.0, id="white-space"),
        pytest.param({"retry-after": "Mon, 04 May 2026 09:00:05 GMT"}, 5.0, id="date"),
        pytest.param({"retry-after": "Mon, 04 May 2026 08:00:05 GMT"}, 0.0, id="date-that-is-over"),
        pytest.param({"retry-after": "-7"}, None, id="negative"),
        pytest.param({"retry-after": "soon"}, None, id="words"),
        pytest.param({"retry-after": "1e9"}, None, id="exponent"),
        pytest.param({"retry-after": "9" * 5000}, 999999999.0, id="endless"),
        pytest.param({"retry-after": "٣"}, None, id="other-digits"),
        pytest.param({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1777885260"}, 60.0, id="reset"),
        pytest.param({"x-ratelimit-remaining": "9", "x-ratelimit-reset": "1777885260"}, None, id="budget-left"),
        pytest.param({}, None, id="nothing"),
    ],
)
def test_how_long_to_wait_is_read_as_it_is_written(headers: dict[str, str], expected: float | None) -> None:
    assert asked_wait(requests.structures.CaseInsensitiveDict(headers), NOW) == expected


@pytest.mark.parametrize(("status", "headers"), [(429, {}), (403, {"retry-after": "1"})])
def test_too_many_requests_are_known_by_status_and_header(status: int, headers: dict[str, str]) -> None:
    assert is_limit(status, headers)
    assert not is_limit(404, headers)


def test_pauses_grow() -> None:
    assert Manners().pause(1) <= 0.5 <= Manners().pause(2) <= 1.0 <= Manners().pause(3)


def test_an_endless_wait_is_no_crash() -> None:
    with serving(lambda _: as_json({}, 429, Retry_After="9" * 40)) as server, pytest.raises(NoAnswerError):
        asking(session_for(server.address), "GET", server.address)


def test_a_time_that_no_calendar_has_is_not_told() -> None:
    assert again_at(NOW, 60.0) == NOW + timedelta(minutes=1)
    assert again_at(NOW, 1e15) is None


@pytest.mark.parametrize(("reads", "again"), [(True, True), (False, False)])
def test_tls_that_ends_in_the_middle_is_a_connection_that_broke(reads: bool, again: bool) -> None:  # noqa: FBT001
    failure = failure_of(requests.exceptions.SSLError(ssl.SSLEOFError(8, "EOF")), "host", reads=reads)
    assert (failure.again, failure.error.reason) == (again, "the connection to host broke")
