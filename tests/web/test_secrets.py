import logging
from pathlib import Path

import pytest

from readiness.web.credentials import Credentials, token_in
from readiness.web.errors import NoAnswerError
from readiness.web.session import asking, open_session
from tests.trackers.server import Answer, as_json, serving
from tests.trackers.talking import TOKEN, failing, session_for, shows_no_token


def test_nothing_that_a_client_holds_has_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(lambda _: as_json({})) as server:
        session = session_for(server.address)
        answer = asking(session, "GET", server.address)
    assert server.asked[0].headers["Authorization"] == f"Bearer {TOKEN}"
    held = [vars(session), vars(answer), vars(answer.request), dict(answer.request.headers), dict(session.headers)]
    assert TOKEN not in f"{held} {session!r} {answer!r} {answer.request!r} {caplog.text}"


def test_credentials_do_not_show_what_they_are() -> None:
    for credentials in (Credentials.bearer(TOKEN), Credentials.header("X", TOKEN), Credentials.basic("me", TOKEN)):
        assert TOKEN not in f"{credentials} {credentials!r}"
        assert credentials.given
    assert not Credentials.none().given


def test_the_encoded_password_is_hidden_too() -> None:
    credentials = Credentials.basic("me", TOKEN)
    (value,) = credentials.headers.values()
    assert credentials.hidden(f"{value} {TOKEN}".encode()) == b"Basic [token] [token]"


def test_what_is_too_short_to_be_a_secret_is_not_taken_out() -> None:
    assert Credentials.bearer("a").hidden(b"a cat") == b"a cat"


@pytest.fixture
def _netrc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password from-netrc\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))


@pytest.mark.usefixtures("_netrc")
def test_netrc_is_not_read() -> None:
    with serving(lambda _: as_json({})) as server:
        answer = asking(session_for(server.address), "GET", server.address)
    assert "Authorization" not in answer.request.headers


@pytest.mark.usefixtures("_netrc")
@pytest.mark.parametrize("credentials", [Credentials.none(), Credentials.header("PRIVATE-TOKEN", TOKEN)])
def test_what_a_client_or_a_redirect_takes_from_netrc_is_not_sent(credentials: Credentials) -> None:
    answers = [Answer(status=302, headers={"Location": "/there"}), as_json({}), as_json({})]
    with serving(lambda _: answers.pop(0)) as server:
        session = open_session(server.address, credentials)
        asking(session, "GET", server.address)
        session.auth = ("me", "from-a-client")
        asking(session, "GET", server.address)
    assert [asked.headers["Authorization"] for asked in server.asked] == [None] * 3


def test_no_cookie_is_taken() -> None:
    with serving(lambda _: as_json({}, Set_Cookie="a=b")) as server:
        session = session_for(server.address)
        for _ in range(2):
            asking(session, "GET", server.address)
    assert [asked.headers.get("Cookie") for asked in server.asked] == [None, None]


def test_an_error_that_threads_share_is_no_thread_of_requests() -> None:
    with serving(lambda _: Answer(status=503)) as server:
        session = session_for(server.address)
        first, second = failing(session, server.address), failing(session, server.address)
    assert first is not second


@pytest.mark.parametrize("written", ["a\nX-Evil: 1", "a b", "gh\x00p", "töken", "a\r\n\r\nb"])
def test_what_cannot_be_a_token_is_not_sent_and_not_shown(written: str) -> None:
    with pytest.raises(NoAnswerError, match="TRACKER_TOKEN") as caught:
        token_in({"TRACKER_TOKEN": written}, "TRACKER_TOKEN")
    shows_no_token(caught.value)
    assert written not in f"{caught.value!r} {caught.value.action}"


@pytest.mark.parametrize(("environment", "expected"), [({}, None), ({"T": " \n"}, None), ({"T": f"{TOKEN}\n"}, TOKEN)])
def test_a_token_is_taken_without_white_space_around_it(environment: dict[str, str], expected: str | None) -> None:
    assert token_in(environment, "T") == expected
