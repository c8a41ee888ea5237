"""What a team that begins with a red launch gets from `check --baseline`, and what it never gets."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.inside import nobodys_machine, typed
from tests.cli.program import Ended
from tests.repository import RepositoryBuilder

__all__ = ["nobodys_machine"]
pytestmark = pytest.mark.usefixtures("nobodys_machine")
FILE = ".readiness/baseline.json"
GREEN = '<testsuite name="s" tests="1" failures="0" errors="0"><testcase classname="c" name="n"/></testsuite>'
RED = GREEN.replace('failures="0"', 'failures="1"').replace("/></", "><failure/></testcase></")
MORE = """\
  - id: terms
    title: Terms approved
    class: launch-critical
    rollback: {plan: none, because: No code, accepted_by: platform}
    evidence: {signoff: platform}
"""


def check(launch: RepositoryBuilder, *more: str) -> Ended:
    return typed("check", "--baseline", FILE, *more, folder=launch.path)


def report(launch: RepositoryBuilder, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(check(launch, "--format", "json", *more).out)
    return found


def known(launch: RepositoryBuilder) -> list[tuple[str, str]]:
    rows = json.loads((launch.path / FILE).read_text())["findings"]
    return [(row["requirement"], row["outcome"]) for row in rows]


@pytest.fixture
def begun(launch: RepositoryBuilder) -> RepositoryBuilder:
    """Return a launch that is a no-go, with a baseline that knows it."""
    assert check(launch, "--write-baseline").code == 0
    return launch


def test_what_is_known_does_not_fail_and_the_decision_stays_no_go(begun: RepositoryBuilder) -> None:
    ended = check(begun)
    assert ended.code == 0
    assert ended.out.startswith("NO-GO  public-launch")
    assert "Baseline .readiness/baseline.json: 1 known, 0 new, 0 fixed." in " ".join(ended.out.split())
    assert "known from the baseline (1)" in ended.out
    found = report(begun)
    assert (found["decision"], found["enforcing"]) == ("no-go", False)
    assert found["baseline"]["decision_on_new"] == "go"
    assert [verdict["known"] for item in found["scopes"][0]["items"] for verdict in item["verdicts"]].count(True) == 1


def test_a_new_finding_fails(begun: RepositoryBuilder) -> None:
    path = begun.path / "scopes/public-launch.yaml"
    path.write_text(path.read_text() + MORE)
    assert check(begun).code == 1
    assert (report(begun)["baseline"]["new"], report(begun)["baseline"]["known"]) == (1, 1)


def test_a_known_finding_that_gets_worse_is_a_new_one(begun: RepositoryBuilder) -> None:
    assert known(begun) == [("junit", "missing")]
    begun.write("reports/deploy.xml", RED)
    assert typed("capture", folder=begun.path).code == 0
    assert check(begun).code == 1


def test_what_is_fixed_leaves_the_file_and_fails_when_it_comes_back(begun: RepositoryBuilder) -> None:
    begun.write("reports/deploy.xml", GREEN)
    assert typed("capture", folder=begun.path).code == 0
    ended = check(begun)
    assert ended.code == 0
    assert "1 fixed" in ended.out
    assert "--write-baseline" in ended.out
    assert check(begun, "--write-baseline").code == 0
    assert known(begun) == []
    begun.write("src/app.py", "changed = 1\n")
    assert check(begun).code == 1


def test_writing_again_takes_nothing_new_up(begun: RepositoryBuilder) -> None:
    path = begun.path / "scopes/public-launch.yaml"
    path.write_text(path.read_text() + MORE)
    before = (begun.path / FILE).read_bytes()
    assert check(begun, "--write-baseline").code == 1
    assert (begun.path / FILE).read_bytes() == before


def test_findings_of_a_scope_that_is_broken_stay_in_the_file(begun: RepositoryBuilder) -> None:
    path = begun.path / "scopes/public-launch.yaml"
    path.write_text(path.read_text() + "titel: x\n")
    assert check(begun, "--write-baseline").code == 2
    assert known(begun) == [("junit", "missing")]


def test_with_a_base_its_baseline_counts(launch: RepositoryBuilder) -> None:
    assert check(launch, "--write-baseline").code == 0
    ended = check(launch, "--policy-from", "HEAD")
    assert ended.code == 2
    assert "RDY067" in ended.err
    launch.git("add", "-A")
    launch.commit()
    assert check(launch, "--policy-from", "HEAD").code == 0
    (launch.path / FILE).unlink()
    assert check(launch, "--policy-from", "HEAD").code == 0


def test_a_changed_baseline_is_listed_as_policy(begun: RepositoryBuilder) -> None:
    begun.commit()
    (begun.path / FILE).write_text('{"schema": "readiness/baseline/v1", "findings": []}\n')
    found = report(begun, "--policy-from", "HEAD")
    assert [one["slug"] for one in found["proposed"]] == ["baseline-changed"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--baseline", FILE, "--final"), "leave --baseline out"),
        (("--baseline", "known.json"), "lies right below .readiness/"),
        (("--baseline", ".readiness/../x.json"), "lies right below .readiness/"),
        (("--baseline", ".readiness/teams/shop.json", "--write-baseline"), "lies right below .readiness/"),
        (("--baseline", ".readiness//baseline.json"), "lies right below .readiness/"),
        (("--write-baseline",), "--baseline .readiness/baseline.json --write-baseline"),
        (("--baseline", FILE, "--write-baseline", "--index"), "without --at, --index"),
        (("--baseline", FILE), "--write-baseline"),
    ],
)
def test_a_wrong_command_line_says_what_to_do(launch: RepositoryBuilder, words: tuple[str, ...], said: str) -> None:
    ended = typed("check", *words, folder=launch.path)
    assert ended.code == 2
    assert said in " ".join(ended.err.split())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"schema": "readiness/baseline/v2", "findings": []}',
        '{"schema": "readiness/baseline/v1"}',
        '{"schema": "readiness/baseline/v1", "findings": [], "findings": []}',
        '{"schema": "readiness/baseline/v1", "findings": [], "all": true}',
        '{"schema": "readiness/baseline/v1", "findings": [{"scope": "public-launch", "subject": "item deploy"}]}',
        (
            '{"schema": "readiness/baseline/v1", "findings": [{"scope": "public-launch", "subject": "item deploy",'
            ' "requirement": "junit", "outcome": "passed"}]}'
        ),
    ],
)
def test_a_broken_baseline_passes_nothing(launch: RepositoryBuilder, text: str) -> None:
    launch.write(FILE, text)
    ended = check(launch)
    assert ended.code == 2
    assert f"{FILE}: error RDY067" in ended.err


def test_a_baseline_is_not_written_through_a_link_that_leads_out(launch: RepositoryBuilder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (launch.path / ".readiness").symlink_to(tmp_path / "elsewhere")
    assert check(launch, "--write-baseline").code == 2
    assert not list((tmp_path / "elsewhere").iterdir())
