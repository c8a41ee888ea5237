"""What commands make: old ones removed before, so that nothing that lies around can pass for a new one.

Removed are files only, never folders, never through a symbolic link, never what git tracks. Where a pattern with
wildcards matches, only what git ignores or a kind takes for its report by the name: the rest may be somebody's work.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from readiness.errors import Problem, ReadinessError, why_of
from readiness.model.place import Location
from readiness.model.problems import code_of
from readiness.model.wording import shown
from readiness.tree.base import Tree


def remove_old(patterns: Sequence[str], tree: Tree, top: Path, is_product: Callable[[str], bool], at: Location) -> None:
    """Remove the files below `top`, of which `tree` is the fresh look, that `patterns` (held to the root) match.

    Raises:
        ReadinessError: RDY060, located `at`, one of them may not be removed, and then none is; RDY050, one cannot be.
    """
    found = tree.find(patterns)
    ships, named = frozenset(tree.paths()), frozenset(patterns)
    problems = []
    for path in found:
        if tree.tracks(path):
            message = f"the artefact {shown(path)} is tracked by git, so it is content and cannot be made by a run"
            fix = f"take it out with `git rm --cached {path}`, let git ignore it, and commit that"
            problems.append(Problem(code_of("artefact-tracked"), message, fix, at))
        elif not (f"/{path}" in named or path not in ships or is_product(path)):
            message = f"{shown(path)} matches `path`, and may be somebody's work: it is neither ignored nor a report"
            fix = "let git ignore what the command makes, or let `path` name it exactly"
            problems.append(Problem(code_of("artefact-tracked"), message, fix, at))
    if problems:
        raise ReadinessError.of(problems)
    for path in found:
        try:
            (top / path).unlink(missing_ok=True)
        except OSError as error:
            message = f"the old artefact cannot be removed: {why_of(error)}"
            raise ReadinessError(
                Problem("RDY050", message, "give yourself the right to, or remove it", Location(path))
            ) from error


def folder_in(top: Path, cwd: str | None, at: Location) -> Path:
    """Return the folder `cwd` below `top`, a real path; `top` itself where it is not said.

    Raises:
        ReadinessError: RDY061, located `at`: it is no folder, or leads out of the repository.
    """
    folder = (top / (cwd or ".")).resolve()
    inside = folder == top or (folder.is_relative_to(top) and ".git" not in folder.relative_to(top).parts)
    if inside and folder.is_dir():
        return folder
    why = "is no folder" if inside else "leads out of the repository"
    message = f"the command cannot be executed in {shown(cwd or '.')}: it {why}"
    fix = "correct `cwd`: a folder from the root of the repository"
    raise ReadinessError(Problem(code_of("run-folder"), message, fix, at))
