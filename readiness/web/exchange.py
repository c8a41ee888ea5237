"""What one try of a request came to: an answer, or a failure that says whether another try may help."""

import json
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urljoin

import requests
from urllib3.exceptions import HTTPError

from readiness.web.errors import NoAnswerError
from readiness.web.manners import again_at, asked_wait, is_limit, is_passing
from readiness.web.refusals import after, limited, not_json, not_understood, quoted

_KEEPS_METHOD: Final = frozenset({307, 308})
_UNAVAILABLE: Final = 503
_MOST_CAUSES: Final = 20
_BROKE: Final = ("the connection to {} broke", "check the network, and try again")
_SAID: Final[tuple[tuple[type[BaseException], str, str], ...]] = (
    (requests.exceptions.ProxyError, "the proxy does not lead to {}", "check the proxy of the environment"),
    (
        ssl.SSLCertVerificationError,
        "the certificate of {} does not hold",
        "correct `url`, or name the file of its authority in REQUESTS_CA_BUNDLE",
    ),
    (ssl.SSLEOFError, *_BROKE),
    (ssl.SSLError, "{} speaks no TLS that can be used", "check scheme and port in `url` of the tracker"),
    (socket.gaierror, "{} cannot be found", "check `url` of the tracker, and the network"),
    (ConnectionRefusedError, "{} refuses connections", "check `url` of the tracker, or try again later"),
    (requests.Timeout, "{} does not answer in time", "try again later"),
    (TimeoutError, "{} does not answer in time", "try again later"),
    (requests.TooManyRedirects, "{} redirects too often", "check `url` of the tracker"),
)


@dataclass(frozen=True, slots=True)
class Failure:
    """A try that came to nothing. `again` says whether another is safe and may help.

    `wait_s` is how long the server wants to be left in peace, and `about_all` whether it would fail others as well.
    """

    error: NoAnswerError
    again: bool
    wait_s: float | None = None
    about_all: bool = False


def failure_in(response: requests.Response, host: str, now: datetime, *, reads: bool) -> Failure | None:
    """Return what is wrong with the status of `response`; None where its reader has to judge that."""
    status, headers = response.status_code, response.headers
    wait_s = asked_wait(headers, now)
    until = None if wait_s is None else again_at(now, wait_s)
    if is_limit(status, headers):
        # It was refused, not carried out, so even what changes something may be sent again.
        return Failure(limited(host, until), again=True, wait_s=wait_s, about_all=True)
    if is_passing(status, reads=reads) or status >= 500:  # noqa: PLR2004 - what the server takes upon itself
        error = NoAnswerError(f"{host} answers {status}", _after_failing(until, reads=reads))
        again = reads and is_passing(status, reads=reads)
        return Failure(error, again, wait_s, about_all=status == _UNAVAILABLE)
    if response.is_redirect and not reads and status not in _KEEPS_METHOD:
        reason = f"{host} redirects what is sent to it ({status})"
        return Failure(NoAnswerError(reason, "if the project has moved, write where it is now"), again=False)
    return None


def failure_of(error: Exception, host: str, *, reads: bool) -> Failure:
    """Return what `error`, raised by a try, means for the next."""
    causes = tuple(_causes(error))
    arrived = not (
        isinstance(error, requests.ConnectTimeout)
        or any(isinstance(cause, ConnectionRefusedError | socket.gaierror) for cause in causes)
    )
    # Without TLS nothing arrives, today or tomorrow; that it ended in the middle is another matter.
    hopeless = any(isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError) for cause in causes)
    told = unanswered(error, host)
    if arrived and not reads and not hopeless:
        told = NoAnswerError(told.reason, _after_failing(None, reads=False))
    return Failure(told, again=not hopeless and (reads or not arrived), about_all=True)


def unanswered(error: Exception, host: str) -> NoAnswerError:
    """Return what `error` of `requests` says, in words that hold neither an address nor a header."""
    for cause in _causes(error):
        for kind, reason, action in _SAID:
            if isinstance(cause, kind):
                why = f": {quoted(cause.verify_message)}" if isinstance(cause, ssl.SSLCertVerificationError) else ""
                return NoAnswerError(reason.format(host) + why, action)
    return NoAnswerError(_BROKE[0].format(host), _BROKE[1])


def unusable(error: Exception, host: str, what: str) -> NoAnswerError:
    """Return what `error` says, which a client has raised while it asked about `what`: no answer, or none of use."""
    broke = isinstance(error, requests.RequestException | HTTPError | UnicodeError)
    if broke and not isinstance(error, requests.JSONDecodeError):
        return unanswered(error, host)
    return not_understood(host, what)


def checked(response: requests.Response, host: str) -> None:
    """Do nothing, if `response` is a refusal, leads to an address that can be read, or is a success with JSON.

    One that says that it has no content (204) may pass, too: whether there should be some its reader has to judge.

    Raises:
        NoAnswerError: it is something else.
    """
    if response.is_redirect:
        if not _is_readable(response):
            raise not_understood(host, "where to look")
        return
    if not response.ok or response.status_code == requests.codes.no_content:
        return
    if response.status_code >= requests.codes.multiple_choices:
        raise not_understood(host, f"where to look ({response.status_code})")
    if not response.content:
        reason = f"{host} answers {response.status_code} with nothing in it"
        raise NoAnswerError(reason, "check `url` of the tracker")
    try:
        json.loads(response.content)
    except (ValueError, RecursionError):
        wrong = True
    else:
        wrong = False
    if wrong:
        raise not_json(host)


def _is_readable(response: requests.Response) -> bool:
    """Whether `requests` can make an address of where a redirect leads; it would raise something of its own."""
    try:
        urljoin(response.url, response.headers["Location"].encode("latin-1").decode("utf-8"))
    except ValueError:
        return False
    return True


def _after_failing(until: datetime | None, *, reads: bool) -> str:
    when = "" if until is None else f" {after(until)}"
    # Whether it was carried out is not known: the next run looks for it before it makes another.
    again = "try again" if reads else "run the same again"
    looks = "" if reads else ": what may have been opened is looked for first"
    return f"{again}{when or (' later' if reads else '')}{looks}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield `error` and what is behind it, however `requests` and `urllib3` have wrapped it."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting and len(seen) < _MOST_CAUSES:
        one = waiting.pop(0)
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]
