"""Which stores make up the ledger of a repository.

The place that the configuration names comes first: a ref, or a folder of the tree. A folder that was named on the
command line is read too, and then it is where everything is written, because a job that names one may not push.
"""

from datetime import datetime
from pathlib import Path

from readiness.ledger.branch import BranchStore
from readiness.ledger.committed import Committed
from readiness.ledger.folder import FolderStore
from readiness.ledger.opening import open_record
from readiness.ledger.reading import ANY_SURFACE, Ledger, Opener
from readiness.ledger.settled import Settled
from readiness.ledger.store import Store
from readiness.ledger.trust import Keyring
from readiness.model.record import Filed, Spoiled
from readiness.model.settings import LedgerSettings
from readiness.model.trust import Trust
from readiness.tree.base import Tree
from readiness.tree.repository import Repository


def open_ledger(  # noqa: PLR0913 - one parameter a source of records
    top: Path,
    repository: Repository | None,
    settings: LedgerSettings,
    trust: Trust,
    *,
    now: datetime,  # noqa: ARG001 - `gather` tells a record from the future
    folder: Path | None = None,
    settled: bool = False,
    tree: Tree | None = None,
) -> Ledger:
    """Return the ledger of the repository, or of the plain folder, at `top`; `folder` is that of `--ledger`.

    Of a folder in the tree, what `tree` has of it counts too, though it be gone from the disk; where it is `settled` by
    that, and no signatures are asked for, nothing else does.
    Nothing is read yet, and nothing has to be there.
    """
    stores: list[Store] = []
    unreadable = None
    if settings.folder is not None and repository is not None and not repository.has_work_tree:
        unreadable = f"The ledger is in the folder {settings.folder} of the work tree, and there is no work tree here."
    elif settings.folder is not None:
        held = None if tree is None else Committed(tree, settings.folder)
        if held is not None and settled and not trust.asks_for_signatures:
            stores.append(Settled(top, settings.folder, held.names()))
        else:
            stores.append(FolderStore(top, settings.folder))
        if held is not None:
            stores.append(held)
    elif repository is not None:
        stores.append(BranchStore(repository, settings.ref))
    if folder is not None:
        stores.append(FolderStore(folder))
    keys = Keyring(trust)
    ledger = Ledger(stores, _opener(trust, keys), keys if trust.asks_for_signatures else None)
    ledger.unreadable = unreadable
    return ledger


def _opener(trust: Trust, keys: Keyring) -> Opener:
    surfaces = (None, *sorted({surface for key in trust.keys for surface in key.surfaces}))

    def opened(name: str, data: bytes, surface: str | None) -> Filed | Spoiled:
        if surface != ANY_SURFACE:
            return open_record(name, data, keys, surface)
        answers = [open_record(name, data, keys, one) for one in surfaces]
        return next((one for one in answers if isinstance(one, Filed) and one.distrust is None), answers[0])

    return opened
