import gzip
import json
import socket
import subprocess
import zlib
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from readiness import __version__
from readiness.errors import EvidenceMissingError, EvidenceUnreadableError
from readiness.evidence import KINDS, http_exchange
from readiness.evidence.http_exchange import get
from readiness.model.evidence import Claim, Reading, Source
from tests.evidence.server import Answer, answer, serving

HTTP: Final = KINDS["http"]
PAGE: Final = "https://example.org/health"


def condition(**fields: Any) -> Any:  # noqa: ANN401 - as YAML
    return HTTP.condition.model_validate({"url": PAGE, **fields})


def collected(**fields: Any) -> Claim:  # noqa: ANN401
    """Ask, and read what was answered."""
    assert HTTP.collect is not None
    asked = condition(**fields)
    return HTTP.read(Reading(asked, (HTTP.collect(asked),)))


def reasons(**fields: Any) -> list[str]:  # noqa: ANN401
    return list(HTTP.meets(collected(**fields).measured, condition(**fields)))


def stored(**changes: object) -> Source:
    found = {
        "url": PAGE,
        "final_url": PAGE,
        "status": 200,
        "leads_to": None,
        "took_s": 0.25,
        "size": 2,
        "sha256": "0" * 64,
        "cut": False,
        "held": {"ok": True},
        **changes,
    }
    return Source("http-exchange.json", json.dumps(found).encode())


def test_only_prove_can_make_it() -> None:
    assert (HTTP.needs_run, HTTP.needs_path, HTTP.document) == (True, False, False)


def test_a_server_is_asked_and_its_answer_measured() -> None:
    asked: list[BaseHTTPRequestHandler] = []
    before = datetime.now(UTC)
    with serving({"/health?deep=1": answer('{"status": "ok"}')}, asked) as server:
        claim = collected(url=f"{server}/health?deep=1", holds=['"ok"', "degraded"])
    took_s = claim.measured["took_s"]
    assert isinstance(took_s, float)
    assert 0 <= took_s < 30
    assert dict(claim.measured) == {
        "url": f"{server}/health?deep=1",
        "final_url": f"{server}/health?deep=1",
        "status": 200,
        "leads_to": None,
        "took_s": took_s,
        "size": 16,
        "sha256": sha256(b'{"status": "ok"}').hexdigest(),
        "cut": False,
        "held": {'"ok"': True, "degraded": False},
    }
    assert claim.made_at is not None
    assert before <= claim.made_at <= datetime.now(UTC)
    [handler] = asked
    assert handler.headers.items() == [
        ("Host", urlsplit(server).netloc),
        ("User-Agent", f"readiness/{__version__}"),
        ("Accept", "*/*"),
        ("Accept-Encoding", "identity"),
        ("Connection", "close"),
    ]


def test_what_was_not_asked_is_missing() -> None:
    with pytest.raises(EvidenceMissingError, match=rf"^{PAGE} has not been asked$"):
        HTTP.read(Reading(condition()))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({}, [], id="nothing-asked"),
        pytest.param({"status": [200, 204]}, [], id="one-of-several"),
        pytest.param({"status": 204}, [f"{PAGE} answered 200, asked for is 204"], id="another-status"),
        pytest.param({"holds": "ok"}, [], id="held"),
        pytest.param({"holds": ["ok", "up"]}, [f"what {PAGE} answered does not hold 'up'"], id="not-looked-up"),
        pytest.param({"within": "1s"}, [], id="in-time"),
    ],
)
def test_what_the_answer_has_to_be(fields: dict[str, Any], expected: list[str]) -> None:
    claim = HTTP.read(Reading(condition(**fields), (stored(),)))
    assert list(HTTP.meets(claim.measured, condition(**fields))) == expected


def test_too_slow_an_answer_is_not_enough() -> None:
    claim = HTTP.read(Reading(condition(), (stored(took_s=2.001),)))
    assert HTTP.meets(claim.measured, condition(within="2s")) == ("it took 2.001 s, 2 s are allowed",)


def test_an_error_of_the_server_is_a_failure_and_not_unknown() -> None:
    with serving({"/": answer("sorry", 503)}) as server:
        assert reasons(url=f"{server}/") == [f"{server}/ answered 503, asked for is 200"]


class TestRedirects:
    def test_they_are_followed_within_the_host(self) -> None:
        pages = {"/a": answer(status=302, Location="/b?session=secret"), "/b?session=secret": answer("here")}
        with serving(pages) as server:
            claim = collected(url=f"{server}/a", holds="here")
            assert reasons(url=f"{server}/a", status=201) == [
                f"{server}/a answered 200, after redirects to {server}/b, asked for is 201"
            ]
        assert (claim.measured["status"], claim.measured["final_url"]) == (200, f"{server}/b")
        assert "secret" not in json.dumps(claim.measured)

    @pytest.mark.parametrize(
        ("location", "leads_to"),
        [
            pytest.param("https://login.example.org/?token=secret", "https://login.example.org/", id="another-host"),
            pytest.param("http://me:secret@localhost/", "http://localhost/", id="another-name"),
            pytest.param("//127.0.0.1:1/x", "http://127.0.0.1:1/x", id="another-port"),
            pytest.param("ftp://127.0.0.1/#secret", "ftp://127.0.0.1/", id="another-scheme"),
            pytest.param("file:///etc/passwd", "file:///etc/passwd", id="file"),
        ],
    )
    def test_to_elsewhere_they_are_the_answer(self, location: str, leads_to: str) -> None:
        with serving({"/": answer("moved", 301, Location=location)}) as server:
            claim = collected(url=f"{server}/", status=301, holds="moved")
            assert reasons(url=f"{server}/") == [
                f"{server}/ answered 301, asked for is 200; it leads to {leads_to}, which is not followed"
            ]
            assert reasons(url=f"{server}/", status=301, holds="moved") == []
        assert "secret" not in json.dumps(claim.measured)

    @pytest.mark.parametrize(
        ("here", "there", "stays"),
        [
            ("http://a.example/", "https://a.example/x", True),
            ("http://a.example/", "http://A.EXAMPLE:80/", True),
            ("https://a.example/", "https://a.example:443/", True),
            ("https://a.example/", "http://a.example/", False),
            ("http://a.example/", "https://a.example:8443/", False),
            ("http://a.example:8080/", "https://a.example/", False),
            ("http://a.example/", "http://a.example.org/", False),
        ],
    )
    def test_the_same_host_is_the_same_name_and_port_or_its_https(self, here: str, there: str, stays: bool) -> None:  # noqa: FBT001
        assert http_exchange._stays(urlsplit(here), urlsplit(there)) == stays

    def test_without_end_they_are_unreadable(self) -> None:
        asked: list[BaseHTTPRequestHandler] = []
        with (
            serving({"/": answer(status=307, Location="/")}, asked) as server,
            pytest.raises(EvidenceUnreadableError, match="it redirects more than 5 times"),
        ):
            get(f"{server}/")
        assert len(asked) == 6

    def test_a_redirect_to_nowhere_is_the_answer(self) -> None:
        with serving({"/": answer(status=302)}) as server:
            assert reasons(url=f"{server}/") == [f"{server}/ answered 302, asked for is 200"]


class TestBody:
    def body(self, sent: Answer) -> http_exchange.Exchange:
        with serving({"/": sent}) as server:
            return get(f"{server}/")

    def test_a_huge_one_is_cut(self) -> None:
        closed = Event()

        def endless(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Length", str(2**40))
            handler.end_headers()
            try:
                while True:
                    handler.wfile.write(b"a" * 65536)
            finally:
                closed.set()

        with serving({"/": endless}) as server:
            claim = collected(url=f"{server}/", holds=["aaaa", "b"])
            assert closed.wait(10)
            assert HTTP.meets(claim.measured, condition(url=f"{server}/", holds=["aaaa", "b"])) == (
                f"the first 1 MiB of what {server}/ answered does not hold 'b'",
            )
        assert (claim.measured["size"], claim.measured["cut"]) == (1024 * 1024, True)
        assert claim.measured["sha256"] == sha256(b"a" * 1024 * 1024).hexdigest()

    def test_one_that_is_just_small_enough_is_whole(self) -> None:
        found = self.body(answer(b"a" * 1024 * 1024))
        assert (found.size, found.cut) == (1024 * 1024, False)

    @pytest.mark.parametrize(
        ("sent", "content_type", "text"),
        [
            pytest.param("größer".encode(), "text/plain", "größer", id="utf-8"),
            pytest.param("größer".encode("latin-1"), "text/plain; charset=ISO-8859-1", "größer", id="latin-1"),
            pytest.param("größer".encode("latin-1"), "text/plain", "gr\ufffd\ufffder", id="not-utf-8"),
            pytest.param("größer".encode("utf-16"), "text/plain; charset=utf-16", "größer", id="utf-16"),
            pytest.param(b"6f6b", "text/plain; charset=hex", "6f6b", id="no-charset"),
            pytest.param(b"ok", "text/plain; charset=\x00", "ok", id="nonsense"),
        ],
    )
    def test_it_is_decoded(self, sent: bytes, content_type: str, text: str) -> None:
        assert self.body(answer(sent, Content_Type=content_type)).body == text

    def test_it_is_unpacked(self) -> None:
        packed = gzip.compress(b"all is well")
        found = self.body(answer(packed, Content_Encoding="gzip"))
        assert (found.body, found.size, found.cut) == ("all is well", len(packed), False)
        assert found.sha256 == sha256(packed).hexdigest()

    def test_a_bomb_is_cut(self) -> None:
        found = self.body(answer(gzip.compress(b"\0" * 64 * 1024 * 1024), Content_Encoding="x-gzip"))
        assert found.body is not None
        assert (len(found.body), found.cut) == (1024 * 1024, True)

    @pytest.mark.parametrize(
        ("sent", "coding"),
        [
            pytest.param(zlib.compress(b"ok"), "deflate", id="deflate"),
            pytest.param(b"ok", "br", id="brotli"),
            pytest.param(b"ok", "gzip", id="no-gzip"),
        ],
    )
    def test_what_cannot_be_unpacked_matters_where_something_is_looked_up_in_it(self, sent: bytes, coding: str) -> None:
        with serving({"/": answer(sent, Content_Encoding=coding)}) as server:
            assert reasons(url=f"{server}/") == []
            with pytest.raises(EvidenceUnreadableError, match="in a packed form that cannot be undone"):
                collected(url=f"{server}/", holds="ok")

    def test_one_in_chunks_is_put_together(self) -> None:
        def chunks(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Transfer-Encoding", "chunked")
            handler.end_headers()
            handler.wfile.write(b"3\r\nall\r\n5\r\n well\r\n0\r\n\r\n")

        assert self.body(chunks).body == "all well"

    @pytest.mark.parametrize(
        "head",
        [
            pytest.param(b"Content-Length: 10\r\n\r\nok", id="length"),
            pytest.param(b"Transfer-Encoding: chunked\r\n\r\nA\r\nok", id="chunk"),
            pytest.param(b"Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", id="chunks"),
        ],
    )
    def test_one_that_ends_early_is_unreadable(self, head: bytes) -> None:
        def broken(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + head)
            handler.close_connection = True

        with pytest.raises(EvidenceUnreadableError, match="cannot be read"):
            self.body(broken)


class TestNoAnswer:
    def test_nobody_listens(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
            with pytest.raises(EvidenceUnreadableError, match=r"cannot be read: .*refused"):
                get(url)

    @pytest.mark.parametrize("drip", [b"", b"a"], ids=["silent", "byte-by-byte"])
    @pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["header", "body"])
    def test_a_slow_server_is_given_up(self, head: bytes, drip: bytes) -> None:
        over = Event()

        def slow(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(head)
            while not over.wait(0.01):
                handler.wfile.write(drip)
            handler.close_connection = True

        with serving({"/": slow}) as server:
            with pytest.raises(EvidenceUnreadableError, match="cannot be read: "):
                get(f"{server}/", limit_s=0.3)
            over.set()

    @pytest.mark.parametrize(
        "said",
        [
            pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n", id="ssh"),
            pytest.param(b"\xff\x00\x1b[31m", id="noise"),
            pytest.param(b"", id="nothing"),
            pytest.param(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n", id="headers"),
            pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\nX: " + b"y" * 100_000, id="long-header"),
            pytest.param(b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\n\r\n", id="location"),
        ],
    )
    def test_what_is_no_http_is_unreadable_and_its_words_are_harmless(self, said: bytes) -> None:
        def send(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(said)
            handler.close_connection = True

        with serving({"/": send}) as server, pytest.raises(EvidenceUnreadableError) as caught:
            get(f"{server}/")
        assert str(caught.value).isprintable()

    @pytest.mark.parametrize("host", ["no-such-host.invalid", "b\u00fccher.invalid", "a..b.invalid", "x" * 300])
    def test_no_such_host(self, host: str) -> None:
        with pytest.raises(EvidenceUnreadableError, match="cannot be read"):
            get(f"http://{host}/")


class TestCertificates:
    @pytest.fixture
    def certificate(self, tmp_path: Path) -> Path:
        target = tmp_path / "server.pem"
        request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1"
        words = [
            "openssl",
            *request.split(),
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-keyout",
            str(target),
            "-out",
            "-",
        ]
        done = subprocess.run(words, check=True, capture_output=True)
        with target.open("ab") as file:
            file.write(done.stdout)
        return target

    def test_one_that_nobody_vouches_for_is_unreadable(self, certificate: Path) -> None:
        with (
            serving({"/": answer("ok")}, certificate=certificate) as server,
            pytest.raises(EvidenceUnreadableError, match="certificate verify failed"),
        ):
            get(f"{server}/")

    def test_one_that_is_trusted_holds(self, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with serving({"/": answer("ok")}, certificate=certificate) as server:
            assert reasons(url=f"{server}/", holds="ok") == []
            other = server.replace("127.0.0.1", "localhost")
            with pytest.raises(EvidenceUnreadableError, match="certificate verify failed"):
                get(f"{other}/")


def test_no_proxy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[BaseHTTPRequestHandler] = []
    with serving({}, asked) as proxy, serving({"/": answer("ok")}) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy)
        assert reasons(url=f"{server}/", holds="ok") == []
    assert asked == []


def test_what_decides_what_is_measured_are_the_page_and_the_texts() -> None:
    assert HTTP.measures(condition(holds=["b", "a"])) == {"url": PAGE, "holds": ["a", "b"]}
    assert HTTP.measures(condition(status=204, within="1s")) == HTTP.measures(condition())


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"url": "ftp://example.org"}, id="ftp"),
        pytest.param({"url": "https://me:secret@example.org"}, id="credentials"),
        pytest.param({"status": []}, id="no-status"),
        pytest.param({"status": 99}, id="small-status"),
        pytest.param({"status": 600}, id="large-status"),
        pytest.param({"status": True}, id="boolean-status"),
        pytest.param({"holds": ""}, id="empty-text"),
        pytest.param({"within": 5}, id="number-of-what"),
        pytest.param({"headers": {}}, id="unknown"),
    ],
)
def test_a_condition_that_cannot_be_meant_is_bad_input(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        condition(**fields)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"url": "https://example.org/other"}, id="another-page"),
        pytest.param({"status": "200"}, id="text"),
        pytest.param({"took_s": -1}, id="negative"),
        pytest.param({"took_s": float("nan")}, id="not-a-number"),
        pytest.param({"held": {"ok": 1}}, id="number-for-a-truth"),
        pytest.param({"more": 1}, id="unknown-field"),
    ],
)
def test_an_exchange_that_is_none_is_unreadable(changes: dict[str, Any]) -> None:
    with pytest.raises(EvidenceUnreadableError):
        HTTP.read(Reading(condition(), (stored(**changes),)))


@given(data=st.binary(max_size=200) | st.recursive(st.none() | st.text(), st.lists).map(json.dumps).map(str.encode))
def test_anything_else_is_unreadable(data: bytes) -> None:
    with pytest.raises(EvidenceUnreadableError):
        HTTP.read(Reading(condition(), (Source("x.json", data, datetime.now(UTC) - timedelta(days=1)),)))
