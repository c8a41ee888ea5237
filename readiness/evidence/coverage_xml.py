"""Coverage in Cobertura XML: coverage.py, Cobertura, Coverlet, gcovr, Istanbul, JaCoCo's converters, PHPUnit, and more.

Source: as `xml_artefact` reads it; the document type that some tools name is never looked up. Counted are the lines of
each class, or of its methods where it lists none itself; rates are not looked at. Where several classes of one file
show the same line, it is covered only if all of them cover it: they may be different files whose names start from
different source roots.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element

from readiness.errors import EvidenceUnreadableError
from readiness.evidence.coverage_lines import Lines
from readiness.evidence.coverage_report import File, Ratio, Report
from readiness.evidence.moments import since_epoch
from readiness.evidence.quoted import quoted
from readiness.evidence.xml_artefact import parsed
from readiness.model.evidence import Source

_NUMBER: Final = re.compile(r"\d{1,20}\Z", re.ASCII)
_CONDITION: Final = re.compile(r"[\d.,]*\s*%?\s*\((\d{1,9})/(\d{1,9})\)\Z", re.ASCII)
_MILLISECONDS_FROM: Final = 10**11
"""Cobertura writes milliseconds, gcovr seconds; as seconds, this is in the year 5138."""


def parse(source: Source) -> Report:
    """Return what the report holds.

    Raises:
        EvidenceUnreadableError: it is no Cobertura report.
    """
    root = parsed(source.data, source.path, "Cobertura report", doctype=True)
    if root.tag != "coverage" or root.find("packages") is None:
        found = f"its root is <{quoted(root.tag)}>"
        msg = f"{source.path} is no Cobertura report: {found}; expected <coverage> with <packages> in it"
        raise EvidenceUnreadableError(msg)
    try:
        return _report(root)
    except ValueError as error:
        msg = f"{source.path} is no Cobertura report: {error}"
        raise EvidenceUnreadableError(msg) from error


def _report(root: Element) -> Report:
    files: dict[str, Lines] = {}
    elements = 0
    for one in root.iter("class"):
        name = one.get("filename", "")
        if not name.strip():
            msg = f"the class {quoted(one.get('name', ''))} names no file"
            raise ValueError(msg)
        lines = files.setdefault(name, Lines())
        for element in _lines(one):
            elements += 1
            _count(element, lines)
    has_branches = any(lines.branches for lines in files.values())
    roots = tuple(text for one in root.iterfind("sources/source") if (text := (one.text or "").strip()))
    found = []
    for name, lines in files.items():
        covered, branches = lines.ratios()
        found.append(File(name, covered, branches if has_branches else None, roots))
    shown = sum(file.branches.total for file in found if file.branches is not None)
    # Several classes may count one line, so it is the elements that totals are held against.
    unshown = max(0, _number(root, "lines-valid") - elements), max(0, _number(root, "branches-valid") - shown)
    return Report(tuple(found), unshown, _made_at(root))


def _lines(one: Element) -> Iterator[Element]:
    own = one.findall("lines/line")
    yield from own or one.iterfind("methods/method/lines/line")


def _count(element: Element, lines: Lines) -> None:
    number = _number(element, "number", needed=True)
    lines.line(number, covered=_number(element, "hits", needed=True) > 0)
    if element.get("branch", "").strip().lower() == "true":
        lines.branch(number, _condition(element.get("condition-coverage", "")))


def _condition(text: str) -> Ratio:
    """Return the branches of a line, such as `50% (1/2)`; one that is not covered, where nothing is said of them."""
    if not text.strip():
        return Ratio(0, 1)
    found = _CONDITION.match(text.strip())
    if found is None or int(found[1]) > int(found[2]):
        msg = f"{quoted(text)!r} is no coverage of branches"
        raise ValueError(msg)
    return Ratio(int(found[1]), int(found[2]))


def _number(element: Element, name: str, *, needed: bool = False) -> int:
    text = element.get(name, "").strip()
    if not text and not needed:
        return 0
    if not _NUMBER.match(text):
        msg = f"{name}={quoted(text)!r} is no number"
        raise ValueError(msg)
    return int(text)


def _made_at(root: Element) -> datetime | None:
    text = root.get("timestamp", "").strip()
    if not _NUMBER.match(text):
        return None
    stamp = int(text)
    return since_epoch(stamp / 1000 if stamp >= _MILLISECONDS_FROM else stamp)
