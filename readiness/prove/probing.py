"""Whether records could be kept, found out before anything is executed for hours."""

import os
from collections.abc import Iterator
from pathlib import Path

from readiness.ledger.reading import Ledger
from readiness.ledger.refs import common_dir
from readiness.ledger.store import unwritable
from readiness.model.settings import LedgerSettings
from readiness.tree.repository import Repository


def refuse_unwritable(
    ledger: Ledger, settings: LedgerSettings, folder: Path | None, top: Path, repository: Repository | None
) -> None:
    """Stop where the store that `ledger` writes to takes nothing; `folder` is that of `--ledger`. Writes nothing.

    Raises:
        ReadinessError: RDY050, it may not be written; RDY052, there is none.
    """
    where = ledger.target.where
    for place in _places(settings, folder, top, repository):
        there = next(one for one in (place, *place.parents) if os.path.lexists(one))
        if not there.is_dir():
            raise unwritable(where, f"{there} is no folder")
        if not os.access(there, os.W_OK | os.X_OK):
            raise unwritable(where, f"permission denied for {there}")


def _places(settings: LedgerSettings, folder: Path | None, top: Path, repository: Repository | None) -> Iterator[Path]:
    if folder is not None:
        yield folder.absolute()
    elif settings.folder is not None:
        yield top / settings.folder
    elif repository is not None:
        shared = common_dir(repository)
        yield shared / "objects"
        yield shared / os.path.dirname(settings.ref)  # noqa: PTH120 - a ref is no path, and ends up as one
