"""What the commands that edit documents share: options, how an edit ends, and what is said of it."""

import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli.complete import complete_items
from readiness.cli.exits import ExitCode
from readiness.cli.options import refuse_usage
from readiness.cli.output import is_coloured, width
from readiness.errors import Problem, ReadinessError
from readiness.render.escape import visible
from readiness.render.layout import Line, plain
from readiness.render.problems import problem_lines

if TYPE_CHECKING:
    from readiness.followups.desk import Desk
    from readiness.followups.editing import Edit
    from readiness.followups.naming import Meant
    from readiness.followups.opening import Changes, Opening
    from readiness.model.tracking import Reference

_FOLLOW_UP = "The follow-up"
_HOW = "How it is written"

ItemName = Annotated[
    str,
    typer.Argument(
        metavar="ITEM",
        help="The item; SCOPE/ITEM where several scopes have one of that id.",
        autocompletion=complete_items,
        show_default=False,
    ),
]
Ref = Annotated[
    str | None,
    typer.Option("--ref", metavar="ISSUE", help="The issue, such as github:owner/repo#12.", rich_help_panel=_FOLLOW_UP),
]
Risk = Annotated[
    str | None,
    typer.Option("--risk", metavar="TEXT", help="What may go wrong until then.", rich_help_panel=_FOLLOW_UP),
]
Due = Annotated[
    str | None,
    typer.Option("--due", metavar="DAY", help="By when it is done (YYYY-MM-DD).", rich_help_panel=_FOLLOW_UP),
]
FollowUpOwner = Annotated[
    str | None,
    typer.Option("--owner", metavar="OWNER", help="Who sees to it, if not the owner.", rich_help_panel=_FOLLOW_UP),
]
AcceptedBy = Annotated[
    str | None,
    typer.Option("--accepted-by", metavar="OWNER", help="Who has accepted the risk.", rich_help_panel=_FOLLOW_UP),
]
Create = Annotated[
    bool,
    typer.Option("--create", help="Open the issue, once, however often this is tried.", rich_help_panel=_FOLLOW_UP),
]
TrackerName = Annotated[
    str | None,
    typer.Option(
        "--tracker", metavar="NAME", help="With --create: in which tracker it is opened.", rich_help_panel=_FOLLOW_UP
    ),
]
ProjectName = Annotated[
    str | None,
    typer.Option(
        "--project", metavar="PROJECT", help="With --create: in which project of it.", rich_help_panel=_FOLLOW_UP
    ),
]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", "-n", help="Print the difference, and write nothing.", rich_help_panel=_HOW),
]


def finish(edit: "Edit", meant: "Meant", done: str, *, dry_run: bool, no_color: bool) -> ExitCode:
    """Write the edit, say that it is `done` and what it changes of the verdicts; in a dry run, only print the diff.

    Raises:
        ReadinessError: RDY050 or RDY065, nothing was written.
    """
    if dry_run:
        sys.stdout.write(edit.diff())
        return ExitCode.OK
    from readiness.followups.news import done_lines, news_lines  # noqa: PLC0415 - as the rest of followups

    if edit.is_empty:
        _show(done_lines(f"Nothing to change: {done} already.", width()), no_color=no_color)
        return ExitCode.OK
    edit.write()
    paths = ", ".join(path for path in edit.new if edit.old[path] != edit.new[path])
    _show(done_lines(f"Wrote {paths}: {done}.", width()), no_color=no_color)
    try:
        difference = edit.compared()
    except ReadinessError as error:
        # It is written, and what keeps it from being judged is told without taking that back.
        sys.stderr.write(plain(problem_lines(error.problems, 80)))
        return ExitCode.OK
    _show(news_lines(difference, f"{meant.kind} {meant.id}", meant.scope, width()), no_color=no_color)
    return ExitCode.OK


def finish_opening(opening: "Opening", done: str, *, dry_run: bool, no_color: bool) -> ExitCode:
    """Open the issue, or find it, and end as `finish` does; in a dry run, show the diff with an example of an issue.

    Raises:
        ReadinessError: as `finish`, and what is wrong before anything is opened.
    """
    from readiness.web.errors import NoAnswerError  # noqa: PLC0415 - as the rest

    if dry_run:
        return finish(opening.tried(), opening.meant, done, dry_run=True, no_color=no_color)
    try:
        edit = opening.opened(os.environ, _tell_of_issue)
    except NoAnswerError as error:
        problem = Problem("RDY066", f"the tracker gave no usable answer: {error.reason}", error.action)
        sys.stderr.write(plain(problem_lines([problem], 80)))
        return ExitCode.UNDECIDED
    return finish(edit, opening.meant, done, dry_run=False, no_color=no_color)


def opening_of(
    desk: "Desk",
    meant: "Meant",
    place: tuple[str | None, str | None],
    values: "Mapping[str, str]",
    changes: "Changes",
    waiver: "Mapping[str, str] | None" = None,
) -> "Opening":
    """Return the issue to be opened in `place` (tracker and project) for a follow-up with `values`.

    Raises:
        ReadinessError: RDY056, it cannot be told where; RDY057, RDY028 or RDY007, the template cannot be used.
    """
    from readiness.documents.presentation import presentation  # noqa: PLC0415 - as the rest
    from readiness.followups.home import home_for  # noqa: PLC0415
    from readiness.followups.issue import draft, owner_of  # noqa: PLC0415
    from readiness.followups.opening import Opening  # noqa: PLC0415
    from readiness.trackers import kinds  # noqa: PLC0415

    home = home_for(desk.config.trackers, kinds(), *place)
    written = draft(desk, home, meant, values, presentation(desk.request).templates, waiver)
    about = meant.id if waiver is None else waiver["id"]
    return Opening(desk, meant, home, written, changes, about, values.get("owner") or owner_of(meant))


def _tell_of_issue(reference: "Reference", url: str | None, *, is_new: bool) -> None:
    what = "Opened" if is_new else "Found"
    # Where nobody can hear it, what is said at the end fails as well; by then the reference has to be written.
    with suppress(OSError):
        sys.stdout.write(visible(f"{what} {reference}{f': {url}' if url else ''}") + "\n")
        sys.stdout.flush()


def check_create(ref: str | None, tracker: str | None, project: str | None, *, create: bool) -> None:
    """Refuse options that contradict each other about the issue.

    Raises:
        ReadinessError: RDY056.
    """
    if create and ref is not None:
        refuse_usage("--create opens an issue, and --ref names one that is there", "leave one of them out")
    if not create and (tracker is not None or project is not None):
        option = "--project" if tracker is None else "--tracker"
        refuse_usage(f"{option} says where an issue is opened, and none is to be", "add --create, or leave it out")


def desk_at(root: Path) -> "Desk":
    """Return the documents of the work tree around `root`, opened to be edited.

    Raises:
        ReadinessError: RDY040 for the configuration, RDY05x for the repository.
    """
    from readiness.followups.desk import open_desk  # noqa: PLC0415 - `--help` needs none of it

    return open_desk(root, cache=not os.environ.get("CI"))


def _show(lines: "Iterable[Line]", *, no_color: bool) -> None:
    if is_coloured(no_color=no_color):
        from readiness.render.paint import paint  # noqa: PLC0415

        paint(lines, sys.stdout)
    else:
        sys.stdout.write(plain(lines))
