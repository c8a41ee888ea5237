"""The issue behind a deferral as the rules look at it that have one thing each against an open one."""

from dataclasses import dataclass

from readiness.model.demands import TRACKED
from readiness.model.documents.scope import FollowUp
from readiness.model.dossier import Dossier
from readiness.model.plan import PlannedItem, Requirement
from readiness.model.tracking import IssueState, Told, Tracking


@dataclass(frozen=True, slots=True)
class Followed:
    """A deferral that names an issue: what is `known` of that, and the `demand` that it is tracked."""

    demand: Requirement
    follow_up: FollowUp
    known: Tracking

    @property
    def open(self) -> Told | None:
        """What the tracker says of it; None unless it knows it and it is open: one cause, one finding."""
        known = self.known
        return known if isinstance(known, Told) and known.issue.state is IssueState.OPEN else None


def followed(item: PlannedItem, dossier: Dossier) -> Followed | None:
    """Return the issue behind `item`; None where it needs none, or names none."""
    follow_up = item.follow_up
    if follow_up is None or follow_up.ref is None:
        return None
    demand = item.demanded(TRACKED)  # after what is quick to tell: six rules ask it of every item
    return None if demand is None else Followed(demand, follow_up, dossier.tracking(follow_up.ref))
