"""When a waiver is in force. Rules that speak about waivers and the stage that applies them share this one answer."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from readiness.model.outcome import Outcome
from readiness.model.plan import PlannedWaiver, Subject


class WaiverStanding(Enum):
    """Whether a waiver holds today, and if not, why not."""

    IN_FORCE = auto()
    NOT_YET = auto()
    EXPIRED = auto()
    SELF_GRANTED = auto()


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


def standing(planned: PlannedWaiver, today: date, *, allow_self: bool) -> WaiverStanding:
    """Return whether `planned` is in force on `today` (UTC); the last day in force is `expires`."""
    waiver = planned.waiver
    if planned.critical and waiver.granted_by == planned.target_owner and not allow_self:
        return WaiverStanding.SELF_GRANTED
    if today < waiver.granted:
        return WaiverStanding.NOT_YET
    if today > waiver.expires:
        return WaiverStanding.EXPIRED
    return WaiverStanding.IN_FORCE
