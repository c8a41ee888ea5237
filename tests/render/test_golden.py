import os
from pathlib import Path

import pytest

from readiness.render import FORMATS
from readiness.render.base import Style
from tests.render.reports import ALL

GOLDEN = Path(__file__).parent / "golden"
SUFFIX = {"text": "txt", "json": "json", "markdown": "md"}
"""Of the formats for people, and of the report itself; `test_exchange.py` has those of other tools."""
TOO_LONG = {("hundreds", "json")}
CASES = [(name, format_) for name in ALL for format_ in SUFFIX if (name, format_) not in TOO_LONG]


def compare(name: str, text: str) -> None:
    """Compare with the golden file; write it only where somebody asks for that, and never in CI."""
    path = GOLDEN / name
    if os.environ.get("READINESS_WRITE_GOLDEN") and not os.environ.get("CI"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_bytes().decode()


@pytest.mark.parametrize(("name", "format_"), CASES)
def test_a_report_reads_as_it_always_did(name: str, format_: str) -> None:
    compare(f"{name}.{SUFFIX[format_]}", FORMATS[format_](ALL[name](), Style()))


@pytest.mark.parametrize("name", ["no-go", "go"])
def test_verbose_text_reads_as_it_always_did(name: str) -> None:
    compare(f"{name}.verbose.txt", FORMATS["text"](ALL[name](), Style(verbosity=1)))


@pytest.mark.parametrize("format_", FORMATS)
def test_two_renders_are_identical(format_: str) -> None:
    assert FORMATS[format_](ALL["no-go"](), Style()) == FORMATS[format_](ALL["no-go"](), Style())
