from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.prove.ordering import Order, clash
from tests.link.launches import item
from tests.prove.launches import made, ordered, plan_of


def runs(order: Order) -> list[tuple[object, list[str]]]:
    return [(step.run, [task.proven.item for task in step.tasks]) for step in order.steps]


def test_one_command_is_executed_once_and_proves_all_that_say_it(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, made("a", "make all"), made("b"), made("c", "make all"), made("d", "[make, all]"))
    assert runs(ordered(plan)) == [("make all", ["a", "c"]), ("make b", ["b"]), (("make", "all"), ["d"])]


@pytest.mark.parametrize("difference", ["cwd: src", "env: TOKEN", "environment: staging"])
def test_a_command_that_runs_elsewhere_is_another(tmp_path: Path, difference: str) -> None:
    plan = plan_of(tmp_path, made("a", "make all"), made("b", "make all", more=f", {difference}"))
    assert [items for _, items in runs(ordered(plan))] == [["a"], ["b"]]


def test_the_longest_time_that_somebody_gives_it_counts(tmp_path: Path) -> None:
    plan = plan_of(
        tmp_path,
        made("a", "make all", more=", timeout: 5m"),
        made("b", "make all", more=", timeout: 10m"),
        made("c", "make c", more=", timeout: 5m"),
        made("d"),
    )
    minutes = {step.run: step.timeout // timedelta(minutes=1) for step in ordered(plan).steps}
    assert minutes == {"make all": 10, "make c": 5, "make d": 60}


def test_what_is_needed_comes_first(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, made("a", None, "needs: b"), made("b", None, "needs: [c]"), made("c"), made("d"))
    order = ordered(plan)
    assert [items for _, items in runs(order)] == [["c"], ["b"], ["a"], ["d"]]
    numbers = {step.tasks[0].proven.item: step.number for step in order.steps}
    after = {step.tasks[0].proven.item: step.after for step in order.steps}
    assert after["a"] == {numbers["b"], numbers["c"]}
    assert after["d"] == frozenset()


def test_a_need_reaches_through_items_that_have_nothing_to_prove(tmp_path: Path) -> None:
    between = item("b", "needs: [c]", item_class="launch-adjacent")
    plan = plan_of(tmp_path, made("a", None, "needs: b"), between, made("c"))
    assert [items for _, items in runs(ordered(plan))] == [["c"], ["a"]]


def test_commands_that_want_to_come_before_each_other_come_in_the_order_of_writing(tmp_path: Path) -> None:
    both = "evidence: [{{id: one, path: {0}1.xml, run: make one}}, {{id: two, path: {0}2.xml, run: make two}}]"
    plan = plan_of(tmp_path, item("a", both.format("a"), "needs: b"), item("b", both.format("b")))
    order = ordered(plan)
    assert {step.run for step in order.steps} == {"make one", "make two"}
    placed: set[int] = set()
    for step in order.steps:
        assert step.after <= placed
        placed.add(step.number)


@given(st.lists(st.sets(st.integers(0, 5), max_size=3), min_size=1, max_size=6))
def test_no_step_comes_before_one_that_it_comes_after(
    tmp_path_factory: pytest.TempPathFactory, needs: list[set[int]]
) -> None:
    # A need of a later item would be a circle, which is refused where documents are linked.
    items = [
        made(f"i{number}", f"make {number % 3}", f"needs: {[f'i{one}' for one in sorted(some) if one < number]}")
        for number, some in enumerate(needs)
    ]
    order = ordered(plan_of(tmp_path_factory.mktemp("plan"), *items))
    placed: set[int] = set()
    for step in order.steps:
        assert step.after <= placed
        placed.add(step.number)
    assert sorted(task.proven.item for step in order.steps for task in step.tasks) == sorted(
        f"i{number}" for number in range(len(needs))
    )


@pytest.mark.parametrize(
    ("one", "other", "clashes"),
    [
        ("out/a.xml", "out/a.xml", True),
        ("out/a.xml", "out/b.xml", False),
        ('"out/*.xml"', "out/b.xml", True),
        ('"out/*.xml"', "out/b/c.xml", False),
        ('"out/*.xml"', '"out/**/*.xml"', True),
        ('"out/*.xml"', '"other/*.xml"', False),
        ('"*.xml"', '"other/*.xml"', True),
        ('"out/a*.xml"', '"out/b*.xml"', True),
        ("[out/a.xml, out/b.xml]", "out/b.xml", True),
        ("/out/a.xml", "out/a.xml", True),
    ],
)
def test_commands_that_write_the_same_artefact_clash(tmp_path: Path, one: str, other: str, *, clashes: bool) -> None:
    kind = "kind: junit, "
    plan = plan_of(
        tmp_path,
        item("a", f"evidence: {{{kind}path: {one}, run: make a}}"),
        item("b", f"evidence: {{{kind}path: {other}, run: make b}}"),
    )
    first, second = ordered(plan).steps
    assert (clash(first, second), clash(second, first)) == (clashes, clashes)
