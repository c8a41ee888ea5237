"""Which files a piece of evidence, or a surface, is about, and the fingerprint of them.

Left out of every pattern: what the engine itself reads as policy or writes as output, and what a run has produced.
Policy is guarded as such; if it counted, editing a title would make every proof stale.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from readiness.config import Config
from readiness.ledger.names import CHECKPOINTS, CONTENTS, RECORDS
from readiness.tree.base import Tree
from readiness.tree.covered import Covered, Fingerprints
from readiness.tree.patterns import Matcher
from readiness.tree.spans import Spans, size, without

_IN_LEDGER: Final = (RECORDS, CONTENTS, CHECKPOINTS)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The files of the candidate that evidence can be about. Of patterns, the last that matches a file decides."""

    fingerprints: Fingerprints
    shipped: frozenset[str]
    lies_at: Callable[[str], str | None]

    @classmethod
    def of(cls, tree: Tree, config: Config, artefacts: Iterable[str], is_product: Callable[[str], bool]) -> "Coverage":
        """Return the files of `tree` without documents, generated documents, records, and the products of runs.

        A product is what git does not track and one of `artefacts`, patterns held to the root, names; where it is named
        by wildcards, `is_product` has to take it for one too, else evidence at `src/**` would leave nothing there to be
        proven. They are those of all launches, whichever are judged, so that each run sees the same content. What git
        tracks is content, whatever else it is.
        """
        ledger = prefix_of(config.ledger.folder or "")
        own = (".readiness/", *(f"{ledger}{part}/" for part in _IN_LEDGER if ledger))
        scopes, output = tuple(map(prefix_of, config.scopes)), prefix_of(config.output)
        # Beside what is written for people code may lie too, where each service keeps its launch next to it.
        policy = {
            path
            for path in tree.paths()
            if path.startswith(own)
            or (path.endswith(".yaml") and path.startswith(scopes))
            or (output and path.endswith(".md") and path.startswith(output))
        }
        products = set(_products(tree, artefacts, is_product))
        return cls(Fingerprints(tree, policy | products), frozenset(tree.paths()), tree.lies_at)

    @property
    def total(self) -> int:
        """How many files evidence can be about."""
        return self.fingerprints.total

    @property
    def paths(self) -> Sequence[str]:
        """Those files, sorted by raw bytes; a place is an index into them."""
        return self.fingerprints.paths

    def places(self, patterns: tuple[str, ...]) -> Spans:
        """Return which of the files `patterns` match.

        Raises:
            ReadinessError: RDY017, a pattern that git might read differently.
        """
        return self.fingerprints.places(patterns)

    def covered(self, patterns: tuple[str, ...], inputs: tuple[str, ...] = ()) -> Covered:
        """Return the fingerprint of the files that `patterns` or `inputs` match.

        Raises:
            ReadinessError: RDY017, a pattern that git might read differently; RDY050, git gives up on a file.
        """
        return self.fingerprints.covered(patterns, inputs)

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
        return tuple(one for one in patterns if not one.startswith("!") and not self.fingerprints.places((one,)))

    def count(self, patterns: tuple[str, ...]) -> int:
        """Return how many files `patterns` match."""
        return size(self.fingerprints.places(patterns))

    def is_whole(self, patterns: tuple[str, ...]) -> bool:
        """Return whether `patterns` match every file; never true of an empty tree."""
        return 0 < self.total == self.count(patterns)

    def includes(self, patterns: tuple[str, ...], surface: tuple[str, ...]) -> bool:
        """Return whether `patterns` match every file that `surface` matches, and that is at least one."""
        files = self.fingerprints.places(surface)
        return bool(files) and not without(files, self.fingerprints.places(patterns))


def prefix_of(folder: str) -> str:
    """Return what the paths in `folder` begin with; empty for the root."""
    return "" if folder in ("", ".") else f"{folder.strip('/')}/"


def _products(tree: Tree, artefacts: Iterable[str], is_product: Callable[[str], bool]) -> Iterator[str]:
    declared = frozenset(artefacts)
    untracked = [path for path in tree.paths() if not tree.tracks(path)]
    yield from (path for path in untracked if f"/{path}" in declared)
    wild = tuple(sorted(pattern for pattern in declared if any(character in pattern for character in "*?[")))
    yield from (path for path in Matcher(untracked).matched(wild) if is_product(path))
