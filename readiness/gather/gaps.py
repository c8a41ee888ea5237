"""What of a surface no evidence covers.

What counts is evidence that blocks, and for a surface that is not high-risk also what only warns. Evidence of the whole
tree, which every launch has, counts only for the surface of its own item; else the one suite would cover every surface,
and nothing could ever be said about any.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Final

from readiness.gather.coverage import Coverage
from readiness.model.dossier import Gap
from readiness.model.outcome import Level
from readiness.model.plan import PlannedItem, PlannedScope, Requirement
from readiness.tree.spans import Spans, merged, size, without

_NAMED: Final = 3
_COUNTING: Final = {True: (Level.BLOCK,), False: (Level.BLOCK, Level.WARN)}
"""By whether a surface is high-risk: the levels of evidence that count for it."""


def gaps_of(
    scope: PlannedScope, products: Iterable[tuple[PlannedItem, Requirement]], coverage: Coverage
) -> Mapping[tuple[str, str], Gap]:
    """Return the surfaces of `scope` that its `products`, evidence that runs make, do not cover as a whole.

    Raises:
        ReadinessError: RDY017, a pattern that git might read differently.
    """
    due = {requirement.key for requirement in scope.itself.evidence}
    held = [(item, requirement) for item, requirement in products if requirement.key in due]
    by_risk = {
        high_risk: _covered([one for one in held if one[1].level in _COUNTING[high_risk]], coverage)
        for high_risk in {surface.surface.high_risk for surface in scope.surfaces}
    }
    found = {}
    for surface in scope.surfaces:
        covered, by_whole = by_risk[surface.surface.high_risk]
        files = coverage.places(surface.surface.paths)
        left = () if surface.id in by_whole else without(files, covered)
        if left:
            found[scope.id, surface.id] = _gap(files, left, coverage.paths)
    return found


def _covered(held: Sequence[tuple[PlannedItem, Requirement]], coverage: Coverage) -> tuple[Spans, frozenset[str]]:
    """Return the files that evidence covers but for that of the whole tree, and the surfaces that have that."""
    whole = {covers for covers in {requirement.covers for _, requirement in held} if coverage.is_whole(covers)}
    apart = {requirement.covers for _, requirement in held} - whole
    return (
        merged(span for covers in apart for span in coverage.places(covers)),
        frozenset(item.surface.id for item, requirement in held if requirement.covers in whole and item.surface),
    )


def _gap(files: Spans, left: Spans, paths: Sequence[str]) -> Gap:
    places = tuple(islice(places_of(left, paths), _NAMED))
    named = sum(number for _, number in places)
    return Gap(size(files), size(left), tuple(place for place, _ in places), size(left) - named)


def places_of(spans: Spans, paths: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield, in order, the largest folders that lie in `spans` as a whole, and other files, each with how many it is.

    A folder has a slash at its end.
    """
    for start, stop in spans:
        at = start
        while at < stop:
            place, end = _largest(at, stop, paths)
            yield place, end - at
            at = end


def _largest(at: int, stop: int, paths: Sequence[str]) -> tuple[str, int]:
    """Return the largest folder that begins with the file `at` and ends by `stop`, or that file, and where it ends."""
    parts = paths[at].split("/")
    for depth in range(1, len(parts)):
        folder = "/".join(parts[:depth]) + "/"
        begins = at == 0 or not paths[at - 1].startswith(folder)
        if begins and (stop == len(paths) or not paths[stop].startswith(folder)):
            return folder, bisect_left(paths, 1, at, stop, key=partial(_is_outside, folder))
    return paths[at], at + 1


def _is_outside(folder: str, path: str) -> bool:
    return not path.startswith(folder)
