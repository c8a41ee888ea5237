"""One request to a forge, and what its refusal means. `requests` is imported here, so this module is imported late."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, TypeVar

import requests
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from readiness.publish.errors import NotAllowedError
from readiness.web.credentials import Credentials
from readiness.web.errors import NoAnswerError
from readiness.web.manners import Manners
from readiness.web.origin import origin_of
from readiness.web.refusals import not_understood, refusal
from readiness.web.session import asking, open_session

GONE: Final = 404
_MOST_BYTES: Final = 64 * 1024 * 1024
"""A page of comments, each as long as it may be."""

Sha = Annotated[str, Field(pattern=r"^(?:[0-9a-f]{40}|[0-9a-f]{64})\z")]
"""The id of a commit, as it is written into the first line of a comment."""

_Of = TypeVar("_Of")


class Shape(BaseModel):
    """What is used of an answer; there is much more in it."""

    model_config = ConfigDict(extra="ignore", frozen=True)


@dataclass(frozen=True, slots=True)
class Access:
    """Where the API of a forge is, who asks there, and what may be done about a refusal.

    `rights` says what a token has to be allowed, `where` which variable the address comes from.
    """

    api: str
    credentials: Credentials
    variable: str
    where: str
    rights: str
    asks_by_post: tuple[str, ...] = ()
    manners: Manners = field(default_factory=lambda: Manners(most_bytes=_MOST_BYTES))


class Client:
    """Asks one forge. All methods raise `NoAnswerError`, and nothing else."""

    def __init__(self, access: Access, headers: Mapping[str, str]) -> None:
        """Prepare to ask as `access` says, with `headers` on every request; nothing is asked yet."""
        self._access = access
        self.host = origin_of(access.api).name
        self._session = open_session(
            access.api, access.credentials, asks_by_post=access.asks_by_post, manners=access.manners
        )
        self._session.headers.update(headers)

    def ask(self, method: str, path: str, what: str, kind: TypeAdapter[_Of], **more: Any) -> _Of:  # noqa: ANN401 - as `requests` has them
        """Return the answer as a `kind`; `what` is for messages."""
        answer = self.send(method, path, what, **more)
        try:
            return kind.validate_json(answer.content)
        except ValidationError:
            error = not_understood(self.host, what)
        raise error

    def send(
        self,
        method: str,
        path: str,
        what: str,
        *,
        may_be_gone: bool = False,
        **more: Any,  # noqa: ANN401 - as above
    ) -> requests.Response:
        """Return the answer, a success; where `may_be_gone`, also one that says that there is nothing."""
        url = path if path.startswith(("http://", "https://")) else f"{self._access.api}{path}"
        try:
            answer = asking(self._session, method, url, **more)
        except NoAnswerError as error:
            told = self._retold(error)
        else:
            if answer.ok or (may_be_gone and answer.status_code == GONE):
                return answer
            told = self._refused(answer, what)
        raise told

    def _refused(self, answer: requests.Response, what: str) -> NoAnswerError:
        access, status = self._access, answer.status_code
        given = access.credentials.given
        said = refusal(status, answer.content, host=self.host, variable=access.variable, what=what, given=given)
        if given and status == requests.codes.forbidden:
            return NotAllowedError(said.reason, f"give it {access.rights}")
        if status == requests.codes.not_found:
            # Forges say so, too, of what a token may not see.
            return NoAnswerError(said.reason, f"check the name and the number; the token needs {access.rights}")
        return self._retold(said)

    def _retold(self, error: NoAnswerError) -> NoAnswerError:
        """Return `error` with advice for forges: their addresses are in variables, those of trackers in a file."""
        action = error.action.replace("the tracker has moved", "it has moved")
        for words in ("its `url` in the configuration", "`url` of the tracker", "`url`"):
            action = action.replace(words, self._access.where)
        return NoAnswerError(error.reason, action)
