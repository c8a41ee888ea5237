"""`readiness followups list`: every deferral, waiver and claim with its issue, without asking anybody."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli.complete import complete_scopes
from readiness.cli.exits import ExitCode
from readiness.cli.options import At, NoColor, Output, Root, refuse_usage
from readiness.cli.output import is_coloured, width, write
from readiness.model.wording import suggestion
from readiness.render.base import Style
from readiness.render.escape import visible

if TYPE_CHECKING:
    from readiness.model.followups import FollowUps

OfScopes = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SCOPE",
        help="Ids of scopes. Without any: all but the retired ones.",
        autocompletion=complete_scopes,
        show_default=False,
    ),
]
Overdue = Annotated[bool, typer.Option("--overdue", help="Only what should have been done by now.")]
Owners = Annotated[
    list[str] | None,
    typer.Option("--owner", metavar="OWNER", help="Only those of this owner.", show_default=False),
]
ListFormat = Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, json, markdown or ics.")]


def command(  # noqa: PLR0913 - one parameter an option
    *,
    scopes: OfScopes = None,
    overdue: Overdue = False,
    owners: Owners = None,
    at: At = None,
    root: Root = Path(),
    format_: ListFormat = "text",
    output: Output = None,
    no_color: NoColor = False,
) -> ExitCode:
    """List follow-ups by their day, overdue ones first, with what is known of the issues.

    Nobody is asked: what is known was written down by `readiness followups
    verify`, or stands in lists of the repository. Exits 0, whatever the list
    says, and 2 for bad input.

    \b
    Examples:
      readiness followups list --overdue
      readiness followups list public-launch --owner product
      readiness followups list --format ics -o follow-ups.ics
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.documents.presentation import presentation  # noqa: PLC0415
    from readiness.followups.overview import list_follow_ups  # noqa: PLC0415
    from readiness.pipeline import Request  # noqa: PLC0415
    from readiness.render.followups import FORMATS  # noqa: PLC0415

    if format_ not in FORMATS:
        refuse_usage(f"there is no format `{visible(format_)}`", suggestion(format_, FORMATS))
    request = Request(root=root, scopes=tuple(scopes or ()), at=at, cache=not os.environ.get("CI"))
    found = list_follow_ups(request, overdue=overdue, owners=owners or ())
    templates = presentation(request).templates if format_ == "markdown" else {}
    style = Style(width=width(), templates=templates)
    if format_ == "text" and output is None and is_coloured(no_color=no_color):
        _paint(found, style)
    else:
        write(FORMATS[format_](found, style), output)
    return ExitCode.OK


def _paint(found: "FollowUps", style: Style) -> None:
    from readiness.render.followups import text_lines  # noqa: PLC0415
    from readiness.render.paint import paint  # noqa: PLC0415

    paint(text_lines(found, style), sys.stdout)
