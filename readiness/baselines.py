"""Baselines: what a team knew when it began is marked, so that the exit code can follow what is new.

A baseline lies right below `.readiness/`, which no evidence covers, and is policy: with a base, that of the base
counts. The decision stays what it is, and the report is never an enforcing one.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from readiness.decide import weigh, worst
from readiness.errors import Problem, ReadinessError, why_of
from readiness.model.baseline import Baseline, Finding
from readiness.model.outcome import Decision, Outcome
from readiness.model.place import Location
from readiness.model.report import BaselineNote, Report, ScopeReport, Verdict
from readiness.pipeline import Request
from readiness.reading.baseline import parse, write
from readiness.tree.base import Unread
from readiness.tree.opening import find_top, open_tree
from readiness.tree.replacing import replace_file

FOLDER: Final = ".readiness/"
_SHORT: Final = frozenset({Decision.NO_GO, Decision.UNDECIDED})
_MOST: Final = 32 * 1024 * 1024
"""Bytes of a baseline: some hundred thousand findings."""


def read(request: Request, path: str) -> Baseline | None:
    """Return the baseline at `path`, from the top of the repository, as the base has it, or else the candidate.

    None is for no such file.

    Raises:
        ReadinessError: RDY056, it does not lie where baselines do; RDY067, it is none; RDY05x for the repository.
    """
    # Further down it would not be listed as policy: there, records may lie too.
    if not path.startswith(FOLDER) or not path.endswith(".json") or path.count("/") > 1:
        message = f"a baseline lies right below {FOLDER}, and its name ends in .json; this is {path!r}"
        raise ReadinessError(Problem("RDY056", message, f"name one such as `{FOLDER}baseline.json`"))
    at = request.policy_from or request.at
    tree = open_tree(request.root, at=at, index=request.index and request.policy_from is None)
    data = tree.read([path], _MOST)[path]
    if data is Unread.ABSENT:
        return None
    if isinstance(data, Unread):
        raise ReadinessError(Problem("RDY067", data.value, "make it a regular file", Location(path)))
    return parse(data, path)


def held_against(report: Report, baseline: Baseline, path: str) -> Report:
    """Return `report` with what `baseline` knows marked, and how many findings are new, known and fixed."""
    scopes = tuple(_marked(scope, baseline) for scope in report.scopes)
    found = [(finding, verdict) for scope in scopes for finding, verdict in _findings(scope)]
    names = {finding for finding, _ in found}
    seen = {scope.id for scope in scopes if scope.judged}
    # Of a scope that is broken, or not judged this time, nobody can tell what is fixed.
    fixed = sorted(finding for finding in baseline if finding.scope in seen and finding not in names)
    new = [verdict for _, verdict in found if not verdict.known]
    note = BaselineNote(
        path=path,
        known=len(found) - len(new),
        new=len(new),
        fixed=tuple(fixed),
        decision_on_new=_on_new(report, new),
    )
    return replace(report, enforcing=False, scopes=scopes, baseline=note)


def renewed(report: Report, baseline: Baseline | None) -> Baseline:
    """Return the baseline to be written: everything found where there was none; else the old one less what is fixed.

    What is new is not taken up, or else the file would grow with every change; what got better stays that good.
    """
    found: dict[Finding, Outcome] = {}
    for scope in report.scopes:
        for finding, verdict in _findings(scope):
            found[finding] = max(found.get(finding, verdict.outcome), verdict.outcome, key=_rank)
    if baseline is None:
        return found
    gone = {} if report.baseline is None else set(report.baseline.fixed)
    kept = {finding: outcome for finding, outcome in baseline.items() if finding not in gone}
    return {finding: min(outcome, found.get(finding, outcome), key=_rank) for finding, outcome in kept.items()}


def put(request: Request, path: str, baseline: Baseline) -> bool:
    """Write `baseline` to `path`, from the top of the work tree, whole or not at all; return whether that is news.

    Raises:
        ReadinessError: RDY050, it cannot be written; RDY052, there is no work tree.
    """
    top = find_top(request.root)
    data = write(baseline)
    try:
        if (top / path).is_file() and (top / path).read_bytes() == data:
            return False
        replace_file(top, path, data)
    except OSError as error:
        fix = "check the path and its permissions; no symbolic link is followed"
        raise ReadinessError(Problem("RDY050", why_of(error), fix, Location(path))) from error
    return True


def _findings(scope: ScopeReport) -> Iterator[tuple[Finding, Verdict]]:
    """Yield what blocks in a scope that is judged, by name; of several verdicts on one requirement, each."""
    if scope.judged:
        for verdict in (*scope.verdicts, *(one for item in scope.items for one in item.verdicts)):
            if weigh(verdict.outcome, verdict.level) in _SHORT:
                yield Finding(scope.id, verdict.subject, verdict.requirement), verdict


def _marked(scope: ScopeReport, baseline: Baseline) -> ScopeReport:
    if not scope.judged:
        return scope
    return replace(
        scope,
        verdicts=tuple(_known(verdict, scope.id, baseline) for verdict in scope.verdicts),
        items=tuple(
            replace(item, verdicts=tuple(_known(verdict, scope.id, baseline) for verdict in item.verdicts))
            for item in scope.items
        ),
    )


def _known(verdict: Verdict, scope: str, baseline: Baseline) -> Verdict:
    then = baseline.get(Finding(scope, verdict.subject, verdict.requirement))
    blocks = weigh(verdict.outcome, verdict.level) in _SHORT
    return replace(verdict, known=then is not None and blocks and verdict.outcome.rank <= then.rank)


def _on_new(report: Report, new: list[Verdict]) -> Decision:
    """Return what the decision would be by the new findings alone; where nothing was judged, undecided."""
    if not any(scope.judged for scope in report.scopes):
        return Decision.UNDECIDED
    return worst((Decision.GO, *(weigh(verdict.outcome, verdict.level) for verdict in new)))


def _rank(outcome: Outcome) -> int:
    return outcome.rank
