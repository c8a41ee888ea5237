"""The dossier: every fact about the candidate that judging needs, frozen. Made by `gather`, read by rules.

Nothing in it is fetched lazily; the clock is in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, auto

from readiness.model.documents.scope import Milestone
from readiness.model.evidence import Claim
from readiness.model.outcome import ItemClass
from readiness.model.plan import Key, Requirement, SubjectKind
from readiness.model.record import Proof
from readiness.model.settings import FollowUpSettings
from readiness.model.tracking import Issue, Malformed, Reference, Tracking, Untold
from readiness.model.wording import printable


@dataclass(frozen=True, slots=True)
class Met:
    """The evidence is there, recent, and enough. `proof` is the record of it; documents have none."""

    claim: Claim
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Unmet:
    """The evidence is there and says no; each reason is a phrase, and `action` says what would change that."""

    claim: Claim
    reasons: tuple[str, ...]
    action: str = "fix what failed and make the evidence again"
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Aged:
    """The evidence is older than is allowed, or a person's word has lapsed."""

    claim: Claim
    reason: str
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """It was proven once, about other content or by another definition; `since` says what is different now."""

    proof: Proof
    since: str


@dataclass(frozen=True, slots=True)
class Absent:
    """There is no evidence, or nothing that it would be about; `action` says what would change that.

    `by_run` is false where the command that is declared for the evidence would not.
    """

    reason: str
    action: str = "make the evidence"
    by_run: bool = True
    proof: None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """There is something, and nobody can tell what it says; `action` and `by_run` are as where it is absent."""

    reason: str
    action: str = "make the evidence again"
    by_run: bool = True
    proof: None = None


Standing = Met | Unmet | Aged | Moved | Absent | Unreadable
"""How one piece of evidence stands at the candidate."""


@dataclass(frozen=True, slots=True)
class Runs:
    """How often one proof of this very content and definition has failed and passed."""

    failed: int
    passed: int


@dataclass(frozen=True, slots=True)
class Audited:
    """The open issues of a milestone that no item claims."""

    unclaimed: tuple[Issue, ...]
    open: int


Audit = Audited | Untold | Malformed


@dataclass(frozen=True, slots=True)
class Churn:
    """What was changed about a deferral shortly before the launch: `what` is a phrase, `commit` made it, on `day`.

    In place of a commit, `none yet` is for what is not committed, and `unknown` for what lies too far back to look for.
    """

    what: str
    commit: str
    day: date

    @property
    def made_by(self) -> str:
        """The commit, as a phrase."""
        words = {"none yet": "not committed yet", "unknown": "by a commit too far back to look for"}
        return words.get(self.commit) or f"commit {self.commit:.9}"


class Pointed(Enum):
    """What a reference into a file (`runbooks/deploy.md#rollback`, `flags.json#deploys`) leads to."""

    FOUND = auto()
    NO_FILE = auto()
    NO_ANCHOR = auto()
    EMPTY = auto()
    UNREADABLE = auto()
    NOT_SHIPPED = auto()


@dataclass(frozen=True, slots=True)
class Gap:
    """How much of a surface no evidence that counts for it covers: `uncovered` of its `files`.

    `places` are the first of them, files, or folders with a slash at the end; `unnamed` files lie in none of those.
    """

    files: int
    uncovered: int
    places: tuple[str, ...]
    unnamed: int = 0

    @property
    def share(self) -> str:
        """How much is covered, in words; what is not everything is never 100 %, and what is something never 0 %."""
        covered = self.files - self.uncovered
        percent = min(max(round(100 * covered / self.files), 1), 99) if covered else 0
        return f"{covered:,} of {self.files:,} files ({percent} %)"

    @property
    def named(self) -> str:
        """What is not covered, in words."""
        more = f"{self.unnamed:,} more file{'' if self.unnamed == 1 else 's'}"
        places = [printable(place) for place in self.places] + [more] * bool(self.unnamed)
        return " and ".join(filter(None, (", ".join(places[:-1]), places[-1])))


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of a scope's items, or of those of one class, in a Markdown document.

    `flaw` is a phrase on why it cannot be read as one, and None where it can.
    """

    path: str
    line: int
    names: tuple[str, ...] = ()
    of_class: ItemClass | None = None
    flaw: str | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """The frozen facts.

    `standings` by requirement; `flaky` are those whose proof has both failed and passed on this content; `references`
    by path with anchor; `nearest` has, for one whose anchor is not there, the most similar one that is; `matched`
    counts the files that a surface's patterns match, and `dead` has those of its patterns that match none; `whole_tree`
    are the requirements whose evidence covers every file; `covered` are pairs of a requirement and a high-risk surface
    of its scope whose every file the evidence covers; `gaps` are the surfaces, by scope and id, that evidence of their
    own does not cover as a whole. `listed` are the lists of a scope's items in other documents. `unreferenced` has, for
    a scope that refers to runbooks, those that no scope refers to and that it is told of; None where nobody can tell.

    `issues` is what is known of the issues that documents name, by how they are written there; `behind` has, for those
    issues that stand behind several deferrals, their names; `open_work` the audits of milestones, by project and title
    as written; `churn` what was put off, or put off further, shortly before its launch. `shared` are the names
    that a command has to put the scope before. `notes` are sentences on what could not be gathered.
    """

    now: datetime
    standings: Mapping[Key, Standing] = field(default_factory=dict)
    flaky: Mapping[Key, Runs] = field(default_factory=dict)
    references: Mapping[str, Pointed] = field(default_factory=dict)
    nearest: Mapping[str, str] = field(default_factory=dict)
    matched: Mapping[tuple[str, str], int] = field(default_factory=dict)
    dead: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    whole_tree: frozenset[Key] = frozenset()
    covered: frozenset[tuple[Key, str]] = frozenset()
    allow_self: bool = False
    gaps: Mapping[tuple[str, str], Gap] = field(default_factory=dict)
    listed: Mapping[str, tuple[Listed, ...]] = field(default_factory=dict)
    unreferenced: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    issues: Mapping[str, Tracking] = field(default_factory=dict)
    behind: Mapping[Reference, tuple[str, ...]] = field(default_factory=dict)
    open_work: Mapping[tuple[str, str], Audit] = field(default_factory=dict)
    churn: Mapping[Key, Churn] = field(default_factory=dict)
    follow_ups: FollowUpSettings = field(default_factory=FollowUpSettings)
    shared: frozenset[tuple[SubjectKind, str]] = frozenset()
    notes: tuple[str, ...] = ()

    @property
    def today(self) -> date:
        """The calendar day in UTC."""
        return self.now.date()

    def called(self, key: Key) -> str:
        """Return what commands call the subject of `key`."""
        return f"{key.scope}/{key.subject}" if (key.kind, key.subject) in self.shared else key.subject

    def standing(self, requirement: Requirement) -> Standing:
        """Return how the evidence of `requirement` stands; what was never gathered is unreadable, not passed."""
        return self.standings.get(requirement.key) or Unreadable("nothing was gathered about it")

    def tracking(self, ref: str) -> Tracking:
        """Return what is known of the issue that `ref` means; what was never looked up is not known."""
        return self.issues.get(ref) or Untold("nothing was gathered about it")

    def audit(self, milestone: Milestone) -> Audit:
        """Return what is open in `milestone`; what was never looked up is not known."""
        found = self.open_work.get((milestone.project, milestone.milestone))
        return found or Untold("nothing was gathered about it")

    def pointed(self, reference: str) -> Pointed:
        """Return what `reference` leads to; what was never looked up is unreadable, not found."""
        return self.references.get(reference, Pointed.UNREADABLE)
