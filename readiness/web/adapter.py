"""The one place through which requests to a tracker leave. What it holds to is said in `readiness.web.session`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from readiness.web.bodies import read_body
from readiness.web.credentials import Credentials
from readiness.web.errors import NoAnswerError
from readiness.web.exchange import Failure, checked, failure_in, failure_of
from readiness.web.kept import Kept, KeptAnswers
from readiness.web.manners import Manners, again_at
from readiness.web.origin import Origin
from readiness.web.patience import made_watchable, patience
from readiness.web.refusals import limited, not_understood

_NOT_MODIFIED: Final = 304
_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class _Sending:
    """One request: what goes out, how it is sent, and what is kept of its last answer under `key`."""

    request: requests.PreparedRequest
    settings: Mapping[str, Any]
    reads: bool
    key: str | None = None
    kept: Kept | None = None


class Adapter(HTTPAdapter):
    """Sees every request of a session, what follows a redirect included. Used by several threads at a time."""

    def __init__(
        self,
        origin: Origin,
        credentials: Credentials,
        answers: KeptAnswers | None,
        asks_by_post: frozenset[str],
        manners: Manners,
    ) -> None:
        super().__init__(pool_maxsize=8)
        self._origin = origin
        self._credentials = credentials
        self._answers = answers
        self._asks_by_post = asks_by_post
        self._manners = manners
        self._lock = Lock()
        self._rest_until = 0.0
        self._gave_up: tuple[float, NoAnswerError] | None = None
        made_watchable(self.poolmanager)

    def proxy_manager_for(self, *arguments: Any, **more: Any) -> Any:  # noqa: ANN401 - as `requests` has it
        """Return what leads through a proxy; a server behind one is waited for no longer than another."""
        return made_watchable(super().proxy_manager_for(*arguments, **more))

    def send(  # type: ignore[override]
        self,
        request: requests.PreparedRequest,
        **settings: Any,  # noqa: ANN401 - as `requests` has them
    ) -> requests.Response:
        """Return the answer to `request`; see the module.

        Raises:
            NoAnswerError: it is for another server, or there is no answer that can be used.
        """
        self._origin.claim(request.url or "")
        response = self._patiently(self._prepared(request, settings))
        # Whoever holds the answer holds the request as its client wrote it, not as it was sent.
        response.request = request
        return response

    def _prepared(self, request: requests.PreparedRequest, settings: Mapping[str, Any]) -> _Sending:
        method = (request.method or "").upper()
        sent = request.copy()
        # Whatever put it there (a netrc file, a client): who asks is said below, and nowhere else.
        sent.headers.pop("Authorization", None)
        sent.headers.update(self._credentials.headers)
        sent.headers["Accept-Encoding"] = "gzip"
        sent.headers.pop("If-None-Match", None)
        key, kept = None, None
        if self._answers is not None and method == "GET":
            key = KeptAnswers.key(sent.url or "", sent.headers.get("Accept", ""), self._credentials.digest())
            kept = self._answers.get(key)
            if kept is not None:
                sent.headers["If-None-Match"] = kept.etag
        limits = {"stream": True, "timeout": (self._manners.connect_s, self._manners.read_s)}
        trust = {"verify": _trusted(settings.get("verify"))}
        path = sent.path_url.partition("?")[0]
        reads = method in _READING or (method == "POST" and path in self._asks_by_post)
        return _Sending(sent, {**settings, **limits, **trust}, reads, key, kept)

    def _patiently(self, sending: _Sending) -> requests.Response:
        """Return the answer to the first try that comes to one, as long as there is time for another."""
        deadline = monotonic() + self._manners.wait_s
        failed = 0
        while True:
            self._rest(deadline)
            outcome = self._try(sending)
            if isinstance(outcome, requests.Response):
                return outcome
            failed += 1
            wait_s = self._manners.pause(failed) if outcome.wait_s is None else outcome.wait_s
            if not outcome.again or failed >= self._manners.tries or monotonic() + wait_s > deadline:
                self._give_up(outcome)
                raise outcome.error
            if outcome.wait_s is None:
                sleep(wait_s)
            else:
                # What the server asks of one is meant for all who speak to it.
                with self._lock:
                    self._rest_until = max(self._rest_until, monotonic() + wait_s)

    def _rest(self, deadline: float) -> None:
        """Wait as long as the server has asked for, or another request has given up for."""
        with self._lock:
            until, gave_up = self._rest_until, self._gave_up
        if gave_up is not None and monotonic() < gave_up[0]:
            # A new one: an error that is raised by several threads collects all their tracebacks.
            raise NoAnswerError(gave_up[1].reason, gave_up[1].action)
        if until > deadline:
            raise limited(self._origin.name, again_at(datetime.now(UTC), until - monotonic()))
        sleep(max(0.0, until - monotonic()))

    def _give_up(self, outcome: Failure) -> None:
        if outcome.again and outcome.about_all:
            with self._lock:
                self._gave_up = (monotonic() + max(self._manners.rest_s, outcome.wait_s or 0.0), outcome.error)

    def _try(self, sending: _Sending) -> requests.Response | Failure:
        """Return the answer, read whole, or why there is none."""
        limits = self._manners
        try:
            with patience(limits.read_s + limits.answer_s):
                response = super().send(sending.request, **sending.settings)
                failure = failure_in(response, self._origin.name, datetime.now(UTC), reads=sending.reads)
                if failure is not None:
                    response.close()
                    return failure
                return self._whole(sending, response)
        except (requests.RequestException, HTTPError, OSError) as error:
            return failure_of(error, self._origin.name, reads=sending.reads)

    def _whole(self, sending: _Sending, response: requests.Response) -> requests.Response:
        """Return `response` with its body, or what is kept of it."""
        host, limits = self._origin.name, self._manners
        packed = response.headers.get("Content-Encoding", "")
        try:
            body = read_body(response.raw, packed, limits.most_bytes, limits.answer_s, host)
        except BaseException:
            response.close()
            raise
        response.raw.release_conn()
        if response.status_code == _NOT_MODIFIED:
            if sending.kept is None:
                raise not_understood(host, "what nobody had asked before")
            response.status_code, response.reason = 200, "OK"
            response.headers.update(sending.kept.headers)
            body = sending.kept.body
        body = self._credentials.hidden(body)
        for name, value in response.headers.items():
            response.headers[name] = self._credentials.hidden_text(value)
        # `requests` has no other way to be given a body that is read already.
        response._content = body  # noqa: SLF001
        response._content_consumed = True  # type: ignore[attr-defined]  # noqa: SLF001
        response.encoding = "utf-8"
        checked(response, host)
        if self._answers is not None and sending.key is not None and response.status_code == requests.codes.ok:
            self._answers.put(sending.key, response.headers, body)
        return response


def _trusted(verify: object) -> bool | str:
    """Return whom to trust: those of the file that the environment names, or the usual ones; never everybody.

    Raises:
        NoAnswerError: there is no such file.
    """
    if not isinstance(verify, str):
        return True
    if not Path(verify).exists():
        reason = "the file of authorities that REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names is not there"
        raise NoAnswerError(reason, "correct that variable")
    return verify
