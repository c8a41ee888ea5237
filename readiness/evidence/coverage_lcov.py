"""Coverage in LCOV tracefiles: `geninfo`, `lcov`, coverage.py, c8, Istanbul, cargo-llvm-cov, grcov.

Source: text in UTF-8, one record a line. A line without a known form, a section that is not closed, and a file that one
test name shows twice are refused: tracefiles are merged with `lcov -a`, and put after each other they cannot be told
from different files of one name. Several test names of a file count together, as in lcov.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from readiness.errors import EvidenceUnreadableError
from readiness.evidence.coverage_lines import Lines, union
from readiness.evidence.coverage_report import File, Ratio, Report
from readiness.evidence.quoted import quoted
from readiness.model.evidence import Source

_RECORD: Final = re.compile(r"([A-Z]+):(.*)\Z")
_NUMBER: Final = re.compile(r"-?\d{1,20}\Z", re.ASCII)
_TOTALS: Final = {"LF": 0, "BRF": 1}


@dataclass(slots=True)
class _Tracefile:
    """What was read so far: sections by file and test name, and the section that is open."""

    sections: dict[str, dict[str, Lines]] = field(default_factory=dict)
    unshown: list[int] = field(default_factory=lambda: [0, 0])
    has_branches: bool = False
    test: str = ""
    name: str | None = None
    open: Lines = field(default_factory=Lines)
    claimed: list[int] = field(default_factory=lambda: [0, 0])

    def record(self, key: str, value: str) -> None:
        """Take in one record; raises `ValueError` with a phrase where it cannot be."""
        if key == "TN":
            self.test = value
        elif key == "SF":
            self._begin(value)
        elif self.name is None:
            msg = f"{key} stands outside of a file"
            raise ValueError(msg)
        elif key == "DA":
            number, hits, *_ = [*value.split(","), ""]
            self.open.line(_number(number), covered=_number(hits) > 0)
        elif key == "BRDA":
            self.has_branches = True
            self.open.branch(*_branch(value))
        elif key in _TOTALS:
            self.has_branches |= key == "BRF"
            self.claimed[_TOTALS[key]] = _number(value)

    def _begin(self, name: str) -> None:
        if self.name is not None or not name.strip():
            msg = "a file begins within another" if self.name is not None else "a file has no name"
            raise ValueError(msg)
        tests = self.sections.setdefault(name, {})
        if self.test in tests:
            msg = f"it shows {quoted(name)} twice; merge tracefiles with `lcov -a`"
            raise ValueError(msg)
        self.name, self.claimed = name, [0, 0]
        self.open = tests[self.test] = Lines()

    def end(self) -> None:
        """Close the section that is open; raises `ValueError` where none is."""
        if self.name is None:
            msg = "a file ends that has not begun"
            raise ValueError(msg)
        for at, shown in enumerate(self.open.ratios()):
            self.unshown[at] += max(0, self.claimed[at] - shown.total)
        self.name = None


def parse(source: Source) -> Report:
    """Return what the tracefile holds.

    Raises:
        EvidenceUnreadableError: it is no tracefile, or cut short.
    """
    read = _Tracefile()
    for number, line in enumerate(_text(source).splitlines(), 1):
        try:
            _line(read, line.strip())
        except ValueError as error:
            msg = f"{source.path} is no LCOV tracefile (line {number}): {error}"
            raise EvidenceUnreadableError(msg) from error
    if read.name is not None:
        msg = f"{source.path} is cut short: the last file in it has no `end_of_record`"
        raise EvidenceUnreadableError(msg)
    return Report(tuple(_files(read)), (read.unshown[0], read.unshown[1]))


def _files(read: _Tracefile) -> list[File]:
    files = []
    for name, tests in read.sections.items():
        lines, branches = union(tests.values()).ratios()
        files.append(File(name, lines, branches if read.has_branches else None))
    return files


def _line(read: _Tracefile, line: str) -> None:
    if line == "end_of_record":
        read.end()
    elif line and not line.startswith("#"):
        found = _RECORD.match(line)
        if found is None:
            msg = f"{quoted(line)!r} is no record"
            raise ValueError(msg)
        read.record(found[1], found[2])


def _branch(value: str) -> tuple[tuple[int, str, str], Ratio]:
    """Return a branch by line, block and name, which may hold commas, and whether it was taken."""
    branch, _, taken = value.rpartition(",")
    parts = branch.split(",", 2)
    if len(parts) != 3:  # noqa: PLR2004 - as many as there are names
        msg = f"{quoted(value)!r} is no branch"
        raise ValueError(msg)
    line, block, name = parts
    return (_number(line), block, name), Ratio(int(taken != "-" and _number(taken) > 0), 1)


def _number(text: str) -> int:
    if not _NUMBER.match(text):
        msg = f"{quoted(text)!r} is no number"
        raise ValueError(msg)
    return int(text)


def _text(source: Source) -> str:
    try:
        return source.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{source.path} is not UTF-8 (byte {error.start})"
        raise EvidenceUnreadableError(msg) from error
