"""`readiness signoff`: put somebody's word down."""

from pathlib import Path
from typing import Annotated

import typer

from readiness.cli.asking import Question, answers
from readiness.cli.editing import DryRun, ItemName, desk_at, finish
from readiness.cli.exits import ExitCode
from readiness.cli.options import NoColor, Root

Requirement = Annotated[
    str, typer.Argument(metavar="REQUIREMENT", help="The evidence that waits for the word.", show_default=False)
]
By = Annotated[str | None, typer.Option("--by", metavar="OWNER", help="Whose word it is.")]
Statement = Annotated[str | None, typer.Option("--statement", metavar="TEXT", help="What is vouched for.")]
Expires = Annotated[str | None, typer.Option("--expires", metavar="DAY", help="The last day in force (YYYY-MM-DD).")]


def command(  # noqa: PLR0913 - one parameter an option
    *,
    name: ItemName,
    requirement: Requirement,
    by: By = None,
    statement: Statement = None,
    expires: Expires = None,
    dry_run: DryRun = False,
    root: Root = Path(),
    no_color: NoColor = False,
) -> ExitCode:
    """Sign off: date the word that the document waits for.

    The document says whose word it is. A deputy or a member of theirs may give
    it, and is named then. A word is never more than a word: reports say so.

    \b
    Examples:
      readiness signoff legal signoff --by general-counsel \\
          --statement "Terms of sale, as of version 4, are approved"
      readiness signoff on-call rota-staffed --by cto --expires 2027-01-31
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.followups.editing import edit  # noqa: PLC0415 - `--help` needs none of it
    from readiness.followups.naming import meant  # noqa: PLC0415
    from readiness.followups.signing_off import declared_word, sign, signatory  # noqa: PLC0415
    from readiness.followups.values import Values  # noqa: PLC0415

    desk = desk_at(root)
    values = Values(desk)
    which = meant(desk.documents, name)
    number, evidence = declared_word(which, requirement)
    old = evidence.extra.get("expires")
    lapsed = isinstance(old, str) and old < desk.today.isoformat()
    said = answers(
        [
            Question("--by", "Whose word it is", by, values.owner),
            Question(
                "--statement", "What is vouched for", statement, values.text, evidence.extra.get("statement") is None
            ),
            Question("--expires", "The last day in force (YYYY-MM-DD)", expires, values.day, needed=lapsed),
        ]
    )
    role = signatory(evidence, said["--by"], desk.known)
    word = {
        "date": desk.today.isoformat(),
        "role": role,
        "statement": said.get("--statement"),
        "expires": said.get("--expires"),
    }
    path = which.loaded.path
    change = edit(desk, which.scope.id, {path: sign(which, desk.written(path), number, evidence, said["--by"], word)})
    done = f"{which.name}, {requirement}, is signed off by {said['--by']}"
    return finish(change, which, done, dry_run=dry_run, no_color=no_color)
