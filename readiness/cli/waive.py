"""`readiness waive`: grant an exception to one requirement, or renew it."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli.asking import Question, answers
from readiness.cli.complete import complete_items
from readiness.cli.editing import (
    Create,
    DryRun,
    Due,
    FollowUpOwner,
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
from readiness.cli.waive_questions import LastDay, follow_up_questions, until_words

if TYPE_CHECKING:
    from readiness.edit import Change
    from readiness.followups.desk import Desk
    from readiness.followups.naming import Meant

_OF = "What it is of"

Name = Annotated[
    str | None,
    typer.Argument(
        metavar="ITEM",
        help="The item; left out with --surface, --behaviour or --unsupported.",
        autocompletion=complete_items,
        show_default=False,
    ),
]
Requirement = Annotated[
    str | None,
    typer.Argument(metavar="REQUIREMENT", help="What is waived, as reports name it.", show_default=False),
]
OfSurface = Annotated[
    str | None, typer.Option("--surface", metavar="SURFACE", help="Of this surface.", rich_help_panel=_OF)
]
OfBehaviour = Annotated[
    str | None, typer.Option("--behaviour", metavar="BEHAVIOUR", help="Of this behaviour.", rich_help_panel=_OF)
]
OfUnsupported = Annotated[
    str | None, typer.Option("--unsupported", metavar="CASE", help="Of this unsupported case.", rich_help_panel=_OF)
]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why it is excused.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DAY", help="The last day in force (YYYY-MM-DD).")]
By = Annotated[str | None, typer.Option("--by", metavar="OWNER", help="Who grants it.")]
WaiverId = Annotated[
    str | None, typer.Option("--id", metavar="ID", help="The id of the waiver; made from what it is of, if not said.")
]
Emergency = Annotated[
    bool, typer.Option("--emergency", help="A bypass in an emergency: short, and with a follow-up that has a day.")
]


def command(  # noqa: PLR0913 - one parameter an option
    *,
    name: Name = None,
    requirement: Requirement = None,
    reason: Reason = None,
    until: Until = None,
    by: By = None,
    waiver_id: WaiverId = None,
    emergency: Emergency = False,
    surface: OfSurface = None,
    behaviour: OfBehaviour = None,
    unsupported: OfUnsupported = None,
    ref: Ref = None,
    create: Create = False,
    tracker: TrackerName = None,
    project: ProjectName = None,
    risk: Risk = None,
    due: Due = None,
    owner: FollowUpOwner = None,
    dry_run: DryRun = False,
    root: Root = Path(),
    no_color: NoColor = False,
) -> ExitCode:
    """Grant an exception to one requirement until a day, or renew the one that it has.

    It never counts as a pass. What it excuses stays visible in every report.

    Exits 0 when it is written, 2 for bad input, 3 when a tracker gave no answer.

    \b
    Examples:
      readiness waive search manual --by head-of-product --until 2027-01-10 \\
          --reason "The manual is being translated"
      readiness waive search manual --until 2027-02-01 --by head-of-product
      readiness waive guarded --surface billing
      readiness waive deploy suite --emergency --create
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.followups.deferring import follow_up  # noqa: PLC0415 - `--help` needs none of it
    from readiness.followups.editing import edit  # noqa: PLC0415
    from readiness.followups.values import Values  # noqa: PLC0415
    from readiness.followups.waiving import Grant, Waiving, standing_waiver  # noqa: PLC0415

    check_create(ref, tracker, project, create=create)
    desk = desk_at(root)
    values = Values(desk)
    others = {"surface": surface, "behaviour": behaviour, "unsupported": unsupported}
    which, demand = _target(desk, name, requirement, others)
    had = standing_waiver(which, demand, waiver_id)
    known = had[1].follow_up if had else None
    bypass = emergency or (had is not None and had[1].emergency)
    said = answers(
        [
            Question("--reason", "Why it is excused", reason, values.text, had is None),
            Question("--until", until_words(desk, bypass=bypass), until, LastDay(desk, values, bypass=bypass).check),
            Question("--by", "Who grants it", by, values.owner),
            Question("--id", "The id of the waiver", waiver_id, values.id, needed=False),
            *follow_up_questions(values, known, (ref, due, risk, owner), bypass=bypass, create=create),
        ]
    )
    tracked = {field: said[f"--{field}"] for field in ("ref", "risk", "due", "owner") if f"--{field}" in said}
    path = which.loaded.path
    waiving = Waiving(
        meant=which,
        requirement=demand,
        had=had,
        data=desk.written(path),
        name=said.get("--id"),
        today=desk.today,
    )
    given = Grant(
        expires=said["--until"],
        granted_by=said["--by"],
        reason=said.get("--reason"),
        emergency=emergency,
        follow_up=follow_up(**tracked),
    )
    named, changes = waiving.changes(given)
    done = f"waiver {named} of {which.name}, {demand}, is granted until {given.expires}"
    if not create:
        return finish(edit(desk, which.scope.id, {path: changes}), which, done, dry_run=dry_run, no_color=no_color)
    if known is not None and known.ref is not None:
        refuse_usage(f"`{named}` has an issue already: {known.ref}", "leave --create out")

    def with_issue(reference: str) -> "list[Change]":
        return waiving.changes(replace(given, follow_up=follow_up(**{**tracked, "ref": reference})))[1]

    opening = opening_of(desk, which, (tracker, project), tracked, with_issue, waiving.told(named, given))
    return finish_opening(opening, done, dry_run=dry_run, no_color=no_color)


def _target(
    desk: "Desk", name: str | None, requirement: str | None, others: dict[str, str | None]
) -> "tuple[Meant, str]":
    """Return what is waived of what: of something else than an item, the one name is that of the requirement."""
    from readiness.followups.naming import meant  # noqa: PLC0415

    named = [(kind, other) for kind, other in others.items() if other is not None]
    if name is None or len(named) != (1 if requirement is None else 0):
        fix = "write ITEM REQUIREMENT, or REQUIREMENT alone with --surface, --behaviour or --unsupported"
        refuse_usage("a waiver is of one requirement of one thing", fix)
    if requirement is None:
        kind, other = named[0]
        return meant(desk.documents, other, kind), name
    scopes = [loaded.document for loaded in desk.documents.scopes]
    if any(scope.id == name for scope in scopes) and all(item.id != name for scope in scopes for item in scope.items):
        refuse_usage(f"`{name}` is a scope, and what it needs as a whole cannot be waived", "meet the requirement")
    return meant(desk.documents, name), requirement
