"""What a commit is marked with: a fixed state for each decision, and a line of our own words."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from readiness.errors import Problem
from readiness.model.outcome import Decision, Outcome
from readiness.model.report import Report
from readiness.publish.results import Result
from readiness.publish.status import LONGEST, State, status_of
from tests.publish.jobs import diff, shift
from tests.render import reports

PROBLEM = Problem("RDY010", "there is no key `onwer`", "write `owner`")


@pytest.mark.parametrize(
    ("decision", "state"),
    [
        (Decision.GO, State.SUCCESS),
        (Decision.GO_WITH_CONDITIONS, State.SUCCESS),
        (Decision.ON_TRACK, State.SUCCESS),
        (Decision.UNDECIDED, State.ERROR),
        (Decision.NO_GO, State.FAILURE),
    ],
)
def test_each_decision_has_its_state(decision: Decision, state: State) -> None:
    assert status_of(replace(reports.go(), decision=decision), None).state is state


@pytest.mark.parametrize("decision", list(Decision))
def test_with_problems_in_the_input_nothing_is_a_success(decision: Decision) -> None:
    report = replace(reports.go(), decision=decision, problems=(PROBLEM,))
    assert status_of(report, None).state is not State.SUCCESS


def test_the_line_says_how_much_stands_against_it_and_whether_it_binds() -> None:
    said = status_of(reports.no_go(), None).description
    assert said.startswith("NO-GO; ")
    assert said.endswith("; enforcing: false, judged by its own policy")
    enforced = status_of(replace(reports.no_go(), enforcing=True, final=True), None).description
    assert enforced.startswith("NO-GO (final); ")
    assert "enforcing" not in enforced


@pytest.mark.parametrize(
    ("change", "state", "said"),
    [
        pytest.param(diff(), State.SUCCESS, "nothing worse; no-go as before", id="nothing"),
        pytest.param(diff(worse=(shift(),)), State.FAILURE, "1 worse; no-go as before", id="worse"),
        pytest.param(
            diff(worse=(shift(),), before=Decision.GO), State.FAILURE, "1 worse; go → no-go", id="worse-decision"
        ),
        pytest.param(
            diff(worse=(shift(after=Outcome.UNKNOWN),)), State.ERROR, "1 worse; no-go as before", id="worse-unknown"
        ),
        pytest.param(diff(better=(shift(),)), State.SUCCESS, "1 better; no-go as before", id="better"),
        pytest.param(diff(after=Decision.UNDECIDED), State.ERROR, "nothing worse; no-go → undecided", id="undecided"),
        pytest.param(diff(before=None), State.SUCCESS, "nothing worse; a new launch, no-go", id="a-first-launch"),
        pytest.param(diff(problems=(PROBLEM,)), State.ERROR, "1 problem in the input; no-go as before", id="problems"),
        pytest.param(
            diff(scopes=(replace(diff().scopes[0], because=("item deploy suite",)),)),
            State.FAILURE,
            "nothing worse; no-go as before",
            id="because",
        ),
    ],
)
def test_a_diff_is_marked_by_what_the_change_does(change: Result, state: State, said: str) -> None:
    status = status_of(change, None)
    assert (status.name, status.state, status.description) == ("readiness/diff", state, said)


def test_a_key_is_part_of_the_name() -> None:
    assert status_of(reports.go(), None).name == "readiness"
    assert status_of(reports.go(), "payments").name == "readiness (payments)"
    assert status_of(diff(), "payments").name == "readiness/diff (payments)"


@pytest.mark.parametrize("make", [reports.hostile, reports.hundreds, reports.many_proposed, reports.several])
def test_nothing_that_a_document_says_is_in_it_and_it_is_short(make: Callable[[], Report]) -> None:
    said = status_of(make(), None).description
    assert len(said) <= LONGEST
    assert said.isprintable()
    assert "everyone" not in said
