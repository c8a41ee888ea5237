"""A server that never comes to an end, in pieces that each come in time. What it sends after half a second is good."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread

import pytest

from readiness.web.session import asking
from tests.trackers.server import Answer, serving
from tests.trackers.talking import HASTY, failing, session_for

PATIENT = replace(HASTY, read_s=0.3, answer_s=0.2, tries=1)
_PIECES = 30
_PAUSE_S = 0.05


@contextmanager
def dripping(head: bytes, piece: bytes, end: bytes) -> Iterator[str]:
    """Give the address of a server that sends `head`, then for seconds one `piece` at a time, and then `end`."""
    over = Event()

    def answer(there: socket.socket) -> None:
        try:
            there.recv(65_536)
            there.sendall(head)
            for _ in range(_PIECES):
                there.sendall(piece)
                over.wait(_PAUSE_S)
            there.sendall(end)
        except OSError:
            pass  # who asked has gone
        there.close()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=lambda: answer(listening.accept()[0]), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            over.set()
            thread.join()


_OK = b"HTTP/1.1 200 OK\r\n"
_BODY = b"Content-Length: 2\r\n\r\n[]"


@pytest.mark.parametrize(
    ("head", "piece", "end"),
    [
        pytest.param(_OK, b"X-More: to come\r\n", _BODY, id="head"),
        pytest.param(b"", b"HTTP/1.1 100 Continue\r\n\r\n", _OK + _BODY, id="continue"),
        pytest.param(_OK + b"Content-Length: %d\r\n\r\n[" % (_PIECES + 2), b" ", b"]", id="body"),
        pytest.param(_OK + b"\r\n[", b" ", b"]", id="body-without-length"),
        pytest.param(
            _OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\n[\r\n", b"1\r\n \r\n", b"1\r\n]\r\n0\r\n\r\n", id="chunks"
        ),
    ],
)
def test_an_answer_that_never_ends_is_not_waited_for(head: bytes, piece: bytes, end: bytes) -> None:
    with dripping(head, piece, end) as address:
        assert failing(session_for(address, PATIENT), address).reason.endswith("does not answer in time")
    with dripping(head, piece, end) as address:
        assert asking(session_for(address, replace(HASTY, tries=1)), "GET", address).json() == []


def test_a_connection_that_is_used_again_is_watched_again() -> None:
    with serving(lambda _: Answer(b"[]")) as server:
        session = session_for(server.address, PATIENT)
        for _ in range(3):
            assert asking(session, "GET", server.address).json() == []
            Event().wait(PATIENT.read_s)
        assert len(server.asked) == 3
