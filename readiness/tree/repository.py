"""Where a repository is and of what shape: one call of git from any folder in it."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from readiness.errors import Problem, ReadinessError
from readiness.tree.git import Git, GitFailedError, inherited_index

_SHAPE: Final = ("--is-inside-work-tree", "--is-shallow-repository", "--show-object-format", "--show-cdup")
# An index that does not exist is an empty one.
_NO_INDEX: Final = {"GIT_INDEX_FILE": os.devnull}


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository. `top` is the root of the work tree, or the git folder itself where there is none."""

    git: Git = field(repr=False)
    top: Path
    git_dir: Path
    has_work_tree: bool
    shallow: bool
    object_format: str


def find_repository(folder: Path) -> Repository | None:
    """Return the repository that `folder`, a real path, lies in; None if it lies in none.

    Raises:
        ReadinessError: RDY053, no git; RDY050, git refuses to look at the repository.
    """
    try:
        # The git folder comes last because its name may contain line breaks.
        printed = Git(folder, _NO_INDEX).run("rev-parse", *_SHAPE, "--absolute-git-dir")
    except GitFailedError as error:
        if "(or any" in error.said:
            return None
        raise _refusal(folder, error) from error
    inside, shallow, object_format, rest = os.fsdecode(printed).split("\n", 3)
    # Without a work tree git prints no line at all for the way up.
    up, git_dir_name = rest.split("\n", 1) if inside == "true" else (None, rest)
    git_dir = Path(git_dir_name.removesuffix("\n"))
    top = git_dir if up is None else Path(os.path.realpath(folder / up))
    index = git_dir / "index"
    return Repository(
        git=Git(top, {"GIT_INDEX_FILE": os.fspath(index)}),
        top=top,
        git_dir=git_dir,
        has_work_tree=inside == "true",
        shallow=shallow == "true",
        object_format=object_format,
    )


def index_file(repository: Repository) -> Path:
    """Return the index that is about to be committed: the one a hook was given, else the repository's own."""
    return inherited_index(repository.git_dir, repository.top) or repository.git_dir / "index"


def _refusal(folder: Path, error: GitFailedError) -> ReadinessError:
    if "dubious ownership" not in error.said:
        return error.as_problem()
    message = f"Git refuses to read the repository at {str(folder)!r}, because it belongs to another user."
    fix = "If you trust it, run `git config --global --add safe.directory` with that folder, or change its owner."
    return ReadinessError(Problem("RDY050", message, fix))
