"""`readiness ledger verify`, `prune`, `checkpoint` and `sign`: what is done to a ledger as a whole."""

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from readiness.cli.exits import ExitCode
from readiness.cli.ledger_open import open_books
from readiness.cli.options import LedgerFolder, Root, refuse_usage
from readiness.cli.output import width
from readiness.cli.signing import Sign, signer_of
from readiness.render.escape import visible
from readiness.render.layout import plain
from readiness.render.records import listing

Keep = Annotated[
    int | None,
    typer.Option("--keep", metavar="N", help="Keep the records of so many contents a requirement.", min=1),
]
OlderThan = Annotated[
    str | None, typer.Option("--older-than", metavar="DURATION", help="Prune contents older than this, such as 90d.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would go, and take nothing out.")]


def verify_command(*, ledger: LedgerFolder = None, root: Root = Path()) -> ExitCode:
    """Verify everything on file: digests, names, signatures, checkpoints, and the lists of covered files.

    Exits 0 if all is well, 1 if something is wrong, 2 if the ledger cannot be
    read.

    \b
    Examples:
      readiness ledger verify
      readiness ledger verify --ledger proofs
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.ledger.keeping import verify  # noqa: PLC0415

    books = open_books(root, ledger)
    found = verify(books.ledger, books.keys())
    books.refuse_unreadable()
    sys.stdout.write(plain(listing(found.wrong, width())))
    counts = (
        _counted(found.records, "record"),
        _counted(found.contents, "list of covered files", "lists of covered files"),
        _counted(found.checkpoints, "checkpoint"),
    )
    verdict = _counted(len(found.wrong), "problem") if found.wrong else "all is well"
    sys.stdout.write(f"{', '.join(counts)}: {verdict}\n")
    if found.foreign:
        sys.stdout.write(f"{_counted(len(found.foreign), 'other file')}, such as {visible(found.foreign[0])}\n")
    return ExitCode.NO_GO if found.wrong else ExitCode.OK


def prune_command(
    *,
    keep: Keep = None,
    older_than: OlderThan = None,
    dry_run: DryRun = False,
    sign: Sign = None,
    ledger: LedgerFolder = None,
    root: Root = Path(),
) -> ExitCode:
    """Take records out that nobody needs any more, requirement by requirement.

    The newest content of each always stays, with all records about it, passed or
    failed. A ledger with trusted keys needs --sign, because what is gone has to
    be accounted for.

    \b
    Examples:
      readiness ledger prune --keep 20 --dry-run
      readiness ledger prune --older-than 180d
    """  # noqa: D301 - as above
    from readiness.ledger.keeping import prune, surplus  # noqa: PLC0415
    from readiness.ledger.names import CHECKPOINTS  # noqa: PLC0415

    if (keep is None) == (older_than is None):
        refuse_usage("prune wants either --keep or --older-than", "say which records may go, with one of the two")
    books = open_books(root, ledger)
    if sign is None and not dry_run and (books.config.trust.asks_for_signatures or books.ledger.names([CHECKPOINTS])):
        fix = "sign with a trusted key: --sign KEY"
        refuse_usage("records that just disappear from a ledger with trusted keys count against it", fix)
    pruned = surplus(books.ledger, keep=keep, since=_since(books.now, older_than))
    books.refuse_unreadable()
    where, left = books.ledger.target.where, _counted(pruned.left, "record")
    if dry_run:
        sys.stdout.writelines(f"{visible(name)}\n" for name in pruned.names[: pruned.records])
        sys.stdout.write(f"{_counted(pruned.records, 'record')} would go from {where}, {left} would stay\n")
        return ExitCode.OK
    if pruned.names:
        prune(books.ledger, pruned, books.keys(), books.now, signer_of(sign))
    sys.stdout.write(f"{_counted(pruned.records, 'record')} gone from {where}, {left} left\n")
    return ExitCode.OK


def checkpoint_command(*, sign: Sign = None, ledger: LedgerFolder = None, root: Root = Path()) -> ExitCode:
    """Sign a list of everything on file, so that a record that somebody takes out later shows.

    \b
    Examples:
      readiness ledger checkpoint --sign ~/.ssh/launch
    """  # noqa: D301 - as above
    from readiness.ledger.keeping import checkpoint  # noqa: PLC0415

    signer = signer_of(sign)
    if signer is None:
        refuse_usage("a checkpoint that nobody has signed says nothing", "name a key: --sign KEY")
    books = open_books(root, ledger)
    name, count = checkpoint(books.ledger, books.keys(), books.now, signer)
    books.refuse_unreadable()
    sys.stdout.write(f"{_counted(count, 'record')} listed in {books.ledger.target.where}:\n{name}\n")
    return ExitCode.OK


def sign_command(*, sign: Sign = None, ledger: LedgerFolder = None, root: Root = Path()) -> ExitCode:
    """Sign the records in a folder, in a job that runs nothing of the change. Each file is replaced by its signed copy.

    A file that is no record is left as it is; then this exits 1.

    \b
    Examples:
      readiness ledger sign --ledger proofs --sign ~/.ssh/launch
    """  # noqa: D301 - as above
    from readiness.ledger.keeping import sign as sign_all  # noqa: PLC0415

    signer = signer_of(sign)
    if signer is None or ledger is None:
        lacking = "--sign KEY" if signer is None else "--ledger DIR"
        refuse_usage(f"sign wants {lacking}", "records are signed in a folder, before they are merged and pushed")
    books = open_books(root, ledger)
    taken = sign_all(books.ledger, signer)
    books.refuse_unreadable()
    sys.stdout.write(plain(listing(taken.spoiled, width())))
    sys.stdout.write(f"{_counted(len(taken.names), 'record')} signed in {books.ledger.target.where}\n")
    return ExitCode.NO_GO if taken.spoiled else ExitCode.OK


def _since(now: datetime, older_than: str | None) -> datetime | None:
    if older_than is None:
        return None
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415

    from readiness.model.documents.base import Duration  # noqa: PLC0415

    try:
        age: timedelta = TypeAdapter(Duration).validate_python(older_than)
    except ValidationError:
        refuse_usage(f"--older-than got `{visible(older_than)}`, which is no duration", "write it as 90d or 12w")
    return now - age


def _counted(count: int, one: str, many: str | None = None) -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {many or one + 's'}"
