"""The lists of items that other documents hold, between markers: who has to be told of each, and what it names.

Looked for in the Markdown files of the tree that are nearest to its root, a thousand at most, but for the documents
that `render` writes. What is larger than `MAX_BYTES` is not looked into.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from readiness.config import Config
from readiness.gather.coverage import prefix_of
from readiness.model.dossier import Listed
from readiness.model.outcome import ItemClass, State
from readiness.model.plan import Plan
from readiness.model.wording import nearest, shown
from readiness.reading.listings import MARKER, Listing, listings
from readiness.reading.markdown import ENDINGS, MAX_BYTES
from readiness.tree.base import Tree

MOST: Final = 1_000
"""A read costs a twentieth of a millisecond, and most repositories have no such list anywhere."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists by the scope that is told of them; `notes` are sentences on what was not looked into."""

    by_scope: Mapping[str, tuple[Listed, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def find_lists(plan: Plan, tree: Tree, config: Config) -> Lists:
    """Return the marked lists at `tree`.

    Raises:
        ReadinessError: RDY050, git stopped early.
    """
    documents = _documents(tree, config)
    found: dict[str, list[Listed]] = {}
    for path, data in tree.read(documents[:MOST], MAX_BYTES).items():
        # One search through the bytes decides for nearly all files that nothing has to be parsed.
        if isinstance(data, bytes) and MARKER in data:
            for scope, one in _told(path, listings(data), plan):
                found.setdefault(scope, []).append(one)
    left = len(documents) - MOST
    note = f"Lists of items were looked for in the {MOST:,} Markdown files nearest to the root, not in {left:,} beyond."
    return Lists({scope: tuple(lists) for scope, lists in found.items()}, (note,) if found and left > 0 else ())


def _documents(tree: Tree, config: Config) -> Sequence[str]:
    own = (".readiness/", *filter(None, [prefix_of(config.output)]))
    found = [path for path in tree.paths() if path.lower().endswith(ENDINGS) and not path.startswith(own)]
    return sorted(found, key=lambda path: path.count("/"))


def _told(path: str, lists: Sequence[Listing], plan: Plan) -> Iterator[tuple[str, Listed]]:
    """Yield each of the lists in the file `path`, with the scope that is told of it."""
    for one in lists:
        flaw, of_class = one.flaw, None
        if one.of_class in set(ItemClass):
            of_class = ItemClass(one.of_class)
        elif one.of_class is not None and flaw is None:
            flaw = f"{shown(one.of_class)} is no class of items"
        scope = one.scope
        if scope not in plan.states:
            scope, flaw = _stranger(one, plan)
        if scope:
            yield scope, Listed(path, one.line, tuple(one.names), of_class, flaw)


def _stranger(one: Listing, plan: Plan) -> tuple[str, str]:
    """Return who is told of a list of a scope that does not exist, and of what; nobody while a document is broken."""
    living = sorted(scope for scope, state in plan.states.items() if state not in {None, State.RETIRED})
    if not plan.complete or not living:
        return "", ""
    near = nearest(one.scope, living)
    message = f"there is no scope {shown(one.scope)}"
    return (near, f"{message}; did you mean `{near}`?") if near else (living[0], message)
