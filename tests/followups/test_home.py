"""Where an issue is opened, and what it is found by."""

from collections.abc import Mapping

import pytest

from readiness.errors import ReadinessError
from readiness.followups.home import home_for
from readiness.followups.issue import marker
from readiness.model.settings import TrackerSettings
from readiness.trackers import KINDS, known_trackers
from readiness.trackers.references import resolve

URL = "https://tracker.example.org"


def settings(kind: str, project: str | None = None) -> TrackerSettings:
    return TrackerSettings(kind=kind, project=project)


def refused(configured: Mapping[str, TrackerSettings], tracker: str | None = None, project: str | None = None) -> str:
    with pytest.raises(ReadinessError) as caught:
        home_for(configured, KINDS, tracker, project)
    [problem] = caught.value.problems
    assert problem.code == "RDY056"
    return f"{problem.message}: {problem.fix}"


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_each_tracker_is_a_reference_that_resolves_to_itself(kind: str) -> None:
    projects = {"github": "acme/shop", "gitlab": "acme/tools/shop", "file": "docs/later.yaml"}
    example = home_for({}, KINDS, kind, projects.get(kind, "PLAT")).example()
    assert resolve(str(example), known_trackers({}, KINDS), KINDS) == example


def test_without_any_tracker_it_is_the_list_of_the_repository() -> None:
    home = home_for({}, KINDS, None, None)
    assert (home.tracker, home.project, home.is_list) == ("file", ".readiness/followups.yaml", True)


def test_it_is_the_one_tracker_that_has_a_project() -> None:
    configured = {"work": settings("github", "acme/shop"), "other": settings("gitlab")}
    home = home_for(configured, KINDS, None, None)
    assert (home.tracker, home.project) == ("work", "acme/shop")


def test_what_is_named_goes_before_what_is_configured() -> None:
    configured = {"work": settings("github", "acme/shop")}
    assert home_for(configured, KINDS, "work", "acme/other").project == "acme/other"
    assert home_for(configured, KINDS, "file", None).is_list


def test_what_cannot_be_told_is_refused() -> None:
    two = {"work": settings("github", "acme/shop"), "old": settings("github", "acme/old")}
    assert refused(two) == "the issue could be opened in old or work: name one with --tracker"
    assert refused({"work": settings("github")}).startswith("no tracker in the configuration has a `project`")
    assert refused(two, "wrok") == "there is no tracker `wrok`: did you mean `work`?"
    assert "in which project of `github`" in refused({}, "github")
    assert refused({}, "github", "acme").startswith("`acme` is no project of github: write one like ")
    assert "is no project of redmine" in refused({}, "redmine", "two words")


def test_a_marker_is_of_one_thing_alone_and_always_the_same() -> None:
    markers = {
        marker(project, scope, what, name)
        for project in ("acme/shop", "acme")
        for scope in ("shop", "shop-item")
        for what in ("item", "waiver")
        for name in ("dashboards", "item-dashboards")
    }
    assert len(markers) == 16
    assert marker("acme/shop", "shop", "item", "dashboards") == (
        "<!-- readiness-follow-up e37e4fdd56e9d7b10d032f168d9a94c269f69e3a -->"
    )
