"""Geometry of the two pictures, without a page around it: what must hold for any launch."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.model.outcome import Decision
from readiness.model.report import FollowUpNote, PhaseReport, ScopeReport
from readiness.render.html.entries import groups
from readiness.render.html.graph import Layout, Sizes, layers, layout
from readiness.render.html.picture import MOST, Picture, picture
from readiness.render.html.timeline import Timeline, days_until, timeline
from tests.render.large import launch
from tests.render.reports import HOSTILE, conditions, item, missing, scope, verdict

TODAY = date(2026, 11, 21)
SIZES = Sizes(box=38, line=10, gap=14)
NAMES = [f"n{number}" for number in range(12)]

pairs = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] < pair[1]), max_size=30, unique=True
).map(lambda found: [(NAMES[need], NAMES[dependent]) for need, dependent in found])


def drawn(held: ScopeReport) -> Picture:
    entries = [entry for group in groups(held, several=False) for entry in group.entries]
    found = picture(held, entries)
    assert found is not None
    return found


@given(pairs)
def test_what_is_needed_stands_before_what_needs_it(needs: list[tuple[str, str]]) -> None:
    found = layers(NAMES, needs)
    assert all(found[need] < found[dependent] for need, dependent in needs)


@given(pairs)
def test_boxes_do_not_touch_and_nothing_lies_outside(needs: list[tuple[str, str]]) -> None:
    found = layout(NAMES, needs, SIZES)
    for (one, at), (other, there) in combinations(found.boxes.values(), 2):
        assert one != other or abs(at - there) >= SIZES.box + SIZES.gap - 0.001
    for layer, centre in found.boxes.values():
        assert 0 <= layer < found.layers
        assert SIZES.box / 2 - 0.001 <= centre <= found.extent - SIZES.box / 2 + 0.001


@given(pairs)
def test_no_line_runs_through_a_box(needs: list[tuple[str, str]]) -> None:
    found = layout(NAMES, needs, SIZES)
    for (need, dependent), line in zip(needs, found.lines, strict=True):
        assert line[0] == found.boxes[need]
        assert line[-1] == found.boxes[dependent]
        assert [layer for layer, _ in line] == list(range(line[0][0], line[-1][0] + 1))
        for layer, place in line[1:-1]:
            assert not any(_hits(found, name, layer, place) for name in NAMES)


def _hits(found: Layout, name: str, layer: int, place: float) -> bool:
    own, centre = found.boxes[name]
    return own == layer and abs(centre - place) < SIZES.box / 2


@given(pairs)
def test_the_same_needs_are_drawn_the_same(needs: list[tuple[str, str]]) -> None:
    assert layout(NAMES, needs, SIZES) == layout(NAMES, needs, SIZES)


def test_a_circle_does_not_keep_the_picture_from_being_drawn() -> None:
    found = layers(["a", "b", "c"], [("a", "b"), ("b", "a"), ("c", "b")])
    assert set(found) == {"a", "b", "c"}
    layout(["a", "b"], [("a", "b"), ("b", "a")], SIZES)


def test_what_needs_nothing_is_counted_and_not_drawn() -> None:
    held = scope(
        Decision.GO, *(item(verdict(), id_=name, needs=needs) for name, needs in (("a", ()), ("b", ("a",)), ("c", ())))
    )
    found = drawn(held)
    assert [box.name for box in found.boxes] == ["a", "b"]
    assert (found.alone, found.left_out) == (1, 0)


def test_without_needs_there_is_no_picture() -> None:
    assert picture(scope(Decision.GO, item(verdict())), ()) is None


def test_an_item_of_another_launch_is_a_box_that_leads_nowhere() -> None:
    found = drawn(scope(Decision.GO, item(verdict(), needs=("billing-launch/invoices",))))
    (other,) = (box for box in found.boxes if box.name != "deploy")
    assert (other.anchor, other.outcome, other.needed_by) == (None, "elsewhere", ("deploy",))


def test_what_blocks_shows_at_its_arrows() -> None:
    held = scope(Decision.NO_GO, item(missing(), id_="a"), item(verdict(), id_="b", needs=("a",)))
    assert [arrow.blocks for arrow in drawn(held).arrows] == [True]


@pytest.mark.parametrize("layer_count", [2, 3, 5])
def test_sixty_items_fit_the_width_of_a_page(layer_count: int) -> None:
    found = drawn(launch(MOST, layer_count).scopes[0])
    assert float(found.width) <= 1110
    assert len({(box.x, box.y) for box in found.boxes}) == len(found.boxes)


def test_a_long_chain_goes_downwards() -> None:
    rows = [item(verdict(), id_=f"i{number}", needs=(f"i{number - 1}",) if number else ()) for number in range(MOST)]
    found = drawn(scope(Decision.GO, *rows))
    assert float(found.width) < 200 < float(found.height)


def test_of_very_many_only_what_blocks_is_drawn_with_what_is_beside_it() -> None:
    held = launch(1_000, 6).scopes[0]
    found = drawn(held)
    assert 0 < len(found.boxes) <= MOST
    assert found.left_out > 0
    blocking = {box.name for box in found.boxes if box.outcome in {"missing", "stale", "unknown"}}
    beside = {name for box in found.boxes if box.name in blocking for name in (*box.needs, *box.needed_by)}
    assert {box.name for box in found.boxes} <= blocking | beside


def test_where_nothing_blocks_very_many_items_are_only_counted() -> None:
    held = launch(1_000, 6).scopes[0]
    fine = replace(held, items=tuple(replace(one, verdicts=(verdict(),)) for one in held.items))
    found = drawn(fine)
    assert found.boxes == ()
    assert found.left_out > MOST


def shown(held: ScopeReport, today: date = TODAY) -> Timeline:
    found = timeline(held, today)
    assert found is not None
    return found


def test_the_way_to_launch_has_every_day_in_order() -> None:
    note = FollowUpNote(ref=None, risk=None, due=date(2027, 2, 1))
    held = replace(
        conditions().scopes[0],
        phases=(PhaseReport(id="build", ends=date(2026, 11, 30)),),
        items=(*conditions().scopes[0].items, item(id_="later", follow_up=note)),
    )
    found = [(str(event.day), event.kind, event.what) for event in shown(held).events]
    assert found == [
        ("2026-11-21", "today", "Today"),
        ("2026-11-30", "phase", "build"),
        ("2026-12-15", "launch", "Launch"),
        ("2027-01-10", "waiver", "coverage-until-january"),
        ("2027-02-01", "deferral", "later"),
    ]


def test_a_launch_without_any_day_has_no_timeline() -> None:
    assert timeline(scope(Decision.GO, item(verdict()), launch=None), TODAY) is None


@given(st.lists(st.dates(), max_size=40), st.dates(), st.dates())
def test_marks_stay_in_the_picture_and_labels_of_a_row_apart(due: list[date], today: date, day: date) -> None:
    items = [
        item(id_=f"later-{number}", follow_up=FollowUpNote(ref=None, risk=None, due=one))
        for number, one in enumerate(due)
    ]
    found = shown(scope(Decision.GO, *items, launch=day), today)
    assert all(0 <= float(mark.x) <= 1000 for mark in (*found.above, *found.below))
    drawn_days = {event.day for event in found.events if event.kind == "deferral"}
    assert len(found.below) + found.later >= len(drawn_days)
    spans: dict[int, list[tuple[float, float]]] = {}
    for mark in found.below:
        if mark.label:
            at = float(mark.label_x)
            reach = len(mark.label) * 5
            spans.setdefault(mark.row, []).append((at - reach, at) if mark.at_end else (at, at + reach))
    for held in spans.values():
        assert all(one[1] <= other[0] or other[1] <= one[0] for one, other in combinations(held, 2))


def test_what_lies_years_after_the_launch_is_counted_and_told_in_the_table() -> None:
    far = item(id_="far", follow_up=FollowUpNote(ref=None, risk=None, due=date(2031, 1, 1)))
    found = shown(scope(Decision.GO, far))
    assert found.later == 1
    assert "far" in {event.what for event in found.events}
    assert found.below == ()


def test_a_phase_that_is_over_looks_like_it() -> None:
    phases = tuple(
        PhaseReport(id=name, ends=TODAY + timedelta(days=days)) for name, days in (("a", -3), ("b", 0), ("c", 9))
    )
    assert [phase.over for phase in shown(scope(Decision.GO, item(verdict()), phases=phases)).phases] == [
        True,
        False,
        False,
    ]


def test_hostile_names_are_shown_in_pictures() -> None:
    held = scope(
        Decision.GO, item(verdict(), id_=HOSTILE, needs=(f"{HOSTILE}2",)), phases=(PhaseReport(id=HOSTILE, ends=TODAY),)
    )
    assert all(box.name.isprintable() for box in drawn(held).boxes)
    assert all(event.what.isprintable() for event in shown(held).events)


def test_numbers_are_short_and_plain() -> None:
    found = drawn(launch(MOST, 5).scopes[0])
    numbers = re.findall(r"[^MLC, ]+", " ".join(arrow.path for arrow in found.arrows))
    assert numbers
    assert all(re.fullmatch(r"\d+(\.\d)?", number) for number in numbers)


@pytest.mark.parametrize(
    ("days", "words"), [(0, "today"), (1, "in 1 day"), (24, "in 24 days"), (-1, "1 day ago"), (-9, "9 days ago")]
)
def test_a_day_is_told_from_today(days: int, words: str) -> None:
    assert days_until(TODAY + timedelta(days=days), TODAY) == words
