"""The commit that a change goes back to: where two lines of commits have met last, as far as git has them here.

Source: `git merge-base --all`, one id a line, exit status 1 where there is none; `git cat-file commit`.
"""

import re
from dataclasses import dataclass
from typing import Final

from readiness.errors import Problem, ReadinessError
from readiness.model.problems import code_of
from readiness.tree.commit import commit_of
from readiness.tree.git import GitFailedError
from readiness.tree.repository import Repository

_BACK: Final = re.compile(r"[\^~]")
_STEP: Final = re.compile(r"(?P<sign>[\^~])(?P<number>\d*)(?!\{)")
_OID: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class Start:
    """The commit that is compared with, when its committer claims to have made it (since 1970), and remarks on it."""

    commit: str
    seconds: int
    notes: tuple[str, ...] = ()


def start_of(repository: Repository, base: str, head: str | None, *, direct: bool) -> Start:
    """Return where the change from `base`, a revision, to the commit `head` starts; with `direct`, `base` itself.

    `head` is None where nothing is committed yet.

    Raises:
        ReadinessError: RDY051, `base` names no commit, or several; RDY068, the two have no commit in common, or none
            that this clone has; RDY050, git cannot read a commit.
    """
    named = _named(repository, base)
    if direct:
        return Start(named, _seconds(repository, named))
    met = _met(repository, named, head)
    if not met:
        raise _apart(repository, base, named, head)
    met = _main_line_first(repository, named, met)
    notes = []
    if named not in met:
        notes.append(f"{base} has gone on since; what was added there is not compared.")
    if len(met) > 1:
        notes.append(f"There are {len(met)} commits that both go back to; {met[0]:.9} is compared with.")
    return Start(met[0], _seconds(repository, met[0]), tuple(notes))


def _named(repository: Repository, base: str) -> str:
    if base.startswith("-"):
        message = f"{base!r} begins with a hyphen, so it is no revision."
        raise ReadinessError(Problem(code_of("unknown-revision"), message, "Name a branch, a tag or a commit."))
    try:
        return commit_of(repository, base)
    except ReadinessError as error:
        if not repository.shallow or _is_there(repository, base):
            raise
        message = f"{base!r} names no commit that this shallow clone has."
        raise ReadinessError(Problem(code_of("unknown-revision"), message, _how_to_fetch(base))) from error


def _is_there(repository: Repository, base: str) -> bool:
    try:
        return bool(repository.git.run("rev-parse", "--verify", "--quiet", "--end-of-options", base + "^{commit}"))
    except GitFailedError:
        return False


def _how_to_fetch(base: str) -> str:
    """Return how to get `base`, and what lies between it and the change."""
    if _BACK.search(base):
        back = _steps_back(base)
        return (
            f"Fetch more with `git fetch --deepen={back}`; actions/checkout: `fetch-depth: {back + 1}`, "
            "or 0 for everything."
        )
    name = base.removeprefix("refs/remotes/").removeprefix("refs/heads/").removeprefix("origin/")
    # In the clone of a single branch, only what is named with its place becomes a ref of its own.
    what, then = (base, "") if _OID.fullmatch(base) else (f"{name}:refs/remotes/origin/{name}", f" as origin/{name}")
    return (
        f"Fetch all of it{then} with `git fetch --unshallow origin {what}`; actions/checkout: `fetch-depth: 0`. "
        f"With --direct, `git fetch --depth=1 origin {what}` is enough."
    )


def _steps_back(base: str) -> int:
    """Return how many commits `base` lies behind the one that it begins with: 3 for `HEAD^1~2`."""
    # The number behind `^` says which parent, and that behind `~` how many.
    steps = (int(step["number"] or 1) if step["sign"] == "~" else 1 for step in _STEP.finditer(base))
    return max(1, sum(steps))


def _met(repository: Repository, base: str, head: str | None) -> list[str]:
    """Return the best commits that both go back to, sorted; none where git knows of none."""
    if head is None:
        return []
    try:
        return sorted(repository.git.run("merge-base", "--all", base, head).decode("ascii").split())
    except GitFailedError as error:
        if error.said:
            raise error.as_problem() from error
        return []  # status 1 and not a word: there is none


def _main_line_first(repository: Repository, base: str, met: list[str]) -> list[str]:
    """Return `met` with that in front which `base` itself was once; what was merged into it may have been anything."""
    if len(met) == 1:
        return met
    line = set(_asked(repository, "rev-list", "--first-parent", base).split())
    return sorted(met, key=lambda commit: (commit not in line, commit))


def _apart(repository: Repository, base: str, named: str, head: str | None) -> ReadinessError:
    code = code_of("unrelated-commits")
    direct = "--direct compares with the commit itself."
    if head is None:
        return ReadinessError(
            Problem(code, f"Nothing is committed here yet, so nothing goes back to {base!r}.", direct)
        )
    if not repository.shallow:
        message = f"{base!r} ({named:.9}) and {head:.9} have no commit in common: their histories are unrelated."
        return ReadinessError(Problem(code, message, f"Name the branch that this one was made from. {direct}"))
    message = f"This shallow clone has no commit that both {base!r} ({named:.9}) and {head:.9} go back to."
    fix = "Fetch the rest with `git fetch --unshallow`; actions/checkout: `fetch-depth: 0`. "
    if len(_parents(repository, head)) > 1:
        fix += f"Of the merge commit of a pull request, `{head:.9}^1` is where the change starts. "
    return ReadinessError(Problem(code, message, fix + direct))


def _parents(repository: Repository, commit: str) -> list[str]:
    """Return those parents of `commit` that this clone has."""
    return _asked(repository, "rev-list", "--parents", "--max-count=1", commit).split()[1:]


def _seconds(repository: Repository, commit: str) -> int:
    return int(_asked(repository, "rev-list", "--timestamp", "--max-count=1", commit).split()[0])


def _asked(repository: Repository, *arguments: str) -> str:
    try:
        return repository.git.run(*arguments, "--").decode("ascii")
    except GitFailedError as error:
        raise error.as_problem() from error
