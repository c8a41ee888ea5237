"""`readiness schema`: the JSON Schema of a kind of document, for editors, or of printed JSON, for programs."""

import json
import sys
from typing import Annotated

import typer

from readiness.cli.complete import complete_kinds
from readiness.cli.exits import ExitCode
from readiness.cli.options import refuse_usage
from readiness.model.wording import suggestion
from readiness.render.escape import visible

Kind = Annotated[
    str,
    typer.Argument(metavar="KIND", help="scope, directory, report, diff, or followups.", autocompletion=complete_kinds),
]


def command(*, kind: Kind = "scope") -> ExitCode:
    """Print the JSON Schema of a kind of document, or of what is printed as JSON.

    \b
    Examples:
      readiness schema > scope.schema.json
      readiness schema report       what `check --format json` prints
      readiness schema diff         what `diff --format json` prints
      readiness schema followups    what `followups --format json` prints
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.evidence import kinds  # noqa: PLC0415
    from readiness.load.schema import NAMES, schema  # noqa: PLC0415

    if kind not in NAMES:
        refuse_usage(f"there is no kind of document called `{visible(kind)}`", suggestion(kind, NAMES))
    sys.stdout.write(json.dumps(schema(kind, kinds()), indent=2) + "\n")
    return ExitCode.OK
