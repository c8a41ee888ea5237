"""What is known of the issues that documents name: from the lock, and from lists in the tree. Nobody is asked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from readiness.config import Config
from readiness.link.ties import ties
from readiness.model.documents.scope import Milestone
from readiness.model.dossier import Audit, Audited
from readiness.model.loaded import Documents
from readiness.model.plan import Plan, SubjectKind, Tie
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
    same = {ref: _issue(found, trackers) for ref, found in resolved.items() if isinstance(found, Reference)}
    claimed = frozenset(same.values())
    audits = {(one.project, one.milestone): known.audit(one, claimed) for one in milestones}
    return Tracked(issues, _behind(plan, resolved, same), audits)


_Same = tuple[str, str, str, str]
"""One issue, however it is spelled, and by whichever of the names of its server."""


def _issue(reference: Reference, trackers: Mapping[str, TrackerSettings]) -> _Same:
    """Return what every reference to the issue that `reference` means has in common.

    Trackers do not tell projects apart by capitals, and one server may go by two names in the configuration.
    """
    settings = trackers.get(reference.tracker)
    if settings is None:
        return "", reference.tracker, reference.project, reference.issue
    kind = kinds()[settings.kind]
    if kind.connect is None:
        return kind.name, "", reference.project or kind.main, reference.issue
    home = settings.url or kind.home or reference.tracker
    return kind.name, home.casefold(), reference.project.casefold(), reference.issue


def _behind(
    plan: Plan, resolved: Mapping[str, Reference | Malformed], same: Mapping[str, _Same]
) -> Mapping[Reference, tuple[str, ...]]:
    """Return the items that are put off to an issue, where these are several, by each reference to it."""
    put_off: dict[_Same, list[Tie]] = {}
    for tie in plan.ties:
        if tie.ref in same and tie.kind is SubjectKind.ITEM and not tie.claim:
            put_off.setdefault(same[tie.ref], []).append(tie)
    behind: dict[Reference, tuple[str, ...]] = {}
    for ties_of_one in put_off.values():
        names = tuple(sorted({tie.name for tie in ties_of_one})) if len(ties_of_one) > 1 else ()
        if len(names) > 1:
            found = (resolved[tie.ref] for tie in ties_of_one)
            behind.update((one, names) for one in found if isinstance(one, Reference))
    return behind


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


_List = Mapping[Reference, tuple[Told, str]] | Untold
"""The issues of a list, each with its text; or why nobody knows them."""


@dataclass(frozen=True, slots=True)
class _Known:
    """All that the tree holds about issues; text in place of the lock says why it cannot be read."""

    config: Config
    trackers: Mapping[str, TrackerSettings]
    now: datetime
    lock: Lock | str
    lists: Mapping[tuple[str, str], _List]

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
        unshipped = _unshipped(tree, lists.values())
        return cls(
            config=config,
            trackers=trackers,
            now=now,
            lock=_lock(files[LOCK]),
            lists={
                key: unshipped.get(path) or _list(*key, path, files[path], now) for key, path in sorted(lists.items())
            },
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

    def _listed(self, reference: Reference, listed: _List, names: Sequence[str]) -> Tracking:
        if isinstance(listed, Untold):
            return listed
        if reference not in listed:
            return NotThere(reference, self.now)
        told, text = listed[reference]
        return Told(told.issue, told.asked, mentions(text, names))

    def audit(self, milestone: Milestone, claimed: Collection[_Same]) -> Audit:
        project = project_of(milestone.project, self.trackers, kinds())
        if isinstance(project, Malformed):
            return project
        if isinstance(self.lock, str):
            return Untold(self.lock)
        found = self.lock.open_work.get((*project, milestone.milestone))
        if found is None:
            return Untold(f"no tracker has been asked about milestone {milestone.milestone} of {milestone.project}")
        late = self._too_old(found.asked, f"milestone {milestone.milestone} of {milestone.project}")
        unclaimed = tuple(issue for issue in found.issues if _issue(issue.reference, self.trackers) not in claimed)
        return late or Audited(unclaimed, len(found.issues))

    def _too_old(self, asked: datetime, what: str) -> Untold | None:
        limit = self.config.followups.max_age
        age = self.now - asked
        if age > limit:
            return Untold(f"{what} was last asked about on {asked:%Y-%m-%d}, and an answer counts for {_days(limit)}")
        if -age > AHEAD:
            return Untold(f"{what} is said to have been asked about at {asked:%Y-%m-%d %H:%M}, which has not come")
        return None


def _unshipped(tree: Tree, paths: Iterable[str]) -> Mapping[str, Untold]:
    """Return those lists that git ignores: what will never be in a commit, nobody else can look at."""
    found = {}
    for path in paths:
        end = tree.lies_at(path) or path
        # Of what git has on its list, nobody asks when it was written.
        if tree.written_at(end) is not None and end not in tree.paths():
            found[path] = Untold(f"the list {path} is ignored by git", f"add {path} to the repository")
    return found


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


def _list(tracker: str, project: str, path: str, data: bytes | Unread, now: datetime) -> _List:
    """Return what the list at `path` says; one that is not there has no issue."""
    if data is Unread.ABSENT:
        return {}
    if isinstance(data, Unread):
        return Untold(f"the list {path} cannot be read: {data.value}", f"correct {path}")
    try:
        read = read_list(tracker, project, data)
    except ValueError as error:
        return Untold(f"the list {path} cannot be read: {error}", f"correct {path}")
    return {reference: (Told(found.issue, now), found.text) for reference, found in read.items()}
