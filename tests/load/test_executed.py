"""Evidence that only `prove` can make says how, and does not stand for files by default."""

from collections.abc import Callable, Mapping

import pytest

from readiness.config import Config
from readiness.evidence import KINDS
from readiness.load import load
from readiness.tree.base import Tree

SCOPE = """\
kind: scope
id: shop
title: The shop opens
items:
  - id: thing
    title: A thing
    class: launch-critical
    evidence: %s
"""


def lines(evidence: str, tree_of: Callable[[Mapping[str, bytes]], Tree]) -> list[str]:
    documents = load(tree_of({"scopes/x.yaml": (SCOPE % evidence).encode()}), Config(), KINDS)
    return [f"{problem.location} {problem.message} | {problem.fix}" for problem in documents.problems]


@pytest.mark.parametrize(
    "evidence",
    [
        pytest.param("{kind: command, run: make check}", id="command"),
        pytest.param("{kind: command, run: [make, check], exit: [0, 2], not_output: error, level: block}", id="full"),
        pytest.param(
            '{kind: http, url: "https://example.org/", covers: none, max_age: 1h, environment: production}', id="http"
        ),
        pytest.param('{kind: http, url: "https://example.org/", status: 204, covers: "src/**"}', id="http-of-files"),
    ],
)
def test_what_says_how_it_is_made_is_good_input(evidence: str, tree_of: Callable[[Mapping[str, bytes]], Tree]) -> None:
    assert lines(evidence, tree_of) == []


@pytest.mark.parametrize(
    ("evidence", "column", "message"),
    [
        pytest.param("{kind: command}", 15, "`run` is missing", id="command-without-command"),
        pytest.param(
            "{kind: command, run: make, path: log.txt}",
            48,
            "evidence of kind `command` reads no artefact, so its `path` would never be looked at",
            id="artefact-of-a-command",
        ),
        pytest.param(
            '{kind: http, url: "https://example.org/"}',
            15,
            "evidence of kind `http` asks what runs elsewhere, and does not say which files that proves",
            id="http-about-everything",
        ),
        pytest.param(
            '{kind: http, url: "https://example.org/", covers: "src/**", run: make up}',
            80,
            "evidence of kind `http` is not made by a command, so its `run` would never be executed",
            id="http-by-command",
        ),
    ],
)
def test_what_does_not_is_bad_input(
    evidence: str, column: int, message: str, tree_of: Callable[[Mapping[str, bytes]], Tree]
) -> None:
    [line] = lines(evidence, tree_of)
    assert line.partition(" | ")[0] == f"scopes/x.yaml:8:{column} {message}"
