"""A repository with a launch of any size, in the shape that people write: the same bytes for the same numbers.

But for the lock of follow-ups: what trackers say is as of now, because the program judges it by the clock.

One scope a file. Of ten items of a scope one is deferred, two are adjacent, and seven are critical, one of those signed
off by a person; what is not deferred has a rollback into a runbook and JUnit evidence, and some items need others.
Every scope has a high-risk surface and a normal one. In every twentieth scope one test fails, so that the decision is
no-go and the report has blockers to explain. Days lie so far away that they never lapse.
"""

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from readiness.model.tracking import Issue, IssueState, Reference, Told
from readiness.trackers.lock import LOCK, Lock, write_lock

FILES_PER_SURFACE: Final = 4
_SIGNED_PLACE: Final = 8
_DEFERRED_PLACE: Final = 9
BROKEN_EVERY: Final = 20
_GIT_DAY: Final = "2026-01-05T12:00:00+00:00"

_HEAD: Final = """\
kind: scope
id: {scope}
title: Launch of {scope}
owner: {scope}-lead
launch: 2099-06-30
surfaces:
  {scope}-api: {{title: "API of {scope}", paths: ["src/{scope}/api/**"], risk: high}}
  {scope}-web: {{title: "Pages of {scope}", paths: ["src/{scope}/web/**"]}}
behaviours:
  - id: answers
    statement: Requests are answered while a deploy is under way.
    proven_by: [{scope}-item-0]
    documented_at: runbooks/{scope}.md#rollback
items:
"""

_DEFERRED: Final = """\
  - id: {item}
    title: Put off until after the launch, number {number}
    class: deferred
    follow_up:
      ref: "github:acme/platform#{number}"
      risk: Support answers these questions by hand.
      due: 2099-12-01
      accepted_by: head-of-product
"""

_SIGNED: Final = """\
  - id: {item}
    title: Terms for part {number} are approved
    class: launch-critical
    rollback: {{plan: none, because: no code is involved, accepted_by: general-counsel}}
    evidence:
      - {{signoff: general-counsel, date: 2026-01-05, statement: The terms are approved., expires: 2099-12-31}}
"""

_PROVEN: Final = """\
  - id: {item}
    title: Part {number} works as operators expect
    why: Customers cross this path several times a day.
    class: {item_class}
    priority: p{priority}
    surface: {scope}-{surface}
    {needs}rollback:
      plan: revert
      steps: runbooks/{scope}.md#rollback
      within: 15m
    evidence:
      - id: suite
        kind: junit
        path: reports/{scope}.xml
        tests: ["*test_part_{number}"]
        run: python -m pytest tests/{scope} --junitxml reports/{scope}.xml
        covers: {covers}
        max_age: 90d
"""


def generate(root: Path, items: int, files: int, *, reports: bool = True) -> None:
    """Write a repository with one commit into `root`, a new folder: `items` items in `files` scope files.

    Without `reports` it is a launch of documents only: what a run would prove, a person has signed.
    """
    each = items // files
    _write(root / ".gitignore", "reports/\n")
    for number in range(files):
        scope = f"team-{number:04d}"
        numbers = range(number * each, (number + 1) * each)
        items_of_scope = "".join(_items(scope, numbers, reports=reports))
        _write(root / "scopes" / scope / "scope.yaml", _HEAD.format(scope=scope) + items_of_scope)
        _write(root / "runbooks" / f"{scope}.md", f"# {scope}\n\n## Rollback\n\nRevert the release, then say so.\n")
        for surface in ("api", "web"):
            for module in range(FILES_PER_SURFACE):
                _write(root / "src" / scope / surface / f"part_{module}.py", f"NUMBER = {number * 10 + module}\n")
    for number in range(files) if reports else ():
        scope, numbers = f"team-{number:04d}", range(number * each, (number + 1) * each)
        # Last, because a report that is older than the code is no report about it.
        _write(root / "reports" / f"{scope}.xml", _report(scope, numbers, broken=number % BROKEN_EVERY == 0))
    (root / LOCK).parent.mkdir(parents=True)
    (root / LOCK).write_bytes(write_lock(_lock(files, each, datetime.now(UTC))))
    commit(root)


def _lock(files: int, each: int, asked: datetime) -> Lock:
    """Return what GitHub would say of the issue behind each deferral."""
    issues = {}
    for file in range(files):
        scope = f"team-{file:04d}"
        for place in range(_DEFERRED_PLACE, each, 10):
            reference = Reference("github", "acme/platform", str(file * each + place))
            issue = Issue(
                reference=reference,
                state=IssueState.OPEN,
                title=f"Finish {scope}-item-{place}",
                assignees=("jo",),
                due=date(2099, 12, 1),
                updated=asked,
                url=f"https://github.com/acme/platform/issues/{reference.issue}",
            )
            issues[reference] = Told(issue, asked, {f"{scope}/{scope}-item-{place}": True})
    return Lock(issues)


def _items(scope: str, numbers: range, *, reports: bool) -> Iterator[str]:
    for place, number in enumerate(numbers):
        item = f"{scope}-item-{place}"
        match place % 10:
            case deferred if deferred == _DEFERRED_PLACE:
                yield _DEFERRED.format(item=item, number=number)
            case signed if signed == _SIGNED_PLACE or not reports:
                yield _SIGNED.format(item=item, number=number)
            case rest:
                yield _PROVEN.format(
                    item=item,
                    number=number,
                    scope=scope,
                    item_class="launch-adjacent" if rest in (3, 7) else "launch-critical",
                    priority=rest % 3,
                    surface="web" if rest % 2 else "api",
                    needs=f"needs: [{scope}-item-0]\n    " if rest == 1 else "",
                    covers='["**"]' if rest == 0 else f'["src/{scope}/{"web" if rest % 2 else "api"}/**"]',
                )


def _report(scope: str, numbers: range, *, broken: bool) -> str:
    cases = [f'<testcase classname="tests.{scope}" name="test_part_{number}" time="0.01"/>' for number in numbers]
    if broken:
        cases[0] = cases[0].replace("/>", '><failure message="dropped 3 requests"/></testcase>')
    counts = f'tests="{len(cases)}" failures="{int(broken)}" errors="0" skipped="0"'
    return f'<testsuites><testsuite name="{scope}" {counts}>{"".join(cases)}</testsuite></testsuites>\n'


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def commit(root: Path) -> None:
    """Make a repository of everything in `root`, with one commit."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    env |= {"GIT_AUTHOR_DATE": _GIT_DAY, "GIT_COMMITTER_DATE": _GIT_DAY, "GIT_CONFIG_GLOBAL": os.devnull}
    identity = ("-c", "user.name=benchmark", "-c", "user.email=benchmark@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "-q", "-b", "main"), ("add", "-A"), (*identity, "commit", "-q", "-m", "A launch")):
        subprocess.run(["git", *words], cwd=root, env=env, check=True)
