"""One GET, as evidence of kind `http` makes it: bounded in time and size, without proxies, cookies or credentials.

Redirects are followed within the host, and never from https to http; any other redirect is the answer itself.
Certificates are verified.
"""

import hashlib
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ssl import create_default_context
from threading import Thread
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from readiness import __version__
from readiness.errors import EvidenceUnreadableError
from readiness.evidence.http_body import decoded, unpacked
from readiness.evidence.quoted import quoted

LIMIT_S: Final = 30.0
MAX_BYTES: Final = 1024 * 1024
MOST_REDIRECTS: Final = 5
_AT_ONCE: Final = 64 * 1024
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_SAFE: Final = "/%:=&?~+!$,;'@()*[]"
_HEADERS: Final = {
    "User-Agent": f"readiness/{__version__}",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Exchange:
    """What is left of a question and its answer: neither headers nor credentials.

    `leads_to` is where a redirect leads that was not followed, `took_s` the seconds of all of it. `size` and `sha256`
    are about the body as it was sent, `cut` says that there is more of it than was read. `body` is its text, None where
    it is packed in a way that cannot be undone.
    """

    final_url: str
    status: int
    leads_to: str | None
    took_s: float
    size: int
    sha256: str
    cut: bool
    body: str | None


def get(url: str, limit_s: float = LIMIT_S) -> Exchange:
    """Return what the server at `url` answers within `limit_s` seconds, looking up names and redirects included.

    Raises:
        EvidenceUnreadableError: it does not answer in time, or not in HTTP, its certificate does not hold, or it
            redirects too often.
    """
    ended: list[Exchange | Exception] = []

    def ask() -> None:
        try:
            ended.append(_followed(url, limit_s))
        except Exception as error:  # noqa: BLE001 - handed over to the thread that waits
            ended.append(error)

    # The time limit of a socket is one of each of its operations: who sends byte by byte would never meet it.
    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(limit_s)
    match ended:
        case [Exchange() as exchange]:
            return exchange
        case [Exception() as error]:
            msg = f"{url} cannot be read: {quoted(str(error)) or type(error).__name__}"
            raise EvidenceUnreadableError(msg) from error
        case _:
            msg = f"{url} cannot be read: it did not answer within {limit_s:g} s"
            raise EvidenceUnreadableError(msg)


def _followed(url: str, limit_s: float) -> Exchange:
    began = time.monotonic()
    at = url
    for _ in range(MOST_REDIRECTS + 1):
        address = urlsplit(at)
        connection = _connection(address, began + limit_s)
        try:
            connection.request("GET", _target(address), headers=_HEADERS)
            with connection.getresponse() as answer:
                target = _redirect(at, answer)
                if target is None or not _stays(address, urlsplit(target)):
                    data = _read(answer, began + limit_s)
                    return _exchange(_without_query(at) if at != url else url, answer, target, data, began)
        finally:
            connection.close()
        at = target
    msg = f"it redirects more than {MOST_REDIRECTS} times"
    raise HTTPException(msg)


def _connection(address: SplitResult, deadline: float) -> HTTPConnection:
    host = address.hostname or ""
    name = host if host.isascii() else host.encode("idna").decode("ascii")
    left = max(0.001, deadline - time.monotonic())
    if address.scheme == "https":
        return HTTPSConnection(name, address.port, timeout=left, context=create_default_context())
    return HTTPConnection(name, address.port, timeout=left)


def _target(address: SplitResult) -> str:
    path = quote(address.path or "/", safe=_SAFE)
    return f"{path}?{quote(address.query, safe=_SAFE)}" if address.query else path


def _redirect(at: str, answer: HTTPResponse) -> str | None:
    location = answer.getheader("Location") if answer.status in _REDIRECTS else None
    return urljoin(at, location) if location else None


def _stays(here: SplitResult, there: SplitResult) -> bool:
    """Whether a redirect leads to the same host and port, or to the same host's https."""
    if here.hostname != there.hostname or there.scheme not in _PORTS:
        return False
    ports = (here.port or _PORTS[here.scheme], there.port or _PORTS[there.scheme])
    return ports[0] == ports[1] if here.scheme == there.scheme else ports == (_PORTS["http"], _PORTS["https"])


def _read(answer: HTTPResponse, deadline: float) -> bytes:
    """Return the body, at most one byte more than is read of any."""
    length = answer.length
    wanted = MAX_BYTES + 1 if length is None else min(length, MAX_BYTES + 1)
    data = bytearray()
    while len(data) < wanted and (part := answer.read1(min(_AT_ONCE, wanted - len(data)))):
        data += part
        if time.monotonic() > deadline:
            raise TimeoutError
    if length is not None and len(data) < wanted:
        msg = "the connection ended before the answer did"
        raise HTTPException(msg)
    return bytes(data)


def _exchange(at: str, answer: HTTPResponse, target: str | None, data: bytes, began: float) -> Exchange:
    sent = data[:MAX_BYTES]
    plain = unpacked(sent, answer.getheader("Content-Encoding", ""), MAX_BYTES)
    return Exchange(
        final_url=at,
        status=answer.status,
        leads_to=None if target is None else _without_query(target),
        took_s=round(time.monotonic() - began, 3),
        size=len(sent),
        sha256=hashlib.sha256(sent).hexdigest(),
        cut=len(data) > MAX_BYTES or (plain is not None and plain.cut),
        body=None if plain is None else decoded(plain.data, answer.headers.get_content_charset()),
    )


def _without_query(url: str) -> str:
    """Return `url` without what servers put secrets into: a name before the host, the query, the fragment."""
    address = urlsplit(url)
    return quoted(address._replace(netloc=address.netloc.rpartition("@")[2], query="", fragment="").geturl())
