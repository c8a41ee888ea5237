"""`readiness render`: write the generated documents, or say where they have drifted."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli.exits import ExitCode
from readiness.cli.options import Root, Scopes

if TYPE_CHECKING:
    from readiness.documents.keeping import Drift, Upkeep

Check = Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 where a document has drifted.")]


def command(*, scopes: Scopes = None, check: Check = False, root: Root = Path()) -> ExitCode:
    """Write the documents of each launch: checklist, run of show for the day, and an index of all.

    They hold what the documents say, never a status, so they change only when the launch does. They go to the folder
    `output` of the configuration, docs/launch unless it says otherwise. A file that readiness did not write is never
    overwritten or removed. With scopes named, only theirs and the index are looked at; without, documents of scopes
    that are gone are removed.

    \b
    Examples:
      readiness render                  all of them
      readiness render --check          in CI: have they drifted?
      readiness render public-launch    one launch, and the index
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.documents.keeping import look  # noqa: PLC0415
    from readiness.pipeline import Request  # noqa: PLC0415

    upkeep = look(Request(root=root, scopes=tuple(scopes or ())))
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
        sys.stdout.write(f"{drift.path}: has drifted from the documents\n")
        sys.stdout.writelines(f"  {row}\n" for row in drifted_lines(drift.path, drift.old, drift.new))


def _tell_of_none(upkeep: "Upkeep") -> None:
    counted = "1 document is" if upkeep.count == 1 else f"{upkeep.count} documents are"
    sys.stdout.write(f"{counted} up to date\n")
