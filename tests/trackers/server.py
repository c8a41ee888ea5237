"""A real HTTP server on the loopback interface, which stands for a tracker and answers as tests tell it to."""

import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it arrived. `target` is path and query, as they were sent."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 - JSON of anybody
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it is sent. Without `length` the connection ends where the body does."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = -1


def as_json(data: object, status: int = 200, **headers: str) -> Answer:
    """Return an answer of JSON; `Retry_After` stands for the header `Retry-After`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(json.dumps(data).encode(), status, {"Content-Type": "application/json; charset=utf-8"} | named)


Respond = Callable[[Asked], Answer]


@dataclass(slots=True)
class Server:
    """A server that runs. `asked` has what arrived, in order; `address` ends without a slash."""

    address: str
    asked: list[Asked] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])


def in_turn(*answers: Answer) -> Respond:
    """Return what gives `answers` one after the other, and the last of them for good."""
    left = list(answers)
    lock = Lock()

    def respond(_: Asked) -> Answer:
        with lock:
            return left.pop(0) if len(left) > 1 else left[0]

    return respond


@contextmanager
def serving(respond: Respond, certificate: Path | None = None) -> Iterator[Server]:
    """Let `respond` answer everything that is asked of a server, over TLS if it has a `certificate` with its key."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _respond(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = Asked(self.command, self.path, self.headers, body)  # type: ignore[arg-type]
            server.asked.append(asked)
            try:
                self._send(respond(asked))
            except OSError:
                # Who asked has gone, as some tests want it.
                self.close_connection = True

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _respond  # noqa: N815 - the names that the library calls

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.length is None:
                self.close_connection = True
            else:
                self.send_header("Content-Length", str(len(answer.body) if answer.length < 0 else answer.length))
            self.end_headers()
            self.wfile.write(answer.body)
            if answer.length is not None and answer.length > len(answer.body):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Quiet(ThreadingHTTPServer):
        request_queue_size = 64

        def handle_error(self, *_: object) -> None:
            """Say nothing of those who hang up, or do not trust the certificate."""

    listening = Quiet(("127.0.0.1", 0), Handler)
    scheme = "http"
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        listening.socket = context.wrap_socket(listening.socket, server_side=True)
        scheme = "https"
    server = Server(f"{scheme}://127.0.0.1:{listening.server_address[1]}")
    thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
