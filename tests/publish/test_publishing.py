"""What goes where: summary, status, check run, comment; from what CI says, and what a forge does not take."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from readiness.errors import ReadinessError
from readiness.publish.place import Wish, place_of
from readiness.publish.publishing import planned
from tests.publish.forges import HEAD, NUMBER, OLD, TOKEN, FakeForge, event, running
from tests.publish.jobs import NOON, Job, at, diff, for_pull
from tests.render import reports
from tests.trackers.server import Answer, Asked, Server, as_json

BOTH = pytest.mark.parametrize("kind", ["github", "gitlab"])


@contextmanager
def action(folder: Path, forge: FakeForge | None = None, said: str | None = None) -> Iterator[tuple[FakeForge, Job]]:
    """Give a job of GitHub Actions with a summary and, if `said`, an event."""
    forge = forge or FakeForge("github")
    (folder / "event.json").write_text(event() if said is None else said)
    with running(forge) as (_, environment):
        files = {"GITHUB_EVENT_PATH": str(folder / "event.json"), "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
        yield forge, Job(folder, {**environment, **files}, Wish())


@contextmanager
def pipeline(folder: Path, forge: FakeForge) -> Iterator[tuple[Server, Job]]:
    with running(forge) as (server, environment):
        yield server, Job(folder, environment, for_pull(environment))


def refused(wish: Wish, environment: dict[str, str], code: str = "RDY056") -> str:
    with pytest.raises(ReadinessError) as caught:
        place_of(wish, environment)
    (problem,) = caught.value.problems
    assert problem.code == code
    return problem.message


def test_a_pull_request_gets_summary_status_and_comment(tmp_path: Path) -> None:
    with action(tmp_path) as (forge, job):
        told = job.publish(at(NOON))
    assert told.failed == []
    beginnings = ("added ", f"set the status readiness of {HEAD:.9} to failure: NO-GO", "wrote a comment: https://")
    assert all(line.startswith(begin) for line, begin in zip(told.done, beginnings, strict=True))
    assert "# Launch readiness: NO-GO" in (tmp_path / "summary.md").read_text()
    (mark,) = forge.marks
    assert mark == {
        "sha": HEAD,
        "state": "failure",
        "context": "readiness",
        "description": mark["description"],
        "target_url": "https://github.com/acme/app/actions/runs/77",
    }
    assert len(forge.comments) == 1


def test_the_status_belongs_to_the_head_and_not_to_the_merge_that_the_job_is_about(tmp_path: Path) -> None:
    with action(tmp_path) as (_, job):
        assert job.environment["GITHUB_SHA"] == OLD
        assert (job.place.sha, job.place.number) == (HEAD, NUMBER)


def test_a_diff_and_a_report_have_a_status_each(tmp_path: Path) -> None:
    with action(tmp_path) as (forge, job):
        job.publish(diff(), at(NOON, reports.undecided()))
    assert [(mark["context"], mark["state"]) for mark in forge.marks] == [
        ("readiness/diff", "success"),
        ("readiness", "error"),
    ]


def test_two_results_of_one_kind_are_refused(tmp_path: Path) -> None:
    with action(tmp_path) as (_, job), pytest.raises(ReadinessError, match="the same kind"):
        job.publish(at(NOON), at(NOON))


@pytest.mark.parametrize(
    ("report", "conclusion"),
    [(reports.go(), "success"), (reports.no_go(), "failure"), (reports.undecided(), "action_required")],
)
def test_a_check_run_is_never_neutral(tmp_path: Path, report: object, conclusion: str) -> None:
    with action(tmp_path) as (forge, job):
        replace(job, wish=Wish(check=True, comment=False)).publish(report)  # type: ignore[arg-type]
    (mark,) = forge.marks
    assert (mark["conclusion"], mark["head_sha"], mark["status"]) == (conclusion, HEAD, "completed")
    assert "# Launch readiness" in mark["output"]["summary"]


@pytest.mark.parametrize(
    ("report", "state"), [(reports.go(), "success"), (reports.no_go(), "failed"), (reports.undecided(), "failed")]
)
def test_gitlab_knows_no_state_for_what_is_undecided_but_failed(tmp_path: Path, report: object, state: str) -> None:
    forge = FakeForge("gitlab")
    with pipeline(tmp_path, forge) as (_, job):
        told = job.publish(report)  # type: ignore[arg-type]
    assert told.failed == []
    assert [(mark["name"], mark["state"], mark["sha"]) for mark in forge.marks] == [("readiness", state, HEAD)]
    assert len(forge.comments) == 1


def test_a_push_without_a_pull_request_gets_no_comment(tmp_path: Path) -> None:
    with action(tmp_path, said="{}") as (forge, job):
        told = job.publish(at(NOON))
    assert (forge.comments, [mark["sha"] for mark in forge.marks]) == ([], [OLD])
    assert told.failed == []


def test_a_summary_is_added_to_what_is_there_and_stays_if_the_forge_fails(tmp_path: Path) -> None:
    (tmp_path / "summary.md").write_text("before\n")
    forge = FakeForge("github", before=lambda _: as_json({"message": "boom"}, 500))
    with action(tmp_path, forge) as (_, job):
        told = job.publish(at(NOON))
    summary = (tmp_path / "summary.md").read_text()
    assert summary.startswith("before\n\n# Launch readiness: NO-GO")
    assert len(told.failed) == 2


@pytest.mark.parametrize(
    ("said", "why"),
    [
        pytest.param(event(repository="stranger/app"), "the pull request comes from a fork", id="fork"),
        pytest.param(event(repository="acme/app", user="dependabot[bot]"), "the pull request is Dep", id="dependabot"),
        pytest.param(
            re.sub(r', "repo": \{[^}]*\}', "", event()), "the pull request comes from a fork", id="fork-that-is-gone"
        ),
    ],
)
def test_a_token_of_a_fork_leaves_it_at_the_summary(tmp_path: Path, said: str, why: str) -> None:
    with action(tmp_path, FakeForge("github", read_only=True), said) as (forge, job):
        told = job.publish(at(NOON))
    assert (told.failed, forge.comments, forge.marks) == ([], [], [])
    assert why in " ".join(told.done)
    assert "NO-GO" in (tmp_path / "summary.md").read_text()


def test_without_any_token_a_fork_leaves_it_at_the_summary_too(tmp_path: Path) -> None:
    with action(tmp_path, said=event(repository="stranger/app")) as (_, job):
        told = replace(job, environment={**job.environment, "GITHUB_TOKEN": ""}).publish(at(NOON))
    assert told.failed == []
    assert "there is no token in GITHUB_TOKEN" in told.done[-1]


@pytest.mark.parametrize("name", ["pull_request", "pull_request_target", "workflow_run", "push"])
def test_a_token_that_may_too_little_is_a_failure_where_it_is_no_forks(tmp_path: Path, name: str) -> None:
    said = event(repository="stranger/app") if name == "pull_request_target" else event()
    with action(tmp_path, FakeForge("github", read_only=True), said) as (_, job):
        told = replace(job, environment={**job.environment, "GITHUB_EVENT_NAME": name}).publish(at(NOON))
    assert len(told.failed) == 2
    assert "Resource not accessible by integration" in told.failed[0].reason
    assert "pull-requests: write" in told.failed[0].action


def test_a_merge_request_of_a_fork_without_the_variable_is_no_failure(tmp_path: Path) -> None:
    with pipeline(tmp_path, FakeForge("gitlab")) as (_, job):
        fork = {"CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "8", "CI_MERGE_REQUEST_PROJECT_ID": "7"}
        told = replace(job, environment={**job.environment, **fork, "READINESS_GITLAB_TOKEN": ""}).publish(at(NOON))
        own = replace(job, environment={**job.environment, "READINESS_GITLAB_TOKEN": ""}).publish(at(NOON))
    assert told.failed == []
    assert "the merge request comes from a fork" in told.done[0]
    assert "CI_JOB_TOKEN may not comment" in own.failed[0].action


@BOTH
@pytest.mark.parametrize(
    ("status", "says"),
    [
        (401, "does not accept the token"),
        (403, "lacks the right"),
        (404, "shows no"),
        (422, "refuses"),
        (500, "answers 500"),
        (503, "answers 503"),
    ],
)
def test_every_refusal_says_what_to_do(kind: str, status: int, says: str, tmp_path: Path) -> None:
    def refuse(asked: Asked) -> Answer | None:
        return as_json({"message": "no\x1b[2J ::error::"}, status) if asked.method == "POST" else None

    forge = FakeForge(kind, before=refuse)
    with pipeline(tmp_path, forge) as (_, job):
        told = job.publish(at(NOON))
    assert told.failed
    for error in told.failed:
        assert says in error.reason
        assert error.action
        assert "tracker" not in f"{error.reason} {error.action}"
        assert TOKEN not in f"{error.reason} {error.action}"
        assert "\x1b" not in error.reason


@BOTH
def test_a_pull_request_that_is_not_there_is_said_so(kind: str, tmp_path: Path) -> None:
    with pipeline(tmp_path, FakeForge(kind)) as (_, job):
        told = replace(job, wish=replace(job.wish, number=99, status=False)).publish(at(NOON))
    (error,) = told.failed
    assert re.search(r"shows no (pull|merge) request 99 of acme/app", error.reason)
    assert "check the name and the number" in error.action


@BOTH
def test_a_refused_status_does_not_keep_the_comment_from_being_written(kind: str, tmp_path: Path) -> None:
    forge = FakeForge(kind)
    forge.before = lambda asked: as_json({"message": "no"}, 422) if "/statuses/" in asked.target else None
    with pipeline(tmp_path, forge) as (_, job):
        told = job.publish(at(NOON))
    assert (len(told.failed), len(forge.comments)) == (1, 1)


@BOTH
def test_a_forge_whose_commit_is_none_writes_nothing_into_the_first_line(kind: str, tmp_path: Path) -> None:
    forge = FakeForge(kind, head="x -->\n@ann")
    with pipeline(tmp_path, forge) as (_, job):
        untold = {name: said for name, said in job.environment.items() if not name.endswith("_SHA")}
        told = replace(job, environment=untold, wish=replace(job.wish, sha=None)).publish(at(NOON))
    assert (len(told.failed), forge.comments) == (1, [])


def run_event(**changed: object) -> str:
    run = {
        "head_sha": HEAD,
        "head_branch": "topic",
        "head_repository": {"owner": {"login": "stranger"}},
        "event": "pull_request",
        "pull_requests": [],
    }
    return json.dumps({"workflow_run": run | changed})


def test_after_a_forks_job_the_pull_request_is_found_by_branch_and_commit(tmp_path: Path) -> None:
    with action(tmp_path, said=run_event()) as (forge, job):
        told = job.publish(at(NOON))
    assert told.failed == []
    assert (len(forge.comments), [mark["sha"] for mark in forge.marks]) == (1, [HEAD])


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(run_event(head_sha=OLD), id="another-commit"),
        pytest.param(run_event(head_branch="other"), id="another-branch"),
        pytest.param(run_event(event="push"), id="no-pull-request"),
        pytest.param(run_event(head_repository=None), id="fork-is-gone"),
    ],
)
def test_a_result_is_not_shown_in_a_pull_request_that_it_is_not_about(said: str, tmp_path: Path) -> None:
    with action(tmp_path, said=said) as (forge, job):
        told = job.publish(at(NOON))
    assert (told.failed, forge.comments) == ([], [])


def test_a_merge_group_is_marked_at_its_own_commit(tmp_path: Path) -> None:
    with action(tmp_path, said=json.dumps({"merge_group": {"head_sha": HEAD}})) as (forge, job):
        job.publish(at(NOON))
    assert [mark["sha"] for mark in forge.marks] == [HEAD]


def test_in_a_pipeline_of_the_merged_result_the_branch_is_marked() -> None:
    environment = {"GITLAB_CI": "true", "CI_PROJECT_ID": "7", "CI_COMMIT_SHA": OLD}
    assert place_of(Wish(), environment).sha == OLD
    assert place_of(Wish(), {**environment, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": HEAD}).sha == HEAD


def test_in_a_fork_of_gitlab_the_comment_goes_to_the_project_and_the_status_to_the_fork() -> None:
    environment = {"GITLAB_CI": "true", "CI_PROJECT_ID": "8", "CI_MERGE_REQUEST_PROJECT_ID": "7"}
    place = place_of(Wish(sha=HEAD), environment)
    assert (place.repository, place.status_in) == ("7", "8")


ACTIONS = {"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "acme/app"}


@pytest.mark.parametrize(
    ("wish", "environment", "says"),
    [
        pytest.param(Wish(), {}, "a job of neither", id="nowhere"),
        pytest.param(Wish(to="gitea"), {}, "no forge called `gitea`", id="forge"),
        pytest.param(Wish(to="github"), {}, "no repository is named", id="no-repository"),
        pytest.param(Wish(to="github", repository="../../user"), {}, "is no repository", id="repository"),
        pytest.param(Wish(to="github", repository="acme/.."), {}, "is no repository", id="dots"),
        pytest.param(Wish(to="gitlab", repository="acme/../x"), {}, "is no project", id="project"),
        pytest.param(Wish(key="A b"), ACTIONS, "--key got", id="key"),
        pytest.param(Wish(key="x --><b>"), ACTIONS, "--key got", id="key-that-ends-the-marker"),
        pytest.param(Wish(number=0), ACTIONS, "--pull-request got 0", id="number"),
        pytest.param(Wish(sha="4f2a91c"), ACTIONS, "is no full commit id", id="short-commit"),
        pytest.param(Wish(sha="../" * 13 + "x"), ACTIONS, "is no full commit id", id="commit-that-leads-out"),
        pytest.param(Wish(link="javascript:alert(1)"), ACTIONS, "can be linked", id="script"),
        pytest.param(Wish(link="https://x.test/) @ann"), ACTIONS, "can be linked", id="link-that-ends"),
        pytest.param(Wish(), {**ACTIONS, "GITHUB_API_URL": "ftp://x"}, "holds no address", id="api"),
        pytest.param(
            Wish(), {**ACTIONS, "GITHUB_API_URL": "https://me:secret@x.test"}, "GITHUB_API_URL holds no", id="password"
        ),
    ],
)
def test_what_cannot_be_a_place_is_refused(wish: Wish, environment: dict[str, str], says: str) -> None:
    said = refused(wish, environment)
    assert says in said
    assert "secret" not in said


@pytest.mark.parametrize("data", ["[]", "{", '{"pull_request": {"number": "12"}}'])
def test_an_event_that_is_none_is_refused(tmp_path: Path, data: str) -> None:
    (tmp_path / "event.json").write_text(data)
    environment = {**ACTIONS, "GITHUB_EVENT_PATH": str(tmp_path / "event.json")}
    assert refused(Wish(), environment, "RDY050") == "it describes no event of GitHub"


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        (Wish(comment=True), "which pull or merge request"),
        (Wish(summary=True), "there is no job summary"),
        (Wish(check=True), "which commit"),
        (Wish(status=True), "which commit"),
    ],
)
def test_what_is_asked_for_and_cannot_be_is_refused(wish: Wish, says: str, tmp_path: Path) -> None:
    job = Job(tmp_path, ACTIONS, wish)
    with pytest.raises(ReadinessError, match=says):
        job.publish(at(NOON))


def test_a_dry_run_shows_all_of_it_and_asks_nobody(tmp_path: Path) -> None:
    with action(tmp_path) as (forge, job):
        asked: list[Asked] = []
        forge.before = asked.append
        shown = "\n".join(planned(job.publication([at(NOON)]), job.wish, job.place))
    assert asked == []
    assert f"status readiness of {HEAD}: failure" in shown
    assert "comment on number 12 of acme/app" in shown
    assert not (tmp_path / "summary.md").exists()


@BOTH
def test_a_forge_that_is_not_there_is_said_in_its_own_words(kind: str, tmp_path: Path) -> None:
    with pipeline(tmp_path, FakeForge(kind)) as (_, job):
        pass
    told = job.publish(at(NOON))
    variable = "GITHUB_API_URL" if kind == "github" else "CI_API_V4_URL"
    assert told.failed
    for error in told.failed:
        assert "refuses connections" in error.reason
        assert error.action == f"check {variable}, or try again later"
