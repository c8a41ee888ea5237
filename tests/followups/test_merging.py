"""The lock on two branches: git merges it without a word, and verifying makes one line of two."""

from datetime import timedelta

from tests.cli.inside import nobodys_machine, typed
from tests.followups.desk import LOCK, Shelf, deferred, launch, lines, package, scope, shelf
from tests.followups.test_verify import VERIFY, aged
from tests.repository import RepositoryBuilder

__all__ = ["launch", "nobodys_machine", "package", "shelf"]


def branch(repository: RepositoryBuilder, name: str, items: str) -> None:
    """Verify on a branch of its own, with `items` put off there, and commit."""
    repository.git("checkout", "--quiet", "-b", name, "main")
    repository.write(f"scopes/{name}.yaml", scope(items, name))
    assert typed(*VERIFY, "--refresh", folder=repository.path).code == 0
    repository.commit(message=f"Verify on {name}")


def test_two_branches_that_have_verified_merge_without_a_conflict(launch: RepositoryBuilder, shelf: Shelf) -> None:
    for number in ("20", "21"):
        shelf.put(number, f"Part {number}")
    typed(*VERIFY, folder=launch.path)
    aged(launch, timedelta(days=3))
    launch.commit(message="Verify")
    branch(launch, "ours", deferred("part-20", "desk:20"))
    shelf.put("12", "Usage dashboards, renamed")
    branch(launch, "theirs", deferred("part-21", "desk:21"))
    launch.git("merge", "--quiet", "--no-edit", "ours")
    merged = [one["issue"] for one in lines(launch)]
    assert sorted(merged) == ["12", "12", "13", "13", "20", "21"] or sorted(merged) == ["12", "12", "13", "20", "21"]

    assert "4 open" in typed("followups", folder=launch.path).out
    ended = typed(*VERIFY, folder=launch.path)
    assert (ended.code, [one["issue"] for one in lines(launch)]) == (0, ["12", "13", "20", "21"])
    assert lines(launch)[0]["title"] == "Usage dashboards, renamed"


def test_after_a_merge_the_line_that_was_asked_last_counts(launch: RepositoryBuilder, shelf: Shelf) -> None:
    typed(*VERIFY, folder=launch.path)
    old = (launch.path / LOCK).read_bytes()
    aged(launch, timedelta(hours=5))
    older = (launch.path / LOCK).read_bytes().replace(b'"open"', b'"closed"')
    for merged in (old + older, older + old):
        launch.write(LOCK, merged)
        assert "2 follow-ups: 2 open." in typed("followups", folder=launch.path).out
    shelf.status = 503
    ended = typed(*VERIFY, folder=launch.path)
    assert ended.code == 3
    assert (launch.path / LOCK).read_bytes() == old
