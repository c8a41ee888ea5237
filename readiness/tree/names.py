"""Where each name, and each folder, occurs in a sorted list of paths: patterns ask for these more than for files."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from readiness.tree.spans import Span


class Names:
    """The names in `paths`, which are sorted: `files` of files, `folders` of folders with all that lies in them."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.files: dict[str, list[Span]] = defaultdict(list)
        self.folders: dict[str, list[Span]] = defaultdict(list)
        self._closed: list[tuple[Span, str]] = []
        above: list[tuple[str, int]] = []
        before = ""
        for place, path in enumerate(paths):
            folder, _, name = path.rpartition("/")
            if folder != before:
                self._enter(folder, place, above)
                before = folder
            self.files[name].append((place, place + 1))
        self._enter("", len(paths), above)

    def _enter(self, folder: str, place: int, above: list[tuple[str, int]]) -> None:
        """Close the folders that are left at `place`, and open those that lead to `folder`."""
        parts = folder.split("/") if folder else []
        same = 0
        while same < min(len(parts), len(above)) and parts[same] == above[same][0]:
            same += 1
        while len(above) > same:
            name, start = above.pop()
            self._closed.append(((start, place), "/".join([*(each for each, _ in above), name])))
            self.folders[name].append((start, place))
        above.extend((name, place) for name in parts[same:])

    def below(self, start: int, stop: int) -> Iterator[tuple[Span, str]]:
        """Yield the folders all of whose files lie between two places, each with its path."""
        for at in range(bisect_left(self._in_order, ((start, 0), "")), len(self._in_order)):
            span, path = self._in_order[at]
            if span[0] >= stop:
                return
            if span[1] <= stop:
                yield span, path

    @cached_property
    def _in_order(self) -> list[tuple[Span, str]]:
        return sorted(self._closed)

    def named(self, name: str, *, folders_only: bool) -> Iterator[Span]:
        """Yield where files and folders, or folders only, have this name."""
        yield from self.folders.get(name, ())
        if not folders_only:
            yield from self.files.get(name, ())
