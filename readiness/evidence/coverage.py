"""Evidence kind `coverage`: how much of the code a test run executed.

## Source
The JSON of coverage.py (`coverage json`), Cobertura XML, LCOV tracefiles; told apart by what is in them. Several files
are one run. Short form: a file in any folder that is called `coverage.json`, `coverage.xml`, `cobertura.xml` or
`cobertura-coverage.xml`, and a path that ends in `.info`; `lines` or `branches` are needed all the same.

## Shape
`files`: path → lines covered, lines, branches covered, branches (the last two only where the report has branches);
`lines` and `branches` (None where a file has none): covered and all; `unshown`: lines and branches that only the totals
claim. Thresholds and `of` are applied to that later, so changing them needs no new run.

## Units
Lines and branches, counted line by line; no percentage is taken over. Paths start from the root of the repository:
relative ones from `root`, absolute ones and Cobertura's `<source>` where they end in files of the candidate; others
stay as they are. `made_at` is what the report says, no later than it was written; LCOV says nothing.

## Errors
Missing: no file. Unreadable: empty, cut short, none of the formats, entities, keys that occur twice, counts that
contradict what is listed, or the same file twice: merge reports first (`coverage combine`, `lcov -a`). What only totals
claim counts as not covered, unless `of` is said.

## What it does not prove
That anything was checked of what was executed. Files that the run never saw are not in the report: have the tool count
them (`source` in coverage.py). Lines that a comment takes out (`pragma: no cover`) are not counted at all.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from readiness.errors import EvidenceMissingError, EvidenceUnreadableError
from readiness.evidence.coverage_enough import chosen, lacking, percent, total
from readiness.evidence.moments import made
from readiness.evidence.quoted import quoted
from readiness.model.documents.base import OneOrMany, Pattern, RepoPath
from readiness.model.documents.evidence import Condition
from readiness.model.evidence import Claim, EvidenceKind, Json, Reading, Source

if TYPE_CHECKING:
    from readiness.evidence.coverage_report import File, Report

_NAMES: Final = frozenset({"coverage.json", "coverage.xml", "cobertura.xml", "cobertura-coverage.xml"})

_LONGEST_PATH: Final = 4096

Percent = Annotated[float, Field(gt=0, le=100)]
"""A part of a whole; 100 is all of it."""


class CoverageCondition(Condition):
    """How much has to be covered, and of what."""

    lines: Percent | None = None
    """The percentage of lines that has to be covered. This or `branches` is needed."""
    branches: Percent | None = None
    """The percentage of branches that has to be covered; a report without branches is not enough."""
    of: OneOrMany[Pattern] = ()
    """The files that count, as patterns; each has to match a measured one, and `!` takes out again. Else all files."""
    root: RepoPath | None = None
    """The folder that relative paths in the report start from; the root of the repository where it is not said."""

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if self.lines is None and self.branches is None:
            raise PydanticCustomError(
                "incomplete-declaration",  # noqa: EM101 - the slug is the type
                "it does not say how much has to be covered",
                {"fix": "add `lines:` or `branches:`, a percentage"},
            )
        return self


def read(reading: Reading) -> Claim:
    """Return what was covered of each file.

    Raises:
        EvidenceMissingError: there is no report.
        EvidenceUnreadableError: a report cannot be understood.
    """
    if not reading.sources:
        msg = "there is no coverage report"
        raise EvidenceMissingError(msg)
    root = getattr(reading.condition, "root", None) or ""
    reports = [_parsed(source) for source in reading.sources]
    files: dict[str, list[int]] = {}
    for source, report in zip(reading.sources, reports, strict=True):
        _add(files, source, report, reading.files, root)
    lines = total(list(files.values()), "lines")
    branches = total(list(files.values()), "branches")
    measured: dict[str, Json] = {
        "lines": lines,
        "branches": branches,
        "unshown": [sum(report.unshown[at] for report in reports) for at in (0, 1)],
        "files": dict(sorted(files.items())),
    }
    moments = made(reading.sources, [report.made_at for report in reports])
    told = [f"{percent(*one)} of {name}" for name, one in (("lines", lines), ("branches", branches)) if one and one[1]]
    summary = f"{' and '.join(told) or 'nothing'} covered"
    return Claim(measured, made_at=min(moments, default=None), newest_at=max(moments, default=None), summary=summary)


def _parsed(source: Source) -> "Report":
    # Each format brings in its own library, and most runs read none.
    head = source.data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"{"):
        from readiness.evidence.coverage_json import parse  # noqa: PLC0415
    elif head.startswith(b"<") or source.path.lower().endswith(".xml"):
        from readiness.evidence.coverage_xml import parse  # noqa: PLC0415
    elif head:
        from readiness.evidence.coverage_lcov import parse  # noqa: PLC0415
    else:
        msg = f"{source.path} is empty"
        raise EvidenceUnreadableError(msg)
    return parse(source)


def _add(files: dict[str, list[int]], source: Source, report: "Report", known: frozenset[str], root: str) -> None:
    from readiness.evidence.coverage_report import placed  # noqa: PLC0415

    try:
        paths = placed(report, known, root)
    except EvidenceUnreadableError as error:
        msg = f"{source.path} cannot be used: {error}"
        raise EvidenceUnreadableError(msg) from error
    for path, file in zip(paths, report.files, strict=True):
        if len(path) > _LONGEST_PATH:
            msg = f"{source.path} names a file with {len(path)} characters"
            raise EvidenceUnreadableError(msg)
        if path in files:
            # Two files of one relative name look the same as one file in two reports, so they are not added up.
            msg = f"{source.path} shows {quoted(path)} once more: merge reports of the same files, or say `root:`"
            raise EvidenceUnreadableError(msg)
        files[path] = _row(file)


def _row(file: "File") -> list[int]:
    return [*file.lines, *(file.branches or ())]


def meets(measured: Mapping[str, Any], condition: CoverageCondition) -> Sequence[str]:
    """Return why what was covered is not enough."""
    files, dead = chosen(measured["files"], condition.of)
    if dead:
        return dead
    return [
        reason
        for at, (what, wanted) in enumerate((("lines", condition.lines), ("branches", condition.branches)))
        if wanted is not None
        for reason in lacking(what, files, wanted, 0 if condition.of else measured["unshown"][at])
    ]


KIND: Final = EvidenceKind(
    name="coverage",
    condition=CoverageCondition,
    read=read,
    meets=meets,
    main="path",
    recognises=lambda text: (
        "://" not in text and (text.rpartition("/")[2].lower() in _NAMES or text.lower().endswith(".info"))
    ),
    measures=lambda condition: {} if condition.root is None else {"root": condition.root},
)
