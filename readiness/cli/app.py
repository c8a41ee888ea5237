"""The application: every command under its name, and one guard around them all."""

from typing import Annotated

import typer

from readiness import __version__
from readiness.cli import (
    add,
    capture,
    check,
    defer,
    demo,
    diff,
    explain,
    followups,
    init,
    keys,
    ledger,
    promote,
    prove,
    publish,
    render,
    schema,
    set_fields,
    signoff,
    waive,
)
from readiness.cli.errors import guard, handled
from readiness.cli.exits import ExitCode
from readiness.cli.output import prepare_streams

_JUDGE = "Judge"
_PROVE = "Prove"
_KEEP = "Keep documents"
_FOLLOW = "Follow up"
_LEARN = "Learn"

app = typer.Typer(
    name="readiness",
    help="Is this commit ready to launch? The launch is written in git, and judged from real artefacts.",
    epilog="Exit codes: 0 go, go-with-conditions, on-track; 1 no-go; 2 bad input; 3 undecided; 70 internal error; "
    "130 interrupted.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("check", rich_help_panel=_JUDGE)(handled(check.command))
app.command("publish", rich_help_panel=_JUDGE)(handled(publish.command))
app.command("diff", rich_help_panel=_JUDGE)(handled(diff.command))
app.command("prove", rich_help_panel=_PROVE)(handled(prove.command))
app.command("capture", rich_help_panel=_PROVE)(handled(capture.command))
app.add_typer(ledger.app, rich_help_panel=_PROVE)
app.command("keys", rich_help_panel=_PROVE)(handled(keys.command))
app.command("defer", rich_help_panel=_FOLLOW)(handled(defer.command))
app.command("promote", rich_help_panel=_FOLLOW)(handled(promote.command))
app.command("waive", rich_help_panel=_FOLLOW)(handled(waive.command))
app.add_typer(followups.app, rich_help_panel=_FOLLOW)
app.command("init", rich_help_panel=_KEEP)(handled(init.command))
app.command("add", rich_help_panel=_KEEP)(handled(add.command))
app.command("set", rich_help_panel=_KEEP)(handled(set_fields.command))
app.command("signoff", rich_help_panel=_KEEP)(handled(signoff.command))
app.command("render", rich_help_panel=_KEEP)(handled(render.command))
app.command("schema", rich_help_panel=_KEEP)(handled(schema.command))
app.command("explain", rich_help_panel=_LEARN)(handled(explain.command))
app.command("demo", rich_help_panel=_LEARN)(handled(demo.command))


def _print_version(asked: bool) -> None:  # noqa: FBT001 - typer calls it with the option's value
    if asked:
        typer.echo(f"readiness {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    *,
    version: Annotated[
        bool, typer.Option("--version", "-V", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Hold what stands before a command."""


def run() -> int:
    """Run the command line of this process and return its exit code."""
    prepare_streams()
    return guard(_run)


def _run() -> int:
    try:
        app(prog_name="readiness")
    except SystemExit as leaving:
        if leaving.code is None:
            return ExitCode.OK
        return leaving.code if isinstance(leaving.code, int) else ExitCode.INTERNAL
    return 0
