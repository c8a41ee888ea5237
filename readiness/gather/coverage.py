"""Which files a piece of evidence, or a surface, is about.

Left out of every pattern, by path alone: what the engine itself reads as policy or writes as output. Those documents
are guarded as policy; if they counted, editing a title would make every proof stale.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from readiness.config import Config
from readiness.tree.base import Tree
from readiness.tree.patterns import Matcher


@dataclass(frozen=True, slots=True)
class Coverage:
    """The files of the candidate that evidence can be about."""

    matcher: Matcher
    total: int
    shipped: frozenset[str]
    lies_at: Callable[[str], str | None]
    sets: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, tree: Tree, config: Config, artefacts: Iterable[str], is_product: Callable[[str], bool]) -> "Coverage":
        """Return the files of `tree` without documents, generated documents, and what `artefacts` match.

        Only artefacts of a run may be among these: a document that is evidence is also code that others prove. And only
        what `is_product` takes for one by its name, else evidence at `src/**` would leave nothing there to be proven.
        """
        folders = tuple(f"{folder.rstrip('/')}/" for folder in (config.output, ".readiness"))
        scopes = tuple(f"{folder.rstrip('/')}/" for folder in config.scopes)
        shipped = [
            path
            for path in tree.paths()
            # Beside documents code may lie too, where each service keeps its launch next to it.
            if not path.startswith(folders) and not (path.startswith(scopes) and path.endswith(".yaml"))
        ]
        matched = Matcher(shipped).matched(tuple(sorted(set(artefacts))))
        made = {path for path in matched if is_product(path)}
        kept = [path for path in shipped if path not in made]
        return cls(Matcher(kept), len(kept), frozenset(tree.paths()), tree.lies_at)

    def ships(self, path: str) -> bool:
        """Return whether the file `path` is part of the candidate, itself or below a link to a folder that is.

        A link that ships and leads to what git ignores leads nowhere on any other machine.
        """
        parts = path.split("/")
        end = self.lies_at(path)
        return (end is None or end in self.shipped) and any(
            "/".join(parts[:number]) in self.shipped for number in range(len(parts), 0, -1)
        )

    def dead(self, patterns: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of `patterns` that match no file, and should."""
        return tuple(one for one in patterns if not one.startswith("!") and not self.matcher.matched((one,)))

    def count(self, patterns: tuple[str, ...]) -> int:
        """Return how many files `patterns` match."""
        return len(self.matcher.matched(patterns))

    def is_whole(self, patterns: tuple[str, ...]) -> bool:
        """Return whether `patterns` match every file; never true of an empty tree."""
        return self.total > 0 and len(self._claimed(patterns)) == self.total

    def includes(self, patterns: tuple[str, ...], surface: tuple[str, ...]) -> bool:
        """Return whether `patterns` match every file that `surface` matches, and that is at least one."""
        files = self._set(surface)
        return bool(files) and files <= self._claimed(patterns)

    def _claimed(self, patterns: tuple[str, ...]) -> frozenset[str]:
        """Return the files that evidence with `patterns` can be believed to be about.

        To git, `!src/pay/**` takes nothing out once `**` has matched the folder itself. Whoever writes it says that
        those files are not proven, so they are not claimed, unless a later pattern matches them again.
        """
        claimed = self._set(patterns)
        for number, pattern in enumerate(patterns):
            if pattern.startswith("!"):
                later = tuple(one for one in patterns[number + 1 :] if not one.startswith("!"))
                claimed -= self._set((pattern[1:],)) - self._set(later)
        return claimed

    def _set(self, patterns: tuple[str, ...]) -> frozenset[str]:
        if patterns not in self.sets:
            self.sets[patterns] = frozenset(self.matcher.matched(patterns))
        return self.sets[patterns]
