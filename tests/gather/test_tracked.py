"""What is known of issues without asking anybody: one issue is one however it is written, and lists are everybody's."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from readiness.model.outcome import Outcome
from readiness.model.report import Report
from readiness.pipeline import Request
from tests.link.launches import LATER, NOW, SURROUNDINGS, item, scope
from tests.proofs import check, recorded
from tests.repository import RepositoryBuilder

LIST = ".readiness/followups.yaml"
LOCK = ".readiness/followups.lock"
ISSUE = {"assignees": ["ann"], "issue": "7", "state": "open", "title": "Later", "tracker": "github"}
SECOND_NAME = '[trackers.work]\nkind = "github"\nurl = "https://github.com"\n[trackers.ours]\nkind = "file"\n'


@pytest.fixture
def repository(tmp_path: Path) -> RepositoryBuilder:
    return RepositoryBuilder(tmp_path / "repository").start()


def put_off(name: str, ref: str) -> str:
    follow_up = f"follow_up: {{ref: {json.dumps(ref)}, risk: By hand, due: 2027-02-01}}"
    return item(name, "owner: product", follow_up, item_class="deferred")


def line(**more: object) -> str:
    """Return a line of the lock, of a moment ago."""
    asked = NOW.isoformat(timespec="seconds")
    return json.dumps({"asked": asked, **ISSUE, "found": True, "project": "acme/shop", **more}) + "\n"


def judged(repository: RepositoryBuilder, files: Mapping[str, str]) -> Report:
    repository.commit({**SURROUNDINGS, **files})
    return check(Request(root=repository.path, now=NOW, cache=False))


def told(report: Report, rule: str) -> list[str]:
    """Return what `rule` has found."""
    every = [*report.scopes[0].verdicts, *(one for some in report.scopes[0].items for one in some.verdicts)]
    met = {Outcome.PASSED, Outcome.NOT_APPLICABLE}
    return [one.message for one in every if one.rule == rule and one.outcome not in met]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("github:acme/shop#7", "github:Acme/Shop#7"),
        ("github:acme/shop#7", "work:acme/shop#7"),
        ("github:acme/shop#7", "https://github.com/ACME/shop/issues/7"),
        ("file:later", "ours:later"),
        ("file:later", "file:.readiness/followups.yaml#later"),
    ],
)
def test_one_issue_behind_two_deferrals_is_told_however_it_is_written(
    repository: RepositoryBuilder, one: str, other: str
) -> None:
    lines = "".join(
        line(tracker=name, project=project)
        for name in ("github", "work")
        for project in ("acme/shop", "Acme/Shop", "ACME/shop")
    )
    files = {
        "scopes/shop.yaml": scope(items=put_off("charts", one) + put_off("export", other)),
        "readiness.toml": SECOND_NAME,
        LOCK: lines,
    }
    assert len(told(judged(repository, files), "follow-up-shared")) == 2


def test_lists_are_told_apart_by_capitals_as_files_are(repository: RepositoryBuilder) -> None:
    entry = SURROUNDINGS[LIST]
    items = put_off("charts", "file:docs/later.yaml#later") + put_off("export", "file:docs/Later.yaml#later")
    files = {"scopes/shop.yaml": scope(items=items), "docs/later.yaml": entry, "docs/Later.yaml": entry}
    assert told(judged(repository, files), "follow-up-shared") == []


def test_a_claim_is_one_however_the_project_is_written(repository: RepositoryBuilder) -> None:
    head = 'open_work: {project: "github:acme/shop", milestone: Launch}\n'
    asked = NOW.isoformat(timespec="seconds")
    issues = [{**ISSUE, "project": "acme/shop"}, {**ISSUE, "project": "acme/shop", "issue": "8"}]
    work = {"asked": asked, "tracker": "github", "project": "acme/shop", "milestone": "Launch", "issues": issues}
    files = {
        "scopes/shop.yaml": scope(items=put_off("charts", "github:Acme/Shop#7"), head=head),
        LOCK: line(project="Acme/Shop") + json.dumps(work) + "\n",
    }
    assert told(judged(repository, files), "unclaimed-issue") == ["no item claims github:acme/shop#8 (Later)"]


def test_a_list_that_git_ignores_holds_nobody_to_anything(repository: RepositoryBuilder) -> None:
    deferred = item("charts", "owner: product", LATER, item_class="deferred")
    report = judged(repository, {"scopes/shop.yaml": scope(items=deferred), ".gitignore": ".readiness/\n"})
    assert told(report, "follow-up-unverified") == [f"the list {LIST} is ignored by git"]


def test_a_list_that_is_not_yet_committed_counts_where_it_is(repository: RepositoryBuilder) -> None:
    repository.commit({**SURROUNDINGS, "scopes/shop.yaml": scope(items=put_off("charts", "file:docs/new.yaml#later"))})
    repository.write("docs/new.yaml", SURROUNDINGS[LIST])
    request = recorded(Request(root=repository.path, now=NOW, cache=False))
    assert told(check(request), "follow-up-unverified") == []


def test_a_list_that_does_not_exist_has_no_issue(repository: RepositoryBuilder) -> None:
    report = judged(repository, {"scopes/shop.yaml": scope(items=put_off("charts", "file:docs/none.yaml#later"))})
    assert told(report, "follow-up-not-found") == ["there is no issue file:docs/none.yaml#later"]


def test_no_emergency_leans_on_a_list_that_does_not_exist(repository: RepositoryBuilder) -> None:
    waiver = (
        "waivers:\n  - id: down\n    of: {item: export, requirement: file}\n    reason: An outage.\n"
        "    granted_by: product\n    granted: 2026-11-30\n    expires: 2026-12-02\n    emergency: true\n"
        "    follow_up: {ref: 'file:docs/none.yaml#later', due: 2026-12-02}\n"
    )
    rollback = "rollback: {plan: none, because: It is words, accepted_by: general-counsel}"
    broken = item("export", rollback, "evidence: {file: docs/none.md}")
    report = judged(repository, {"scopes/shop.yaml": scope(items=broken) + waiver})
    assert told(report, "waiver-emergency") == [
        "it is for an emergency that no issue with a day would end, and is not in force"
    ]
