"""`readiness add`: write a new item into a scope."""

from pathlib import Path
from typing import Annotated

import typer

from readiness.cli.asking import Question, answers
from readiness.cli.complete import complete_scopes
from readiness.cli.editing import DryRun, Due, Ref, Risk, desk_at, finish
from readiness.cli.exits import ExitCode
from readiness.cli.options import NoColor, Root

NewItem = Annotated[str, typer.Argument(metavar="ITEM", help="The id of the item, or SCOPE/ITEM.", show_default=False)]
Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What is true when it is done.")]
OfClass = Annotated[
    str | None, typer.Option("--class", metavar="CLASS", help="launch-critical, launch-adjacent or deferred.")
]
ToScope = Annotated[
    str | None,
    typer.Option(
        "--scope", metavar="SCOPE", help="Where it is added, if there are several.", autocompletion=complete_scopes
    ),
]
Owner = Annotated[str | None, typer.Option("--owner", metavar="OWNER", help="Who answers for it.")]
Surface = Annotated[str | None, typer.Option("--surface", metavar="SURFACE", help="The surface that it is of.")]
Phase = Annotated[str | None, typer.Option("--phase", metavar="PHASE", help="The phase by whose end it is due.")]
Priority = Annotated[str | None, typer.Option("--priority", metavar="PRIORITY", help="p0 to p4.")]
Why = Annotated[str | None, typer.Option("--why", metavar="TEXT", help="Why it matters.")]
Needs = Annotated[
    list[str] | None, typer.Option("--needs", metavar="ITEM", help="What it cannot work without; several with commas.")
]
RollbackSteps = Annotated[
    str | None, typer.Option("--rollback", metavar="STEPS", help="Where a runbook says how it is undone: FILE#heading.")
]
EvidenceOf = Annotated[
    list[str] | None,
    typer.Option("--evidence", metavar="EVIDENCE", help='A report or document, or YAML: "{signoff: legal}".'),
]


def command(  # noqa: PLR0913 - one parameter an option
    *,
    name: NewItem,
    title: Title = None,
    item_class: OfClass = None,
    scope: ToScope = None,
    owner: Owner = None,
    surface: Surface = None,
    phase: Phase = None,
    priority: Priority = None,
    why: Why = None,
    needs: Needs = None,
    rollback: RollbackSteps = None,
    evidence: EvidenceOf = None,
    ref: Ref = None,
    risk: Risk = None,
    due: Due = None,
    dry_run: DryRun = False,
    root: Root = Path(),
    no_color: NoColor = False,
) -> ExitCode:
    """Add an item to a scope, behind those that it has.

    \b
    Examples:
      readiness add refunds --title "Refunds are made within a day" \\
          --class launch-critical --surface billing \\
          --rollback runbooks/billing.md#stop --evidence reports/refunds.xml
      readiness add terms --title "Terms approved" --class launch-critical \\
          --evidence "{signoff: general-counsel}"
      readiness add shop/search              asks for the title and the class
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.followups.adding import add, place_for  # noqa: PLC0415 - `--help` needs none of it
    from readiness.followups.deferring import follow_up  # noqa: PLC0415
    from readiness.followups.editing import edit  # noqa: PLC0415
    from readiness.followups.naming import Meant  # noqa: PLC0415
    from readiness.followups.setting import typed_list, typed_value  # noqa: PLC0415
    from readiness.followups.values import Values  # noqa: PLC0415

    desk = desk_at(root)
    values = Values(desk)
    loaded, item = place_for(desk, name, scope)
    said = answers(
        [
            Question("ITEM", "The id of the item", item, values.id),
            Question("--title", "What is true when it is done", title, values.text),
            Question("--class", "launch-critical, launch-adjacent or deferred", item_class, values.item_class),
            Question("--why", "Why it matters", why, values.text, needed=False),
            Question("--owner", "Who answers for it", owner, values.owner, needed=False),
            Question("--ref", "The issue that tracks it", ref, values.ref, needed=False),
            Question("--risk", "What may go wrong until then", risk, values.text, needed=False),
            Question("--due", "By when it is done", due, values.day_to_come, needed=False),
        ]
    )
    pieces = [typed_value("evidence", one) for one in evidence or ()]
    fields = {
        "title": said["--title"],
        "class": said["--class"],
        "why": said.get("--why"),
        "priority": priority,
        "surface": surface,
        "owner": said.get("--owner"),
        "phase": phase,
        "needs": [one for some in needs or () for one in typed_list(some)] or None,
        "rollback": None if rollback is None else typed_value("rollback", rollback),
        "evidence": (pieces[0] if len(pieces) == 1 else pieces) or None,
        "follow_up": dict(follow_up(ref=said.get("--ref"), risk=said.get("--risk"), due=said.get("--due"))) or None,
    }
    change = edit(desk, loaded.document.id, {loaded.path: add(item, fields)})
    which = Meant(loaded, "item", item, ("items", len(loaded.document.items)))
    return finish(change, which, f"{which.name} is added", dry_run=dry_run, no_color=no_color)
