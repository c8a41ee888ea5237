"""What is known of the issues that documents name: from the lock, and from lists in the tree. Nobody is asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from readiness.config import Config
from readiness.link.ties import ties
from readiness.model.documents.scope import Milestone
from readiness.model.dossier import Audit, Audited
from readiness.model.loaded import Documents
from readiness.model.plan import Plan, SubjectKind
from readiness.model.settings import TrackerSettings
from readiness.model.tracking import Malformed, NotThere, Reference, Told, Tracking, Untold
from readiness.trackers import kinds, known_trackers
from readiness.trackers.local import LIST, read_list
from readiness.trackers.lock import LOCK, Lock, parse_lock
from readiness.trackers.mentions import mentions
from readiness.trackers.references import project_of, resolve
from readiness.tree.base import Tree, Unread

AHEAD: Final = timedelta(minutes=5)
"""How far the clock of whoever asked may be ahead of ours."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """The answers, as the dossier has them."""

    issues: Mapping[str, Tracking]
    behind: Mapping[Reference, tuple[str, ...]]
    open_work: Mapping[tuple[str, str], Audit]


def track(plan: Plan, tree: Tree, config: Config, now: datetime) -> Tracked:
    """Return what `tree` says about the issues that `plan` names, as of `now` (aware).

    Raises:
        ReadinessError: RDY050, git stopped early; RDY058, a plugin that brings a kind of tracker cannot be used.
    """
    milestones = [milestone for scope in plan.scopes for milestone in scope.itself.open_work]
    if not plan.ties and not milestones:
        return Tracked({}, {}, {})
    trackers = known_trackers(config.trackers, kinds())
    resolved = {ref: resolve(ref, trackers, kinds()) for ref in {tie.ref for tie in plan.ties}}
    known = _Known.of(
        tree, config, trackers, now, [found for found in resolved.values() if isinstance(found, Reference)]
    )
    names: dict[Reference, list[str]] = {}
    for tie in plan.ties:
        found = resolved[tie.ref]
        if isinstance(found, Reference) and not tie.claim:
            names.setdefault(found, []).append(tie.name)
    issues = {
        ref: found if isinstance(found, Malformed) else known.about(found, names.get(found, ()))
        for ref, found in resolved.items()
    }
    claimed = {found for found in resolved.values() if isinstance(found, Reference)}
    audits = {(one.project, one.milestone): known.audit(one, claimed) for one in milestones}
    put_off: dict[Reference, set[str]] = {}
    for tie in plan.ties:
        found = resolved[tie.ref]
        if isinstance(found, Reference) and tie.kind is SubjectKind.ITEM and not tie.claim:
            put_off.setdefault(found, set()).add(tie.name)
    behind = {reference: tuple(sorted(some)) for reference, some in put_off.items() if len(some) > 1}
    return Tracked(issues, behind, audits)


def answering(documents: Documents, config: Config) -> frozenset[str]:
    """Return the files that say how the issues stand which `documents` name: the lock, and lists.

    Raises:
        ReadinessError: RDY058, a plugin that brings a kind of tracker cannot be used.
    """
    trackers = known_trackers(config.trackers, kinds())
    found = [resolve(ref, trackers, kinds()) for ref in sorted({tie.ref for tie in ties(documents)})]
    return frozenset({LOCK, *_lists((one for one in found if isinstance(one, Reference)), trackers).values()})


def _lists(references: Iterable[Reference], trackers: Mapping[str, TrackerSettings]) -> Mapping[tuple[str, str], str]:
    """Return the lists that hold `references`, by tracker and project."""
    return {
        (reference.tracker, reference.project): reference.project or LIST
        for reference in references
        if kinds()[trackers[reference.tracker].kind].connect is None
    }


@dataclass(frozen=True, slots=True)
class _Known:
    """All that the tree holds about issues; text in place of answers says why they cannot be read."""

    config: Config
    trackers: Mapping[str, TrackerSettings]
    now: datetime
    lock: Lock | str
    lists: Mapping[tuple[str, str], Mapping[Reference, tuple[Told, str]] | str]

    @classmethod
    def of(
        cls,
        tree: Tree,
        config: Config,
        trackers: Mapping[str, TrackerSettings],
        now: datetime,
        references: Iterable[Reference],
    ) -> "_Known":
        lists = _lists(references, trackers)
        files = tree.read(sorted({LOCK, *lists.values()}), config.max_bytes)
        return cls(
            config=config,
            trackers=trackers,
            now=now,
            lock=_lock(files[LOCK]),
            lists={key: _list(*key, path, files[path], now) for key, path in sorted(lists.items())},
        )

    def about(self, reference: Reference, names: Sequence[str]) -> Tracking:
        key = (reference.tracker, reference.project)
        if key in self.lists:
            return self._listed(reference, self.lists[key], names)
        if isinstance(self.lock, str):
            return Untold(self.lock)
        said = self.lock.issues.get(reference)
        if said is None:
            return Untold(f"no tracker has been asked about {reference}")
        return self._too_old(said.asked, str(reference)) or said

    def _listed(
        self, reference: Reference, listed: Mapping[Reference, tuple[Told, str]] | str, names: Sequence[str]
    ) -> Tracking:
        if isinstance(listed, str):
            return Untold(listed, f"correct {reference.project or LIST}")
        if reference not in listed:
            return NotThere(reference, self.now)
        told, text = listed[reference]
        return Told(told.issue, told.asked, mentions(text, names))

    def audit(self, milestone: Milestone, claimed: set[Reference]) -> Audit:
        project = project_of(milestone.project, self.trackers, kinds())
        if isinstance(project, Malformed):
            return project
        if isinstance(self.lock, str):
            return Untold(self.lock)
        found = self.lock.open_work.get((*project, milestone.milestone))
        if found is None:
            return Untold(f"no tracker has been asked about milestone {milestone.milestone} of {milestone.project}")
        late = self._too_old(found.asked, f"milestone {milestone.milestone} of {milestone.project}")
        unclaimed = tuple(issue for issue in found.issues if issue.reference not in claimed)
        return late or Audited(unclaimed, len(found.issues))

    def _too_old(self, asked: datetime, what: str) -> Untold | None:
        limit = self.config.followups.max_age
        age = self.now - asked
        if age > limit:
            return Untold(f"{what} was last asked about on {asked:%Y-%m-%d}, and an answer counts for {_days(limit)}")
        if -age > AHEAD:
            return Untold(f"{what} is said to have been asked about at {asked:%Y-%m-%d %H:%M}, which has not come")
        return None


def _days(length: timedelta) -> str:
    if length < timedelta(days=2):
        hours = int(length / timedelta(hours=1))
        return f"{hours} hour{'' if hours == 1 else 's'}"
    return f"{length.days} days"


def _lock(data: bytes | Unread) -> Lock | str:
    if data is Unread.ABSENT:
        return Lock()
    if isinstance(data, Unread):
        return f"{LOCK} cannot be read: {data.value}"
    try:
        return parse_lock(data)
    except ValueError as error:
        return f"{LOCK} cannot be read: {error}"


def _list(
    tracker: str, project: str, path: str, data: bytes | Unread, now: datetime
) -> Mapping[Reference, tuple[Told, str]] | str:
    if isinstance(data, Unread):
        return f"the list {path} cannot be read: {data.value}"
    try:
        read = read_list(tracker, project, data)
    except ValueError as error:
        return f"the list {path} cannot be read: {error}"
    return {reference: (Told(found.issue, now), found.text) for reference, found in read.items()}
