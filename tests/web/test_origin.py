import subprocess
from pathlib import Path

import pytest
import requests

from readiness.web.credentials import Credentials
from readiness.web.errors import NoAnswerError
from readiness.web.origin import Origin, origin_of
from readiness.web.session import asking, mount
from tests.trackers.server import Answer, as_json, in_turn, serving
from tests.trackers.talking import HASTY, TOKEN, failing, session_for

ELSEWHERE = [
    "http://127.0.0.1:{other}/",
    "HTTP://127.0.0.1:{other}/",
    "//127.0.0.1:{other}/",
    "http://127.0.0.1:{port}@127.0.0.1:{other}/",
    "http://127.0.0.1:{other}\\@127.0.0.1:{port}/",
    "http://127.0.0.1:{other}#@127.0.0.1:{port}/",
    "http://127.0.0.1:{other}?@127.0.0.1:{port}/",
    "http://x:y@127.0.0.1:{port}/",
    "http://localhost:{other}/",
    "http://127.0.0.1:{port}1/",
    "http://127.0.0.1/",
    "https://127.0.0.1:{port}/",
    "http://[::1",
    "\xff\xfe",
    "file:///etc/hostname",
    "ftp://127.0.0.1:{other}/",
]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_takes_the_token_to_another_port(status: int) -> None:
    with serving(lambda _: as_json({})) as other:
        led = Answer(status=status, headers={"Location": f"{other.address}/"})
        with serving(lambda _: led) as here:
            error = failing(session_for(here.address), f"{here.address}/issues")
    assert other.asked == []
    assert f"leads to {other.address}" in error.reason
    assert "`url`" in error.action


@pytest.mark.parametrize("written", ELSEWHERE)
def test_no_way_of_writing_an_address_leads_elsewhere(written: str) -> None:
    with serving(lambda _: as_json({})) as other, serving(lambda _: answers.pop(0)) as here:
        location = written.format(port=here.port, other=other.port)
        answers = [Answer(status=302, headers={"Location": location})]
        failing(session_for(here.address), f"{here.address}/issues")
    assert (len(here.asked), other.asked) == (1, [])


def test_a_redirect_within_the_server_is_followed_with_the_token() -> None:
    moved = Answer(status=301, headers={"Location": "/repositories/1/issues"})
    with serving(in_turn(moved, as_json([1]))) as server:
        assert asking(session_for(server.address), "GET", f"{server.address}/issues").json() == [1]
    assert [asked.target for asked in server.asked] == ["/issues", "/repositories/1/issues"]
    assert {asked.headers["Authorization"] for asked in server.asked} == {f"Bearer {TOKEN}"}


def test_a_circle_of_redirects_ends() -> None:
    with serving(lambda _: Answer(status=302, headers={"Location": "/"})) as server:
        assert "redirects too often" in failing(session_for(server.address), server.address).reason
    assert len(server.asked) < 10


@pytest.mark.parametrize("status", [301, 302, 303])
def test_what_opens_an_issue_never_turns_into_a_question(status: int) -> None:
    moved = Answer(status=status, headers={"Location": "/elsewhere"})
    with serving(in_turn(moved, as_json({"number": 1}))) as server:
        failing(session_for(server.address), f"{server.address}/issues", "POST")
    assert [asked.target for asked in server.asked] == ["/issues"]


def test_what_opens_an_issue_follows_a_renamed_project() -> None:
    moved = Answer(status=307, headers={"Location": "/repositories/1/issues"})
    with serving(in_turn(moved, as_json({"number": 1}, 201))) as server:
        answer = asking(session_for(server.address), "POST", f"{server.address}/issues", json={"title": "x"})
    assert answer.status_code == 201
    assert [(asked.method, asked.json()) for asked in server.asked] == [("POST", {"title": "x"})] * 2


def test_nobody_is_led_from_tls_to_plain_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = certificate(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(key))
    with serving(lambda _: as_json({})) as plain:
        led = Answer(status=302, headers={"Location": f"{plain.address}/"})
        with serving(in_turn(as_json({"ok": True}), led), key) as secure:
            session = session_for(secure.address)
            assert asking(session, "GET", secure.address).json() == {"ok": True}
            assert f"leads to {plain.address}" in failing(session, secure.address).reason
    assert plain.asked == []


def test_a_certificate_that_nobody_vouches_for_stops_everything(tmp_path: Path) -> None:
    with serving(lambda _: as_json({}), certificate(tmp_path)) as server:
        error = failing(session_for(server.address), server.address)
    assert server.asked == []
    assert f"the certificate of 127.0.0.1:{server.port} does not hold" in error.reason
    assert "REQUESTS_CA_BUNDLE" in error.action


def test_a_server_without_tls_is_no_server_with_it() -> None:
    with serving(lambda _: as_json({})) as server:
        secure = server.address.replace("http:", "https:")
        error = failing(session_for(secure), secure)
    assert "speaks no TLS" in error.reason
    assert server.asked == []


def test_a_file_of_authorities_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/at-all.pem")
    with serving(lambda _: as_json({})) as server:
        assert "REQUESTS_CA_BUNDLE" in failing(session_for(server.address), server.address).reason
    assert server.asked == []


def test_no_client_can_switch_certificates_off(tmp_path: Path) -> None:
    with (
        serving(lambda _: as_json({}), certificate(tmp_path)) as server,
        pytest.raises(NoAnswerError, match="certific"),
    ):
        session_for(server.address).get(server.address, verify=False)
    assert server.asked == []


def test_a_session_that_a_client_made_gets_the_same_manners() -> None:
    session = requests.Session()
    with serving(lambda _: as_json({})) as other, serving(lambda _: as_json({})) as here:
        mount(session, here.address, Credentials.header("PRIVATE-TOKEN", TOKEN), manners=HASTY)
        session.get(here.address)
        failing(session, other.address)
    assert [asked.headers["PRIVATE-TOKEN"] for asked in here.asked] == [TOKEN]
    assert other.asked == []


def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving(lambda _: as_json({"by": "proxy"})) as proxy:
        monkeypatch.setenv("http_proxy", proxy.address)
        answer = asking(session_for("http://tracker.invalid"), "GET", "http://tracker.invalid/issues")
    assert answer.json() == {"by": "proxy"}
    assert [asked.target for asked in proxy.asked] == ["http://tracker.invalid/issues"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://host", "https://host:443/x"),
        ("http://HOST/", "HTTP://host:80"),
        ("https://[::1]/", "https://[::1]:443"),
    ],
)
def test_an_origin_is_the_same_however_it_is_written(one: str, other: str) -> None:
    assert Origin.of(one) == Origin.of(other)


@pytest.mark.parametrize("url", ["", "host", "ftp://host", "https://", "https://a@b", "https://a:b@c", "https://h:x"])
def test_what_is_no_address_of_a_server_is_said_to_be_none(url: str) -> None:
    with pytest.raises(NoAnswerError, match="no address of a server"):
        origin_of(url)


def certificate(folder: Path) -> Path:
    """Return a file with a new key and a certificate for the loopback address that it signed itself."""
    key, pem = folder / "key.pem", folder / "both.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
    command = ["openssl", "req", "-x509", *made, "-keyout", str(key), "-out", str(pem), *subject]
    subprocess.run(command, check=True, capture_output=True)
    pem.write_text(pem.read_text() + key.read_text())
    return pem
