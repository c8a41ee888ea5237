"""The fingerprints of one tree: of the files that patterns choose, with what cannot be told of them.

Everything is worked out once: the list of files, what a pattern matches, and the digest of each set of files.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Protocol

from readiness.errors import Problem, ReadinessError
from readiness.tree.base import Entry
from readiness.tree.fingerprint import header, line
from readiness.tree.patterns import Matcher
from readiness.tree.spans import Spans, merged, size

Patterns = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """The content that a piece of evidence covers: its fingerprint, and how many files it is of.

    `doubts` are those of the files whose object id nobody can tell, each with a phrase that says why: where there is
    one, the digest says nothing. Of no file at all there is a digest too, and nothing may be made of it.
    """

    digest: str
    count: int
    doubts: tuple[tuple[str, str], ...] = ()
    preimage: Callable[[], bytes] = field(repr=False, compare=False, default=bytes)

    @property
    def contents(self) -> bytes:
        """The list of files that the digest is of, as `fingerprint.parse_contents` reads it; made when asked for."""
        return self.preimage()


class Listing(Protocol):
    """What is asked of a tree; `readiness.tree.base.Tree` says what each of it means."""

    @property
    def object_format(self) -> str:
        """What object ids are made with."""

    def paths(self) -> Sequence[str]:
        """Return the paths of all files."""

    def entries(self) -> Sequence[Entry]:
        """Return `paths` with modes and object ids."""

    def submodules(self) -> frozenset[str]:
        """Return those of `paths` that are submodules."""

    def doubts(self) -> Mapping[str, str]:
        """Return those of `paths` whose object id nobody can tell."""


class Fingerprints:
    """The files of `tree` but for those `left_out`, and the fingerprint of any choice of them."""

    def __init__(self, tree: Listing, left_out: Collection[str] = ()) -> None:
        self._tree = tree
        self._matcher = Matcher((path for path in tree.paths() if path not in left_out), tree.submodules())
        self._known: dict[Spans, Covered] = {}
        self._answers: dict[tuple[Patterns, Patterns], Covered] = {}

    @property
    def total(self) -> int:
        """How many files there are."""
        return len(self.paths)

    @property
    def paths(self) -> Sequence[str]:
        """Return the paths of the files, sorted by raw bytes; a place is an index into them."""
        return self._matcher.paths

    def places(self, patterns: Patterns) -> Spans:
        """Return which files `patterns` choose: of each file, the last pattern that matches it decides.

        Raises:
            ReadinessError: RDY017, a pattern that git might read differently.
        """
        return self._matcher.chosen(patterns)

    def covered(self, patterns: Patterns, inputs: Patterns = ()) -> Covered:
        """Return the fingerprint of the files that `patterns` or `inputs` choose.

        Raises:
            ReadinessError: RDY017, a pattern that git might read differently; RDY050, git gives up on a file.
        """
        key = (patterns, inputs)
        if key not in self._answers:
            places = self.places(patterns)
            if inputs:
                places = merged([*places, *self.places(inputs)])
            if places not in self._known:
                self._known[places] = self._made(places)
            self._answers[key] = self._known[places]
        return self._answers[key]

    def _made(self, places: Spans) -> Covered:
        written, ends = self._written
        digest = hashlib.sha256(header(self._tree.object_format))
        for start, stop in places:
            digest.update(written[ends[start] : ends[stop]])
        return Covered(digest.hexdigest(), size(places), self._doubts_in(places), lambda: self._preimage(places))

    def _preimage(self, places: Spans) -> bytes:
        written, ends = self._written
        return header(self._tree.object_format) + b"".join(written[ends[start] : ends[stop]] for start, stop in places)

    @cached_property
    def _written(self) -> tuple[memoryview, list[int]]:
        """What is hashed of all files, and where in it that of each one starts; the end is last."""
        entries = {entry.path: entry for entry in self._tree.entries()}
        try:
            lines = [line(entries[path]) for path in self._matcher.paths]
        except KeyError as error:
            message = f"the file {error.args[0]!a} came or went while the work tree was read"
            raise ReadinessError(Problem("RDY050", message, "try again when nothing else is writing there")) from error
        return memoryview(b"".join(lines)), [*accumulate(map(len, lines), initial=0)]

    @cached_property
    def _doubts(self) -> tuple[list[int], list[tuple[str, str]]]:
        """The places of files that there are doubts about, in order, and the doubts."""
        doubts = self._tree.doubts()
        found = [(place, (path, doubts[path])) for place, path in enumerate(self._matcher.paths) if path in doubts]
        return [place for place, _ in found], [doubt for _, doubt in found]

    def _doubts_in(self, places: Spans) -> tuple[tuple[str, str], ...]:
        at, doubts = self._doubts
        if not at:
            return ()
        return tuple(
            doubt for start, stop in places for doubt in doubts[bisect_left(at, start) : bisect_left(at, stop)]
        )
