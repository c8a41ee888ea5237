"""`readiness init`: begin a launch in this repository, from what can be seen in it."""

import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli.asking import is_interactive
from readiness.cli.exits import ExitCode
from readiness.cli.options import NoColor, Root, refuse_usage
from readiness.cli.output import is_coloured, width
from readiness.errors import Problem, ReadinessError
from readiness.render.escape import prose, visible
from readiness.render.layout import Line, Span, hanging, plain

if TYPE_CHECKING:
    from readiness.scaffold.questions import Answers, Question
    from readiness.scaffold.seen import Seen

_ANSWERS = "Answers, in place of questions"

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; take what was seen, and defaults.")]
DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Print what would be written, and write nothing.")]
ShipsOption = Annotated[
    str | None,
    typer.Option("--ships", metavar="KIND", help="service, package, data or infrastructure.", rich_help_panel=_ANSWERS),
]
Title = Annotated[
    str | None, typer.Option("--title", metavar="TEXT", help="What the launch is called.", rich_help_panel=_ANSWERS)
]
LaunchDay = Annotated[
    str | None,
    typer.Option("--launch", metavar="DAY", help="The day of the launch (YYYY-MM-DD).", rich_help_panel=_ANSWERS),
]
Owner = Annotated[
    str | None,
    typer.Option("--owner", metavar="OWNER", help="The role or team that answers for it.", rich_help_panel=_ANSWERS),
]
Tests = Annotated[
    str | None,
    typer.Option("--tests", metavar="COMMAND", help="What runs all tests.", rich_help_panel=_ANSWERS),
]


def command(  # noqa: PLR0913 - one parameter an option
    *,
    yes: Yes = False,
    dry_run: DryRun = False,
    ships: ShipsOption = None,
    title: Title = None,
    launch: LaunchDay = None,
    owner: Owner = None,
    tests: Tests = None,
    root: Root = Path(),
    no_color: NoColor = False,
) -> ExitCode:
    """Begin a launch: look at the repository, ask a little, and write what fits.

    Writes a scope, who owns it, runbooks to be filled in, settings, a job for
    CI and a hook. Nothing that is there is ever overwritten.

    \b
    Examples:
      readiness init                 asks five questions at most
      readiness init --yes           asks none
      readiness init --yes --dry-run
      readiness init --yes --ships service --owner release-manager
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.pipeline import Request, check  # noqa: PLC0415 - `--help` needs none of it
    from readiness.scaffold.drafting import draft, open_site  # noqa: PLC0415
    from readiness.scaffold.telling import next_lines, seen_lines, written_lines  # noqa: PLC0415
    from readiness.scaffold.writing import check_ways, write_new  # noqa: PLC0415

    site = open_site(root)
    now = datetime.now(UTC)
    given = {"--ships": ships, "--title": title, "--launch": launch, "--owner": owner, "--tests": tests}
    said = {option: value for option, value in given.items() if value is not None}
    _show(seen_lines(site, width()), no_color=no_color)
    if said and site.has_launch:
        note = f"a launch has been begun here already, so nothing is made of {', '.join(said)}"
        _show(hanging((Span("Note: ", "warn"),), prose(note), width()), no_color=no_color)
    answers = _answers(site.seen, said, now, ask=not yes and not site.has_launch)
    made = draft(site, answers)
    check_ways(site.top, made.files)
    if dry_run:
        _show(written_lines(made, width(), done=False), no_color=no_color)
        for path, text in made.files.items():
            sys.stdout.write(f"\n--- {visible(path)}\n{text}")
        return ExitCode.OK
    if made.files and not yes and not is_interactive():
        _refuse_silence()
    write_new(site.top, made.files)
    _show(written_lines(made, width(), done=True), no_color=no_color)
    report = check(Request(root=site.top, now=now, cache=False))
    _show(next_lines(site, made, report, width()), no_color=no_color)
    return ExitCode.OK


def _answers(seen: "Seen", said: Mapping[str, str], now: datetime, *, ask: bool) -> "Answers":
    """Return the answers: what was `said` by options, what is asked for on a terminal, and defaults.

    Raises:
        ReadinessError: RDY056, an option cannot be meant, or somebody has to be asked and nobody can be.
    """
    from readiness.scaffold.questions import BadAnswerError, answered, questions  # noqa: PLC0415

    today = now.date()
    problems = []
    full = dict(said)
    for question in questions(seen, today):
        if question.option in said:
            try:
                question.check(said[question.option])
            except BadAnswerError as error:
                problems.append(Problem("RDY056", f"{question.option}: {error.message}", error.fix))
    if problems:
        raise ReadinessError(*problems)
    if ask:
        if not is_interactive():
            _refuse_silence()
        full |= {one.option: _asked(one) for one in questions(seen, today) if one.option not in said}
    return answered(full, seen, today)


def _refuse_silence() -> None:
    fix = "type `readiness init --yes` to take the defaults, or `readiness init --yes --dry-run` to see them first"
    refuse_usage("there is nobody to be asked here, because this is no terminal", fix)


def _asked(question: "Question") -> str:
    from readiness.scaffold.questions import BadAnswerError  # noqa: PLC0415

    while True:
        try:
            typed: str = typer.prompt(question.words, default=question.default, show_default=bool(question.default))
        except typer.Abort as error:
            typer.echo()  # what the shell says next is not part of the question
            raise KeyboardInterrupt from error
        try:
            return question.check(typed)
        except BadAnswerError as error:
            typer.echo(plain(hanging((Span("  "),), prose(f"{error.message}; {error.fix}"), width())), nl=False)


def _show(lines: Iterable[Line], *, no_color: bool) -> None:
    if is_coloured(no_color=no_color):
        from readiness.render.paint import paint  # noqa: PLC0415

        paint(lines, sys.stdout)
    else:
        sys.stdout.write(plain(lines))
