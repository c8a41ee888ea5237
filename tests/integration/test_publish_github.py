"""Publishing on GitHub, held to its own descriptions: every request, and every answer that is read.

Recorded: statuses. Synthetic: comments, pull requests and check runs, of which nothing was recorded; what the server
says of them is held to the description, but for fields that nobody reads and that it leaves out.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from graphql import build_schema, parse, validate

from readiness.publish.access import access_to
from readiness.publish.github import _WHO, _Comment, _Pull
from readiness.publish.place import Wish, place_of
from readiness.publish.status import LONGEST, State, Status
from readiness.web.credentials import Credentials
from tests.integration.github_described import Rest
from tests.integration.github_recorded import Replay, recorded, replaying
from tests.integration.npm import GRAPHQL_SCHEMA, fetched
from tests.publish.forges import HEAD, TOKEN, FakeForge, environment, running
from tests.publish.jobs import MORNING, NOON, Job, at, diff, for_pull
from tests.render import reports
from tests.trackers.server import Asked

pytestmark = pytest.mark.integration

API: Final = "/api/v3"


@pytest.fixture(scope="module")
def rest() -> Rest:
    return Rest.fetched()


@pytest.fixture(scope="module")
def partial(rest: Rest) -> Rest:
    """The same, but that an answer may leave out what nobody reads."""
    return Rest(_without_required(rest.document))


def _without_required(part: Any) -> Any:  # noqa: ANN401 - JSON
    match part:
        case dict():
            return {
                name: _without_required(held)
                for name, held in part.items()
                if not (name == "required" and isinstance(held, list))
            }
        case list():
            return [_without_required(held) for held in part]
        case _:
            return part


def _asked(asked: list[Asked]) -> Iterator[tuple[Asked, str]]:
    for one in asked:
        if one.target != "/api/graphql":
            yield one, one.target.removeprefix(API)


def test_every_request_and_answer_is_as_github_describes_it(rest: Rest, partial: Rest, tmp_path: Path) -> None:
    forge = FakeForge("github")
    forge.write("Hello", author="ann")
    said: list[tuple[str, str, int, Any]] = []
    respond = forge.__call__

    class Listening(FakeForge):
        def __call__(self, asked: Asked) -> Any:  # noqa: ANN401 - an answer
            answer = respond(asked)
            if answer.body and asked.target != "/api/graphql":
                path = urlsplit(asked.target).path.removeprefix(API)
                said.append((asked.method, path, answer.status, json.loads(answer.body)))
            return answer

    with running(Listening("github")) as (server, variables):
        job = Job(tmp_path, variables, for_pull(variables))
        told = [job.publish(at(MORNING)), job.publish(diff(as_of=NOON), at(NOON))]
        forge.write(forge.of(forge.me)[0].body)
        told.append(job.publish(at(NOON, reports.go())))
        checking = replace(job, wish=for_pull(variables, check=True, comment=False))
        told += [checking.publish(report()) for report in (reports.go, reports.no_go, reports.undecided)]
        access_to(job.place, variables).find("stranger:topic", HEAD)
        for one, path in _asked(server.asked):
            rest.check_request(one, path)
    assert [one.failed for one in told] == [[]] * len(told)
    assert {asked.method for asked in server.asked} == {"GET", "POST", "PATCH", "DELETE"}
    assert {status for _, _, status, _ in said} == {200, 201}
    for method, path, status, data in said:
        partial.check_answer(method, path, status, data)


def test_what_is_read_of_an_answer_is_what_github_always_says(rest: Rest) -> None:
    comment = rest.document["components"]["schemas"]["issue-comment"]
    pull = rest.document["components"]["schemas"]["pull-request"]
    assert {"id", "user", "html_url"} <= set(comment["required"])
    assert set(_Comment.model_fields) <= set(comment["properties"])
    assert set(_Pull.model_fields) <= set(pull["required"])
    assert "sha" in pull["properties"]["head"]["required"]


def test_who_the_token_is_is_asked_as_the_schema_has_it() -> None:
    schema = build_schema(fetched(GRAPHQL_SCHEMA, "schema.graphql").read_text("utf-8"), assume_valid=True)
    assert validate(schema, parse(_WHO)) == []


@pytest.mark.parametrize("state", list(State))
def test_a_status_is_set_as_it_was_when_github_was_recorded(rest: Rest, state: State) -> None:
    exchanges = recorded("create-status")
    sha = exchanges[0]["path"].rpartition("/")[2]
    with replaying(Replay(rest, exchanges)) as server:
        variables = {
            **environment(FakeForge("github"), server),
            "GITHUB_REPOSITORY": "octokit-fixture-org/create-status",
        }
        forge = access_to(place_of(Wish(sha=sha), variables), variables)
        forge.set_status(sha, Status("readiness", state, "x" * LONGEST), "https://example.com")
        (asked,) = server.asked
    assert asked.json().keys() == exchanges[0]["body"].keys()
    assert asked.headers["Authorization"] == Credentials.bearer(TOKEN).headers["Authorization"]
