"""The README's no-go: what the real program prints in the demo."""

from datetime import date
from pathlib import Path
from typing import Final

from readiness.demo.repository import build
from tests.cli.program import Ended, run
from tests.docs.pages import ROOT, filled

PATH: Final = "README.md"
TODAY: Final = date(2026, 11, 21)
"""The day on which the demo of the README was built; the same day gives the same commit."""


def no_go(folder: Path) -> Ended:
    """Build the demo in `folder`, and check it there."""
    build(folder, TODAY)
    environment = {"XDG_CACHE_HOME": str(folder.parent / "cache")}
    return run("check", "--as-of", str(TODAY), folder=folder, environment=environment)


def with_no_go(folder: Path) -> str:
    """Return the text of the README with what the program prints."""
    return filled((ROOT / PATH).read_text(), "readme:no-go", f"```text\n{no_go(folder).out}```\n")
