"""`readiness explain`: the page of a rule or a problem, or the table of all."""

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from readiness.cli.complete import complete_pages
from readiness.cli.exits import ExitCode
from readiness.cli.options import refuse_usage
from readiness.cli.output import width
from readiness.cli.pages import Page, find, pages, reflowed
from readiness.model.wording import suggestion
from readiness.render.escape import visible
from readiness.render.layout import wrap

Word = Annotated[
    str | None,
    typer.Argument(
        metavar="CODE",
        help="Such as RDY201 or evidence-missing. Without it: the table of all.",
        autocompletion=complete_pages,
        show_default=False,
    ),
]


def command(*, word: Word = None) -> ExitCode:
    """Explain a rule or a problem.

    \b
    Examples:
      readiness explain                   all of them, a line each
      readiness explain RDY201            by code
      readiness explain evidence-missing  by name
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    lines = _table(pages()) if word is None else reflowed(_page(word).text, width())
    sys.stdout.write("\n".join(lines).rstrip() + "\n")
    return ExitCode.OK


def _page(word: str) -> Page:
    page = find(word)
    if page is None:
        known = [name for one in pages() for name in (one.code, one.name)]
        close = suggestion(word, known)
        fix = close if close.startswith("did you mean") else "run `readiness explain` for the table of all"
        refuse_usage(f"there is no rule and no problem called `{visible(word)}`", fix)
    return page


def _table(known: tuple[Page, ...]) -> Iterator[str]:
    longest = max(len(page.name) for page in known)
    indent = " " * (8 + longest + 2)
    for page in known:
        first, *rest = wrap(page.line, max(width() - len(indent), 30))
        yield f"{page.code:<8}{page.name:<{longest}}  {first}"
        yield from (indent + part for part in rest)
