"""The jobs in `docs/ci.md`: the commands of each block, by the section and by the first line of the block."""

from functools import cache
from typing import Final

from tests.docs.pages import ROOT, fences

PAGE: Final = ROOT / "docs" / "ci.md"


@cache
def sections() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return title → what its jobs are called → their commands."""
    found = {}
    for part in PAGE.read_text().split("\n## ")[1:]:
        title, _, text = part.partition("\n")
        blocks = [fence.text.splitlines() for fence in fences(text) if fence.info == "sh"]
        found[title] = {head.removeprefix("# "): tuple(commands) for head, *commands in blocks}
    return found
