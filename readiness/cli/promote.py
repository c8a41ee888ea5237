"""`readiness promote`: bring an item back that was put off."""

from pathlib import Path
from typing import Annotated

import typer

from readiness.cli.asking import Question, answers
from readiness.cli.editing import DryRun, ItemName, desk_at, finish
from readiness.cli.exits import ExitCode
from readiness.cli.options import NoColor, Root

ToClass = Annotated[
    str, typer.Option("--class", metavar="CLASS", help="What it becomes: launch-critical or launch-adjacent.")
]


def command(
    *,
    name: ItemName,
    item_class: ToClass = "launch-critical",
    dry_run: DryRun = False,
    root: Root = Path(),
    no_color: NoColor = False,
) -> ExitCode:
    """Bring an item back that was deferred: the launch depends on it again.

    Its follow-up leaves the document; the issue itself is yours to close.

    \b
    Examples:
      readiness promote dashboards
      readiness promote dashboards --class launch-adjacent
      readiness promote shop/dashboards --dry-run
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.followups.deferring import promote  # noqa: PLC0415 - `--help` needs none of it
    from readiness.followups.editing import edit  # noqa: PLC0415
    from readiness.followups.naming import meant  # noqa: PLC0415
    from readiness.followups.values import Values  # noqa: PLC0415
    from readiness.followups.waiving import refuse_waived  # noqa: PLC0415
    from readiness.model.outcome import ItemClass  # noqa: PLC0415

    desk = desk_at(root)
    which = meant(desk.documents, name)
    values = Values(desk)
    chosen = answers([Question("--class", "Its class", item_class, values.due_class)])["--class"]
    refuse_waived(which, ItemClass(chosen))
    path = which.loaded.path
    change = edit(desk, which.scope.id, {path: promote(which, desk.written(path), chosen)})
    return finish(change, which, f"{which.name} is {chosen}", dry_run=dry_run, no_color=no_color)
