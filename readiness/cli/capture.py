"""`readiness capture`: put artefacts that something else has made on record."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from readiness.cli.exits import ExitCode
from readiness.cli.options import LedgerFolder, Root, refuse_usage
from readiness.cli.signing import Sign, signer_of
from readiness.errors import ReadinessError
from readiness.render.escape import visible

if TYPE_CHECKING:
    from readiness.prove.archive import Archive

_SHOWN: Final = 3

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ITEM",
        help="Items or single pieces of evidence (ITEM/EVIDENCE). Without any: all whose artefacts exist.",
        show_default=False,
    ),
]
FromArchive = Annotated[
    Path | None,
    typer.Option("--from-archive", metavar="ZIP", help="Take the artefacts from this zip.", dir_okay=False),
]
Into = Annotated[
    str,
    typer.Option("--into", metavar="DIR", help="The folder of the repository that the zip's names count from."),
]
Elsewhere = Annotated[
    bool,
    typer.Option("--elsewhere", help="Another job made the artefacts, for this commit, and they were copied here."),
]


def command(  # noqa: PLR0913 - one parameter an option
    *,
    names: Names = None,
    from_archive: FromArchive = None,
    into: Into = "",
    elsewhere: Elsewhere = False,
    sign: Sign = None,
    ledger: LedgerFolder = None,
    root: Root = Path(),
) -> ExitCode:
    """Put artefacts on record that something else has made, right where it made them.

    The record says which content lies here now, and that nobody saw the artefact
    being made from it; what is plainly older than that content is refused.
    `readiness prove` is the stronger way.

    \b
    Examples:
      readiness capture                        all whose artefacts exist
      readiness capture deploy                 of one item
      readiness capture --from-archive reports.zip --into reports
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.pipeline import Request  # noqa: PLC0415
    from readiness.prove.archive import Archive  # noqa: PLC0415
    from readiness.prove.capture import capture, refuse_read_only  # noqa: PLC0415
    from readiness.prove.ground import survey  # noqa: PLC0415

    if into and from_archive is None:
        refuse_usage(
            "--into says where the names in a zip count from, and there is none", "name one: --from-archive ZIP"
        )
    signer = signer_of(sign)
    ground = survey(Request(root=root, ledger=ledger))
    refuse_read_only(ground)
    archive = Archive(from_archive, into, ground.config.max_bytes) if from_archive is not None else None
    found = capture(ground, names or (), datetime.now(UTC), archive=archive, elsewhere=elsewhere)
    ground.ledger.append(found.records, signer)
    for record, _ in found.records:
        what = record.summary if record.flaw is None else f"cannot be read: {record.flaw}"
        sys.stdout.write(visible(f"captured  {record.proven}  {what}") + "\n")
    for proven, reason in found.refused:
        sys.stdout.write(visible(f"refused   {proven}  {reason}") + "\n")
    for proven, reason in found.absent if names else ():
        sys.stdout.write(visible(f"left out  {proven}  {reason}") + "\n")
    if not found.records and not found.refused:
        sys.stdout.write(f"Nothing to capture: {_nothing(archive)}\n")
    if ground.plan.problems:
        raise ReadinessError.of(ground.plan.problems)
    if found.refused or any(record.flaw is not None for record, _ in found.records):
        return ExitCode.UNDECIDED
    return ExitCode.NO_GO if found.absent and (names or (archive is not None and not found.records)) else ExitCode.OK


def _nothing(archive: "Archive | None") -> str:
    if archive is None:
        return "no artefact of any evidence exists here."
    held = archive.names()
    more = ", …" if len(held) > _SHOWN else ""
    listed = visible(", ".join(held[:_SHOWN])) + more if held else "nothing"
    return f"the zip holds {listed}, and no evidence asks for that. Where its names count from a folder: --into DIR."
