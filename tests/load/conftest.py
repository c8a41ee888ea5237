"""A tree made of a mapping, and kinds of evidence with the shapes that the shipped ones have."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from readiness.config import Config
from readiness.load import load
from readiness.load.cache import Cache
from readiness.model.documents.base import Day, Id, Many, Text
from readiness.model.documents.evidence import Condition
from readiness.model.evidence import Claim, CommitObjects, EvidenceKind, Reading
from readiness.model.loaded import Documents
from readiness.model.report import Candidate
from readiness.tree.base import Entry, Tree, Unread
from readiness.tree.patterns import Matcher


class FilesTree:
    """A work tree whose files are given."""

    candidate = Candidate(kind="work-tree", commit=None)
    object_format = "sha1"

    def __init__(self, files: Mapping[str, bytes | Unread]) -> None:
        self.files = files

    def paths(self) -> Sequence[str]:
        return sorted(self.files)

    def entries(self) -> Sequence[Entry]:
        return [Entry(path, 0o100644, "") for path in self.paths()]

    def submodules(self) -> frozenset[str]:
        return frozenset()

    def tracks(self, path: str) -> bool:
        raise AssertionError(path)

    def doubts(self) -> Mapping[str, str]:
        raise AssertionError

    def find(self, patterns: Iterable[str]) -> Sequence[str]:
        return Matcher(self.files).matched(tuple(patterns))

    def read(self, paths: Sequence[str], limit: int) -> Mapping[str, bytes | Unread]:
        found = {path: self.files.get(path, Unread.ABSENT) for path in paths}
        return {
            path: Unread.TOO_LARGE if isinstance(data, bytes) and len(data) > limit else data
            for path, data in found.items()
        }

    def lies_at(self, path: str) -> str | None:
        raise AssertionError(path)

    def commit_objects(self) -> CommitObjects | None:
        raise AssertionError

    def written_at(self, path: str) -> datetime | None:
        raise AssertionError(path)


class JunitCondition(Condition):
    """Which tests have to be there."""

    tests: Many[Text] = ()
    max_skipped: int | None = None
    flaky_allowed: bool = False


class SignoffCondition(Condition):
    """Who signed."""

    who: Id
    dated: Day | None = None


class FileCondition(Condition):
    """What the file has to hold."""

    heading: Text | None = None


class LinkCondition(Condition):
    """Where it is."""

    url: Text


def read_nothing(_: Reading) -> Claim:
    return Claim(measured={})


def meet_all(_: Mapping[str, Any], __: object) -> Sequence[str]:
    return ()


def kind(name: str, condition: type[Condition], main: str, recognises: Callable[[str], bool]) -> EvidenceKind:
    needs_path = main == "path"
    return EvidenceKind(
        name, condition, read_nothing, meet_all, main=main, recognises=recognises, needs_path=needs_path
    )


KINDS = {
    "junit": kind("junit", JunitCondition, "path", lambda text: text.endswith(".xml")),
    "file": kind("file", FileCondition, "path", lambda text: text.endswith(".md")),
    "link": kind("link", LinkCondition, "url", lambda text: text.startswith("https://")),
    "signoff": kind("signoff", SignoffCondition, "who", lambda _: False),
}


@pytest.fixture
def kinds() -> Mapping[str, EvidenceKind]:
    return KINDS


@pytest.fixture
def tree_of() -> Callable[[Mapping[str, bytes | Unread]], Tree]:
    return FilesTree


@pytest.fixture
def loaded() -> Callable[..., Documents]:
    def load_files(
        files: Mapping[str, bytes | Unread], cache: Cache | None = None, config: Config | None = None
    ) -> Documents:
        return load(FilesTree(files), config or Config(), KINDS, cache=cache)

    return load_files


@pytest.fixture
def loaded_folder(loaded: Callable[..., Documents]) -> Callable[[Path], Documents]:
    def load_folder(folder: Path) -> Documents:
        files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and path.suffix != ".txt"
        }
        return loaded(files)

    return load_folder
