"""Coverage in the JSON of coverage.py (`coverage json`), formats 2 and 3.

Which lines are statements is not in it, only how many, and which of them were missed; so those are counted, and what
contradicts them is refused. Branches are counted where it lists them, as coverage.py does from version 6.5 on.
"""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from readiness.errors import EvidenceUnreadableError
from readiness.evidence.coverage_report import File, Ratio, Report
from readiness.evidence.json_artefact import MOST, Count, Foreign, model_of
from readiness.evidence.moments import moment
from readiness.evidence.quoted import quoted
from readiness.model.evidence import Source

_Arc = list[Annotated[int, Field(ge=-MOST, le=MOST)]]


class _Summary(Foreign):
    num_statements: Count
    covered_lines: Count
    num_branches: Count = 0
    covered_branches: Count = 0


class _File(Foreign):
    executed_lines: list[Count]
    missing_lines: list[Count]
    executed_branches: list[_Arc] | None = None
    missing_branches: list[_Arc] | None = None
    summary: _Summary


class _Meta(Foreign):
    branch_coverage: bool
    timestamp: str = ""


class _Document(Foreign):
    meta: _Meta
    files: dict[str, _File]
    totals: _Summary


def parse(source: Source) -> Report:
    """Return what the report holds.

    Raises:
        EvidenceUnreadableError: it is no report of coverage.py, or contradicts itself.
    """
    found = model_of(source, _Document, "JSON report of coverage.py")
    files = tuple(_file(name, file, found, source.path) for name, file in found.files.items())
    lines = sum(file.lines.total for file in files)
    branches = sum(file.branches.total for file in files if file.branches is not None)
    unshown = (max(0, found.totals.num_statements - lines), max(0, found.totals.num_branches - branches))
    try:
        made_at = moment(found.meta.timestamp)
    except ValueError:
        made_at = None
    return Report(files, unshown, made_at)


def _file(name: str, file: _File, document: _Document, path: str) -> File:
    said = file.summary
    lines = Ratio(said.num_statements - len(set(file.missing_lines)), said.num_statements)
    consistent = _fits(lines, said.covered_lines, len(set(file.executed_lines)))
    branches = None
    if document.meta.branch_coverage and file.executed_branches is not None and file.missing_branches is not None:
        branches = Ratio(said.num_branches - len(_arcs(file.missing_branches)), said.num_branches)
        consistent &= _fits(branches, said.covered_branches, len(_arcs(file.executed_branches)))
    if not consistent:
        msg = f"{path} contradicts itself: what it lists of {quoted(name)} is not what it counts"
        raise EvidenceUnreadableError(msg)
    return File(name, lines, branches)


def _fits(found: Ratio, claimed: int, most: int) -> bool:
    """Whether what was counted is what is claimed, and not more than what is listed as executed."""
    return 0 <= found.covered == claimed <= most


def _arcs(arcs: Sequence[Sequence[int]]) -> frozenset[tuple[int, ...]]:
    return frozenset(tuple(arc) for arc in arcs)
