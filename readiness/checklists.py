"""What `render` needs: the checklist that the documents alone decide, and how the repository wants it to look.

The first three stages of the pipeline, and no more: nothing is gathered and nothing is judged, so what is written
changes when the launch changes, and never because a day has passed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from readiness.errors import Problem, ReadinessError
from readiness.evidence import kinds
from readiness.link import link
from readiness.load import load
from readiness.model.checklist import Checklist
from readiness.model.place import Location
from readiness.outline import outline
from readiness.pipeline import Request, opened
from readiness.tree.base import Unread
from readiness.tree.opening import find_top


def checklist(request: Request) -> Checklist:
    """Return what the documents alone say of the scopes that `request` names, or of all.

    Raises:
        ReadinessError: as `check`, and for every problem in the documents: a checklist with holes would not show them.
    """
    tree, config = opened(request)
    plan = link(load(tree, config, kinds()), request.scopes)
    if plan.problems:
        raise ReadinessError.of(plan.problems)
    return outline(plan)


@dataclass(frozen=True, slots=True)
class Presentation:
    """Where generated documents go (`folder`, from the top of the work tree), and the user's own templates by name."""

    folder: str
    templates: Mapping[str, str]


def presentation(request: Request) -> Presentation:
    """Return how the repository wants its documents to look; where a base's policy is enforced, how the base does.

    Raises:
        ReadinessError: RDY040 for the configuration, RDY05x for the repository, RDY028 or RDY007 for a
            template that cannot be read or is not UTF-8.
    """
    if request.policy_from is not None:
        request = replace(request, at=request.policy_from, index=False)
    tree, config = opened(request)
    found = tree.read(tree.find([f"/{config.templates}/*.j2"]), config.max_bytes)
    return Presentation(config.output, {Path(path).name: _text(path, data) for path, data in found.items()})


def destination(request: Request) -> Path:
    """Return the top of the work tree, where generated documents are written.

    Raises:
        ReadinessError: RDY05x, among them RDY052 for a repository without a work tree.
    """
    return find_top(request.root)


def _text(path: str, data: bytes | Unread) -> str:
    if isinstance(data, Unread):
        fix = "make it a regular file in the repository, or remove it so that the shipped one is used"
        raise ReadinessError(Problem("RDY028", f"the template cannot be read: {data.value}", fix, Location(path)))
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise ReadinessError(
            Problem("RDY007", "the template is not UTF-8", "save it as UTF-8", Location(path))
        ) from error
