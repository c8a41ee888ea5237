"""Sets of places in a sorted list, as runs: `((0, 3), (7, 8))` are the places 0, 1, 2 and 7.

What a folder holds is one run, however much that is, so that thousands of patterns over a large tree stay cheap.
"""

from collections.abc import Iterable

Span = tuple[int, int]
Spans = tuple[Span, ...]
"""Runs in order, none empty, none touching the next: two sets are equal where their runs are."""


def merged(spans: Iterable[Span]) -> Spans:
    """Return the places that lie in any of `spans`, which may be in any order, overlap or be empty."""
    found: list[Span] = []
    for start, stop in sorted(spans):
        if found and start <= found[-1][1]:
            if stop > found[-1][1]:
                found[-1] = (found[-1][0], stop)
        elif start < stop:
            found.append((start, stop))
    return tuple(found)


def spanning(places: Iterable[int]) -> Spans:
    """Return `places`, in ascending order, as runs."""
    return merged((place, place + 1) for place in places)


def without(spans: Spans, taken: Spans) -> Spans:
    """Return the places of `spans` that are not in `taken`."""
    if not spans or not taken:
        return spans
    left: list[Span] = []
    at = 0
    for start, stop in spans:
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        begin, next_at = start, at
        while next_at < len(taken) and taken[next_at][0] < stop:
            if begin < taken[next_at][0]:
                left.append((begin, taken[next_at][0]))
            begin = taken[next_at][1]
            next_at += 1
        if begin < stop:
            left.append((begin, stop))
    return tuple(left)


def size(spans: Spans) -> int:
    """Return how many places there are."""
    return sum(stop - start for start, stop in spans)
