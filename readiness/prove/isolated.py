"""A checkout of a commit beside the work tree, for as long as it is needed: nothing that is ignored or uncommitted.

It is a linked work tree of the same repository. So are submodules in it, of those that are checked out: nothing is
fetched. Git's record of it goes with it; only a kill (SIGKILL) leaves both, for `git worktree prune` to find.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from readiness.errors import Problem, ReadinessError
from readiness.model.place import Location
from readiness.tree.git import GitFailedError
from readiness.tree.index import open_index
from readiness.tree.listed import SUBMODULE
from readiness.tree.repository import Repository, find_repository


@contextmanager
def checked_out(repository: Repository, commit: str) -> Iterator[Path]:
    """Give the folder of a fresh checkout of `commit`, which is gone afterwards.

    Raises:
        ReadinessError: RDY050, git cannot check it out, or a submodule of it.
    """
    with ExitStack() as stack:
        above = Path(os.path.realpath(tempfile.mkdtemp(prefix="readiness-clean-")))
        stack.callback(shutil.rmtree, above, ignore_errors=True)
        # Some tools take the name of the folder for that of the project.
        folder = above / repository.top.name
        _check_out(repository, commit, folder, stack)
        yield folder


def _check_out(repository: Repository, commit: str, folder: Path, stack: ExitStack) -> None:
    stack.callback(_remove, repository, folder)
    try:
        # Git is told here which index to use, and that is the one of another work tree.
        repository.git.run("worktree", "add", "--quiet", "--detach", "--no-checkout", os.fspath(folder), commit)
        made = _found(folder)
        if made is None:
            message = "the checkout that git made is no repository"
            raise ReadinessError(Problem("RDY050", message, "try again", Location(os.fspath(folder))))
        made.git.run("read-tree", "--reset", "-u", "HEAD")
    except GitFailedError as error:
        raise error.as_problem() from error
    for entry in open_index(made).entries():
        inner = _found(repository.top / entry.path) if entry.mode == SUBMODULE else None
        # One that is not checked out here stays empty there too, as in a clone without submodules.
        if inner is not None and inner.has_work_tree and inner.top == repository.top / entry.path:
            _check_out(inner, entry.oid, folder / entry.path, stack)


def _found(folder: Path) -> Repository | None:
    return find_repository(folder) if folder.is_dir() else None


def _remove(repository: Repository, folder: Path) -> None:
    """Remove a checkout, and then what git knows of it; locked, changed, incomplete or not there at all."""
    _unlock(folder)
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(GitFailedError, ReadinessError):
        repository.git.run("worktree", "remove", "--force", "--force", os.fspath(folder))


def _unlock(folder: Path) -> None:
    """Give the right to remove what lies in `folder`; some tools take it from the folders that they make."""
    for path, folders, _ in os.walk(folder):
        for name in folders:
            inner = Path(path, name)
            if not inner.is_symlink():
                with suppress(OSError):
                    inner.chmod(0o700)
