"""How all trackers are spoken to over HTTP. `requests` is imported here, so this module is imported late.

    session = open_session("https://api.github.com", credentials, kept=KeptAnswers.of_user())
    answer = asking(session, "GET", "https://api.github.com/repos/acme/platform")
    if not answer.ok:
        raise refusal(answer.status_code, answer.content, host=..., variable=..., what=...)
    data = answer.json()

A client that takes a session gets this one (python-gitlab: `session=`; python-redmine: an engine whose `create_session`
returns it); one that makes its own is given the same manners with `mount`. Nothing of a token goes to the client: the
adapter alone adds it to what it sends. Whatever a client then asks for, the adapter

* speaks to one origin (scheme, host and port) and refuses every other before anything is sent, redirected or not;
* follows no redirect of a request that changes something, unless the method and the body stay as they are;
* waits and asks again where that is safe, as `manners` says; what may have arrived and changes something is sent once;
* reads an answer whole and bounded, passes a success on only if it is JSON, and takes out a token that was sent back;
* asks with `If-None-Match` for what it has kept, and gives back the kept answer on a 304.

An answer below 500 that is no limit (429) comes back as it is. All else is a `NoAnswerError`, raised as such through
every client, with no request behind it. Other modules of this: `refusals`, `credentials`, `kept`, `batches`.
"""

from collections.abc import Collection
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final

import requests
from urllib3.exceptions import HTTPError

from readiness import __version__
from readiness.web.adapter import Adapter
from readiness.web.credentials import Credentials
from readiness.web.exchange import unanswered
from readiness.web.kept import KeptAnswers
from readiness.web.manners import Manners
from readiness.web.origin import origin_of

USER_AGENT: Final = f"readiness/{__version__}"


def open_session(
    base: str,
    credentials: Credentials,
    *,
    kept: KeptAnswers | None = None,
    asks_by_post: Collection[str] = (),
    manners: Manners | None = None,
) -> requests.Session:
    """Return a session that speaks to the server of `base` alone, and asks nothing yet.

    A POST to one of the paths `asks_by_post` changes nothing (GraphQL, a search), so it may be sent again.

    Raises:
        NoAnswerError: `base` is no address.
    """
    session = requests.Session()
    mount(session, base, credentials, kept=kept, asks_by_post=asks_by_post, manners=manners)
    return session


def mount(
    session: requests.Session,
    base: str,
    credentials: Credentials,
    *,
    kept: KeptAnswers | None = None,
    asks_by_post: Collection[str] = (),
    manners: Manners | None = None,
) -> None:
    """Give these manners to a session that a client has made, as `open_session` does.

    A client that tries again on its own is told not to: the adapter has done so.
    """
    adapter = Adapter(origin_of(base), credentials, kept, frozenset(asks_by_post), manners or Manners())
    session.adapters.clear()
    session.mount("", adapter)
    session.headers["User-Agent"] = USER_AGENT
    # Without an `auth` of its own a session looks into ~/.netrc. Proxies and authorities of the environment do count.
    session.auth = _as_it_is
    session.trust_env = True
    session.verify = True
    session.max_redirects = 5
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))


def asking(session: requests.Session, method: str, url: str, **more: Any) -> requests.Response:  # noqa: ANN401 - as `requests` has them
    """Return the answer to one request, with the arguments of `requests.Session.request`.

    Raises:
        NoAnswerError: there is no answer that can be used; never an error of `requests`.
    """
    host = origin_of(url).name
    try:
        return session.request(method, url, **more)
    except (requests.RequestException, HTTPError, UnicodeError) as error:
        failure = unanswered(error, host)
    raise failure


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
