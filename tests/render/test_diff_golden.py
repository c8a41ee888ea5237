"""What diffs look like, in every format, to the letter."""

import pytest

from readiness.render.base import Style
from readiness.render.diff import DIFF_FORMATS
from tests.render.diffs import ALL
from tests.render.test_golden import SUFFIX, compare

TOO_LONG = {("thousands", "json"), ("hostile", "json"), ("thousands", "markdown")}
CASES = [(name, format_) for name in ALL for format_ in DIFF_FORMATS if (name, format_) not in TOO_LONG]


@pytest.mark.parametrize(("name", "format_"), CASES)
def test_a_diff_reads_as_it_always_did(name: str, format_: str) -> None:
    compare(f"diff.{name}.{SUFFIX[format_]}", DIFF_FORMATS[format_](ALL[name](), Style()))


@pytest.mark.parametrize("name", ["to-reprove", "documents"])
def test_all_of_a_diff_reads_as_it_always_did(name: str) -> None:
    compare(f"diff.{name}.verbose.txt", DIFF_FORMATS["text"](ALL[name](), Style(verbosity=1)))


@pytest.mark.parametrize("format_", DIFF_FORMATS)
def test_two_renders_of_a_diff_are_identical(format_: str) -> None:
    assert DIFF_FORMATS[format_](ALL["documents"](), Style()) == DIFF_FORMATS[format_](ALL["documents"](), Style())
