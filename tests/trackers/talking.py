"""What tests of trackers ask with: a session that has little patience, and a token that nobody may ever see."""

import traceback
from collections.abc import Collection
from typing import Final

import pytest
import requests

from readiness.web.credentials import Credentials
from readiness.web.errors import NoAnswerError
from readiness.web.kept import KeptAnswers
from readiness.web.manners import Manners
from readiness.web.session import asking, open_session

TOKEN: Final = "ghp_TheTokenThatNobodyMaySee"  # noqa: S105 - of nobody
HASTY: Final = Manners(first_wait_s=0.001, read_s=5.0)


def session_for(
    address: str, manners: Manners = HASTY, *, kept: KeptAnswers | None = None, asks_by_post: Collection[str] = ()
) -> requests.Session:
    """Return a session that speaks to `address` with the token."""
    return open_session(address, Credentials.bearer(TOKEN), kept=kept, asks_by_post=asks_by_post, manners=manners)


def failing(session: requests.Session, url: str, method: str = "GET") -> NoAnswerError:
    """Return why asking for `url` comes to nothing, having looked through the error for the token."""
    with pytest.raises(NoAnswerError) as caught:
        asking(session, method, url)
    shows_no_token(caught.value)
    return caught.value


def shows_no_token(error: BaseException) -> None:
    """Fail, if `error`, what is behind it, or the way it is printed has the token or a request with it."""
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is not None:
            assert not isinstance(one, requests.RequestException), "it holds the request"
            assert TOKEN not in f"{one} {one!r} {one.args} {vars(one)}"
            waiting += [one.__cause__, one.__context__]
    assert TOKEN not in "".join(traceback.format_exception(error))
