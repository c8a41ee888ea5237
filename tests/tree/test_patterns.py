"""Patterns mean what git says they mean."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.errors import ReadinessError
from readiness.model.patterns import flaw_of
from readiness.tree.pattern import literal_start
from readiness.tree.patterns import Matcher
from tests.repository import RepositoryBuilder

PATHS = sorted(
    [
        "a",
        "b.py",
        "infra/x.tf",
        "infra/deep/y.tf",
        "infrastructure/z",
        "src/billing/c.py",
        "src/b.py",
        "é/ü.py",
        "n\nl/x",
    ],
    key=os.fsencode,
)


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        pytest.param(("**",), set(PATHS), id="everything"),
        pytest.param(("infra/**",), {"infra/x.tf", "infra/deep/y.tf"}, id="folder-and-below"),
        pytest.param(("infra/*",), {"infra/x.tf", "infra/deep/y.tf"}, id="star-takes-folders-whole"),
        pytest.param(("infra/*.tf",), {"infra/x.tf"}, id="star-stops-at-slash"),
        pytest.param(("src/billing/",), {"src/billing/c.py"}, id="folder"),
        pytest.param(("billing/",), {"src/billing/c.py"}, id="folder-anywhere"),
        pytest.param(("/billing",), set(), id="anchored"),
        pytest.param(("src/b.py/",), set(), id="a-file-is-no-folder"),
        pytest.param(("src/b.py",), {"src/b.py"}, id="file"),
        pytest.param(("b.py",), {"b.py", "src/b.py"}, id="name-anywhere"),
        pytest.param(("*.py", "!/b.py"), {"src/b.py", "src/billing/c.py", "é/ü.py"}, id="negation"),
        pytest.param(("src/", "!src/b.py"), {"src/b.py", "src/billing/c.py"}, id="a-folder-holds-what-is-in-it"),
        pytest.param(("src/**", "!src/b.py"), {"src/billing/c.py"}, id="taken-out-of-what-is-below"),
        pytest.param(("é/",), {"é/ü.py"}, id="not-ascii"),
        pytest.param(("n?l/x",), {"n\nl/x"}, id="line-break"),
        pytest.param((), set(), id="nothing"),
    ],
)
def test_patterns_match_as_gitignore_does(patterns: tuple[str, ...], expected: set[str]) -> None:
    matched = Matcher(PATHS).matched(patterns)
    assert set(matched) == expected
    assert list(matched) == sorted(matched, key=os.fsencode)


UNCLEAR = [
    "",
    "[",
    "infra/[",
    "/",
    "!",
    "# x",
    "a\nb",
    "[[:alpha:]]",
    "a ",
    "a\\b",
    "../a",
    "a/./b",
    "a//b",
    "[b-a]",
    "[[a]",
    "[a--b]",
]


@pytest.mark.parametrize("pattern", [*UNCLEAR, "!!a", "!#a", "a/***/b", "a**/b", "**b", "[!/]", "a/**/", "**/"])
def test_a_pattern_that_tools_read_differently_is_refused(pattern: str) -> None:
    assert flaw_of(pattern)
    with pytest.raises(ReadinessError) as caught:
        Matcher(PATHS).matched((pattern,))
    assert caught.value.problems[0].code == "RDY017"


@pytest.mark.parametrize(
    ("pattern", "start"),
    [
        ("reports/**/*.xml", "reports"),
        ("reports/a*.xml", "reports"),
        ("/reports", "reports"),
        ("a/b/c.xml", "a/b/c.xml"),
        ("a/b/", "a/b"),
        ("*.xml", ""),
        ("report.xml", ""),
        ("**/x", ""),
    ],
)
def test_the_literal_start_is_known(pattern: str, start: str) -> None:
    assert literal_start(pattern) == start


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return RepositoryBuilder(tmp_path_factory.mktemp("ground")).start().path


def ignored_by_git(ground: Path, patterns: tuple[str, ...], paths: list[str]) -> set[str]:
    """Return what git itself takes `patterns` to match; it asks the disk what is a folder, so they are made."""
    (ground / ".git/info/exclude").write_bytes(b"".join(os.fsencode(pattern) + b"\n" for pattern in patterns))
    builder = RepositoryBuilder(ground)
    try:
        return set(
            builder.git(
                "check-ignore", "--no-index", "--stdin", "-z", feed=b"".join(os.fsencode(p) + b"\0" for p in paths)
            ).split("\0")[:-1]
        )
    except AssertionError:
        # Exit status 1: nothing matched.
        return set()


parts = st.sampled_from(["a", "b", "ab", "a.b", "*", "**", "?", "a*", "*.b", "[ab]", "[!a]", "é", "a b", "-a"])
patterns = st.builds(
    lambda negated, lead, middle, trail: negated + lead + "/".join(middle) + trail,
    st.sampled_from(["", "", "", "!"]),
    st.sampled_from(["", "", "/", "**/"]),
    st.lists(parts, min_size=1, max_size=3),
    st.sampled_from(["", "", "/", "/**", "/*"]),
).filter(lambda pattern: flaw_of(pattern) is None)
names = st.sampled_from(["a", "b", "ab", "a.b", "c", "é", "\udcff", "a\nb", "a b", "-a", "n\n"])
trees = st.lists(st.lists(names, min_size=1, max_size=4).map("/".join), min_size=1, max_size=12, unique=True)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.lists(patterns, min_size=1, max_size=4).map(tuple), paths=trees)
def test_git_agrees(ground: Path, chosen: tuple[str, ...], paths: list[str]) -> None:
    files = [path for path in paths if not any(other.startswith(path + "/") for other in paths)]
    assert set(Matcher(files).matched(chosen)) == ignored_by_git(ground, chosen, files), (chosen, files)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pattern=st.text("[]!-^ab/*&", min_size=1, max_size=7), paths=trees)
def test_brackets_are_refused_or_read_as_git_does(ground: Path, pattern: str, paths: list[str]) -> None:
    files = [path for path in paths if not any(other.startswith(path + "/") for other in paths)]
    if flaw_of(pattern) is None:
        assert set(Matcher(files).matched((pattern,))) == ignored_by_git(ground, (pattern,), files), (pattern, files)


@given(chosen=st.lists(patterns, min_size=1, max_size=3).map(tuple), path=st.lists(names, min_size=1).map("/".join))
def test_every_match_of_a_pattern_lies_at_its_literal_start(chosen: tuple[str, ...], path: str) -> None:
    for pattern in chosen:
        if not pattern.startswith("!") and Matcher([path]).matched((pattern,)):
            start = literal_start(pattern)
            assert not start or path == start or path.startswith(start + "/")
