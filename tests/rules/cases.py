"""Case folders: `CODE/pass` and `CODE/fail`, each a small tree that the real pipeline judges on a fixed morning.

What a case has below `earlier/` lay there an hour before, and was put on record then, beside everything else.
What it has below `commits/DAY/` was committed on that day, in a repository of which everything else is the last commit.
`expected.txt` holds the verdicts of the case's rule, and those on the same requirements that are met, one a line:
`level outcome subject · requirement path:line:column message | action | who`.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from readiness.model.demands import RESERVED
from readiness.model.outcome import Outcome
from readiness.model.report import Report, ScopeReport, Verdict
from readiness.pipeline import Request
from readiness.rules.base import EACH_EVIDENCE, Rule
from tests.proofs import check, recorded
from tests.repository import RepositoryBuilder

HERE: Final = Path(__file__).parent
EXPECTED: Final = "expected.txt"
EARLIER: Final = "earlier"
COMMITS: Final = "commits"
NOW: Final = datetime(2026, 12, 1, 9, tzinfo=UTC)
WRITTEN: Final = datetime(2026, 11, 30, 12, tzinfo=UTC).timestamp()
_MET: Final = frozenset({Outcome.PASSED, Outcome.NOT_APPLICABLE})


def judged(case: Path, into: Path) -> Report:
    """Return the report on a copy of the folder `case`, all files of which were written at the same time."""
    root = into / "case"
    shutil.copytree(case, root, ignore=shutil.ignore_patterns(EXPECTED))
    if (root / COMMITS).is_dir():
        _commit_all(root)
    for path in root.rglob("*"):
        os.utime(path, (WRITTEN, WRITTEN))
    request = Request(root=root, now=NOW, ledger=into / "ledger", cache=False)
    if (root / EARLIER).is_dir():
        _record_earlier(root, request)
    return check(request)


def _commit_all(root: Path) -> None:
    """Make a repository of `root`, with a commit for each day below `commits/`, and one of everything else."""
    now, before = root.parent / "now", root.parent / COMMITS
    (root / COMMITS).rename(before)
    root.rename(now)
    builder = RepositoryBuilder(root).start()
    for day in (*sorted(before.iterdir()), now):
        # Without the times of the files: git takes two of one size and time for the same.
        shutil.copytree(day, root, copy_function=shutil.copyfile, dirs_exist_ok=True)
        date = f"{day.name}T12:00:00+00:00" if day != now else f"@{WRITTEN:.0f} +0000"
        dated = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        builder.git("add", "--all")
        builder.git("commit", "--quiet", "--message", day.name, environment=dated)


def _record_earlier(root: Path, request: Request) -> None:
    """Put on record what lay there an hour ago, and put everything back as it is now."""
    before = root.parent / EARLIER
    shutil.copytree(root, before, ignore=shutil.ignore_patterns(EARLIER))
    shutil.copytree(root / EARLIER, before, dirs_exist_ok=True)
    shutil.rmtree(root / EARLIER)
    recorded(replace(request, root=before, now=NOW - timedelta(hours=1)))


def verdicts(report: Report) -> Iterator[tuple[ScopeReport, Verdict]]:
    """Yield every verdict of `report`, of items too, with its scope."""
    for scope in report.scopes:
        for verdict in (*scope.verdicts, *(verdict for item in scope.items for verdict in item.verdicts)):
            yield scope, verdict


def lines_of(rule: Rule, report: Report) -> list[str]:
    """Return what `report` says about the requirement of `rule`: what the rule found, and where it is met."""
    return [
        f"{verdict.level} {verdict.outcome} {verdict.subject} · {verdict.requirement} {verdict.location} "
        f"{verdict.message} | {verdict.action} | {verdict.who}"
        for _, verdict in verdicts(report)
        if verdict.code == rule.code or (verdict.found in _MET and _is_about(rule, verdict))
    ]


def _is_about(rule: Rule, verdict: Verdict) -> bool:
    if verdict.subject.split()[0] != rule.about:
        return False
    if rule.requirement == EACH_EVIDENCE:
        return verdict.requirement not in RESERVED
    return verdict.requirement == rule.requirement
