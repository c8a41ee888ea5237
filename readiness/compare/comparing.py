"""The line of a comparison: two trees → two sides → verdicts on both → what differs."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from readiness.compare.ends import Ends, open_ends
from readiness.compare.lists import exception_changes, item_changes
from readiness.compare.passing import passed
from readiness.compare.proposing import proposed
from readiness.compare.reproofs import reproofs
from readiness.compare.shifts import compared
from readiness.compare.standing import Standing
from readiness.compare.turns import turns
from readiness.config import Config
from readiness.errors import Problem, ReadinessError
from readiness.evidence import kinds
from readiness.ledger.committed import Committed
from readiness.ledger.reading import Ledger
from readiness.load.cache import Remembered
from readiness.model.diff import SCHEMA, Diff
from readiness.model.outcome import Decision
from readiness.model.policy import Proposed
from readiness.model.problems import code_of
from readiness.model.report import Candidate
from readiness.pipeline import Request, cache_of, judging, ledger_of
from readiness.policy import names_for
from readiness.policy.enforce import located
from readiness.sides import Reader, Side
from readiness.tree.base import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What is asked: of which repository, which scopes, what `base` and `head` are, by which clock.

    `head` is a revision; None is the work tree, or the `index`. With `direct` it is held against `base` itself, else
    against the commit that both go back to. The rest is as in `pipeline.Request`.
    """

    root: Path
    base: str
    head: str | None = None
    index: bool = False
    direct: bool = False
    scopes: tuple[str, ...] = ()
    now: datetime | None = None
    ledger: Path | None = None
    trust: Path | None = None
    cache: bool = True


def compare(asked: Comparison) -> Diff:
    """Return what the candidate changes. Nothing is written, and nothing is checked out.

    What is wrong with the documents or the configuration of either side is in the diff.

    Raises:
        ReadinessError: RDY05x for the repository, the command line or a plugin; RDY068, there is no commit that both
            sides go back to.
    """
    now = asked.now or datetime.now(UTC)
    ends = open_ends(asked.root, asked.base, asked.head, index=asked.index, direct=asked.direct)
    request = Request(
        root=asked.root,
        scopes=asked.scopes,
        at=asked.head,
        index=asked.index,
        now=now,
        ledger=asked.ledger,
        trust=asked.trust,
        cache=asked.cache,
    )
    return _diff(_Run(request, ends, Reader(kinds(), Remembered(cache_of(request)))), now)


_Read = Side | tuple[Problem, ...]
"""A side, or why there is none."""


@dataclass(slots=True)
class _Run:
    """One comparison. What both sides read alike is read once: documents, and records where the same ledger counts."""

    request: Request
    ends: Ends
    reader: Reader
    _ledgers: list[tuple[Config, Ledger]] = field(default_factory=list)

    @property
    def commit(self) -> str:
        """The commit that is compared with."""
        return str(self.ends.base.candidate.commit)

    def read(self, tree: Tree) -> _Read:
        """Return the side of `tree` by itself, or what is wrong with its configuration."""
        try:
            return self.reader.alone(tree)
        except ReadinessError as error:
            if any(problem.code != code_of("config-invalid") for problem in error.problems):
                raise
            return error.problems

    def standing(self, read: _Read, other: _Read, revision: str | None) -> Standing | None:
        """Return one side as it is judged; None where it cannot be read, or has none of the scopes that are named."""
        if not isinstance(read, Side):
            return None
        named = self.request.scopes
        if isinstance(other, Side):
            named = names_for(named, read.documents, other.documents)
        if self.request.scopes and not named:
            return None
        return Standing(
            read, judging(read, named, self.request, self._ledger(read.config, is_base=revision is not None)), revision
        )

    def _ledger(self, config: Config, *, is_base: bool) -> Ledger:
        folder = config.ledger.folder
        if folder is not None:
            ledger = ledger_of(self.request, config, self.ends.base if is_base else self.ends.head)
            ledger.expected = () if is_base else Committed(self.ends.base, folder).names()
            return ledger
        for known, ledger in self._ledgers:
            if (known.ledger, known.trust) == (config.ledger, config.trust):
                return ledger
        ledger = ledger_of(self.request, config)
        self._ledgers.append((config, ledger))
        return ledger


def _diff(run: _Run, now: datetime) -> Diff:
    ends = run.ends
    read_base, read_head = run.read(ends.base), run.read(ends.head)
    base = run.standing(read_base, read_head, run.commit)
    head = run.standing(read_head, read_base, None)
    diff = Diff(
        schema=SCHEMA,
        base=_candidate(base, ends.base, ends.notes),
        head=_candidate(head, ends.head),
        as_of=now,
        before=_before(base, read_base),
        after=head.decision if head else Decision.UNDECIDED,
        scopes=(),
        worse=(),
        to_reprove=(),
        better=(),
        items=(),
        exceptions=(),
        policy=_policy(run, read_base, read_head),
        time=passed(base, head, ends.committed) if base else (),
        problems_before=tuple(located(one, run.commit) for one in _problems(read_base, base) if not _is_empty(one)),
        problems=_problems(read_head, head),
    )
    return _filled(diff, base, head)


def _filled(diff: Diff, base: Standing | None, head: Standing | None) -> Diff:
    """Return `diff` with what only two sides tell, and with the decisions on all scopes that differ in anything."""
    causes = {}
    if base is not None and head is not None:
        found = compared(base, head)
        causes = found.causes
        diff = replace(
            diff,
            worse=found.worse,
            to_reprove=reproofs(base, head),
            better=found.better,
            items=item_changes(base, head),
            exceptions=exception_changes(base, head),
        )
    told = (diff.worse, diff.to_reprove, diff.better, diff.items, diff.exceptions, diff.policy)
    touched = {one.scope for some in told for one in some if one.scope is not None}
    return replace(diff, scopes=turns(base, head, touched, causes))


def _before(base: Standing | None, read: _Read) -> Decision | None:
    """Return what the base was decided as; None where it has no launch to be judged."""
    if not isinstance(read, Side):
        return Decision.UNDECIDED
    if base is None or (not base.scopes and all(map(_is_empty, base.judging.plan.problems))):
        return None
    return base.decision


def _policy(run: _Run, base: _Read, head: _Read) -> tuple[Proposed, ...]:
    if not isinstance(base, Side) or not isinstance(head, Side):
        return ()
    return proposed(run.reader, (run.ends.base, base), (run.ends.head, head), run.request.scopes)


def _candidate(standing: Standing | None, tree: Tree, notes: tuple[str, ...] = ()) -> Candidate:
    found = standing.judging.candidate if standing else tree.candidate
    return replace(found, notes=(*notes, *found.notes))


def _problems(read: _Read, standing: Standing | None) -> tuple[Problem, ...]:
    if not isinstance(read, Side):
        return read
    return standing.judging.plan.problems if standing else ()


def _is_empty(problem: Problem) -> bool:
    """Return whether it only says that the base has no launch yet, which is nothing wrong with it."""
    return problem.code == code_of("nothing-to-judge")
