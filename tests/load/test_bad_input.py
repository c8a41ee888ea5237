"""Each folder of bad input gives exactly the problems written beside it; what no file can hold is made here."""

from collections.abc import Callable
from pathlib import Path

import pytest

from readiness.config import Config
from readiness.load import events
from readiness.model.loaded import Documents
from readiness.model.problems import PROBLEMS
from readiness.tree.base import Unread

CASES = Path(__file__).parents[1] / "cases" / "bad-input"
FOLDERS = sorted(folder for folder in CASES.iterdir() if folder.is_dir())
GOOD = b"kind: scope\nid: good\ntitle: Good\nitems:\n  - {id: a, title: A, class: launch-critical}\n"

Load = Callable[..., Documents]


def lines(documents: Documents) -> list[str]:
    return [f"{problem.location} {problem.code} {problem.message} | {problem.fix}" for problem in documents.problems]


def test_there_are_at_least_forty_cases() -> None:
    assert len(FOLDERS) >= 40


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_bad_input_is_explained_at_its_place(folder: Path, loaded_folder: Callable[[Path], Documents]) -> None:
    documents = loaded_folder(folder)
    assert lines(documents) == (folder / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert documents.problems
    assert {problem.location.path for problem in documents.problems if problem.location} == {
        broken.path for broken in documents.broken
    }


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_message_has_a_known_code_a_fix_and_none_of_the_librarys_words(
    folder: Path, loaded_folder: Callable[[Path], Documents]
) -> None:
    for problem in loaded_folder(folder).problems:
        assert problem.code in PROBLEMS
        assert problem.fix
        text = f"{problem.message} {problem.fix}"
        assert not any(word in text for word in ("Input should", "extra_forbidden", "pydantic", "function-", "tuple["))


@pytest.mark.parametrize(
    "folder", [folder for folder in FOLDERS if not (folder.name.startswith("unclosed"))], ids=lambda folder: folder.name
)
def test_the_pure_parser_finds_the_same_problems(
    folder: Path, loaded_folder: Callable[[Path], Documents], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "has_c_parser", lambda: False)
    codes = [line.split(" ")[1] for line in (folder / "expected.txt").read_text(encoding="utf-8").splitlines()]
    assert [problem.code for problem in loaded_folder(folder).problems] == codes


BOMB = b"".join(
    b"k%d: &k%d [%s]\n" % (level, level, b", ".join([b"*k%d" % (level - 1) if level else b"x"] * 10))
    for level in range(9)
)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(GOOD + b"# caf\xe9\n", "scopes/x.yaml:6:6 RDY007 the byte 0xE9 is not UTF-8", id="latin-1"),
        pytest.param(
            GOOD.decode().encode("utf-16"), "scopes/x.yaml:1:1 RDY007 the byte 0xFF is not UTF-8", id="utf-16"
        ),
        pytest.param(
            GOOD + b"# \x00", "scopes/x.yaml:6:3 RDY020 the file holds the control character U+0000", id="nul"
        ),
        pytest.param(
            b"# \xc3\xa4\x1b\n", "scopes/x.yaml:1:4 RDY020 the file holds the control character U+001B", id="escape"
        ),
        pytest.param(b"[" * 30_000, "scopes/x.yaml:1:65 RDY005 values are nested more than 64 deep", id="brackets"),
        pytest.param(b"{a: " * 30_000, "scopes/x.yaml:1:257 RDY005 values are nested more than 64 deep", id="braces"),
        pytest.param(b"- " * 30_000, "scopes/x.yaml:1:129 RDY005 values are nested more than 64 deep", id="dashes"),
        pytest.param(
            BOMB,
            "scopes/x.yaml:4:45 RDY004 with this alias, aliases stand for more than 10,000 values",
            id="alias-bomb",
        ),
        pytest.param(b"\xef\xbb\xbf", "scopes/x.yaml RDY021 the file is empty", id="only-a-byte-order-mark"),
        pytest.param(GOOD.replace(b"Good", b"9" * 5000), "scopes/x.yaml:3:8 RDY029 `999", id="number-beyond-all-use"),
        pytest.param(
            b"x" * (9 << 20), "scopes/x.yaml RDY006 the file is larger than 8,388,608 bytes", id="nine-mebibytes"
        ),
        pytest.param(
            Unread.LEADS_OUTSIDE,
            "scopes/x.yaml RDY028 the document cannot be read: it is a symbolic link",
            id="symlink",
        ),
        pytest.param(
            Unread.UNREADABLE, "scopes/x.yaml RDY028 the document cannot be read: it cannot be read", id="unreadable"
        ),
    ],
)
def test_hostile_bytes_are_refused_and_stop_no_other_file(data: bytes | Unread, expected: str, loaded: Load) -> None:
    documents = loaded({"scopes/x.yaml": data, "scopes/good.yaml": GOOD})
    assert lines(documents)[0].startswith(expected)
    assert [scope.document.id for scope in documents.scopes] == ["good"]
    assert [broken.path for broken in documents.broken] == ["scopes/x.yaml"]


def test_a_chain_of_aliases_cannot_go_deeper_than_brackets_can(loaded: Load) -> None:
    chain = b"".join(b"k%d: &k%d [%s]\n" % (n, n, b"*k%d" % (n - 1) if n else b"x") for n in range(100))
    documents = loaded({"scopes/x.yaml": chain})
    assert [problem.code for problem in documents.problems] == ["RDY005"]


def test_the_bound_on_size_is_configurable(loaded: Load) -> None:
    data = {"scopes/x.yaml": GOOD + b"#" * 2000}
    assert not loaded(data).problems
    assert [problem.code for problem in loaded(data, config=Config(max_bytes=1024)).problems] == ["RDY006"]


def test_a_document_whose_kind_and_id_can_be_told_stops_only_that_scope(loaded: Load) -> None:
    documents = loaded({"scopes/x.yaml": GOOD + b"milestoe: m1\n", "scopes/y.yml": GOOD})
    assert [(broken.kind, broken.id) for broken in documents.broken] == [("scope", "good"), ("scope", "good")]


def test_the_order_of_problems_does_not_depend_on_the_order_of_files(loaded: Load) -> None:
    files = {f"scopes/{name}.yaml": b"kind: scope\nx: 1\n" for name in "cab"}
    assert lines(loaded(files)) == lines(loaded(dict(reversed(files.items()))))
