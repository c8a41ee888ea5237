"""What is said when a tracker gives no answer that can be used. Pure; none of it holds a token or an address in full.

Every error has a reason, which names the host, and an action. What a server wrote is quoted short, in one line, and
without what a terminal would obey.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from readiness.web.errors import NoAnswerError

_MOST_QUOTED: Final = 200
_UNAUTHORISED: Final = frozenset({401, 403})
_SAID_IN: Final = ("message", "error", "errors", "errorMessages", "error_description")


def refusal(status: int, body: object, *, host: str, variable: str, what: str, given: bool = True) -> NoAnswerError:
    """Return the error for the answer `status` with `body`: bytes, text, or JSON that is read already.

    `what` was asked for, as in "issue 12 of acme/platform"; `variable` is the name of the variable that the token is
    in, and `given` whether there was one.
    """
    said = _said(body)
    quote = f": {said}" if said else ""
    if status in _UNAUTHORISED:
        return _unauthorised(status, quote, host=host, variable=variable, what=what, given=given)
    match status:
        case 404:
            token = f"give the token in {variable} access to it" if given else f"put a token into {variable}"
            return NoAnswerError(f"{host} shows no {what}", f"check how it is written; if it exists, {token}")
        case 410:
            return NoAnswerError(
                f"{host} says that {what} is gone{quote}", "check whether its project still has issues"
            )
        case 400 | 409 | 422:
            return NoAnswerError(f"{host} refuses {what}{quote}", "change what it objects to")
        case _:
            return NoAnswerError(f"{host} answers {status} about {what}{quote}", "check `url` of the tracker")


def _unauthorised(status: int, quote: str, *, host: str, variable: str, what: str, given: bool) -> NoAnswerError:
    if not given:
        return NoAnswerError(f"{host} shows {what} to nobody without a token", f"put a token into {variable}")
    if status == 401:  # noqa: PLR2004 - Unauthorized
        return NoAnswerError(f"{host} does not accept the token in {variable}", f"put a valid token into {variable}")
    return NoAnswerError(
        f"the token in {variable} lacks the right to {what} at {host}{quote}",
        f"give that token the right, or put another into {variable}",
    )


def not_installed(kind: str) -> NoAnswerError:
    """Return the error for a tracker of `kind` whose client, the extra of that name, is not there."""
    return NoAnswerError(f"what talks to {kind} is not installed", f"run `pip install 'readiness[{kind}]'`")


def limited(host: str, until: datetime | None) -> NoAnswerError:
    """Return the error for a host that takes no more requests before `until` (aware)."""
    when = "later" if until is None else after(until)
    return NoAnswerError(f"{host} takes no more requests for now", f"try again {when}")


def after(until: datetime) -> str:
    """Return `until` as people are told it."""
    return f"after {until.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def not_json(host: str) -> NoAnswerError:
    """Return the error for an answer that should be JSON, and is a page for people or worse."""
    return NoAnswerError(
        f"{host} answers with something that is not JSON",
        "check that `url` of the tracker is where its API is, and that nothing in between asks for a login",
    )


def not_understood(host: str, what: str) -> NoAnswerError:
    """Return the error for JSON that is not of the shape that the API of `host` promises."""
    return NoAnswerError(f"the answer of {host} about {what} cannot be understood", "check `url` of the tracker")


def quoted(text: str) -> str:
    """Return `text` as one short line that no terminal obeys."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= _MOST_QUOTED else f"{line[:_MOST_QUOTED]}…"


def _said(body: object) -> str:
    """Return what `body` says in words; nothing, if that is a page of HTML."""
    if isinstance(body, bytes):
        body = body.decode("utf-8", "replace")
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except (ValueError, RecursionError):
            return "" if not isinstance(body, str) or body.lstrip().startswith("<") else quoted(body)
    return quoted("; ".join(dict.fromkeys(_words(body, 4))))


def _words(said: Any, depth: int) -> Iterator[str]:  # noqa: ANN401 - JSON of anybody
    match said:
        case str() if said.strip():
            yield said.strip()
        case Mapping() if depth:
            known = [said[name] for name in _SAID_IN if name in said]
            for one in known or said.values():
                yield from _words(one, depth - 1)
        case Sequence() if depth and not isinstance(said, str):
            for one in said[:10]:
                yield from _words(one, depth - 1)
