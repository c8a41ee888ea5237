"""What is no change of policy: the same said elsewhere, in another order, in short, or with other words around it."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from readiness.policy.differences import differences
from tests.policy.changing import MET, SURROUNDINGS, Files, changed, files, item, judged, launch
from tests.repository import RepositoryBuilder

SCOPE = launch(
    item(needs=["ready", "other"], evidence=[MET, {"id": "word", "kind": "signoff", "who": "counsel"}]),
    item("other", owner="platform"),
    surfaces={"pay": {"paths": ["src/**"]}},
    behaviours=[{"id": "b", "statement": "So it is.", "proven_by": ["ready", "other"], "documented_at": "docs/ops.md"}],
)
AS_BLOCKS = """\
# What a launch needs.
title: Shop
id:   shop
behaviours:
  - {id: b, statement: So it is., proven_by: [other, ready], documented_at: docs/ops.md}
kind: scope
state: active
launch: 2026-12-15   # a Tuesday
defaults:
  owner: boss
  rollback: {within: 15m, steps: docs/ops.md#rollback}
surfaces: {pay: {paths: "src/**", risk: normal}}
items:
  - id: other
    owner: platform
    title: Works
    class: launch-critical
    evidence: {id: book, path: docs/ops.md}
  - id: work
    title: Works
    class: launch-critical
    needs: [other, ready]
    evidence:
      - {id: word, signoff: counsel}
      - {path: [docs/ops.md], id: book, kind: file}
  - id: ready
    title: Works
    class: launch-critical
    evidence: {id: book, path: docs/ops.md}
"""


def _with(text: str, path: str = "scopes/shop.yaml") -> Files:
    return {**SURROUNDINGS, path: text}


@pytest.mark.parametrize(
    "candidate",
    [
        pytest.param(_with(json.dumps(SCOPE, indent=2) + "\n\n"), id="whitespace"),
        pytest.param(_with(json.dumps(SCOPE), "scopes/teams/pay/launch.yaml"), id="another-file"),
        pytest.param(_with(AS_BLOCKS), id="other-words-for-the-same"),
        pytest.param({**files(SCOPE), "src/pay.go": "package other\n", "notes/new.md": "# New\n"}, id="code"),
    ],
)
def test_what_means_the_same_is_no_change(repository: RepositoryBuilder, candidate: Files) -> None:
    report = judged(repository, changed(repository, files(SCOPE), candidate))
    assert report.problems == ()
    assert report.proposed == ()
    assert not [one for scope in report.scopes for one in _places(scope) if one.revision]


def _places(scope: Any) -> list[Any]:  # noqa: ANN401 - a scope of a report
    verdicts = (*scope.verdicts, *(verdict for one in scope.items for verdict in one.verdicts))
    return [scope.location, *(verdict.location for verdict in verdicts)]


def test_the_same_commit_changes_nothing(repository: RepositoryBuilder) -> None:
    commit = repository.commit(files(SCOPE))
    alone, held = judged(repository), judged(repository, commit)
    assert held.scopes == alone.scopes
    assert held.proposed == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [(True, 1), (1, 1.0), ("1", 1), (None, ""), (None, ()), (("a", "b"), ("b", "a")), (timedelta(days=1), "1 d")],
)
def test_what_python_takes_for_equal_or_empty_is_a_change_all_the_same(before: object, after: object) -> None:
    assert [(one.before, one.after) for one in differences({"a": before}, {"a": after})] == [(before, after)]


@pytest.mark.parametrize("value", [None, True, 1, "a", ("a",), {"b": None}, timedelta(days=1), date(2026, 12, 1)])
def test_what_is_the_same_is_no_difference(value: object) -> None:
    assert not list(differences({"a": value}, {"a": value}))
