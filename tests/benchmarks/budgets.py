"""What a run may cost, what it did cost, and both as JUnit: one test a budget, failed when it is over."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from junitparser import Failure, JUnitXml, TestCase, TestSuite

from tests.benchmarks.measure import Measured

SECONDS: Final = {
    "version": 0.12,
    "check-30": 0.3,
    "check-10000-cold": 3.0,
    "check-10000-words": 0.5,
    "check-10000-signed": 2.0,
    "verify-10000": 60.0,
}
TIMES: Final = {"diff-100000": ("check-100000", 2.0)}
"""How many times as long as another row a row may take."""
MEGABYTES: Final = {"check-10000-cold": 300.0, "check-10000-signed": 300.0, "verify-10000": 300.0}


@dataclass(frozen=True, slots=True)
class Row:
    """One measured piece of work, named as in the budgets."""

    name: str
    says: str
    measured: Measured


@dataclass(frozen=True, slots=True)
class Spent:
    """One budget and what was spent of it, both in `unit`."""

    name: str
    unit: str
    budget: float
    spent: float
    took_s: float

    @property
    def over(self) -> bool:
        """Whether more was spent than is allowed."""
        return self.spent > self.budget


def spend(rows: Iterable[Row]) -> Iterator[Spent]:
    """Yield every budget with what the rows spent of it; a budget that nothing was measured for is a `KeyError`."""
    by_name = {row.name: row.measured for row in rows}
    for name, budget in SECONDS.items():
        yield Spent(f"{name}-time", "s", budget, by_name[name].median_s, by_name[name].median_s)
    for name, (other, budget) in TIMES.items():
        took_s = by_name[name].median_s
        yield Spent(f"{name}-times", f"times {other}", budget, took_s / by_name[other].median_s, took_s)
    for name, budget in MEGABYTES.items():
        yield Spent(f"{name}-memory", "MB", budget, by_name[name].peak_mb, by_name[name].median_s)


def write_junit(path: Path, spent: Iterable[Spent]) -> None:
    """Write one test for each budget into `path`, a new file."""
    suite = TestSuite("budgets")
    for each in spent:
        case = TestCase(each.name, "tests.benchmarks", each.took_s)
        if each.over:
            case.result = [Failure(f"{each.spent:.2f} {each.unit}, the budget is {each.budget:g} {each.unit}")]
        suite.add_testcase(case)
    report = JUnitXml()
    report.add_testsuite(suite)
    path.parent.mkdir(parents=True, exist_ok=True)
    report.write(str(path), pretty=True)
