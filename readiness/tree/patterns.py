"""Gitignore patterns over a list of paths, exactly as `git check-ignore` reads them, fast enough for 10,000 of them.

`infra/**` and `src/billing/` are folders from the root, `*.py` is a name anywhere, `!x` takes out again. Git matches
bytes, so names outside ASCII are matched as bytes too, each as one Latin-1 character.
"""

import os
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

from readiness.errors import Problem, ReadinessError
from readiness.model.patterns import flaw_of

_EVERYTHING: Final = frozenset({"*", "**", "/**", "**/*"})
_LITERAL: Final = re.compile(r"/?((?:[^/*?\[]+/)*)([^/*?\[]*)(.*)", re.DOTALL)


class Matcher:
    """The files among `paths` that patterns match; answers are remembered by tuple of patterns."""

    def __init__(self, paths: Iterable[str]) -> None:
        # In order already, as trees list them, this costs next to nothing.
        keyed = sorted((path if path.isascii() else _as_bytes(path), path) for path in paths)
        self._keys = tuple(key for key, _ in keyed)
        self._paths = tuple(path for _, path in keyed)
        # A line break would end the regular expressions' `.`; its neighbour stands in for it.
        self._subjects = tuple(key.replace("\n", "\v") for key in self._keys)
        self._answers: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._places: dict[str, Sequence[int]] = {}

    def matched(self, patterns: tuple[str, ...]) -> tuple[str, ...]:
        """Return, sorted by raw bytes, the paths that `patterns` match.

        Raises:
            ReadinessError: RDY017, a pattern that git might read differently.
        """
        if patterns not in self._answers:
            self._answers[patterns] = self._match(patterns)
        return self._answers[patterns]

    def _match(self, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            if pattern not in self._places and (flaw := flaw_of(pattern)) is not None:
                raise _bad_pattern(pattern, flaw)
        if any(pattern.startswith("!") for pattern in patterns):
            chain = _Chain(patterns)
            return tuple(p for p, subject in zip(self._paths, self._subjects, strict=True) if chain.matches(subject))
        if len(patterns) == 1:
            return self._pick(self._single(patterns[0]))
        return self._pick(sorted({place for pattern in patterns for place in self._single(pattern)}))

    def _pick(self, places: Sequence[int]) -> tuple[str, ...]:
        if isinstance(places, range):
            return self._paths[places.start : places.stop]
        return tuple([self._paths[place] for place in places])

    def _single(self, pattern: str) -> Sequence[int]:
        if pattern not in self._places:
            self._places[pattern] = self._search(pattern)
        return self._places[pattern]

    def _search(self, pattern: str) -> Sequence[int]:
        """Return the places of what one positive pattern matches, looking only below its literal folders."""
        if pattern in _EVERYTHING:
            return range(len(self._paths))
        folder, name, rest = _split(_as_bytes(pattern))
        below = self._below(folder)
        if not rest and name:
            exact = bisect_left(self._keys, folder + name)
            found = exact < len(self._keys) and self._keys[exact] == folder + name
            inner = self._below(folder + name + "/")
            return [exact, *inner] if found else inner
        if not name and rest in {"", "**"}:
            return below
        search = _compiled(pattern).search
        return [place for place in below if search(self._subjects[place])]

    def _below(self, folder: str) -> range:
        if not folder:
            return range(len(self._keys))
        start = bisect_left(self._keys, folder)
        # "0" follows "/", so this is the first key after everything below the folder.
        return range(start, bisect_left(self._keys, folder[:-1] + "0", start))


class _Chain:
    """Patterns of which some begin with `!`: the last that matches a path decides, a folder decides for its files."""

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self._rules = [
            (_compiled(p.removeprefix("!").rstrip("/")), p.startswith("!"), p.endswith("/")) for p in patterns
        ]
        self._rules.reverse()
        self._folders: dict[str, bool] = {"": False}

    def matches(self, path: str) -> bool:
        """Return whether the file at `path` is matched."""
        return self._folder_matches(path.rpartition("/")[0]) or self._decides(path, is_folder=False)

    def _folder_matches(self, folder: str) -> bool:
        if folder not in self._folders:
            above = self._folder_matches(folder.rpartition("/")[0])
            self._folders[folder] = above or self._decides(folder, is_folder=True)
        return self._folders[folder]

    def _decides(self, path: str, *, is_folder: bool) -> bool:
        for regex, negative, folders_only in self._rules:
            if folders_only and not is_folder:
                continue
            found = regex.search(path)
            # The group is set where the pattern matched a folder above the path, not the path itself.
            if found is not None and not found.groupdict().get("ps_d"):
                return not negative
        return False


def literal_start(pattern: str) -> str:
    """Return the folder or file at or below which every match of a positive `pattern` lies; empty for anywhere."""
    folder, name, rest = _split(pattern)
    return (folder if rest else folder + name).rstrip("/")


def _split(pattern: str) -> tuple[str, str, str]:
    """Return the literal folders that a pattern begins with, the literal start of what follows, and all the rest."""
    anchored = "/" in pattern.rstrip("/")
    found = _LITERAL.fullmatch(pattern)
    if not anchored or found is None:
        return "", "", pattern
    folder, name, rest = found.groups()
    return folder, name, rest


def _compiled(pattern: str) -> re.Pattern[str]:
    # Folders from the root, which most patterns are, need no regular expression.
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern  # noqa: PLC0415 - 10 ms

    regex = GitIgnoreSpecPattern(_as_bytes(pattern)).regex
    # None stands for what matches nothing in git, such as an unclosed bracket.
    return regex if isinstance(regex, re.Pattern) else re.compile(r"(?!)")


def _as_bytes(text: str) -> str:
    return os.fsencode(text).decode("latin-1")


def _bad_pattern(pattern: str, flaw: str) -> ReadinessError:
    fix = "Write a gitignore pattern without `..`, backslashes or [:classes:]."
    return ReadinessError(Problem("RDY017", f"The pattern {pattern!r} is not understood: {flaw}.", fix))
