"""`readiness render`: write the generated documents, or say where they have drifted."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli.exits import ExitCode
from readiness.cli.options import LedgerFolder, Root, Scopes, Trust, refuse_usage
from readiness.cli.output import warn_of_content
from readiness.render.escape import visible

if TYPE_CHECKING:
    from readiness.documents.keeping import Drift, Upkeep
    from readiness.pipeline import Request

Check = Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 where a document has drifted.")]
Html = Annotated[
    Path | None,
    typer.Option(
        "--html",
        metavar="DIR",
        help="Judge instead, and write pages of the status of now into this folder, to be published.",
        file_okay=False,
    ),
]


def command(
    *,
    scopes: Scopes = None,
    check: Check = False,
    html: Html = None,
    root: Root = Path(),
    ledger: LedgerFolder = None,
    trust: Trust = None,
) -> ExitCode:
    """Write the documents of each launch: checklist, run of show for the day, and an index of all.

    They hold what the documents say, never a status, so they change only when the
    launch does. They go to the folder `output` of the configuration, docs/launch
    unless it says otherwise. A file that readiness did not write is never
    overwritten or removed. With scopes named, only theirs and the index are
    looked at; without, documents of scopes that are gone are removed.

    With --html the launches are judged, and pages that say so are written for a
    server to show: one a launch, and an index. Pages of launches that the run
    does not know go. The exit code says whether the pages are there, not what
    they say; it is 2 where the input has problems.

    \b
    Examples:
      readiness render                  all of them
      readiness render --check          in CI: have they drifted?
      readiness render public-launch    one launch, and the index
      readiness render --html public    pages of live status
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.pipeline import Request  # noqa: PLC0415

    if html is None and (ledger is not None or trust is not None):
        refuse_usage("documents are written without judging, so no records are read", "they go with --html")
    if html is not None and check:
        refuse_usage("pages of status are never up to date for long", "leave --check or --html out")
    request = Request(root=root, scopes=tuple(scopes or ()), ledger=ledger, trust=trust, cache=not os.environ.get("CI"))
    if html is not None:
        return _published(request, html)
    return _kept_up(request, check=check)


def _published(request: "Request", folder: Path) -> ExitCode:
    """Write the pages of live status."""
    from readiness.documents.pages import draw  # noqa: PLC0415 - as the rest

    pages = draw(request, folder)
    for done in pages.carry_out():
        sys.stdout.write(f"{visible(done)}\n")
    warn_of_content(request.root, folder)
    return ExitCode.BAD_INPUT if pages.report.problems else ExitCode.OK


def _kept_up(request: "Request", *, check: bool) -> ExitCode:
    """Write the documents, or say which have drifted."""
    from readiness.documents.keeping import look  # noqa: PLC0415 - as the rest

    upkeep = look(request)
    if upkeep.without_index:
        sys.stderr.write("The index was left alone: other scopes cannot be read. `readiness check` says why.\n")
    if check:
        return _told(upkeep)
    for drift in upkeep.carry_out():
        sys.stdout.write(f"{'removed' if drift.new is None else 'wrote'} {drift.path}\n")
    if not upkeep.drifts:
        _tell_of_none(upkeep)
    return ExitCode.OK


def _told(upkeep: "Upkeep") -> ExitCode:
    """Say which documents have drifted, and how."""
    for drift in upkeep.drifts:
        _tell(drift)
    if upkeep.drifts:
        sys.stdout.write("Run `readiness render` and commit the result.\n")
        return ExitCode.NO_GO
    _tell_of_none(upkeep)
    return ExitCode.OK


def _tell(drift: "Drift") -> None:
    from readiness.documents.drift import drifted_lines  # noqa: PLC0415 - as the rest

    if drift.old is None:
        sys.stdout.write(f"{drift.path}: not written yet\n")
    elif drift.new is None:
        sys.stdout.write(f"{drift.path}: there is no such launch any more\n")
    else:
        sys.stdout.write(f"{drift.path}: has drifted from what the scopes say\n")
        sys.stdout.writelines(f"  {row}\n" for row in drifted_lines(drift.path, drift.old, drift.new))


def _tell_of_none(upkeep: "Upkeep") -> None:
    counted = "1 document is" if upkeep.count == 1 else f"{upkeep.count} documents are"
    sys.stdout.write(f"{counted} up to date\n")
