import json
from pathlib import Path

import jsonschema
import pytest

from readiness import __version__
from readiness.cli.complete import complete_formats, complete_items, complete_kinds, complete_pages, complete_scopes
from readiness.cli.pages import find, pages, reflowed
from readiness.model.problems import PROBLEMS
from readiness.rules import RULES
from tests.cli.program import run
from tests.repository import RepositoryBuilder


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_is_printed(tmp_path: Path, option: str) -> None:
    ended = run(option, folder=tmp_path)
    assert (ended.code, ended.out) == (0, f"readiness {__version__}\n")


@pytest.mark.parametrize("command", ["check", "render", "explain", "schema", "demo"])
def test_the_help_of_each_command_has_examples_and_fits_eighty_columns(tmp_path: Path, command: str) -> None:
    ended = run(command, "--help", folder=tmp_path, environment={"COLUMNS": "80"})
    assert ended.code == 0
    assert "Examples:" in ended.out
    assert max(len(line) for line in ended.out.splitlines()) <= 80


def test_explain_lists_every_rule_and_every_problem(tmp_path: Path) -> None:
    out = run("explain", folder=tmp_path).out
    assert all(code in out for code in [*PROBLEMS, *(rule.code for rule in RULES)])
    assert max(len(line) for line in out.splitlines()) <= 80


@pytest.mark.parametrize("word", ["RDY201", "rdy201", "evidence-missing"])
def test_a_page_is_found_by_code_and_by_name(tmp_path: Path, word: str) -> None:
    ended = run("explain", word, folder=tmp_path)
    assert ended.code == 0
    assert ended.out.startswith("# RDY201 evidence-missing: ")


def test_a_word_that_no_page_has_gets_a_suggestion(tmp_path: Path) -> None:
    ended = run("explain", "evidence-mising", folder=tmp_path)
    assert ended.code == 2
    assert "did you mean `evidence-missing`?" in ended.err


def test_every_page_has_one_line_and_fits_eighty_columns() -> None:
    for page in pages():
        assert page.line, page.code
        fenced = False
        for line in reflowed(page.text, 80):
            fenced ^= line.startswith("```")
            assert fenced or len(line) <= 80 or line.startswith(("#", "|", "- ")), page.code


def test_codes_and_names_are_each_used_once() -> None:
    known = pages()
    assert len({page.code for page in known}) == len({page.name for page in known}) == len(known)
    assert find("nothing-of-the-kind") is None


@pytest.mark.parametrize("kind", ["scope", "directory", "report"])
def test_the_schema_of_each_kind_is_a_schema(tmp_path: Path, kind: str) -> None:
    ended = run("schema", kind, folder=tmp_path)
    assert ended.code == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(ended.out))


def test_an_unknown_kind_gets_a_suggestion(tmp_path: Path) -> None:
    ended = run("schema", "scop", folder=tmp_path)
    assert ended.code == 2
    assert "did you mean `scope`?" in ended.err


def test_scopes_are_completed_wherever_one_stands(launch: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(launch.path / "docs")
    assert complete_scopes("pub") == ["public-launch"]
    assert complete_scopes("x") == []


def test_items_are_completed_and_surfaces_are_not(launch: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    launch.write(
        "scopes/other.yaml",
        "kind: scope\nid: other\nbehaviours:\n  - id: no-item\nitems:\n  - id: first\n  - {id: second}\n",
    )
    monkeypatch.chdir(launch.path)
    assert {"first", "second"} <= set(complete_items(""))
    assert complete_items("no") == []
    assert complete_items("sec") == ["second"]


def test_completion_looks_where_the_configuration_says(
    launch: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    launch.write("plans/other.yaml", "kind: scope\nid: other\n")
    launch.write("readiness.toml", 'scopes = ["plans"]\n')
    monkeypatch.chdir(launch.path)
    assert complete_scopes("") == ["other"]


def test_completion_never_fails(launch: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    launch.write("readiness.toml", "= nonsense")
    monkeypatch.chdir(launch.path)
    assert complete_scopes("") == []
    assert complete_items("") == []


def test_other_words_are_completed() -> None:
    assert complete_formats("m") == ["markdown"]
    assert complete_kinds("s") == ["scope"]
    assert "evidence-missing" in complete_pages("evidence-m")


def test_the_shell_can_ask_for_completions(launch: RepositoryBuilder) -> None:
    asked = {"_READINESS_COMPLETE": "complete_bash", "COMP_WORDS": "readiness check p", "COMP_CWORD": "2"}
    assert run(folder=launch.path, environment=asked).out.split() == ["public-launch"]
