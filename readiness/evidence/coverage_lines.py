"""Lines and branches of one file while a report is read, where reports show the same line more than once."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from readiness.evidence.coverage_report import Ratio


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one file by number, and its branches by what names them; each with what was covered of it."""

    lines: dict[int, bool] = field(default_factory=dict)
    branches: dict[Hashable, Ratio] = field(default_factory=dict)

    def line(self, number: int, *, covered: bool) -> None:
        """Note a line; what is shown twice is covered only if it is both times."""
        self.lines[number] = covered and self.lines.get(number, True)

    def branch(self, name: Hashable, found: Ratio) -> None:
        """Note the branches called `name`; of what is shown twice, the worse counts."""
        known = self.branches.get(name, found)
        self.branches[name] = Ratio(min(known.covered, found.covered), max(known.total, found.total))

    def ratios(self) -> tuple[Ratio, Ratio]:
        """Return how many lines and how many branches were covered."""
        return Ratio(sum(self.lines.values()), len(self.lines)), _sum(self.branches.values())


def union(runs: Iterable[Lines]) -> Lines:
    """Return what several runs of the same file covered together."""
    merged = Lines()
    for run in runs:
        for number, covered in run.lines.items():
            merged.lines[number] = covered or merged.lines.get(number, False)
        for name, found in run.branches.items():
            known = merged.branches.get(name, found)
            merged.branches[name] = Ratio(max(known.covered, found.covered), max(known.total, found.total))
    return merged


def _sum(ratios: Iterable[Ratio]) -> Ratio:
    covered = total = 0
    for one in ratios:
        covered += one.covered
        total += one.total
    return Ratio(covered, total)
