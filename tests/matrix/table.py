"""All rows of the matrix, and the Markdown of them."""

from collections.abc import Iterator
from typing import Final

from tests.matrix.changes import CHANGES
from tests.matrix.documents import DOCUMENTS
from tests.matrix.history import HISTORY
from tests.matrix.records import RECORDS, TIME
from tests.matrix.row import Chapter
from tests.matrix.signatures import SIGNATURES
from tests.matrix.stored import STORED

CHAPTERS: Final[tuple[Chapter, ...]] = (HISTORY, CHANGES, STORED, DOCUMENTS, RECORDS, SIGNATURES, TIME)


def markdown() -> str:
    """Return a section for each chapter, with a row for each row."""
    return "\n".join("".join(_section(chapter)) for chapter in CHAPTERS)


def _section(chapter: Chapter) -> Iterator[str]:
    yield f"### {chapter.title}\n\n| what is done | evidence | outcome | why |\n|---|---|---|---|\n"
    for row in chapter.rows:
        cells = (row.done, f"`{row.about}`", f"{row.outcome}", row.why)
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"
