"""A look at the work tree at one moment: what lies there, and about which content each task would be proven."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from readiness.config import Config
from readiness.gather import coverage_of, products
from readiness.gather.artefacts import just_commit
from readiness.gather.asking import Asked, Definitions, ask
from readiness.gather.coverage import Coverage
from readiness.model.evidence import EvidenceKind
from readiness.model.plan import Plan
from readiness.prove.selecting import Task
from readiness.tree.base import Tree
from readiness.tree.narrowed import narrow
from readiness.tree.opening import open_tree


@dataclass(frozen=True, slots=True)
class View:
    """The work tree as one side sees it."""

    tree: Tree
    config: Config
    coverage: Coverage
    definitions: Definitions


@dataclass(frozen=True, slots=True)
class Look:
    """The work tree as it was at one moment, from each side."""

    tree: Tree
    views: tuple[View, ...]
    kinds: Mapping[str, EvidenceKind]

    def view(self, task: Task) -> View:
        """Return what the side sees that demands `task`."""
        return self.views[task.side]

    def asked(self, task: Task) -> Asked:
        """Return what exactly `task` is to prove, and about which content.

        Raises:
            ReadinessError: RDY050, git gives up on a file.
        """
        view = self.view(task)
        [asked] = ask([(task.item, task.requirement, task.evidence)], view.coverage, view.definitions)
        return asked


def looking(top: Path, sides: Sequence[tuple[Plan, Config]], kinds: Mapping[str, EvidenceKind]) -> Callable[[], Look]:
    """Return what takes a fresh look at the work tree at `top`, for plans and configurations that stay as they are."""

    def look() -> Look:
        tree = open_tree(top)
        narrowed = [(plan, narrow(tree, config.ignore, config.scopes), config) for plan, config in sides]
        views = (_view(plan, seen, config, kinds) for plan, seen, config in narrowed)
        return Look(tree, tuple(views), kinds)

    return look


def _view(plan: Plan, tree: Tree, config: Config, kinds: Mapping[str, EvidenceKind]) -> View:
    definitions = Definitions.of_all(products(plan, kinds), kinds, config, just_commit(tree))
    return View(tree, config, coverage_of(plan, tree, config, kinds), definitions)
