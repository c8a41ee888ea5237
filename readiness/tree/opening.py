"""Which tree is judged: from a folder and what was asked for to a `Tree`."""

import os
from pathlib import Path
from typing import Final

from readiness.errors import Problem, ReadinessError
from readiness.tree.base import Tree
from readiness.tree.commit import open_commit
from readiness.tree.folder import Folder
from readiness.tree.index import open_index
from readiness.tree.repository import Repository, find_repository
from readiness.tree.worktree import WorkTree

_NO_WORK_TREE: Final = "There is no work tree here, so the commit that HEAD names was judged."


def open_tree(root: Path, *, at: str | None = None, index: bool = False) -> Tree:
    """Return the tree that `root`, or any folder of the repository around it, stands for.

    That is the commit named `at`, or the `index`, else the work tree; in a repository without one, HEAD's commit.

    Raises:
        ReadinessError: RDY050, the folder does not exist or git refuses it; RDY051, `at` names no commit; RDY052,
            there is no repository to have a commit or an index; RDY053, git is needed and missing; RDY056, both `at`
            and `index` are asked for.
    """
    if at is not None and index:
        fix = "Leave one of the two out."
        raise ReadinessError(Problem("RDY056", "A commit and the index cannot be judged at once.", fix))
    return _open(_real(root), at, index=index)


def find_top(root: Path) -> Path:
    """Return the folder that files are written below: the top of the work tree around `root`, or `root` itself where
    there is no repository.

    Raises:
        ReadinessError: as `open_tree`; RDY052 too where a repository has no work tree, because its git folder is git's.
    """  # noqa: D205 - one sentence that does not fit a line
    folder = _real(root)
    repository = _repository(folder, needed=False)
    if repository is None:
        return folder
    if not repository.has_work_tree:
        message = f"There is no work tree at {str(folder)!r}, so there is no place to write to."
        raise ReadinessError(Problem("RDY052", message, "Go to a work tree, or name it with --root."))
    return repository.top


def find_place(root: Path) -> tuple[Path, Repository | None]:
    """Return the top of the work tree around `root`, and its repository; `root` itself and None where there is none.

    Raises:
        ReadinessError: RDY050, the folder does not exist or git refuses it; RDY053, git is needed and missing.
    """
    folder = _real(root)
    repository = _repository(folder, needed=False)
    return (repository.top if repository and repository.has_work_tree else folder), repository


def _open(folder: Path, at: str | None, *, index: bool) -> Tree:
    repository = _repository(folder, needed=at is not None or index)
    if repository is None:
        return Folder(folder)
    if at is not None:
        return open_commit(repository, at)
    if not repository.has_work_tree:
        if index:
            message = f"There is no work tree at {str(folder)!r}, so there is no index to judge."
            raise ReadinessError(Problem("RDY052", message, "Go to a work tree, or name a commit with --at."))
        return open_commit(repository, "HEAD", (_NO_WORK_TREE,))
    return open_index(repository) if index else WorkTree(repository)


def _repository(folder: Path, *, needed: bool) -> Repository | None:
    try:
        repository = find_repository(folder)
    except ReadinessError as error:
        # Without git, a folder that nothing marks as a repository can still be judged as it lies.
        marked = any(os.path.lexists(above / ".git") for above in (folder, *folder.parents))
        if needed or marked or error.problems[0].code != "RDY053":
            raise
        return None
    if repository is None and needed:
        message = f"{str(folder)!r} lies in no git repository, so there is no commit and no index to judge."
        fix = "Go to the repository, name it with --root, or judge the folder as it lies."
        raise ReadinessError(Problem("RDY052", message, fix))
    return repository


def _real(root: Path) -> Path:
    try:
        folder = Path(os.path.realpath(root))
    except FileNotFoundError:
        folder = None  # a path from here, in a folder that somebody has removed since
    if folder is None or not folder.is_dir():
        message = f"There is no folder at {str(root)!r}."
        raise ReadinessError(Problem("RDY050", message, "Name an existing folder with --root."))
    return folder
