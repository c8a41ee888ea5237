from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from readiness.documents.running import run_of_show
from readiness.model.checklist import ItemEntry, PhaseEntry
from readiness.model.outcome import ItemClass
from readiness.model.run_of_show import RunOfShow, Subject
from tests.render.checklists import BARE, DASHBOARDS, DEPLOY, LAUNCH, UNDOABLE


def _item(id_: str, *needs: str, **changed: object) -> ItemEntry:
    plain = replace(DEPLOY, id=id_, needs=needs, phase=None, phase_ends=None, priority=None)
    return replace(plain, **changed)  # type: ignore[arg-type]


def _run(*items: ItemEntry) -> RunOfShow:
    return run_of_show(replace(LAUNCH, items=items), {})


def _order(*items: ItemEntry) -> list[str]:
    return [step.item.id for step in _run(*items).steps]


def test_what_is_needed_comes_first() -> None:
    assert _order(_item("a", "b"), _item("b", "c"), _item("c")) == ["c", "b", "a"]


def test_what_is_due_earlier_comes_first_and_what_has_no_phase_before_all() -> None:
    late, early = (replace(_item(id_), phase="p", phase_ends=date(2026, 12, day)) for id_, day in (("a", 9), ("b", 2)))
    assert _order(late, early, _item("c")) == ["c", "b", "a"]


def test_critical_comes_before_adjacent_and_then_the_priority_counts() -> None:
    adjacent = _item("a", item_class=ItemClass.ADJACENT, priority="p0")
    assert _order(adjacent, _item("b"), _item("c", priority="p1"), _item("d", priority="p0")) == ["d", "c", "b", "a"]


def test_steps_name_the_steps_that_they_follow_and_the_needs_that_are_none() -> None:
    _, second = _run(_item("a", "b", "other/x", "later"), _item("b"), replace(DASHBOARDS, id="later")).steps
    assert (second.item.id, second.number, second.after, second.elsewhere) == ("a", 2, (1,), ("other/x", "later"))


def test_what_is_deferred_is_no_step() -> None:
    assert _order(_item("a"), DASHBOARDS) == ["a"]


@given(st.permutations(range(6)), st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_every_item_is_one_step_behind_all_that_it_needs_whatever_the_order_of_writing(
    order: list[int], edges: list[tuple[int, int]]
) -> None:
    needs = {number: sorted({f"i{low}" for low, high in edges if low < high == number}) for number in range(6)}
    items = [_item(f"i{number}", *needs[number]) for number in order]
    steps = _run(*items).steps
    assert [step.item.id for step in steps] == _order(*sorted(items, key=lambda item: item.id))
    assert sorted(step.item.id for step in steps) == [f"i{number}" for number in range(6)]
    assert [step.number for step in steps] == list(range(1, 7))
    assert all(number < step.number for step in steps for number in step.after)


def test_what_is_critical_is_undone_from_the_last_step_back() -> None:
    run = _run(_item("a"), _item("b", "a"), replace(BARE, id="c"))
    assert [item.id for item in run.undo] == ["b", "a"]


def test_a_kill_switch_has_all_that_it_stops() -> None:
    other = replace(DEPLOY.rollback, kill_switch=None) if DEPLOY.rollback else None
    (switch,) = _run(_item("a"), _item("b"), _item("c", rollback=other)).switches
    assert (switch.flag, [item.id for item in switch.items]) == ("flags.json#deploys-enabled", ["a", "b"])


def test_no_way_back_that_nobody_accepts_is_told() -> None:
    alone = replace(UNDOABLE.rollback, accepted_by=None) if UNDOABLE.rollback else None
    accepted = _run(replace(UNDOABLE, rollback=alone)).acceptances[0]
    assert (accepted.who, accepted.about) == (None, (Subject("terms", "item-terms"),))


def test_phases_after_the_launch_stand_apart() -> None:
    phases = (PhaseEntry("launch", date(2026, 12, 15)), PhaseEntry("hypercare", date(2026, 12, 16)))
    run = run_of_show(replace(LAUNCH, launch=date(2026, 12, 15), phases=phases), {})
    assert [phase.id for phase in run.before] == ["launch"]
    assert [phase.id for phase in run.after] == ["hypercare"]
    run = run_of_show(replace(LAUNCH, launch=None, phases=phases), {})
    assert (len(run.before), run.after) == (2, ())


def test_everybody_with_a_part_is_there_once() -> None:
    ids = [person.id for person in run_of_show(LAUNCH, {}).people]
    assert ids == sorted(set(ids))
    assert {"head-of-engineering", "platform", "incident-commander", "general-counsel", "head-of-product"} <= set(ids)
