"""From a folder to a draft: what would be written, what is there and stays, and what has to be added to it by hand."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from readiness.config import OWN, SHARED, Config
from readiness.errors import Problem, ReadinessError
from readiness.evidence import kinds
from readiness.model.loaded import Documents
from readiness.scaffold import wiring
from readiness.scaffold.composing import compose
from readiness.scaffold.looking import look, reports_folder
from readiness.scaffold.place import Place
from readiness.scaffold.questions import Answers
from readiness.scaffold.seen import Seen
from readiness.scaffold.writing import is_taken, refuse_barred
from readiness.sides import Reader
from readiness.tree.base import Tree
from readiness.tree.opening import find_place, open_tree

_MOST_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Site:
    """A work tree in which a launch is begun: `top` is its root."""

    top: Path
    tree: Tree
    config: Config
    documents: Documents
    seen: Seen

    @property
    def has_launch(self) -> bool:
        """Whether somebody has begun a launch already, be it one that cannot be read."""
        return bool(self.documents.scopes or self.documents.broken)


@dataclass(frozen=True, slots=True)
class Draft:
    """`files` to be written, in this order; `kept` paths that are there; what to `add` to them by hand, by path.

    `scope` is the id of the launch that is begun; None where there is one already. `provable` is whether a command is
    known that runs all tests.
    """

    files: Mapping[str, str]
    kept: tuple[str, ...]
    add: Mapping[str, str]
    scope: str | None
    provable: bool


def open_site(root: Path) -> Site:
    """Return the work tree around `root`, looked at.

    Raises:
        ReadinessError: RDY052, there is no repository or no work tree; RDY040 for the configuration; RDY050, something
            lies where the folder of documents is needed; RDY05x otherwise.
    """
    top, repository = find_place(root)
    if repository is None:
        fix = "go to the repository, name it with --root, or begin one with `git init`"
        raise ReadinessError(Problem("RDY052", f"there is no git repository at {str(top)!r}", fix))
    if not repository.has_work_tree:
        fix = "go to a work tree of it, or name one with --root"
        raise ReadinessError(Problem("RDY052", f"the repository at {str(top)!r} has no work tree to write to", fix))
    tree = open_tree(top)
    side = Reader(kinds()).alone(tree)
    site = Site(top, tree, side.config, side.documents, look(tree))
    # What lies there instead of the folder would else be taken for a launch that cannot be read.
    refuse_barred(top, _place(site).scope("launch"))
    return site


def draft(site: Site, answers: Answers) -> Draft:
    """Return what would be written: a launch where there is none, and the wiring that is missing."""
    wanted = dict(_wiring(site))
    if not site.has_launch:
        place = _place(site)
        wanted |= wiring.reports(place.reports)
        if not _is_configured(site):
            wanted |= wiring.configuration(place.documents)
        wanted |= compose(site.seen, answers, place)
    files = {path: text for path, text in wanted.items() if not is_taken(site.top, path)}
    kept = tuple(sorted(path for path in wanted if path not in files))
    return Draft(files, kept, dict(_by_hand(site)), None if site.has_launch else answers.id, bool(answers.tests))


def _wiring(site: Site) -> Iterator[tuple[str, str]]:
    yield from wiring.jobs(site.seen)
    yield wiring.HOOKS, wiring.hooks()


def _place(site: Site) -> Place:
    paths = frozenset(site.tree.paths())
    return Place(
        documents=site.config.scopes[0].rstrip("/"),
        runbooks=site.config.runbooks.rstrip("/"),
        reports=reports_folder(paths),
        known=frozenset(owner for one in site.documents.directories for owner in one.document.owners),
        taken=paths,
    )


def _is_configured(site: Site) -> bool:
    found = site.tree.read((OWN, SHARED), _MOST_BYTES)
    shared = found[SHARED]
    try:
        tool = tomllib.loads(shared.decode("utf-8-sig")).get("tool", {}) if isinstance(shared, bytes) else {}
    except ValueError:
        # Whatever is wrong with it, settings of readiness would have been refused when they were read.
        tool = {}
    return isinstance(found[OWN], bytes) or "readiness" in tool


def _by_hand(site: Site) -> Iterator[tuple[str, str]]:
    """Yield what has to be added to files that are never written to, by path."""
    held = site.tree.read((wiring.HOOKS, wiring.GITLAB), _MOST_BYTES)
    hooks, pipeline = (data.decode("utf-8", "replace") if isinstance(data, bytes) else "" for data in held.values())
    if hooks and "readiness" not in hooks:
        yield wiring.HOOKS, wiring.hook()
    if pipeline and wiring.GITLAB_JOB not in pipeline:
        yield wiring.GITLAB, f"include:\n  - local: {wiring.GITLAB_JOB}\n"
