"""What each command changes of the worked example, as git shows it, and that its inverse gives back the same bytes."""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from tests.cli.inside import nobodys_machine, typed
from tests.repository import RepositoryBuilder

__all__ = ["nobodys_machine"]

ROOT: Final = Path(__file__).parents[2]
GOLDEN: Final = Path(__file__).parent / "golden"
PATH: Final = "scopes/integrations-platform/public-launch.yaml"
TODAY: Final = datetime.now(UTC).date()
UNTIL: Final = str(TODAY + timedelta(days=30))
SOON: Final = str(TODAY + timedelta(days=3))
REASON: Final = "The report of the provider is late: they say it comes next week, and #5 waits for it."

COMMANDS: Final = {
    "defer": (
        *(
            "defer",
            "kill-switches",
            "--risk",
            "A switch may take minutes: somebody has to watch.",
            "--due",
            "2099-01-10",
        ),
        *("--ref", "https://github.com/acme/integrations-platform/issues/9", "--accepted-by", "head-of-product"),
    ),
    "defer-again": ("defer", "usage-dashboards", "--due", "2099-03-31", "--owner", "head-of-product"),
    "defer-to-list": (
        *("defer", "launch-load", "--risk", "Signups queue.", "--due", "2099-01-10", "--create", "--tracker", "file"),
    ),
    "promote": ("promote", "usage-dashboards", "--class", "launch-adjacent"),
    "waive": ("waive", "launch-load", "load", "--reason", REASON, "--by", "head-of-engineering", "--until", UNTIL),
    "waive-surface": (
        *("waive", "guarded", "--surface", "billing", "--reason", "no", "--by", "head-of-product", "--until", SOON),
        *("--emergency", "--ref", "github:acme/integrations-platform#10", "--due", SOON, "--id", "no-billing-yet"),
    ),
    "add": (
        *(
            "add",
            "audit-log",
            "--title",
            "Who did what is on record",
            "--class",
            "launch-adjacent",
            "--owner",
            "security",
        ),
        *("--surface", "connectivity", "--needs", "health-checks", "--evidence", "reports/platform/audit.xml"),
        *("--evidence", "{id: read, signoff: general-counsel}", "--scope", "integrations-platform-public-launch"),
    ),
    "set": (
        *("set", "documented-rollback", "owner=site-reliability", "rollback.because=Nothing: 100 % words", "why="),
        *("needs=zero-downtime-deploy,health-checks", "evidence.rollback-rehearsal.max_skipped=2", "phase=rehearse"),
    ),
    "signoff": (
        *("signoff", "documented-rollback", "rehearsed-by-on-call", "--by", "incident-commander", "--expires", UNTIL),
    ),
    "signoff-by-deputy": ("signoff", "on-call-paging", "rota-staffed", "--by", "release-manager"),
}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory, nobodys_machine: None) -> RepositoryBuilder:  # noqa: ARG001 - for its effect
    """Return a repository with the documents of this project."""
    repository = RepositoryBuilder(tmp_path_factory.mktemp("example") / "work").start()
    documents = (*(ROOT / "scopes").rglob("*.yaml"), ROOT / "docs/integrations-platform/flags.json")
    repository.commit({str(one.relative_to(ROOT)): one.read_text(encoding="utf-8") for one in documents})
    return repository


@pytest.fixture(autouse=True)
def _as_it_was(example: RepositoryBuilder) -> None:
    example.git("checkout", "--quiet", "--", ".")
    example.git("clean", "--quiet", "-fd")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_changes_these_lines_and_no_others(example: RepositoryBuilder, name: str) -> None:
    ended = typed(*COMMANDS[name], "--dry-run", folder=example.path)
    assert (ended.code, ended.err, example.git("status", "--porcelain")) == (0, "", "")
    days = {str(TODAY): "TODAY", UNTIL: "UNTIL", SOON: "SOON"}
    shown = re.sub("|".join(days), lambda day: days[day[0]], ended.out)
    path = GOLDEN / f"{name}.diff"
    if os.environ.get("READINESS_WRITE_GOLDEN") and not os.environ.get("CI"):
        path.write_text(shown, encoding="utf-8", newline="\n")
    assert shown == path.read_bytes().decode()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_difference_is_what_git_applies_and_what_is_written(example: RepositoryBuilder, name: str) -> None:
    patch = typed(*COMMANDS[name], "--dry-run", folder=example.path).out
    example.git("apply", "--index", "-", feed=patch.encode())
    applied = example.git("write-tree")
    example.git("reset", "--hard", "--quiet")
    ended = typed(*COMMANDS[name], folder=example.path)
    assert (ended.code, ended.err) == (0, "")
    example.git("add", "--all")
    assert example.git("write-tree") == applied
    example.git("reset", "--hard", "--quiet")


@pytest.mark.parametrize(
    "item", ["kill-switches", "health-checks", "platform-suite", "documented-rollback", "launch-load"]
)
def test_promote_right_after_defer_gives_back_the_same_bytes(example: RepositoryBuilder, item: str) -> None:
    before = (example.path / PATH).read_bytes()
    words = ("--risk", "Some", "--due", "2099-01-10", "--ref", "github:acme/shop#9")
    assert typed("defer", item, *words, folder=example.path).code == 0
    assert (example.path / PATH).read_bytes() != before
    assert typed("promote", item, folder=example.path).code == 0
    assert (example.path / PATH).read_bytes() == before


def test_setting_a_field_and_setting_it_back_gives_back_the_same_bytes(example: RepositoryBuilder) -> None:
    before = (example.path / PATH).read_bytes()
    for assignments in (("owner=product", "rollback.within=20m"), ("owner=site-reliability", "rollback.within=10m")):
        assert typed("set", "kill-switches", *assignments, folder=example.path).code == 0
    assert (example.path / PATH).read_bytes() == before


def test_an_edit_that_changes_nothing_writes_nothing(example: RepositoryBuilder) -> None:
    ended = typed("set", "kill-switches", "owner=site-reliability", folder=example.path)
    assert (ended.code, ended.out[:18]) == (0, "Nothing to change:")
    assert example.git("status", "--porcelain") == ""
