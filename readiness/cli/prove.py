"""`readiness prove`: execute the commands of what is not proven, and put what comes of it on record."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli.complete import complete_items, complete_scopes
from readiness.cli.exits import ExitCode
from readiness.cli.options import LedgerFolder, NoColor, PolicyFrom, Root
from readiness.cli.output import is_coloured, width
from readiness.cli.signing import Sign, signer_of
from readiness.errors import ReadinessError
from readiness.render.layout import Line, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.prove.planning import Planned
    from readiness.prove.proving import Means
    from readiness.prove.results import Result

_WHAT = "What is proven"
_HOW = "How it is proven"

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ITEM",
        help="Items, or single pieces of evidence (ITEM/EVIDENCE, SCOPE/ITEM/EVIDENCE). Without any: all.",
        autocompletion=complete_items,
        show_default=False,
    ),
]
OfScopes = Annotated[
    list[str] | None,
    typer.Option(
        "--scope",
        metavar="SCOPE",
        help="Only of this scope, also of a draft.",
        autocompletion=complete_scopes,
        show_default=False,
        rich_help_panel=_WHAT,
    ),
]
Everything = Annotated[
    bool, typer.Option("--all", help="Also what is proven for this content already.", rich_help_panel=_WHAT)
]
ChangedSince = Annotated[
    str | None,
    typer.Option(
        "--changed-since",
        metavar="REV",
        help="Only what covers a file, or asks for something, that is different since this commit.",
        rich_help_panel=_WHAT,
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", metavar="N", min=1, help="How many commands run at once; one a processor.", rich_help_panel=_HOW
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Execute nothing; say what would be, and why.", rich_help_panel=_HOW)
]
Clean = Annotated[
    bool,
    typer.Option(
        "--clean",
        help="In a fresh checkout of HEAD's commit, so that nothing ignored or uncommitted can help.",
        rich_help_panel=_HOW,
    ),
]


def command(  # noqa: PLR0913 - one parameter an option
    *,
    names: Names = None,
    scopes: OfScopes = None,
    everything: Everything = False,
    changed_since: ChangedSince = None,
    jobs: Jobs = None,
    dry_run: DryRun = False,
    clean: Clean = False,
    sign: Sign = None,
    ledger: LedgerFolder = None,
    policy_from: PolicyFrom = None,
    root: Root = Path(),
    no_color: NoColor = False,
) -> ExitCode:
    """Execute the commands of what is missing, failed or stale, and put the results on record.

    Exits 0 when all of it is proven, 1 when something failed, 2 for bad input,
    3 when something has no record or nobody can tell what it says, 130 when it
    was stopped.

    \b
    Examples:
      readiness prove                          all that is not proven
      readiness prove deploy search/index      an item, and one of another scope
      readiness prove --dry-run                what would be executed, and why
      readiness prove --changed-since main     what this branch has touched
      readiness prove --clean --sign key       as CI does
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.pipeline import Request  # noqa: PLC0415
    from readiness.prove.logs import log_folder  # noqa: PLC0415
    from readiness.prove.planning import plan_proofs  # noqa: PLC0415
    from readiness.prove.proving import Means  # noqa: PLC0415
    from readiness.prove.selecting import Wish  # noqa: PLC0415
    from readiness.tree.opening import find_place  # noqa: PLC0415

    signer = signer_of(sign)
    request = Request(
        root=root,
        scopes=tuple(scopes or ()),
        at="HEAD" if clean else None,
        policy_from=policy_from,
        ledger=ledger,
    )
    wish = Wish(names=tuple(names or ()), everything=everything, signed=signer is not None)
    planned = plan_proofs(request, wish, since=changed_since)
    coloured = is_coloured(no_color=no_color)
    if dry_run or not planned.order.steps:
        _show(_plan_lines(planned, dry_run=dry_run), coloured=coloured)
        return _exit_code(planned, None, named=bool(names))
    means = Means(
        logs=log_folder(find_place(root)[0]),
        environment=dict(os.environ),
        jobs=jobs or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else jobs or os.cpu_count() or 1,
        signer=signer,
        clean=clean,
        folder=ledger,
    )
    result = _proven(planned, root, means, coloured=coloured)
    return _exit_code(planned, result, named=bool(names))


def _proven(planned: "Planned", root: Path, means: "Means", *, coloured: bool) -> "Result":
    """Execute, with somebody who looks on, and say what came of it all."""
    from readiness.cli.progress import watching  # noqa: PLC0415
    from readiness.cli.proving import closing_lines  # noqa: PLC0415
    from readiness.prove.proving import prove  # noqa: PLC0415
    from readiness.prove.stopping import asked_to_stop  # noqa: PLC0415

    with asked_to_stop() as stop, watching(width(), stop, live=sys.stdout.isatty(), coloured=coloured) as watch:
        result = prove(planned, root, means, watch, stop)
    unsigned = means.signer is None and bool(planned.config.trust.keys)
    _show(closing_lines(result, planned.selection.left_out, means.logs, width(), unsigned=unsigned), coloured=coloured)
    return result


def _plan_lines(planned: "Planned", *, dry_run: bool) -> "Iterable[Line]":
    from readiness.cli.proving import nothing_lines, plan_lines  # noqa: PLC0415

    if planned.order.steps:
        return plan_lines(planned.selection, planned.order, width())
    return nothing_lines(planned.selection, width(), dry_run=dry_run)


def _show(lines: "Iterable[Line]", *, coloured: bool) -> None:
    if coloured:
        from readiness.render.paint import paint  # noqa: PLC0415

        paint(lines, sys.stdout)
    else:
        sys.stdout.write(plain(lines))


def _exit_code(planned: "Planned", result: "Result | None", *, named: bool) -> ExitCode:
    """Return what the run comes to; what is wrong with the documents is told last, as errors are.

    Raises:
        ReadinessError: the problems of the documents.
    """
    from readiness.prove.results import How  # noqa: PLC0415
    from readiness.prove.selecting import Left  # noqa: PLC0415

    if result is not None and result.interrupted:
        return ExitCode.INTERRUPTED
    if planned.problems:
        raise ReadinessError.of(planned.problems)
    hows = {end.how for end in result.endings} if result is not None else set()
    if How.FAILED in hows:
        return ExitCode.NO_GO
    unusable = {Left.NO_USE, Left.NO_COMMAND} if named else {Left.NO_USE}
    if hows - {How.PASSED} or any(left.left in unusable for left in planned.selection.left_out):
        return ExitCode.UNDECIDED
    return ExitCode.OK
