"""`readiness followups verify` with every kind that is built in, at once, each against a server that stands for it."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from readiness.trackers import KINDS
from tests.cli.inside import nobodys_machine, typed
from tests.followups.desk import deferred, lines, scope
from tests.repository import RepositoryBuilder
from tests.trackers import gitlab_like, jira_like
from tests.trackers.github_server import FakeGitHub, node
from tests.trackers.server import Answer, Asked, Respond, Server, as_json, serving

__all__ = ["nobodys_machine"]

REFS: Final = {
    "github": "github:acme/platform#12",
    "gitlab": f"gitlab:{gitlab_like.PROJECT}#12",
    "jira": "jira:PLAT-12",
    "redmine": "redmine:12",
}
TOKENS: Final = {name: f"token-of-{name}-4711" for name in REFS}
VARIABLES: Final = {f"{name.upper()}_OF_THE_TEST": token for name, token in TOKENS.items()}


def redmine(asked: Asked) -> Answer:
    """Answer as a Redmine that has issue 12."""
    issue = {
        "id": 12,
        "project": {"id": 1, "name": "Platform"},
        "status": {"id": 1, "name": "New", "is_closed": False},
        "subject": "Issue 12",
        "description": "About put-off-redmine.",
        "assigned_to": {"id": 3, "name": "Team Blue"},
        "updated_on": "2026-11-20T10:00:00Z",
    }
    if asked.target.startswith("/issues.json"):
        return as_json({"issues": [issue], "total_count": 1, "offset": 0, "limit": 100})
    return Answer(status=404)


def servers() -> Mapping[str, Respond]:
    """Return what answers in the place of each tracker."""
    person = {"username": "zoe", "name": "Zoe"}
    of_gitlab = gitlab_like.issue(12, description="About put-off-gitlab.", assignees=[person])
    of_jira = jira_like.issue("PLAT-12", assignee={"displayName": "Zoe", "accountId": "1"})
    return {
        "github": FakeGitHub({"acme/platform": {12: node(12, milestone=None)}}),
        "gitlab": gitlab_like.GitLabLike({gitlab_like.PROJECT: [of_gitlab]}).respond,
        "jira": jira_like.JiraLike([of_jira]).respond,
        "redmine": redmine,
    }


@pytest.fixture
def asked(tmp_path: Path, nobodys_machine: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mapping[str, Server]]:  # noqa: ARG001
    """Return the servers of all kinds, and let a launch in the folder `launch` put something off at each."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name, token in VARIABLES.items():
        monkeypatch.setenv(name, token)
    monkeypatch.setenv("USER_OF_THE_TEST", "zoe@example.com")
    with ExitStack() as stack:
        running = {name: stack.enter_context(serving(respond)) for name, respond in servers().items()}
        settings = "".join(
            f'[trackers.{name}]\nkind = "{name}"\nurl = "{server.address}"\ntoken_env = "{name.upper()}_OF_THE_TEST"\n'
            for name, server in running.items()
        )
        settings = settings.replace('kind = "jira"\n', 'kind = "jira"\nuser_env = "USER_OF_THE_TEST"\n')
        items = "".join(deferred(f"put-off-{name}", ref) for name, ref in REFS.items())
        repository = RepositoryBuilder(tmp_path / "launch").start()
        repository.commit({"readiness.toml": settings, "scopes/public-launch.yaml": scope(items)})
        yield running


def test_every_kind_that_is_built_in_is_among_them() -> None:
    assert set(REFS) == set(KINDS) - {"file"}


def test_all_kinds_are_verified_in_one_go(asked: Mapping[str, Server], tmp_path: Path) -> None:
    launch = RepositoryBuilder(tmp_path / "launch")
    ended = typed("followups", "verify", folder=launch.path)
    assert (ended.code, ended.err, ended.out.splitlines()[0]) == (0, "", "4 issues verified.")
    assert {one["tracker"]: one["state"] for one in lines(launch)} == dict.fromkeys(REFS, "open")
    assert all(asked[name].asked for name in REFS)
    assert "4 follow-ups: 4 open." in typed("followups", folder=launch.path).out
    assert "RDY142" not in typed("check", folder=launch.path).out


def test_the_same_answer_of_any_kind_is_the_same_line(asked: Mapping[str, Server], tmp_path: Path) -> None:
    typed("followups", "verify", folder=tmp_path / "launch")
    again = typed("followups", "verify", folder=tmp_path / "launch")
    assert "Nothing new" in again.out
    assert len(asked) == 4


def test_no_token_goes_to_another_server_or_into_the_lock(asked: Mapping[str, Server], tmp_path: Path) -> None:
    launch = RepositoryBuilder(tmp_path / "launch")
    typed("followups", "verify", folder=launch.path)
    written = (launch.path / ".readiness/followups.lock").read_text()
    for name, server in asked.items():
        sent = "".join(f"{one.target}{dict(one.headers)}" for one in server.asked)
        assert [other for other, token in TOKENS.items() if token in sent and other != name] == []
        assert TOKENS[name] not in written


@pytest.mark.parametrize("name", REFS)
def test_one_kind_that_is_down_leaves_the_others_alone(asked: Mapping[str, Server], tmp_path: Path, name: str) -> None:
    path = tmp_path / "launch/readiness.toml"
    path.write_text(path.read_text().replace(asked[name].address, "http://127.0.0.1:1"))
    ended = typed("followups", "verify", folder=tmp_path / "launch")
    assert ended.code == 3
    assert "3 issues verified; 1 could not be asked." in ended.out
    assert TOKENS[name] not in ended.out
    assert name not in {one["tracker"] for one in lines(RepositoryBuilder(tmp_path / "launch"))}
