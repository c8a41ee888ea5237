"""Small launches as text, written to a folder, and what linking or judging makes of them."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent
from typing import Final

from readiness.config import Config
from readiness.evidence import kinds
from readiness.link import link
from readiness.load import load
from readiness.model.plan import Plan, PlannedItem, PlannedScope
from readiness.model.report import Report
from readiness.pipeline import Request
from readiness.tree.opening import open_tree
from tests.proofs import check

NOW: Final = datetime(2026, 12, 1, 9, tzinfo=UTC)
WRITTEN: Final = datetime(2026, 11, 30, 12, tzinfo=UTC).timestamp()
GREEN: Final = (
    '<testsuite name="shop" tests="1" timestamp="2026-11-30T09:00:00+00:00">'
    '<testcase classname="tests.shop" name="test_sells" time="0.1"/></testsuite>\n'
)
RED: Final = GREEN.replace("/></testsuite>", "><failure/></testcase></testsuite>")
SUITE: Final = """\
  - id: suite
    title: The suite is green
    class: launch-critical
    rollback: {steps: docs/ops.md#rollback, within: 15m}
    evidence: proof/tests.xml
"""
SURROUNDINGS: Final[Mapping[str, str]] = {
    "proof/tests.xml": GREEN,
    "docs/ops.md": "# Operations\n\n## Rollback\n\nRevert the release.\n",
    "src/pay.go": "package pay\n",
    ".readiness/followups.yaml": "- {id: later, title: What is later, state: open, assignee: product}\n",
}


def scope(name: str = "shop", items: str = "", head: str = "") -> str:
    """Return a scope that is ready to go but for what `items` add; `head` are further keys of the scope."""
    return f"kind: scope\nid: {name}\ntitle: Launch\nowner: release-manager\n{dedent(head)}items:\n{SUITE}{items}"


LATER: Final = "follow_up: {ref: 'file:later', risk: By hand, due: 2027-02-01}"
"""The follow-up of a deferral that lacks nothing, where the surroundings are."""


def item(name: str, *fields: str, item_class: str = "launch-critical") -> str:
    """Return an item with nothing but `fields`, each a line of YAML."""
    lines = (f"  - id: {name}", f"    title: {name}", f"    class: {item_class}", *(f"    {field}" for field in fields))
    return "".join(f"{line}\n" for line in lines)


def ready(name: str, *fields: str, item_class: str = "launch-critical") -> str:
    """Return an item with an accepted lack of rollback and with evidence, so that only `fields` can be wrong."""
    rollback = "rollback: {plan: none, because: It is words, accepted_by: general-counsel}"
    return item(name, rollback, "evidence: proof/tests.xml", *fields, item_class=item_class)


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write `files` below `root`, all at the same time of the day before `NOW`."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        os.utime(path, (WRITTEN, WRITTEN))
    return root


def linked(root: Path, files: Mapping[str, str | bytes], *named: str) -> Plan:
    """Return the plan for the documents in `files`."""
    return link(load(open_tree(write(root, files)), Config(), kinds()), named)


def judged(
    root: Path, files: Mapping[str, str | bytes], *named: str, final: bool = False, now: datetime = NOW
) -> Report:
    """Return the report on `files` with what a ready launch leans on."""
    write(root, {**SURROUNDINGS, **files})
    return check(Request(root=root, scopes=named, now=now, final=final, cache=False))


def said(plan: Plan | Report) -> list[str]:
    """Return the problems of `plan`, one a line: code, place, message."""
    return [f"{problem.code} {problem.location or '-'} {problem.message}" for problem in plan.problems]


def marked(text: str) -> tuple[str, str]:
    """Return `text` without its mark `«`, and the line and column of what stands behind the mark."""
    before, _, after = text.partition("«")
    return before + after, f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def scope_of(plan: Plan, name: str = "shop") -> PlannedScope:
    return next(scope for scope in plan.scopes if scope.id == name)


def item_of(plan: Plan, name: str) -> PlannedItem:
    return next(item for scope in plan.scopes for item in scope.items if item.id == name)
