"""Tokens of trackers: taken from the environment, sent as headers, and never written anywhere.

Clients of trackers never get one: only the adapter of `readiness.web.session` adds the headers, to what it is about to
send to the one server that they are for. So no request, answer or error that a client holds can give one away.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from readiness.web.errors import NoAnswerError

_HIDDEN: Final = b"[token]"
_SHORTEST: Final = 8


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """Headers that say who asks, and the `words` of them that must not be seen."""

    headers: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()

    @classmethod
    def none(cls) -> Self:
        """Return those of somebody who does not say who they are."""
        return cls()

    @classmethod
    def bearer(cls, token: str) -> Self:
        """Return those that have `token` in `Authorization: Bearer`."""
        return cls({"Authorization": f"Bearer {token}"}, (token,))

    @classmethod
    def header(cls, name: str, token: str) -> Self:
        """Return those that have `token` in a header of its own, such as `PRIVATE-TOKEN`."""
        return cls({name: token}, (token,))

    @classmethod
    def basic(cls, user: str, token: str) -> Self:
        """Return those of `user` with `token` as the password."""
        both = base64.b64encode(f"{user}:{token}".encode()).decode("ascii")
        return cls({"Authorization": f"Basic {both}"}, (token, both))

    @property
    def given(self) -> bool:
        """Whether there are any."""
        return bool(self.headers)

    def digest(self) -> bytes:
        """Return a digest by which answers for different people are told apart."""
        whole = hashlib.sha256()
        for name, value in sorted(self.headers.items()):
            whole.update(f"{name}\0{value}\0".encode())
        return whole.digest()

    def hidden(self, data: bytes) -> bytes:
        """Return `data` without the words that must not be seen; a server may send back what it was sent.

        Words that are too short to be secrets are left alone: taking them out would garble what is said.
        """
        for word in self.words:
            if len(word) >= _SHORTEST:
                data = data.replace(word.encode(), _HIDDEN)
                if b"\\" in data:
                    data = _escaped(word).sub(_HIDDEN, data)
        return data

    def hidden_text(self, text: str) -> str:
        """Return `text`, the value of a header, as `hidden` does."""
        return self.hidden(text.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")

    def __repr__(self) -> str:
        return f"Credentials(given={self.given})"


def _escaped(word: str) -> re.Pattern[bytes]:
    """Return what finds `word` in JSON, in which any sign may be spelled by its number, and a slash with another."""
    signs = (rf"(?:\\?{re.escape(sign)}|\\u00(?i:{ord(sign):02x}))" for sign in word)
    return re.compile("".join(signs).encode())


def token_in(environment: Mapping[str, str], variable: str) -> str | None:
    """Return the token in `variable`, without white space around it; None where it is not set, or empty.

    Raises:
        NoAnswerError: it cannot be a token, for it has a line break or a sign that no header can have.
    """
    token = environment.get(variable, "").strip()
    if not (token.isascii() and token.isprintable()) or " " in token:
        reason = f"what is in {variable} cannot be a token"
        raise NoAnswerError(reason, f"put the token alone into {variable}, in one line and without spaces")
    return token or None
