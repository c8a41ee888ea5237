"""`readiness defer`: put an item off, with the issue, the risk and the day."""

from pathlib import Path
from typing import TYPE_CHECKING

from readiness.cli.asking import Question, answers
from readiness.cli.editing import (
    AcceptedBy,
    Create,
    DryRun,
    Due,
    FollowUpOwner,
    ItemName,
    ProjectName,
    Ref,
    Risk,
    TrackerName,
    check_create,
    desk_at,
    finish,
    finish_opening,
    opening_of,
)
from readiness.cli.exits import ExitCode
from readiness.cli.options import NoColor, Root, refuse_usage

if TYPE_CHECKING:
    from readiness.edit import Change


def command(  # noqa: PLR0913 - one parameter an option
    *,
    name: ItemName,
    risk: Risk = None,
    due: Due = None,
    ref: Ref = None,
    create: Create = False,
    tracker: TrackerName = None,
    project: ProjectName = None,
    owner: FollowUpOwner = None,
    accepted_by: AcceptedBy = None,
    dry_run: DryRun = False,
    root: Root = Path(),
    no_color: NoColor = False,
) -> ExitCode:
    """Put an item off until after the launch, with the issue that tracks it.

    What the item has besides (rollback, evidence, needs) stays in the document,
    so that `readiness promote` brings it back. Of an item that is deferred
    already, what is given is changed.

    Exits 0 when it is written, 2 for bad input, 3 when a tracker gave no answer.

    \b
    Examples:
      readiness defer dashboards --ref github:acme/shop#12 \\
          --risk "Support answers by hand" --due 2027-02-01
      readiness defer dashboards --create     opens the issue; asks for the rest
      readiness defer dashboards --due 2027-03-01     another day
      readiness defer dashboards --create --dry-run   shows what would change
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.followups.deferring import defer, follow_up  # noqa: PLC0415 - `--help` needs none of it
    from readiness.followups.editing import edit  # noqa: PLC0415
    from readiness.followups.naming import meant  # noqa: PLC0415
    from readiness.followups.values import Values  # noqa: PLC0415
    from readiness.followups.waiving import refuse_waived  # noqa: PLC0415
    from readiness.model.outcome import ItemClass  # noqa: PLC0415

    check_create(ref, tracker, project, create=create)
    desk = desk_at(root)
    values = Values(desk)
    which = meant(desk.documents, name)
    refuse_waived(which, ItemClass.DEFERRED)
    known = which.item.follow_up
    if create and known is not None and known.ref is not None:
        refuse_usage(f"`{which.id}` has an issue already: {known.ref}", "leave --create out")
    said = answers(
        [
            Question("--risk", "What may go wrong until then", risk, values.text, known is None or known.risk is None),
            Question(
                "--due", "By when it is done (YYYY-MM-DD)", due, values.day_to_come, known is None or known.due is None
            ),
            Question(
                "--ref",
                "The issue that tracks it, such as github:owner/repo#12 (--create opens one)",
                ref,
                values.ref,
                not create and (known is None or known.ref is None),
            ),
            Question("--owner", "Who sees to it", owner, values.owner, needed=False),
            Question("--accepted-by", "Who has accepted the risk", accepted_by, values.owner, needed=False),
        ]
    )
    written = {option[2:].replace("-", "_"): value for option, value in said.items()}
    data = desk.written(which.loaded.path)
    done = f"{which.name} is deferred"

    def changes(reference: str | None) -> "list[Change]":
        return defer(which, data, follow_up(**{**written, **({"ref": reference} if reference else {})}))

    if create:
        opening = opening_of(desk, which, (tracker, project), written, changes)
        return finish_opening(opening, done, dry_run=dry_run, no_color=no_color)
    change = edit(desk, which.scope.id, {which.loaded.path: changes(None)})
    return finish(change, which, done, dry_run=dry_run, no_color=no_color)
