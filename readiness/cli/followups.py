"""`readiness followups`: the issues behind what was put off, waived or claimed, listed and verified."""

from typing import Any, Final

import typer
from typer.core import TyperGroup

from readiness.cli import followups_list, followups_verify
from readiness.cli.errors import handled

_DEFAULT: Final = "list"

HELP = """List the issues behind deferrals and waivers, and ask their trackers about them.

Without a command: list. Its options can follow at once.

\b
Examples:
  readiness followups
  readiness followups --overdue
  readiness followups verify
"""


class _ListByDefault(TyperGroup):
    """A group whose command may be left out."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer's own click, which is private
        """Return the words that are left, with the command put in where none is named."""
        named = bool(args) and (args[0] in self.commands or args[0] in ctx.help_option_names)
        wanted = args if named or ctx.resilient_parsing else [_DEFAULT, *args]
        return super().parse_args(ctx, wanted)


app = typer.Typer(name="followups", help=HELP, cls=_ListByDefault)
app.command(_DEFAULT)(handled(followups_list.command))
app.command("verify")(handled(followups_verify.command))
