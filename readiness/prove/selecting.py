"""Which pieces of evidence are to be proven, and why; and which are not, and why not. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from readiness.model.documents.evidence import Evidence
from readiness.model.dossier import Absent, Aged, Dossier, Met, Moved, Standing, Unmet, Unreadable
from readiness.model.evidence import EvidenceKind
from readiness.model.outcome import State
from readiness.model.plan import Plan, PlannedItem, PlannedScope, Requirement
from readiness.model.record import Proven
from readiness.prove.naming import meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One requirement that is to be proven; `why` is a phrase, `side` the place of who demands it among the sides."""

    side: int
    proven: Proven
    item: PlannedItem
    requirement: Requirement
    evidence: Evidence
    kind: EvidenceKind
    why: str


class Left(Enum):
    """Why a requirement is not proven now."""

    HOLDS = auto()
    UNCHANGED = auto()
    NO_COMMAND = auto()
    NO_USE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """One requirement that is not proven now; `reason` and `action` are phrases."""

    proven: Proven
    left: Left
    reason: str
    action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for: `names` as they were typed, `everything` whether it holds already or not.

    `signed` is whether records will be signed, so that one that nobody is trusted for is worth another. `changed` says
    of a requirement of a side what is different since a revision, as a phrase; None where nothing is.
    """

    names: Sequence[str] = ()
    everything: bool = False
    signed: bool = False
    changed: Callable[[int, Requirement], str | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is proven now, in the order of the plan, and what is not."""

    tasks: tuple[Task, ...]
    left_out: tuple[LeftOut, ...]


def select(sides: Sequence[tuple[Plan, Dossier]], kinds: Mapping[str, EvidenceKind], wish: Wish) -> Selection:
    """Return what `wish` asks for of the evidence that a run makes and that the plans of `sides` demand.

    Without names that is the evidence of all launches that are judged, but for what their launch has outlived. What two
    sides demand alike is asked for once.

    Raises:
        ReadinessError: RDY055, a name that means nothing.
    """
    demanded = [(side, *found) for side, (plan, _) in enumerate(sides) for found in products(plan, kinds)]
    asked = meant(wish.names, {proven for _, proven, *_ in demanded})
    chooser = _Chooser(kinds, wish)
    tasks: dict[Proven, list[Task]] = {}
    left_out: dict[LeftOut, None] = {}
    for side, proven, scope, item, requirement in demanded:
        plan, dossier = sides[side]
        if proven not in asked or not (wish.names or _is_judged(scope, item, plan, dossier)):
            continue
        match chooser.considered(side, proven, item, requirement, dossier.standing(requirement)):
            case LeftOut() as left:
                left_out[left] = None
            case task:
                others = tasks.setdefault(proven, [])
                if not any(_alike(task, other) for other in others):
                    others.append(task)
    return Selection(
        tasks=tuple(task for some in tasks.values() for task in some),
        left_out=tuple(left for left in left_out if left.proven not in tasks),
    )


def products(
    plan: Plan, kinds: Mapping[str, EvidenceKind]
) -> Iterator[tuple[Proven, PlannedScope, PlannedItem, Requirement]]:
    """Yield all evidence of `plan` that a run makes, in the order of the plan."""
    for scope in plan.scopes:
        for item in scope.items:
            for requirement in item.evidence:
                if requirement.evidence is not None and not kinds[requirement.evidence.kind].document:
                    yield Proven(scope.id, item.id, requirement.id), scope, item, requirement


def _is_judged(scope: PlannedScope, item: PlannedItem, plan: Plan, dossier: Dossier) -> bool:
    """Return whether a run that names no scope would count it, as `judge` and `decide` do."""
    if scope.state is State.DRAFT and scope.id not in plan.named:
        return False
    is_over = scope.state is State.LAUNCHED and scope.launch is not None and scope.launch <= dossier.today
    return item.outlives_launch or not is_over


def _alike(one: Task, other: Task) -> bool:
    """Return whether two sides demand the very same."""
    mine, its = one.requirement, other.requirement
    return one.proven == other.proven and (mine.evidence, mine.condition, mine.covers) == (
        its.evidence,
        its.condition,
        its.covers,
    )


@dataclass(frozen=True, slots=True)
class _Chooser:
    kinds: Mapping[str, EvidenceKind]
    wish: Wish

    def considered(
        self, side: int, proven: Proven, item: PlannedItem, requirement: Requirement, standing: Standing
    ) -> Task | LeftOut:
        """Return the task that comes of one requirement, or why there is none."""
        evidence, why = requirement.evidence, _lacking(standing)
        if evidence is None:
            return LeftOut(proven=proven, left=Left.NO_USE, reason="no evidence is declared")
        kind = self.kinds[evidence.kind]
        if why is None and not self.wish.everything:
            return LeftOut(proven=proven, left=Left.HOLDS, reason="it is proven for this content")
        if isinstance(standing, Absent | Unreadable) and not standing.by_run and not self._helps(standing):
            return LeftOut(proven=proven, left=Left.NO_USE, reason=standing.reason, action=standing.action)
        if evidence.run is None and kind.collect is None:
            made = f"make {' and '.join(evidence.path) or 'it'}"
            action = f"{made}, then `readiness capture {proven.item}/{proven.evidence}`"
            return LeftOut(proven=proven, left=Left.NO_COMMAND, reason="it has no `run:` to be executed", action=action)
        why = why or "asked for by --all"
        if self.wish.changed is not None:
            since = self.wish.changed(side, requirement)
            if since is None:
                reason = "nothing that it covers has changed since"
                return LeftOut(proven=proven, left=Left.UNCHANGED, reason=reason)
            why = f"{why}; {since}"
        return Task(side=side, proven=proven, item=item, requirement=requirement, evidence=evidence, kind=kind, why=why)

    def _helps(self, standing: Absent | Unreadable) -> bool:
        """Return whether a new record could help where a run alone would not: if it is asked for, or signed."""
        return isinstance(standing, Unreadable) and (self.wish.everything or self.wish.signed)


def _lacking(standing: Standing) -> str | None:
    """Return what is wrong with evidence that stands so, as a phrase; None where nothing is."""
    match standing:
        case Met():
            return None
        case Unmet(reasons=reasons):
            return f"failed: {reasons[0]}" if reasons else "failed"
        case Moved(since=since):
            return f"stale: {since}"
        case Aged(reason=reason):
            return f"stale: {reason}"
        case Absent(reason=reason):
            return f"missing: {reason}"
        case Unreadable(reason=reason):
            return f"unknown: {reason}"
