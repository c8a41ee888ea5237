"""Fingerprints of what patterns choose: the last pattern decides, and each choice is hashed once."""

import os
from collections.abc import Iterable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.errors import ReadinessError
from readiness.model.patterns import flaw_of
from readiness.tree.base import Entry
from readiness.tree.covered import Covered, Fingerprints
from readiness.tree.fingerprint import contents, digest_of, parse_contents
from readiness.tree.patterns import Matcher
from readiness.tree.spans import size
from tests.tree.fuzz import _NAMES, _PARTS

MODULE = "vendor/lib"
PATHS = ("README.md", "docs/a.md", "docs/src/b.py", "src/a.py", "src/docs/c.md", MODULE, "é.py")


class Listed:
    """A tree of paths whose object ids are made up."""

    object_format = "sha1"

    def __init__(self, paths: Iterable[str], doubts: Mapping[str, str] | None = None) -> None:
        self.listed = sorted(paths, key=os.fsencode)
        self.doubtful = doubts or {}
        self.asked = 0

    def paths(self) -> Sequence[str]:
        return self.listed

    def entries(self) -> Sequence[Entry]:
        self.asked += 1
        return [
            Entry(path, 0o160000 if path == MODULE else 0o100644, f"{number:040x}")
            for number, path in enumerate(self.listed)
        ]

    def submodules(self) -> frozenset[str]:
        return frozenset({MODULE} & set(self.listed))

    def doubts(self) -> Mapping[str, str]:
        return self.doubtful


def files(*patterns: str, inputs: tuple[str, ...] = ()) -> set[str]:
    covered = Fingerprints(Listed(PATHS)).covered(patterns, inputs)
    found = parse_contents(covered.contents)
    assert covered.count == len(found)
    assert covered.digest == digest_of(covered.contents)
    return set(found)


@pytest.mark.parametrize(
    ("patterns", "left_out"),
    [
        pytest.param(["**"], set(), id="everything"),
        pytest.param(["**", "!docs/**"], {"docs/a.md", "docs/src/b.py"}, id="less-a-folder"),
        pytest.param(["**", "!docs/"], {"docs/a.md", "docs/src/b.py", "src/docs/c.md"}, id="less-a-name-of-folders"),
        pytest.param(["**", "!docs"], {"docs/a.md", "docs/src/b.py", "src/docs/c.md"}, id="less-a-name"),
        pytest.param(["**", "!docs/**", "docs/a.md"], {"docs/src/b.py"}, id="and-one-back"),
        pytest.param(["**", "!*.py"], {"docs/src/b.py", "src/a.py", "é.py"}, id="less-a-suffix"),
        pytest.param(["!docs/**", "**"], set(), id="what-comes-later-decides"),
        pytest.param(["!docs/**"], set(PATHS), id="out-of-nothing"),
        pytest.param(["**", "!vendor/**"], {MODULE}, id="less-a-submodule"),
        pytest.param(["**", "!vendor/lib/*.go"], set(), id="part-of-a-submodule-cannot-be-taken-out"),
        pytest.param([], set(PATHS), id="nothing"),
    ],
)
def test_of_each_file_the_last_pattern_that_matches_it_decides(patterns: list[str], left_out: set[str]) -> None:
    assert files(*patterns) == set(PATHS) - left_out


def test_inputs_are_a_list_of_their_own_and_are_added() -> None:
    assert files("src/**", inputs=("docs/**", "!docs/src/")) == {"src/a.py", "src/docs/c.md", "docs/a.md"}
    assert files("src/**", "!src/a.py", inputs=("src/a.py",)) == {"src/a.py", "src/docs/c.md"}


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ("vendor/lib", True),
        ("vendor/lib/", True),
        ("vendor/lib/**", True),
        ("vendor/lib/*", True),
        ("vendor/lib/**/*", True),
        ("/vendor/lib/**", True),
        ("vendor/**", True),
        ("vendor/", True),
        ("vendor/*/", True),
        ("vendor/*/**", True),
        ("*/lib/", True),
        ("lib/", True),
        ("lib", True),
        ("**/lib/", True),
        ("**/lib/**", True),
        ("**/l?b/*", True),
        ("*/", True),
        ("/*/", True),
        ("lib/**", False),
        ("/lib/", False),
        ("vendor/lib/*/", False),
        ("vendor/lib/*/**", False),
        ("vendor/lib/*.go", False),
        ("vendor/lib/**/*.go", False),
        ("vendor/lib/src/**", False),
        ("vendor/li", False),
        ("vendor/libs/", False),
    ],
)
def test_a_submodule_is_matched_as_the_folder_that_it_is(pattern: str, *, matches: bool) -> None:
    matcher = Matcher([MODULE, "vendor/z"], {MODULE})
    assert (MODULE in matcher.matched((pattern,))) == matches
    assert (MODULE in matcher.matched((pattern, "!nothing"))) == matches
    # What these say of the folder above takes nothing out of it to git.
    if pattern not in ("vendor/", "/*/"):
        assert (MODULE not in matcher.matched(("vendor/lib", f"!{pattern}"))) == matches


def test_what_is_left_out_is_in_no_pattern() -> None:
    fingerprints = Fingerprints(Listed(PATHS), {"docs/a.md"})
    assert fingerprints.total == len(PATHS) - 1
    assert fingerprints.covered(("docs/**",)).count == 1
    assert fingerprints.covered(("docs/a.md",)).count == 0


def test_one_content_is_one_answer_however_it_is_asked_for() -> None:
    tree = Listed(PATHS)
    fingerprints = Fingerprints(tree)
    whole = fingerprints.covered(("**",))
    assert fingerprints.covered(("**",), ("src/**",)) is whole
    assert fingerprints.covered(("**", "!docs/**", "docs/**")) is whole
    assert fingerprints.covered(("src/**",)) is not whole
    assert tree.asked == 1
    assert whole.digest == digest_of(contents("sha1", tree.entries()))


def test_object_ids_are_asked_for_only_where_there_is_a_fingerprint() -> None:
    tree = Listed(PATHS)
    assert size(Fingerprints(tree).places(("src/**",))) == 2
    assert tree.asked == 0


def test_the_doubts_are_those_of_the_files_in_it() -> None:
    fingerprints = Fingerprints(Listed(PATHS, {"src/a.py": "who knows", "é.py": "hm"}))
    assert fingerprints.covered(("src/**",)).doubts == (("src/a.py", "who knows"),)
    assert fingerprints.covered(("**",)).doubts == (("src/a.py", "who knows"), ("é.py", "hm"))
    assert fingerprints.covered(("docs/**",)).doubts == ()


def test_a_list_of_files_that_changes_meanwhile_is_an_error() -> None:
    tree = Listed(PATHS)
    fingerprints = Fingerprints(tree)
    tree.listed = tree.listed[:-1]
    with pytest.raises(ReadinessError) as caught:
        fingerprints.covered(("src/**",))
    assert caught.value.problems[0].code == "RDY050"


@pytest.mark.parametrize("pattern", ["a\\b", "!!a", "[[:alpha:]]", "![[:alpha:]]"])
def test_a_pattern_that_is_not_understood_is_refused(pattern: str) -> None:
    for asked in (((pattern,), ()), (("**",), (pattern,))):
        with pytest.raises(ReadinessError) as caught:
            Fingerprints(Listed(PATHS)).covered(*asked)
        assert caught.value.problems[0].code == "RDY017"


patterns = st.builds(
    lambda lead, middle, trail: lead + "/".join(middle) + trail,
    st.sampled_from(["", "", "/", "**/"]),
    st.lists(st.sampled_from(_PARTS), min_size=1, max_size=3),
    st.sampled_from(["", "", "/", "/**", "/*"]),
).filter(lambda pattern: flaw_of(pattern) is None)
trees = st.sets(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=4).map("/".join), min_size=1, max_size=12)


@given(chosen=st.lists(patterns, min_size=1, max_size=4).map(tuple), paths=trees)
def test_without_exclamation_marks_git_s_meaning_is_ours(chosen: tuple[str, ...], paths: set[str]) -> None:
    matcher = Matcher(path for path in paths if not any(other.startswith(path + "/") for other in paths))
    found = matcher.chosen(chosen)
    assert matcher.matched(chosen) == tuple(path for start, stop in found for path in matcher.paths[start:stop])
    # Git's own reading of a `!` that comes first, and takes nothing out, is that of the regular expressions alone.
    assert matcher.matched(("!nothing", *chosen)) == matcher.matched(chosen)


@given(
    chosen=st.lists(st.tuples(st.booleans(), patterns), min_size=1, max_size=5),
    paths=trees,
)
def test_the_last_word_on_each_file_counts(chosen: list[tuple[bool, str]], paths: set[str]) -> None:
    kept = [path for path in paths if not any(other.startswith(path + "/") for other in paths)]
    asked = tuple(pattern if wanted else f"!{pattern}" for wanted, pattern in chosen)
    covered = Fingerprints(Listed(kept)).covered(asked)
    expected = set()
    for path in kept:
        words = [wanted for wanted, pattern in chosen if Matcher([path]).matched((pattern,))]
        if words and words[-1]:
            expected.add(path)
    assert set(parse_contents(covered.contents)) == expected


def test_nothing_covered_has_no_count() -> None:
    assert Fingerprints(Listed(PATHS)).covered(("gone/**",)) == Covered(digest_of(contents("sha1", [])), 0)
