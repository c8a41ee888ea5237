"""Documents that are written to stall a run, or that fall through to words that are not ours."""

import time
from pathlib import Path

import pytest

from readiness.errors import Problem
from readiness.model.patterns import flaw_of
from readiness.pipeline import Request
from readiness.tree.patterns import Matcher
from tests.proofs import check

SCOPE = """\
kind: scope
id: launch
title: {title}
owner: release-manager
surfaces: {{app: {{title: App, paths: [{paths}]}}}}
items: [{{id: a, title: A, class: launch-critical}}]
"""


def problems_of(folder: Path, title: str = "Launch", paths: str = "src/**") -> tuple[Problem, ...]:
    (folder / "scopes").mkdir()
    (folder / "scopes/launch.yaml").write_text(SCOPE.format(title=title, paths=paths))
    return check(Request(root=folder, cache=False)).problems


@pytest.mark.parametrize(
    "pattern",
    ["*a" * 40 + "b", "/*a*a*a*ab", "x/" + "*?" * 4, "**/a/" * 4 + "b", "**/a/" * 20 + "b", "a/**/**/**/**/b"],
)
def test_a_pattern_that_could_stall_a_run_is_refused_where_it_is_written(tmp_path: Path, pattern: str) -> None:
    (tmp_path / ("a" * 200)).touch()
    (problem,) = problems_of(tmp_path, paths=f'"{pattern}"')
    assert problem.code == "RDY017"
    assert "more than three `*" in problem.message
    assert problem.location is not None
    assert (problem.location.line, problem.location.path) == (5, "scopes/launch.yaml")


@pytest.mark.parametrize("pattern", ["*_test_*.p*", "**/src/**/test/**/*.xml", "src/**/test/**", "*/*/*/*/*", "**/*"])
def test_patterns_of_everyday_stay_allowed(pattern: str) -> None:
    assert flaw_of(pattern) is None


@pytest.mark.parametrize("pattern", ["/*a*a*ab", "**/*a*a*ab", "/a/**/a/**/b"])
def test_what_is_allowed_is_matched_in_no_time_against_the_worst_of_names(pattern: str) -> None:
    paths = [f"{'a' * 240}{number}" for number in range(10)] + ["a/" * 1000 + "x"]
    began = time.process_time()
    assert Matcher(paths).matched((pattern,)) == ()
    assert time.process_time() - began < 5


@pytest.mark.parametrize("title", ['"Public \\ud800"', '"Public" launch', "| Public", "[Public] launch"])
def test_yaml_that_cannot_be_read_is_explained_in_our_own_words(tmp_path: Path, title: str) -> None:
    (problem,) = problems_of(tmp_path, title=title)
    assert "the file is no YAML here" not in problem.message
    assert problem.location is not None
    assert problem.location.line == 3
