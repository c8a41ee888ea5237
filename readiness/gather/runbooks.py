"""Which runbooks no scope refers to.

A runbook is a Markdown file in the folder of runbooks, or below it, that is no index (`README.md`, `index.md`). One
that nobody refers to is told to one scope alone, whichever scopes are judged: of those that refer to a runbook in the
nearest folder around it, the first by id. Where nobody refers to any runbook, the folder is for something else.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from readiness.config import Config
from readiness.gather.coverage import prefix_of
from readiness.model.outcome import State
from readiness.model.plan import Plan
from readiness.reading.markdown import ENDINGS
from readiness.tree.base import Tree
from readiness.tree.patterns import Matcher

_INDEXES: Final = frozenset({"readme", "index"})
_WILD: Final = frozenset("*?[")


def unreferenced(plan: Plan, tree: Tree, config: Config) -> Mapping[str, tuple[str, ...] | None]:
    """Return, for every scope that refers to runbooks, those that nobody refers to and it is told of.

    None stands for all of them where a document cannot be read: it may be the one that refers to a runbook.

    Raises:
        ReadinessError: RDY017, a pattern that git might read differently.
    """
    folder = prefix_of(config.runbooks)
    if not folder:
        return {}
    runbooks = Matcher(path for path in tree.paths() if path.startswith(folder) and _is_runbook(path))
    known = frozenset(runbooks.paths)
    if not known:
        return {}
    meant = {path: _meant(path, known, runbooks) for path in {mention.path for mention in plan.mentions}}
    by_scope: dict[str, set[str]] = {}
    for mention in plan.mentions:
        if meant[mention.path]:
            by_scope.setdefault(mention.scope, set()).update(meant[mention.path])
    if not plan.complete:
        return dict.fromkeys(by_scope)
    holders = _holders({scope: paths for scope, paths in by_scope.items() if plan.states[scope] is not State.RETIRED})
    told: dict[str, list[str]] = {scope: [] for scope in by_scope}
    referred = {path for paths in by_scope.values() for path in paths}
    for path in runbooks.paths:
        if path not in referred and (holder := _nearest(path, holders)) is not None:
            told[holder].append(path)
    return {scope: tuple(paths) for scope, paths in told.items()}


def _is_runbook(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return name.endswith(ENDINGS) and name.rpartition(".")[0] not in _INDEXES


def _meant(path: str, known: Collection[str], runbooks: Matcher) -> Sequence[str]:
    """Return the runbooks that `path`, a file or a pattern, stands for."""
    if path.removeprefix("/") in known:
        return (path.removeprefix("/"),)
    return runbooks.matched((path,)) if path.startswith("/") and _WILD & set(path) else ()


def _holders(by_scope: Mapping[str, set[str]]) -> Mapping[str, str]:
    """Return, by folder, the first scope that refers to a runbook in it or below it."""
    holders: dict[str, str] = {}
    for scope, paths in sorted(by_scope.items()):
        for path in paths:
            for folder in _folders(path):
                holders.setdefault(folder, scope)
    return holders


def _nearest(path: str, holders: Mapping[str, str]) -> str | None:
    return next((holders[folder] for folder in _folders(path) if folder in holders), None)


def _folders(path: str) -> Iterator[str]:
    """Yield the folders around `path`, the nearest first."""
    while path:
        path = path.rpartition("/")[0]
        yield path
