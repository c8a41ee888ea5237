"""`readiness publish`: show results that were judged before where the change is decided."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli.exits import ExitCode
from readiness.cli.options import refuse_usage
from readiness.cli.output import write
from readiness.errors import Problem
from readiness.render.escape import visible
from readiness.render.layout import plain
from readiness.render.problems import problem_lines

if TYPE_CHECKING:
    from readiness.publish.place import Place, Wish
    from readiness.publish.publishing import Publication, Published

_WHERE = "Where"
_WHAT = "What"

Files = Annotated[
    list[Path],
    typer.Argument(metavar="FILE", help="What `check` or `diff` wrote with --format json.", show_default=False),
]
To = Annotated[
    str | None,
    typer.Option("--to", metavar="FORGE", help="github or gitlab.", show_default="that of CI", rich_help_panel=_WHERE),
]
PullRequest = Annotated[
    int | None,
    typer.Option(
        "--pull-request",
        metavar="NUMBER",
        help="The pull or merge request.",
        show_default=False,
        rich_help_panel=_WHERE,
    ),
]
Sha = Annotated[
    str | None,
    typer.Option(
        "--sha", metavar="COMMIT", help="The commit to mark, in full.", show_default=False, rich_help_panel=_WHERE
    ),
]
Repository = Annotated[
    str | None,
    typer.Option(
        "--repository", metavar="NAME", help="owner/name, or group/project.", show_default=False, rich_help_panel=_WHERE
    ),
]
Comment = Annotated[
    bool | None,
    typer.Option("--comment/--no-comment", help="Keep one comment.", show_default=False, rich_help_panel=_WHAT),
]
Summary = Annotated[
    bool | None,
    typer.Option("--summary/--no-summary", help="Add to the job summary.", show_default=False, rich_help_panel=_WHAT),
]
SetStatus = Annotated[
    bool | None,
    typer.Option("--status/--no-status", help="Mark the commit.", show_default=False, rich_help_panel=_WHAT),
]
Check = Annotated[
    bool,
    typer.Option("--check", help="Mark the commit with a check run, not with a status.", rich_help_panel=_WHAT),
]
Key = Annotated[
    str | None,
    typer.Option(
        "--key",
        metavar="NAME",
        help="Tells several pipelines of one repository apart.",
        show_default=False,
        rich_help_panel=_WHAT,
    ),
]
Link = Annotated[
    str | None,
    typer.Option("--link", metavar="URL", help="Where the whole is.", show_default="the job", rich_help_panel=_WHAT),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write the Markdown here, too.", dir_okay=False, rich_help_panel=_WHAT
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Print what would be sent, and send nothing.")]


def command(  # noqa: PLR0913 - one parameter an option
    *,
    files: Files,
    to: To = None,
    pull_request: PullRequest = None,
    sha: Sha = None,
    repository: Repository = None,
    comment: Comment = None,
    summary: Summary = None,
    status: SetStatus = None,
    check: Check = False,
    key: Key = None,
    link: Link = None,
    output: Output = None,
    dry_run: DryRun = False,
) -> ExitCode:
    """Show results in a pull request: a comment, the job summary, a status.

    What is shown was judged before, by `check` or `diff` with --format json;
    nothing is judged here. So it exits 0 when all was published, whatever the
    decision; 2 for bad input, 3 when a forge did not take something. A fork's
    token, which may only read, leaves it at the job summary.

    \b
    Examples:
      readiness publish report.json
      readiness publish diff.json report.json
      readiness publish report.json --no-comment --check
      readiness publish report.json --key payments
      readiness publish report.json --to github --repository acme/app
          --pull-request 12 --dry-run
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.publish.place import Wish, place_of  # noqa: PLC0415 - `--help` needs none of it
    from readiness.publish.publishing import Publication, connected, publish  # noqa: PLC0415 - the same
    from readiness.publish.results import read_result  # noqa: PLC0415 - the same

    if check and status:
        refuse_usage("--check and --status mark the commit in two ways", "use one of them")
    results = [read_result(file) for file in files]
    wish = Wish(
        to=to,
        repository=repository,
        number=pull_request,
        sha=sha,
        key=key,
        link=link,
        comment=comment,
        summary=summary,
        status=status,
        check=check,
    )
    place = place_of(wish, os.environ)
    publication = Publication.of(results, place)
    if output is not None and not dry_run:
        write(publication.text, output)
    if dry_run:
        _show(publication, wish, place)
        return ExitCode.OK
    return _ended(publish(publication, wish, place, connected(os.environ)))


def _ended(published: "Published") -> ExitCode:
    for line in published.done:
        sys.stdout.write(visible(line) + "\n")
    if not published.done and not published.failed:
        sys.stdout.write("nothing was to be published here\n")
    problems = [Problem("RDY070", error.reason, error.action) for error in published.failed]
    sys.stdout.flush()
    sys.stderr.write(plain(problem_lines(problems, 80)))
    return ExitCode.UNDECIDED if problems else ExitCode.OK


def _show(publication: "Publication", wish: "Wish", place: "Place") -> None:
    from readiness.publish.publishing import planned  # noqa: PLC0415 - as above

    for line in planned(publication, wish, place):
        # Nothing of it may be obeyed by a terminal, or by the runner that reads the log.
        sys.stdout.write("\n".join(visible(part) for part in line.split("\n")) + "\n")
