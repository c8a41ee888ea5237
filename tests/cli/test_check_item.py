"""`check --item`: one item on its own, and still the decision of the whole."""

import pytest

from tests.cli.program import run
from tests.repository import RepositoryBuilder


def test_an_item_is_shown_alone_with_what_passed_and_the_decision_is_that_of_the_whole(
    launch: RepositoryBuilder,
) -> None:
    scope = launch.path / "scopes/public-launch.yaml"
    ready = "  - id: words\n    title: Words\n    class: launch-adjacent\n    evidence: docs/ops.md\n"
    scope.write_text(scope.read_text(encoding="utf-8") + ready, encoding="utf-8")
    ended = run("check", "--item", "words", folder=launch.path)
    assert ended.code == 1
    assert ended.out.startswith("NO-GO  public-launch")
    assert "item words · owner" in ended.out
    assert "item deploy" not in ended.out


def test_an_item_can_be_named_with_its_scope(launch: RepositoryBuilder) -> None:
    ended = run("check", "--item", "public-launch/deploy", folder=launch.path)
    assert "item deploy" in ended.out
    assert "item legal" not in ended.out


def test_quiet_says_the_decision_alone_of_an_item_too(launch: RepositoryBuilder) -> None:
    ended = run("check", "--item", "deploy", "--quiet", folder=launch.path)
    assert ended.code == 1
    assert ended.out.startswith("NO-GO  public-launch")
    assert ended.out.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--item", "deplyo"), "did you mean `deploy`?"),
        (("--item", "deploy", "--format", "json"), "leave --item or --format out"),
    ],
)
def test_an_item_that_is_not_there_or_cannot_be_shown_exits_with_two(
    launch: RepositoryBuilder, arguments: tuple[str, ...], said: str
) -> None:
    ended = run("check", *arguments, folder=launch.path)
    assert ended.code == 2
    assert said in ended.err
