"""Members and deputies in a directory are owners too."""

from pathlib import Path

import pytest

from tests.link.launches import linked, marked, said, scope

OWNERS = "kind: directory\nowners:\n  release-manager: The release manager\n  general-counsel: The counsel\n"


@pytest.mark.parametrize("field", ["members", "deputies"])
def test_a_stranger_in_a_directory_is_a_problem_where_they_stand(tmp_path: Path, field: str) -> None:
    text, place = marked(f"{OWNERS}  release-team: {{title: The team, {field}: [release-manager, «nobody]}}\n")
    plan = linked(tmp_path, {"scopes/a.yaml": scope(), "scopes/who.yaml": text})
    assert said(plan) == [f"RDY030 scopes/who.yaml:{place} there is no owner `nobody`"]


def test_members_may_be_listed_in_another_directory(tmp_path: Path) -> None:
    team = "kind: directory\nowners: {release-team: {title: The team, members: [release-manager]}}\n"
    assert not said(linked(tmp_path, {"scopes/a.yaml": scope(), "scopes/who.yaml": OWNERS, "scopes/team.yaml": team}))


def test_a_directory_that_may_stand_in_a_broken_file_is_not_guessed_about(tmp_path: Path) -> None:
    team = "kind: directory\nowners: {release-team: {title: The team, members: [nobody]}}\n"
    plan = linked(tmp_path, {"scopes/a.yaml": scope(), "scopes/who.yaml": "a: [", "scopes/team.yaml": team})
    assert [line.split()[0] for line in said(plan)] == ["RDY001"]
