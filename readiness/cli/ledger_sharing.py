"""`readiness ledger fetch`, `push` and `merge`: records on their way between clones and folders."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from readiness.cli.exits import ExitCode
from readiness.cli.ledger_open import open_books
from readiness.cli.options import LedgerFolder, Root
from readiness.cli.output import width
from readiness.errors import Problem, ReadinessError
from readiness.render.layout import plain
from readiness.render.records import listing

Remote = Annotated[
    str | None,
    typer.Argument(
        metavar="REMOTE", help="A remote of this repository. Without it: origin, or the only one.", show_default=False
    ),
]
Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="A folder that was written with --ledger.", file_okay=False)
]


def fetch_command(*, remote: Remote = None, root: Root = Path()) -> ExitCode:
    """Fetch the ledger of a remote. It is read from then on, beside the local one.

    \b
    Examples:
      readiness ledger fetch             in CI, before `readiness check`
      readiness ledger fetch upstream
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.ledger.remote import fetch, pick_remote  # noqa: PLC0415

    repository, store = open_books(root, None).shared()
    moved = fetch(repository, store.ref, pick_remote(repository, remote))
    sys.stdout.write(
        f"{_files(moved.received)} new from {moved.remote}\n" if moved.there else f"{moved.remote} has no ledger yet\n"
    )
    return ExitCode.OK


def push_command(*, remote: Remote = None, root: Root = Path()) -> ExitCode:
    """Push the ledger to a remote, merged with what is there. Others who push at the same time lose nothing.

    \b
    Examples:
      readiness ledger push              in CI, after `readiness prove`
      readiness ledger push upstream
    """  # noqa: D301 - as above
    from readiness.ledger.remote import pick_remote, push  # noqa: PLC0415

    repository, store = open_books(root, None).shared()
    moved = push(repository, store.ref, pick_remote(repository, remote))
    sys.stdout.write(f"{_files(moved.received)} new from {moved.remote}, {_files(moved.sent)} new to it\n")
    return ExitCode.OK


def merge_command(*, folder: Folder, ledger: LedgerFolder = None, root: Root = Path()) -> ExitCode:
    """Put the records of a folder into the ledger: those that a job left behind that could not push them itself.

    A file that is no record stays where it is; then this exits 1.

    \b
    Examples:
      readiness ledger merge proofs      and then `readiness ledger push`
    """  # noqa: D301 - as above
    from readiness.ledger.folder import FolderStore  # noqa: PLC0415
    from readiness.ledger.keeping import merge  # noqa: PLC0415
    from readiness.ledger.reading import Ledger  # noqa: PLC0415

    books = open_books(root, ledger, there=False)
    if not folder.is_dir():
        raise ReadinessError(Problem("RDY050", f"There is no folder at {str(folder)!r}.", "Name an existing one."))
    theirs = Ledger([FolderStore(folder)], books.ledger.opener)
    merged = merge(books.ledger, theirs)
    books.refuse_unreadable()
    sys.stdout.write(plain(listing(merged.spoiled, width())))
    count = "1 record" if len(merged.names) == 1 else f"{len(merged.names):,} records"
    sys.stdout.write(f"{count} put into {books.ledger.target.where}\n")
    return ExitCode.NO_GO if merged.spoiled else ExitCode.OK


def _files(count: int) -> str:
    return {0: "nothing", 1: "1 file"}.get(count, f"{count:,} files")
