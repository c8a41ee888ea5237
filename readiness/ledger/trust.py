"""Who stands behind a record: whose signatures hold, may attest this, and did so while they were trusted.

A signature proves who vouches, not that a run took place, nor when: its time is what the signer says. That is why a
revoked key counts for nothing at all, also for what it says that it signed before.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date
from typing import Final

from readiness.ledger.envelope import Envelope, Signature
from readiness.ledger.keys import read_public
from readiness.model.record import Binding, Record
from readiness.model.trust import Trust, TrustedKey
from readiness.reading.ssh_keys import PublicKey, holds

Voices = tuple[tuple[str, ...], str | None]
"""The identities whose signatures count; and, where none does although one has to, why not."""

_OURS: Final = "SHA256:"
_SHOWN: Final = 50
_MOST_REASONS: Final = 3


class Keyring:
    """The keys of a configuration, read once. Asked about a record, it says who stands behind it."""

    def __init__(self, trust: Trust) -> None:
        self._trust = trust
        self._keys: Mapping[str, tuple[TrustedKey, PublicKey]] = {
            (public := read_public(key.key)).fingerprint: (key, public) for key in trust.keys
        }

    def stands(self, record: Record, envelope: Envelope, surface: str | None) -> Voices:
        """Return who stands behind `record`, which is what `envelope` holds, for an item of `surface`.

        An item without a surface needs a key that is not bound to surfaces.
        """
        if self._trust.executed_only and record.binding is not Binding.EXECUTED:
            return (), "it was captured, and only runs that readiness executed itself count"
        if not self._trust.asks_for_signatures:
            return (), None

        def flaw(key: TrustedKey) -> str | None:
            return _out_of_bounds(key, record, surface) or _out_of_time(key, record.finished.astimezone(UTC).date())

        return self._voices(envelope, flaw)

    def vouches(self, envelope: Envelope, day: date, *, unbounded: bool) -> Voices:
        """Return who stands behind something about the ledger itself, made on `day`.

        `unbounded` asks for a key that is bound neither to kinds nor to surfaces.
        """
        if not self._trust.asks_for_signatures:
            return (), None

        def flaw(key: TrustedKey) -> str | None:
            bound = unbounded and (key.kinds or key.surfaces)
            return f"{key.identity} may not speak for the whole ledger" if bound else _out_of_time(key, day)

        return self._voices(envelope, flaw)

    def _voices(self, envelope: Envelope, flaw: Callable[[TrustedKey], str | None]) -> Voices:
        about = envelope.signed_bytes
        identities: dict[str, None] = {}
        reasons: dict[str, None] = {}
        for signature in envelope.signatures:
            key, reason = self._signer(signature, about)
            if key is not None and reason is None:
                reason = _revoked(key) or flaw(key)
            if key is not None and reason is None:
                identities[key.identity] = None
            elif reason is not None:
                reasons[reason] = None
        if identities:
            return tuple(identities), None
        return (), " and ".join(list(reasons)[:_MOST_REASONS]) or "it is not signed"

    def _signer(self, signature: Signature, about: bytes) -> tuple[TrustedKey | None, str | None]:
        """Return the trusted key whose signature it is, or why there is none.

        The name of the key is only a hint. One in our form is taken at its word, because it can only make things worse.
        """
        named = self._keys.get(signature.keyid)
        if named is not None:
            key, public = named
            held = holds(public, signature.sig, about)
            return (key, None) if held else (None, f"the signature of {key.identity} does not hold")
        if not signature.keyid.startswith(_OURS):
            for key, public in self._keys.values():
                if holds(public, signature.sig, about):
                    return key, None
        by = signature.keyid[:_SHOWN] or "a key that it does not name"
        return None, f"it is signed by {by}, which nobody trusts"


def _revoked(key: TrustedKey) -> str | None:
    return f"the key of {key.identity} was revoked on {key.revoked}" if key.revoked else None


def _out_of_bounds(key: TrustedKey, record: Record, surface: str | None) -> str | None:
    if key.kinds and record.kind not in key.kinds:
        return f"{key.identity} may not attest {record.kind}"
    if key.surfaces and surface is None:
        return f"{key.identity} may attest items of some surfaces only, and this one has none"
    if key.surfaces and surface not in key.surfaces:
        return f"{key.identity} may not attest surface {surface}"
    return None


def _out_of_time(key: TrustedKey, day: date) -> str | None:
    if key.covers(day):
        return None
    if key.until is not None and key.until < day:
        return f"the key of {key.identity} expired on {key.until}"
    return f"the key of {key.identity} is trusted only from {key.from_} on"
