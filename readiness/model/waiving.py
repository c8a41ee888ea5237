"""When a waiver is in force. Rules that speak about waivers and the stage that applies them share this one answer."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from readiness.model.documents.scope import Waiver
from readiness.model.outcome import Outcome
from readiness.model.plan import PlannedWaiver, Subject
from readiness.model.tracking import Malformed, NotThere, Tracking


class WaiverStanding(Enum):
    """Whether a waiver holds today, and if not, why not."""

    IN_FORCE = auto()
    NOT_YET = auto()
    EXPIRED = auto()
    SELF_GRANTED = auto()
    UNBACKED = auto()
    """An emergency waiver without the issue, or the day, that ends the emergency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedWaiver(Subject):
    """A waiver held against its requirement: `found` is the outcome that the requirement has without it.

    `standing` is whether the waiver holds today.
    """

    planned: PlannedWaiver
    found: Outcome
    standing: WaiverStanding

    @property
    def needed(self) -> bool:
        """Whether there is anything to waive."""
        return self.found not in {Outcome.PASSED, Outcome.NOT_APPLICABLE}


def granted_last(waiver: Waiver) -> date:
    """Return the day on which `waiver` was granted, or granted anew, last."""
    return waiver.renewed[-1] if waiver.renewed else waiver.granted


def standing(
    planned: PlannedWaiver, today: date, tracking: Tracking | None = None, *, allow_self: bool
) -> WaiverStanding:
    """Return whether `planned` is in force on `today` (UTC); the last day in force is `expires`.

    `tracking` is what is known of the issue behind it; None where it names none.
    """
    waiver = planned.waiver
    if planned.critical and waiver.granted_by == planned.target_owner and not allow_self:
        return WaiverStanding.SELF_GRANTED
    # Of a renewal only the last day that it gives is known, so what held before is not.
    if today < granted_last(waiver):
        return WaiverStanding.NOT_YET
    if today > waiver.expires:
        return WaiverStanding.EXPIRED
    if waiver.emergency and not _backed(waiver, tracking):
        return WaiverStanding.UNBACKED
    return WaiverStanding.IN_FORCE


def _backed(waiver: Waiver, tracking: Tracking | None) -> bool:
    """Return whether an issue and a day end the emergency. In one, nobody has to have asked the tracker yet."""
    follow_up = waiver.follow_up
    dated = follow_up is not None and follow_up.ref is not None and follow_up.due is not None
    return dated and not isinstance(tracking, Malformed | NotThere)
