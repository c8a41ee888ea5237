"""The diff says what `check` says: the same policy, the same decisions, the same next step."""

from dataclasses import replace
from pathlib import Path

import pytest

from readiness.model.outcome import Outcome
from readiness.pipeline import Request, check
from tests.compare.cases import REPORT, SUITE
from tests.compare.told import between, compared, told
from tests.policy.changing import NOW, UNMET, files, item, launch
from tests.policy.loosenings import WAIVER, Case, cases
from tests.proofs import record, recorded
from tests.repository import RepositoryBuilder

LOOSENINGS = list({case.slug: case for case in cases()}.values())


@pytest.mark.parametrize("case", LOOSENINGS[::3], ids=str)
def test_the_policy_that_is_touched_is_what_a_check_by_the_base_proposes(
    repository: RepositoryBuilder, case: Case
) -> None:
    diff = compared(repository, case.base, case.candidate)
    asked = Request(root=repository.path, at="HEAD", now=NOW, cache=False)
    report = check(replace(asked, policy_from="HEAD~1"))
    assert diff.policy == report.proposed != ()
    assert diff.after is check(asked).decision
    assert diff.before is check(replace(asked, at="HEAD~1")).decision


def test_what_has_to_be_proven_again_is_said_as_a_check_says_it(repository: RepositoryBuilder, tmp_path: Path) -> None:
    base = repository.commit({**files(launch(item(evidence=[SUITE]))), **REPORT})
    ledger = tmp_path / "records"
    ledger.mkdir()
    recorded(Request(root=repository.path, now=NOW, ledger=ledger, cache=False))
    repository.write("src/pay.go", "package paid\n")
    [one] = between(repository, base, ledger=ledger).to_reprove
    report = check(Request(root=repository.path, now=NOW, ledger=ledger, cache=False))
    [verdict] = [
        verdict for found in report.scopes[0].items for verdict in found.verdicts if verdict.outcome is Outcome.STALE
    ]
    assert (one.action, one.location, one.level) == (verdict.action, verdict.location, verdict.level)
    assert between(repository, base).to_reprove == ()


def test_what_failed_in_the_base_has_to_be_proven_again_too(repository: RepositoryBuilder) -> None:
    red = REPORT["proof/t.xml"].replace("/></testsuite>", "><failure/></testcase></testsuite>")
    base = {**files(launch(item(evidence=[SUITE]))), **REPORT, "proof/t.xml": red}
    diff = compared(repository, base, {**base, "src/pay.go": "package paid\n"}, proven=True)
    assert [(one.before, one.files) for one in diff.to_reprove] == [(Outcome.FAILED, ("src/pay.go",))]
    assert (diff.worse, diff.better, diff.before) == ((), (), diff.after)


def test_a_waiver_taken_back_from_what_was_stale_already_is_worse(repository: RepositoryBuilder) -> None:
    waiver = {**WAIVER, "of": {"item": "work", "requirement": "suite"}}
    excused, plain = (launch(item(evidence=[SUITE]), waivers=waivers) for waivers in ([waiver], []))
    repository.commit({**files(excused), **REPORT})
    record(repository.path, NOW)
    moved = {"src/pay.go": "package paid\n"}
    base = repository.commit(moved)
    repository.commit({**files(plain), **moved})
    diff = told(between(repository, base, head="HEAD"))
    assert diff["scopes"] == ["shop: go-with-conditions → no-go because item work suite"]
    assert diff["worse"] == ["item work suite: waived → stale"]


def test_at_most_twenty_files_are_named_and_all_are_counted(repository: RepositoryBuilder) -> None:
    base = {**files(launch(item(evidence=[SUITE]))), **REPORT}
    more = {f"src/part{number:02}.go": "package part\n" for number in range(30)}
    [one] = compared(repository, base, {**base, **more}, proven=True).to_reprove
    assert (one.files, one.touched) == (tuple(sorted(more)[:20]), 30)


def test_a_draft_is_judged_by_nobody(repository: RepositoryBuilder) -> None:
    more = launch(item(evidence=[UNMET]), name="more", state="draft")
    diff = compared(repository, files(launch(), more), files(launch(), {**more, "title": "Less"}))
    assert (diff.scopes, diff.worse, diff.items, bool(diff.policy)) == ((), (), (), True)


def test_only_the_scopes_that_are_named_are_compared(repository: RepositoryBuilder) -> None:
    shop, more = launch(item()), launch(item(), name="more")
    base, candidate = files(shop, more), files({**shop, "items": [item()]}, launch(item(rollback=None), name="more"))
    diff = compared(repository, base, candidate, scopes=("shop",))
    assert [one.scope for one in diff.scopes] == ["shop"]
    assert {*(one.scope for one in diff.items), *(one.scope for one in diff.policy)} == {"shop"}
    assert diff.worse == ()
    assert [one.scope for one in between(repository, "HEAD~1", head="HEAD", scopes=("more",)).worse] == ["more"]
