"""`readiness ledger`: the commands about records on file, under one name."""

import typer

from readiness.cli import ledger_keeping, ledger_reading, ledger_sharing
from readiness.cli.errors import handled

_LOOK = "Look"
_SHARE = "Share"
_TEND = "Tend"

HELP = """List, verify, share and tend the records of what was proven.

They are kept in a branch of their own, refs/heads/readiness-ledger unless the
configuration says otherwise.

\b
Examples:
  readiness ledger list
  readiness ledger fetch && readiness check
  readiness ledger push
"""

app = typer.Typer(name="ledger", help=HELP, no_args_is_help=True)
app.command("list", rich_help_panel=_LOOK)(handled(ledger_reading.list_command))
app.command("show", rich_help_panel=_LOOK)(handled(ledger_reading.show_command))
app.command("verify", rich_help_panel=_LOOK)(handled(ledger_keeping.verify_command))
app.command("fetch", rich_help_panel=_SHARE)(handled(ledger_sharing.fetch_command))
app.command("push", rich_help_panel=_SHARE)(handled(ledger_sharing.push_command))
app.command("merge", rich_help_panel=_SHARE)(handled(ledger_sharing.merge_command))
app.command("sign", rich_help_panel=_TEND)(handled(ledger_keeping.sign_command))
app.command("checkpoint", rich_help_panel=_TEND)(handled(ledger_keeping.checkpoint_command))
app.command("prune", rich_help_panel=_TEND)(handled(ledger_keeping.prune_command))
