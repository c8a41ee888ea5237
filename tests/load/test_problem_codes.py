"""The table of problems: complete, and without two rows of the same name."""

import re
from pathlib import Path

import pytest

from readiness.model.problems import BY_SLUG, PROBLEMS, ProblemKind, code_of

SOURCES = Path(__file__).parents[2] / "readiness"


@pytest.mark.parametrize("kind", PROBLEMS.values(), ids=PROBLEMS)
def test_a_kind_of_problem_says_what_why_and_what_to_do(kind: ProblemKind) -> None:
    assert re.fullmatch(r"RDY0\d\d", kind.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", kind.slug)
    assert all(text.endswith((".", "?", "`.")) and text[0].isupper() for text in (kind.what, kind.why, kind.fix))


def test_codes_and_names_are_unique() -> None:
    assert len(PROBLEMS) == len(BY_SLUG)
    assert code_of("wrong-type") == "RDY011"


def test_every_slug_that_loading_gives_is_in_the_table() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (SOURCES / "load").glob("*.py"))
    slugs = set(re.findall(r'(?:code_of|Words|_note|_refuse)\(\s*"([a-z0-9-]+)"', text))
    assert len(slugs) > 10
    assert slugs <= BY_SLUG.keys()
