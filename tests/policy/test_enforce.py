"""Two reports made one, held against the definition of worse on reports that nobody thought of."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.decide import weigh, weighed, worst
from readiness.errors import Problem
from readiness.model.outcome import Decision, Level, Outcome
from readiness.model.place import Location
from readiness.model.report import ItemReport, Report, ScopeReport, Verdict
from readiness.policy.enforce import enforce, unenforced
from tests.render.reports import go, item, report, scope, verdict

COMMIT = "0b5e" * 10
SUBJECTS = ("scope public-launch", "item a", "item b")


@st.composite
def answers(draw: st.DrawFn) -> Report:
    """Return a report on one scope with verdicts on itself and on two items, some of them several to a requirement."""
    found = draw(
        st.lists(
            st.builds(
                verdict,
                st.sampled_from(["owner", "rollback"]),
                subject=st.sampled_from(SUBJECTS),
                level=st.sampled_from(list(Level)),
                outcome=st.sampled_from(list(Outcome)),
            ),
            max_size=8,
        )
    )
    items = [item(*(one for one in found if one.subject == name), id_=name[-1]) for name in SUBJECTS[1:]]
    own = [one for one in found if one.subject == SUBJECTS[0]]
    decision = weighed((one.outcome, one.level) for one in found)
    judged = draw(st.booleans())
    made = scope(decision, *(one for one in items if one.verdicts), own=own, judged=judged)
    return report(made, enforcing=False)


def verdicts(answer: Report | ScopeReport) -> Iterator[Verdict]:
    for one in answer.scopes if isinstance(answer, Report) else (answer,):
        yield from one.verdicts
        for held in one.items:
            yield from held.verdicts


def decided(some: Iterator[Verdict]) -> dict[tuple[str, str], Decision]:
    found: dict[tuple[str, str], Decision] = {}
    for one in some:
        name = (one.subject, one.requirement)
        found[name] = worst((weigh(one.outcome, one.level), found.get(name, Decision.GO)))
    return found


@given(answers(), answers())
def test_each_requirement_gets_the_worse_of_both_answers(base: Report, own: Report) -> None:
    both = enforce(base, own, commit=COMMIT, proposed=())
    sides = [decided(verdicts(one)) for one in (base, own) if one.scopes[0].judged]
    if sides:
        names = {name for side in sides for name in side}
        expected = {name: worst(side[name] for side in sides if name in side) for name in names}
        assert decided(verdicts(both)) == expected
    assert both.scopes[0].judged == bool(sides)
    assert both.decision is worst((base.decision, own.decision))


@given(answers(), answers())
def test_what_the_report_counts_is_what_it_holds(base: Report, own: Report) -> None:
    (found,) = enforce(base, own, commit=COMMIT, proposed=()).scopes
    if any(one.scopes[0].judged for one in (base, own)) and list(verdicts(found)):
        assert found.decision is weighed((one.outcome, one.level) for one in verdicts(found))


@given(answers())
def test_two_equal_answers_are_one(answer: Report) -> None:
    assert enforce(answer, answer, commit=COMMIT, proposed=()).scopes == answer.scopes


@given(answers(), st.booleans())
def test_a_side_that_was_not_asked_changes_no_decision(answer: Report, is_base: bool) -> None:  # noqa: FBT001 - drawn
    sides = (answer, None) if is_base else (None, answer)
    both = enforce(*sides, commit=COMMIT, proposed=())
    assert (both.decision, both.enforcing, both.policy.base) == (answer.decision, True, COMMIT)
    assert {one.location.revision for one in verdicts(both)} <= {COMMIT if is_base else None}


@pytest.mark.parametrize(
    ("base", "own", "told"),
    [
        pytest.param(
            {"outcome": Outcome.FAILED}, {"outcome": Outcome.FAILED, "message": "mine"}, "mine", id="equal-is-its-own"
        ),
        pytest.param(
            {"outcome": Outcome.FAILED, "level": Level.WARN}, {"message": "mine"}, "theirs", id="a-warning-is-not-lost"
        ),
        pytest.param(
            {"outcome": Outcome.UNKNOWN},
            {"outcome": Outcome.FAILED, "level": Level.WARN, "message": "mine"},
            "theirs",
            id="what-decides-comes-first",
        ),
        pytest.param(
            {"outcome": Outcome.NOT_DUE}, {"outcome": Outcome.FAILED, "message": "mine"}, "mine", id="due-is-worse"
        ),
    ],
)
def test_the_worse_is_the_one_that_is_told(base: dict[str, Any], own: dict[str, Any], told: str) -> None:
    sides = [report(_alone(verdict("owner", **{"message": "theirs", **values}))) for values in (base, own)]
    (found,) = verdicts(enforce(sides[0], sides[1], commit=COMMIT, proposed=()))
    assert found.message.partition(";")[0] == told


def _alone(one: Verdict) -> ScopeReport:
    return scope(weigh(one.outcome, one.level), item(one))


def test_before_waivers_the_worse_of_both_is_kept() -> None:
    sides = [
        replace(go(), scopes=(replace(go().scopes[0], decision_before_waivers=decision, title=str(decision)),))
        for decision in (Decision.NO_GO, Decision.UNDECIDED)
    ]
    for base, own in (sides, sides[::-1]):
        (found,) = enforce(base, own, commit=COMMIT, proposed=()).scopes
        assert (found.decision, found.decision_before_waivers) == (Decision.GO, Decision.NO_GO)


def test_problems_of_the_base_are_placed_there_and_told_once() -> None:
    both = Problem("RDY010", "Both.", "Fix.", Location("scopes/a.yaml", 1, 1))
    base = Problem("RDY010", "Base.", "Fix.", Location("scopes/a.yaml", 2, 1))
    found = enforce(replace(go(), problems=(both, base)), replace(go(), problems=(both,)), commit=COMMIT, proposed=())
    assert found.problems == (both, replace(base, location=Location("scopes/a.yaml", 2, 1, COMMIT)))


def test_notes_of_both_sides_are_kept_once() -> None:
    sides = [replace(go(), candidate=replace(go().candidate, notes=notes)) for notes in (("A.", "B."), ("B.", "C."))]
    assert enforce(sides[0], sides[1], commit=COMMIT, proposed=()).candidate.notes == ("B.", "C.", "A.")


def test_without_another_policy_nothing_is_better_than_undecided() -> None:
    why = Problem("RDY054", "None.", "Fix.")
    alone = report(*go().scopes, enforcing=False)
    found = unenforced(alone, why)
    assert (found.decision, found.enforcing, found.problems) == (Decision.UNDECIDED, False, (why,))


def test_an_item_of_the_base_alone_keeps_its_place_after_those_of_the_candidate() -> None:
    def answer(*names: str) -> Report:
        items: list[ItemReport] = [item(verdict("owner", subject=f"item {name}"), id_=name) for name in names]
        return report(scope(Decision.GO, *items))

    (found,) = enforce(answer("a", "b", "c"), answer("c", "d"), commit=COMMIT, proposed=()).scopes
    assert [one.id for one in found.items] == ["c", "d", "a", "b"]
