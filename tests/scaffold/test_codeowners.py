"""CODEOWNERS as people and attackers write it: teams behind everything are found, and nothing else gets in."""

import pytest

from readiness.scaffold.codeowners import id_of, read_codeowners


def teams(text: str | bytes) -> tuple[str, ...]:
    return read_codeowners("CODEOWNERS", text if isinstance(text, bytes) else text.encode()).teams


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("* @acme/core\n", ("@acme/core",), id="one-team"),
        pytest.param("* @acme/core @acme/ops  # both\n", ("@acme/core", "@acme/ops"), id="comment-behind"),
        pytest.param("* @acme/core\n* @acme/late\n", ("@acme/late",), id="the-last-rule-counts"),
        pytest.param("* @acme/core\n/docs/ @acme/writers\n", ("@acme/core",), id="parts-are-not-all"),
        pytest.param("[All][2] @acme/core\n^[Docs] @x\n", (), id="sections-of-gitlab"),
        pytest.param("* @group/sub/team\n", ("@group/sub/team",), id="nested-group"),
        pytest.param("* @somebody me@example.com @@maintainer\n", (), id="no-people"),
        pytest.param("\ufeff* @acme/core\r\n", ("@acme/core",), id="marks-and-line-ends"),
        pytest.param("*\n", (), id="no-owner"),
        pytest.param("", (), id="empty"),
        pytest.param(b"\xff\xfe* @acme/core\n* @acme/\x00\n", (), id="bytes"),
        pytest.param("* @acme/<script>alert(1)</script>\n", (), id="markup"),
        pytest.param('* @acme/x"\n- id: injected\n', (), id="yaml"),
        pytest.param("* @acme/x\u202eteam @acme/\x1b[31m\n", (), id="terminal"),
    ],
)
def test_only_teams_behind_everything_are_found(text: str | bytes, found: tuple[str, ...]) -> None:
    assert teams(text) == found


def test_people_are_noticed_and_not_named() -> None:
    owners = read_codeowners("CODEOWNERS", b"* @acme/core @somebody\n")
    assert (owners.teams, owners.names_people, owners.unread) == (("@acme/core",), True, 0)


def test_lines_that_cannot_be_understood_are_counted() -> None:
    assert read_codeowners("CODEOWNERS", b"* acme core\n*.py ???\n/x @ok\n").unread == 2


@pytest.mark.parametrize(
    ("team", "name"), [("@acme/Core_Team", "core-team"), ("@a/b/c.d", "c-d"), ("@a/...", "code-owners")]
)
def test_a_team_has_an_id_that_documents_can_hold(team: str, name: str) -> None:
    assert id_of(team) == name
