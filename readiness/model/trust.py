"""Whose signatures count, for what and from when to when: the table `[trust]` of the configuration.

Keys are looked at as text only: whether one is a point on its curve is for who verifies with it, and a key that is none
makes no signature hold.
"""

import base64
import binascii
from datetime import date
from typing import Annotated, Final

from pydantic import AfterValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from readiness.model.documents.base import Day, Id, Many, Model, Text

_SIZES: Final = {"ssh-ed25519": 51, "ecdsa-sha2-nistp256": 104, "ecdsa-sha2-nistp384": 136}
"""The kinds of keys that are accepted, and how many bytes the key of each has."""
_FIX: Final = "paste the line of an ed25519 or ECDSA (P-256, P-384) public key, from a file that ends in .pub"


def key_parts(line: str) -> tuple[str, bytes]:
    """Return the kind and the bytes of an OpenSSH public key, `ssh-ed25519 AAAA… comment`.

    Raises:
        ValueError: it is none.
    """
    kind, _, rest = line.strip().partition(" ")
    blob = base64.b64decode(rest.strip().partition(" ")[0], validate=True)
    length = int.from_bytes(blob[:4], "big")
    if blob[4 : 4 + length] != kind.encode() or len(blob) != _SIZES.get(kind):
        msg = "what follows its kind is damaged"
        raise ValueError(msg)
    return kind, blob


def flaw_of_key(line: str) -> str | None:
    """Return why `line` is no public key that can be used here; None if it looks like one."""
    kind = line.strip().partition(" ")[0]
    if kind.startswith(("sk-", "ssh-rsa", "ssh-dss", "ecdsa-sha2-nistp521")) or "-cert-" in kind:
        return f"keys of kind {kind[:40]} are not accepted"
    if kind not in _SIZES:
        return "it is no OpenSSH public key"
    try:
        key_parts(line)
    except (ValueError, binascii.Error):
        return "it is no OpenSSH public key: what follows its kind is damaged"
    return None


def _key(line: str) -> str:
    flaw = flaw_of_key(line)
    if flaw is not None:
        raise PydanticCustomError("bad-key", "`key` cannot be used: {flaw}", {"flaw": flaw, "fix": _FIX})
    return " ".join(line.split())


class TrustedKey(Model):
    """One key: whose it is, and what it may attest."""

    key: Annotated[Text, AfterValidator(_key)]
    """The public key, as OpenSSH writes it: `ssh-ed25519 AAAA… comment`."""
    identity: Id
    """Who signs with it; somebody may have several keys."""
    kinds: Annotated[Many[Id], Field(min_length=1)] = ()
    """The kinds of evidence that it may attest; every kind where it is left out."""
    surfaces: Annotated[Many[Id], Field(min_length=1)] = ()
    """The surfaces whose items it may attest; all items where it is left out."""
    from_: Annotated[Day | None, Field(alias="from")] = None
    """The first day, UTC, on which a run may have ended that it attests."""
    until: Day | None = None
    """The last such day."""
    revoked: Day | None = None
    """Since when it is known to be in wrong hands. It counts for nothing then, whenever it says that it signed."""

    @model_validator(mode="after")
    def _in_order(self) -> "TrustedKey":
        if self.from_ is not None and self.until is not None and self.from_ > self.until:
            raise PydanticCustomError(
                "bad-date",
                "`until` is {until}, before `from`",
                {"until": self.until.isoformat(), "fix": "write a day on or after `from`"},
            )
        return self

    def covers(self, day: date) -> bool:
        """Whether the key was valid on `day`."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


class Trust(Model):
    """Whose records count. Without a key, nobody asks for signatures unless `signed` does."""

    signed: bool = False
    """Whether a record has to be signed even where no key is named: none counts then, until `--trust` names one."""
    executed_only: bool = False
    """Whether only records of runs that the engine executed itself count."""
    keys: Annotated[Many[TrustedKey], Field(min_length=1)] = ()

    @field_validator("keys", mode="after")
    @classmethod
    def _distinct(cls, keys: tuple[TrustedKey, ...]) -> tuple[TrustedKey, ...]:
        seen: dict[bytes, str] = {}
        for key in keys:
            blob = key_parts(key.key)[1]
            if blob in seen:
                raise PydanticCustomError(
                    "bad-key",
                    "the key of {identity} is there twice, the other time for {other}",
                    {"identity": key.identity, "other": seen[blob], "fix": "keep one of the two"},
                )
            seen[blob] = key.identity
        return keys

    @property
    def asks_for_signatures(self) -> bool:
        """Whether a record has to be signed to count."""
        return self.signed or bool(self.keys)

    def naming(self, other: "Trust") -> "Trust":
        """Return `other`, which somebody names in place of this one, with nothing that is asked here left out."""
        return Trust.model_construct(
            signed=self.signed or other.signed,
            executed_only=self.executed_only or other.executed_only,
            keys=other.keys,
        )
