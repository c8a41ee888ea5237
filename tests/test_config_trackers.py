"""`[trackers.NAME]`: each mistake at its key."""

import pytest

from readiness.config import read_config
from readiness.errors import ReadinessError
from tests.test_config import RULES, TextTree

KINDS = ("file", "github", "jira")


def problem_of(text: str, name: str = "readiness.toml") -> str:
    with pytest.raises(ReadinessError) as caught:
        read_config(TextTree({name: text}), RULES, lambda: KINDS)
    [problem] = caught.value.problems
    assert problem.code == "RDY040"
    return f"{problem.location} {problem.message} | {problem.fix}"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param(
            'kind = "githbu"',
            "readiness.toml:2:1 there is no kind of tracker called `githbu` | did you mean `github`?",
            id="misspelt-kind",
        ),
        pytest.param(
            'kind = "phabricator"',
            "readiness.toml:2:1 there is no kind of tracker called `phabricator` | write one of file, github, jira,"
            " or install its package",
            id="kind-that-nobody-knows",
        ),
        pytest.param(
            'kind = "jira"\ntoken_evn = "JIRA_TOKEN"',
            "readiness.toml:3:1 the key `token_evn` is not known here | did you mean `token_env`?",
            id="misspelt-key",
        ),
        pytest.param(
            'kind = "jira"\nurl = "https://me:secret@jira.example.com"',
            "readiness.toml:3:1 `url` is no address of a server"
            " | write it as https://host/path, without a name, a password or a query",
            id="password-in-the-address",
        ),
        pytest.param(
            'project = "acme/platform"', "readiness.toml:1:1 `kind` is missing | add `kind = …`", id="no-kind"
        ),
    ],
)
def test_a_mistake_about_a_tracker_is_explained_at_its_key(table: str, expected: str) -> None:
    assert problem_of(f"[trackers.work]\n{table}\n") == expected


def test_a_kind_that_nobody_knows_is_found_in_pyproject_too() -> None:
    found = problem_of('[project]\nname = "x"\n\n[tool.readiness.trackers.work]\nkind = "jria"\n', "pyproject.toml")
    assert found.startswith("pyproject.toml:5:1 there is no kind of tracker called `jria`")


def test_nobody_is_asked_for_kinds_where_no_tracker_is_configured() -> None:
    assert read_config(TextTree({"readiness.toml": "allow_self = true\n"}), RULES, _never).allow_self


def _never() -> tuple[str, ...]:
    raise AssertionError
