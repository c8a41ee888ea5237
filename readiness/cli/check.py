"""`readiness check`: judge, show, and exit with the decision."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from readiness.cli.exits import ExitCode, exit_code_of
from readiness.cli.options import (
    AsOf,
    At,
    Final,
    Format,
    Index,
    Items,
    LedgerFolder,
    NoCache,
    NoColor,
    Output,
    PolicyFrom,
    Quiet,
    Root,
    Scopes,
    Shape,
    Trust,
    Verbose,
    moment_of,
    refuse_usage,
)
from readiness.cli.output import check_format, show, width
from readiness.errors import ReadinessError
from readiness.model.outcome import Decision
from readiness.model.report import SCHEMA, Candidate, Policy, Report
from readiness.render.base import Style
from readiness.render.focus import focus


def command(  # noqa: PLR0913 - one parameter an option
    *,
    scopes: Scopes = None,
    final: Final = False,
    at: At = None,
    index: Index = False,
    policy_from: PolicyFrom = None,
    as_of: AsOf = None,
    root: Root = Path(),
    ledger: LedgerFolder = None,
    trust: Trust = None,
    no_cache: NoCache = False,
    items: Items = None,
    format_: Format = "text",
    output: Output = None,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> ExitCode:
    """Judge launches: go or no-go, and what blocks.

    Exits 0 for go, go-with-conditions and on-track, 1 for no-go, 2 for bad input, 3 for undecided.

    \b
    Examples:
      readiness check                      all that are active
      readiness check public-launch -v     one, with all that passed
      readiness check --item legal         one item, with all that is demanded of it
      readiness check --final              as the deploy gate
      readiness check --at v1.4.0          a commit that need not be checked out
      readiness check --format json        for another program
      readiness check --policy-from main   by the policy of the base too
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.checklists import presentation  # noqa: PLC0415
    from readiness.pipeline import Request, check  # noqa: PLC0415

    check_format(format_)
    if as_of is not None and policy_from is not None:
        refuse_usage("--policy-from enforces, and --as-of asks what would be on another day", "leave one of them out")
    if items and format_ != "text":
        refuse_usage("--item is for reading, and a program reads the whole report", "leave --item or --format out")
    shape = Shape(format=format_, output=output, no_color=no_color, quiet=quiet, verbose=verbose)
    style = Style(width=width(), verbosity=1 if items and not quiet else shape.verbosity)
    try:
        request = Request(
            root=root,
            scopes=tuple(scopes or ()),
            at=_revision(at, index=index),
            index=index,
            policy_from=policy_from,
            final=final,
            now=moment_of(as_of),
            ledger=ledger,
            trust=trust,
            # In CI the cache folder may have been restored from the run of somebody else.
            cache=not no_cache and not os.environ.get("CI"),
        )
        report = check(request)
        if shape.format == "markdown":
            style = replace(style, templates=presentation(request).templates)
    except ReadinessError as error:
        if shape.format != "json":
            raise
        report = _unmade(error, final=final)
    show(focus(report, frozenset(items)) if items else report, shape, style)
    return exit_code_of(report)


def _revision(at: str | None, *, index: bool) -> str | None:
    if at is not None and index:
        refuse_usage("--at and --index name two candidates", "use one of them")
    return at


def _unmade(error: ReadinessError, *, final: bool) -> Report:
    """Return what a program gets to read where no report could be made: undecided, and the problems."""
    return Report(
        schema=SCHEMA,
        decision=Decision.UNDECIDED,
        enforcing=False,
        final=final,
        policy=Policy(base=None, levels={}, allow_self=False),
        candidate=Candidate(kind="work-tree", commit=None, notes=("No candidate was read.",)),
        as_of=datetime.now(UTC).replace(microsecond=0),
        scopes=(),
        problems=error.problems,
    )
