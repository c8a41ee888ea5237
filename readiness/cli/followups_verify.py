"""`readiness followups verify`: ask the trackers, write what they said, and tell what has to be looked at."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from readiness.cli.exits import ExitCode
from readiness.cli.options import NoColor, Root
from readiness.cli.output import is_coloured, width
from readiness.errors import ReadinessError
from readiness.render.layout import plain

if TYPE_CHECKING:
    from readiness.followups.verify import Prepared
    from readiness.model.followups import Verified
    from readiness.trackers.base import Heard

TrackerName = Annotated[
    str | None,
    typer.Option("--tracker", metavar="NAME", help="Ask this one only; lines of the others stay.", show_default=False),
]
Refresh = Annotated[
    bool, typer.Option("--refresh", help="Renew the time of every line, also of those that say the same as yesterday.")
]
TrackersFrom = Annotated[
    str | None,
    typer.Option(
        "--policy-from",
        metavar="REV",
        help="Take the trackers from this commit, so that no change says where tokens go.",
        show_default=False,
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Ask, and write nothing.")]


def command(
    *,
    tracker: TrackerName = None,
    refresh: Refresh = False,
    dry_run: DryRun = False,
    policy_from: TrackersFrom = None,
    root: Root = Path(),
    no_color: NoColor = False,
) -> ExitCode:
    """Ask the trackers about every issue that a launch names, and keep the answers.

    They go to .readiness/followups.lock. Commit that file: `readiness check`
    judges by it, and asks nobody. What a tracker gives no answer about keeps the
    line that it has, with its time.

    Exits 0 when all were asked, 2 for bad input, 3 when something could not be
    asked, 130 when it was stopped; then the file is as it was.

    \b
    Examples:
      readiness followups verify
      readiness followups verify --tracker jira
      readiness followups verify --dry-run
      readiness followups verify --policy-from origin/main   in a change's job
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.followups.verify import Wish, prepare, verify  # noqa: PLC0415
    from readiness.pipeline import Request  # noqa: PLC0415

    request = Request(root=root, policy_from=policy_from, cache=not os.environ.get("CI"))
    prepared = prepare(request, Wish(tracker=tracker, refresh=refresh, dry_run=dry_run))
    coloured = is_coloured(no_color=no_color)
    try:
        with _progress(prepared, coloured=coloured) as heard:
            found = verify(prepared, dict(os.environ), heard)
    except KeyboardInterrupt:
        _leave()
    _show(found, dry_run=dry_run, coloured=coloured)
    if prepared.questions.wrong:
        raise ReadinessError.of(prepared.questions.wrong)
    return ExitCode.UNDECIDED if found.unanswered else ExitCode.OK


@contextmanager
def _progress(prepared: "Prepared", *, coloured: bool) -> Iterator["Heard"]:
    """Give somebody who counts answers: on a terminal with a bar, elsewhere in silence."""
    if not sys.stdout.isatty() or not prepared.size:
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False, no_color=not coloured)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as progress:
        asked = progress.add_task("asking", total=prepared.size)
        yield lambda count: progress.advance(asked, count)


def _show(found: "Verified", *, dry_run: bool, coloured: bool) -> None:
    from readiness.render.verified import verified_lines  # noqa: PLC0415
    from readiness.trackers.lock import LOCK  # noqa: PLC0415

    lines = verified_lines(found, width(), where=LOCK, dry_run=dry_run)
    if coloured:
        from readiness.render.paint import paint  # noqa: PLC0415

        paint(lines, sys.stdout)
    else:
        sys.stdout.write(plain(lines))


def _leave() -> NoReturn:
    """End at once: Python would wait for threads that wait for a server, and nothing is left to be done."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(ExitCode.INTERRUPTED)
