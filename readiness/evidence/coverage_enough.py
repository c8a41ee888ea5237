"""Whether what was measured of files is enough coverage: thresholds over those of them that are chosen.

Shape: `files` as the kind `coverage` measures them: path → lines covered, lines, branches covered, branches.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from readiness.evidence.quoted import listed, quoted

Row = Sequence[int]

_PART: Final = {"lines": 0, "branches": 2}
"""Where the numbers of each stand in a row."""


def total(rows: Sequence[Row], what: str) -> list[int] | None:
    """Return how many lines or branches were covered, and how many there are; None where a file does not tell."""
    at = _PART[what]
    if not all(len(row) > at for row in rows):
        return None
    return [sum(row[at] for row in rows), sum(row[at + 1] for row in rows)]


def percent(covered: int, total: int) -> str:
    """Return a percentage, rounded down, so that what is below a threshold never reads like it."""
    hundredths = 10_000 * covered // total
    return f"{hundredths / 100:g} %"


def chosen(files: Mapping[str, Row], patterns: tuple[str, ...]) -> tuple[Mapping[str, Row], list[str]]:
    """Return the files that `patterns` match, all without any, and why some patterns are about nothing."""
    if not patterns:
        return files, []
    from readiness.tree.patterns import Matcher  # noqa: PLC0415 - most conditions name no patterns

    matcher, counting = Matcher(files), Matcher(path for path, row in files.items() if row[1])
    found: set[str] = set()
    for pattern in patterns:
        # Not as git has it, to which `!made/**` takes nothing out once `**` has matched the folder itself.
        if pattern.startswith("!"):
            found -= set(matcher.matched((pattern[1:],)))
        else:
            found |= set(matcher.matched((pattern,)))
    some = listed([path for path, row in files.items() if row[1]] or ["none"])
    dead = [
        f"{quoted(one)} matches no file with lines among those measured: {some}"
        for one in patterns
        if not one.startswith("!") and not counting.matched((one,))
    ]
    return {path: row for path, row in files.items() if path in found}, dead


def lacking(what: str, files: Mapping[str, Row], wanted: float, unshown: int) -> Iterator[str]:
    """Yield why less than `wanted` percent of `what`, lines or branches, is covered in `files`; nothing if it is not.

    `unshown` are those that only the totals of a report claim.
    """
    known = total(list(files.values()), what)
    if known is None:
        yield f"the report has no data about {what}"
        return
    covered, count = known[0], known[1] + unshown
    if not count:
        yield f"there are no {what} to cover"
    # As it is written, not as the nearest binary fraction.
    elif 100 * covered < Fraction(str(wanted)) * count:
        worst = _least(files, _PART[what])
        claimed = f", {unshown} of them only in its totals" if unshown else ""
        yield (
            f"{percent(covered, count)} of {what} are covered ({covered} of {count}{claimed}), "
            f"{str(wanted).removesuffix('.0')} % are asked for; least in {listed(worst)}"
        )


def _least(files: Mapping[str, Row], at: int) -> list[str]:
    """Return the files with the most that is not covered, three at most."""
    missed = sorted((row[at] - row[at + 1], path) for path, row in files.items() if row[at] < row[at + 1])
    return [f"{path} ({files[path][at]} of {files[path][at + 1]})" for _, path in missed[:3]] or [
        "what it does not show"
    ]
