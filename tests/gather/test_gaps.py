"""What evidence leaves out of a surface: which evidence counts, and how the rest is named."""

import pytest

from readiness.gather.gaps import places_of
from readiness.model.dossier import Gap

PATHS = ("a", "docs/a.md", "src/a/x", "src/a/y", "src/b", "src/c/d/x", "src/c/e", "z")


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        pytest.param(((0, 8),), [("a", 1), ("docs/", 1), ("src/", 5), ("z", 1)], id="everything"),
        pytest.param(((2, 4),), [("src/a/", 2)], id="a folder"),
        pytest.param(((2, 3),), [("src/a/x", 1)], id="a part of a folder"),
        pytest.param(((3, 5),), [("src/a/y", 1), ("src/b", 1)], id="the end of one and a file"),
        pytest.param(((4, 7),), [("src/b", 1), ("src/c/", 2)], id="no folder around that holds more"),
        pytest.param(((2, 4), (5, 6)), [("src/a/", 2), ("src/c/d/", 1)], id="apart"),
        pytest.param((), [], id="nothing"),
    ],
)
def test_places_are_the_largest_folders_that_are_left_out_as_a_whole(
    spans: tuple[tuple[int, int], ...], expected: list[tuple[str, int]]
) -> None:
    assert list(places_of(spans, PATHS)) == expected


@pytest.mark.parametrize(
    ("files", "uncovered", "share"),
    [
        (4, 1, "3 of 4 files (75 %)"),
        (1000, 1, "999 of 1,000 files (99 %)"),
        (1000, 999, "1 of 1,000 files (1 %)"),
        (3, 3, "0 of 3 files (0 %)"),
    ],
)
def test_a_share_is_never_rounded_to_all_or_nothing(files: int, uncovered: int, share: str) -> None:
    assert Gap(files, uncovered, ("src/",)).share == share


@pytest.mark.parametrize(
    ("gap", "named"),
    [
        (Gap(9, 1, ("src/a",)), "src/a"),
        (Gap(9, 3, ("src/a", "src/b/")), "src/a and src/b/"),
        (Gap(9, 4, ("src/a", "src/b", "src/c"), 1), "src/a, src/b, src/c and 1 more file"),
        (Gap(9000, 5000, ("src/a",), 4999), "src/a and 4,999 more files"),
    ],
)
def test_what_is_left_out_is_named_in_words(gap: Gap, named: str) -> None:
    assert gap.named == named
