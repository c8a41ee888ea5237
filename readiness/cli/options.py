"""Options and arguments that several commands share, and what they mean together."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from readiness.cli.complete import complete_formats, complete_items, complete_scopes
from readiness.errors import Problem, ReadinessError

_WHAT = "What is judged"
_HOW = "How it is shown"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

Scopes = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SCOPE",
        help="Ids of scopes. Without any: all that are active or launched.",
        autocompletion=complete_scopes,
        show_default=False,
    ),
]
Items = Annotated[
    list[str] | None,
    typer.Option(
        "--item",
        metavar="ITEM",
        help="Show this item alone, with all that is demanded of it. The decision stays that of the whole.",
        autocompletion=complete_items,
        show_default=False,
        rich_help_panel=_HOW,
    ),
]
Root = Annotated[
    Path,
    typer.Option("--root", metavar="DIR", help="The repository to look at.", rich_help_panel=_WHAT, file_okay=False),
]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="REV", help="Judge this commit, without checking it out.", rich_help_panel=_WHAT),
]
Index = Annotated[
    bool, typer.Option("--index", help="Judge what is staged, as a pre-commit hook does.", rich_help_panel=_WHAT)
]
PolicyFrom = Annotated[
    str | None,
    typer.Option(
        "--policy-from",
        metavar="REV",
        help="Judge by the policy of this commit too; the stricter counts.",
        rich_help_panel=_WHAT,
    ),
]
Final = Annotated[
    bool, typer.Option("--final", help="Take everything as due that is due at launch.", rich_help_panel=_WHAT)
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DAY", help="Judge by the end of this day (YYYY-MM-DD, UTC).", rich_help_panel=_WHAT
    ),
]
BaselineFile = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="Fail only on what this file, below .readiness/, does not know yet. The decision stays what it is.",
        rich_help_panel=_WHAT,
    ),
]
WriteBaseline = Annotated[
    bool,
    typer.Option(
        "--write-baseline",
        help="Write all findings there, if there is no such file; else take out what is fixed.",
        rich_help_panel=_WHAT,
    ),
]
LedgerFolder = Annotated[
    Path | None,
    typer.Option(
        "--ledger",
        metavar="DIR",
        help="A folder of records: read besides the ledger of the repository, and what is recorded goes there.",
        rich_help_panel=_WHAT,
        file_okay=False,
    ),
]
Trust = Annotated[
    Path | None,
    typer.Option(
        "--trust",
        metavar="FILE",
        help="Whose signatures count, in TOML, in place of what the configuration says.",
        rich_help_panel=_WHAT,
        dir_okay=False,
    ),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Believe no cache.", rich_help_panel=_WHAT)]
Format = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="text, json, markdown, html, sarif, junit, github or code-quality.",
        autocompletion=complete_formats,
        rich_help_panel=_HOW,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write here, not to the terminal.", rich_help_panel=_HOW, dir_okay=False
    ),
]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colour. NO_COLOR does the same.", rich_help_panel=_HOW)]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only the decision.", rich_help_panel=_HOW)]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Also what passed, and nothing shortened.", rich_help_panel=_HOW)
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How an answer is to be shown."""

    format: str
    output: Path | None
    no_color: bool
    quiet: bool
    verbose: bool

    @property
    def verbosity(self) -> int:
        """-1, 0 or 1, as renderers take it."""
        return self.verbose - self.quiet


def moment_of(day: str | None) -> datetime | None:
    """Return the end of `day` in UTC, so that everything made on that day counts; None for no day.

    Raises:
        ReadinessError: RDY056 for what is no day.
    """
    if day is None:
        return None
    try:
        # `fromisoformat` reads weeks and days without hyphens too, which nobody here means to type.
        written = date.fromisoformat(day if _DAY.fullmatch(day) else "")
        return datetime.combine(written, time(23, 59, 59), UTC)
    except ValueError:
        refuse_usage(f"--as-of got `{day}`, which is no day", "write it as YYYY-MM-DD, such as 2026-12-15")


def refuse_usage(message: str, fix: str) -> NoReturn:
    """Refuse a command line that cannot be understood.

    Raises:
        ReadinessError: RDY056, always.
    """
    raise ReadinessError(Problem("RDY056", message, fix))
