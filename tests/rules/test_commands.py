"""The commands that findings show mend what was found, typed as they are shown."""

import json
import shlex
from typing import Final

import pytest

from tests.cli.inside import nobodys_machine, typed
from tests.repository import RepositoryBuilder

__all__ = ["nobodys_machine"]

VALUES: Final = {"ISSUE": "file:later", "TEXT": "words", "DAY": "2099-01-01", "OWNER": "counsel"}
"""What somebody would type in the place of the words in capitals."""
OTHER: Final = """\
kind: scope
id: other
title: Other
items: [{id: shared, title: Shared, class: launch-critical}]
"""
SHOP: Final = """\
kind: scope
id: shop
title: Shop
launch: 2098-12-15
surfaces: {billing: {paths: ["src/**"], risk: high}}
items:
  - {id: shared, title: Terms, class: launch-critical, owner: ops, evidence: {signoff: counsel}}
  - id: lapsed
    title: Terms
    class: launch-critical
    owner: ops
    evidence: {signoff: counsel, date: 2020-01-01, statement: Once}
  - {id: charts, title: Charts, class: deferred, owner: ops}
  - {id: maps, title: Maps, class: deferred, owner: ops, follow_up: {risk: None seen, ref: "file:later"}}
waivers:
  - id: first
    of: {item: shared, requirement: rollback}
    reason: Words
    granted_by: counsel
    granted: 2020-01-01
    expires: 2099-01-01
  - id: over
    of: {item: lapsed, requirement: rollback}
    reason: Words
    granted_by: counsel
    granted: 2020-01-01
    expires: 2020-02-01
  - id: second
    of: {surface: billing, requirement: guarded}
    reason: Words
    granted_by: counsel
    granted: 2020-01-01
    expires: 2099-01-01
"""


@pytest.fixture
def launch(nobodys_machine: None, tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:  # noqa: ARG001 - for its effect
    repository = RepositoryBuilder(tmp_path_factory.mktemp("launch")).start()
    later = "- {id: later, title: Later, state: open, assignee: ops}\n"
    repository.commit(
        {
            "scopes/shop.yaml": SHOP,
            "scopes/other.yaml": OTHER,
            ".readiness/followups.yaml": later,
            "src/pay.go": "package pay\n",
        }
    )
    return repository


def actions(repository: RepositoryBuilder, code: str) -> dict[str, str]:
    """Return what to type against each finding of the rule `code`, by its subject."""
    shown = json.loads(typed("check", "shop", "--format", "json", folder=repository.path).out)
    [scope] = shown["scopes"]
    verdicts = [*scope["verdicts"], *(verdict for item in scope["items"] for verdict in item["verdicts"])]
    return {one["subject"]: one["action"] for one in verdicts if one["code"] == code and one["found"] != "passed"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("RDY201", {"item shared": "readiness signoff shop/shared signoff --by counsel"}),
        ("RDY203", {"item lapsed": "readiness signoff lapsed signoff --by counsel"}),
        (
            "RDY140",
            {
                "item charts": "readiness defer charts --ref ISSUE --risk TEXT --due DAY",
                "item maps": "readiness defer maps --due DAY",
            },
        ),
        (
            "RDY406",
            {
                "waiver first": "readiness waive shop/shared rollback --until 2099-01-01 --by counsel --ref ISSUE",
                "waiver over": "readiness waive lapsed rollback --until DAY --by counsel --ref ISSUE",
                "waiver second": (
                    "readiness waive guarded --surface billing --until 2099-01-01 --by counsel --ref ISSUE"
                ),
            },
        ),
    ],
)
def test_a_finding_names_the_command_that_mends_it(
    code: str, expected: dict[str, str], launch: RepositoryBuilder
) -> None:
    assert actions(launch, code) == expected
    for action in expected.values():
        _, *words = (VALUES.get(word, word) for word in shlex.split(action))
        needed = ["--statement", "words"] if words[0] == "signoff" else []
        ended = typed(*words, *needed, folder=launch.path)
        assert ended.code == 0, ended.err
    assert actions(launch, code) == {}
