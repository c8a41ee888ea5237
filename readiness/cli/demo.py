"""`readiness demo`: a launch in a small real repository, from no-go to go."""

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from readiness.cli.exits import ExitCode

Folder = Annotated[
    Path | None,
    typer.Argument(
        metavar="DIR",
        help="Where to build it: a new or empty folder. Without it: readiness-demo.",
        show_default=False,
    ),
]


def command(*, directory: Folder = None) -> ExitCode:
    """Build a small repository with a launch in it, and walk it from no-go to go.

    Needs nothing but Python and git, and touches nothing outside its folder.

    \b
    Examples:
      readiness demo
      readiness demo launch-demo
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.demo import run  # noqa: PLC0415

    sys.stdout.write(run(directory, None, _program()))
    return ExitCode.OK


def _program() -> str:
    """Return what to type for readiness in another folder: its name, if the shell would find it."""
    if shutil.which("readiness") or Path(sys.argv[0]).name != "readiness":
        return "readiness"
    return shlex.quote(os.path.abspath(sys.argv[0]))  # noqa: PTH100 - a link in a venv must not be resolved
