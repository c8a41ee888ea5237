"""What `readiness init` begins, in real repositories of several kinds: it loads, and is a truthful no-go."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest

from readiness.model.outcome import Decision, Outcome
from readiness.pipeline import Request, check
from readiness.reading.structured import read
from readiness.scaffold.drafting import Draft, draft, open_site
from readiness.scaffold.questions import answered
from readiness.scaffold.seen import Ships
from readiness.scaffold.writing import write_new
from tests.repository import RepositoryBuilder, content_of, git_settings, repository
from tests.scaffold.sites import DBT, EMPTY, KINDS, MANY, PYTHON, SERVICE, TERRAFORM

__all__ = ["git_settings", "repository"]

TODAY: Final = date(2026, 11, 21)
NOON: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)
SCOPE: Final = "scopes/public-launch.yaml"


def begun(repository: RepositoryBuilder, files: Mapping[str, str], **said: str) -> Draft:
    """Commit `files`, begin a launch with answers by the names of their options, and return what was written."""
    repository.commit(files)
    site = open_site(repository.path)
    made = draft(site, answered({f"--{option}": value for option, value in said.items()}, site.seen, TODAY))
    write_new(site.top, made.files)
    return made


def scope_of(made: Draft) -> Mapping[str, Any]:
    held = read(made.files[SCOPE].encode(), SCOPE)
    assert isinstance(held, dict)
    return held


def items_of(made: Draft) -> Mapping[str, Any]:
    return {item["id"]: item for item in scope_of(made)["items"]}


each_kind = pytest.mark.parametrize("files", KINDS.values(), ids=KINDS.keys())
each_launch = pytest.mark.parametrize(
    ("files", "said"),
    [
        *(pytest.param(files, {}, id=name) for name, files in KINDS.items()),
        *(pytest.param(SERVICE, {"ships": str(ships)}, id=f"everything-as-{ships}") for ships in Ships),
    ],
)


@each_launch
def test_what_is_begun_loads_and_is_a_no_go(
    repository: RepositoryBuilder, files: Mapping[str, str], said: Mapping[str, str]
) -> None:
    begun(repository, files, **said)
    report = check(Request(root=repository.path, now=NOON, cache=False))
    assert report.problems == ()
    assert report.decision is Decision.NO_GO


@each_kind
def test_no_evidence_and_no_rollback_of_a_skeleton_passes(
    repository: RepositoryBuilder, files: Mapping[str, str]
) -> None:
    made = begun(repository, files)
    report = check(Request(root=repository.path, now=NOON, cache=False))
    own_steps = any("runbooks/rollback.md#roll-back" in text for text in made.files.values())
    for item in report.scopes[0].items:
        for verdict in item.verdicts:
            is_proof = verdict.requirement not in {"owner", "rollback", "evidence", "needs"}
            if is_proof and str(item.item_class) != "deferred":
                assert verdict.outcome is not Outcome.PASSED, (item.id, verdict.requirement)
            if verdict.requirement == "rollback" and own_steps:
                assert verdict.outcome is Outcome.MISSING, item.id


@each_kind
def test_a_proof_of_the_whole_candidate_is_asked_for(repository: RepositoryBuilder, files: Mapping[str, str]) -> None:
    suite = items_of(begun(repository, files))["suite"]
    assert suite["class"] == "launch-critical"
    evidence = suite["evidence"]
    for one in evidence if isinstance(evidence, list) else [evidence]:
        assert "covers" not in one


@each_kind
def test_a_second_run_writes_nothing(repository: RepositoryBuilder, files: Mapping[str, str]) -> None:
    begun(repository, files)
    before = content_of(repository.path)
    site = open_site(repository.path)
    again = draft(site, answered({"--title": "Another launch"}, site.seen, TODAY))
    assert (again.files, again.scope) == ({}, None)
    write_new(site.top, again.files)
    assert content_of(repository.path) == before


@each_kind
def test_nobody_is_invented_and_every_owner_is_in_the_directory(
    repository: RepositoryBuilder, files: Mapping[str, str]
) -> None:
    made = begun(repository, files)
    held = read(made.files["scopes/directory.yaml"].encode(), "x.yaml")
    assert isinstance(held, dict)
    owners = held["owners"]
    assert isinstance(owners, dict)
    assert {owner["type"] for owner in owners.values() if isinstance(owner, dict)} <= {"team", "role"}
    used = {item.get("owner", scope_of(made)["owner"]) for item in scope_of(made)["items"]}
    assert used <= owners.keys()


@each_kind
def test_each_line_of_wiring_and_each_item_is_explained(
    repository: RepositoryBuilder, files: Mapping[str, str]
) -> None:
    made = begun(repository, files)
    for path, text in made.files.items():
        if path.endswith((".toml", "/readiness.yml")):
            bare = [line for line in _settings(text) if "#" not in line]
            assert bare == [], path
    for item in re.split(r"\n\n(?=  )", made.files[SCOPE].partition("\nitems:\n")[2]):
        assert "    why: " in item or item.lstrip().startswith("#")


def _settings(text: str) -> list[str]:
    """Return the lines that set something to a value of its own: no heads, no steps that speak for themselves."""
    told = (
        r"\s*(- )?(name|uses|runs-on|image|if): |\s*- (uses|name): |\[|\s*#|\s*[\w-]+:$"
        r"|\s*cancel-in|\s*run: readiness publish"
    )
    lines = [line for line in text.splitlines() if line.strip() and not re.match(told, line)]
    above = dict(zip(text.splitlines()[1:], text.splitlines(), strict=False))
    return [line for line in lines if not above.get(line, "").lstrip().startswith("#")]


def test_a_package_is_not_asked_for_what_a_service_is(repository: RepositoryBuilder) -> None:
    items = items_of(begun(repository, PYTHON))
    assert list(items) == [
        *("suite", "package-builds", "vulnerabilities-known"),
        *("reports-of-vulnerabilities", "changes-described"),
    ]
    assert items["suite"]["evidence"] == {
        "path": "reports/tests.xml",
        "run": "python -m pytest --junitxml=reports/tests.xml",
    }
    assert items["package-builds"]["evidence"]["run"] == "python -m build --outdir reports/dist"


def test_a_service_is_asked_for_what_was_seen_of_it(repository: RepositoryBuilder) -> None:
    made = begun(repository, SERVICE)
    items = items_of(made)
    assert list(items) == [
        *("suite", "rollback-rehearsed", "data-restored", "migrations-reversible", "kill-switch"),
        *("no-known-vulnerabilities", "image-scanned", "infrastructure-as-planned", "alerts-reach-somebody"),
        *("support-named", "terms-approved", "usage-dashboards"),
    ]
    assert items["suite"]["evidence"]["run"].startswith("pnpm exec vitest run ")
    assert items["kill-switch"]["rollback"]["kill_switch"] == "config/flags.json#checkout"
    assert "--file Dockerfile . &&" in items["image-scanned"]["evidence"]["run"]
    assert "-chdir=terraform " in items["infrastructure-as-planned"]["evidence"]["run"]
    assert items["suite"]["owner"] == "shop-team"
    assert scope_of(made)["defaults"]["rollback"]["steps"] == "docs/runbooks/deploy.md#rolling-back"
    assert "## Roll back" not in made.files["runbooks/rollback.md"]
    assert "## Switch off" in made.files["runbooks/rollback.md"]


def test_steps_that_are_there_count_at_once(repository: RepositoryBuilder) -> None:
    begun(repository, SERVICE)
    report = check(Request(root=repository.path, now=NOON, cache=False))
    verdicts = {verdict.requirement: verdict for verdict in report.scopes[0].items[0].verdicts}
    assert verdicts["rollback"].outcome is Outcome.PASSED


def test_models_of_dbt_are_built_as_the_suite(repository: RepositoryBuilder) -> None:
    items = items_of(begun(repository, DBT))
    assert items["suite"]["evidence"]["run"] == "dbt build"
    assert "personal-data-approved" in items
    assert "terms-approved" not in items


def test_infrastructure_is_asked_for_a_plan_without_changes(repository: RepositoryBuilder) -> None:
    items = items_of(begun(repository, TERRAFORM))
    assert items["infrastructure-as-planned"]["class"] == "launch-critical"
    assert "-chdir=. plan" in items["infrastructure-as-planned"]["evidence"]["run"]


def test_where_nothing_is_known_no_command_is_made_up(repository: RepositoryBuilder) -> None:
    made = begun(repository, EMPTY)
    assert items_of(made)["suite"]["evidence"] == {"path": "reports/tests.xml"}
    assert not made.provable


def test_every_language_of_the_root_has_its_suite(repository: RepositoryBuilder) -> None:
    evidence = items_of(begun(repository, MANY))["suite"]["evidence"]
    assert [one["id"] for one in evidence] == ["python-suite", "node-suite", "go-suite"]
    assert [one.get("kind") for one in evidence] == [None, "command", "command"]


@pytest.mark.parametrize(
    ("command", "evidence"),
    [
        pytest.param(
            "make test R=reports/all.xml",
            {"path": "reports/all.xml", "run": "make test R=reports/all.xml"},
            id="report",
        ),
        pytest.param(
            "bin/test # all: of it", {"kind": "command", "id": "suite", "run": "bin/test # all: of it"}, id="no"
        ),
    ],
)
def test_the_command_that_somebody_names_is_taken_as_it_is(
    repository: RepositoryBuilder, command: str, evidence: Mapping[str, str]
) -> None:
    assert items_of(begun(repository, PYTHON, tests=command))["suite"]["evidence"] == evidence


def test_the_answers_are_in_the_scope(repository: RepositoryBuilder) -> None:
    repository.commit(PYTHON)
    site = open_site(repository.path)
    said = {"--title": 'Tea "for" two: # now', "--launch": "2027-03-01", "--owner": "tea", "--ships": "service"}
    made = draft(site, answered(said, site.seen, TODAY))
    (path,) = (path for path in made.files if path.startswith("scopes/tea-"))
    held = read(made.files[path].encode(), path)
    assert isinstance(held, dict)
    assert (held["id"], held["title"], str(held["launch"])) == ("tea-for-two-now", 'Tea "for" two: # now', "2027-03-01")
    assert "a guess" not in made.files[path]


def test_nobody_signs_for_what_they_own(repository: RepositoryBuilder) -> None:
    made = begun(repository, EMPTY, ships="service", owner="legal")
    assert items_of(made)["terms-approved"]["evidence"]["signoff"] == "release-approver"


def test_the_day_that_nobody_named_is_marked_as_a_guess(repository: RepositoryBuilder) -> None:
    text = begun(repository, EMPTY).files[SCOPE]
    assert f"launch: {TODAY + timedelta(weeks=6)}  # a guess" in text


def test_owners_of_a_directory_that_is_there_are_not_written_again(repository: RepositoryBuilder) -> None:
    own = "kind: directory\nowners: {release-manager: Release manager, legal: Legal}\n"
    made = begun(repository, {**EMPTY, "scopes/directory.yaml": own}, ships="service")
    path = "scopes/directory-of-public-launch.yaml"
    assert "release-manager:" not in made.files[path]
    assert "operations:" in made.files[path]
    assert check(Request(root=repository.path, now=NOON, cache=False)).problems == ()


def test_with_a_launch_that_is_there_only_wiring_is_added(repository: RepositoryBuilder) -> None:
    scope = "kind: scope\nid: own\ntitle: Own\nitems: [{id: a, title: A, class: launch-critical}]\n"
    made = begun(repository, {**PYTHON, "scopes/deep/own.yaml": scope})
    assert list(made.files) == [".github/workflows/readiness.yml"]
    assert made.scope is None


def test_with_a_launch_that_cannot_be_read_none_is_begun(repository: RepositoryBuilder) -> None:
    made = begun(repository, {**EMPTY, "scopes/own.yaml": "kind: scope\nid: [\n"})
    assert list(made.files) == [".pre-commit-config.yaml"]


@pytest.mark.parametrize("shared", [True, False])
def test_settings_that_are_there_are_kept_and_followed(repository: RepositoryBuilder, *, shared: bool) -> None:
    settings = 'scopes = ["launches"]\nrunbooks = "ops/books"\n'
    files = {"pyproject.toml": f"[tool.readiness]\n{settings}"} if shared else {"readiness.toml": settings}
    made = begun(repository, {**EMPTY, **files})
    assert {"launches/public-launch.yaml", "launches/directory.yaml", "ops/books/rollback.md"} <= made.files.keys()
    assert "readiness.toml" not in made.files
    assert check(Request(root=repository.path, now=NOON, cache=False)).decision is Decision.NO_GO


def test_files_that_are_there_are_left_and_named(repository: RepositoryBuilder) -> None:
    own = {"runbooks/rollback.md": "# Mine\n", ".github/workflows/readiness.yml": "on: push\n"}
    made = begun(repository, {**PYTHON, **own})
    assert made.kept == (".github/workflows/readiness.yml", ".pre-commit-config.yaml", "runbooks/rollback.md")
    assert (repository.path / "runbooks/rollback.md").read_text() == "# Mine\n"
    assert "id: readiness" in made.add[".pre-commit-config.yaml"]


def test_reports_go_elsewhere_where_the_repository_has_files_there(repository: RepositoryBuilder) -> None:
    made = begun(repository, {**PYTHON, "reports/2025.md": "x\n"})
    assert "launch-reports/.gitignore" in made.files
    assert items_of(made)["suite"]["evidence"]["path"] == "launch-reports/tests.xml"


def test_what_lies_among_the_reports_is_no_content(repository: RepositoryBuilder) -> None:
    begun(repository, PYTHON)
    (repository.path / "reports" / "tests.xml").write_text("<x/>")
    assert repository.git("status", "--porcelain", "--", "reports") == "?? reports/"
    repository.git("add", "--all")
    assert repository.git("ls-files", "--", "reports") == "reports/.gitignore"


def test_without_any_commit_a_launch_can_be_begun(repository: RepositoryBuilder) -> None:
    repository.write("Cargo.toml", "[package]\n")
    site = open_site(repository.path)
    made = draft(site, answered({}, site.seen, TODAY))
    write_new(site.top, made.files)
    assert "cargo test" in made.files[SCOPE]
    assert check(Request(root=repository.path, now=NOON, cache=False)).decision is Decision.NO_GO
