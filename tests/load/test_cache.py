"""The cache saves time and changes nothing, be it whole, corrupt, foreign, locked or read-only."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from readiness.load import cache as module
from readiness.load.cache import Cache, Row, key_of, user_cache
from readiness.load.events import parse
from readiness.load.walk import Parsed, Unparsed
from readiness.model.loaded import Documents
from readiness.model.place import Location, Place

SCOPE = b"kind: scope\nid: launch\ntitle: Launch\nitems:\n  - {id: a, title: A, class: launch-critical}\n"
FILES = {"scopes/a.yaml": SCOPE, "scopes/b.yaml": SCOPE.replace(b"title: A", b"titel: A")}
TITLE = Place("scopes/a.yaml", ("items", 0, "title"))

Load = Callable[..., Documents]


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache" / "parsed.sqlite")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "parsed.sqlite"


def same(left: Documents, right: Documents) -> bool:
    return (left.scopes, left.problems, left.broken, left.locate(TITLE)) == (
        right.scopes,
        right.problems,
        right.broken,
        right.locate(TITLE),
    )


@pytest.fixture
def parsed_again(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list that collects the paths of all files that are parsed."""
    seen: list[str] = []

    def noting(path: str, text: str) -> Parsed | Unparsed:
        seen.append(path)
        return parse(path, text)

    monkeypatch.setattr("readiness.load.parse", noting)
    return seen


def test_a_second_load_parses_nothing_and_finds_the_same(loaded: Load, cache: Cache, parsed_again: list[str]) -> None:
    first = loaded(FILES, cache)
    assert parsed_again == ["scopes/a.yaml", "scopes/b.yaml"]
    parsed_again.clear()
    second = loaded(FILES, cache)
    assert parsed_again == []
    assert same(first, second)
    assert same(first, loaded(FILES))
    assert second.locate(TITLE) == Location("scopes/a.yaml", 5, 20)


def test_a_changed_file_is_parsed_again(loaded: Load, cache: Cache) -> None:
    loaded(FILES, cache)
    changed = loaded({"scopes/a.yaml": SCOPE.replace(b"id: launch", b"id: other")}, cache)
    assert changed.scopes[0].document.id == "other"


def test_files_with_problems_of_parsing_are_never_kept(loaded: Load, cache: Cache) -> None:
    doubled = {"scopes/a.yaml": SCOPE + b"title: Again\n"}
    assert same(loaded(doubled, cache), loaded(doubled, cache))
    assert not cache.get([key_of(doubled["scopes/a.yaml"])])


@pytest.mark.parametrize("rubbish", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_corrupt_cache_is_done_without_and_begun_anew(rubbish: bytes, loaded: Load, cache: Cache, file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(rubbish)
    assert same(loaded(FILES, cache), loaded(FILES))
    loaded(FILES, cache)
    loaded(FILES, cache)
    assert cache.get([key_of(SCOPE)])


def test_a_database_of_somebody_else_is_done_without(loaded: Load, cache: Cache, file: Path) -> None:
    file.parent.mkdir()
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE parsed (key TEXT)")
    other.close()
    assert same(loaded(FILES, cache), loaded(FILES))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE parsed SET written = replace(written, 'launch-critical', 'deferred')",
        "UPDATE parsed SET marks = x'00'",
        "UPDATE parsed SET written = 5",
        "UPDATE parsed SET kind = 'directory'",
    ],
)
def test_a_row_that_does_not_fit_its_checksum_is_not_believed(
    change: str, loaded: Load, cache: Cache, file: Path
) -> None:
    loaded(FILES, cache)
    with sqlite3.connect(file) as other:
        other.execute(change)
    other.close()
    assert same(loaded(FILES, cache), loaded(FILES))


def test_what_comes_out_is_validated_by_the_models(loaded: Load, cache: Cache) -> None:
    loaded(FILES, cache)
    forged = Row.of("scope", '{"kind":"scope","id":"launch","title":"Launch","items":[]}', [0] * 9)
    cache.put({key_of(SCOPE): forged})
    documents = loaded({"scopes/a.yaml": SCOPE}, cache)
    assert [problem.code for problem in documents.problems] == ["RDY025"]
    assert not documents.scopes


def test_a_locked_cache_is_not_waited_for(loaded: Load, cache: Cache, file: Path) -> None:
    loaded(FILES, cache)
    lock = sqlite3.connect(file)
    lock.execute("BEGIN EXCLUSIVE")
    assert same(loaded(FILES, cache), loaded(FILES))
    lock.close()


def test_a_folder_that_cannot_be_made_is_done_without(loaded: Load, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    blocked = Cache(tmp_path / "file" / "parsed.sqlite")
    assert same(loaded(FILES, blocked), loaded(FILES))


def test_a_cache_that_grows_too_large_is_begun_anew(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ROWS", 2)
    cache.put({bytes([number]): Row.of("scope", "{}", [0]) for number in range(2)})
    assert len(cache.get([b"\0", b"\1"])) == 2
    cache.put({b"\2": Row.of("scope", "{}", [0])})
    assert not cache.get([b"\0", b"\1", b"\2"])


def test_the_cache_of_the_user_lies_in_the_cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    user_cache().put({b"key": Row.of("scope", "{}", [0])})
    assert (tmp_path / "readiness" / "parsed.sqlite").is_file()
