"""Runs of places are sets of places."""

from hypothesis import given
from hypothesis import strategies as st

from readiness.tree.spans import Spans, merged, size, spanning, without

anyhow = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=8)
runs = anyhow.map(merged)


def places(spans: Spans) -> set[int]:
    return {place for start, stop in spans for place in range(start, stop)}


@given(spans=anyhow)
def test_merging_keeps_every_place_and_has_one_way_to_write_it(spans: list[tuple[int, int]]) -> None:
    found = merged(spans)
    assert places(found) == places(tuple(spans))
    assert found == spanning(sorted(places(found)))
    assert size(found) == len(places(found))


@given(spans=runs, taken=runs)
def test_taking_out_is_taking_out(spans: Spans, taken: Spans) -> None:
    found = without(spans, taken)
    assert places(found) == places(spans) - places(taken)
    assert found == merged(found)
