"""`kind: scope`: one launch, with its surfaces, behaviours, items and waivers."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from readiness.model.documents.base import (
    Day,
    Duration,
    Id,
    ItemRef,
    Many,
    Model,
    OneOrMany,
    Pattern,
    RepoPath,
    Text,
    expand,
)
from readiness.model.documents.evidence import AnyEvidence
from readiness.model.outcome import ItemClass, State


class Phase(Model):
    """A stretch of the way to launch. Items of the phase are due from the day after it `ends` (UTC)."""

    id: Id
    ends: Day


class Surface(Model):
    """A part of the system that the launch exposes, with the paths of its code."""

    title: Text | None = None
    paths: Annotated[OneOrMany[Pattern], Field(min_length=1)]
    risk: Literal["high", "normal"] = "normal"


class Behaviour(Model):
    """What the system must do at launch: proven by launch-critical items, and documented where it says."""

    id: Id
    statement: Text
    proven_by: OneOrMany[Id] = ()
    documented_at: RepoPath | None = None


class Unsupported(Model):
    """What the launch does not do, said in public."""

    id: Id
    statement: Text
    documented_at: RepoPath | None = None


class Rollback(Model):
    """How the item is undone. Short form: where the steps are, with the plan `revert`."""

    plan: Literal["revert", "kill-switch", "restore", "forward-fix", "none"] = "revert"
    steps: RepoPath | None = None
    """The heading in a runbook that says how: `runbooks/deploy.md#rollback`."""
    within: Duration | None = None
    kill_switch: RepoPath | None = None
    """The flag that switches it off: `flags.json#deploys-enabled`."""
    because: Text | None = None
    accepted_by: Id | None = None


class FollowUp(Model):
    """The tracked issue behind a deferral or a waiver. Short form: the reference alone."""

    ref: Text | None = None
    risk: Text | None = None
    due: Day | None = None
    owner: Id | None = None
    accepted_by: Id | None = None


ShortRollback = Annotated[Rollback, expand("steps", Rollback)]
ShortFollowUp = Annotated[FollowUp, expand("ref", FollowUp)]


class Defaults(Model):
    """What items of the scope have unless they say otherwise."""

    owner: Id | None = None
    surface: Id | None = None
    phase: Id | None = None
    rollback: ShortRollback | None = None


class Item(Model):
    """One thing that the launch needs, would like, or puts off."""

    id: Id
    title: Text
    item_class: ItemClass = Field(alias="class")
    why: Text | None = None
    priority: Literal["p0", "p1", "p2", "p3", "p4"] | None = None
    surface: Id | None = None
    owner: Id | None = None
    phase: Id | None = None
    needs: OneOrMany[ItemRef] = ()
    rollback: ShortRollback | None = None
    evidence: OneOrMany[AnyEvidence] = ()
    follow_up: ShortFollowUp | None = None
    issues: OneOrMany[Text] = ()
    """Issues that the item stands for, besides the one of its follow-up."""


class Target(Model):
    """The one requirement that a waiver is about; never a wildcard."""

    item: Id | None = None
    surface: Id | None = None
    behaviour: Id | None = None
    unsupported: Id | None = None
    requirement: Id

    @property
    def subject(self) -> tuple[str, str]:
        """What kind of thing the requirement is made of, and its id; loading has made sure that there is just one."""
        kinds = ("item", "surface", "behaviour", "unsupported")
        return next((kind, name) for kind in kinds if (name := getattr(self, kind)) is not None)


class Waiver(Model):
    """A granted, reasoned, expiring exception to one requirement; never a pass."""

    id: Id
    of: Target
    reason: Text
    granted_by: Id
    granted: Day
    expires: Day
    """The last day in force, UTC."""
    renewed: Many[Day] = ()
    """The days on which it was granted anew, after the first."""
    emergency: bool = False
    """Whether it is a bypass in an emergency: short, told in red, with a follow-up that has a day."""
    follow_up: ShortFollowUp | None = None


class Milestone(Model):
    """A milestone of a tracker, all of whose open issues have to be spoken for."""

    project: Text
    """The tracker and the project: `github:acme/platform`."""
    milestone: Text
    """The title of the milestone there."""


def _absent_is_empty(value: object) -> object:
    return {} if value is None else value


class Scope(Model):
    """One launch."""

    kind: Literal["scope"]
    id: Id
    title: Text
    state: State = State.ACTIVE
    milestone: Id | None = None
    priority: Literal["p0", "p1", "p2", "p3", "p4"] | None = None
    owner: Id | None = None
    launch: Day | None = None
    phases: Many[Phase] = ()
    surfaces: Annotated[dict[Id, Surface], BeforeValidator(_absent_is_empty)] = Field(default_factory=dict)
    behaviours: Many[Behaviour] = ()
    unsupported: Many[Unsupported] = ()
    defaults: Defaults = Defaults()
    items: Many[Item] = ()
    waivers: Many[Waiver] = ()
    open_work: OneOrMany[Milestone] = ()
    """Where the open issues of this launch are. One that no item claims is told."""
