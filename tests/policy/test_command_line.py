"""`--policy-from` on the command line: exit codes, and what is printed in each format."""

import json

import pytest

from tests.cli.program import run
from tests.policy.changing import SURROUNDINGS, UNMET, changed, files, item, launch
from tests.repository import RepositoryBuilder

BAD = launch(item(evidence=[UNMET]))


@pytest.fixture
def base(repository: RepositoryBuilder) -> str:
    """Return the base of a candidate that deletes the item which would fail."""
    return changed(repository, files(BAD), files(launch()))


def test_the_exit_code_is_that_of_the_stricter_policy(repository: RepositoryBuilder, base: str) -> None:
    assert run("check", folder=repository.path).code == 0
    ended = run("check", "--final", "--policy-from", base, folder=repository.path)
    assert (ended.code, ended.err) == (1, "")


def test_text_says_what_is_proposed_and_whose_policy_counts(repository: RepositoryBuilder, base: str) -> None:
    ended = run("check", "--policy-from", base, folder=repository.path)
    assert f"at   {base:.9}:scopes/shop.yaml:1:" in ended.out
    assert "-- Proposed changes of policy (1) ---" in ended.out
    assert "shop · item work" in ended.out
    assert "Works → nothing" in ended.out
    assert f"enforcing: true. The policy of {base:.9} counts besides the candidate's own." in ended.out
    assert "enforcing: false" not in ended.out


def test_a_program_gets_the_base_and_the_proposals(repository: RepositoryBuilder, base: str) -> None:
    found = json.loads(run("check", "--policy-from", base, "--format", "json", folder=repository.path).out)
    assert (found["enforcing"], found["policy"]["base"]) == (True, base)
    [proposed] = found["proposed"]
    location = proposed.pop("location")
    assert proposed == {
        "slug": "item-deleted",
        "change": "deletes the item",
        "scope": "shop",
        "subject": "item work",
        "field": "",
        "before": "Works",
        "after": None,
    }
    assert (location["path"], location["revision"]) == ("scopes/shop.yaml", base)


@pytest.mark.parametrize("text", ["All is well.\n", "{% for _ in range(99999) %}{% endfor %}{{ undefined }}\n"])
def test_a_template_of_the_candidate_shows_nothing(repository: RepositoryBuilder, text: str) -> None:
    ready = files(launch())
    base = changed(
        repository, {**ready, "templates/status.md.j2": "As ever.\n"}, {**ready, "templates/status.md.j2": text}
    )
    ended = run("check", "--policy-from", base, "--format", "markdown", folder=repository.path)
    assert (ended.code, ended.out) == (0, "As ever.\n")


@pytest.mark.parametrize(("revision", "code"), [("nowhere", "RDY051"), ("--all", "RDY051"), ("-x", "RDY051")])
def test_what_names_no_commit_is_bad_input(repository: RepositoryBuilder, base: str, revision: str, code: str) -> None:
    assert base
    ended = run("check", f"--policy-from={revision}", folder=repository.path)
    assert (ended.code, ended.out) == (2, "")
    assert code in ended.err


def test_a_base_without_scopes_is_bad_input_and_enforces_nothing(repository: RepositoryBuilder) -> None:
    base = changed(repository, SURROUNDINGS, files(launch()))
    ended = run("check", "--policy-from", base, folder=repository.path)
    assert ended.code == 2
    assert ended.out.startswith("UNDECIDED")
    assert "there is no policy to judge by" in " ".join(ended.out.split())
    assert "enforcing: false" in ended.out


def test_render_does_not_know_a_base(repository: RepositoryBuilder, base: str) -> None:
    assert run("render", "--policy-from", base, folder=repository.path).code == 2
