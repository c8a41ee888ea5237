"""How old evidence may be, and whether it is in time."""

from datetime import datetime, timedelta
from typing import Final

from readiness.config import Config
from readiness.model.documents.evidence import Evidence
from readiness.model.dossier import Aged, Met, Standing, Unreadable
from readiness.model.evidence import Claim, EvidenceKind
from readiness.model.outcome import ItemClass

_CLOCK_SKEW: Final = timedelta(hours=14)
"""Reports often give local time without a zone, and no zone is further than this from UTC."""


def limit_of(
    evidence: Evidence, kind: EvidenceKind, claim: Claim, item_class: ItemClass, config: Config
) -> timedelta | None:
    """Return how old the evidence may be: what it says, else the default for critical items and for words.

    A word with an end of its own is good until then, whatever the default.
    """
    if evidence.max_age is not None:
        return evidence.max_age
    ages = kind.word or (not kind.document and item_class is ItemClass.CRITICAL)
    return config.max_age if ages and claim.valid_until is None else None


def in_time(claim: Claim, limit: timedelta | None, now: datetime) -> Standing:
    """Return whether a claim that is enough is also recent enough: met, aged, or unreadable where nobody can tell."""
    newest = claim.newest_at or claim.made_at
    if newest is not None and newest - now > _CLOCK_SKEW:
        return Unreadable(f"it is dated {newest:%Y-%m-%d}, which is in the future")
    if claim.valid_until is not None and now > claim.valid_until:
        return Aged(claim, f"it expired on {claim.valid_until:%Y-%m-%d}")
    if limit is not None:
        if claim.made_at is None:
            return Unreadable(f"it does not say when it was made, and may not be older than {in_words(limit)}")
        if now - claim.made_at > limit:
            return Aged(claim, f"it was made {in_words(now - claim.made_at)} ago; {in_words(limit)} are allowed")
    return Met(claim)


def in_words(span: timedelta) -> str:
    """Return `span` in words, rounded up, so that what is over a limit never reads like the limit."""
    unit, name = (timedelta(hours=1), "hours") if span < timedelta(days=2) else (timedelta(days=1), "days")
    return f"{-(-span // unit)} {name}"
