"""What each kind of change comes to, all of it, and that swapping the sides turns it around."""

import pytest

from readiness.model.outcome import Decision, Outcome
from tests.compare.cases import Case, cases
from tests.compare.told import between, compared, told
from tests.repository import RepositoryBuilder

CASES = list(cases())


def test_there_are_more_kinds_of_change_than_anybody_asked_for() -> None:
    assert len({case.name for case in CASES}) == len(CASES) > 20


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_change_is_told_in_full_and_no_more(repository: RepositoryBuilder, case: Case) -> None:
    found = told(compared(repository, case.base, case.candidate, proven=case.proven, **case.asked))
    if "problems_before" in case.does:
        assert [text.split()[0] for text in found["problems_before"]] == case.does["problems_before"]
        found = {**found, "problems_before": case.does["problems_before"]}
    assert found == case.does


@pytest.mark.parametrize("case", [case for case in CASES if not case.proven and "problems" not in case.does], ids=str)
def test_the_other_way_round_what_was_met_and_is_worse_is_better(repository: RepositoryBuilder, case: Case) -> None:
    there = compared(repository, case.base, case.candidate)
    back = between(repository, "HEAD", head="HEAD~1", direct=True)
    worse = {
        (one.scope, one.subject, one.requirement) for one in there.worse if one.before is Outcome.PASSED and one.after
    }
    better = {(one.scope, one.subject, one.requirement) for one in back.better}
    assert better == worse
    assert (back.before, back.after) == (there.after, there.before or Decision.UNDECIDED)


@pytest.mark.parametrize("case", [case for case in CASES if "problems" not in case.does][::4], ids=str)
def test_a_commit_held_against_itself_has_changed_nothing(repository: RepositoryBuilder, case: Case) -> None:
    compared(repository, case.base, case.candidate, proven=case.proven)
    diff = between(repository, "HEAD", head="HEAD")
    assert (diff.is_empty, diff.scopes, diff.before) == (True, (), diff.after)
    assert between(repository, "HEAD", head="HEAD") == diff
