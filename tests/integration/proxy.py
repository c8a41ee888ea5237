"""A proxy before a server, on the loopback interface like that, which misbehaves as tests tell it to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import urlsplit

_OWN = frozenset({"connection", "transfer-encoding", "content-length", "keep-alive", "server", "date"})


@dataclass(slots=True)
class Proxy:
    """What stands at `url`. `asked` has method and target of what arrived, in order."""

    url: str
    asked: list[tuple[str, str]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    """What the server behind answered."""
    refusals: list[int] = field(default_factory=list)
    """The status of each of the next answers, which the server behind never hears of."""
    passed_on: int | None = None
    """How many more requests are passed on, before all are refused with 503."""
    retry_after_s: int = 1
    lost: int = 0
    """How many of the next answers get lost, after the server behind has done what it was asked."""
    lock: Lock = field(default_factory=Lock)

    def too_many(self, times: int) -> None:
        """Answer the next requests with 429 and Retry-After."""
        self.refusals += [429] * times

    def next_refusal(self) -> int | None:
        """Return the status to refuse with, if this request is to be refused."""
        with self.lock:
            if self.passed_on is not None:
                self.passed_on -= 1
                if self.passed_on < 0:
                    return 503
            return self.refusals.pop(0) if self.refusals else None

    def loses(self) -> bool:
        """Whether the answer to this request is to be lost."""
        with self.lock:
            self.lost -= 1
            return self.lost >= 0


@contextmanager
def proxied(server: str) -> Iterator[Proxy]:
    """Stand before `server`, the address of an HTTP server."""
    behind = urlsplit(server)

    class Handler(BaseHTTPRequestHandler):
        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            proxy.asked.append((self.command, self.path))
            refused = proxy.next_refusal()
            if refused is not None:
                self.send_response(refused)
                self.send_header("Retry-After", str(proxy.retry_after_s))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            connection = HTTPConnection(behind.hostname or "", behind.port, timeout=30)
            try:
                headers = {name: value for name, value in self.headers.items() if name.lower() not in _OWN}
                connection.request(self.command, self.path, body or None, headers)
                answer = connection.getresponse()
                content = answer.read()
                proxy.statuses.append(answer.status)
            finally:
                connection.close()
            if proxy.loses():
                return
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in _OWN:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = _pass_on  # noqa: N815 - the names that the library calls

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    proxy = Proxy(f"http://127.0.0.1:{listening.server_address[1]}")
    thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
