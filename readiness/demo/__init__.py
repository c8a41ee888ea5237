"""The demo: a small real repository with a launch in it, judged as it stands, and three commands that lead to go."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

from readiness.demo.repository import build
from readiness.pipeline import Request, check
from readiness.render.base import Style
from readiness.render.text import render

FOLDER: Final = Path("readiness-demo")

_WIDTH: Final = 78
"""A report is shown indented by two, and the whole fits 80 columns."""

STEPS: Final = (
    ("prove it", "readiness prove"),
    ("sign off the terms", "git apply sign-off.patch"),
    ("commit", 'git commit -qam "Approve the terms of sale"'),
)
"""What leads from no-go to go, and what to type for it."""


def run(directory: Path | None = None, today: date | None = None, program: str = "readiness") -> str:
    """Build the demo in `directory` (new or empty), judge it, and return what to show.

    `program` is what has to be typed for readiness.

    Raises:
        ReadinessError: RDY050 if `directory` is not empty or cannot be written, RDY053 if there is no git.
    """
    folder = directory or FOLDER
    day = today or datetime.now(UTC).date()
    build(folder, day)
    now = datetime.combine(day, time(9), UTC) if today else None
    report = render(check(Request(root=folder, now=now, cache=False)), Style(width=_WIDTH))
    typed = [(what, command.replace("readiness", program, 1)) for what, command in STEPS]
    steps = "\n".join(f"  {command:<46} # {what}" for what, command in typed)
    return (
        f"A shop that is about to launch, in {folder}. `readiness check` there says:\n\n"
        f"{_indented(report)}\n"
        f"Three commands lead to go:\n\n  cd {folder}\n{steps}\n\nThen ask again:\n\n  {program} check\n"
    )


def _indented(text: str) -> str:
    return "".join(f"  {line}" if line.strip() else line for line in text.splitlines(keepends=True))
