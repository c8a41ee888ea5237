"""Whether a file that was just written is content now: what ships, or would be committed by `git add --all`."""

import os
from pathlib import Path

from readiness.tree.git import GitFailedError
from readiness.tree.opening import find_place


def is_content(root: Path, path: Path) -> bool:
    """Return whether the file or folder at `path` is part of what the work tree around `root` holds.

    What git ignores is not, and what lies elsewhere; without a repository everything below `root` is.

    Raises:
        ReadinessError: RDY050, the folder does not exist or git refuses it; RDY053, git is needed and missing.
    """
    top, repository = find_place(root)
    try:
        inner = Path(os.path.realpath(path)).relative_to(os.path.realpath(top))
    except ValueError:
        return False
    if inner.parts[:1] in {(".readiness",), (".git",)}:
        return False
    if repository is None:
        return True
    listed = ("ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", f":(literal){inner.as_posix()}")
    try:
        return bool(repository.git.run(*listed))
    except GitFailedError:
        return False  # only a remark hangs on it
