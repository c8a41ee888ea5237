"""What judging yields: findings of rules, and verdicts: findings with all that a reader has to know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from readiness.model.outcome import Level, Outcome
from readiness.model.place import Place
from readiness.model.plan import Key, Requirement, Subject
from readiness.model.record import Proof


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule has against one requirement. `at` and `who` default to the requirement's place and the owner."""

    outcome: Outcome
    requirement: Requirement
    message: str
    action: str
    at: Place | None = None
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Waived:
    """The waiver that a verdict is wrapped in, and the outcome that it wraps."""

    id: str
    outcome: Outcome
    reason: str
    granted_by: str
    expires: date
    emergency: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One requirement's verdict. `found` is the outcome before due dates and waivers, and stays visible."""

    key: Key
    subject: Subject
    code: str
    rule: str
    level: Level
    outcome: Outcome
    found: Outcome
    message: str
    action: str
    who: str | None
    at: Place
    waived: Waived | None = None
    proof: Proof | None = None


Judgement = Mapping[str, tuple[Judged, ...]]
"""All verdicts by scope."""
