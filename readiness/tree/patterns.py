"""Gitignore patterns over a list of paths, exactly as `git check-ignore` reads them, fast enough for 10,000 of them.

`infra/**` and `src/billing/` are folders from the root, `*.py` is a name anywhere, `!x` takes out again. Git matches
bytes, so names outside ASCII are matched as bytes too, each as one Latin-1 character.

A submodule is one path that stands for everything below it: a pattern for the folder, or for all in it, matches it.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import Final

from readiness.errors import Problem, ReadinessError
from readiness.model.patterns import flaw_of
from readiness.tree.names import Names
from readiness.tree.pattern import WILD, as_bytes, as_folder, compiled, held, name_of, split
from readiness.tree.spans import Span, Spans, merged, spanning, without

_EVERYTHING: Final = frozenset({"*", "**", "/**", "**/*"})
_ALL_BELOW: Final = frozenset({"", "*", "**", "**/*"})


class Matcher:
    """The files among `paths` that patterns match; answers are remembered by pattern and by tuple of patterns."""

    def __init__(self, paths: Iterable[str], submodules: Collection[str] = ()) -> None:
        # In order already, as trees list them, this costs next to nothing.
        keyed = sorted((path if path.isascii() else as_bytes(path), path) for path in paths)
        self._keys = tuple(key for key, _ in keyed)
        self.paths = tuple(path for _, path in keyed)
        """All of them, sorted by raw bytes; a place is an index into it."""
        # A line break would end the regular expressions' `.`; its neighbour stands in for it.
        self._subjects = tuple(key.replace("\n", "\v") for key in self._keys)
        self._submodules = tuple(place for place, path in enumerate(self.paths) if path in submodules)
        self._answers: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._chosen: dict[tuple[str, ...], Spans] = {}
        self._places: dict[str, Spans] = {}

    def matched(self, patterns: tuple[str, ...]) -> tuple[str, ...]:
        """Return, sorted by raw bytes, the paths that git would ignore if `patterns` were its ignore file.

        Raises:
            ReadinessError: RDY017, a pattern that git might read differently.
        """
        if patterns not in self._answers:
            self._answers[patterns] = self._match(patterns)
        return self._answers[patterns]

    def chosen(self, patterns: tuple[str, ...]) -> Spans:
        """Return the places of what evidence with `patterns` covers: of each file, the last that matches it decides.

        To git, `!docs/**` takes nothing out once `**` has matched the folder itself. Whoever writes it here means it.
        Of patterns without `!`, this is what git would ignore.

        Raises:
            ReadinessError: RDY017, a pattern that git might read differently.
        """
        if patterns not in self._chosen:
            found: Spans = ()
            for pattern in self._understood(patterns):
                if pattern.startswith("!"):
                    found = without(found, self._single(pattern[1:]))
                else:
                    found = merged([*found, *self._single(pattern)]) if found else self._single(pattern)
            self._chosen[patterns] = found
        return self._chosen[patterns]

    def _understood(self, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            if (flaw := flaw_of(pattern)) is not None:
                raise _bad_pattern(pattern, flaw)
        return patterns

    def _match(self, patterns: tuple[str, ...]) -> tuple[str, ...]:
        if any(pattern.startswith("!") for pattern in self._understood(patterns)):
            chain, submodules = _Chain(patterns), frozenset(self._submodules)
            return tuple(
                path
                for place, path in enumerate(self.paths)
                if chain.matches(self._subjects[place], is_submodule=place in submodules)
            )
        found = self.chosen(patterns)
        return tuple([path for start, stop in found for path in self.paths[start:stop]])

    def _single(self, pattern: str) -> Spans:
        if pattern not in self._places:
            found = self._search(pattern)
            entered = [(place, place + 1) for place in self._entered(pattern)]
            self._places[pattern] = merged([*found, *entered]) if entered else found
        return self._places[pattern]

    def _search(self, pattern: str) -> Spans:
        """Return the places of what one positive pattern matches, looking no further than its literal folders."""
        if pattern in _EVERYTHING:
            return merged([(0, len(self.paths))])
        if (name := name_of(pattern)) is not None:
            return merged(self._named(name))
        folder, name, rest = split(as_bytes(pattern))
        start, stop = self._below(folder)
        if not rest and name:
            exact = bisect_left(self._keys, folder + name)
            found = exact < len(self._keys) and self._keys[exact] == folder + name
            return merged([(exact, exact + found), self._below(folder + name + "/")])
        if not name and rest in _ALL_BELOW:
            return merged([(start, stop)])
        if (whole := as_folder(pattern)) != pattern:
            return merged(self._folders(whole))
        search, skip = held(pattern)
        return spanning(place for place in range(start, stop) if search(self._subjects[place][skip:]))

    def _folders(self, pattern: str) -> Iterator[Span]:
        """Yield the folders that match, of which there are far fewer than files."""
        if (name := name_of(f"{pattern}/")) is not None:
            yield from self._named(name)
            return
        folder, _, _ = split(as_bytes(pattern))
        search, skip = held(pattern)
        for span, path in self._names.below(*self._below(folder)):
            if len(path) > skip and search(path[skip:]):
                yield span

    def _named(self, pattern: str) -> Iterator[Span]:
        """Yield where files and folders are whose name matches, wherever they lie."""
        name, folders_only = as_bytes(pattern.rstrip("/")), pattern.endswith("/")
        if not WILD.search(name):
            yield from self._names.named(name, folders_only=folders_only)
            return
        search = compiled(pattern.rstrip("/")).search
        for each in self._names.folders.keys() | (() if folders_only else self._names.files.keys()):
            if search(each):
                yield from self._names.named(each, folders_only=folders_only)

    @cached_property
    def _names(self) -> Names:
        return Names(self._subjects)

    def _entered(self, pattern: str) -> Iterator[int]:
        """Yield the places of submodules that one positive pattern matches as the folders that they are."""
        folder = as_folder(pattern)
        if not self._submodules or folder == pattern:
            return
        if folder.startswith("/") and not WILD.search(folder):
            name = as_bytes(folder[1:])
            yield from (place for place in self._submodules if self._keys[place] == name)
            return
        search = compiled(folder).search
        yield from (place for place in self._submodules if search(self._subjects[place]))

    def _below(self, folder: str) -> Span:
        if not folder:
            return 0, len(self._keys)
        start = bisect_left(self._keys, folder)
        # "0" follows "/", so this is the first key after everything below the folder.
        return start, bisect_left(self._keys, folder[:-1] + "0", start)


class _Chain:
    """Patterns of which some begin with `!`: the last that matches a path decides, a folder decides for its files."""

    def __init__(self, patterns: tuple[str, ...]) -> None:
        parted = [(pattern.removeprefix("!"), pattern.startswith("!")) for pattern in reversed(patterns)]
        self._rules = [(compiled(p.rstrip("/")), negative, p.endswith("/")) for p, negative in parted]
        self._on_submodules = [
            (compiled(each.rstrip("/")), negative, False)
            for pattern, negative in parted
            for each in dict.fromkeys((pattern, as_folder(pattern)))
        ]
        self._folders: dict[str, bool] = {"": False}

    def matches(self, path: str, *, is_submodule: bool) -> bool:
        """Return whether the file or submodule at `path` is matched."""
        rules = self._on_submodules if is_submodule else self._rules
        return self._folder_matches(path.rpartition("/")[0]) or self._decides(path, rules, is_folder=is_submodule)

    def _folder_matches(self, folder: str) -> bool:
        if folder not in self._folders:
            above = self._folder_matches(folder.rpartition("/")[0])
            self._folders[folder] = above or self._decides(folder, self._rules, is_folder=True)
        return self._folders[folder]

    def _decides(self, path: str, rules: list[tuple[re.Pattern[str], bool, bool]], *, is_folder: bool) -> bool:
        for regex, negative, folders_only in rules:
            if folders_only and not is_folder:
                continue
            found = regex.search(path)
            # The group is set where the pattern matched a folder above the path, not the path itself.
            if found is not None and not found.groupdict().get("ps_d"):
                return not negative
        return False


def _bad_pattern(pattern: str, flaw: str) -> ReadinessError:
    fix = "Write a gitignore pattern without `..`, backslashes or [:classes:]."
    return ReadinessError(Problem("RDY017", f"The pattern {pattern!r} is not understood: {flaw}.", fix))
