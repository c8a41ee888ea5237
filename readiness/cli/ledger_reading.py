"""`readiness ledger list` and `show`: what is on file."""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from readiness.cli.exits import ExitCode
from readiness.cli.ledger_open import Books, open_books
from readiness.cli.options import LedgerFolder, Root, refuse_usage
from readiness.cli.output import width
from readiness.errors import Problem, ReadinessError
from readiness.model.record import Proven, Spoiled
from readiness.model.wording import suggestion
from readiness.render.escape import visible
from readiness.render.layout import plain
from readiness.render.records import as_json, listing, page

if TYPE_CHECKING:
    from readiness.ledger.reading import Listed

_FEW: Final = 20
_SHORTEST: Final = 4
_FORMATS: Final = ("text", "json")
_PREFIX: Final = re.compile(rf"[0-9a-f]{{{_SHORTEST},64}}")

Chosen = Annotated[
    str | None,
    typer.Argument(
        metavar="[SCOPE|ITEM|REQ]",
        help="Whose records: an id, or several with slashes, such as launch/deploy. Without it: all.",
        show_default=False,
    ),
]
Which = Annotated[
    str, typer.Argument(metavar="NAME|DIGEST", help="The name of a record's file, or how its SHA-256 begins.")
]
Limit = Annotated[
    int, typer.Option("--limit", "-n", metavar="N", help="At most so many, the newest; 0 for all.", min=0)
]
Form = Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or json.")]


def list_command(
    *,
    chosen: Chosen = None,
    limit: Limit = _FEW,
    format_: Form = "text",
    ledger: LedgerFolder = None,
    root: Root = Path(),
) -> ExitCode:
    """List records, the newest first: for what, what was measured, how, at which commit, and signed by whom.

    \b
    Examples:
      readiness ledger list                  the newest ones
      readiness ledger list deploy -n 0      all of one item
      readiness ledger list --ledger proofs  with those in a folder
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.ledger.names import newest_first  # noqa: PLC0415

    check_form(format_)
    books = open_books(root, ledger)
    wanted = _chosen(books, chosen)
    names = [name for listed in wanted.values() for name in listed.records]
    shown = books.ledger.open(newest_first(names, limit or None))
    books.refuse_unreadable()
    foreign = sorted(name for listed in wanted.values() for name in listed.foreign)
    if format_ == "json":
        write_json({"total": len(names), "records": [as_json(entry) for entry in shown.values()], "foreign": foreign})
    else:
        sys.stdout.write(plain(listing(shown.values(), width())))
        sys.stdout.writelines(f"{row}\n" for row in _footer(books, len(shown), len(names), foreign))
    return ExitCode.OK


def show_command(*, which: Which, format_: Form = "text", ledger: LedgerFolder = None, root: Root = Path()) -> ExitCode:
    """Show one record in full: what it says, who signed it, and how many files it is about.

    Exits 1 where the file is no record, or not the one that it is named for.

    \b
    Examples:
      readiness ledger show 3f9ac2e1                 by digest
      readiness ledger show 3f9ac2e1 --format json   the statement itself
    """  # noqa: D301 - as above
    from readiness.ledger.canonical import read_json  # noqa: PLC0415
    from readiness.ledger.envelope import unpack  # noqa: PLC0415

    check_form(format_)
    books = open_books(root, ledger)
    name = _named(books, which)
    (entry,) = books.ledger.open([name]).values()
    data = books.ledger.read([name])[name]
    books.refuse_unreadable()
    if isinstance(entry, Spoiled) or not isinstance(data, bytes):
        sys.stdout.write(plain(listing([entry], width())))
        return ExitCode.NO_GO
    envelope = unpack(data)
    keys = [signature.keyid or "a key that is not named" for signature in envelope.signatures]
    files = books.ledger.contents([entry.record.covered]).get(entry.record.covered)
    if format_ == "json":
        statement = read_json(envelope.payload)
        write_json(
            {
                **as_json(entry),
                "signatures": keys,
                "files": None if files is None else len(files),
                "statement": statement,
            }
        )
    else:
        facts = {
            "signatures": ", ".join(keys) or "none",
            "files covered": "the list of them is not on file" if files is None else f"{len(files):,}",
            "file": name,
            "digest": entry.digest,
        }
        sys.stdout.write(plain(page(entry, facts, width())))
    return ExitCode.OK


def check_form(name: str) -> None:
    """Refuse a format that does not exist.

    Raises:
        ReadinessError: RDY056.
    """
    if name not in _FORMATS:
        refuse_usage(f"there is no format `{visible(name)}`", suggestion(name, _FORMATS))


def write_json(value: Mapping[str, object]) -> None:
    """Write `value` to the standard output, for another program."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=True, default=dict) + "\n")


def _chosen(books: Books, chosen: str | None) -> "Mapping[Proven, Listed]":
    """Return the names of what is meant by `chosen`: every requirement whose ids hold its parts, side by side."""
    listed = books.ledger.listed()
    books.refuse_unreadable()
    if chosen is None:
        return listed
    wanted = chosen.split("/")
    found = {proven: names for proven, names in listed.items() if _holds(proven, wanted)}
    if not found:
        known = {part for proven in listed for part in proven if part}
        message = f"There are no records of {visible(chosen)} in the ledger."
        raise ReadinessError(Problem("RDY055", message, suggestion(chosen, known) if known else "The ledger is empty."))
    return found


def _holds(proven: Proven, wanted: Sequence[str]) -> bool:
    return any(list(proven[at : at + len(wanted)]) == list(wanted) for at in range(len(proven)))


def _named(books: Books, which: str) -> str:
    names = [name for listed in books.ledger.listed().values() for name in (*listed.records, *listed.foreign)]
    books.refuse_unreadable()
    if which in names:
        return which
    found = [name for name in names if _PREFIX.fullmatch(which) and name[-69:-5].startswith(which)]
    if len(found) == 1:
        return found[0]
    if found:
        message = f"{len(found)} records have a digest that begins with {which}: {', '.join(sorted(found)[:3])}."
        raise ReadinessError(Problem("RDY055", message, "Give more digits of the one that you mean."))
    message = f"There is no record called {visible(which)} in the ledger."
    fix = f"`readiness ledger list --format json` has names and digests; {_SHORTEST} digits or more of one will do."
    raise ReadinessError(Problem("RDY055", message, fix))


def _footer(books: Books, shown: int, total: int, foreign: Sequence[str]) -> Iterator[str]:
    if not total:
        yield f"No records in {' and '.join(store.where for store in books.ledger.stores) or 'any ledger'}."
    elif shown < total:
        yield f"{shown:,} of {total:,} records; --limit 0 lists all."
    if foreign:
        count = "One file there is" if len(foreign) == 1 else f"{len(foreign):,} files there are"
        yield f"{count} not called as records are, such as {visible(foreign[0])}."
