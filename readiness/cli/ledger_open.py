"""What every `readiness ledger` command begins with: the repository, its configuration, its ledger."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.errors import Problem, ReadinessError

if TYPE_CHECKING:
    from readiness.config import Config
    from readiness.ledger.branch import BranchStore
    from readiness.ledger.reading import Ledger
    from readiness.ledger.trust import Keyring
    from readiness.tree.repository import Repository


@dataclass(frozen=True, slots=True)
class Books:
    """A ledger with what is around it. `now` is when the command began."""

    ledger: "Ledger"
    config: "Config"
    repository: "Repository | None"
    now: datetime

    def keys(self) -> "Keyring":
        """Return the keys that the configuration trusts."""
        from readiness.ledger.trust import Keyring  # noqa: PLC0415

        return Keyring(self.config.trust)

    def shared(self) -> "tuple[Repository, BranchStore]":
        """Return what can be fetched and pushed.

        Raises:
            ReadinessError: RDY052, the ledger is in no ref.
        """
        from readiness.ledger.branch import BranchStore  # noqa: PLC0415

        for store in self.ledger.stores:
            if self.repository is not None and isinstance(store, BranchStore):
                return self.repository, store
        message = "The ledger is in no ref of a repository, so there is nothing to fetch and to push."
        fix = "A folder of the tree is shared as all files of it are; a ref is for repositories only."
        raise ReadinessError(Problem("RDY052", message, fix))

    def refuse_unreadable(self) -> None:
        """Stop where a part of the ledger could not be read, because what is left of it would look like all.

        Raises:
            ReadinessError: RDY050.
        """
        if self.ledger.unreadable is not None:
            fix = "Repair it first; until then nothing that it holds counts."
            raise ReadinessError(Problem("RDY050", self.ledger.unreadable, fix))


def open_books(root: Path, folder: Path | None, *, there: bool = True) -> Books:
    """Return the ledger of the repository around `root`, with the one in `folder`; `there`: it has to exist.

    Raises:
        ReadinessError: RDY040 for the configuration, RDY050 for folders that do not exist, RDY05x for the repository.
    """
    from readiness.ledger.access import open_ledger  # noqa: PLC0415
    from readiness.tree.opening import find_place  # noqa: PLC0415

    top, repository = find_place(root)
    config = _config(top, repository)
    if folder is not None and there and not folder.is_dir():
        raise ReadinessError(Problem("RDY050", f"There is no folder at {str(folder)!r}.", "Name one with --ledger."))
    now = datetime.now(UTC)
    ledger = open_ledger(top, repository, config.ledger, config.trust, now=now, folder=folder)
    return Books(ledger, config, repository, now)


def _config(top: Path, repository: "Repository | None") -> "Config":
    """Return the configuration as it lies at `top`, without asking git about every other file."""
    from readiness.config import Config, read_config  # noqa: PLC0415
    from readiness.rules import RULES  # noqa: PLC0415
    from readiness.tree.folder import Folder  # noqa: PLC0415
    from readiness.tree.opening import open_tree  # noqa: PLC0415

    try:
        bare = repository is not None and not repository.has_work_tree
        tree = open_tree(top) if bare else Folder(top)
    except ReadinessError as error:
        # A bare repository without a commit can be where ledgers are pushed to.
        if [problem.code for problem in error.problems] == ["RDY051"]:
            return Config()
        raise
    return read_config(tree, frozenset(rule.name for rule in RULES))
