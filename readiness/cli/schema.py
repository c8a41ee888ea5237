"""`readiness schema`: the JSON Schema of a kind of document, for editors."""

import json
import sys
from typing import Annotated

import typer

from readiness.cli.complete import complete_kinds
from readiness.cli.exits import ExitCode
from readiness.cli.options import refuse_usage
from readiness.model.documents import KINDS
from readiness.model.wording import suggestion
from readiness.render.escape import visible

Kind = Annotated[
    str,
    typer.Argument(metavar="KIND", help="scope, directory, or report.", autocompletion=complete_kinds),
]


def command(*, kind: Kind = "scope") -> ExitCode:
    """Print the JSON Schema of a kind of document, or of the report.

    \b
    Examples:
      readiness schema > scope.schema.json
      readiness schema report    what `check --format json` prints
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.evidence import kinds  # noqa: PLC0415
    from readiness.load.schema import schema  # noqa: PLC0415

    if kind == "report":
        found = _of_report()
    elif kind in KINDS:
        found = schema(kind, kinds())
    else:
        refuse_usage(f"there is no kind of document called `{visible(kind)}`", suggestion(kind, [*KINDS, "report"]))
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    return ExitCode.OK


def _of_report() -> dict[str, object]:
    from pydantic import TypeAdapter  # noqa: PLC0415

    from readiness.model.report import Report  # noqa: PLC0415

    return TypeAdapter(Report).json_schema(mode="serialization", by_alias=True)
