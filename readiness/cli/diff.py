"""`readiness diff`: what a change does to readiness."""

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from readiness.cli.complete import complete_scopes
from readiness.cli.exits import ExitCode
from readiness.cli.failing import exit_code_of_diff, fail_on
from readiness.cli.options import (
    Index,
    LedgerFolder,
    NoCache,
    NoColor,
    Output,
    Quiet,
    Root,
    Trust,
    Verbose,
    refuse_usage,
)
from readiness.cli.output import check_format, is_coloured, warn_of_content, width, write
from readiness.errors import ReadinessError
from readiness.model.diff import SCHEMA, Diff
from readiness.model.outcome import Decision
from readiness.model.report import Candidate
from readiness.render.base import Style
from readiness.render.diff import DIFF_FORMATS, text_lines

_WHAT = "What is judged"

Base = Annotated[
    str, typer.Argument(metavar="BASE", help="The revision that the change is to go into.", show_default=False)
]
Head = Annotated[
    str | None,
    typer.Argument(metavar="HEAD", help="The revision that is changed. Without it: the work tree.", show_default=False),
]
ScopeOption = Annotated[
    list[str] | None,
    typer.Option(
        "--scope",
        metavar="SCOPE",
        help="Compare this scope alone; may be given several times.",
        autocompletion=complete_scopes,
        show_default=False,
        rich_help_panel=_WHAT,
    ),
]
Direct = Annotated[
    bool,
    typer.Option(
        "--direct",
        help="Compare with BASE itself, not with the commit that both go back to.",
        rich_help_panel=_WHAT,
    ),
]
Format = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help=f"{', '.join(DIFF_FORMATS)}.",
        autocompletion=lambda incomplete: [name for name in DIFF_FORMATS if name.startswith(incomplete)],
        rich_help_panel="How it is shown",
    ),
]
FailOnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-on",
        metavar="WHAT",
        help="Exit 1 if there is any: worse, stale, policy, no-go. Several with commas; worse unless it is said.",
        show_default=False,
    ),
]


def command(  # noqa: PLR0913 - one parameter an option
    *,
    base: Base,
    head: Head = None,
    index: Index = False,
    direct: Direct = False,
    scopes: ScopeOption = None,
    failing: FailOnOption = None,
    root: Root = Path(),
    ledger: LedgerFolder = None,
    trust: Trust = None,
    no_cache: NoCache = False,
    format_: Format = "text",
    output: Output = None,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> ExitCode:
    """Say what a change does to readiness: what is worse, what has to be proven again, what is better.

    Both sides are judged by one clock, without a checkout. What is there already,
    and what time alone did, is never the change's fault. Exits 1 where there is
    what --fail-on names, 2 for bad input, 3 where all that is worse is unknown.

    \b
    Examples:
      readiness diff main                     the work tree, since it left main
      readiness diff main --index             what is staged
      readiness diff origin/main HEAD         a branch, as in its pull request
      readiness diff v1.4.0 v1.5.0 --direct   from one release to the next
      readiness diff main --fail-on worse,stale
      readiness diff main --format markdown   for a comment
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.compare import Comparison, compare  # noqa: PLC0415 - what needs git comes late
    from readiness.documents.presentation import presentation  # noqa: PLC0415 - as above
    from readiness.pipeline import Request  # noqa: PLC0415 - as above

    check_format(format_, DIFF_FORMATS)
    asked = fail_on(failing)
    if head is not None and index:
        refuse_usage("HEAD and --index name two candidates", "use one of them")
    try:
        diff = compare(
            Comparison(
                root=root,
                base=base,
                head=head,
                index=index,
                direct=direct,
                scopes=tuple(scopes or ()),
                ledger=ledger,
                trust=trust,
                # In CI the cache folder may have been restored from the run of somebody else.
                cache=not no_cache and not os.environ.get("CI"),
            )
        )
    except ReadinessError as error:
        if format_ != "json":
            raise
        diff = _unmade(error)
    style = Style(width=width(), verbosity=verbose - quiet)
    if format_ == "text" and output is None and is_coloured(no_color=no_color):
        from readiness.render.paint import paint  # noqa: PLC0415

        paint(text_lines(diff, style), sys.stdout)
    else:
        if format_ == "markdown" and diff.base.commit is not None:
            style = replace(style, templates=presentation(Request(root=root, at=diff.base.commit)).templates)
        write(DIFF_FORMATS[format_](diff, style), output)
        warn_of_content(root, output)
    return exit_code_of_diff(diff, asked)


def _unmade(error: ReadinessError) -> Diff:
    """Return what a program gets to read where nothing could be compared: undecided, and the problems."""
    nothing = Candidate(kind="commit", commit=None, notes=("No candidate was read.",))
    return Diff(
        schema=SCHEMA,
        base=nothing,
        head=nothing,
        as_of=datetime.now(UTC).replace(microsecond=0),
        before=Decision.UNDECIDED,
        after=Decision.UNDECIDED,
        scopes=(),
        worse=(),
        to_reprove=(),
        better=(),
        items=(),
        exceptions=(),
        policy=(),
        time=(),
        problems_before=(),
        problems=error.problems,
    )
