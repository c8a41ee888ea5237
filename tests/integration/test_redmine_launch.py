"""The worked public launch with its deferrals tracked by a real Redmine: asked about online, judged offline."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from readiness.reading.yaml import read_yaml
from readiness.trackers.lock import LOCK
from tests.cli.program import CHECKOUT, Ended, run
from tests.integration.proxy import Proxy, proxied
from tests.integration.redmine_server import ADMIN_KEY, RedmineServer
from tests.repository import RepositoryBuilder

pytestmark = pytest.mark.integration

SCOPE: Final = "scopes/integrations-platform/public-launch.yaml"
PARTS: Final = (SCOPE, "scopes/directory.yaml", "docs/integrations-platform")
NAME: Final = "integrations-platform-public-launch"
WITH_KEY: Final = {"REDMINE_API_KEY": ADMIN_KEY}


@dataclass(frozen=True, slots=True)
class Launch:
    """A repository with the launch, and the number of the issue behind each of its deferred items."""

    repository: RepositoryBuilder
    project: str
    issues: Mapping[str, int]

    def verify(self, environment: Mapping[str, str] = WITH_KEY) -> Ended:
        ended = run("followups", "verify", folder=self.repository.path, environment=environment)
        assert ADMIN_KEY not in ended.out + ended.err
        return ended

    def judged(self) -> Any:  # noqa: ANN401 - JSON
        """Return what an offline check says of the scope."""
        checked = run("check", NAME, "--format", "json", folder=self.repository.path)
        (scope,) = json.loads(checked.out)["scopes"]
        return scope

    def tracked(self) -> dict[str, list[tuple[str, str]]]:
        """Return rule and outcome of all that an offline check says of deferred items, where that is no pass."""
        scope = self.judged()
        return {
            item["id"]: [
                (verdict["rule"], verdict["outcome"])
                for verdict in item["verdicts"]
                if verdict["outcome"] not in {"passed", "not-applicable"}
            ]
            for item in scope["items"]
            if item["class"] == "deferred"
        }

    def lock(self) -> bytes:
        return (self.repository.path / LOCK).read_bytes()


def tracked_files() -> Mapping[str, str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *PARTS], cwd=CHECKOUT, check=True, capture_output=True, text=True
    )
    return {path: (CHECKOUT / path).read_text(encoding="utf-8") for path in listed.stdout.split("\0") if path}


def deferred(text: str) -> list[dict[str, Any]]:
    scope: Any = read_yaml(text, 20, 100_000)
    return [item for item in scope["items"] if item["class"] == "deferred"]


@pytest.fixture
def proxy(redmine: RedmineServer) -> Iterator[Proxy]:
    with proxied(redmine.url) as running:
        yield running


@pytest.fixture
def launch(redmine: RedmineServer, proxy: Proxy, tmp_path: Path) -> Launch:
    project = f"launch-{tmp_path.parent.name}-{tmp_path.name}".lower().replace("_", "-")[:100]
    redmine.project(project)
    me = redmine.ask("GET", "users/current.json")["user"]["id"]
    files = dict(tracked_files())
    issues = {}
    for item in deferred(files[SCOPE]):
        named, due = f"This is `{item['id']}` of the launch.", str(item["follow_up"]["due"])
        issues[item["id"]] = redmine.issue(project, item["title"], description=named, due_date=due, assigned_to_id=me)
        files[SCOPE] = files[SCOPE].replace(
            f"ref: {item['follow_up']['ref']}\n", f"ref: redmine:{issues[item['id']]}\n"
        )
    assert len(re.findall(r"ref: redmine:\d+\n", files[SCOPE])) == len(issues)
    repository = RepositoryBuilder(tmp_path / "launch").start()
    settings = f'[trackers.redmine]\nkind = "redmine"\nurl = "{proxy.url}"\nproject = "{project}"\n'
    repository.commit({**files, "readiness.toml": settings, ".gitignore": "/.cache-of-the-test/\n"})
    return Launch(repository, project, issues)


def test_nothing_is_known_before_anybody_asked_and_everything_afterwards_without_asking_again(
    launch: Launch, proxy: Proxy
) -> None:
    assert set(launch.tracked()) == set(launch.issues)
    assert all(("follow-up-unverified", "unknown") in findings for findings in launch.tracked().values())
    assert proxy.asked == []
    verified = launch.verify()
    assert (verified.code, verified.err) == (0, "")
    asked = len(proxy.asked)
    assert launch.tracked() == {item: [] for item in launch.issues}
    assert len(proxy.asked) == asked


def test_an_issue_that_is_closed_while_its_item_is_still_deferred_fails(redmine: RedmineServer, launch: Launch) -> None:
    launch.verify()
    redmine.close(launch.issues["usage-dashboards"])
    assert launch.tracked()["usage-dashboards"] == []
    assert launch.verify().code == 0
    found = launch.tracked()
    assert [item for item, findings in found.items() if findings] == ["usage-dashboards"]
    assert [outcome for _, outcome in found["usage-dashboards"]] == ["failed"]


def test_an_issue_that_was_deleted_is_missing_and_one_that_is_hidden_is_unknown(
    redmine: RedmineServer, launch: Launch
) -> None:
    redmine.ask("DELETE", f"issues/{launch.issues['usage-dashboards']}.json")
    redmine.change(launch.issues["region-failover"], is_private=True)
    verified = launch.verify({"REDMINE_API_KEY": redmine.user(f"launch-{launch.issues['region-failover']}")})
    assert verified.code == 3
    assert "REDMINE_API_KEY" in verified.out + verified.err
    found = launch.tracked()
    assert {item for item, findings in found.items() if findings} == {"usage-dashboards", "region-failover"}
    assert found["region-failover"] == [("follow-up-unverified", "unknown")]
    assert [outcome for _, outcome in found["usage-dashboards"]] == ["missing"]


def test_a_redmine_that_is_down_changes_nothing_that_is_known(launch: Launch, proxy: Proxy) -> None:
    assert launch.verify().code == 0
    known, found = launch.lock(), launch.tracked()
    proxy.refusals, proxy.retry_after_s = [503] * 9, 0
    ended = launch.verify()
    assert ended.code == 3
    assert "answers 503" in ended.out + ended.err
    assert (launch.lock(), launch.tracked()) == (known, found)


def test_an_open_issue_of_the_milestone_that_no_item_claims_is_told(redmine: RedmineServer, launch: Launch) -> None:
    path = launch.repository.path / SCOPE
    audit = f'open_work: {{project: "redmine:{launch.project}", milestone: m3-public-launch}}\n'
    before, key, after = path.read_text(encoding="utf-8").partition("milestone: m3-public-launch\n")
    assert key
    path.write_text(before + key + audit + after, encoding="utf-8")
    version = redmine.version(launch.project, "m3-public-launch")
    redmine.change(launch.issues["usage-dashboards"], fixed_version_id=version)
    forgotten = redmine.issue(launch.project, "Who answers at night?", fixed_version_id=version)
    redmine.close(redmine.issue(launch.project, "Answered", fixed_version_id=version))
    assert launch.verify().code == 0
    (told,) = [verdict for verdict in launch.judged()["verdicts"] if verdict["rule"] == "unclaimed-issue"]
    assert told["outcome"] == "failed"
    assert f"redmine:{forgotten}" in told["message"]
    assert f"redmine:{launch.issues['usage-dashboards']}" not in told["message"]


def test_an_item_is_put_off_with_a_new_issue_that_counts_at_once_and_is_opened_once(
    redmine: RedmineServer, launch: Launch, tmp_path: Path
) -> None:
    launch.verify()
    words = ("--risk", "Support answers by hand.", "--due", "2099-02-01", "--create")
    item = adjacent((launch.repository.path / SCOPE).read_text(encoding="utf-8"))
    ended = run("defer", item, *words, folder=launch.repository.path, environment=WITH_KEY)
    assert (ended.code, ended.err) == (0, "")
    (number,) = re.findall(r"Opened redmine:(\d+)", ended.out)
    opened = redmine.ask("GET", f"issues/{number}.json")["issue"]
    assert opened["due_date"] == "2099-02-01"
    assert f"{NAME}/{item}" in opened["description"]
    assert "unknown" not in [outcome for _, outcome in launch.tracked()[item]]
    # Somebody else, who does not know of it yet, gets the same issue.
    other = launch.repository.clone(tmp_path / "other")
    ended = run("defer", item, *words, folder=other.path, environment=WITH_KEY)
    assert (ended.code, ended.err) == (0, "")
    assert f"ref: redmine:{number}\n" in (other.path / SCOPE).read_text(encoding="utf-8")
    listed = redmine.ask("GET", f"issues.json?project_id={launch.project}&status_id=*")
    assert listed["total_count"] == len(launch.issues) + 1


def adjacent(text: str) -> str:
    """Return an item of the launch that may be put off."""
    scope: Any = read_yaml(text, 20, 100_000)
    return next(str(item["id"]) for item in scope["items"] if item["class"] == "launch-adjacent")
