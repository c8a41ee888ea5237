"""The launches of a repository as follow-ups need them: linked, nothing judged, and every issue that they name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from readiness.config import Config
from readiness.errors import Problem, ReadinessError
from readiness.evidence import kinds as evidence_kinds
from readiness.link import link
from readiness.load import load
from readiness.load.cache import user_cache
from readiness.model.documents.scope import FollowUp
from readiness.model.followups import Purpose
from readiness.model.outcome import ItemClass
from readiness.model.place import Location, Locator, Place
from readiness.model.plan import Plan, PlannedItem, PlannedWaiver, SubjectKind, Tie
from readiness.model.problems import code_of
from readiness.model.settings import TrackerSettings
from readiness.model.tracking import Malformed
from readiness.pipeline import Request, opened
from readiness.sides import configured
from readiness.trackers import kinds, known_trackers
from readiness.tree.base import Tree
from readiness.tree.opening import open_tree


@dataclass(frozen=True, slots=True)
class Launches:
    """What was read. `trackers` are all that are known by name, configured or not; `now` is aware."""

    tree: Tree
    config: Config
    plan: Plan
    locate: Locator
    trackers: Mapping[str, TrackerSettings]
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One deferral, waiver or claim. `ref` is None where a document has not named an issue yet, and should."""

    scope: str
    purpose: Purpose
    subject: str
    title: str
    ref: str | None
    owner: str | None
    due: date | None
    risk: str | None
    accepted_by: str | None
    at: Place

    @property
    def name(self) -> str:
        """What the issue is expected to mention, in full."""
        return f"{self.scope}/{self.subject}"


def read_launches(request: Request) -> Launches:
    """Return the launches that `request` names, or all but the retired ones.

    Raises:
        ReadinessError: RDY040 for the configuration, here or at the base, RDY05x for the repository or a plugin, and
            every problem in the documents: what cannot be read may name an issue too.
    """
    tree, config = opened(request)
    cache = user_cache() if request.cache else None
    documents = load(tree, config, evidence_kinds(), cache=cache)
    plan = link(documents, request.scopes)
    # A draft is no launch to judge yet, but what it puts off is put off.
    no_matter = {code_of("nothing-to-judge")} if documents.scopes else set()
    problems = [problem for problem in plan.problems if problem.code not in no_matter]
    if problems:
        raise ReadinessError.of(problems)
    trackers = known_trackers(_configured(request, config), kinds())
    return Launches(tree, config, plan, documents.locate, trackers, request.now or datetime.now(UTC))


def _configured(request: Request, config: Config) -> Mapping[str, TrackerSettings]:
    """Return the trackers of the base, where one is named: a change must not say where tokens are sent."""
    if request.policy_from is None:
        return config.trackers
    _, base = configured(open_tree(request.root, at=request.policy_from))
    return base.trackers


def named_issues(plan: Plan) -> Iterator[Named]:
    """Yield every deferral, waiver and claim of the launches in `plan`."""
    claims: dict[tuple[str, SubjectKind, str], list[Tie]] = {}
    for tie in plan.ties:
        if tie.claim:
            claims.setdefault((tie.scope, tie.kind, tie.subject), []).append(tie)
    for scope in plan.scopes:
        for item in scope.items:
            if item.item_class is ItemClass.DEFERRED:
                yield _deferral(scope.id, item)
            yield from (_claim(tie, item) for tie in claims.get((scope.id, SubjectKind.ITEM, item.id), ()))
        yield from (_waiver(scope.id, waiver) for waiver in scope.waivers)


def malformed(found: Malformed, at: Location) -> Problem:
    """Return the problem of a reference that names nothing."""
    return Problem(code_of("bad-issue-reference"), found.reason, found.action, at)


def _deferral(scope: str, item: PlannedItem) -> Named:
    follow_up = item.follow_up or FollowUp()
    return Named(
        scope=scope,
        purpose=Purpose.DEFERRAL,
        subject=item.id,
        title=item.title,
        ref=follow_up.ref,
        owner=follow_up.owner or item.owner,
        due=follow_up.due,
        risk=follow_up.risk,
        accepted_by=follow_up.accepted_by,
        at=item.at.at("follow_up", "ref"),
    )


def _waiver(scope: str, planned: PlannedWaiver) -> Named:
    follow_up = planned.waiver.follow_up or FollowUp()
    return Named(
        scope=scope,
        purpose=Purpose.WAIVER,
        subject=planned.id,
        title=planned.waiver.reason,
        ref=follow_up.ref,
        owner=follow_up.owner or planned.target_owner,
        due=follow_up.due or planned.waiver.expires,
        risk=follow_up.risk,
        accepted_by=follow_up.accepted_by or planned.waiver.granted_by,
        at=planned.at.at("follow_up", "ref"),
    )


def _claim(tie: Tie, item: PlannedItem) -> Named:
    of_follow_up = item.follow_up is not None and item.follow_up.ref == tie.ref
    return Named(
        scope=tie.scope,
        purpose=Purpose.CLAIM,
        subject=item.id,
        title=item.title,
        ref=tie.ref,
        owner=item.owner,
        due=item.follow_up.due if of_follow_up and item.follow_up else None,
        risk=None,
        accepted_by=None,
        at=item.at.at("follow_up", "ref") if of_follow_up else item.at.at("issues"),
    )
