"""The one server that a session may speak to. Pure."""

import re
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlsplit

from readiness.web.errors import NoAnswerError
from readiness.web.refusals import quoted

_PORTS: Final = {"https": 443, "http": 80}
_AMBIGUOUS: Final = re.compile(r"[\x00-\x20\x7f-\uffff\\]")
"""What different readers of an address take differently: where its host ends is not in doubt without them."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port, in lower case and spelled out."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> Self:
        """Return the origin of `url`.

        Raises:
            ValueError: it has none, or one that could be read differently: with a name or a password, a backslash,
                white space, or a host that is not ASCII.
        """
        parts = urlsplit(url)
        port = parts.port  # raises ValueError, too
        if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc or _AMBIGUOUS.search(url):
            msg = "no origin"
            raise ValueError(msg)
        return cls(parts.scheme, parts.hostname, _PORTS[parts.scheme] if port is None else port)

    @property
    def name(self) -> str:
        """The host as messages name it, with its port unless that is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def claim(self, url: str) -> None:
        """Do nothing, if `url` is of this origin.

        Raises:
            NoAnswerError: it is not. Of where it leads only scheme and host are told, for the rest may hold a secret.
        """
        try:
            there = Origin.of(url)
        except ValueError:
            where = "an address that cannot be trusted"
        else:
            if there == self:
                return
            where = quoted(f"{there.scheme}://{there.name}")
        reason = f"{self.scheme}://{self.name} leads to {where}, and nothing was sent there"
        raise NoAnswerError(reason, "if the tracker has moved, correct its `url` in the configuration")


def origin_of(url: str) -> Origin:
    """Return the origin of `url`, the address of a tracker.

    Raises:
        NoAnswerError: it has none.
    """
    try:
        return Origin.of(url)
    except ValueError:
        reason = "the `url` of the tracker is no address of a server"
    raise NoAnswerError(reason, "write it as https://host/path, without a name, a password or a query")
