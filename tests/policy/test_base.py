"""The base itself: where it is, what is wrong with it, and that nothing of the candidate but its files reaches it."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from readiness.errors import ReadinessError
from readiness.model.outcome import Decision, Level, Outcome
from readiness.model.report import Report, Verdict
from readiness.pipeline import Request, check
from tests.policy.changing import MET, NOW, SETTINGS, SURROUNDINGS, UNMET, changed, files, item, judged, launch, slugs
from tests.policy.loosenings import GREEN
from tests.proofs import record, recorded
from tests.repository import RepositoryBuilder

BAD = launch(item(evidence=[UNMET]))


def verdicts(report: Report) -> list[Verdict]:
    """Return all verdicts of `report`."""
    return [
        verdict
        for scope in report.scopes
        for verdict in (*scope.verdicts, *(verdict for one in scope.items for verdict in one.verdicts))
    ]


def short(report: Report) -> list[Verdict]:
    """Return the verdicts that keep `report` from a go."""
    met = {Outcome.PASSED, Outcome.NOT_APPLICABLE}
    return [one for one in verdicts(report) if one.level is Level.BLOCK and one.outcome not in met]


def test_what_only_the_base_demands_is_placed_there_and_says_why(repository: RepositoryBuilder) -> None:
    base = changed(repository, files(BAD), files(launch()))
    (found,) = short(judged(repository, base))
    assert (found.location.path, found.location.revision) == ("scopes/shop.yaml", base)
    assert str(found.location).startswith(f"{base:.9}:scopes/shop.yaml:1:")
    assert found.message == "docs/no.md does not exist; the base demands it, and the candidate deletes the item"


def test_of_what_both_demand_the_worse_is_told_once(repository: RepositoryBuilder) -> None:
    signed = {"id": "word", "kind": "signoff", "who": "counsel", "date": "2026-11-28"}
    unsigned = {key: value for key, value in signed.items() if key != "date"}
    base = changed(
        repository, files(launch(item(evidence=[unsigned]))), files(launch(item(evidence=[signed], needs=["ready"])))
    )
    (found,) = short(judged(repository, base))
    assert found.location.revision == base
    assert found.message.endswith("; the base demands it, and the candidate changes a sign-off")


def test_a_waiver_of_the_candidate_is_named_where_it_does_not_help(repository: RepositoryBuilder) -> None:
    waiver = {"id": "w", "of": {"item": "work", "requirement": "gone"}, "reason": "R", "granted_by": "cto"}
    waiver |= {"granted": "2026-11-01", "expires": "2027-01-31"}
    report = judged(repository, changed(repository, files(BAD), files({**BAD, "waivers": [waiver]})))
    assert [one.message.rpartition("; ")[2] for one in short(report) if one.requirement == "gone"] == [
        "the base demands it, and the candidate adds a waiver"
    ]


def test_what_the_candidate_says_of_an_issue_does_not_count_and_is_named(repository: RepositoryBuilder) -> None:
    late = {"id": "late", "title": "Later", "class": "deferred"}
    scope = launch({**late, "follow_up": {"ref": "file:later", "risk": "Some", "due": "2027-01-01"}})
    lists = [
        f"- {{id: later, title: Late, state: {state}, assignee: jo, why: forgotten}}\n" for state in ("closed", "open")
    ]
    base, candidate = ({**files(scope), ".readiness/followups.yaml": text} for text in lists)
    report = judged(repository, changed(repository, base, candidate))
    [found] = short(report)
    assert found.message.endswith("; the base demands it, and the candidate changes a list of issues")
    [proposed] = report.proposed
    assert (proposed.subject, proposed.location.path) == (
        "issues .readiness/followups.yaml",
        ".readiness/followups.yaml",
    )


def test_a_refreshed_lock_that_says_the_same_in_another_order_changes_no_answer(repository: RepositoryBuilder) -> None:
    asked = {"tracker": "github", "project": "acme/shop", "asked": "2026-12-01T08:00:00Z", "found": True}
    lines = [
        json.dumps({**asked, "issue": str(number), "state": "open", "title": "Late", "assignees": ["jo"]})
        for number in (1, 2)
    ]
    late = {"id": "late", "title": "Later", "class": "deferred"}
    scope = launch({**late, "follow_up": {"ref": "github:acme/shop#1", "risk": "Some", "due": "2027-01-01"}})
    base, candidate = ({**files(scope), ".readiness/followups.lock": "\n".join(some)} for some in (lines, lines[::-1]))
    report = judged(repository, changed(repository, base, candidate))
    assert (report.decision, slugs(report)) == (Decision.GO, {"followups-lock-changed"})


def test_what_the_candidate_demands_besides_counts_at_once(repository: RepositoryBuilder) -> None:
    report = judged(repository, changed(repository, files(launch()), files(BAD)))
    assert report.decision is Decision.NO_GO
    (found,) = short(report)
    assert found.location.revision is None
    assert "base" not in found.message


def test_a_new_demand_is_held_by_the_stricter_levels_of_the_base(repository: RepositoryBuilder) -> None:
    untimed = item(rollback={"steps": "docs/ops.md#rollback"})
    strict = {"readiness.toml": f"{SETTINGS}rollback-time-missing = 'block'\n"}
    base = changed(repository, {**files(launch()), **strict}, files(launch(untimed)))
    assert judged(repository).decision is Decision.GO
    assert judged(repository, base).decision is Decision.NO_GO


def test_a_base_without_scopes_has_no_policy_to_judge_by(repository: RepositoryBuilder) -> None:
    base = changed(repository, SURROUNDINGS, files(launch()))
    report = judged(repository, base)
    assert (report.decision, report.enforcing, report.policy.base) == (Decision.UNDECIDED, False, None)
    (problem,) = report.problems
    assert (problem.code, problem.message) == (
        "RDY054",
        f"the base {base:.9} has no scopes, so there is no policy to judge by",
    )


def test_a_base_with_drafts_alone_is_as_good_as_none(repository: RepositoryBuilder) -> None:
    base = changed(repository, files(launch(state="draft")), files(launch()))
    report = judged(repository, base)
    assert report.decision is Decision.UNDECIDED
    assert [problem.code for problem in report.problems] == ["RDY054"]
    assert report.problems[0].message.startswith(f"in the base {base:.9}: ")


def test_a_broken_document_of_the_base_is_placed_there(repository: RepositoryBuilder) -> None:
    base = changed(repository, {**files(launch()), "scopes/b.yaml": "kind: scope\nid: b\n"}, files(launch()))
    report = judged(repository, base)
    assert report.decision is Decision.UNDECIDED
    assert {(problem.location.path, problem.location.revision) for problem in report.problems if problem.location} == {
        ("scopes/b.yaml", base)
    }


def test_a_document_that_is_broken_in_both_is_told_once(repository: RepositoryBuilder) -> None:
    broken = {**files(launch()), "scopes/b.yaml": "kind: scope\nid: b\n"}
    alone = judged(repository, None) if repository.commit(broken) else None
    held = judged(repository, "HEAD")
    assert alone is not None
    assert held.problems == alone.problems


def test_a_scope_that_the_candidate_breaks_is_not_called_removed(repository: RepositoryBuilder) -> None:
    base = changed(repository, files(BAD), {**files(launch()), "scopes/shop.yaml": "kind: scope\nid: shop\nitems: {\n"})
    report = judged(repository, base)
    assert report.decision is Decision.NO_GO
    assert "scope-removed" not in slugs(report)


def test_a_wrong_setting_of_the_base_is_placed_there(repository: RepositoryBuilder) -> None:
    base = changed(repository, {**files(launch()), "readiness.toml": "max_age = 3\n"}, files(launch()))
    with pytest.raises(ReadinessError) as caught:
        judged(repository, base)
    (problem,) = caught.value.problems
    assert problem.code == "RDY040"
    assert str(problem.location) == f"{base:.9}:readiness.toml:1:1"


@pytest.mark.parametrize("revision", ["nowhere", "-x", "--all", "^HEAD", "HEAD:docs", ""])
def test_what_names_no_commit_is_refused(repository: RepositoryBuilder, revision: str) -> None:
    repository.commit(files(launch()))
    with pytest.raises(ReadinessError) as caught:
        judged(repository, revision)
    assert caught.value.problems[0].code == "RDY051"


def test_without_a_repository_there_is_no_base(repository: RepositoryBuilder, tmp_path: Path) -> None:
    plain = RepositoryBuilder(tmp_path / "plain")
    plain.write("docs/ops.md")
    repository.commit(files(launch()))
    with pytest.raises(ReadinessError) as caught:
        judged(plain, "HEAD", at=None)
    assert caught.value.problems[0].code == "RDY052"


@pytest.mark.parametrize("asked", [{"at": "HEAD"}, {"at": None, "index": True}, {"at": None}])
def test_every_candidate_can_be_held_against_a_base(repository: RepositoryBuilder, asked: dict[str, Any]) -> None:
    base = changed(repository, files(BAD), files(launch()))
    report = judged(repository, base, **asked)
    assert (report.decision, slugs(report)) == (Decision.NO_GO, {"item-deleted"})


def test_a_branch_or_a_tag_is_named_by_its_commit(repository: RepositoryBuilder) -> None:
    base = changed(repository, files(BAD), files(launch()))
    repository.git("tag", "-a", "-m", "x", "v1", base)
    assert judged(repository, "v1").policy.base == base


@pytest.mark.parametrize(
    ("base", "candidate", "decision"),
    [
        (files(launch(), launch(name="other")), files(launch()), Decision.GO),
        (files(launch(), {**BAD, "id": "other"}), files(launch()), Decision.NO_GO),
        (files(launch()), files(launch(), launch(name="other")), Decision.GO),
        (files(launch()), files(launch(), {**BAD, "id": "other"}), Decision.NO_GO),
        (
            files(launch(), {**BAD, "id": "other"}),
            files(launch(), launch(name="other", state="retired")),
            Decision.NO_GO,
        ),
    ],
    ids=["gone-and-met", "gone-and-unmet", "new-and-met", "new-and-unmet", "retired"],
)
def test_a_scope_can_be_named_that_one_of_the_two_has(
    repository: RepositoryBuilder, base: dict[str, str], candidate: dict[str, str], decision: Decision
) -> None:
    report = judged(repository, changed(repository, base, candidate), "other")
    assert (report.decision, report.problems) == (decision, ())
    assert [scope.id for scope in report.scopes] == ["other"]
    assert report.enforcing


def test_a_scope_that_neither_has_is_unknown_once(repository: RepositoryBuilder) -> None:
    report = judged(repository, changed(repository, files(launch()), files(launch())), "nowhere")
    assert report.decision is Decision.UNDECIDED
    assert [problem.code for problem in report.problems] == ["RDY055"]


def test_proposals_for_a_named_scope_are_its_own_and_nobodys(repository: RepositoryBuilder) -> None:
    other, needed = launch(item(), name="other"), launch(item(), name="needed")
    leaning = launch(item(needs=["needed/work"]))
    base = changed(
        repository,
        files(leaning, other, needed),
        {
            **files(leaning, launch(name="other"), launch(name="needed")),
            "readiness.toml": f"max_age = '9d'\n{SETTINGS}",
        },
    )
    report = judged(repository, base, "shop")
    assert {(one.scope, one.slug) for one in report.proposed} == {("needed", "item-deleted"), (None, "max-age-changed")}


def test_the_candidate_cannot_ignore_what_the_base_looks_at(repository: RepositoryBuilder) -> None:
    """Neither its own files that documents of the base ask for, nor documents of its own."""
    held = launch(item(evidence=[MET]))
    base = changed(
        repository, files(held), {**files(held), "readiness.toml": f"ignore = ['docs/**', 'scopes/**']\n{SETTINGS}"}
    )
    assert judged(repository, base).decision is Decision.GO


def test_documents_left_in_the_folder_of_the_base_are_still_read(repository: RepositoryBuilder) -> None:
    moved = {**files(launch(name="new")), "readiness.toml": f"scopes = ['elsewhere']\n{SETTINGS}"}
    moved["elsewhere/new.yaml"] = moved.pop("scopes/new.yaml")
    base = changed(
        repository, files(launch()), {**moved, "scopes/bad.yaml": files({**BAD, "id": "bad"})["scopes/bad.yaml"]}
    )
    report = judged(repository, base)
    assert [scope.id for scope in report.scopes] == ["bad", "new", "shop"]
    assert report.decision is Decision.NO_GO


def test_moving_the_folder_of_documents_is_one_change(repository: RepositoryBuilder) -> None:
    moved = {**files(launch()), "readiness.toml": f"scopes = ['elsewhere']\n{SETTINGS}"}
    moved["elsewhere/shop.yaml"] = moved.pop("scopes/shop.yaml")
    report = judged(repository, changed(repository, files(launch()), moved))
    assert (report.decision, report.problems, slugs(report)) == (Decision.GO, (), {"settings-changed"})


def test_a_draft_of_the_base_demands_nothing_yet(repository: RepositoryBuilder) -> None:
    draft = {**BAD, "id": "later", "state": "draft"}
    ready = launch(name="later")
    report = judged(repository, changed(repository, files(launch(), draft), files(launch(), ready)))
    assert report.decision is Decision.GO
    assert [scope.judged for scope in report.scopes] == [True, True]


def test_an_item_of_which_the_base_demands_more_is_shown_as_the_base_has_it(repository: RepositoryBuilder) -> None:
    work = item(evidence=[UNMET])
    report = judged(
        repository, changed(repository, files(launch(work)), files(launch({**work, "class": "launch-adjacent"})))
    )
    (found,) = [one for one in report.scopes[0].items if one.id == "work"]
    assert (found.item_class, found.outcome) == ("launch-critical", Outcome.MISSING)
    assert report.scopes[0].counts[Outcome.MISSING] == 1


def test_where_the_command_changed_both_have_to_be_proven(repository: RepositoryBuilder, tmp_path: Path) -> None:
    suite = {"id": "suite", "kind": "junit", "path": "proof/tests.xml"}
    before, after = (
        {**files(launch(item(evidence=[{**suite, "run": command}]))), "proof/tests.xml": GREEN}
        for command in ("make test", "true")
    )
    base = repository.commit(before)
    only, both = tmp_path / "only", tmp_path / "both"
    both.mkdir()
    only.mkdir()
    recorded(Request(root=repository.path, now=NOW, ledger=both))
    repository.commit(after)
    for ledger, decision in ((only, Decision.NO_GO), (both, Decision.GO)):
        request = recorded(Request(root=repository.path, now=NOW, ledger=ledger, cache=False))
        assert check(request).decision is Decision.GO
        report = check(replace(request, policy_from=base))
        assert (report.decision, slugs(report)) == (decision, {"run-changed"})


def test_a_record_that_the_candidate_adds_to_the_tree_proves_nothing_unsigned(repository: RepositoryBuilder) -> None:
    suite = {"id": "suite", "kind": "junit", "path": "proof/tests.xml"}
    settings = f"ledger = {{folder = 'records'}}\n{SETTINGS}"
    held = {**files(launch(item(evidence=[suite]))), "readiness.toml": settings, ".gitignore": "/proof/\n"}
    base = repository.commit(held)
    repository.write("proof/tests.xml", GREEN)
    record(repository.path, NOW)
    candidate = repository.commit({}, "Add a record")
    request = Request(root=repository.path, at="HEAD", now=NOW, cache=False)
    assert check(request).decision is Decision.GO
    assert check(replace(request, policy_from=base)).decision is Decision.NO_GO
    assert check(replace(request, policy_from=candidate)).decision is Decision.GO


def test_a_red_record_that_the_candidate_takes_out_of_the_tree_counts_all_the_same(
    repository: RepositoryBuilder,
) -> None:
    suite = {"id": "suite", "kind": "junit", "path": "proof/tests.xml"}
    settings = f"ledger = {{folder = 'records'}}\n{SETTINGS}"
    repository.write("proof/tests.xml", GREEN)
    repository.commit({**files(launch(item(evidence=[suite]))), "readiness.toml": settings, ".gitignore": "/proof/\n"})
    record(repository.path, NOW - timedelta(hours=2))
    repository.commit({}, "Add a green record")
    green = repository.git("ls-files", "records").split()
    repository.write("proof/tests.xml", GREEN.replace("/></testsuite>", "><failure/></testcase></testsuite>"))
    record(repository.path, NOW - timedelta(hours=1))
    base = repository.commit({}, "Add a red record")
    [red] = set(repository.git("ls-files", "records").split()).difference(green)
    repository.git("rm", "--quiet", red)
    repository.commit({}, "Take it out")
    request = Request(root=repository.path, at="HEAD", now=NOW, cache=False)
    assert check(request).decision is Decision.GO
    assert check(replace(request, policy_from=base)).decision is Decision.NO_GO
    assert check(replace(request, policy_from=base, final=True)).decision is Decision.NO_GO


def test_what_is_said_of_a_milestone_is_named_where_it_does_not_help(repository: RepositoryBuilder) -> None:
    asked = {"tracker": "github", "project": "acme/shop", "asked": "2026-12-01T08:00:00Z"}
    issue = {**asked, "issue": "1", "title": "Nobody's", "state": "open"}
    scope = launch(open_work=[{"project": "github:acme/shop", "milestone": "Opening"}])
    held = {**files(scope), "readiness.toml": f"{SETTINGS}unclaimed-issue = 'block'\n"}
    before, after = (
        {**held, ".readiness/followups.lock": json.dumps({**asked, "milestone": "Opening", "issues": issues})}
        for issues in ([issue], [])
    )
    (found,) = short(judged(repository, changed(repository, before, after)))
    assert found.message.endswith(
        "; the base demands it, and the candidate changes what trackers are said to have answered"
    )


def test_a_changed_part_is_told_by_what_it_says_and_not_by_what_it_leaves_unsaid(repository: RepositoryBuilder) -> None:
    bare = item()
    bare["rollback"] = None
    base, candidate = files(launch(bare)), files(launch(item()))
    [proposed] = judged(repository, changed(repository, base, candidate)).proposed
    assert (proposed.slug, proposed.before) == ("rollback-changed", None)
    assert proposed.after is not None
    assert proposed.after.startswith("plan ")
    assert "null" not in proposed.after
