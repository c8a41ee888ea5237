"""The report: what a run comes to, frozen, in the shape of `readiness/report/v1`, the one public contract.

Renderers take this and nothing else. Field names are the names in JSON, but for `item_class`, which is `class` there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final, Literal

from pydantic import Field

from readiness.errors import Problem
from readiness.model.baseline import Finding
from readiness.model.outcome import Decision, ItemClass, Level, Outcome, State
from readiness.model.place import Location
from readiness.model.policy import Proposed
from readiness.model.record import Proof

SCHEMA: Final = "readiness/report/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverNote:
    """The waiver that a verdict is under, and the outcome that it would have without."""

    id: str
    outcome: Outcome
    reason: str
    granted_by: str
    expires: date
    emergency: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One requirement: what was found, where it is demanded, who has to act, and what to do next.

    `subject` names what the demand is made of, such as `item deploy` or `surface billing`. `action` is empty where
    nothing is to be done. `found` is the outcome before waivers and due dates. `proof` is the record of a product;
    documents have none. `known` says that a baseline has it already.
    """

    subject: str
    requirement: str
    rule: str
    code: str
    level: Level
    outcome: Outcome
    found: Outcome
    message: str
    action: str
    who: str | None
    location: Location
    waiver: WaiverNote | None = None
    proof: Proof | None = None
    known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpNote:
    """The issue behind a deferral, as written: where it is tracked, what is at risk, and the day it is due."""

    ref: str | None
    risk: str | None
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReport:
    """One item with all its verdicts; `outcome` is the worst of them that counts.

    `needs` are written `scope/item` where the other item is of another scope.
    """

    id: str
    title: str
    item_class: Annotated[ItemClass, Field(serialization_alias="class", validation_alias="class")]
    owner: str | None
    surface: str | None
    phase: str | None
    due: date | None
    needs: tuple[str, ...]
    follow_up: FollowUpNote | None
    outcome: Outcome
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseReport:
    """A phase that items of a launch belong to, and its last day."""

    id: str
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeReport:
    """One launch. `counts` is the number of verdicts by outcome; `judged` is false for what only is shown."""

    id: str
    title: str
    state: State
    owner: str | None
    launch: date | None
    phases: tuple[PhaseReport, ...]
    location: Location
    judged: bool
    decision: Decision
    decision_before_waivers: Decision
    counts: Mapping[Outcome, int]
    verdicts: tuple[Verdict, ...]
    items: tuple[ItemReport, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What would ship. `commit` is also what index and work tree stand on; None without one. `notes` are sentences.

    `dirty` says that it holds something else than that commit.
    """

    kind: Literal["commit", "index", "work-tree"]
    commit: str | None
    notes: tuple[str, ...] = ()
    dirty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the configuration changed about the judging itself; `base` is the commit whose policy was enforced.

    With a base, levels and `allow_self` are the base's.
    """

    base: str | None
    levels: Mapping[str, Level]
    allow_self: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineNote:
    """What a baseline makes of a run: how many findings it knows, how many are new, and which are `fixed`.

    `decision_on_new` is what the new ones alone would decide, and what the exit code follows.
    """

    path: str
    known: int
    new: int
    fixed: tuple[Finding, ...]
    decision_on_new: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The answer of a run. `problems` are what is wrong with the input; with any, the exit code is 2.

    `proposed` are the changes of policy that the candidate brings along, where another policy was enforced. `baseline`
    is set where findings were held against one.
    """

    schema: Literal["readiness/report/v1"]
    decision: Decision
    enforcing: bool
    final: bool
    policy: Policy
    candidate: Candidate
    as_of: datetime
    scopes: tuple[ScopeReport, ...]
    problems: tuple[Problem, ...]
    proposed: tuple[Proposed, ...] = ()
    baseline: BaselineNote | None = None
