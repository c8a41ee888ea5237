"""`readiness set`: change fields of an item."""

from pathlib import Path
from typing import Annotated

import typer

from readiness.cli.editing import DryRun, ItemName, desk_at, finish
from readiness.cli.exits import ExitCode
from readiness.cli.options import NoColor, Root

Assignments = Annotated[
    list[str],
    typer.Argument(
        metavar="FIELD=VALUE",
        help="Fields of the item with their values; an empty value, or null, removes the field.",
        show_default=False,
    ),
]


def command(
    *,
    name: ItemName,
    assignments: Assignments,
    dry_run: DryRun = False,
    root: Root = Path(),
    no_color: NoColor = False,
) -> ExitCode:
    """Change fields of an item, and leave the rest of the document alone.

    \b
    Examples:
      readiness set dashboards owner=head-of-product
      readiness set deploy rollback.within=15m needs=health-checks,suite
      readiness set deploy evidence.suite.max_age=7d phase=
      readiness set deploy title="Deploys drop no request" --dry-run
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.followups.editing import edit  # noqa: PLC0415 - `--help` needs none of it
    from readiness.followups.naming import meant  # noqa: PLC0415
    from readiness.followups.setting import set_fields  # noqa: PLC0415

    desk = desk_at(root)
    which = meant(desk.documents, name)
    path = which.loaded.path
    change = edit(desk, which.scope.id, {path: set_fields(which, desk.written(path), assignments)})
    fields = ", ".join(assigned.partition("=")[0].strip() for assigned in assignments)
    return finish(change, which, f"{which.name} has {fields} as said", dry_run=dry_run, no_color=no_color)
