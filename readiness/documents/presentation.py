"""How a repository wants its documents to look: where they go, and its own templates."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from readiness.config import Config
from readiness.errors import Problem, ReadinessError
from readiness.model.place import Location
from readiness.pipeline import Request, opened
from readiness.tree.base import Tree, Unread


@dataclass(frozen=True, slots=True)
class Presentation:
    """Where generated documents go (`folder`, from the top of the work tree), and the user's own templates by name."""

    folder: str
    templates: Mapping[str, str]

    @property
    def root(self) -> str:
        """The way from the folder to the top, such as `../../`; empty where they are the same."""
        return "../" * len(self.folder.split("/")) if self.folder else ""

    def path_of(self, name: str) -> str:
        """Return the path of the document called `name`, from the top of the work tree."""
        return f"{self.folder}/{name}" if self.folder else name


def presentation(request: Request) -> Presentation:
    """Return how the repository wants its documents to look; where a base's policy is enforced, how the base does.

    Raises:
        ReadinessError: RDY040 for the configuration, RDY05x for the repository, RDY028 or RDY007 for a
            template that cannot be read or is not UTF-8.
    """
    if request.policy_from is not None:
        request = replace(request, at=request.policy_from, index=False)
    return presented(*opened(request))


def presented(tree: Tree, config: Config) -> Presentation:
    """Return how `tree`, read under `config`, wants its documents to look.

    Raises:
        ReadinessError: RDY028 or RDY007, as `presentation`.
    """
    found = tree.read(tree.find([f"/{config.templates}/*.j2"]), config.max_bytes)
    folder = "/".join(part for part in config.output.split("/") if part not in {"", "."})
    return Presentation(folder, {Path(path).name: _text(path, data) for path, data in found.items()})


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
