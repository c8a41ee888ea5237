import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from readiness.errors import ReadinessError
from readiness.model.settings import TrackerSettings
from readiness.trackers import KINDS, kinds, known_trackers, with_plugins
from readiness.trackers.base import TrackerKind

ROOT = Path(__file__).parents[2]
OTHER = TrackerKind(
    name="ticketing",
    forms=("ticketing:12",),
    issue=r"\d+",
    project=None,
    from_url=lambda _: None,
    connect=None,
)


def point(name: str, value: str = "tests.trackers.test_registry:OTHER") -> EntryPoint:
    return EntryPoint(name, value, "readiness.trackers")


def test_without_plugins_the_kinds_are_the_built_in_ones() -> None:
    assert dict(with_plugins([])) == dict(KINDS)
    assert set(KINDS) <= set(kinds())


def test_a_plugin_adds_its_kind() -> None:
    assert with_plugins([point("ticketing")])["ticketing"] == OTHER


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        pytest.param(point("file"), "the kind of tracker `file` of a package", id="a-taken-name"),
        pytest.param(point("ticketing", "no.such.module:KIND"), "cannot be loaded (ModuleNotFoundError", id="absent"),
        pytest.param(point("ticketing", "tests.trackers.test_registry:ROOT"), "is no TrackerKind", id="not-a-kind"),
        pytest.param(point("desk"), "leads to a kind with another name, `ticketing`", id="another-name"),
    ],
)
def test_a_plugin_that_cannot_be_used_is_an_error(broken: EntryPoint, why: str) -> None:
    with pytest.raises(ReadinessError) as caught:
        with_plugins([broken])
    [problem] = caught.value.problems
    assert why in problem.message
    assert problem.code == "RDY058"


def test_each_kind_is_a_tracker_under_its_own_name_until_the_configuration_says_otherwise() -> None:
    settings = {"file": TrackerSettings(kind="ticketing"), "desk": TrackerSettings(kind="ticketing")}
    known = known_trackers(settings, with_plugins([point("ticketing")]))
    assert {name: tracker.kind for name, tracker in known.items() if name not in KINDS or name == "file"} == {
        "file": "ticketing",
        "ticketing": "ticketing",
        "desk": "ticketing",
    }


def test_importing_the_trackers_brings_in_no_client() -> None:
    heavy = {"requests", "urllib3", "http.client", "jira", "gitlab", "redminelib", "ssl"}
    script = f"import readiness.trackers, sys; print(*sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.split() == []
