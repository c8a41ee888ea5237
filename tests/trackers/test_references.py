"""How issues and projects are written, and what is said of what is written otherwise."""

import pytest

from readiness.model.settings import TrackerSettings
from readiness.model.tracking import Malformed, Reference
from readiness.trackers import KINDS, known_trackers
from readiness.trackers.references import project_of, resolve

SETTINGS = {
    "work": TrackerSettings(kind="gitlab", url="https://git.example.com/gitlab", project="acme/platform"),
    "jira": TrackerSettings(kind="jira", url="https://acme.example.net"),
    "redmine": TrackerSettings(kind="redmine", url="https://redmine.example.org", project="platform"),
}
ONE_DEFAULT = {name: settings for name, settings in SETTINGS.items() if name != "redmine"}


def resolved(written: str, settings: dict[str, TrackerSettings] | None = None) -> Reference | Malformed:
    return resolve(written, known_trackers(SETTINGS if settings is None else settings, KINDS), KINDS)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("github:acme/platform#812", "github:acme/platform#812"),
        ("https://github.com/acme/platform/issues/812", "github:acme/platform#812"),
        ("https://github.com/acme/platform/issues/812#issuecomment-1", "github:acme/platform#812"),
        ("https://github.com/acme/platform/issues/812/?x=1", "github:acme/platform#812"),
        ("work:acme/other#3", "work:acme/other#3"),
        ("work:#3", "work:acme/platform#3"),
        ("work:3", "work:acme/platform#3"),
        ("https://git.example.com/gitlab/acme/platform/-/issues/3", "work:acme/platform#3"),
        ("jira:PLAT-12", "jira:PLAT-12"),
        ("https://acme.example.net/browse/PLAT-12", "jira:PLAT-12"),
        ("redmine:12", "redmine:12"),
        ("https://redmine.example.org/issues/12", "redmine:12"),
        ("file:usage-dashboards", "file:usage-dashboards"),
        ("file:docs/later.yaml#usage-dashboards", "file:docs/later.yaml#usage-dashboards"),
    ],
)
def test_an_issue_has_one_name_however_it_is_written(written: str, meant: str) -> None:
    assert str(resolved(written)) == meant
    assert str(resolved(meant)) == meant


def test_a_number_alone_is_of_the_one_tracker_that_has_a_project() -> None:
    assert str(resolved("#3", ONE_DEFAULT)) == "work:acme/platform#3"


@pytest.mark.parametrize(("name", "written"), [("redmine", "#12"), ("jira", "#PLAT-12")])
def test_a_number_alone_may_be_of_a_tracker_that_numbers_across_projects(name: str, written: str) -> None:
    settings = {name: TrackerSettings(kind=name, url="https://issues.example.org", project="PLAT")}
    assert str(resolved(written, settings)) == f"{name}:{written[1:]}"
    assert isinstance(resolved(f"#{written}", settings), Malformed)


@pytest.mark.parametrize(
    "written",
    [
        "file:../later.yaml#usage",
        "file:/etc/later.yaml#usage",
        "file:docs/../later.yaml#usage",
        "file:./later.yaml#usage",
        "file:docs//later.yaml#usage",
        "file:docs/#usage",
        "file:.git/later.yaml#usage",
        "file:docs\\later.yaml#usage",
        "file:docs/\nlater.yaml#usage",
        "file: later.yaml#usage",
    ],
)
def test_a_list_is_named_by_the_one_path_that_leads_to_it(written: str) -> None:
    found = resolved(written)
    assert isinstance(found, Malformed)
    assert "`file:docs/later.yaml#usage-dashboards`" in found.action


@pytest.mark.parametrize("path", [".later.yaml", "docs/..later/a b.yaml", "Später.yml", "...", "x.git/later.yaml"])
def test_a_list_may_lie_at_any_path_of_the_repository(path: str) -> None:
    assert str(resolved(f"file:{path}#usage")) == f"file:{path}#usage"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("githbu:acme/platform#1", "did you mean `github:acme/platform#1`?"),
        ("phabricator:T1", "or add `[trackers.phabricator]` to the configuration"),
        ("github:acme#1", "write `github:owner/repo#12`"),
        ("github:acme/platform#twelve", "write `github:owner/repo#12`"),
        ("github:acme/platform#0", "write `github:owner/repo#12`"),
        ("jira:plat-12", "write `jira:PLAT-12`"),
        ("redmine:platform#12", "write `redmine:12`"),
        ("work:acme/platform#x", "write `work:group/project#12`"),
        ("#3", "in quotes where it holds a #"),
        ("later", "in quotes where it holds a #"),
        ("https://example.com/issues/3", "give its `url` below `[trackers.NAME]` in the configuration"),
        ("https://github.com.example.com/acme/platform/issues/3", "give its `url` below `[trackers.NAME]`"),
        ("https://github.com/acme/platform/milestone/3", "give its `url` below `[trackers.NAME]`"),
    ],
)
def test_what_names_no_issue_is_told_with_the_right_form(written: str, told: str) -> None:
    found = resolved(written)
    assert isinstance(found, Malformed)
    assert told in found.action


def test_a_number_alone_is_told_that_no_tracker_has_the_project_that_it_needs() -> None:
    found = resolved("#3", {"jira": SETTINGS["jira"]})
    assert isinstance(found, Malformed)
    assert found.reason == "no tracker has a `project` in the configuration that `#3` could be of"


@pytest.mark.parametrize(
    ("written", "project"),
    [("github:acme/platform", ("github", "acme/platform")), ("redmine:platform", ("redmine", "platform"))],
)
def test_a_project_is_written_behind_its_tracker(written: str, project: tuple[str, str]) -> None:
    assert project_of(written, known_trackers(SETTINGS, KINDS), KINDS) == project


@pytest.mark.parametrize(
    "written", ["acme/platform", "github:", "github:acme", "file:docs/later.yaml", "githbu:acme/platform", ""]
)
def test_what_is_no_project_is_told_with_the_right_form(written: str) -> None:
    found = project_of(written, known_trackers(SETTINGS, KINDS), KINDS)
    assert isinstance(found, Malformed)
    assert "`github:owner/repo`" in found.action
    assert "`work:group/project`" in found.action
    assert "file" not in found.action
