"""What the runs of a SARIF log say, counted: by level and by what a baseline says of the results.

Shape: `Findings`, as JSON. Names and messages are shortened and made fit for a terminal.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, NamedTuple

from readiness.errors import EvidenceUnreadableError
from readiness.evidence.json_artefact import model_of
from readiness.evidence.moments import moment
from readiness.evidence.quoted import quoted
from readiness.evidence.sarif_level import WORST_FIRST, Levels, is_suppressed
from readiness.evidence.sarif_log import Invocation, Log, Result, Run
from readiness.model.evidence import Json, Source

_MOST_SHOWN: Final = 50
_ORDER: Final = (*WORST_FIRST[:-1], "undecided", "none")
_LARGEST_LINE: Final = 2**31
_Sort = Literal["absent", "suppressed", "decided", "undecided", "error", "warning", "note", "none"]


@dataclass(frozen=True, slots=True)
class Findings:
    """One log: its runs, the worst results of all of them, and the oldest moment at which one ended."""

    runs: list[Json]
    results: list[Json]
    made_at: datetime | None


class _Found(NamedTuple):
    """One result that may be shown, with what it counts as, its state, and the tool that found it."""

    sort: str
    state: str
    result: Result
    tool: str


def parse(source: Source) -> Findings:
    """Return what the log holds.

    Raises:
        EvidenceUnreadableError: it is no SARIF 2.1.0, holds no run, keeps its results elsewhere, or contradicts itself.
    """
    log = model_of(source, Log, "SARIF 2.1.0 log")
    if not log.runs:
        msg = f"{source.path} holds no run: no tool has looked at anything"
        raise EvidenceUnreadableError(msg)
    found: list[_Found] = []
    try:
        runs = [_run(run, found) for run in log.runs]
    except ValueError as error:
        msg = f"{source.path} contradicts itself: {error}"
        raise EvidenceUnreadableError(msg) from error
    worst = sorted(found, key=lambda one: (_ORDER.index(one.sort), one.state == "unchanged"))[:_MOST_SHOWN]
    return Findings(
        runs, [_shown(one) for one in worst], _made_at(one for run in log.runs for one in run.invocations or ())
    )


def _run(run: Run, found: list[_Found]) -> Json:
    external = run.externalPropertyFileReferences
    if external is not None and (external.results or external.invocations):
        msg = "parts of a run lie in other files, which are not read"
        raise ValueError(msg)
    driver = run.tool.driver
    levels = Levels(run)
    counts: Counter[tuple[str, str]] = Counter()
    for result in run.results or ():
        sort, state = _sort(result, levels), result.baselineState or "unstated"
        counts[sort, state] += 1
        if sort in _ORDER:
            found.append(_Found(sort, state, result, driver.name))
    return {
        "tool": quoted(driver.name),
        "version": quoted(driver.semanticVersion or driver.version or ""),
        "successful": all(one.executionSuccessful for one in run.invocations) if run.invocations else None,
        "tool_errors": sum(_errors(one) for one in run.invocations or ()),
        "looked": run.results is not None,
        "counts": {sort: _states(counts, sort) for sort in sorted({sort for sort, _ in counts})},
    }


def _states(counts: Counter[tuple[str, str]], wanted: str) -> dict[str, Json]:
    return {state: number for (sort, state), number in sorted(counts.items()) if sort == wanted}


def _sort(result: Result, levels: Levels) -> _Sort:
    """Return what `result` counts as: a level, or why it has none."""
    level = levels.of(result)
    if result.baselineState == "absent":
        return "absent"
    if is_suppressed(result):
        return "suppressed"
    if result.kind in (None, "fail") or level != "none":
        return level
    return "undecided" if result.kind in ("open", "review") else "decided"


def _errors(invocation: Invocation) -> int:
    notes = (*(invocation.toolExecutionNotifications or ()), *(invocation.toolConfigurationNotifications or ()))
    return sum(note.level == "error" for note in notes)


def _shown(found: _Found) -> Json:
    result = found.result
    physical = next((one.physicalLocation for one in result.locations or () if one.physicalLocation is not None), None)
    where = physical.artifactLocation.uri if physical is not None and physical.artifactLocation is not None else None
    line = physical.region.startLine if physical is not None and physical.region is not None else None
    rule = result.ruleId or (result.rule.id if result.rule is not None else None)
    return {
        "level": found.sort,
        "state": found.state,
        "rule": quoted(rule or found.tool),
        "path": quoted(where or ""),
        "line": line if line is not None and 0 < line < _LARGEST_LINE else None,
        "message": quoted(result.message.text or ""),
    }


def _made_at(invocations: Iterable[Invocation]) -> datetime | None:
    """Return when the first of the executions ended; None where one of them has a moment that cannot be read."""
    found = []
    for one in invocations:
        try:
            stamp = moment(one.endTimeUtc or one.startTimeUtc or "")
        except ValueError:
            return None
        if stamp is not None:
            found.append(stamp)
    return min(found, default=None)
