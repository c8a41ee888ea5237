"""With what the program exits: what is there of what somebody asked it to fail on."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from readiness.cli.exits import ExitCode
from readiness.cli.failing import FailOn, exit_code_of_diff, fail_on
from readiness.errors import Problem, ReadinessError
from readiness.model.diff import SCHEMA, Diff, Reproof, Shift
from readiness.model.outcome import Decision, Level, Outcome
from readiness.model.place import Location
from readiness.model.policy import Proposed
from readiness.model.report import Candidate

HERE: Final = Location("scopes/shop.yaml", 1, 1)
EMPTY: Final = Diff(
    schema=SCHEMA,
    base=Candidate(kind="commit", commit="0" * 40),
    head=Candidate(kind="commit", commit="1" * 40),
    as_of=datetime(2026, 12, 1, tzinfo=UTC),
    before=Decision.GO,
    after=Decision.GO,
    scopes=(),
    worse=(),
    to_reprove=(),
    better=(),
    items=(),
    exceptions=(),
    policy=(),
    time=(),
    problems_before=(),
    problems=(),
)
WORSE: Final = Shift(
    scope="shop",
    subject="item work",
    title="Works",
    requirement="owner",
    code="RDY110",
    level=Level.BLOCK,
    before=Outcome.PASSED,
    after=Outcome.MISSING,
    message="nobody owns it",
    action="name an owner",
    who=None,
    location=HERE,
)
UNSURE: Final = replace(WORSE, after=Outcome.UNKNOWN)
STALE: Final = Reproof(
    scope="shop",
    subject="item work",
    title="Works",
    requirement="suite",
    level=Level.BLOCK,
    files=("src/pay.go",),
    touched=1,
    message="src/pay.go changed",
    action="readiness prove work",
    who=None,
    location=HERE,
)
TOUCHED: Final = Proposed(
    slug="owner-changed",
    change="changes who owns it",
    scope="shop",
    subject="item work",
    field="owner",
    before="boss",
    after=None,
    location=HERE,
)
BROKEN: Final = Problem("RDY012", "wrong", "correct it", HERE)


@pytest.mark.parametrize(
    ("found", "asked", "code"),
    [
        pytest.param({}, "worse,stale,policy,no-go", ExitCode.OK, id="nothing"),
        pytest.param({"worse": (WORSE,)}, "worse", ExitCode.NO_GO, id="worse"),
        pytest.param({"worse": (replace(WORSE, after=None),)}, "worse", ExitCode.NO_GO, id="not-asked-any-more"),
        pytest.param({"worse": (WORSE,)}, "stale,policy", ExitCode.OK, id="worse-that-nobody-asked-for"),
        pytest.param({"worse": (UNSURE,)}, "worse", ExitCode.UNDECIDED, id="unknown-alone"),
        pytest.param({"worse": (UNSURE, WORSE)}, "worse", ExitCode.NO_GO, id="unknown-and-worse"),
        pytest.param({"to_reprove": (STALE,)}, "worse", ExitCode.OK, id="stale-is-no-failure-by-itself"),
        pytest.param({"to_reprove": (STALE,)}, "stale", ExitCode.NO_GO, id="stale"),
        pytest.param(
            {"worse": (UNSURE,), "to_reprove": (STALE,)}, "worse,stale", ExitCode.NO_GO, id="the-worse-counts"
        ),
        pytest.param({"policy": (TOUCHED,)}, "worse", ExitCode.OK, id="policy-is-for-a-reviewer"),
        pytest.param({"policy": (TOUCHED,)}, "policy", ExitCode.NO_GO, id="policy"),
        pytest.param({"after": Decision.NO_GO}, "worse", ExitCode.OK, id="a-no-go-that-nobody-asked-for"),
        pytest.param({"after": Decision.NO_GO}, "no-go", ExitCode.NO_GO, id="no-go"),
        pytest.param({"before": Decision.NO_GO}, "no-go", ExitCode.OK, id="a-no-go-of-the-base"),
        pytest.param({"after": Decision.UNDECIDED}, "no-go", ExitCode.UNDECIDED, id="undecided"),
        pytest.param({"after": Decision.ON_TRACK}, "no-go", ExitCode.OK, id="on-track"),
        pytest.param({"better": (WORSE,), "time": (WORSE,)}, "worse", ExitCode.OK, id="better-and-news-of-the-day"),
        pytest.param({"problems_before": (BROKEN,)}, "worse,no-go", ExitCode.OK, id="a-problem-of-the-base"),
        pytest.param({"problems_before": (BROKEN,)}, "policy", ExitCode.UNDECIDED, id="policy-that-nobody-can-read"),
        pytest.param({"problems_before": (BROKEN,), "policy": (TOUCHED,)}, "policy", ExitCode.NO_GO, id="known-policy"),
        pytest.param({"problems": (BROKEN,), "worse": (WORSE,)}, "worse", ExitCode.BAD_INPUT, id="a-problem"),
    ],
)
def test_the_exit_code_says_what_is_there_of_what_was_asked(found: dict[str, Any], asked: str, code: ExitCode) -> None:
    assert exit_code_of_diff(replace(EMPTY, **found), fail_on([asked])) is code


@pytest.mark.parametrize(
    ("names", "meant"),
    [
        pytest.param(None, {FailOn.WORSE}, id="by-default"),
        pytest.param([], {FailOn.WORSE}, id="none"),
        pytest.param(["stale", "no-go"], {FailOn.STALE, FailOn.NO_GO}, id="several"),
        pytest.param(["stale, policy"], {FailOn.STALE, FailOn.POLICY}, id="with-commas"),
    ],
)
def test_what_to_fail_on_is_named_once_or_several_times(names: list[str] | None, meant: set[FailOn]) -> None:
    assert fail_on(names) == meant


@pytest.mark.parametrize("name", ["wors", "", "worse,", "no go"])
def test_a_name_that_means_nothing_does_not_switch_the_gate_off(name: str) -> None:
    with pytest.raises(ReadinessError) as caught:
        fail_on([name])
    [problem] = caught.value.problems
    assert problem.code == "RDY056"
    assert problem.fix
