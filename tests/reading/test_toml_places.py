"""Places in TOML: the line and column of a key, or of the innermost table around it."""

import pytest

from readiness.model.place import Part
from readiness.reading.toml_places import place_of

TEXT = """\
top = 1
[tool.readiness]
ignore = [
  "a",
]
rules.stale = "warn"
[tool."readiness".ledger]
  ref = "x"
[[tool.readiness.keys]]
name = "first"
[[tool.readiness.keys]]
  name = "second"
inline = [{deep = 1}]
"""
US = ("tool", "readiness")


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (("top",), (1, 1)),
        ((*US, "ignore", 0), (3, 1)),
        ((*US, "rules", "stale"), (6, 1)),
        ((*US, "ledger", "ref"), (8, 3)),
        ((*US, "ledger", "folder"), (7, 1)),
        ((*US, "keys", 0, "name"), (10, 1)),
        ((*US, "keys", 1, "name"), (12, 3)),
        ((*US, "keys", 1, "age"), (11, 1)),
        ((*US, "keys", 1, "inline", 0, "deep"), (13, 1)),
        ((*US, "other"), (2, 1)),
        (("elsewhere",), None),
    ],
)
def test_the_nearest_place_is_found(route: tuple[Part, ...], expected: tuple[int, int] | None) -> None:
    assert place_of(TEXT, route) == expected
