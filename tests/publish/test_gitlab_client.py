"""What is sent to GitLab, held against what python-gitlab sends: no package has the description of its interface."""

from pathlib import Path

import gitlab

from readiness.publish.access import access_to
from readiness.publish.status import State, Status
from tests.publish.forges import HEAD, TOKEN, FakeForge, running
from tests.publish.jobs import Job, for_pull
from tests.trackers.server import Asked

LINK = "https://gitlab.example.org/acme/app/-/jobs/77"


def _alike(asked: list[Asked]) -> list[tuple[str, str, object, str]]:
    """Return what counts of each request: its method, path, body, and who asks."""
    return [
        (
            one.method,
            one.target.partition("?")[0],
            one.json() if one.body else None,
            one.headers["PRIVATE-TOKEN"],
        )
        for one in asked
    ]


def test_the_same_is_sent_as_by_a_client_that_gitlab_knows(tmp_path: Path) -> None:
    forge = FakeForge("gitlab")
    with running(forge) as (server, environment):
        job = Job(tmp_path, environment, for_pull(environment))
        ours = access_to(job.place, environment)
        ours.head_of(12)
        thread = ours.thread(12)
        number = thread.create("one").number
        thread.own()
        thread.update(number, "two")
        thread.delete(number)
        ours.set_status(HEAD, Status("readiness", State.FAILURE, "NO-GO"), LINK)
        sent = _alike(server.asked)
        server.asked.clear()
        forge._last = 100
        client = gitlab.Gitlab(server.address, private_token=TOKEN, keep_base_url=True)
        project = client.projects.get("acme/app", lazy=True)
        request = project.mergerequests.get(12)
        client.http_get("/user")
        note = request.notes.create({"body": "one"})
        request.notes.list(page=1, per_page=20, get_all=False)
        request.notes.update(note.get_id(), {"body": "two"})
        request.notes.delete(note.get_id())
        said = {"state": "failed", "name": "readiness", "description": "NO-GO", "target_url": LINK}
        project.commits.get(HEAD, lazy=True).statuses.create(said)
        assert sent == _alike(server.asked)
