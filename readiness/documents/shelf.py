"""The folder of generated documents as it lies on the disk. Only what bears the mark of its own name is touched."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from readiness.documents.presentation import Presentation
from readiness.errors import Problem, ReadinessError, unusable
from readiness.model.place import Location
from readiness.render.mark import Mark, mark_of
from readiness.tree.replacing import opened, replace_file

_HEAD_BYTES = 512


class Shelf:
    """The folder that `paper` names below `top`, the top of the work tree."""

    def __init__(self, top: Path, paper: Presentation) -> None:
        self._top = top
        self._paper = paper

    def place(self, mark: Mark) -> str:
        """Return the path of a document; the index takes its second name where somebody else has the first.

        Raises:
            ReadinessError: RDY050, somebody else has all names, or they cannot be read.
        """
        taken = [path for name in mark.names if self._is_foreign(path := self._paper.path_of(name), mark)]
        free = [path for name in mark.names if (path := self._paper.path_of(name)) not in taken]
        if not free:
            fix = "move it away, or set `output` in the configuration to another folder"
            raise ReadinessError.of(_refusal(path, "it was not generated", fix) for path in taken)
        return free[0]

    def text(self, path: str) -> str | None:
        """Return what stands at `path`, with plain newlines; None where nothing does.

        Raises:
            ReadinessError: RDY050, it cannot be read, or lies behind a symbolic link: that can lead anywhere.
        """
        target = self._top / path
        for part in (target, *target.parents):
            if part == self._top:
                break
            if part.is_symlink():
                why = f"{part.relative_to(self._top)} is a symbolic link"
                raise ReadinessError(_refusal(path, why, "put a real folder or file there"))
        try:
            # Git can be told to check files out with the line ends of another system; that is no drift.
            return target.read_bytes().decode("utf-8", "surrogateescape").replace("\r\n", "\n")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise unusable(path, error) from error

    def marked(self) -> Iterator[tuple[str, Mark]]:
        """Yield every document of ours that lies there, by path, with its mark.

        Raises:
            ReadinessError: RDY050, the folder cannot be read.
        """
        folder = self._top / self._paper.folder
        try:
            with os.scandir(folder) as listing:
                files = sorted(
                    one.name for one in listing if one.name.endswith(".md") and one.is_file(follow_symlinks=False)
                )
        except FileNotFoundError:
            return
        except OSError as error:
            raise unusable(self._paper.folder or ".", error) from error
        for name in files:
            mark = mark_of(self._head(self._paper.path_of(name)))
            if mark is not None and name in mark.names:
                yield self._paper.path_of(name), mark

    def write(self, path: str, text: str) -> None:
        """Let the document at `path` be `text`, whole or not at all.

        Raises:
            ReadinessError: RDY050, it cannot be written.
        """
        try:
            replace_file(self._top, path, text.encode())
        except OSError as error:
            raise unusable(path, error) from error

    def remove(self, path: str) -> None:
        """Remove the document at `path`.

        Raises:
            ReadinessError: RDY050, it cannot be removed.
        """
        folder, _, name = path.rpartition("/")
        try:
            with opened(self._top, filter(None, folder.split("/"))) as descriptor:
                os.unlink(name, dir_fd=descriptor)
        except OSError as error:
            raise unusable(path, error) from error

    def _is_foreign(self, path: str, mark: Mark) -> bool:
        """Return whether something else than the document of `mark` stands at `path`."""
        text = self.text(path)
        return text is not None and mark_of(text) != mark

    def _head(self, path: str) -> str:
        try:
            with (self._top / path).open("rb") as file:
                return (
                    file.read(_HEAD_BYTES).decode("utf-8", "replace")
                    if stat.S_ISREG(os.fstat(file.fileno()).st_mode)
                    else ""
                )
        except OSError as error:
            raise unusable(path, error) from error


def _refusal(path: str, why: str, fix: str) -> Problem:
    return Problem("RDY050", f"this file is not overwritten: {why}", fix, Location(path))
