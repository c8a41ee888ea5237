"""`readiness check`: judge, show, and exit with the decision."""

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.cli.exits import ExitCode, exit_code_of
from readiness.cli.options import (
    AsOf,
    At,
    BaselineFile,
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
    WriteBaseline,
    moment_of,
    refuse_usage,
)
from readiness.cli.output import check_format, show, warn_of_content, width
from readiness.errors import Problem, ReadinessError
from readiness.model.outcome import Decision
from readiness.model.place import Location
from readiness.model.report import SCHEMA, Candidate, Policy, Report
from readiness.render.base import Style
from readiness.render.focus import focus

if TYPE_CHECKING:
    from readiness.pipeline import Request


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
    baseline: BaselineFile = None,
    write_baseline: WriteBaseline = False,
    no_cache: NoCache = False,
    items: Items = None,
    format_: Format = "text",
    output: Output = None,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> ExitCode:
    """Judge launches: go or no-go, and what blocks.

    Exits 0 for go, go-with-conditions and on-track, 1 for no-go, 2 for bad input,
    3 for undecided. With a baseline, only what is new counts for that.

    \b
    Examples:
      readiness check                      all that are active
      readiness check public-launch -v     one, with all that passed
      readiness check --item legal         one item, with all that it has to meet
      readiness check --final              as the deploy gate
      readiness check --at v1.4.0          a commit that need not be checked out
      readiness check --format json        for another program
      readiness check --format github      at the lines of a pull request
      readiness check --policy-from main   by the policy of the base too
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.documents.presentation import presentation  # noqa: PLC0415
    from readiness.pipeline import Request, check  # noqa: PLC0415

    check_format(format_)
    if final and baseline is not None:
        refuse_usage("a baseline is for the way to a launch, and --final is the launch", "leave --baseline out")
    if write_baseline and (baseline is None or at is not None or index or policy_from is not None):
        fix = "say `--baseline .readiness/baseline.json --write-baseline`, without --at, --index and --policy-from"
        refuse_usage("a baseline is written from the work tree, to the file that --baseline names", fix)
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
        if baseline is not None:
            report = _held_against(report, request, baseline, writing=write_baseline)
        if shape.format in {"markdown", "html"}:
            style = replace(style, templates=presentation(request).templates)
    except ReadinessError as error:
        if shape.format in {"text", "markdown", "html"}:
            raise
        report = _unmade(error, final=final)
    show(focus(report, frozenset(items)) if items else report, shape, style)
    warn_of_content(root, output)
    return exit_code_of(report)


def _held_against(report: Report, request: "Request", path: str, *, writing: bool) -> Report:
    """Return `report` held against the baseline at `path`, written before where that is asked for."""
    from readiness.baselines import held_against, put, read, renewed  # noqa: PLC0415

    known = read(request, path)
    if known is None and not writing:
        fix = "write it with `--write-baseline`, and commit it"
        raise ReadinessError(Problem("RDY067", "there is no such file", fix, Location(path)))
    if known is not None:
        report = held_against(report, known, path)
    if writing and not report.problems:
        known = renewed(report, known)
        if put(request, path, known):
            sys.stderr.write(f"wrote {path}\n")
        report = held_against(report, known, path)
    return report


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
