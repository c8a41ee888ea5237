"""`readiness waive`: grant an exception to one requirement, or renew it."""

from datetime import timedelta
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
    desk_at,
    finish,
    finish_opening,
    opening_of,
)
from readiness.cli.exits import ExitCode
from readiness.cli.options import NoColor, Root, refuse_usage
from readiness.followups.refusing import bad_value

if TYPE_CHECKING:
    from readiness.edit import Change
    from readiness.followups.desk import Desk
    from readiness.followups.naming import Meant
    from readiness.followups.values import Values
    from readiness.model.documents.scope import FollowUp

_OF = "What it is of"

Names = Annotated[
    list[str],
    typer.Argument(
        metavar="[ITEM] REQUIREMENT",
        help="The item and its requirement; of something else than an item, the requirement alone.",
        autocompletion=complete_items,
        show_default=False,
    ),
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
    names: Names,
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
    from readiness.followups.waiving import Grant, grant, renew, standing_waiver  # noqa: PLC0415

    if create and ref is not None:
        refuse_usage("--create opens an issue, and --ref names one that is there", "leave one of them out")
    desk = desk_at(root)
    values = Values(desk)
    which, requirement = _target(desk, names, {"surface": surface, "behaviour": behaviour, "unsupported": unsupported})
    had = standing_waiver(which, requirement, waiver_id)
    known = had[1].follow_up if had else None
    bypass = emergency or (had is not None and had[1].emergency)
    said = answers(
        [
            Question("--reason", "Why it is excused", reason, values.text, had is None),
            Question("--until", _until_words(desk, bypass=bypass), until, _Until(desk, values, bypass=bypass).check),
            Question("--by", "Who grants it", by, values.owner),
            Question("--id", "The id of the waiver", waiver_id, values.id, needed=False),
            *_follow_up_questions(values, known, (ref, due, risk, owner), bypass=bypass, create=create),
        ]
    )
    tracked = {name: said[f"--{name}"] for name in ("ref", "risk", "due", "owner") if f"--{name}" in said}
    path = which.loaded.path
    data = desk.written(path)
    chosen = had[1].id if had else said.get("--id")

    def changes(reference: str | None) -> "tuple[str, list[Change]]":
        given = Grant(
            expires=said["--until"],
            granted_by=said["--by"],
            reason=said.get("--reason"),
            emergency=emergency,
            follow_up=follow_up(**{**tracked, **({"ref": reference} if reference else {})}),
        )
        if had is None:
            return grant(which, requirement, given, chosen, desk.today)
        return had[1].id, renew(*had, data, given, desk.today)

    named, made = changes(None)
    done = f"waiver {named} of {which.name}, {requirement}, holds until {said['--until']}"
    if not create:
        return finish(edit(desk, which.scope.id, {path: made}), which, done, dry_run=dry_run, no_color=no_color)
    if known is not None and known.ref is not None:
        refuse_usage(f"`{named}` has an issue already: {known.ref}", "leave --create out")
    told = {
        "id": named,
        "requirement": requirement,
        "reason": said.get("--reason") or (had[1].reason if had else ""),
        "granted_by": said["--by"],
        "expires": said["--until"],
    }
    opening = opening_of(desk, which, (tracker, project), tracked, lambda reference: changes(reference)[1], told)
    return finish_opening(opening, done, dry_run=dry_run, no_color=no_color)


def _target(desk: "Desk", names: list[str], others: dict[str, str | None]) -> "tuple[Meant, str]":
    from readiness.followups.naming import meant  # noqa: PLC0415

    named = [(kind, name) for kind, name in others.items() if name is not None]
    if len(named) + len(names) != 2 or len(named) > 1:  # noqa: PLR2004 - one thing and one requirement of it
        fix = "write ITEM REQUIREMENT, or REQUIREMENT alone with --surface, --behaviour or --unsupported"
        refuse_usage("a waiver is of one requirement of one thing", fix)
    kind, name = named[0] if named else ("item", names[0])
    return meant(desk.documents, name, kind), names[-1]


def _follow_up_questions(
    values: "Values",
    known: "FollowUp | None",
    given: tuple[str | None, str | None, str | None, str | None],
    *,
    bypass: bool,
    create: bool,
) -> list[Question]:
    """Return what is asked about the issue behind the waiver; only a bypass in an emergency has to have one."""
    ref, due, risk, owner = given
    no_ref, no_due = known is None or known.ref is None, known is None or known.due is None
    return [
        Question(
            "--ref", "The issue that ends it (--create opens one)", ref, values.ref, bypass and no_ref and not create
        ),
        Question("--due", "By when it is not needed any more (YYYY-MM-DD)", due, values.day, bypass and no_due),
        Question("--risk", "What may go wrong until then", risk, values.text, needed=False),
        Question("--owner", "Who sees to it", owner, values.owner, needed=False),
    ]


class _Until:
    """Holds the last day of a waiver against the clock, and against how long an emergency may last."""

    def __init__(self, desk: "Desk", values: "Values", *, bypass: bool) -> None:
        self._day = values.day
        self._today = desk.today
        self._longest = desk.config.followups.max_emergency if bypass else None

    def check(self, typed: str) -> str:
        """Return the day.

        Raises:
            BadValueError: it is none, is over, or is later than an emergency may last.
        """
        day = self._day(typed)
        if day < self._today.isoformat():
            bad_value(f"{day} is over", f"write {self._today} or a later day")
        if self._longest is not None and day > (self._today + self._longest).isoformat():
            what = f"a waiver in an emergency lasts at most {_days(self._longest)}"
            bad_value(what, f"write {self._today + self._longest} or an earlier day")
        return day


def _until_words(desk: "Desk", *, bypass: bool) -> str:
    last = desk.today + desk.config.followups.max_emergency
    return f"The last day in force (YYYY-MM-DD{f', at the latest {last}' if bypass else ''})"


def _days(length: timedelta) -> str:
    return f"{length.days} day{'' if length.days == 1 else 's'}"
