"""Which files a piece of evidence, or a surface, is about.

Left out of every pattern, by path alone: what the engine itself reads as policy or writes as output. Those documents
are guarded as policy; if they counted, editing a title would make every proof stale.
"""

from dataclasses import dataclass

from readiness.config import Config
from readiness.model.plan import Plan
from readiness.tree.base import Tree
from readiness.tree.patterns import Matcher


@dataclass(frozen=True, slots=True)
class Coverage:
    """The files of the candidate that evidence can be about."""

    matcher: Matcher
    paths: frozenset[str]

    @classmethod
    def of(cls, tree: Tree, config: Config, plan: Plan) -> "Coverage":
        """Return the files of `tree` without documents, generated documents, and the artefacts that `plan` declares."""
        folders = tuple(f"{folder.rstrip('/')}/" for folder in (*config.scopes, config.output, ".readiness"))
        artefacts = {
            path
            for scope in plan.scopes
            for item in scope.items
            for requirement in item.evidence
            for path in (requirement.evidence.path if requirement.evidence else ())
        }
        kept = [path for path in tree.paths() if not path.startswith(folders) and path not in artefacts]
        return cls(Matcher(kept), frozenset(kept))

    def count(self, patterns: tuple[str, ...]) -> int:
        """Return how many files `patterns` match."""
        return len(self.matcher.matched(patterns))

    def is_whole(self, patterns: tuple[str, ...]) -> bool:
        """Return whether `patterns` match every file; never true of an empty tree."""
        return bool(self.paths) and self.count(patterns) == len(self.paths)

    def includes(self, patterns: tuple[str, ...], surface: tuple[str, ...]) -> bool:
        """Return whether `patterns` match every file that `surface` matches, and that is at least one."""
        files = self.matcher.matched(surface)
        return bool(files) and (patterns == surface or files <= self.matcher.matched(patterns))
